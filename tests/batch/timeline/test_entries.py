"""Dated entries by column: the first, the latest and how many of a span; held, planned, and still to come."""

from datetime import date, timedelta
from functools import partial
from itertools import product

import pytest

pl = pytest.importorskip("polars")

from threshold.batch.timeline.entries import (  # noqa: E402
    EARLIEST,
    LATEST,
    Entries,
    Timeline,
    day_of_key,
    keys,
    may,
    owner_of,
    says_no,
    sure,
)
from threshold.batch.timeline.records import Records  # noqa: E402
from threshold.batch.timeline.taking import Taking  # noqa: E402
from threshold.casefiles.model import ENTRY_STATUSES  # noqa: E402
from threshold.vocabulary import ReadStatus, Vocabulary  # noqa: E402

EPOCH = date(1970, 1, 1)
TODAY = date(2026, 8, 14)
NOW = (TODAY - EPOCH).days
Mark = tuple[int, str, str, int | None]  # child, event, status, days from today (None: nobody knows)
NOTHING = Vocabulary({}, {}, {}, ())


def timeline(*marks: Mark, children: int = 3, **carried: list[str | None]) -> Timeline:
    """Entries in the order of the file; what they carry, in that order too."""
    rows = pl.DataFrame(
        {
            "row": range(len(marks)),
            "child": [child for child, *_ in marks],
            "event": pl.Series([event for _, event, *_ in marks], dtype=pl.Enum(["visit", "seen"])),
            "status": pl.Series([status for *_, status, _ in marks], dtype=pl.Enum(ENTRY_STATUSES)),
            "day": [None if days is None else NOW + days for *_, days in marks],
            **carried,
        },
        schema_overrides={"row": pl.UInt32, "child": pl.UInt32, "day": pl.Int32},
    )
    return Timeline(children, rows, TODAY)


def found(entries: Entries) -> list[tuple[int, int]]:
    """Child, and days from today."""
    days = [(day - TODAY).days for day in entries.days]
    return list(zip(entries.rows["child"], days, strict=True))


def test_a_key_tells_its_child_and_its_day():
    child, day = pl.Series([0, 7], dtype=pl.UInt32), pl.Series([NOW, 1], dtype=pl.Int32)
    table = pl.DataFrame({"key": keys(child, day)})
    told = table.select(child=owner_of(pl.col("key")), day=day_of_key(pl.col("key")))
    assert told.rows() == [(0, TODAY), (7, EPOCH + timedelta(1))]


def test_no_day_of_one_child_reaches_into_anothers():
    children = pl.Series([0, 1], dtype=pl.UInt32)
    last, first = keys(children, LATEST), keys(children, EARLIEST)
    assert last[0] < first[1]
    assert day_of_calendar(date(2050, 12, 31)) < LATEST
    assert day_of_calendar(date(1990, 1, 1)) > EARLIEST


def day_of_calendar(day: date) -> int:
    return (day - EPOCH).days


def test_the_first_the_latest_and_how_many_of_every_span():
    held = {0: [-5, -3, -3], 1: [], 2: [-4]}
    entries = timeline(*((child, "visit", "held", day) for child, days in held.items() for day in days)).held(
        ("visit",)
    )
    for child, low, high in product(held, range(-7, 1), range(-7, 1)):
        spans = [keys(pl.Series([child], dtype=pl.UInt32), NOW + day) for day in (low, high)]
        inside = [day for day in held[child] if low <= day <= high]
        first, latest = entries.first(*spans), entries.latest(*spans)
        assert entries.count(*spans).to_list() == [len(inside)]
        for place, day in ((first, min(inside, default=None)), (latest, max(inside, default=None))):
            assert (place[0] is None) is (day is None), (child, low, high)
            if day is not None:
                assert found(entries)[place[0]] == (child, day)


def test_of_one_day_the_first_and_the_latest_are_as_in_the_file():
    entries = timeline(
        (0, "seen", "held", -1), (0, "visit", "held", -1), (0, "seen", "held", -1), outcome=["a", "b", "c"]
    ).held(("visit", "seen"))
    spans = [keys(pl.Series([0], dtype=pl.UInt32), NOW + day) for day in (-1, -1)]
    assert entries.rows["outcome"][entries.first(*spans)].to_list() == ["a"]
    assert entries.rows["outcome"][entries.latest(*spans)].to_list() == ["c"]


def test_where_there_are_no_entries_nothing_is_found():
    entries = timeline((0, "seen", "held", -1)).held(("visit",))
    everybody = pl.Series([0, 1], dtype=pl.UInt32)
    spans = keys(everybody, EARLIEST), keys(everybody, LATEST)
    assert entries.first(*spans).to_list() == entries.latest(*spans).to_list() == [None, None]
    assert entries.count(*spans).to_list() == [0, 0]


