"""The table is a contract: its columns, in their order, each cell as a program and a spreadsheet take it."""

import csv
from io import StringIO

from threshold.worklist.model import Response
from threshold.worklist.render.columns import COLUMNS as IN_WORDS
from threshold.worklist.render.csv import COLUMNS, as_csv, level

from .conftest import HOSTILE, Told, row

# Version 1: what stands here stays, and where it stands. What is new goes to the end.
VERSION_1 = (
    *("rank", "act", "reference", "colour", "level", "from", "to", "received", "due", "within", "state"),
    *(
        "minutes_left",
        "time_left",
        "status",
        "direction",
        "danger",
        "do",
        "why",
        "missing",
        "ask",
        "conflicts",
    ),
    *("duplicates", "problems", "since", "place", "row", "as_at", "rule", "schema"),
)


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


def test_the_columns_of_version_1_are_where_they_were() -> None:
    assert COLUMNS[: len(VERSION_1)] == VERSION_1
    assert as_csv([]).rstrip() == ",".join(COLUMNS)


def test_every_column_has_what_its_name_says() -> None:
    (told,) = read(as_csv([row()]))
    assert told == {
        "rank": "1",
        "act": "find_out",
        "reference": "MC-1",
        "colour": "red",
        "level": "3",
        "from": "child_in_need",
        "to": "The MASH",
        "received": "2026-11-30",
        "due": "2026-11-30T10:00",
        "within": "2 hours",
        "state": "pending",
        "minutes_left": "60",
        "time_left": "1 h left",
        "status": "undetermined",
        "direction": "continue",
        "danger": "",
        "do": "Send the form (by the MASH)",
        "why": "One reason [OUR-1]; Another [OUR-2]",
        "missing": "support.in_place; consent.to_support",
        "ask": "What support is in place?",
        "conflicts": "It cannot be both",
        "duplicates": "the same reference: row 7",
        "problems": "contact.received: is no date",
        "since": "new",
        "place": "contacts.csv",
        "row": "2",
        "as_at": "2026-11-30T09:00",
        "rule": "OUR-3",
        "schema": "threshold/worklist/1",
    }


def test_what_is_not_known_is_empty_and_nothing_is_not_nought() -> None:
    (told,) = read(as_csv([row(rank=None, level=None, response=Response())]))
    assert {told[each] for each in ("rank", "level", "due", "minutes_left", "time_left", "rule")} == {""}
    (now,) = read(as_csv([row(response=Response(minutes=0))]))
    assert now["minutes_left"] == "0"


def test_a_level_that_is_not_certain_says_so() -> None:
    assert level(row(level=None, at_least=3)) == "at least 3"
    assert level(row(level=4, at_least=3)) == "4"
    assert level(row(level=None)) == ""


def test_a_row_is_a_line_and_nothing_in_it_is_run() -> None:
    text = as_csv([row(reference=HOSTILE, to=HOSTILE, why=(HOSTILE, HOSTILE))] * 2)
    assert text.count("\n") == 3
    for told in read(text):
        assert told["reference"].startswith("'=1+1")
        assert "; '=1+1" in told["why"]
        assert "\x1b" not in "".join(told.values())


def test_every_contact_is_there_in_its_order(morning: Told) -> None:
    rows, _, _ = morning
    told = read(as_csv(rows))
    assert [int(each["rank"]) for each in told] == list(range(1, 10))
    assert [each["act"] for each in told] == [each.act for each in rows]


def test_every_column_has_words() -> None:
    assert len({column.heading for column in IN_WORDS}) == len(COLUMNS)
    assert all(column.means and column.width for column in IN_WORDS)
