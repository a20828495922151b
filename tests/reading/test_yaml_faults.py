"""Each fault of a YAML text in our own words, whatever words the parser has for it."""

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from threshold.reading import BadInput, parse_json, parse_yaml, yaml_text
from threshold.reading.tree import MAX_DEPTH

PARSERS = [yaml.BaseLoader, *([yaml.CBaseLoader] if hasattr(yaml, "CBaseLoader") else [])]

TAB = "a tab is used for indentation; use spaces"
COLONS = (
    "two values stand on one line, or the indentation is off; check the colons, and put quotation marks "
    "around a text that holds one"
)
NO_COLON = "a line has no colon, or a quotation mark is not closed"
ESCAPE = "a backslash stands before a character that it does not suit; write it twice"
QUOTE = "a quotation mark is opened and not closed"
FIRST = "text that begins with @, % or ` needs quotation marks around it"
FIRST_BRACKET = "text that begins with { or [ needs quotation marks around it"
TAG = "tags (!) are not used here"
ANCHOR = (
    "anchors and aliases (& and *) are not used here; write it out, and put quotation marks around a text "
    "that begins with one"
)
BRACKET = "a bracket is opened and not closed, or a comma is missing or too many"
OPENED = " (it was opened on line 1)"
ANYTHING = "this is not well-formed YAML; check indentation, brackets and quotation marks"

FAULTS = [
    ("a:\n\tb: c\n", 2, 1, TAB),
    ("a: b\n\tc: d\n", 2, 1, TAB),
    ("a: |\n\tb\n", 2, 1, TAB),
    ("a: {b} c\n", 1, 8, FIRST_BRACKET),
    ("a:\n  - b: [c] d\n    e: f\n", 2, 12, FIRST_BRACKET),
    ("a: b: c\n", 1, 5, COLONS),
    ("a: b\n  c: d\n", 2, 4, COLONS),
    ('"a": "b: c"\nd: e: f\n', 2, 5, COLONS),
    ("a: b\nc\nd: e\n", 3, 1, NO_COLON),
    ('"a" b: c\n', 1, 5, ANYTHING),
    ("a: b\n'c'\nd: e\n", 3, 1, NO_COLON),
    ('a: "\\q"\n', 1, 5, ESCAPE),
    ('a: "\\xZZ"\n', 1, 5, ESCAPE),
    ('a: "b\\\\ \\ c\\."\n', 1, 12, ESCAPE),
    ("a: 'b\n", 2, 1, QUOTE + OPENED),
    ('a: "b \\" c\n', 2, 1, QUOTE + OPENED),
    ("a: 'it''s\nb: c\n", 3, 1, QUOTE + OPENED),
    ("a: 'b\n---\nc: d\n", 2, 1, QUOTE + OPENED),
    ("a: @b\n", 1, 4, FIRST),
    ("a: `b\n", 1, 4, FIRST),
    ("a: %b\n", 1, 4, FIRST),
    ("a: [b, @c]\n", 1, 8, FIRST),
    ("a: !<b c\n", 1, 7, TAG),
    ("a: !b!c d\n", 1, 4, TAG),
    ("a: *\n", 1, 5, ANCHOR),
    ("a: &b~\n", 1, 6, ANCHOR),
    ("a: [b\n", 2, 1, BRACKET + OPENED),
    ("a: {b: [c}\n", 1, 10, BRACKET),
    ("a: [b,, c]\n", 1, 7, BRACKET),
    ("a: {b: c\nd: e\n", 2, 2, BRACKET + OPENED),
    ("a: b]\nc: [d]]\n", 2, 7, ANYTHING),
    ("a: ]\n", 1, 4, ANYTHING),
    ("- a\nb: c\n", 2, 1, ANYTHING),
    ("a:\n  b: c\n d: e\n", 3, 2, ANYTHING),
    ("a: - b\n", 1, 4, ANYTHING),
]


@pytest.fixture(params=PARSERS, ids=lambda parser: parser.__name__)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of PyYAML's two parsers: the one in C, and the one in Python that serves where there is no C."""
    monkeypatch.setattr(yaml_text, "LOADER", request.param)


@pytest.fixture
def other_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """A parser that says what it says in words of its own."""
    ours = yaml.parse

    def parse(*given: Any, **more: Any) -> Iterator[Any]:
        try:
            yield from ours(*given, **more)
        except yaml.MarkedYAMLError as error:
            error.context = error.problem = "tab, escape, quoted, flow: other words"
            raise

    monkeypatch.setattr(yaml, "parse", parse)


def told(text: str) -> tuple[int | None, int | None, str]:
    with pytest.raises(BadInput) as caught:
        parse_yaml(text, "f")
    [problem] = caught.value.problems
    return problem.line, problem.column, problem.message


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(("text", "line", "column", "says"), FAULTS)
def test_a_fault_is_told_in_our_words(text: str, line: int, column: int, says: str) -> None:
    assert told(text) == (line, column, says)


@pytest.mark.usefixtures("other_words")
@pytest.mark.parametrize(("text", "line", "column", "says"), FAULTS)
def test_the_words_of_the_parser_do_not_matter(text: str, line: int, column: int, says: str) -> None:
    assert told(text) == (line, column, says)


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("depth", [MAX_DEPTH + 1, 900, 1_001, 50_000])
@pytest.mark.parametrize("tail", ["", "]", "@", "\n'"])
def test_too_deep_is_told_where_our_own_limit_is(depth: int, tail: str) -> None:
    """Not where the parser has one, nor as the fault that it ran ahead to."""
    limit = f"nested more than {MAX_DEPTH} deep, which no file here needs"
    assert told("a: b\nc: " + "[" * depth + tail) == (2, 3 + MAX_DEPTH, limit)


@pytest.mark.parametrize("depth", [MAX_DEPTH + 1, 900, 1_001, 50_000])
@pytest.mark.parametrize("tail", ["", "]", "'", "],"])
def test_json_too_deep_is_told_where_our_own_limit_is(depth: int, tail: str) -> None:
    with pytest.raises(BadInput, match=f"f, line 2, column {MAX_DEPTH}: nested more than {MAX_DEPTH} deep"):
        parse_json('{"a":\n' + "[" * depth + tail, "f")


def test_a_fault_that_comes_first_is_told_first() -> None:
    with pytest.raises(BadInput, match="line 1, column 2: this is not well-formed JSON"):
        parse_json("['" + "[" * 60, "f")
    assert told("a: b: c\n" + "[" * 60) == (1, 5, COLONS)
