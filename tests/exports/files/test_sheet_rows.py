"""The rows of a workbook, counted by its own parts: they stop a reader that loses some."""

import zipfile
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from threshold.exports.files import sheet_rows, workbook
from threshold.exports.files.sheet_rows import Filled, filled_rows
from threshold.exports.files.workbook import Sheet, read_sheets
from threshold.reading import BadInput

ODS = """<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body>
<table:table table:name="One &amp; two">
<table:table-row><table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>
</table:table-row>
<table:table-row table:number-rows-repeated="3"><table:table-cell office:value-type="float" office:value="1"/>
</table:table-row>
<table:table-row><table:table-cell><office:annotation><text:p>a note</text:p></office:annotation>
</table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row></table:table>
<table:table table:name="empty"><table:table-row><table:table-cell/></table:table-row></table:table>
</office:body></office:document-content>"""


def made(path: Path, rows: int = 40) -> Path:
    with Workbook(path) as book:
        sheet = book.add_worksheet("Events & more")
        for number in range(rows):
            sheet.write_row(number * 2, 1, [f"child {number % 3}", number, None])
        blank = book.add_format({"bold": True})
        sheet.set_row(rows * 2 + 5, None, blank)
        sheet.write_blank(rows * 2 + 7, 0, None, blank)
        book.add_worksheet("Empty")
    return path


@pytest.mark.parametrize("piece", [7, 1024**2])
def test_rows_that_hold_anything_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    monkeypatch.setattr(sheet_rows, "_CHUNK", piece)
    assert filled_rows(made(tmp_path / "a.xlsx")) == {
        "Events & more": Filled(40, 40),
        "Empty": Filled(0, 0),
    }


def test_a_shared_text_without_a_letter_may_fill_a_row_or_not(tmp_path: Path) -> None:
    with Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("S")
        sheet.write_string(0, 0, "a")
        sheet.write_string(1, 0, "b")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as file:
        parts = {name: file.read(name) for name in file.namelist()}
    parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(b"<t>a</t>", b"<t></t>")
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as file:
        for name, part in parts.items():
            file.writestr(name, part)
    found = filled_rows(tmp_path / "b.xlsx")["S"]
    assert found.least < found.most
    assert [found.nearest(read) for read in (0, found.most, 9)] == [found.least, found.most, found.most]


def test_a_row_of_an_opendocument_sheet_may_stand_for_many(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as file:
        file.writestr("content.xml", ODS)
    assert filled_rows(tmp_path / "a.ods") == {"One & two": Filled(4, 4), "empty": Filled(0, 0)}


def test_other_files_are_not_counted(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    assert filled_rows(tmp_path / "a.xls") == {}


def test_what_is_read_is_as_many(tmp_path: Path) -> None:
    first = next(iter(read_sheets(made(tmp_path / "a.xlsx"), "a.xlsx")))
    assert isinstance(first, Sheet)
    assert first.filled == 40


def test_a_reader_that_loses_rows_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = workbook._with_errors
    monkeypatch.setattr(workbook, "_with_errors", lambda cells, errors: real(cells, errors)[:-1])
    with pytest.raises(BadInput, match="holds 40 records, and 39 were read"):
        list(read_sheets(made(tmp_path / "a.xlsx"), "a.xlsx"))
