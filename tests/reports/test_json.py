"""A decision as JSON: every key in the contract's order, on one line, and read back alike."""

import json
from dataclasses import asdict, fields

from threshold.decisions import Decision
from threshold.decisions.model import Note
from threshold.reports.json import as_data, as_json, as_json_list

from .making import check, decided, row

MADE = decided(
    checks=(check("R", facts_used={"t.a": None}),),
    deadlines=(row(),),
    from_="low",
    notes=(Note("", "“née” two\nlines"),),
)


def test_every_key_is_there_in_the_contract_s_order() -> None:
    data = as_data(MADE)
    assert list(data) == [field.name for field in fields(Decision)]
    assert data["schema"] == "threshold/decision/2"
    assert list(data["recommendation"])[:3] == ["direction", "from", "to"]
    assert data["recommendation"]["from"] == "low"
    same = {**asdict(MADE), "recommendation": data["recommendation"]}
    assert data == same


def test_one_decision_is_one_line_without_spaces_between() -> None:
    text = as_json(MADE)
    assert len(text.splitlines()) == 1
    assert text.startswith('{"schema":"threshold/decision/2","case":"C-1","family":null,')
    assert "“née” two\\nlines" in text
    assert json.loads(text) == json.loads(json.dumps(as_data(MADE)))


def test_several_are_a_list_that_can_be_read() -> None:
    other = decided(case="C-2")
    text = as_json_list([MADE, other])
    assert text.startswith('[\n  {\n    "schema": "threshold/decision/2",\n')
    assert "“née”" in text
    assert json.loads(text) == [json.loads(as_json(MADE)), json.loads(as_json(other))]
    assert as_json_list([]) == "[]"
