"""Rows and JSON: every column has its place, and what nobody can tell is among them."""

import csv
import io
import json
from dataclasses import fields

from threshold.agenda.data import COLUMNS, as_csv, as_json, as_ndjson
from threshold.agenda.model import SCHEMA, Item, Unknown

from .making import agenda, item, late, untold

UNKNOWN = Unknown("R-1", "Review", "When did it start?", ("R-1", "R-2"), ("A", "B"))
ALL = agenda(
    late("=cmd()", interval=2, worker="W-1", team="North"),
    item(),
    untold(),
    unknown=(UNKNOWN,),
    left_out={"missed": 2},
    within="14 days",
    refused=1,
)


def test_the_columns_are_these_and_in_this_order():
    wanted = (
        "reference state due days unit title do by worker team rule interval limit starts clauses question"
    )
    assert (*wanted.split(), "as_at", "edition", "looser") == COLUMNS
    assert set(COLUMNS) == {field.name for field in fields(Item)}


def test_each_item_is_a_row_and_so_is_each_child_of_which_nobody_can_tell():
    rows = list(csv.DictReader(io.StringIO(as_csv(ALL))))
    assert [row["reference"] for row in rows] == ["'=cmd()", "C-1", "C-3", "A", "B"]
    assert [row["state"] for row in rows] == ["overdue", "pending", *["cannot_tell"] * 3]
    assert rows[0]["interval"] == "2"
    assert (rows[1]["due"], rows[1]["days"], rows[1]["starts"]) == ("2026-08-20", "4", "2026-06-17")
    assert (rows[3]["due"], rows[3]["question"], rows[3]["clauses"]) == ("", "When did it start?", "R-1 R-2")


def test_json_holds_all_of_it():
    told = json.loads(as_json(ALL))
    assert (told["schema"], told["as_at"], told["within"]) == (SCHEMA, "2026-08-14", "14 days")
    assert (told["looked_at"], told["refused"], told["left_out"]) == (3, 1, {"missed": 2})
    assert [each["reference"] for each in told["items"]] == ["=cmd()", "C-1"]
    assert told["untold"][0]["question"] == "Was it done?"
    assert told["unknown"] == [
        {
            "rule": "R-1",
            "title": "Review",
            "question": "When did it start?",
            "clauses": ["R-1", "R-2"],
            "references": ["A", "B"],
            "edition": "",
        }
    ]
    assert told["worker"] is told["team"] is None


def test_a_line_each_and_what_is_left_out_last():
    lines = [json.loads(line) for line in as_ndjson(ALL)]
    assert [line["kind"] for line in lines] == ["item", "item", "item", "unknown", "left_out"]
    assert all(line["schema"] == SCHEMA for line in lines)
    assert lines[-1] == {
        "schema": SCHEMA,
        "kind": "left_out",
        "looked_at": 3,
        "refused": 1,
        "left_out": {"missed": 2},
    }
    assert lines[0]["starts"] == {"fact": "referral.received", "date": "2026-06-17"}


def test_nothing_is_a_line_of_headings_and_a_line_of_counts():
    assert as_csv(agenda()).splitlines() == [",".join(COLUMNS)]
    assert len(list(as_ndjson(agenda()))) == 1
