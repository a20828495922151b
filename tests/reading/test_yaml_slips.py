"""Slips that a parser notices further down are told where they were made."""

import pytest

from threshold.reading import BadInput, parse_yaml
from threshold.reading.yaml_slips import HASH, MERGE, NO_BREAK, NO_SPACE, NO_SPACE_AFTER_DASH, slip

from .test_yaml_faults import parser

__all__ = ["parser"]

SLIPS = [
    ("a: 1\n<<<<<<< ours\nb: 2\n=======\nb: 3\n>>>>>>> theirs\n", 2, 1, MERGE),
    ("a: 1\n=======\nb: 2\n", 2, 1, MERGE),
    ("a:\n  - b: 1\n\u00a0\u00a0\u00a0 c: 2\n    d: 3\n", 3, 1, NO_BREAK),
    ("a:1\nb: 2\n", 1, 2, NO_SPACE),
    ("a:\n  - b: 1\n    c:Some words\n    d: 2\n", 3, 6, NO_SPACE),
    ("a:\n  -b: 1\n    c: 2\n", 2, 3, NO_SPACE_AFTER_DASH),
    ("a:\n  - b: 1\n  -c: 2\n", 3, 3, NO_SPACE_AFTER_DASH),
    ("a: {b: see #3}\nc: 1\n", 1, 12, HASH),
]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(("text", "line", "column", "message"), SLIPS)
def test_a_slip_is_told_where_it_was_made(text: str, line: int, column: int, message: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_yaml(text, "file.yaml")
    (problem,) = caught.value.problems
    assert (problem.line, problem.column, problem.message) == (line, column, message)


@pytest.mark.parametrize(
    "text",
    [
        "a: see http://example.org\nb: c\n",
        "a: 'x # y'\nb: [1]\n",
        "# a note\na: b # another\n",
        "a: -b\n",
        "a: ======= b\n",
    ],
)
def test_what_is_well_formed_is_no_slip(text: str) -> None:
    assert parse_yaml(text, "file.yaml")


def test_nothing_is_found_where_there_is_none_of_them() -> None:
    assert slip("a: b\nc: d\n", 0, 1, None) is None
    assert slip("a: [b\n", 0, 5, 0) is None
