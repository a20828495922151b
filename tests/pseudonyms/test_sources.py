"""The tables of an export are those that an audit reads, whole, and without what stands around them."""

from pathlib import Path

import polars as pl
import pytest

from threshold.exports.request import Request
from threshold.policy import load_policy
from threshold.pseudonyms.sources import own_rows, sources
from threshold.pseudonyms.write import Table, write_file
from threshold.reading import BadInput

REQUEST = Request(load_policy().vocabulary)
EVENTS = "child_id,event,date,Notes\n4711,referral,2026-01-12,x\n"
LIST = "Child Unique ID,Date of referral\n4711,2026-01-12\n"


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_local_events_with_all_headers_and_the_rows_of_those_that_are_read(tmp_path: Path) -> None:
    found = sources(written(tmp_path / "x.csv", EVENTS), REQUEST)
    (table,) = found.tables
    assert (found.format, table.place, table.key, table.sheet) == ("events", "x.csv", "", None)
    assert table.headers == ("child_id", "event", "date", "Notes")
    assert table.rows.columns == ["child_id", "event", "date"]
    (more,) = sources(tmp_path / "x.csv", REQUEST, ("notes",)).tables
    assert more.rows["Notes"].to_list() == ["x"]


def test_a_sheet_is_told_by_its_number(tmp_path: Path) -> None:
    rows = pl.read_csv(EVENTS.encode(), infer_schema=False)
    write_file(tmp_path / "x.xlsx", [Table("Sarah Smith", rows), Table("Aside", pl.DataFrame({"a": ["b"]}))])
    found = sources(tmp_path / "x.xlsx", REQUEST)
    assert [table.place for table in found.tables] == ["x.xlsx, table 1"]
    assert found.tables[0].sheet == "Sarah Smith"


def test_a_return_by_its_lists_and_what_is_no_list_is_counted(tmp_path: Path) -> None:
    written(tmp_path / "in" / "List 3.csv", LIST)
    written(tmp_path / "in" / "Colours.csv", "Colour,Size\nred,3\n")
    found = sources(tmp_path / "in", REQUEST)
    assert (found.format, found.unread, [table.key for table in found.tables]) == ("annex-a", 1, ["3"])


@pytest.mark.parametrize(
    "text",
    [
        "child_id,event,date\n1,2,3,4711,5\n",
        "child_id,event,date,Notes\n4711,referral,2026-01",
        "".join(f"471{each},referral,2026-01-12\n" for each in "123"),
    ],
)
def test_what_cannot_be_read_whole_is_refused_and_not_repeated(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadInput) as raised:
        sources(written(tmp_path / "x.csv", text), REQUEST)
    assert "4711" not in str(raised.value.problems[0])


def test_what_holds_no_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        sources(written(tmp_path / "x.pdf", "x"), REQUEST)


def test_totals_and_footers_are_no_rows_and_are_counted(tmp_path: Path) -> None:
    text = EVENTS + "Total,,,\nProduced by Sarah Smith,,,\n"
    (table,) = sources(written(tmp_path / "x.csv", text), REQUEST).tables
    own = own_rows(table, list(table.rows.columns))
    assert own.rows["child_id"].to_list() == ["4711"]
    assert own.aside == 2
