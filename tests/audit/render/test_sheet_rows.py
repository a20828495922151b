"""Rows put into a workbook as XML read back as what they were, whatever text they hold."""

from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import fastexcel
import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from threshold.audit.render.sheet_rows import LONGEST_TEXT, Rows, put_in

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


def test_tables_stand_below_each_other_and_nothing_is_an_empty_cell(tmp_path: Path) -> None:
    columns = {"one": ["a", None], "two": [1, None], "three": [date(2026, 8, 14), None]}
    more = {"one": ["b"], "two": [-2], "three": [date(1990, 1, 1)]}
    path = written(tmp_path / "rows.xlsx", pl.DataFrame(columns), pl.DataFrame(more))
    assert read(path).rows() == [
        ("a", 1, date(2026, 8, 14)),
        (None, None, None),
        ("b", -2, date(1990, 1, 1)),
    ]
    assert ZipFile(path).read(PART).count(b"<c ") == 9


def test_no_rows_at_all(tmp_path: Path) -> None:
    assert read(written(tmp_path / "rows.xlsx")).rows() == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(CHARACTERS, min_size=1), min_size=1))
@example(
    ["a & b", "<script>", "]]>", "&lt;", "_x0041_", "_x005F_x0041_", "\"'", " a ", "\x00\n\t\u2028", "£é"]
)
def test_any_text_reads_back(tmp_path: Path, texts: list[str]) -> None:
    path = written(tmp_path / "rows.xlsx", pl.DataFrame({"one": texts}))
    printable = ["".join(each if each.isprintable() else "?" for each in text) for text in texts]
    assert read(path)["one"].to_list() == printable


def test_what_looks_like_a_formula_is_marked_as_text(tmp_path: Path) -> None:
    table = pl.DataFrame({"one": ["=1+1", "+1", "-1", "@a", "\tx", "a=1"]})
    sheet = ZipFile(written(tmp_path / "rows.xlsx", table)).read(PART).decode()
    assert "<f" not in sheet
    assert [f'<c r="A{row}" s="1" t="inlineStr">' in sheet for row in range(2, 8)] == [True] * 5 + [False]


def test_text_longer_than_a_cell_holds_is_cut(tmp_path: Path) -> None:
    table = pl.DataFrame({"one": ["x" * (LONGEST_TEXT + 1)]})
    assert read(written(tmp_path / "rows.xlsx", table))["one"].str.len_chars().to_list() == [LONGEST_TEXT]


def test_a_sheet_without_a_place_for_them(tmp_path: Path) -> None:
    book = BytesIO()
    with Workbook(book, {"in_memory": True}) as frame:
        frame.add_worksheet("Rows")
    with pytest.raises(ValueError, match="second row"):
        put_in(book, {PART: Rows([])}, tmp_path / "rows.xlsx")
