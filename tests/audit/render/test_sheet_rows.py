"""Rows put into a workbook as XML read back as what they were, whatever text they hold."""

from datetime import date
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import fastexcel
import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from threshold.audit.render.sheet_rows import Rows, put_in
from threshold.output.escaping import terminal
from threshold.output.sheet import LONGEST_TEXT

# Two libraries may know different editions of Unicode, and so what is assigned.
CHARACTERS = st.characters(codec="utf-8", exclude_categories=("Cn",))
PART = "xl/worksheets/sheet1.xml"


def written(path: Path, *tables: pl.DataFrame) -> Path:
    book = BytesIO()
    with Workbook(book, {"in_memory": True}) as frame:
        sheet = frame.add_worksheet("Rows")
        sheet.write_row(0, 0, ["one", "two", "three"])
        for column, style in enumerate(({"quote_prefix": True}, {"num_format": "d mmm yyyy"})):
            sheet.write_blank(1, column, None, frame.add_format(style))
    put_in(book, {PART: Rows(tables)}, path)
    return path


def read(path: Path) -> pl.DataFrame:
    return (
        fastexcel.read_excel(path)
        .load_sheet(0, dtypes={"one": "string", "two": "int", "three": "date"})
        .to_polars()
    )


def cells(path: Path) -> list[ElementTree.Element]:
    return ElementTree.fromstring(ZipFile(path).read(PART)).findall(".//{*}c")


def test_tables_stand_below_each_other_and_nothing_is_an_empty_cell(tmp_path: Path) -> None:
    columns = {"one": ["a", None], "two": [1, None], "three": [date(2026, 8, 14), None]}
    more = {"one": ["b"], "two": [-2], "three": [date(1990, 1, 1)]}
    path = written(tmp_path / "rows.xlsx", pl.DataFrame(columns), pl.DataFrame(more))
    assert read(path).rows() == [
        ("a", 1, date(2026, 8, 14)),
        (None, None, None),
        ("b", -2, date(1990, 1, 1)),
    ]
    assert len(cells(path)) == 9


def test_no_rows_at_all(tmp_path: Path) -> None:
    assert read(written(tmp_path / "rows.xlsx")).rows() == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(CHARACTERS, min_size=1), min_size=1))
@example(
    ["a & b", "<script>", "]]>", "&lt;", "_x0041_", "_x005F_x0041_", "\"'", " a ", "\x00\n\t\u2028", "£é"]
)
def test_any_text_reads_back(tmp_path: Path, texts: list[str]) -> None:
    path = written(tmp_path / "rows.xlsx", pl.DataFrame({"one": texts}))
    assert read(path)["one"].to_list() == list(map(terminal, texts))


def test_what_looks_like_a_formula_is_marked_as_text(tmp_path: Path) -> None:
    table = pl.DataFrame({"one": ["=1+1", "+1", "-1", "@a", "\t=x", "a=1"]})
    path = written(tmp_path / "rows.xlsx", table)
    assert not ElementTree.fromstring(ZipFile(path).read(PART)).findall(".//{*}f")
    styles = ElementTree.fromstring(ZipFile(path).read("xl/styles.xml")).findall("{*}cellXfs/{*}xf")
    texts = [cell for cell in cells(path) if cell.get("t") == "inlineStr"]
    assert [cell.get("r") for cell in texts] == ["A2", "A3", "A4", "A5", "A6", "A7"]
    quoted = [styles[int(cell.get("s", 0))].get("quotePrefix") in ("1", "true") for cell in texts]
    assert quoted == [True] * 5 + [False]


def test_text_longer_than_a_cell_holds_is_cut(tmp_path: Path) -> None:
    table = pl.DataFrame({"one": ["x" * (LONGEST_TEXT + 1)]})
    assert read(written(tmp_path / "rows.xlsx", table))["one"].str.len_chars().to_list() == [LONGEST_TEXT]


def test_a_sheet_without_a_place_for_them(tmp_path: Path) -> None:
    book = BytesIO()
    with Workbook(book, {"in_memory": True}) as frame:
        frame.add_worksheet("Rows")
    with pytest.raises(ValueError, match="second row"):
        put_in(book, {PART: Rows([])}, tmp_path / "rows.xlsx")


def test_a_workbook_without_the_sheet(tmp_path: Path) -> None:
    book = BytesIO()
    with Workbook(book, {"in_memory": True}) as frame:
        frame.add_worksheet("Rows")
    with pytest.raises(ValueError, match="no part xl/worksheets/sheet2"):
        put_in(book, {"xl/worksheets/sheet2.xml": Rows([])}, tmp_path / "rows.xlsx")


NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def test_a_workbook_written_in_another_manner(tmp_path: Path) -> None:
    """With other prefixes, quotation marks, spaces and orders, which mean the same."""
    book, path = BytesIO(), tmp_path / "rows.xlsx"
    with ZipFile(book, "w") as frame:
        frame.writestr(
            PART,
            f"<worksheet xmlns='{NAMESPACE}' >\n<dimension\nref='A1:C2' ></dimension>\n"
            "<sheetData >\n<row spans='1:3' r='1'/>\n<row ht='12' r='2' ><c s='7' r='A2' />"
            "<c r='B2'\ns='9' /></row >\n</sheetData>\n</worksheet>",
        )
    put_in(book, {PART: Rows([pl.DataFrame({"one": ["=1"], "two": [date(2026, 8, 14)]})])}, path)
    sheet = ElementTree.fromstring(ZipFile(path).read(PART))
    assert sheet.find("{*}dimension") is None
    assert [row.get("r") for row in sheet.findall("{*}sheetData/{*}row")] == ["1", "2"]
    assert [(cell.get("r"), cell.get("s")) for cell in cells(path)] == [("A2", "7"), ("B2", "9")]