def test_only_what_was_held_up_to_today_counts():
    marks: list[Mark] = [
        (0, "visit", "held", -1),
        (0, "visit", "planned", -1),
        (1, "visit", "held", 0),
        (1, "visit", "cancelled", 0),
        (2, "visit", "held", 1),
        (2, "visit", "planned", 1),
        (2, "visit", "held", 9),
    ]
    line = timeline(*marks)
    assert found(line.held(("visit",))) == [(0, -1), (1, 0)]
    assert line.held_ahead("visit").to_list() == [2, 2]
    assert line.held_ahead("seen").to_list() == []


def taken(line: Timeline, *events: str, status: ReadStatus) -> list[tuple[int, int]]:
    """What is taken of every child, whatever it belongs to."""
    everybody = pl.int_range(line.children, dtype=pl.UInt32, eager=True)
    return found(Taking(Records(NOTHING, line)).whenever(events, status, everybody).all())


def test_what_is_planned_counts_only_for_those_of_whom_nothing_was_held():
    line = timeline(
        (0, "visit", "planned", 5),
        (0, "visit", "held", -1),
        (1, "visit", "planned", 5),
        (1, "visit", "planned", 2),
        (2, "visit", "planned", 5),
        (2, "seen", "held", -1),
    )
    either = partial(taken, line, status="held or planned")
    assert either("visit") == [(0, -1), (1, 2), (1, 5), (2, 5)]
    # Of several kinds, one that was held is enough.
    assert either("visit", "seen") == [(0, -1), (1, 2), (1, 5), (2, -1)]
    assert taken(line, "visit", status="held") == [(0, -1)]


def test_what_is_planned_alone_stands_whatever_was_held():
    line = timeline(
        (0, "visit", "planned", 5),
        (0, "visit", "held", -1),
        (1, "visit", "cancelled", 5),
        (1, "seen", "planned", 2),
        (2, "visit", "planned", -5),
    )
    assert taken(line, "visit", status="planned") == [(0, 5), (2, -5)]
    assert taken(line, "visit", "seen", status="planned") == [(0, 5), (1, 2), (2, -5)]
    assert taken(line, "visit", status="held") == found(line.held(("visit",))) == [(0, -1)]


def test_an_entry_that_leaves_a_value_open_is_neither_in_nor_ruled_out():
    wanted = (("outcome", "good"), ("by", "nurse"))
    marks: list[Mark] = [(0, "visit", "held", -day) for day in range(6)]
    line = timeline(
        *marks,
        outcome=["good", "good", None, "poor", None, "good"],
        by=["nurse", None, "nurse", None, None, "other"],
    )
    rows = line.rows(("visit",), "held")
    assert found(line.held(("visit",), wanted)) == [(0, 0)]
    assert rows.filter(may(wanted) & ~sure(wanted))["row"].to_list() == [1, 2, 4]
    assert len(found(line.held(("visit",)))) == 6


def test_an_answer_is_a_no_only_where_all_else_is_as_it_is_asked_for():
    wanted = (("outcome", "good"), ("by", "nurse"))
    marks: list[Mark] = [(0, "visit", "held", -day) for day in range(5)]
    line = timeline(
        *marks,
        outcome=["good", "poor", "poor", "poor", None],
        by=["nurse", "nurse", None, "other", "nurse"],
    )
    rows = line.rows(("visit",), "held")
    assert rows.filter(says_no(wanted, {"visit": ("outcome",)}))["row"].to_list() == [1]
    assert rows.filter(says_no(wanted, {"visit": ("outcome", "by")}))["row"].to_list() == [1, 2, 3]
    # What is no answer says no to nothing.
    assert rows.filter(says_no(wanted, {"visit": (), "seen": ("outcome",)})).height == 0


def test_what_has_no_day_comes_before_all_others_and_lies_in_no_span_of_days():
    line = timeline((0, "visit", "held", -4), (0, "visit", "held", None), (1, "visit", "cancelled", None))
    entries, own = line.held(("visit",)), pl.Series([0, 1], dtype=pl.UInt32)
    assert entries.days.to_list() == [None, TODAY - timedelta(4)]
    assert entries.undated(own).to_list() == [1, 0]
    spans = keys(own, EARLIEST), keys(own, LATEST)
    assert entries.count(*spans).to_list() == [1, 0]
    # Only who has one that was held, or is planned, is told.
    assert line.undated.to_list() == [0]


def test_entries_come_by_child_and_day_whatever_their_order_in_the_file():
    marks: list[Mark] = [
        (2, "visit", "held", -1),
        (0, "seen", "held", -9),
        (2, "seen", "held", -4),
        (0, "visit", "held", 0),
    ]
    assert found(timeline(*marks).held(("visit", "seen"))) == [(0, -9), (0, 0), (2, -4), (2, -1)]
    assert timeline(*marks).held(("visit",)).keys.is_sorted()


def test_days_are_dates():
    assert timeline((0, "visit", "held", -1)).held(("visit",)).days.to_list() == [TODAY - timedelta(1)]
