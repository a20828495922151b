"""A sheet holds each value as what it is, gives long text room, and says of what it is a page."""

from datetime import date, datetime
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import fastexcel
from xlsxwriter import Workbook

from threshold.output.sheet import Sheets, printable


def written(path: Path, *rows: tuple[object, ...]) -> ElementTree.Element:
    with Workbook(path) as book:
        sheet = Sheets(book, "A & B").add("Rows", (20, 8, 20))
        sheet.headings(0, ("What", "n", "Why"), len(rows))
        for place, row in enumerate(rows, 1):
            sheet.cells(place, row)  # type: ignore[arg-type]
    return ElementTree.fromstring(ZipFile(path).read("xl/worksheets/sheet1.xml"))


def test_values_read_back(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    written(path, ("=1+1", 1234, "why"), ("a\x00b", 0.25, None), ("", 0, "x"))
    found = fastexcel.read_excel(path).load_sheet("Rows").to_polars().rows()
    assert found == [("=1+1", 1234, "why"), ("a?b", 0.25, None), (None, 0, "x")]


def test_what_a_spreadsheet_would_run_is_marked_as_text_and_days_are_told_from_times(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    sheet = written(path, ("=1+1", date(2026, 11, 30), datetime(2026, 11, 30, 9, 5)), ("a",))
    styles = ElementTree.fromstring(ZipFile(path).read("xl/styles.xml"))
    kinds = styles.findall("{*}cellXfs/{*}xf")
    formats = {each.get("numFmtId"): each.get("formatCode") for each in styles.findall(".//{*}numFmt")}
    of = {cell.get("r"): kinds[int(cell.get("s") or 0)] for cell in sheet.iter() if cell.tag.endswith("}c")}
    assert of["A2"].get("quotePrefix") == "1"
    assert of["A3"].get("quotePrefix") is None
    assert formats[of["B2"].get("numFmtId")] == "d mmm yyyy"
    assert formats[of["C2"].get("numFmtId")] == "d mmm yyyy hh:mm"


def test_several_texts_have_a_line_each_in_one_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    sheet = written(path, (("one", "two\nlines", "=3"), 1, ()))
    found = fastexcel.read_excel(path).load_sheet("Rows").to_polars().rows()
    assert found == [("one\ntwo lines\n=3", 1, None)]
    assert [row.get("ht") for row in sheet.iter() if row.tag.endswith("}row")][1] == "45"


def test_long_text_has_room_whatever_opens_the_file(tmp_path: Path) -> None:
    sheet = written(tmp_path / "a.xlsx", ("short",), ("word " * 20,), ("word " * 9000,))
    rows = {row.get("r"): float(row.get("ht") or 0) for row in sheet.iter() if row.tag.endswith("}row")}
    assert rows["2"] == 0
    assert 60 <= rows["3"] < rows["4"] <= 409  # which is as high as a row may be


def test_a_footer_says_of_what_it_is_a_page(tmp_path: Path) -> None:
    sheet = written(tmp_path / "a.xlsx", ("a",))
    assert sheet.findtext("{*}headerFooter/{*}oddFooter") == "&L&8A and B&R&8Rows: page &P of &N"


def test_text_that_no_sheet_holds_is_made_such_as_it_does() -> None:
    assert printable("a\x1b\u2028b") == "a? b"
    assert len(printable("x" * 99_999)) == 32_000
