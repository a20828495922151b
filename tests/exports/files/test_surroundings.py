"""Titles, totals, footers and headers that come again: told by row, never a child and never the headers."""

from typing import Any

import polars as pl
import pytest
from tests.exports.conftest import Read, Write, WriteMap, events, findings

from threshold.exports.files.surroundings import (
    header_row,
    is_data,
    names_held,
    title_lines,
    without_surroundings,
)
from threshold.exports.quality import together

LONG = ["Person ID", "Step", "Date"]
Row = list[str | None]


def set_aside(*rows: Row, headers: list[str] = LONG) -> list[tuple[str, int]]:
    """(kind, row) of what is no row of a table in which these rows stand, the first of them in row 2."""
    table = pl.DataFrame(list(rows), schema=dict.fromkeys(headers, pl.String), orient="row")
    found = without_surroundings("a.csv", table.with_row_index("row", offset=2), headers[0])
    told = together(found.findings).select("kind", "row").rows()
    assert found.rows.height + found.set_aside == len(rows)
    assert {row for _, row in told}.isdisjoint(found.rows["row"])
    return told


@pytest.mark.parametrize(
    ("rows", "known", "at"),
    [
        ([["a", "b"], ["1", "2"]], (), 0),
        ([["Timeliness report", "", ""], ["Run date", "31/03/2026", ""], LONG, ["1", "x", "2/3/24"]], (), 2),
        ([["Timeliness report"], [], LONG, ["1", "x", "2/3/24"]], (), 2),
        ([["", "Referral", "", "Plan", ""], ["ID", "In", "Out", "Start", "End"], ["1"] * 5], (), 1),
        ([["Team", "North"], ["ID", "When"], ["1", "2/3/24"]], ("id", "when"), 1),
        ([["Report of 12 March 2026", "x"], ["ID", "When"], ["K1", "2/3/24"]], ("id",), 1),
        ([["ID", "Only once", "Often"], ["1", None, "2"], ["1", "2", "3", "4", "5", "6"]], (), 0),
        ([LONG, ["1", "x", "2/3/24"], ["ID", "Person ID", "Step", "Date"]], ("person id", "step", "date"), 0),
        ([["Step", "Date", ""], ["x", "", ""], LONG], ("person id", "step", "date"), 2),
        ([["Title"], ["Title"], ["Title"], ["Title"], LONG], (), 4),
        ([[], ["1", "2"], ["3", "4"]], (), 1),
        ([], (), 0),
    ],
)
def test_headers_are_found_wherever_they_stand(rows: list[Row], known: tuple[str, ...], at: int) -> None:
    assert header_row(rows, known) == at


def test_headers_that_are_looked_for_go_before_all_that_is_fuller() -> None:
    rows: list[Row] = [["A", "B", "C", "D"], ["Person-ID", "STEP", None, None], ["1", "x", "y", "z"]]
    assert header_row(rows, {"person id", "step"}) == 1
    assert names_held(rows[1], {"person id", "step", "date"}) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Total",
        "TOTALS",
        "Total: 300",
        "Total (300)",
        "Grand total",
        "Grand Total 1,204",
        "Sub-total",
        "Subtotal North",
        "North Duty Total",
        "Count of children",
        "Average",
    ],
)
def test_a_total_is_no_child(text: str) -> None:
    assert set_aside(["C1", "x", "2024-01-02"], [text, None, None]) == [("total-row", 3)]
    assert set_aside(["C1", "x", "2024-01-02"], [text, "300", "281"]) == [("total-row", 3)]


@pytest.mark.parametrize(
    "text",
    [
        "Produced on 31/03/2026 by the performance team",
        "Run date: 31/03/2026",
        "Printed by REPORTUSER",
        "End of report",
        "*** END ***",
        "300 rows selected.",
        "(300 rows affected)",
        "Number of records: 300",
        "Page 1 of 3",
        "Filters: open in period",
        "Note: figures are provisional",
        "OFFICIAL - SENSITIVE",
        "\u00a9 The Authority",
        "Children who were open in the period",
        "North Team",
        "Records: 15",
        "(c) The Council",
        "- see over -",
    ],
)
def test_a_footer_is_no_child(text: str) -> None:
    assert set_aside(["C1", "x", "2024-01-02"], [text, None, None]) == [("footer", 3)]


def test_a_footer_may_fill_a_few_cells_and_a_child_s_row_more() -> None:
    headers = ["ID", "A", "B", "C"]
    assert set_aside(["Run on", "31/03/2026", None, None], headers=headers) == [("footer", 2)]
    assert set_aside(["Records:", "15", None, None], headers=headers) == [("footer", 2)]
    assert set_aside(["Children open in the period", None, "1,204", None], headers=headers) == [("footer", 2)]
    assert set_aside(["Jo Anne", "45000", None, None], headers=headers) == []
    assert set_aside(["Run on", "x", "y", "z"], ["Case: 1", "x", "y", None], headers=headers) == []


