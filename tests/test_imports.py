"""The packages import one way, from the command line down; some libraries stay behind walls."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "threshold"

# From the top down: a package imports from the lines below its own, never from its own line or above.
LAYERS = (
    ("cli",),
    ("web",),
    ("interview",),
    ("schemas",),
    ("consultation", "trying"),
    ("register", "demo"),
    ("agenda",),
    ("audit", "coverage", "pseudonyms", "worklist"),
    ("mutation", "handbook", "starters", "why"),
    ("soundness",),
    ("examples",),
    ("exports", "reports"),
    ("batch", "questions"),
    ("engine",),
    ("decisions",),
    ("semantics",),
    ("versions",),
    ("policy", "casefiles"),
    ("conditions",),
    ("vocabulary", "cache", "layout", "privacy", "processes"),
    ("dates", "output", "shapes", "offspring"),
    ("reading",),
)
DEPTH = {package: depth for depth, packages in enumerate(LAYERS) for package in packages}

# Libraries that only these places may know.
WALLS = {
    "typer": ("cli/*.py",),
    "durable": ("engine/durable_rules.py",),
    "durable_rules_engine": ("engine/durable_rules.py",),
    "sqlite3": (
        "register/store.py",
        "register/database.py",
        "register/migration.py",
        "register/rows.py",
        "register/unmade.py",
    ),
    "cryptography": ("register/signing.py",),
    "polars": (
        "pseudonyms/*.py",
        "batch/**/*.py",
        "exports/**/*.py",
        "demo/*.py",
        "audit/**/*.py",
        "agenda/from_export.py",
        "trying/caused.py",
        "trying/compared.py",
        "trying/curve.py",
        "trying/export.py",
        "trying/fitted.py",
        "trying/sides.py",
        "trying/supposed.py",
        "trying/wanting.py",
    ),
    "jinja2": ("audit/render/html.py", "web/pages.py"),
    "icalendar": ("agenda/ics.py",),
    "rich": ("audit/progress.py",),
    "starlette": ("web/*.py",),
    "uvicorn": ("web/serving.py", "web/unfinished.py"),
    "xlsxwriter": ("pseudonyms/write.py", "audit/render/xlsx.py", "worklist/render/xlsx.py", "demo/*.py"),
}


def imported(module: Path) -> Iterator[str]:
    """The full name of everything that a module imports, at its top or inside its functions."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=source, names=names, level=0):
                yield from (f"{source}.{alias.name}" for alias in names)
            case ast.ImportFrom():
                raise AssertionError(f"{module.name}, line {node.lineno}: import by the full name")
            case ast.Call(
                func=ast.Name(id="import_module") | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(name)), *_],
            ):
                yield name


def package_of(name: str) -> str | None:
    """The package of ours that an imported name lies in."""
    first, _, rest = name.partition(".")
    package = rest.partition(".")[0]
    return package if first == "threshold" and package in DEPTH else None


IMPORTED = {path: set(imported(path)) for path in sorted(SOURCE.rglob("*.py"))}


def test_every_package_has_its_place() -> None:
    found = {path.relative_to(SOURCE).parts[0].removesuffix(".py") for path in IMPORTED}
    assert found - {"__init__", "__main__"} <= set(DEPTH)


def test_imports_run_one_way() -> None:
    upward = []
    for path, names in IMPORTED.items():
        own = path.relative_to(SOURCE).parts[0].removesuffix(".py")
        # What stands beside the packages (`__init__`, `__main__`) is above them all.
        for package in {package_of(name) for name in names} - {None, own}:
            if DEPTH[package] <= DEPTH.get(own, -1):
                upward.append(f"{path.relative_to(SOURCE)} imports {package}")
    assert not upward


@pytest.mark.parametrize("library", WALLS)
def test_a_library_stays_behind_its_wall(library: str) -> None:
    inside = {path for place in WALLS[library] for path in SOURCE.glob(place)}
    users = {
        path for path, names in IMPORTED.items() if library in {name.partition(".")[0] for name in names}
    }
    assert not {str(path.relative_to(SOURCE)) for path in users - inside}
