"""A sheet as a table: headers under titles, row numbers as people see them, blank rows none."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from tests.exports.conftest import Sheets

from threshold.exports.files.sheets import SheetTable
from threshold.exports.files.workbook import Sheet, read_sheets
from threshold.exports.quality import together

Make = Callable[[Sheets], Path]


def first_sheet(path: Path) -> Sheet:
    sheet = next(read_sheets(path, path.name))
    assert isinstance(sheet, Sheet)
    return sheet


def test_headers_stand_under_titles_and_rows_keep_their_numbers(workbook: Make) -> None:
    path = workbook(
        {
            "Report": [
                ["Our report"],
                [],
                ["ID", "On", "On"],
                ["1", date(2024, 1, 2), 45000],
                [],
                ["2", None, "x"],
            ]
        }
    )
    table = SheetTable(first_sheet(path), "Report", {"id"})
    assert table.headers == ["ID", "On", "On (column 3)"]
    read = table.read({"ID", "On (column 3)"}, {"ID"})
    assert read.rows.rows() == [(4, "1", "45000"), (6, "2", "x")]
    assert together(read.findings).select("kind", "row").rows() == [("title-line", 1)]
    assert table.sample().columns == table.headers


def test_a_sheet_of_nothing_has_no_headers_and_no_rows(workbook: Make) -> None:
    table = SheetTable(first_sheet(workbook({"Report": []})), "Report")
    assert table.headers == []
    assert table.read(["ID"]).rows.is_empty()


def test_a_header_of_two_lines_is_one_of_single_spaces(workbook: Make) -> None:
    table = SheetTable(first_sheet(workbook({"Report": [["Person\nID", "Due  on"], ["1", "x"]]})), "Report")
    assert table.headers == ["Person ID", "Due on"]
