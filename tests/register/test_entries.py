"""A summary is read back as it was written, by programs of other versions too."""

import json
from dataclasses import replace

import pytest

from threshold.register.entries import (
    DECIDED_IN,
    DECISIONS,
    OUTCOME_SCHEMA,
    SCHEMA,
    Doubt,
    Summary,
    form_for,
    told_from,
)

from .conftest import SUMMARY


def test_a_summary_is_read_back_as_it_was_written():
    assert told_from("decision", SUMMARY.as_json()) == SUMMARY


def test_what_a_later_program_adds_to_a_summary_is_passed_over():
    data = json.loads(SUMMARY.as_json())
    data |= {"later": 1, "decided": data["decided"] | {"later": 2}}
    assert told_from("decision", json.dumps(data)) == SUMMARY
    assert isinstance(SUMMARY, Summary)


def test_doubts_and_reasons_are_read_back_too():
    doubts = (Doubt("R", "Another decides", ("A-1", "A-2")), Doubt("", "Somebody else", ()))
    made = replace(
        SUMMARY,
        doubts=doubts,
        called_for=("one", "two"),
        filled_in={"a.b": "R"},
        family="F-1",
        clock_checked=True,
    )
    assert told_from("decision", made.as_json()) == made


def test_an_entry_of_before_clocks_were_checked_is_read_too():
    data = json.loads(SUMMARY.as_json())
    del data["clock_checked"]
    assert told_from("decision", json.dumps(data)) == SUMMARY


def test_what_an_entry_must_say_cannot_be_left_out():
    data = json.loads(SUMMARY.as_json())
    del data["authority"]
    with pytest.raises(ValueError, match="no such thing"):
        told_from("decision", json.dumps(data))


def test_a_summary_is_one_line_that_names_its_form():
    text = replace(SUMMARY, headline="Où?").as_json()
    assert "\n" not in text
    assert "Où?" in text
    assert json.loads(text)["schema"] == SCHEMA


def test_a_person_decides_on_a_direction_or_none_but_never_leaves_it_open():
    assert {"step_up", "step_down", "continue", "close", "safeguarding_now"} <= set(DECISIONS)
    assert "undetermined" not in DECISIONS


def test_what_becomes_of_a_contact_has_a_form_of_its_own_and_directions_keep_theirs():
    assert [
        form_for(each) for each in ("close", "continue", "start_caf", "pass_on", "no_further_action")
    ] == [
        *(SCHEMA,) * 2,
        *(OUTCOME_SCHEMA,) * 3,
    ]
    assert [each for decisions in DECIDED_IN.values() for each in decisions] == list(DECISIONS)
    assert (SCHEMA, OUTCOME_SCHEMA) == ("threshold/entry/1", "threshold/entry/2")
