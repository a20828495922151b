"""Signposts lead somewhere: a module that a docstring or a page names, and what a page links to, is there."""

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

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "benchmarks" / "README.md"])
FENCED = re.compile(r"^ *(```|~~~).*?^ *\1", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} +(.*)$", re.MULTILINE)


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


def anchors(text: str) -> set[str]:
    """What a link to a part of this page may name: its headings, as GitHub makes anchors of them."""
    found: set[str] = set()
    for heading in HEADING.findall(FENCED.sub("", text)):
        words = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
        anchor = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
        # One that comes again has a number.
        again = sum(re.fullmatch(rf"{re.escape(anchor)}(-\d+)?", each) is not None for each in found)
        found.add(f"{anchor}-{again}" if again else anchor)
    return found


def test_a_heading_has_the_anchor_that_github_gives_it() -> None:
    text = "# It's `here`: 2, [once](x.md) more\n## Rules\n```\n# no heading\n```\n## Rules\n"
    assert anchors(text) == {"its-here-2-once-more", "rules", "rules-1"}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_page_links_to_is_there(page: Path) -> None:
    text = re.sub(r"`[^`\n]*`", "", FENCED.sub("", page.read_text(encoding="utf-8")))
    for link in LINK.findall(text):
        if re.match("[a-z]+:", link):
            continue
        place, _, anchor = link.partition("#")
        target = page.parent / place if place else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target.read_text(encoding="utf-8")), link


BENCHMARKS = sorted((ROOT / "benchmarks").rglob("*.py"))


@pytest.mark.parametrize("path", BENCHMARKS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_benchmark_takes_from_the_program_is_there(path: Path) -> None:
    """Benchmarks are run by hand, so that nothing else would notice."""
    pytest.importorskip("polars")
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("threshold"):
            module = import_module(str(node.module))
            assert not [alias.name for alias in node.names if not hasattr(module, alias.name)]
