"""Signposts lead somewhere: a module that a docstring or a page names is there."""

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "threshold"
PACKAGES = {path.name for path in SOURCE.iterdir() if (path / "__init__.py").is_file()}
# `semantics.deadlines`, `threshold.dates.day_of`, `policy/inference_plan.py`
DOTTED = re.compile(r"`(?:threshold\.)?((?:[a-z_]+\.)+[A-Za-z_]+)`")
SLASHED = re.compile(r"`((?:[a-z_]+/)+[a-z_]*(?:\.py)?)`")


def names_something(name: str) -> bool:
    """Whether a dotted name is a module, or something that stands in one."""
    *rooms, last = name.split(".")
    path = SOURCE.joinpath(*rooms)
    if path.joinpath(last).is_dir() or path.joinpath(f"{last}.py").is_file():
        return True
    files = [path.with_suffix(".py"), path / "__init__.py"]
    text = "".join(file.read_text(encoding="utf-8") for file in files if file.is_file())
    return re.search(rf"\b{last}\b", text) is not None


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_that_a_module_names_is_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    named = [name for name in DOTTED.findall(text) if name.split(".")[0] in PACKAGES]
    assert not [name for name in named if not name.endswith(".yaml") and not names_something(name)]


def test_a_place_that_contributing_names_is_there() -> None:
    named = SLASHED.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    places = [name for name in named if name.split("/")[0] in PACKAGES]
    assert len(places) > 10
    assert not [name for name in places if not ((SOURCE / name).exists() or (ROOT / "tests" / name).exists())]


BENCHMARKS = sorted((ROOT / "benchmarks").rglob("*.py"))


@pytest.mark.parametrize("path", BENCHMARKS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_benchmark_takes_from_the_program_is_there(path: Path) -> None:
    """Benchmarks are run by hand, so that nothing else would notice."""
    pytest.importorskip("polars")
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("threshold"):
            module = import_module(str(node.module))
            assert not [alias.name for alias in node.names if not hasattr(module, alias.name)]
