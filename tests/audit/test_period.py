"""The period that figures are of, as it is written and as rows belong to it."""

from datetime import date

import pytest

pytest.importorskip("polars")

import polars as pl

from threshold.audit.period import Period, read_period
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


def test_how_it_is_counted_is_said() -> None:
    assert "what is not done" in Period(APRIL, MARCH, "done").counting()
    assert "or not done yet" in Period(APRIL, MARCH, "started").counting()
    assert str(Period(APRIL, MARCH)) == "1 April 2025 to 31 March 2026"
