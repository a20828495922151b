from datetime import date, datetime
from typing import Any

import pytest

from threshold.casefiles import Case, Entry, Override

Files = Any  # the class in conftest.py


def test_everything_that_a_case_can_say(files: Files) -> None:
    case = files.case(
        """
        case: C-0412
        family: F-118
        about: An example
        as_at: 2026-08-14T09:30
        request: {direction: step_down, to: early_help, made: 2026-08-12}
        need: {complex: true, emerging: }
        safety: {scale: {parent: 6, social worker: 4}}
        professionals: {involved: [Deputy Team Manager, Family]}
        covers: {cin_review: 2026-08-14}
        overrides: {need.level: {is: 3, by: social worker, reason: Judged so in supervision}}
        timeline:
          - {on: 2026-05-15, event: cin_plan_started}
          - {on: 2026-08-20, event: cin_review, status: planned}
          - {on: 2026-05-20, event: consent_given, for: sharing}
        expect: {status: blocked}
        """
    )
    assert (case.reference, case.family, case.about) == ("C-0412", "F-118", "An example")
    assert case.as_at == datetime(2026, 8, 14, 9, 30)
    assert case.given == {
        "request.direction": "step_down",
        "request.to": "early_help",
        "request.made": date(2026, 8, 12),
        "need.complex": True,
        "safety.scale": (("parent", 6), ("social worker", 4)),
        "professionals.involved": ("CAF Deputy Team Manager", "Family"),
    }
    assert case.timeline == (
        Entry(date(2026, 5, 15), "cin_plan_started"),
        Entry(date(2026, 8, 20), "cin_review", "planned"),
        Entry(date(2026, 5, 20), "consent_given", "held", {"for": "sharing"}),
    )
    assert case.covers == {"cin_review": date(2026, 8, 14)}
    assert case.overrides == {"need.level": Override(3, "Social Worker", "Judged so in supervision")}
    assert case.expect == {"status": "blocked"}
    assert case.origin == str(files.folder / "case.yaml")


def test_a_reference_is_enough(files: Files) -> None:
    assert files.case("case: 0412") == Case("0412", {}, origin=str(files.folder / "case.yaml"))


@pytest.mark.parametrize("text", ["need:", "timeline:", "covers: ~", "overrides:", "need: {complex: null}"])
def test_what_is_left_empty_says_nothing(files: Files, text: str) -> None:
    case = files.case(f"case: C-1\n{text}\n")
    assert (case.given, case.timeline, case.covers, case.overrides) == ({}, (), {}, {})


def test_problems_are_told_in_the_order_of_lines(files: Files) -> None:
    told = files.told("as_at: soon\nneed: {complex: 1}\nneed: {}\ncovers: {x: 1}\nzzz: 1\n")
    assert told[0].startswith("case.yaml, line 1, case: needs a reference")
    assert [line.split(",")[1].split(":")[0].strip() for line in told[1:]] == [
        "line 1",
        "line 2",
        "line 3",
        "line 4",
        "line 5",
    ]


def test_an_unknown_key_is_named_only_through_what_it_resembles(files: Files) -> None:
    (told,) = files.told("case: C-1\nAda Kestrel: x\n")
    assert "Kestrel" not in told
    assert told.startswith("case.yaml, line 2: this key is not known here; known are ")
    (told,) = files.told("case: C-1\ntimelines: []\n")
    assert told == 'case.yaml, line 2: this key is not known here; did you mean "timeline"?'


def test_a_fact_read_off_the_timeline_names_the_event_to_add(files: Files) -> None:
    (told,) = files.told("case: C-1\nassessment: {planning_held: 2026-08-01}\n")
    assert told.endswith("is read off the timeline; add an entry there with event: assessment_planning")
