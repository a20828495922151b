"""Every figure of an audit added up again from its results, by other code than made it, before one is told.

The adding up is plain: a number for each state, and one for each name or month, counted by numpy. A figure
that comes to something else stops the audit, and is named.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cache
from operator import attrgetter

import numpy as np
import numpy.typing as npt
import polars as pl

from threshold.audit.model import Audit, Bucket, Counts, Lateness, RuleSummary
from threshold.audit.period import Period
from threshold.batch import Results
from threshold.exports import Export
from threshold.reading import BadInput, Problem
from threshold.semantics.closed_lists import AUDIT_STATES

Numbers = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]
Days = npt.NDArray[np.int32]
NO_DAY = np.iinfo(np.int32).min
NOBODY = "not given"
# The states of results, and what an audit counts each as: the fields of Counts, in their order.
_COUNTED = {
    **{"met": 0, "late": 1, "overdue": 2, "missed": 3, "not_met": 4, "pending": 5, "early": 6, "ended": 7},
    **{
        "paused": 8,
        "cannot_tell": 9,
        "undetermined": 9,
        "conflict": 10,
        "no_limit": 11,
        "not_applicable": 12,
    },
}
_FIELDS = 13
_FIRST, _LAST = "1900-01-01", "2100-01-01"
_NAMES = tuple(each.name for each in fields(Counts))
_told_counts = attrgetter(*_NAMES)
_NOT_DONE = ("late", "overdue", "missed")
_WEIGHTS = {"hours": 1, "working hours": 3}  # 8 working hours go beside a day of 24


def check_figures(audit: Audit, again: "Again") -> None:
    """Raise BadInput, naming the figure, where one is not what the results add up to."""
    _check_rows(audit, again.export)
    rules = sorted(rule.rule for rule in audit.rules)
    same("the policy", "which rules there are", rules, sorted(again.results.anchors))
    for rule in audit.rules:
        again.check(rule)
    if audit.period is not None and audit.period.by == "done":
        same("the period", "what was not done in it", audit.period.not_done, again.not_done(audit.rules))


def check_table(rule: RuleSummary, table: pl.DataFrame) -> None:
    """Raise BadInput where a rule's table of results has another number of some outcome than its figures."""
    found = dict(table["state"].value_counts().iter_rows())
    for name in AUDIT_STATES:
        told = getattr(rule.counts, name)
        # Of a deadline that does not apply there is no row; what is hidden is not told.
        if told is not None and (rule.kind, name) != ("deadline", "not_applicable"):
            same(rule.rule, name.replace("_", " "), told, found.get(name, 0))


def same(of: str, figure: str, told: object, added: object) -> None:
    """Raise BadInput where two counts of one figure differ."""
    if told != added:
        numbers = all(isinstance(each, int | float) and each is not True for each in (told, added))
        difference = f": {told} by one count, {added} by another" if numbers else ""
        message = (
            f"internal error: {figure} does not add up again from the results{difference}, so nothing is "
            "reported; please report this with the name of the figure"
        )
        raise BadInput(Problem(message, of))


def _check_rows(audit: Audit, export: Export) -> None:
    rows = audit.rows
    same("rows", "rows read", rows.read, export.rows_in)
    same(
        "rows",
        "rows used and not used",
        rows.read,
        sum(map(int, (rows.reported or 0, rows.refused or 0, rows.left_out or 0))),
    )
    same(
        "rows",
        "reasons for rows not used",
        sum(each.rows for each in rows.unused),
        rows.read - (rows.reported or 0),
    )
    same("children", "how many children", audit.children, export.tables.facts["child"].n_unique())
    found = sum(each.count for each in audit.quality)
    same("data quality", "how many findings", found, int(export.findings["count"].sum()))


