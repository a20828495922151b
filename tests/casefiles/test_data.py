"""Whatever a case file can say is kept as plain data and read back as the same case."""

import json
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threshold.casefiles import Case, Entry, read_case
from threshold.casefiles.data import as_data, written_day
from threshold.policy import load_policy
from threshold.reading import parse_json
from threshold.vocabulary import as_label

from ..properties.cases import Maker
from .timelines import VOCABULARY, good

LABELS = ("request.step", "request.action", "request.under")


@settings(max_examples=150)
@given(key=st.integers(0, 10**9))
def test_a_case_kept_as_data_is_read_back_as_it_was(key):
    policy = load_policy().at(date(2026, 8, 14))
    made = Maker(policy, ()).case(str(key))
    # The maker takes labels from the maps as they stand; read off a file they have no capitals and no dashes.
    plain = {n: as_label(v) if n in LABELS and isinstance(v, str) else v for n, v in made.given.items()}
    # It makes up people beside ratings, and a file that is read takes them from there.
    if "safety.scale" in plain:
        plain["safety.rated_by"] = tuple(str(who) for who, _ in plain["safety.scale"])
    # It takes the time of day by itself, too: a file writes it with the day.
    timed = [
        replace(entry, on=at.date()) if isinstance(at := entry.carries.get("at"), datetime) else entry
        for entry in made.timeline
    ]
    case = replace(made, given=plain, timeline=tuple(timed))
    text = json.dumps(as_data(case, policy.vocabulary))
    assert read_case(parse_json(text, "it"), case.origin, policy.vocabulary) == case


def test_an_empty_list_and_no_ratings_are_told_apart(files):
    case = files.case("{case: C-1, documents: {attached: []}, safety: {scale: {}}}")
    text = json.dumps(as_data(case, files.vocabulary))
    assert '"attached": []' in text
    assert '"scale": {}' in text
    assert "rated_by" not in text
    assert read_case(parse_json(text, "it"), case.origin, files.vocabulary) == case


@given(good())
def test_every_timeline_is_read_back_as_it_was(timeline):
    case = Case("C-1", {}, tuple(timeline))
    text = json.dumps(as_data(case, VOCABULARY))
    assert read_case(parse_json(text, "it"), "it", VOCABULARY, "").timeline == case.timeline


def test_what_an_entry_does_not_say_is_not_written(files):
    entries = [
        "{on: unknown, event: cin_plan_started, ref: p, of: request, by: social worker, to: Social Care}",
        "{on: 2026-08-03T09:05, event: contact_response}",
        "{on: 2026-08-04, event: contact_response, of: p}",
        "{on: 2026-09-04, event: cin_review, status: planned}",
    ]
    case = files.case(f"{{case: C-1, timeline: [{', '.join(entries)}]}}")
    assert as_data(case, files.vocabulary)["timeline"] == [
        {
            "on": "unknown",
            "event": "cin_plan_started",
            "ref": "p",
            "of": "request",
            "by": "Social Worker",
            "to": "Social Care",
        },
        {"on": "2026-08-03T09:05", "event": "contact_response"},
        {"on": "2026-08-04", "event": "contact_response", "of": "p"},
        {"on": "2026-09-04", "event": "cin_review", "status": "planned"},
    ]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (Entry(None, "cin_review"), "unknown"),
        (Entry(date(2026, 8, 3), "cin_review"), "2026-08-03"),
        (
            Entry(date(2026, 8, 3), "contact_response", carries={"at": datetime(2026, 8, 3, 0, 0)}),
            "2026-08-03T00:00",
        ),
    ],
)
def test_the_day_as_a_file_writes_it(entry, expected):
    assert written_day(entry) == expected


def test_how_old_the_child_is_stands_at_the_head_and_is_read_back() -> None:
    for given_, head in (
        ({"child.age": 7, "child.unborn": False}, {"age": 7, "child": {"unborn": False}}),
        ({"child.unborn": True, "child.born_month": "2026-09"}, {"age": "unborn", "born_month": "2026-09"}),
        ({"child.age": 7, "child.unborn": True}, {"age": 7, "child": {"unborn": True}}),
    ):
        data = as_data(Case("C-1", given_), VOCABULARY)
        assert data == {"case": "C-1", **head}
        if given_ != {"child.age": 7, "child.unborn": True}:
            assert read_case(parse_json(json.dumps(data), "it"), "it", VOCABULARY).given == given_
