"""How a clock that has a due date stands: each row of a frame is one clock, and one sentence."""

from datetime import date, datetime, timedelta

import pytest

pl = pytest.importorskip("polars")

from threshold.batch.clock_rows import SCHEMA, Verdict, covered, finished, nothing_told, unit_of  # noqa: E402
from threshold.dates import Duration  # noqa: E402

TODAY = date(2026, 8, 14)  # a Friday
WEEK, HOURS = Duration(7, "days"), Duration(4, "hours")
CLOCK: dict[str, tuple["pl.DataType", object]] = {
    "row": (pl.UInt32(), 0),
    "applies": (pl.Boolean(), True),
    "start": (pl.Date(), TODAY),
    **dict.fromkeys(("due", "met", "end", "reached", "ends_reached"), (pl.Date(), None)),
    **dict.fromkeys(("due_at", "met_at"), (pl.Datetime("us"), None)),
    **dict.fromkeys(("undated", "has_undated", "ended", "may_have_ended"), (pl.Boolean(), False)),
    "certain": (pl.Boolean(), True),
}


def ago(days: int) -> date:
    return TODAY - timedelta(days)


def clock(**told: object) -> "pl.DataFrame":
    """A clock of which nothing is missing, with what is told of it; numbers are so many days ago."""
    days = {name: ago(each) if type(each) is int else each for name, each in told.items()}
    return pl.DataFrame(
        {name: pl.Series([days.get(name, default)], dtype=kind) for name, (kind, default) in CLOCK.items()}
    )


def verdict(limit: Duration = WEEK, ends: bool = False, **told: object) -> tuple[object, ...]:
    rows = Verdict(limit, TODAY, ends).rows(clock(**told))
    assert dict(rows.schema) == SCHEMA
    return rows.select("state", "days", "unit").row(0)


@pytest.mark.parametrize(
    ("told", "state", "days"),
    [
        ({"due": 5, "met": 5}, "met", None),
        ({"due": 5, "met": 4}, "late", 1),
        ({"due": 5, "met": 4, "certain": False}, "late", 1),
        ({"due": 0}, "pending", 0),
        ({"due": -7, "certain": False}, "pending", 7),
        ({"due": 1}, "overdue", 1),
        ({"due": 1, "certain": False}, "cannot_tell", None),
        ({"due": 1, "has_undated": True}, "cannot_tell", None),
        ({"due": -7, "undated": True}, "cannot_tell", None),
        # Whether the limit applies at all is not known.
        ({"due": 5, "met": 4, "applies": None}, "cannot_tell", None),
    ],
)
def test_met_or_late_else_pending_or_overdue(told: dict[str, object], state: str, days: int | None):
    assert verdict(**told) == (state, days, "days")


@pytest.mark.parametrize(
    ("told", "state", "days", "stopped"),
    [
        ({"due": 5, "ended": True, "end": 5}, "ended", None, 5),
        ({"due": 5, "ended": True, "end": 3}, "missed", 2, 3),
        ({"due": 5, "ended": True, "end": 3, "certain": False}, "cannot_tell", None, 3),
        ({"due": 5, "ended": True, "end": 6, "met": 4}, "ended", None, 6),  # done when it was over
        ({"due": 5, "ended": True, "end": 5, "met": 4}, "ended", None, 5),
        ({"due": 5, "ended": True, "end": 3, "met": 4}, "late", 1, None),
        ({"due": 5, "ended": True, "end": 3, "met": 5}, "met", None, None),
        # Nobody knows when it ended.
        ({"due": 0, "ended": True}, "ended", None, None),
        ({"due": 1, "ended": True}, "cannot_tell", None, None),
        # It goes on, as far as ends are recorded.
        ({"due": 5, "ends_reached": 5}, "overdue", 5, None),
        ({"due": 5, "ends_reached": 6}, "cannot_tell", None, None),
        ({"due": 5}, "cannot_tell", None, None),
        ({"due": 5, "ends_reached": 0, "may_have_ended": True}, "cannot_tell", None, None),
    ],
)
def test_with_the_end_of_its_run_a_clock_is_ended_or_missed(
    told: dict[str, object], state: str, days: int | None, stopped: int | None
):
    assert verdict(ends=True, **told) == (state, days, "days")
    on = Verdict(WEEK, TODAY, True).rows(clock(**told))["stopped_on"][0]
    assert on == (None if stopped is None else ago(stopped))


@pytest.mark.parametrize(
    ("limit", "told", "row"),
    [
        # From the Thursday of the week before until today.
        (Duration(5, "working days"), {"due": 8}, ("overdue", 6, "working days")),
        (Duration(5, "working days"), {"due": 8, "met": 4}, ("late", 2, "working days")),
        (HOURS, {"due_at": datetime(2026, 8, 10, 9), "met_at": datetime(2026, 8, 10, 12, 30)}, 3),
        (HOURS, {"due_at": datetime(2026, 8, 10, 9), "met_at": datetime(2026, 8, 10, 9)}, None),
        (HOURS, {"met": 3}, ("late", 1, "days")),  # only the days are known
    ],
)
def test_how_late_it_is_counted_as_its_limit_is(limit: Duration, told: dict[str, object], row: object):
    if not isinstance(row, tuple):
        row = ("met", None, "days") if row is None else ("late", row, "hours")
    assert verdict(limit, **{"due": 4, "met": 4 if "met_at" in told else None, **told}) == row


def test_where_no_clock_runs_nothing_is_told():
    none = clock().clear()
    for rows in (Verdict(WEEK, TODAY, True).rows(none), finished(none, pl.lit("met")), nothing_told()):
        assert rows.height == 0
        assert dict(rows.schema) == SCHEMA


def test_what_is_told_needs_days_up_to_which_all_is_recorded():
    part = pl.concat([clock(due=5, reached=reached) for reached in (5, 6, None)])
    assert part.select(covered(pl.col("due"))).to_series().to_list() == [True, False, False]
    units = [pl.select(unit_of(each)).item() for each in (WEEK, HOURS, Duration(1, "working days"))]
    assert units == [
        "days",
        "days",
        "working days",
    ]
