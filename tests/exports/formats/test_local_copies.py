"""What stands in two files or sheets of one export counts once, and is told where it stands again."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from tests.exports.conftest import EVENTS, HEADERS, ROWS, Read, Sheets, events

from threshold.exports.formats.local_copies import Copies
from threshold.exports.rows.column_map import ColumnMap

MAP = ColumnMap({"child": "ID"}, {"referral": "In"}, {}, {}, {}, {}, {})


def test_what_an_earlier_sheet_says_counts_once(workbook: Callable[[Sheets], Path], read: Read) -> None:
    path = workbook(
        {"June": [HEADERS, *ROWS], "July": [[*HEADERS, "Note"], *ROWS, ["7", "referral", "2024-02-01"]]}
    )
    export = read(path)
    assert events(export) == EVENTS | {("7", "referral", "2024-02-01")}
    assert export.tables.events.height == len(EVENTS) + 1
    assert set(export.findings.select("kind", "place", "row").rows()) == {
        ("duplicate", "July", row) for row in range(2, 2 + len(ROWS))
    }
    assert (export.rows_in, export.rows_reported, export.unused) == (9, 5, {"duplicate": 4})


def test_reports_with_dates_side_by_side_may_overlap(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.csv").write_text("ID,Start,End\n1,2024-01-02,2024-02-02\n2,2024-01-03,\n")
    (tmp_path / "b.csv").write_text("End,ID,Start\n2024-02-02,1,2024-01-02\n2024-03-03,2,2024-01-03\n")
    text = "columns: {child: ID}\ndates: {assessment_started: Start, assessment_completed: End}\n"
    (tmp_path / "columns.yaml").write_text(text)
    export = read(tmp_path)
    assert export.unused == {"duplicate": 1}
    assert [tuple(row) for row in export.findings.select("kind", "place", "row").rows()] == [
        ("duplicate", "b.csv", 2)
    ]


@pytest.mark.parametrize(("tables", "again"), [(1, [False, False]), (2, [True, False])])
def test_only_where_there_are_several_tables_is_there_anything_to_compare(
    tables: int, again: list[bool]
) -> None:
    copies = Copies(tables)
    first = pl.DataFrame({"row": [2], "ID": ["1"], "In": ["2024-01-02"]})
    second = pl.DataFrame({"row": [2, 3], "ID": ["1", "1"], "In": ["2024-01-02", "2024-01-03"]})
    assert copies.of_earlier(first, MAP).to_list() == [False]
    assert copies.of_earlier(second, MAP).to_list() == again
