"""The period that figures are of, as it is written and as rows belong to it."""

from datetime import date
from typing import get_args

import pytest

pytest.importorskip("polars")

import polars as pl

from threshold.audit.period import By, Period, read_period
from threshold.cli.audit import WAYS as OFFERED
from threshold.reading import BadInput

APRIL, MARCH = date(2025, 4, 1), date(2026, 3, 31)


def test_a_period_is_two_dates_in_any_writing_that_a_date_has() -> None:
    assert read_period("2025-04-01..2026-03-31", "done") == Period(APRIL, MARCH, "done")
    assert read_period(" 2025-04-01 .. 2025-04-01 ", "started") == Period(APRIL, APRIL, "started")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2025-04-01", "two dates with two dots"),
        ("2025-04-01..soon", "date"),
        ("..2026-03-31", "date"),
        ("2026-03-31..2025-04-01", "ends before it begins"),
    ],
)
def test_what_is_no_period_is_told_in_words(text: str, told: str) -> None:
    with pytest.raises(BadInput, match=told) as raised:
        read_period(text, "done")
    assert "soon" not in str(raised.value)


def held(by: str) -> list[str]:
    """Of these rows, those that belong to the year from April 2025."""
    rows = pl.DataFrame(
        [
            ("first day", APRIL, APRIL),
            ("last day", MARCH, MARCH),
            ("begun before", date(2025, 3, 31), APRIL),
            ("done after", MARCH, date(2026, 4, 1)),
            ("not done", APRIL, None),
            ("no start", None, APRIL),
            ("neither", None, None),
            ("long ago", date(2020, 1, 1), date(2020, 2, 1)),
        ],
        schema={"what": pl.String, "start": pl.Date, "met_on": pl.Date},
        orient="row",
    )
    period = read_period("2025-04-01..2026-03-31", "started" if by == "started" else "done")
    return rows.filter(period.holds("start", "met_on"))["what"].to_list()


def test_what_was_done_in_it_belongs_to_it_whenever_it_began() -> None:
    assert held("done") == ["first day", "last day", "begun before", "no start"]


def test_what_was_started_in_it_belongs_to_it_done_or_not_and_what_may_have_been() -> None:
    assert held("started") == ["first day", "last day", "done after", "not done", "no start", "neither"]


CLOCKS = pl.DataFrame(
    [
        ("overdue", "overdue", date(2025, 9, 29), None, None),
        ("due on the last day", "overdue", date(2025, 9, 30), None, None),
        ("due later", "overdue", date(2025, 11, 3), None, None),
        ("done late before the end", "late", date(2025, 9, 1), date(2025, 9, 30), None),
        ("done late after the end", "late", date(2025, 9, 1), date(2025, 10, 1), None),
        ("due and done after the end", "late", date(2025, 10, 1), date(2025, 10, 9), None),
        ("done in time after the end", "met", date(2025, 10, 1), date(2025, 10, 1), None),
        ("missed before", "missed", date(2025, 2, 3), None, date(2025, 3, 31)),
        ("missed in it", "missed", date(2025, 2, 3), None, date(2025, 4, 1)),
        ("overdue then, missed after", "missed", date(2025, 9, 1), None, date(2025, 12, 1)),
        ("due and missed after", "missed", date(2025, 11, 3), None, date(2025, 12, 1)),
        ("open", "pending", date(2026, 5, 1), None, None),
        ("nobody knows", "late", None, None, None),
    ],
    schema={
        "what": pl.String,
        "state": pl.Enum(("overdue", "late", "met", "missed", "pending")),
        **dict.fromkeys(("due", "met_on", "stopped_on"), pl.Date),
    },
    orient="row",
)


def not_done(period: Period, as_at: date) -> set[str]:
    return set(CLOCKS.filter(period.not_done(as_at))["what"])


def test_what_was_not_done_is_as_at_the_end_of_the_period() -> None:
    half = Period(APRIL, date(2025, 9, 30))
    late = {"overdue", "done late after the end", "overdue then, missed after"}
    assert not_done(half, MARCH) == {*late, "missed in it"}
    assert not_done(Period(date(2025, 9, 1), date(2025, 9, 30)), MARCH) == late


def test_of_a_period_that_goes_on_it_is_as_at_the_date_of_the_audit() -> None:
    overdue = {"overdue", "due on the last day", "due later"}
    missed = {"missed in it", "overdue then, missed after", "due and missed after"}
    assert not_done(Period(APRIL, MARCH), date(2026, 1, 5)) == {*overdue, *missed}
    assert not_done(Period(date(2026, 1, 1), date(2027, 1, 1)), date(2026, 1, 5)) == overdue


def test_what_may_have_been_started_outside_a_period_cannot_be_told() -> None:
    states = pl.Enum(("late", "cannot_tell", "not_applicable"))
    rows = pl.DataFrame(
        {"start": [APRIL, None, None], "state": ["late", "late", "not_applicable"]},
        {"start": pl.Date, "state": states},
    )
    started, done = (
        rows.select(Period(APRIL, MARCH, by).judged("start", states)) for by in get_args(By)[::-1]
    )
    assert started["state"].to_list() == ["late", "cannot_tell", "not_applicable"]
    assert done["state"].to_list() == ["late", "late", "not_applicable"]


def test_how_it_is_counted_is_said() -> None:
    assert "overdue when the period ended" in " ".join(Period(APRIL, MARCH, "done").counting())
    assert "at the date of the audit" in " ".join(Period(APRIL, MARCH, "started").counting())
    assert str(Period(APRIL, MARCH)) == "1 April 2025 to 31 March 2026"


def test_the_command_offers_every_way_there_is() -> None:
    assert set(get_args(By)) == set(OFFERED)