@dataclass(frozen=True, slots=True)
class _Rows:
    """The results of one rule that a figure is of: the number of the state of each, and their clocks.

    units       the place of the unit of each. None: all units in their order
    elsewhere   units without a clock
    """

    states: list[str]
    codes: Numbers
    units: Numbers | None
    clocks: pl.DataFrame | None
    elsewhere: int = 0

    def of(self, *states: str) -> Truths:
        """Which are in one of these states."""
        found = np.zeros(len(self.states), bool)
        found[[place for place, name in enumerate(self.states) if name in states]] = True
        return np.asarray(found[self.codes])

    def counted(self, beside: Numbers | None = None, most: int = 1) -> Numbers:
        """How many an audit counts as what; a row of such numbers for each number that may stand beside."""
        width = len(self.states)
        if beside is None:
            # Faster than to count all at once.
            table = np.array([[np.count_nonzero(self.codes == place) for place in range(width)]])
        else:
            table = np.bincount(beside * width + self.codes, minlength=most * width).reshape(most, width)
        found = np.zeros((most, _FIELDS), np.int64)
        for place, name in enumerate(self.states):
            found[:, _COUNTED[name]] += table[:, place]
        return found


class Again:
    """What results add up to; of a period where one is given."""

    def __init__(self, export: Export, results: Results, period: Period | None) -> None:
        self.export, self.results, self.period = export, results, period
        self._names: dict[str, tuple[list[str], Numbers]] = {}
        self._beside: dict[tuple[str, str], Numbers] = {}
        self._runs: dict[str, Numbers] = {}
        self._codes: dict[str, pl.DataFrame] = {}

    def check(self, rule: RuleSummary) -> None:
        """Raise BadInput where a figure of a rule is another."""
        anchor = self.results.anchors[rule.rule]
        units, runs = self.results.units[anchor].height, self.runs(anchor)
        without = 0 if runs is None else units - runs.size
        same(rule.rule, "children without any", rule.without, without)
        rows = self._rows(rule.rule, anchor)
        added = rows.counted()[0]
        added[_COUNTED["not_applicable"]] += rows.elsewhere
        for name, told, number in zip(_NAMES, _told_counts(rule.counts), _counts(added), strict=True):
            same(rule.rule, name.replace("_", " "), told, number)
        for figure, parts in (("team", rule.by_team), ("worker", rule.by_worker)):
            if parts:
                names, beside = self.beside(figure, anchor)
                table = rows.counted(beside if rows.units is None else beside[rows.units], len(names))
                told = [(part.name, _told_counts(part.counts)) for part in parts]
                same(rule.rule, f"what came of it by {figure}", sorted(told), _named(names, table))
        if rows.clocks is not None:
            _check_clocks(rule, rows, rows.clocks)

    def runs(self, anchor: str) -> Numbers | None:
        """The places of what a rule is about: runs of its episode. None: all children."""
        if anchor and anchor not in self._runs:
            there = self.results.units[anchor]["instance"].is_not_null().to_numpy()
            self._runs[anchor] = np.flatnonzero(there)
        return self._runs.get(anchor)

    def _rows(self, rule: str, anchor: str) -> _Rows:
        runs = self.runs(anchor)
        if rule not in self.results.deadlines:
            if anchor not in self._codes:
                self._codes[anchor] = self.results.checks[anchor].select(pl.all().to_physical())
            codes = self._codes[anchor][rule].to_numpy()
            states = _states(self.results.checks[anchor], rule)
            rows = _Rows(states, codes if runs is None else codes[runs], runs, None)
            if self.period is None or runs is None:
                return rows
            units = self.results.units[anchor]
            return self._in_period(rows, days(units["opened"])[runs], days(units["closed"])[runs])
        clocks = self._of_runs(rule, anchor)
        places = clocks["row"].to_numpy().astype(np.int64)
        every = self.results.units[anchor].height if runs is None else runs.size
        seen = np.zeros(self.results.units[anchor].height, bool)
        seen[places] = True
        elsewhere = every - int(seen.sum())
        rows = _Rows(_states(clocks, "state"), _codes(clocks, "state"), places, clocks, elsewhere)
        if self.period is None:
            return rows
        return self._in_period(rows, days(clocks["start"]), days(clocks["met_on"]))

    def _of_runs(self, rule: str, anchor: str) -> pl.DataFrame:
        clocks, runs = self.results.deadlines[rule], self.runs(anchor)
        if runs is None:
            return clocks
        there = np.zeros(self.results.units[anchor].height, bool)
        there[runs] = True
        inside = there[clocks["row"].to_numpy()]
        return clocks if inside.all() else clocks.filter(inside)

    def _in_period(self, rows: _Rows, started: Days, done: Days) -> _Rows:
        """Those of the period; of what was started nobody knows when, nothing can be told."""
        inside, unknown = self.inside(started, done)
        codes = rows.codes
        if unknown.any():
            untold = next(name for name in ("cannot_tell", "undetermined") if name in rows.states)
            codes = np.where(unknown & ~rows.of("not_applicable"), rows.states.index(untold), codes)
        units = np.arange(codes.size) if rows.units is None else rows.units
        clocks = None if rows.clocks is None else rows.clocks.filter(inside)
        return _Rows(rows.states, codes[inside], units[inside], clocks, rows.elsewhere)

    def inside(self, started: Days, done: Days) -> tuple[Truths, Truths]:
        """What belongs to the period, and of which of it nobody knows whether it does."""
        if self.period is None:
            return np.ones(started.size, bool), np.zeros(started.size, bool)
        first, last = _day(self.period.first), _day(self.period.last)
        if self.period.by == "started":
            unknown = started == NO_DAY
            return unknown | ((started >= first) & (started <= last)), unknown
        return (done >= first) & (done <= last), np.zeros(done.size, bool)

    def beside(self, figure: str, anchor: str) -> tuple[list[str], Numbers]:
        """The names of teams or workers, and the number of that of each unit's child."""
        if figure not in self._names:
            self._names[figure] = self._of_children(figure)
        names, of_children = self._names[figure]
        key = (figure, anchor)
        if key not in self._beside:
            everybody, whose = (self.results.units[each]["child"].hash().to_numpy() for each in ("", anchor))
            other = np.ones(whose.size, bool)
            other[1:] = whose[1:] != whose[:-1]
            place = np.cumsum(other) - 1
            same("the results", "the order of children", True, np.array_equal(everybody[place], whose))
            self._beside[key] = of_children[place]
        return names, self._beside[key]

    def _of_children(self, figure: str) -> tuple[list[str], Numbers]:
        """One name for each child; several where rows differ, the first name where nobody is named."""
        said = self.export.allocated.select("child", name=figure).drop_nulls()
        if said["child"].n_unique() < said.height:
            alone = pl.when(pl.len() == 1).then(pl.col("name").first()).otherwise(pl.lit("several"))
            said = said.unique().group_by("child").agg(alone.alias("name"))
        names = ["", *said["name"].unique().sort()]
        named = self.results.units[""].select("child").join(said, "child", how="left", maintain_order="left")
        known = named["name"].cast(pl.Enum(names[1:])).to_physical().cast(pl.Int64)
        return names, (known + 1).fill_null(0).to_numpy()

    def not_done(self, rules: Iterable[RuleSummary]) -> int:
        """How often anything was overdue when the period ended, or was missed in it."""
        assert self.period is not None
        first, end = _day(self.period.first), min(_day(self.period.last), _day(self.results.as_at))
        found = 0
        for rule in rules:
            if rule.kind == "requirement" or rule.beside:
                continue
            clocks = self._of_runs(rule.rule, self.results.anchors[rule.rule])
            rows = _Rows(_states(clocks, "state"), _codes(clocks, "state"), None, clocks)
            due, met, stopped = (days(clocks[name]) for name in ("due", "met_on", "stopped_on"))
            was_due = (due != NO_DAY) & (due < end)
            found += int((rows.of("overdue") & (was_due | (end == _day(self.results.as_at)))).sum())
            found += int((rows.of("late") & was_due & (met > end)).sum())
            missed = rows.of("missed")
            found += int(
                (missed & was_due & (stopped > end) | missed & (stopped >= first) & (stopped <= end)).sum()
            )
        return found


