"""Every clock judged again from its own days, with other arithmetic and a second calendar than judged it.

What is looked at is each row of the results: whether its state is what its days say, whether it is due when
its limit has passed, and by how many days it is late. Which days they are the sample says (`batch.replay`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from threshold.batch import Results
from threshold.conditions import Lookup
from threshold.dates import FIRST_YEAR, LAST_YEAR, Duration
from threshold.dates.second_calendar import holidays_by_rule
from threshold.dates.working_days import bank_holidays
from threshold.policy import Deadline
from threshold.reading import BadInput, Problem

Days = npt.NDArray[np.int32]  # since 1970
Truths = npt.NDArray[np.bool_]
_NEVER = np.iinfo(np.int32).min  # less than any day
_NO_TRUTHS = np.zeros(0, bool)


def check_clocks(results: Results) -> None:
    """Raise BadInput, naming the rule, where a clock's state or days are not what its dates say.

    Raises it as well where the list of bank holidays is not what the rules of bank holidays give.
    """
    calendar = second_calendar()
    for rule in results.policy.deadlines:
        clocks = results.deadlines[rule.head.id]
        if clocks.height:
            for said, wrong in _Clocks(rule, clocks, results.as_at, calendar).wrong():
                if wrong.any():
                    raise _stopped(rule.head.id, said, int(wrong.sum()))


def _stopped(rule: str, said: str, rows: int) -> BadInput:
    message = (
        f"internal error: {said} in {rows:,} of its results, by a second count of the days, so nothing is "
        "reported; please report this with the rule's name"
    )
    return BadInput(Problem(message, rule))


@dataclass(frozen=True, slots=True)
class SecondCalendar:
    """Of each day from `first` on whether it is a working day, and how many there were up to it."""

    first: int
    works: Truths
    upto: Days

    def place(self, days: Days) -> Days:
        return np.clip(days - self.first, 0, self.works.size - 1)

    def between(self, first: Days, last: Days) -> Days:
        """The working days after one day and up to another."""
        return self.upto[self.place(last)] - self.upto[self.place(first)]

    def is_after(self, start: Days, number: int, day: Days) -> Truths:
        """Whether this is the working day that comes so many working days after a day; of none, itself."""
        if not number:
            return np.asarray(start == day)
        return np.asarray(self.works[self.place(day)] & (self.between(start, day) == number))


@cache
def second_calendar() -> SecondCalendar:
    """The working days by the rules of bank holidays; raises BadInput where the list says otherwise."""
    by_rule = [day for year in range(FIRST_YEAR, LAST_YEAR + 1) for day in holidays_by_rule(year)]
    differing = set(by_rule) ^ set(bank_holidays())
    if differing:
        message = (
            f"the list of bank holidays of {min(differing).year} is not what their rules give, so nothing is "
            "reported; please report this with the year"
        )
        raise BadInput(Problem(f"internal error: {message}"))
    first, end = np.datetime64(date(FIRST_YEAR, 1, 1)), np.datetime64(date(LAST_YEAR + 1, 1, 1))
    days = np.arange(first, end)
    works = np.is_busday(days, holidays=np.array(by_rule, "datetime64[D]"))
    return SecondCalendar(int(first.astype(np.int32)), works, np.cumsum(works, dtype=np.int32))


class _Clocks:
    """The clocks of one rule. Where a day is not known nothing is said of it."""

    def __init__(self, rule: Deadline, clocks: pl.DataFrame, as_at: date, calendar: SecondCalendar) -> None:
        self._rule, self._clocks, self._calendar = rule, clocks, calendar
        self._today = np.int32((as_at - date(1970, 1, 1)).days)
        self._all = tuple(map(self._days, ("start", "due", "met_on", "stopped_on")))
        self._codes = clocks["state"].to_physical().to_numpy()
        kind = clocks["state"].dtype
        assert isinstance(kind, pl.Enum)
        self._names = kind.categories.to_list()
        # Where hours count, two clocks of one day differ by what no day tells.
        timed = clocks["due_at"].is_not_null()
        self._timed = timed.to_numpy() if timed.any() else None
        self._works = self._are("unit", "working days")
        self._told = clocks["days"].fill_null(_NEVER).to_numpy()

    def wrong(self) -> Iterator[tuple[str, Truths]]:
        """What is wrong, in words, and of which of the clocks that it is looked for in."""
        today = self._today
        judged: dict[str, Callable[[Days, Days, Days, Days], Truths]] = {
            "met": lambda start, due, met, stopped: (met > _NEVER) & (met <= due),
            "late": lambda start, due, met, stopped: (due > _NEVER) & (met > due),
            "overdue": lambda start, due, met, stopped: (met == _NEVER) & (due > _NEVER) & (due < today),
            "missed": lambda start, due, met, stopped: (due > _NEVER) & (stopped > due),
            "pending": lambda start, due, met, stopped: (met == _NEVER) & (due >= today),
            "early": lambda start, due, met, stopped: (met > _NEVER) & ((met < start) | (start == _NEVER)),
            "ended": lambda start, due, met, stopped: (due == _NEVER) | (stopped <= due),
        }
        spans: dict[str, Callable[[Days, Days, Days], tuple[Days, Days]]] = {
            "late": lambda due, met, stopped: (due, met),
            "overdue": lambda due, met, stopped: (due, np.full_like(due, today)),
            "missed": lambda due, met, stopped: (due, stopped),
            "pending": lambda due, met, stopped: (np.full_like(due, today), due),
        }
        for state, holds in judged.items():
            places = self._of(state)
            if not places.size:
                continue
            start, due, met, stopped = (days[places] for days in self._all)
            yield f"{state} is not what the dates say", ~holds(start, due, met, stopped)
            if state in spans:
                yield (
                    "the days are not what the dates say",
                    self._miscounted(places, *spans[state](due, met, stopped)),
                )
        if self._rule.within is not None and not isinstance(self._rule.within, Lookup):
            yield "the due date is not what the limit says", self._misdated(self._rule.within)

    def _of(self, state: str) -> npt.NDArray[np.int64]:
        """Which clocks are in a state, of those that go by days."""
        found = self._codes == self._names.index(state)
        return np.flatnonzero(found if self._timed is None else found & ~self._timed)

    def _days(self, name: str) -> Days:
        return self._clocks[name].to_physical().fill_null(_NEVER).to_numpy()

    def _are(self, name: str, value: str) -> Truths:
        kind = self._clocks[name].dtype
        assert isinstance(kind, pl.Enum)
        code = kind.categories.to_list().index(value)
        return np.asarray(self._clocks[name].to_physical().to_numpy() == code)

    def _miscounted(self, places: npt.NDArray[np.int64], first: Days, last: Days) -> Truths:
        works, told = self._works[places], self._told[places]
        between = self._calendar.between(first, last) if works.all() else last - first
        if works.any() and not works.all():
            between = np.where(works, self._calendar.between(first, last), between)
        return np.asarray(between != told)

    def _misdated(self, limit: Duration) -> Truths:
        """Where the due date is not the last day within the limit; or after it, where it may be sooner."""
        start, due, *_ = self._all
        known = (start > _NEVER) & (due > _NEVER)
        known = known if self._timed is None else known & ~self._timed
        if not known.all():
            start, due = start[known], due[known]
        match limit.unit:
            case "days" | "weeks":
                last = start + limit.number * (7 if limit.unit == "weeks" else 1)
            case "months" | "years":
                last = _months_on(start, limit.number * (12 if limit.unit == "years" else 1))
            case "working days":
                within = self._calendar.between(start, due) <= limit.number
                wrong = ~self._calendar.is_after(start, limit.number, due)
                return ~within if self._rule.or_sooner else wrong
            case _:
                return _NO_TRUTHS
        return np.greater(due, last) if self._rule.or_sooner else np.not_equal(due, last)


def _months_on(start: Days, months: int) -> Days:
    """The same day of a later month, or the last day of that month where it has none such."""
    days = start.astype("datetime64[D]")
    month = days.astype("datetime64[M]")
    later = month + np.timedelta64(months, "M")
    last = (later + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")
    on = later.astype("datetime64[D]") + (days - month.astype("datetime64[D]"))
    return np.asarray(np.minimum(on, last).astype(np.int32))
