"""Every clock is judged again from its days: a state, a due date or a number that is not theirs is found."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from threshold.audit.clocks_again import check_clocks, second_calendar
from threshold.audit.run import Run
from threshold.batch import Results
from threshold.dates import working_days
from threshold.reading import BadInput

from .conftest import RULE


def with_clocks(done: Run, changed: Mapping[str, pl.Expr]) -> Results:
    clocks = done.results.deadlines[RULE].with_columns(**changed)
    return replace(done.results, deadlines={**done.results.deadlines, RULE: clocks})


def state(told: str, instead: str, done: Run) -> pl.Expr:
    kind = done.results.deadlines[RULE].schema["state"]
    return pl.when(pl.col("state") == told).then(pl.lit(instead, kind)).otherwise("state")


def test_clocks_that_are_right_are_let_pass(done: Run) -> None:
    check_clocks(done.results)


@pytest.mark.parametrize(
    ("told", "instead"), [("met", "late"), ("late", "met"), ("overdue", "met"), ("pending", "overdue")]
)
def test_a_state_that_is_not_what_the_days_say_is_found(done: Run, told: str, instead: str) -> None:
    with pytest.raises(BadInput, match=f"{RULE}: internal error: {instead} is not what the dates say"):
        check_clocks(with_clocks(done, {"state": state(told, instead, done)}))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"days": pl.col("days") + 1}, "the days are not what the dates say"),
        ({"start": pl.col("start").dt.offset_by("-1d")}, "the due date is not what the limit says"),
    ],
)
def test_a_number_that_is_not_what_the_days_say_is_found(
    done: Run, changed: Mapping[str, pl.Expr], told: str
) -> None:
    with pytest.raises(BadInput, match=told):
        check_clocks(with_clocks(done, changed))


def test_a_list_of_holidays_that_lacks_one_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = working_days.bank_holidays()
    monkeypatch.setattr("threshold.audit.clocks_again.bank_holidays", lambda: listed[:-1])
    second_calendar.cache_clear()
    with pytest.raises(BadInput, match="the list of bank holidays of 2050"):
        second_calendar()
    second_calendar.cache_clear()


def test_working_days_are_counted_over_easter() -> None:
    first, last = (pl.Series([day]).to_physical().to_numpy() for day in (date(2026, 4, 2), date(2026, 4, 7)))
    assert second_calendar().between(first, last).tolist() == [1]