def _counts(numbers: Numbers) -> tuple[object, ...]:
    """These numbers and what follows from them, as Counts has them."""
    met, late, overdue, missed, not_met, *others, elsewhere = map(int, numbers)
    judged = met + late + overdue + missed + not_met
    of_all = judged + others[4] + others[5]
    share = round(met / judged, 6) if judged else None
    least = round(met / of_all, 6) if judged else None
    n = judged + sum(others)
    return (met, late, overdue, missed, not_met, *others, elsewhere, n, judged, share, least, None)


def _named(names: Sequence[str], table: Numbers) -> list[tuple[str, tuple[object, ...]]]:
    there = [(name or NOBODY, _counts(row)) for name, row in zip(names, table, strict=True) if row.any()]
    return sorted(there)


def _check_clocks(rule: RuleSummary, rows: _Rows, clocks: pl.DataFrame) -> None:
    due = days(clocks["due"])
    known = due != NO_DAY
    added = []
    if known.any():
        month = months(due[known])
        first = int(month.min())
        table = _Rows(rows.states, rows.codes[known], None, None).counted(
            month - first, int(month.max()) - first + 1
        )
        added = [(month_named(first + at), _counts(row)) for at, row in enumerate(table) if row.any()]
    same(rule.rule, "its months", [(each.month, _told_counts(each.counts)) for each in rule.months], added)
    _check_lateness(rule, rows, clocks)


