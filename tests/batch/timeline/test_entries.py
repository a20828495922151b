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
    child_of,
    day_of_key,
    keys,
)
from threshold.casefiles.model import ENTRY_STATUSES  # noqa: E402

EPOCH = date(1970, 1, 1)
TODAY = date(2026, 8, 14)
NOW = (TODAY - EPOCH).days
Mark = tuple[int, str, str, int]  # child, event, status, days from today


def timeline(*marks: Mark, children: int = 3, **carried: list[str | None]) -> Timeline:
    """Entries in the order of the file; what they carry, in that order too."""
    rows = pl.DataFrame(
        {
            "row": range(len(marks)),
            "child": [child for child, *_ in marks],
            "event": pl.Series([event for _, event, *_ in marks], dtype=pl.Enum(["visit", "seen"])),
            "status": pl.Series([status for *_, status, _ in marks], dtype=pl.Enum(ENTRY_STATUSES)),
            "day": [NOW + days for *_, days in marks],
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
    child, day = pl.Series([0, 7], dtype=pl.UInt32), pl.Series([NOW, 0], dtype=pl.Int32)
    table = pl.DataFrame({"key": keys(child, day)})
    told = table.select(child=child_of(pl.col("key")), day=day_of_key(pl.col("key")))
    assert told.rows() == [(0, TODAY), (7, EPOCH)]


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


def test_what_is_planned_counts_only_for_those_of_whom_nothing_was_held():
    line = timeline(
        (0, "visit", "planned", 5),
        (0, "visit", "held", -1),
        (1, "visit", "planned", 5),
        (1, "visit", "planned", 2),
        (2, "visit", "planned", 5),
        (2, "seen", "held", -1),
    )
    either = partial(line.sure, where=(), status="held or planned")
    assert found(either(("visit",))) == [(0, -1), (1, 2), (1, 5), (2, 5)]
    # Of several kinds, one that was held is enough.
    assert found(either(("visit", "seen"))) == [(0, -1), (1, 2), (1, 5), (2, -1)]
    assert found(line.held(("visit",))) == [(0, -1)]


def test_what_is_planned_alone_stands_whatever_was_held():
    line = timeline(
        (0, "visit", "planned", 5),
        (0, "visit", "held", -1),
        (1, "visit", "cancelled", 5),
        (1, "seen", "planned", 2),
        (2, "visit", "planned", -5),
    )
    assert found(line.sure(("visit",), (), "planned")) == [(0, 5), (2, -5)]
    assert found(line.sure(("visit", "seen"), (), "planned")) == [(0, 5), (1, 2), (2, -5)]
    assert found(line.sure(("visit",), (), "held")) == found(line.held(("visit",))) == [(0, -1)]


def test_an_entry_that_leaves_a_value_open_is_neither_in_nor_ruled_out():
    where = (("outcome", "good"), ("by", "nurse"))
    marks: list[Mark] = [(0, "visit", "held", -day) for day in range(6)]
    line = timeline(
        *marks,
        outcome=["good", "good", None, "poor", None, "good"],
        by=["nurse", None, "nurse", None, None, "other"],
    )
    assert found(line.held(("visit",), where)) == [(0, 0)]
    assert found(line.unsure(("visit",), where, "held")) == [(0, -4), (0, -2), (0, -1)]
    assert len(found(line.held(("visit",)))) == 6


def test_what_is_unsure_is_looked_for_among_what_counts():
    line = timeline((0, "visit", "planned", 3), (1, "visit", "held", -1), outcome=[None, None])
    where = (("outcome", "good"),)
    for _ in range(2):  # the second time it is remembered
        assert found(line.unsure(("visit",), where, "held or planned")) == [(0, 3), (1, -1)]
        assert found(line.unsure(("visit",), where, "held")) == [(1, -1)]
        assert found(line.unsure(("visit",), where, "planned")) == [(0, 3)]
        assert found(line.sure(("visit",), where, "planned")) == []


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
