"""By when a contact is to be answered, counted by hand: two hours, six, a day; working hours apart."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from tests.worklist.conftest import AT, Rows, contact, engine

from threshold.exports.contacts import Contact
from threshold.semantics.deadlines import running_clocks
from threshold.worklist.model import Response
from threshold.worklist.times import response

FRIDAY, SATURDAY, MONDAY = "2026-11-27", "2026-11-28", "2026-11-30"
WORKING = """\
policy: our-mash
title: Ours
packs:
  - {pack: national, role: overlay}
  - {pack: caf-team, role: lead}
presets: {caf-team.brag: surrey_police}
"""


@pytest.mark.parametrize(
    ("colour", "received", "now", "due", "state", "minutes", "left"),
    [
        ("red", f"{MONDAY}T08:00", f"{MONDAY}T09:00", f"{MONDAY}T10:00", "pending", 60, "1 h left"),
        (
            "red",
            f"{MONDAY}T06:59",
            f"{MONDAY}T09:00",
            f"{MONDAY}T08:59",
            "past_due",
            -1,
            "1 min past due",
        ),
        ("red", f"{MONDAY}T07:00", f"{MONDAY}T09:00", f"{MONDAY}T09:00", "pending", 0, "0 min left"),
        ("amber", f"{MONDAY}T08:15", f"{MONDAY}T09:00", f"{MONDAY}T14:15", "pending", 315, "5 h 15 min left"),
        (
            "green",
            f"{FRIDAY}T08:00",
            f"{MONDAY}T09:00",
            f"{SATURDAY}T08:00",
            "past_due",
            -2940,
            "2 d 1 h past due",
        ),
        ("blue", f"{FRIDAY}T08:00", f"{MONDAY}T09:00", "", "no_limit", None, "no time set"),
    ],
)
def test_hours(
    rows: Rows, ours: str, colour: str, received: str, now: str, due: str, state: str, minutes: int, left: str
) -> None:
    made = contact(contact={"brag": colour, "needs_early_help": True, "received": received})
    (row,) = rows(made, policy=ours, at=datetime.fromisoformat(now))
    answer = row.response
    assert (answer.due, answer.state, answer.minutes, answer.left) == (due, state, minutes, left)


@pytest.mark.parametrize(
    ("received", "now", "due", "minutes", "left"),
    [
        # Four working hours from Friday at 16:00: one that day, three on Monday; an hour is used by 17:00.
        (f"{FRIDAY}T16:00", f"{SATURDAY}T12:00", f"{MONDAY}T12:00", 180, "3 h of working time left"),
        (f"{FRIDAY}T16:00", f"{MONDAY}T10:30", f"{MONDAY}T12:00", 90, "1 h 30 min of working time left"),
        (
            f"{FRIDAY}T16:00",
            f"{MONDAY}T12:01",
            f"{MONDAY}T12:00",
            -1,
            "1 min of working time past due",
        ),
        (f"{SATURDAY}T03:00", f"{SATURDAY}T09:00", f"{MONDAY}T13:00", 240, "4 h of working time left"),
    ],
)
def test_working_hours(
    rows: Rows, tmp_path: Path, received: str, now: str, due: str, minutes: int, left: str
) -> None:
    file = tmp_path / "working.yaml"
    file.write_text(WORKING)
    made = contact(contact={"brag": "red", "needs_early_help": True, "received": received})
    (row,) = rows(made, policy=str(file), at=datetime.fromisoformat(now))
    answer = row.response
    assert (answer.due, answer.within, answer.minutes, answer.left) == (due, "4 working hours", minutes, left)


@pytest.mark.parametrize(
    ("received", "now", "due", "left"),
    [
        # Four hours from Friday at 16:00: one that day, three on the Saturday, on which this office is open.
        (f"{FRIDAY}T16:00", f"{SATURDAY}T09:30", f"{SATURDAY}T11:00", "1 h 30 min of working time left"),
        (f"{FRIDAY}T16:00", f"{MONDAY}T09:00", f"{SATURDAY}T11:00", "7 h of working time past due"),
    ],
)
def test_working_hours_of_an_office_of_ones_own(
    rows: Rows, tmp_path: Path, received: str, now: str, due: str, left: str
) -> None:
    days = "monday, tuesday, wednesday, thursday, friday, saturday"
    hours = f'hours: {{office: {{opens: "08:00", closes: "17:00", days: [{days}]}}}}\n'
    file = tmp_path / "working.yaml"
    file.write_text(WORKING + hours)
    made = contact(contact={"brag": "red", "needs_early_help": True, "received": received})
    (row,) = rows(made, policy=str(file), at=datetime.fromisoformat(now))
    answer = row.response
    assert (answer.due, answer.left) == (due, left)
    assert answer.within == "4 working hours (08:00 to 17:00, Monday to Saturday)"
    day = datetime.fromisoformat(received).date()
    (row,) = rows(made, policy=str(file), at=day)
    assert row.response.left == "1 working day left", "the Saturday on which it is due"


def test_what_cannot_be_told_says_why(rows: Rows, ours: str) -> None:
    no_day, day_only, unrated, untimed = rows(
        contact(contact={"brag": "red"}),
        contact(contact={"brag": "red", "received": "2026-11-30"}),
        contact(contact={"received": "2026-11-30T08:00"}),
        contact(colour="red"),
        policy=ours,
    )
    assert (no_day.response.state, no_day.response.left) == ("cannot_tell", "not known when it came in")
    assert day_only.response.left == "not known at what time it came in"
    assert (unrated.response.due, unrated.response.left) == ("", "")
    assert untimed.response.left == "1 h left"


def test_what_was_answered_is_not_open(rows: Rows, ours: str) -> None:
    made = contact(contact={"brag": "red", "received": "2026-11-30T06:00"})
    answered = {**made, "timeline": [{"event": "contact_response", "on": "2026-11-30T06:30"}]}
    covered = {**made, "covers": {"contact_response": "2026-11-30"}}
    said, unsaid, nobody = rows(answered, made, covered, policy=ours)
    assert (said.response.state, said.response.left, said.act) == ("met", "answered 30 Nov 06:30", "pass_on")
    assert (unsaid.response.state, unsaid.act) == ("past_due", "overdue")
    # Where the responses are recorded completely, that there is none is known.
    assert (nobody.response.state, nobody.response.left) == ("overdue", "1 h overdue")


def test_overdue_comes_before_what_is_to_be_done_but_never_before_danger(rows: Rows, ours: str) -> None:
    late = {"received": "2026-11-29T06:00", "brag": "amber"}
    calm, asked, danger = rows(
        contact(contact=late),
        contact(contact=late, child_protection=None),
        contact(contact=late, child_protection={"concern": True}),
        policy=ours,
    )
    assert [row.act for row in (calm, asked, danger)] == ["overdue", "ask_first", "refer_now"]
    assert {row.response.state for row in (calm, asked, danger)} == {"past_due"}


def test_of_several_the_oldest_that_is_past_comes_first(
    read: Callable[..., list[Contact]], ours: str
) -> None:
    (made,) = read(
        contact(
            contact={"brag": "green", "received": "2026-11-29T20:00"},
            timeline=[{"event": "referral", "on": "2026-11-25"}],
            covers={"referral_decision": "2026-11-30", "referral": "2026-11-30"},
        )
    )
    assert made.case is not None
    findings = engine(ours).findings(made.case, AT)
    running = list(running_clocks(findings))
    assert {clock.rule.head.id for clock in running if clock.state == "overdue"} == {"WT-referral-decision"}
    assert response(running, findings).rule == "WT-referral-decision"
    assert response([clock for clock in running if clock.state != "overdue"], findings).rule == "BAR-4.2"
    assert response([], findings) == Response()


@pytest.mark.parametrize(
    ("now", "left"),
    [
        ("2026-11-27T12:00", "due today"),
        # A Saturday: no working day has gone by since the Friday, and yet the Friday is over.
        ("2026-11-28T09:00", "past due since 27 Nov"),
        ("2026-11-30T09:00", "1 working day past due"),
        ("2026-11-26T12:00", "1 working day left"),
    ],
)
def test_a_working_day_that_is_over_is_past_on_a_saturday_too(rows: Rows, now: str, left: str) -> None:
    made = contact(contact=None, timeline=[{"event": "referral", "on": "2026-11-26"}])
    (row,) = rows(made, at=datetime.fromisoformat(now))
    assert (row.response.rule, row.response.left) == ("WT-referral-decision", left)