def _check_lateness(rule: RuleSummary, rows: _Rows, clocks: pl.DataFrame) -> None:
    late = rows.of(*_NOT_DONE) & clocks["days"].is_not_null().to_numpy()
    number, codes = clocks["days"].fill_null(0).to_numpy()[late].astype(np.int64), rows.codes[late]
    names, unit = _states(clocks, "unit"), _codes(clocks, "unit")[late]
    units = [names[code] for code in np.flatnonzero(np.bincount(unit))]
    same(rule.rule, "in which units it is late", [each.unit for each in rule.lateness], units)
    for each in rule.lateness:
        inside = unit == names.index(each.unit)
        ours = number[inside]
        told = (each.n, each.median, each.most)
        same(rule.rule, "by how much it is late", told, (ours.size, float(np.median(ours)), int(ours.max())))
        states = [codes[inside] == rows.states.index(name) for name in _NOT_DONE]
        for bucket in each.buckets:
            same(rule.rule, "by how much it is late", _told(bucket), _added(bucket, ours, states))
        same(rule.rule, "by how much it is late", each.n, _in_buckets(each))
    weight = number * np.array([_WEIGHTS.get(name, 24) for name in names])[unit]
    weight = np.sort(np.partition(weight, weight.size - len(rule.worst))[weight.size - len(rule.worst) :])[
        ::-1
    ]
    told_ = [_WEIGHTS.get(worst.unit, 24) * (worst.days or 0) for worst in rule.worst]
    same(rule.rule, "the worst", told_, weight.tolist())


def _told(bucket: Bucket) -> tuple[int, ...]:
    return (bucket.late, bucket.overdue, bucket.missed)


def _added(bucket: Bucket, number: Numbers, states: Sequence[Truths]) -> tuple[int, ...]:
    inside = (number >= bucket.least) & (number <= (number.max() if bucket.most is None else bucket.most))
    return tuple(int(np.count_nonzero(inside & each)) for each in states)


def _in_buckets(lateness: Lateness) -> int:
    return sum(sum(_told(bucket)) for bucket in lateness.buckets)


def _states(table: pl.DataFrame, column: str) -> list[str]:
    kind = table[column].dtype
    assert isinstance(kind, pl.Enum)
    return kind.categories.to_list()


def _codes(table: pl.DataFrame, column: str) -> Numbers:
    return table[column].to_physical().to_numpy()


def days(series: pl.Series) -> Days:
    """Days since 1970, NO_DAY where there is none."""
    return series.to_physical().fill_null(NO_DAY).to_numpy()


def _day(day: object) -> int:
    return int(np.datetime64(day, "D").astype(np.int64))  # type: ignore[call-overload]


@cache
def _months() -> Numbers:
    days_ = np.arange(np.datetime64(_FIRST, "D"), np.datetime64(_LAST, "D"))
    return days_.astype("datetime64[M]").astype(np.int64)


def months(of: Days) -> Numbers:
    """The month of each day, counted since January 1970: looked up, for to work it out takes longer."""
    return _months()[of - int(np.datetime64(_FIRST, "D").astype(np.int64))]


def month_named(number: int) -> str:
    """Such a month as it is written: 2026-05."""
    return f"{1970 + number // 12}-{number % 12 + 1:02}"
