"""Workbooks as text: rows from the first, errors no empty cells, formulas never worked out."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.exports.conftest import ASSESSMENTS, JANUARY, MARCH, Read, Sheets, covered, events, findings

from threshold.exports.files import workbook as workbooks
from threshold.exports.files.workbook import Sheet, read_sheets
from threshold.reading import BadInput, Problem

Make = Callable[[Sheets], Path]


def test_an_error_in_a_cell_is_not_an_empty_cell(workbook: Make, read: Read) -> None:
    path = workbook(
        {"List 4": [[], [None, *ASSESSMENTS], [None, "1", JANUARY, MARCH], [None, "2", JANUARY, "=1/0"]]}
    )
    _with_cached_error(path)
    export = read(path)
    assert ("unreadable-date", 4, ASSESSMENTS[2]) in findings(export)
    assert "assessment_completed" not in covered(export, "2")


def _with_cached_error(path: Path, sheet_name: str = "sheet1") -> None:
    """Give the workbook's one formula the value that a spreadsheet would show for it."""
    with zipfile.ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist()}
    sheet = members[f"xl/worksheets/{sheet_name}.xml"]
    assert b"<f>1/0</f><v>0</v>" in sheet
    place = sheet.rindex(b"<c r=", 0, sheet.index(b"<f>1/0"))
    sheet = sheet[:place] + sheet[place:].replace(b"<c ", b'<c t="e" ', 1)
    members[f"xl/worksheets/{sheet_name}.xml"] = sheet.replace(
        b"<f>1/0</f><v>0</v>", b"<f>1/0</f><v>#DIV/0!</v>"
    )
    with zipfile.ZipFile(path, "w") as new:
        for name, data in members.items():
            new.writestr(name, data)


def test_formulas_and_markup_stay_text(workbook: Make, read: Read) -> None:
    path = workbook({"List 4": [ASSESSMENTS, ["<b>1</b>", JANUARY, MARCH], ["=2", JANUARY, MARCH]]})
    export = read(path)
    # The formula's stored value is what a spreadsheet last worked out; nothing is worked out here.
    assert {child for child, _, _ in events(export)} == {"<b>1</b>", "0"}


@pytest.mark.parametrize("data", [b"PK\x03\x04 and then nothing", b"\0\1\2\3" * 9])
def test_what_is_no_workbook_is_refused(tmp_path: Path, read: Read, data: bytes) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(data)
    with pytest.raises(BadInput, match="no workbook"):
        read(path)


def test_a_truncated_workbook_is_refused(workbook: Make, read: Read) -> None:
    path = workbook({"List 4": [ASSESSMENTS, ["1", JANUARY, MARCH]]})
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(BadInput):
        read(path)


def test_rows_are_counted_from_the_very_first_and_every_cell_is_text(workbook: Make) -> None:
    path = workbook({"List 4": [[], ["a", 1, True], [], ["b", JANUARY, 1.5]], "Empty": []})
    first, empty = read_sheets(path, path.name)
    assert isinstance(first, Sheet)
    assert (first.name, first.cells.height) == ("List 4", 4)
    assert first.cells.row(0) == (None, None, None)
    assert first.cells.row(1) == ("a", "1", "true")
    assert first.cells.row(3)[::2] == ("b", "1.5")
    assert str(first.cells.row(3)[1]).startswith("2024-01-08")
    assert isinstance(empty, Sheet)
    assert empty.cells.is_empty()


def test_an_error_stands_in_its_own_cell_and_sheet(workbook: Make) -> None:
    path = workbook(
        {"Other": [[1, 2], [3, 4], [5, 6]], "List 4": [[], [None, "a", "b"], [None, "c", "=1/0"]]}
    )
    _with_cached_error(path, "sheet2")
    other, sheet = read_sheets(path, path.name)
    assert isinstance(other, Sheet)
    assert isinstance(sheet, Sheet)
    assert other.cells.rows() == [("1", "2"), ("3", "4"), ("5", "6")]
    assert sheet.cells.rows()[1:] == [("a", "b"), ("c", "#N/A")]


def test_a_sheet_with_too_many_cells_is_left_out_and_the_others_are_read(
    workbook: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "MAX_CELLS", 6)
    path = workbook({"Too large": [[1, 2, 3, 4], [5, 6, 7, 8]], "Fits": [[1, 2, 3], [4, 5, 6]]})
    large, fits = read_sheets(path, path.name)
    assert isinstance(large, Problem)
    assert (large.field, large.file) == ("Too large", path.name)
    assert isinstance(fits, Sheet)
    assert fits.cells.shape == (2, 3)
