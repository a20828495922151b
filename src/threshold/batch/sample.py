"""Which children of a batch are decided again one by one: at the edges of the rules, and any others.

Half of them are chosen for what their records or results are: for each rule one that is met and one that is
not, clocks that are due on the very day or a day beside it, days that are easily taken for others. Of several
who would do, and of the rest, the hash of the reference decides: nobody has looked whether they come out
right, and the same export gives the same children.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import chain, islice

import numpy as np
import numpy.typing as npt
import polars as pl

from threshold.batch.results import Results
from threshold.batch.tables import Tables
from threshold.dates import FIRST_YEAR, LAST_YEAR
from threshold.dates.second_calendar import holidays_by_rule

_MET, _NOT_MET = ("met",), ("late", "overdue", "missed", "not_met")
_BESIDE = (-1, 0, 1)  # days between what happened and what was due
_SEED = 15
_LOOKED_AT = 2_000  # entries of one sort, of which one is taken
_NEVER = np.iinfo(np.int32).min
_START = date(1970, 1, 1)
Places = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]
Days = npt.NDArray[np.int32]


def chosen(tables: Tables, results: Results, sample: int) -> pl.Series:
    """So many children, or all there are, in the order of the results."""
    everybody = results.units[""]["child"]
    if sample >= everybody.len():
        return everybody
    order = np.argsort(everybody.hash(_SEED).to_numpy(), kind="stable")
    edges = _Edges(tables, results, order).places()
    found = dict.fromkeys(islice(edges, (sample + 1) // 2))
    others = [int(place) for place in order[: 2 * sample] if int(place) not in found]
    found |= dict.fromkeys(others[: sample - len(found)])
    return everybody.gather(sorted(found))


class _Edges:
    """Children at the edges of what the rules say; `order` are the places of all by their hashes."""

    def __init__(self, tables: Tables, results: Results, order: Places) -> None:
        self._tables, self._results = tables, results
        self._rank = np.empty(order.size, np.int64)
        self._rank[order] = np.arange(order.size)
        self._children = {anchor: results.children(anchor).to_numpy() for anchor in results.units}
        self._taken = np.zeros(order.size, bool)
        self._of_anchor: dict[str, tuple[int, Places]] = {}

    def places(self) -> Iterator[int]:
        """The place of each such child once, those first that most depends on."""
        sorts = (self._at_deadlines(), self._of_rules(), self._of_days(), self._of_facts())
        for place in chain.from_iterable(sorts):
            if place is not None and not self._taken[place]:
                self._taken[place] = True
                yield place

    def _first(self, children: Places) -> int | None:
        """The one of these that comes first by its hash."""
        return int(children[self._rank[children].argmin()]) if children.size else None

    def _at_deadlines(self) -> Iterator[int | None]:
        """Of each deadline what was done on the last day, a day before and a day after; or is due so."""
        today = np.int32((self._results.as_at - _START).days)
        for rule, clocks in self._results.deadlines.items():
            due, met, stopped = (_days(clocks[name]) for name in ("due", "met_on", "stopped_on"))
            near = (day.astype(np.int64) - due for day in (np.where(met == _NEVER, today, met), stopped))
            units = clocks["row"].to_numpy()
            for away in near:
                places = np.flatnonzero((np.abs(away) <= max(_BESIDE)) & (due != _NEVER))
                child, away_ = self._children[self._results.anchors[rule]][units[places]], away[places]
                for beside in _BESIDE:
                    yield self._first(child[away_ == beside])

    def _of_rules(self) -> Iterator[int | None]:
        """Of each rule one that is met and one that is not, unless one that was chosen already is so."""
        for rule, anchor in self._results.anchors.items():
            clocks, child = self._results.deadlines.get(rule), self._children[anchor]
            states = self._results.checks[anchor][rule] if clocks is None else clocks["state"]
            child = child if clocks is None else child[clocks["row"].to_numpy()]
            kind, codes = states.dtype, states.to_physical().to_numpy()
            assert isinstance(kind, pl.Enum)
            names = kind.categories.to_list()
            # A few of those that were chosen most often show both.
            there = {names[code] for code in set(codes[self._units(anchor, child, clocks is None)].tolist())}
            for wanted in (_MET, _NOT_MET):
                if not there & set(wanted):
                    yield self._first(child[np.array([name in wanted for name in names])[codes]])

    def _units(self, anchor: str, child: Places, whole: bool) -> Places:
        """The places of what is of children chosen so far; remembered where it is all units of an anchor."""
        if not whole:
            return np.flatnonzero(self._taken[child])
        chosen_ = int(self._taken.sum())
        if anchor not in self._of_anchor or self._of_anchor[anchor][0] != chosen_:
            self._of_anchor[anchor] = (chosen_, np.flatnonzero(self._taken[child]))
        return self._of_anchor[anchor][1]

    def _of_days(self) -> Iterator[int | None]:
        """With an entry on a day that is easily taken for another; and of each kind, held or not."""
        events = self._tables.events
        if not events.height:
            return
        days = _days(events["on"].cast(pl.Date))
        first, sorts = _sorts_of_day()
        of_day = sorts[np.clip(days - first, 0, sorts.size - 1)]
        for place in range(int(sorts.max()).bit_length()):
            yield self._of_entries(of_day & (1 << place) != 0)
        today = (self._results.as_at - _START).days
        for day in (_NEVER, *(today + beside for beside in _BESIDE)):
            yield self._of_entries(days == day)
        for column in [name for name in ("event", "status") if name in events.columns]:
            kinds = events[column]
            kinds = kinds if isinstance(kinds.dtype, pl.Enum) else kinds.cast(pl.Categorical)
            codes = kinds.to_physical().fill_null(0).to_numpy()
            for code in range(int(codes.max()) + 1):
                yield self._of_entries(codes == code)

    def _of_entries(self, which: Truths) -> int | None:
        return self._of(self._tables.events["child"].gather(np.flatnonzero(which)[:_LOOKED_AT]))

    def _of_facts(self) -> Iterator[int | None]:
        """Of each stated fact whoever has the least and the greatest value."""
        for column in self._tables.facts.drop("child").iter_columns():
            if not column.dtype.is_nested() and column.count():
                for bound in (column.min(), column.max()):
                    yield self._of(self._tables.facts["child"].filter(column == bound).head(_LOOKED_AT))

    def _of(self, names: pl.Series) -> int | None:
        """The place of one of these children, the first by its hash."""
        if names.is_empty():
            return None
        return self._results.units[""]["child"].index_of(names[names.hash(_SEED).arg_min() or 0])


def _days(series: pl.Series) -> Days:
    return series.to_physical().fill_null(_NEVER).to_numpy()


@cache
def _sorts_of_day() -> tuple[int, npt.NDArray[np.uint8]]:
    """Of each day of the calendar which sorts it is of, a bit for each; and its first, as days since 1970.

    Ends of months and of years, leap days, bank holidays and the days before them, weekends, and the days on
    which clocks change.
    """
    first = date(FIRST_YEAR, 1, 1)
    every = [first + timedelta(days=place) for place in range((date(LAST_YEAR, 12, 31) - first).days + 1)]
    holidays = {day for year in range(FIRST_YEAR, LAST_YEAR + 1) for day in holidays_by_rule(year)}
    one = timedelta(days=1)
    sorts = np.zeros(len(every) + 1, np.uint8)
    for place, day in enumerate(every, 1):
        next_ = day + one
        is_ = (
            *(next_.month != day.month, (day.month, day.day) == (2, 29), day in holidays, next_ in holidays),
            *(day.weekday() == 5, day.weekday() == 6, next_.year != day.year),
            day.weekday() == 6 and day.month in (3, 10) and day.day > 24,
        )
        sorts[place] = sum(1 << bit for bit, holds in enumerate(is_) if holds)
    return (first - one - _START).days, sorts
