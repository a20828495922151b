"""A workbook as a table: the sheet that has it, and nothing in it hidden, merged or worked out."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from xlsxwriter.worksheet import Worksheet

from threshold.policy.indicators.model import Ages
from threshold.policy.indicators.read import read_table
from threshold.policy.indicators.sheets import MOST_COLUMNS, read_workbook

from .making import HEADER, ROW, TABLE, read, told, workbook

Change = Callable[[Worksheet], object]


def refused(folder: Path, change: Change | None = None, *others: list[object]) -> list[str]:
    workbook(folder / "indicators.xlsx", change, *others)
    return told(lambda: read_table(folder))


def test_a_sheet_is_read_as_what_its_cells_show(tmp_path: Path) -> None:
    workbook(tmp_path / "indicators.xlsx")
    one, two = read(tmp_path).signs
    assert (one.id, one.level, one.domain, one.asks) == ("EM-1", "2", "health", ROW[3])
    assert (one.ages, one.protection, one.place.line, one.place.cell) == (Ages(5, 16), True, 2, "A2")
    assert (two.level, two.ages, two.protection) == ("3", Ages(), False)


def test_a_sheet_beside_it_without_a_table_is_passed_over(tmp_path: Path) -> None:
    path = workbook(tmp_path / "indicators.xlsx", None, [["Notes"], ["id of the document"]], [["x"] * 200])
    assert [row.place.cell for row in read_workbook(path)] == ["Signs!A2", "Signs!A3"]


def test_blank_rows_and_columns_are_none_and_cells_keep_their_places(tmp_path: Path) -> None:
    workbook(
        tmp_path / "indicators.xlsx", lambda sheet: sheet.write_row(8, 0, ["EM-3", "", "Home", "Is it?"])
    )
    assert told(lambda: read_table(tmp_path)) == [
        "indicators.xlsx, cell B9: has no level; say it in every row, also where it is that of the row above"
    ]


CHANGES: dict[str, tuple[Change, str]] = {
    "a formula": (
        lambda sheet: sheet.write_formula("B3", "=1+2", None, 3),
        "has formulas in B3; copy the table and paste it as values",
    ),
    "formulas": (
        lambda sheet: [sheet.write_formula(row, 3, "=A1") for row in range(1, 13)],
        "has formulas in D2, D3, D4, D5, D6, D7, D8, D9 and 4 more",
    ),
    "an error": (lambda sheet: sheet.write_formula("F3", "=A/0", None, "#DIV/0!"), "has formulas in F3"),
    "merged cells": (
        lambda sheet: sheet.merge_range("C2:C3", "Health"),
        "has merged cells, C2:C3; unmerge them, and fill in every row",
    ),
    "a hidden row": (
        lambda sheet: sheet.set_row(2, None, None, {"hidden": True}),
        "has hidden rows, 3; show them",
    ),
    "a hidden column": (
        lambda sheet: sheet.set_column("E:F", None, None, {"hidden": True}),
        "has hidden columns, E and F; show them",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_hides_something_or_may_change_is_told(tmp_path: Path, change: str) -> None:
    make, says = CHANGES[change]
    assert says in "\n".join(refused(tmp_path, make))


def test_an_error_is_told_by_its_cell(tmp_path: Path) -> None:
    def make(sheet: Worksheet) -> None:
        sheet.write_formula("F3", "=A/0", None, "#DIV/0!")

    assert "indicators.xlsx: has errors in F3; write what is meant" in refused(tmp_path, make)


def test_what_is_hidden_or_merged_beside_the_table_is_no_matter(tmp_path: Path) -> None:
    def make(sheet: Worksheet) -> None:
        sheet.set_row(40, None, None, {"hidden": True})
        sheet.set_column("K:M", None, None, {"hidden": True})
        sheet.merge_range("L2:M3", "")
        sheet.merge_range("A9:B12", "")

    assert refused(tmp_path, make) == []


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ([["Signs of 2026"], HEADER, ROW], "cell A1: this row stands above the header"),
        ([["a", "b"], ROW], "cell A1: has no header"),
        ([HEADER], "cell A1: has a header and no row under it"),
        ([HEADER[1:], ROW[1:]], 'cell A1: the header has no column "id"'),
        ([], "the file is empty"),
    ],
)
def test_what_is_no_table_is_told_by_its_cell(tmp_path: Path, table: list[list[object]], says: str) -> None:
    workbook(tmp_path / "indicators.xlsx", table=table)
    (found,) = told(lambda: read_table(tmp_path))
    assert says in found


def test_a_date_made_of_an_id_is_told(tmp_path: Path) -> None:
    path = tmp_path / "indicators.xlsx"

    def make(sheet: Worksheet) -> None:
        sheet.write_datetime("A3", date(2026, 1, 2))
        sheet.write("E3", "16-May")

    found = "\n".join(refused(tmp_path, make))
    assert path.name in found
    assert "cell E3: this is a date" in found


@pytest.mark.parametrize(
    ("change", "others", "says"),
    [
        (None, [TABLE], 'the sheets "Signs" and "Other 2" each have a table of signs'),
        (lambda sheet: sheet.hide(), [[["Notes"]]], 'the sheet "Signs", which has the signs, is hidden'),
        (lambda sheet: sheet.hide(), [TABLE], 'the sheets "Signs" and "Other 2" each have a table of signs'),
        (
            lambda sheet: sheet.write(0, 0, "ref no"),
            [],
            'column 1 of the header is not known; did you mean "id"?',
        ),
        (lambda sheet: sheet.write_row(0, 0, ["a"] * 7), [[["Notes"]]], "no sheet has a header"),
        (
            lambda sheet: sheet.write_row(0, 7, ["a"] * MOST_COLUMNS),
            [],
            f"has more than {MOST_COLUMNS} columns",
        ),
        (lambda sheet: sheet.write("I3", "beside"), [], "cell I3: stands under no header"),
    ],
)
def test_the_sheet_has_to_be_clear(
    tmp_path: Path, change: Change | None, others: list[list[object]], says: str
) -> None:
    assert says in "\n".join(refused(tmp_path, change, *others))


def test_thousands_of_rows_are_read(tmp_path: Path) -> None:
    def make(sheet: Worksheet) -> None:
        for row in range(3, 1_999):
            sheet.write_row(row, 0, [f"LA-{row}", row % 4 + 1, f"Part {row % 9}", f"Is {row} so?"])

    workbook(tmp_path / "indicators.xlsx", make)
    assert len(read(tmp_path).signs) == 1_998
