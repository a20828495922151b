"""A header that stands twice: told where that makes no difference, refused where it does."""

from pathlib import Path

import pytest
import xlsxwriter
from tests.exports.conftest import Read, events, findings

from threshold.exports.files.doubled import doubled
from threshold.reading import BadInput

ROWS = [("C-1", "referral", "2024-01-02"), ("C-2", "referral", "2024-01-03")]
HEADERS = ("child_id", "event", "date")
MAP = "columns: {child: child_id, event: event, on: date}\n"


def export(folder: Path, kind: str, header: str, cells: tuple[str, str], quote: str = "") -> Path:
    table = [(*HEADERS, header), *((*row, cell) for row, cell in zip(ROWS, cells, strict=True))]
    path = folder / f"report.{kind}"
    if kind == "csv":
        # A quotation mark left open has it read row by row.
        path.write_text("\n".join(",".join(row) for row in table) + quote + "\n")
    else:
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet("Events")
            for number, row in enumerate(table):
                sheet.write_row(number, 0, row)
    return path


@pytest.mark.parametrize("mapped", [False, True])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("child_id", ("9999", "9999")),
        ("child_id", ("C-1", "C-3")),
        ("date", ("2024-01-02", "2026-01-01")),
        ("event", ("", "strategy_discussion")),
    ],
)
def test_columns_that_differ(
    tmp_path: Path, read: Read, kind: str, mapped: bool, header: str, cells: tuple[str, str]
) -> None:
    path = export(tmp_path, kind, header, cells)
    if mapped:
        (tmp_path / "report.columns.yaml").write_text(MAP)
    with pytest.raises(BadInput, match="several columns have this header, and they differ") as told:
        read(path)
    assert told.value.problems[0].field == header
    assert "9999" not in str(told.value)


@pytest.mark.parametrize(("kind", "quote"), [("csv", ""), ("csv", 'x"'), ("xlsx", "")])
@pytest.mark.parametrize("cells", [("2024-01-02", ""), ("", "")])
def test_columns_that_say_the_same(
    tmp_path: Path, read: Read, kind: str, quote: str, cells: tuple[str, str]
) -> None:
    if quote:
        cells = (cells[0], "2024-01-03")
        quote = '\nC-3,referral,2024-01-04,2024-01-04,"'
    found = read(export(tmp_path, kind, "date", cells, quote))
    assert {*ROWS} <= events(found)
    assert ("header-twice", None, "date") in findings(found)


def test_one_that_the_column_map_names_by_its_place(tmp_path: Path, read: Read) -> None:
    path = export(tmp_path, "csv", "date", ("2024-02-02", "2024-02-03"))
    (tmp_path / "report.columns.yaml").write_text(MAP.replace("date}", "date (column 4)}"))
    assert {day for _, _, day in events(read(path))} == {"2024-02-02", "2024-02-03"}


def test_one_that_nobody_reads(tmp_path: Path, read: Read) -> None:
    path = export(tmp_path, "csv", "note,note", ("a,b", "a,c"))
    assert events(read(path)) == {*ROWS}


def test_which_columns_come_again() -> None:
    written, names = ["a", "b", " a ", "", ""], ["a", "b", "a (column 3)", "(column 4)", "(column 5)"]
    assert doubled(written, names, ["a", "b", "(column 4)"]).further == {"a": ["a (column 3)"]}
    assert not doubled(written, names, ["b"]).names
    assert not doubled(written, names, names).names
