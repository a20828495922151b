"""Local limits beside statutory ones, over the whole calendar and whatever their units."""

from datetime import date, datetime

import pytest

from threshold.dates import add, parse_duration
from threshold.policy.looser import ends_later, looser_than_statute, not_compared

from .making import SAID, load

TABLE = """
limits:
  type: table
  key: t.colour
  columns: {within: duration}
  means: How long for each colour
  values: [{from: 2020-01-01, is: {red: {within: 2 days}, amber: {within: 11 days}}, because: T-1}]
"""
LOOKED_UP = "{table: $limits, row: {fact: t.colour}, column: within}"


@pytest.fixture
def policy(small):
    def made(local: str, statute: str, starts: str = "t.day"):
        deadline = (
            "deadlines:\n  - {id: %s, title: The visit, carries: [%s], starts: {fact: %s}, within: %s, "
        )
        met = f"met_by: {{fact: visit.first}}, {SAID}%s}}\n"
        small.tiny(deadline % ("L", "T-1", starts, local) + met % ", beside: STATUTE", TABLE)
        small.pack("statute", deadline % ("STATUTE", "S-1", "t.day", statute) + met % "", TABLE)
        overlays = "{pack: safe, role: overlay}, {pack: statute, role: overlay}"
        small.uses = f"[{overlays}, {{pack: tiny, role: lead}}]"
        return load(small)

    return made


@pytest.mark.parametrize(
    ("local", "statute", "by"),
    [
        ("11 days", "10 days", 1),
        ("10 days", "10 days", None),
        ("9 days", "10 days", None),
        ("0 days", "0 days", None),
        ("3 months", "2 months", 31),
        ("2 weeks", "14 days", None),
        ("2 weeks", "13 days", 1),
        ("12 months", "1 years", None),
        ("2 weeks", "10 working days", 2),
        ("10 working days", "2 weeks", 6),
        ("5 days", "5 working days", None),
        ("45 working days", "2 months", 10),
        ("2 months", "45 working days", None),
        ("9 weeks", "45 working days", 2),
        ("8 weeks", "45 working days", None),
        ("24 hours", "1 working days", None),
        ("24 hours", "1 days", None),
        ("25 hours", "1 days", 1),
        ("1 days", "24 hours", 0),
        ("8 working hours", "24 hours", 4),
    ],
)
def test_a_limit_that_can_ever_end_later(local: str, statute: str, by: int | None):
    later = ends_later(parse_duration(local), parse_duration(statute))
    assert (later is None) if by is None else (later is not None and later.days == by)


@pytest.mark.parametrize(
    ("local", "statute"), [("9 weeks", "45 working days"), ("45 working days", "2 months")]
)
def test_it_agrees_with_counting_day_by_day(local: str, statute: str):
    ours, theirs = parse_duration(local), parse_duration(statute)
    days = [date.fromordinal(n) for n in range(date(1990, 1, 1).toordinal(), date(2050, 6, 1).toordinal())]
    most = max((add(day, ours) - add(day, theirs)).days for day in days)
    later = ends_later(ours, theirs)
    assert later is not None
    assert later.days == most == (add(later.start, ours) - add(later.start, theirs)).days


def test_a_day_to_count_from_is_a_recent_one_with_its_time_where_hours_count():
    days = ends_later(parse_duration("9 weeks"), parse_duration("45 working days"))
    hours = ends_later(parse_duration("25 hours"), parse_duration("1 days"))
    assert days is not None
    assert hours is not None
    assert days.start.year >= 2025
    assert isinstance(hours.start, datetime)


def test_what_is_said_of_the_whole_policy_and_at_the_line(policy):
    same = policy("11 days", "10 days")
    assert same.warnings == (
        "The visit: the local limit of 11 days is looser than the statutory 10 days (STATUTE)",
    )
    assert same.looser == {"L": "looser than the statutory 10 days"}
    other = policy("9 weeks", "45 working days")
    (told,) = other.warnings
    assert told.startswith(
        "The visit: the local limit of 9 weeks is looser than the statutory 45 working days, by up to 2 "
        "days: from 5 January 2025 it ends on 9 March 2025, the statutory one on 7 March 2025"
    )
    assert other.looser == {"L": "looser than the statutory 45 working days"}
    assert policy("10 days", "10 days").looser == {}


@pytest.mark.parametrize(
    ("local", "statute", "line"),
    [
        (LOOKED_UP, "10 days", "looser than the statutory 10 days for amber"),
        ("3 days", LOOKED_UP, "looser than the statutory 2 days for red"),
        (LOOKED_UP, LOOKED_UP, ""),
        (LOOKED_UP, "2 weeks", ""),
        ("none", "10 days", ""),  # where no limit is set, none is looser
        ("11 days", "none", ""),
    ],
)
def test_a_table_is_compared_row_by_row(policy, local: str, statute: str, line: str):
    made = policy(local, statute)
    assert made.looser.get("L", "") == line
    assert len(made.warnings) == (1 if line else 0)


def test_limits_that_count_from_different_days_are_not_compared_and_that_is_said(policy):
    made = policy("11 days", "10 days", "seen.first")
    assert looser_than_statute(made.packs) == {}
    (told,) = not_compared(made.packs)
    assert told.startswith("L and the statutory STATUTE are not compared beforehand: one counts from ")
    assert list(not_compared(policy("11 days", "10 days").packs)) == []
    assert list(not_compared(policy("none", "10 days", "seen.first").packs)) == []


def test_every_local_limit_is_looked_at_whatever_stands_before_it(small):
    deadline = "  - {id: %s, title: The visit, carries: [%s], starts: {fact: t.day}, within: %s, "
    met = f"met_by: {{fact: visit.first}}, {SAID}%s}}\n"
    local = "".join(
        deadline % (f"L{number}", "T-1", within) + met % ", beside: STATUTE"
        for number, within in enumerate(("none", "3 weeks", "9 days", "11 days"))
    )
    small.tiny("deadlines:\n" + deadline % ("ALONE", "T-1", "12 days") + met % "" + local)
    small.pack("statute", "deadlines:\n" + deadline % ("STATUTE", "S-1", "10 days") + met % "")
    small.uses = "[{pack: safe, role: overlay}, {pack: tiny, role: lead}, {pack: statute, role: overlay}]"
    first, second = load(small).warnings
    assert "the local limit of 3 weeks" in first
    assert "the local limit of 11 days" in second
