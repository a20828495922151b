"""What entries say they are about and belong to: every link that cannot be is told, and no other."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threshold.casefiles import Entry
from threshold.casefiles.links import BadLink, bad_links, belongs_among
from threshold.policy import load_policy

from .timelines import FIRST, good

Files = Any  # the class in conftest.py

VOCABULARY = load_policy().vocabulary

BEGUN_TWICE = "is begun twice under this reference; a second one needs a reference of its own"
ENDED_TWICE = "is ended twice under this reference; a second one needs a reference of its own"
ITSELF = "names the entry itself; name what it belongs to"
NOTHING = "names no reference of this file (`ref:` of another entry, or request)"
THE_REQUEST = '"request" stands for what the file asks for; use another reference'
TWO_THINGS = "is used for two kinds of thing; give each a reference of its own"
TOO_EARLY = "ends before the day on which it began, by its reference"
ELSEWHERE = "belongs to something else than its start does"
NEVER_HELD = "names what is planned or cancelled; what was held belongs to something that was"
NOT_KNOWN = "is not known: then leave it out, or all that is not known is one"
BELONGS_TO_NOTHING = "belongs to nothing, so that it names nothing here"


def lines(text: str) -> str:
    """A case file in which each entry has a line of its own, the first of them line 3."""
    entries = "".join(f"  - {{on: {each.strip()}}}\n" for each in text.split(";"))
    return f"case: C-1\ntimeline:\n{entries}"


def at(entry: int, key: str, message: str) -> str:
    return f"case.yaml, line {entry + 2}, timeline.{entry}.{key}: {message}"


R = "2026-01-05, event: referral, ref: r"
CLOSED = "event: referral_closed, ref: r"
CAF, TAC, TAC_ENDED = (
    f"2026-01-06, event: {event}, ref: c" for event in ("caf_started", "tac_started", "tac_ended")
)
MEETING = "2026-01-06, event: tac_meeting, ref: m"


@pytest.mark.parametrize(
    ("timeline", "told"),
    [
        # A reference that no entry has; none at all is needed for what belongs to nobody knows what.
        ("2026-01-05, event: ehm_transfer, of: r", [(1, "of", NOTHING)]),
        (f"{R}; 2026-01-06, event: ehm_transfer, of: R", [(2, "of", NOTHING)]),
        ("2026-01-05, event: caf_started, ref: c, of: c", [(1, "of", ITSELF)]),
        ("2026-01-05, event: ehm_transfer, ref: request", [(1, "ref", THE_REQUEST)]),
        # One reference, one thing: the start and the end of one episode are one, each other event is its own.
        (f"{R}; 2026-01-06, event: caf_started, ref: r", [(2, "ref", TWO_THINGS)]),
        (f"{R}; 2026-01-06, event: ehm_transfer, ref: r", [(2, "ref", TWO_THINGS)]),
        (f"2026-01-06, event: ehm_transfer, ref: r; {R}", [(2, "ref", TWO_THINGS)]),
        (f"{CAF}; {TAC_ENDED}", [(2, "ref", TWO_THINGS)]),
        # A run begins once and ends once ...
        (f"{R}; 2026-01-06, event: referral, ref: r", [(2, "ref", BEGUN_TWICE)]),
        (f"{R}; {R}; {R}", [(2, "ref", BEGUN_TWICE), (3, "ref", BEGUN_TWICE)]),
        (f"{R}; unknown, event: referral, ref: r", [(2, "ref", BEGUN_TWICE)]),
        (f"2026-01-07, {CLOSED}; 2026-01-08, {CLOSED}", [(2, "ref", ENDED_TWICE)]),
        # ... not before it began, and belongs to one thing.
        (f"{R}; 2026-01-04, event: referral_closed, ref: r", [(2, "on", TOO_EARLY)]),
        (f"2026-01-04, event: referral_closed, ref: r; {R}", [(1, "on", TOO_EARLY)]),
        (
            f"{R}; 2026-01-05, event: referral, ref: s; 2026-01-06, event: caf_started, ref: c, of: r;"
            "2026-01-07, event: caf_closed, ref: c, of: s",
            [(4, "of", ELSEWHERE)],
        ),
        # What it cannot belong to.
        (
            f"{R}; 2026-01-06, event: caf_started, ref: c; 2026-01-07, event: tac_started, of: c",
            [(3, "of", "names a caf; this belongs to: referral")],
        ),
        (
            "2026-01-06, event: caf_started, ref: c; 2026-01-07, event: assessment_review, of: c",
            [(2, "of", "names a caf; this belongs to: assessment or referral")],
        ),
        (
            "2026-01-06, event: tac_meeting, ref: m; 2026-01-07, event: ehm_transfer, of: m",
            [
                (
                    2,
                    "of",
                    "names a tac meeting; this belongs to: assessment or caf or child in need or"
                    " child protection or enquiry or referral or team around child",
                )
            ],
        ),
        # What was held belongs to something that was.
        (f"{R}, status: planned; 2026-01-07, event: ehm_transfer, of: r", [(2, "of", NEVER_HELD)]),
        (f"{R}, status: cancelled; 2026-01-07, event: caf_started, of: r", [(2, "of", NEVER_HELD)]),
        # What is not known is not one thing.
        ("2026-01-05, event: referral, ref: unknown", [(1, "ref", NOT_KNOWN)]),
        # A referral belongs to nothing.
        (f"{R}; 2026-02-05, event: referral, of: r", [(2, "of", BELONGS_TO_NOTHING)]),
        (f"{R}; 2026-02-05, event: referral_closed, of: r", [(2, "of", BELONGS_TO_NOTHING)]),
    ],
)  # fmt: skip
def test_a_link_that_cannot_be_is_told_at_its_entry(
    files: Files, timeline: str, told: list[tuple[int, str, str]]
) -> None:
    assert files.told(lines(timeline)) == [at(*each) for each in told]


@pytest.mark.parametrize(
    "timeline",
    [
        f"{R}; 2026-01-05, event: referral_closed, ref: r",
        f"{R}; unknown, event: referral_closed, ref: r",
        "unknown, event: referral, ref: r; 2026-01-01, event: referral_closed, ref: r",
        # Only what was held begins or ends anything.
        f"{R}; 2026-01-06, event: referral, ref: r, status: planned",
        f"{R}; 2026-01-01, event: referral_closed, ref: r, status: cancelled",
        f"{R}; 2026-01-08, {CLOSED}; 2026-01-09, {CLOSED}, status: planned",
        # Several meetings of one kind may be about one thing.
        "2026-01-05, event: tac_meeting, ref: m; 2026-01-06, event: tac_meeting, ref: m",
        # What it belongs to, what that lies within, and what lies within what it belongs to.
        f"{R}; 2026-01-06, event: caf_started, ref: c, of: r; 2026-01-07, event: tac_meeting, of: c",
        f"{R}; 2026-01-07, event: tac_meeting, of: r",
        f"{R}; 2026-01-06, event: caf_started, ref: c, of: r; 2026-01-07, event: ehm_transfer, of: c",
        "2026-01-07, event: ehm_transfer, of: request",
        "2026-01-07, event: caf_started, ref: c, of: request; 2026-01-09, event: caf_closed, ref: c",
        # It may stand before what it names.
        f"2026-01-07, event: ehm_transfer, of: r; {R}",
        # What belongs to nothing may name anything.
        f"{R}; 2026-01-07, event: contact_response, of: r",
        "2026-01-06, event: tac_meeting, ref: m; 2026-01-07, event: contact_response, of: m",
        # Start and end say the same, or one of them says it.
        f"{R}; 2026-01-06, event: caf_started, ref: c, of: r; 2026-01-07, event: caf_closed, ref: c, of: r",
        f"{R}; 2026-01-06, event: caf_started, ref: c; 2026-01-07, event: caf_closed, ref: c, of: r",
    ],
)  # fmt: skip
def test_a_link_that_can_be_is_taken(files: Files, timeline: str) -> None:
    assert len(files.case(lines(timeline)).timeline) == timeline.count(";") + 1


def test_every_bad_link_of_a_file_is_told(files: Files) -> None:
    told = files.told(
        lines(
            "2026-01-05, event: referral, ref: request; 2026-01-06, event: caf_started, ref: c, of: c;"
            "2026-01-07, event: tac_started, ref: c; 2026-01-08, event: ehm_transfer, of: x"
        )
    )
    assert told == [
        at(1, "ref", THE_REQUEST),
        at(3, "ref", TWO_THINGS),
        at(2, "of", ITSELF),
        at(4, "of", NOTHING),
    ] or (
        sorted(told)
        == sorted(
            [at(1, "ref", THE_REQUEST), at(2, "of", ITSELF), at(3, "ref", TWO_THINGS), at(4, "of", NOTHING)]
        )
    )


def test_links_are_looked_at_once_every_entry_can_be_read(files: Files) -> None:
    (told,) = files.told(lines("soon, event: referral, ref: r; 2026-01-06, event: ehm_transfer, of: r"))
    assert "timeline.1.on" in told


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("core_group", {"child_protection", "referral"}),
        ("assessment_review", {"assessment", "referral"}),
        ("tac_meeting", {"team_around_child", "caf", "referral"}),
        ("ehm_transfer", set(VOCABULARY.episodes)),
        # The start or end of an episode: what that lies within.
        ("caf_started", {"referral"}),
        ("caf_closed", {"referral"}),
        ("referral", set()),
        ("referral_closed", set()),
        ("contact_response", None),
    ],
)
def test_what_the_entries_of_a_kind_may_name(event: str, expected: set[str] | None) -> None:
    assert belongs_among(event, VOCABULARY) == expected


@given(good())
def test_no_timeline_whose_links_can_be_is_refused(timeline: list[Entry]) -> None:
    assert list(bad_links(timeline, VOCABULARY)) == []


CAF_X, CAF_CLOSED_X = Entry(FIRST, "caf_started", ref="zqx"), Entry(FIRST, "caf_closed", ref="zqx")
MEETING_X = Entry(FIRST, "tac_meeting", ref="zqx")
BAD = {
    "nothing": ([Entry(FIRST, "ehm_transfer", of="zqx")], (0, "of")),
    "itself": ([replace(CAF_X, of="zqx")], (0, "of")),
    "request": ([Entry(FIRST, "caf_started", ref="request")], (0, "ref")),
    "two kinds": ([CAF_X, Entry(FIRST, "tac_ended", ref="zqx")], (1, "ref")),
    "two starts": ([CAF_X, replace(CAF_X, on=None)], (1, "ref")),
    "two ends": ([CAF_CLOSED_X, CAF_CLOSED_X], (1, "ref")),
    "backwards": ([replace(CAF_X, on=FIRST + timedelta(1)), CAF_CLOSED_X], (1, "on")),
    "elsewhere": ([MEETING_X, Entry(FIRST, "caf_started", of="zqx")], (1, "of")),
}


@given(good(), st.sampled_from([*BAD]), st.integers(0, 20))
def test_each_kind_of_bad_link_is_found_in_any_timeline_and_told_alone(
    timeline: list[Entry], kind: str, where: int
) -> None:
    wrong, (place, key) = BAD[kind]
    before = timeline[:where]
    found = list(bad_links([*before, *wrong, *timeline[where:]], VOCABULARY))
    assert [(bad.place, bad.key) for bad in found] == [(len(before) + place, key)]
    assert all(
        isinstance(bad, BadLink) and "zqx" not in bad.message.split() for bad in found if kind != "itself"
    )