@pytest.mark.parametrize(
    "child",
    ["C1", "4711", "TOTAL-1", "Totally-9", "Child Two", "A", "MOS 123", "count-7", "Enders", "Pageant"],
)
def test_a_child_is_a_child_also_where_nothing_is_said_of_it(child: str) -> None:
    assert set_aside(["Child One", "x", "2024-01-02"], [child, None, None]) == []
    assert set_aside([child, "x", "2024-01-02"]) == []


def test_headers_that_come_again_and_rows_of_nothing_are_none() -> None:
    told = set_aside(
        ["1", "x", "2024-01-02"],
        [None, None, None],
        ["person id", "Step", "Date"],
        ["  ", "", None],
        ["Person ID", None, "Total"],
        [None, "Grand total", "7"],
        [None, "x", "2024-01-02"],
    )
    assert told == [
        ("nothing-read", 3),
        ("header-again", 4),
        ("nothing-read", 5),
        ("header-again", 6),
        ("total-row", 7),
    ]


def test_headers_of_a_second_table_are_no_child(write: Write, read: Read) -> None:
    path = write(["1", "referral", "2024-01-02"], ["Mosaic ID", "Team", "Date"], headers=LONG)
    assert findings(read(path)) == {("header-again", 3, None)}


def test_title_lines_are_told_by_row() -> None:
    assert title_lines("a.csv", []) == []
    assert together(title_lines("a.csv", [1, 3]))["row"].to_list() == [1, 3]


TITLED = "Timeliness report{0}\nRun date: 31/03/2026 07:02{0}\n{1}Person ID,Step,Date\n{2}"
ENTRIES = [("1", "referral", "2024-01-02"), ("2", "cin_review", "2024-01-03")]


@pytest.mark.parametrize("padding", ["", ",,"])
@pytest.mark.parametrize("blank", ["", "\n", ",,\n"])
@pytest.mark.parametrize("first", ["", "sep=,\n", '"sep=,"\r\n'])
def test_a_report_as_people_save_it(write: Write, read: Read, first: str, blank: str, padding: str) -> None:
    path = write()
    rows = [",".join(entry) for entry in ENTRIES]
    body = "\n".join(
        [rows[0], "Person ID,Step,Date", rows[1], f"Total: 2{padding}", f"End of report{padding}"]
    )
    path.write_text(first + TITLED.format(padding, blank, body))
    export = read(path)
    assert events(export) == set(ENTRIES)
    top = 3 + bool(blank)
    assert findings(export) == {
        ("title-line", 1, None),
        ("title-line", 2, None),
        ("header-again", top + 2, None),
        ("total-row", top + 4, None),
        ("footer", top + 5, None),
    }
    assert (export.rows_in, export.rows_reported, export.rows_refused, export.rows_left_out) == (5, 2, 0, 3)
    assert export.children == 2


def test_the_first_line_may_name_a_separator_that_no_other_sign_would_suggest(
    write: Write, read: Read
) -> None:
    path = write()
    path.write_text(
        "sep=;\nA report, with, many, commas, in, it\nPerson ID;Step;Date\n1;referral;2024-01-02\n"
    )
    assert events(read(path)) == {("1", "referral", "2024-01-02")}
    assert findings(read(path)) == {("title-line", 1, None)}


def test_a_wide_report_s_totals_are_no_child(write: Write, read: Read, column_map: WriteMap) -> None:
    rows: list[list[Any]] = [
        ["Children in need", "", "", ""],
        ["", "", "", ""],
        ["ID", "Name", "In", "Out"],
        ["7", "x", "02/01/2024", "25/01/2024"],
        ["", "", "", ""],
        ["Total", "1", "1", "1"],
        ["", "Total", "1", "1"],
    ]
    given = column_map(
        "columns: {child: ID}\ndates: {referral: In, referral_decision: Out}\nwritten: day first\n"
    )
    export = read(write(*rows[1:], headers=rows[0]), column_map=given)
    assert events(export) == {("7", "referral", "2024-01-02"), ("7", "referral_decision", "2024-01-25")}
    assert export.children == 1
    assert export.rows_in == export.rows_reported + export.rows_refused + export.rows_left_out == 3


@pytest.mark.parametrize(
    ("row", "data"),
    [
        (["K1", "Surname", "2/3/24"], True),
        (["1", "2"], True),
        (["K1", "12 March 2024", None], True),
        (["K1", "Person ID", "2/3/24"], True),
        (["Person ID", "Step", "2/3/24"], False),
        (["ID", "Plan 2024", "1"], False),
        (["a", "b"], False),
        ([], False),
    ],
)
def test_a_row_of_data_is_no_headers(row: Row, data: bool) -> None:
    assert is_data(row, {"person id", "step"}) is data
