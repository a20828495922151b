"""A calendar that others can open: read back by a library that did not write it, and line by line."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

pytest.importorskip("icalendar")

import ics
from hypothesis import given, settings
from hypothesis import strategies as some

from threshold.agenda.ics import CATEGORIES, PRODUCER, calendar, in_calendar
from threshold.agenda.model import Item
from threshold.decisions.model import Start

from .making import agenda, item, late, untold

HARD = "Semi;colon, comma\\ back: new, \u201cquoted\u201d \u00e9\u4e2d\U0001f600 " + "long " * 40


def lines_of(made: bytes) -> list[str]:
    """The lines of a calendar, unfolded, each checked by the letter of RFC 5545, 3.1."""
    assert made.endswith(b"\r\n")
    physical = made.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(line) <= 75 for line in physical)
    assert all(line.decode("utf-8") for line in physical)  # no character is cut in two
    assert not any(re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line) for line in physical)
    return made.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def events_of(made: bytes) -> list[dict[str, str]]:
    """The events by property, each with exactly what an event must and may have once."""
    lines = lines_of(made)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    begin = lines.index("BEGIN:VEVENT") if "BEGIN:VEVENT" in lines else len(lines) - 1
    head = dict(line.split(":", 1) for line in lines[1:begin])
    assert head == {"VERSION": "2.0", "PRODID": PRODUCER, "CALSCALE": "GREGORIAN"}
    found: list[dict[str, str]] = []
    for line in lines[begin:-1]:
        name, value = line.split(":", 1)
        if name == "BEGIN":
            found.append({})
        elif name != "END":
            assert name not in found[-1]
            found[-1][name] = value
    needed = {"UID", "DTSTAMP", "SUMMARY", "DESCRIPTION", "CATEGORIES", "CLASS", "TRANSP"}
    for event in found:
        days = {"DTSTART;VALUE=DATE", "DTEND;VALUE=DATE"}
        assert set(event) in (needed | days, needed | {"DTSTART"})
    return found


def read_back(made: bytes) -> list[ics.Event]:
    """As another library reads it, in the order of the file."""
    [read] = ics.Calendar.parse_multiple(made.decode())
    order = [event["UID"] for event in events_of(made)]
    return sorted(read.events, key=lambda event: order.index(event.uid))


def test_a_day_is_a_whole_day_and_no_meeting():
    [event] = read_back(calendar([item()]))
    assert event.all_day
    assert (event.begin.date(), event.end.date()) == (date(2026, 8, 20), date(2026, 8, 21))
    assert event.name == "Assessment completed, C-1"
    assert event.categories == {"Due"}
    assert event.transparent
    assert event.classification == "PRIVATE"
    assert event.created == datetime(2026, 8, 14, tzinfo=UTC)
    assert event.description == (
        "Complete the assessment: Lead practitioner.\n"
        "Due Thu 20 Aug 2026, 45 working days from Wed 17 Jun 2026.\n"
        "As at Fri 14 Aug 2026. Rule WT-assessment [WT-assessment].\n"
        "Threshold advises; a person decides."
    )


@pytest.mark.parametrize(
    ("due", "there"),
    [
        ("2026-01-12T10:30", datetime(2026, 1, 12, 10, 30, tzinfo=UTC)),
        ("2026-07-12T10:30", datetime(2026, 7, 12, 9, 30, tzinfo=UTC)),
        # The clocks go back at two: half past one comes twice, and is the first of them.
        ("2026-10-25T01:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-10-25T02:00", datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
        # They go forward at one: half past one is skipped.
        ("2026-03-29T01:30", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
    ],
)
def test_an_hour_is_told_in_universal_time_in_summer_and_winter(due: str, there: datetime):
    [event] = read_back(calendar([item(due=due, as_at="2026-01-05T09:00")]))
    assert not event.all_day
    assert event.begin.datetime == event.end.datetime == there


def test_what_is_overdue_or_not_known_says_so():
    first, second = read_back(calendar([late(interval=2), untold()]))
    assert first.name == "OVERDUE: Assessment completed (2), C-2"
    assert first.categories == {"Overdue"}
    assert second.name == "Perhaps: Assessment completed, C-3"
    assert second.categories == {"Cannot tell"}
    assert "Was it done?" in second.description
    assert set(CATEGORIES) == {"overdue", "pending", "cannot_tell"}


def test_what_counts_from_nobody_knows_when_is_due_at_the_latest():
    [event] = read_back(calendar([late(starts=Start("referral.received", None))]))
    assert "Due Tue 11 Aug 2026 at the latest, 45 working days." in event.description


def test_hard_text_comes_back_as_it_is():
    [event] = read_back(calendar([item(title=HARD, do=HARD, by=HARD)]))
    assert event.name == f"{HARD}, C-1"
    assert event.description.startswith(f"{HARD}: {HARD}.\n")


def test_a_backslash_before_an_n_is_no_new_line():
    # The other library takes it for one, so this is read by the letter of RFC 5545, 3.3.11.
    [event] = events_of(calendar([item(title="a\\n;b")]))
    assert event["SUMMARY"] == "a\\\\n\\;b\\, C-1"


def test_no_text_ends_a_line_or_makes_another_event():
    hostile = "a\r\nEND:VEVENT\r\nBEGIN:VEVENT\nUID:x\x00\x1b[2J"
    made = calendar([item(hostile, title=hostile, do=hostile, by=hostile, rule=hostile, limit=hostile)])
    assert len(events_of(made)) == 1
    [event] = read_back(made)
    assert UUID(event.uid.removesuffix("@threshold"))


def test_no_worker_and_no_team_is_told():
    made = calendar([item(worker="Jo Bloggs", team="North")])
    assert b"Bloggs" not in made
    assert b"North" not in made


def test_the_id_comes_from_reference_rule_interval_and_due_date_alone():
    def uid(each: Item) -> str:
        return read_back(calendar([each]))[0].uid

    same = item(as_at="2026-08-19", days=1, state="overdue", title="Other", worker="W", question="?")
    assert uid(same) == uid(item()) == "22b43d42-c836-5529-98a4-909c850ac3ed@threshold"
    others = [item("C-9"), item(due="2026-08-21"), item(rule="X"), item(interval=1), item(interval=2)]
    assert len({uid(each) for each in (item(), *others)}) == 6


def test_the_same_items_give_the_same_bytes_and_none_a_whole_calendar():
    items = [late(), item(), untold()]
    assert calendar(items) == calendar(list(items))
    assert events_of(calendar([])) == []
    [read] = ics.Calendar.parse_multiple(calendar([]).decode())
    assert not read.events


def test_what_may_be_long_done_is_in_no_calendar():
    today, before = untold(due="2026-08-14"), untold(due="2026-08-13")
    assert in_calendar(agenda(late(), item(), today, before)) == [late(), item(), today]


@settings(max_examples=50)
@given(
    some.lists(
        some.builds(
            item,
            some.text(min_size=1, max_size=60),
            some.dates(date(1990, 1, 1), date(2050, 12, 31)).map(date.isoformat),
            title=some.text(max_size=200),
            do=some.text(max_size=200),
            by=some.text(max_size=200),
        ),
        max_size=5,
        unique_by=lambda each: (each.reference, each.due),
    )
)
def test_whatever_it_says_it_is_read_back_whole(items: list[Item]):
    made = calendar(items)
    events = read_back(made)
    assert [event.begin.date() for event in events] == [date.fromisoformat(each.due) for each in items]
    assert all(event.end - event.begin == timedelta(days=1) for event in events)
