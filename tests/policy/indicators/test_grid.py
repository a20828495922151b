"""Rows under their headers: what is no table is refused where it stands."""

from collections.abc import Sequence

import pytest

from threshold.policy.indicators.cells import Cell
from threshold.policy.indicators.grid import HEADERS_WITHIN, Row, header_at, written_signs
from threshold.policy.indicators.model import Place

from .making import HEADER, ROW, told


def rows(*lines: Sequence[str]) -> list[Row]:
    return [
        (number, [Cell(text, Place("signs.csv", number)) for text in line])
        for number, line in enumerate(lines, 1)
    ]


def test_each_row_is_said_by_column_and_blank_rows_and_columns_are_none() -> None:
    (found,) = written_signs(
        rows(("Ref", "", "Tier", "Theme", "Question"), ("", ""), ("EM-1", "", "2", "Health", "Is it?")), "f"
    )
    assert {column: cell.text for column, cell in found.cells.items()} == {
        **{"id": "EM-1", "level": "2", "domain": "Health", "asks": "Is it?"}
    }
    assert found.place.line == 3


def test_the_header_is_looked_for_near_the_top() -> None:
    assert header_at(rows(("a title",), HEADER)) == 1
    assert header_at(rows(("Notes", "Domain"), HEADER)) == 1  # one column alone is a title
    assert header_at(rows(*[("note",)] * HEADERS_WITHIN, HEADER)) is None
    assert header_at(rows(ROW)) is None


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([], ["the file is empty"]),
        ([("", ""), ("",)], ["the file is empty"]),
        ([ROW], ["line 1: has no header; let its first row be: id, level, domain, asks"]),
        ([("Signs of 2026", "", ""), HEADER, ROW], ["line 1: this row stands above the header"]),
        ([HEADER], ["line 1: has a header and no row under it"]),
        ([(*HEADER, "Notes"), ROW], ["line 1, header: column 8 of the header is not known; a table has id"]),
        (
            [("id", "levle", "domain", "asks"), ROW],
            ['column 2 of the header is not known; did you mean "le'],
        ),
        ([("id", "level", "asks"), ROW], ['the header has no column "domain"']),
        ([("id", "level"), ROW], ['the header has no columns "domain" and "asks"']),
        (
            [("id", "level", "domain", "asks", "Question"), ROW],
            ['columns 4 and 5 of the header both mean "asks"'],
        ),
        ([("id", "level", "domain", "asks", ""), (*ROW, "well")], ["line 2: stands under no header"]),
        ([HEADER[:4], (*ROW, "well")], ["line 2: this row has more cells than the header"]),
    ],
)
def test_what_is_no_table_is_refused(lines: list[Sequence[str]], says: list[str]) -> None:
    found = told(lambda: written_signs(rows(*lines), "signs.csv"))
    assert len(found) == len(says)
    assert all(each in problem for each, problem in zip(says, found, strict=True))
    assert "well" not in "".join(found)
