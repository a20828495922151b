"""From a test to an expression over columns of facts, and from a condition to one over its tests.

The tests' own nulls are Kleene's unknown, and `&`, `|` and `~` on them are Kleene's. What is absent fails
every test but those that ask for it; only here is a null ever filled.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import and_, eq, or_

import polars as pl

from threshold.batch.dates import add_to_day, add_to_moment, in_hours
from threshold.batch.tables import column_type, is_moment
from threshold.conditions import (
    All,
    Any,
    AtLeast,
    Condition,
    Entries,
    Lookup,
    Not,
    OtherFact,
    Test,
    operand_facts,
)
from threshold.dates import Duration
from threshold.vocabulary import Fact, Value, Vocabulary

_Compare = Callable[[pl.Expr, pl.Expr], pl.Expr]
_DATES: Mapping[str, _Compare] = {
    "before": lambda one, other: one < other,
    "after": lambda one, other: one > other,
    "on_or_before": lambda one, other: one <= other,
    "on_or_after": lambda one, other: one >= other,
}
_NUMBERS: Mapping[str, _Compare] = {
    "at_least": lambda one, other: one >= other,
    "at_most": lambda one, other: one <= other,
    "above": lambda one, other: one > other,
    "below": lambda one, other: one < other,
}
_AGO = ("at_least_ago", "more_than_ago", "within_last")


class CannotCompile(Exception):
    """A rule that only the evaluation of single cases understands, so that no batch is evaluated with it."""

    def __init__(self, rule: str, why: str) -> None:
        super().__init__(f"{rule} cannot be evaluated for many cases at once: {why}")
        self.rule = rule


def absent_name(fact: str) -> str:
    """The column that says where a fact is known not to have happened."""
    return f"absent {fact}"


def undated_name(fact: str) -> str:
    """The column that says where a fact is known to have happened, on a day that nobody knows."""
    return f"undated {fact}"


def breaks_name(fact: str) -> str:
    """The column that says on how many days the time that counts from a fact was not served."""
    return f"breaks {fact}"


def whole_day_name(fact: str) -> str:
    """The column that says where only the day is known of a fact that may have a time of day."""
    return f"whole day {fact}"


def doubt_name(fact: str) -> str:
    """The column that says where a fact is in a contradiction."""
    return f"doubt {fact}"


def absence_columns(fact: str, columns: Collection[str]) -> list[str]:
    """Which of these columns say why a fact has no value."""
    return [name for name in (absent_name(fact), undated_name(fact), doubt_name(fact)) if name in columns]


def state_columns(fact: str, columns: Collection[str]) -> list[str]:
    """Which of these columns say what is known of a fact."""
    told = [name for name in (fact, whole_day_name(fact), breaks_name(fact)) if name in columns]
    return [*told, *absence_columns(fact, columns)]


def truth_name(key: str) -> str:
    """The column of a condition's truth."""
    return f"truth {key}"


def kleene(condition: Condition, leaf: Callable[[Test], pl.Expr]) -> pl.Expr:
    """The truth of a condition, given its leaves'."""
    match condition:
        case Test():
            return leaf(condition)
        case Not(part):
            return ~kleene(part, leaf)
        case All(parts):
            return reduce(and_, (kleene(part, leaf) for part in parts)) if parts else pl.lit(True)
        case Any(parts):
            return reduce(or_, (kleene(part, leaf) for part in parts)) if parts else pl.lit(False)
        case AtLeast(number, parts):
            return _enough(number, [kleene(part, leaf) for part in parts])


def _enough(number: int, parts: Sequence[pl.Expr]) -> pl.Expr:
    """Whether so many are true; false where those that may be are too few."""
    if not parts or number <= 0:
        return pl.lit(number <= 0)
    held, possible = (
        pl.sum_horizontal(part.fill_null(each).cast(pl.UInt32) for part in parts) for each in (False, True)
    )
    return pl.when(held >= number).then(True).when(possible < number).then(False)


@dataclass(frozen=True, slots=True)
class _Moments:
    """A date fact's values: the day and, if it may have a time of day, the moment where it has."""

    day: pl.Expr
    at: pl.Expr | None = None


@dataclass(frozen=True, slots=True)
class Signals:
    """How tests read the columns of a frame. A fact without a column is unknown of everybody.

    `as_at` is the date that lengths of time are looked at from; an expression where it is each unit's own.
    """

    vocabulary: Vocabulary
    columns: Collection[str]
    as_at: date | pl.Expr

    def value(self, name: str) -> pl.Expr:
        """A fact's values."""
        if name in self.columns:
            return pl.col(name)
        return pl.lit(None, dtype=column_type(self.vocabulary.facts[name].type))

    def absent(self, name: str) -> pl.Expr:
        """Where a fact is known not to have happened."""
        column = absent_name(name)
        return pl.col(column) if column in self.columns else pl.lit(False)

    def undated(self, name: str) -> pl.Expr:
        """Where a fact is known to have happened, on a day that nobody knows."""
        column = undated_name(name)
        return pl.col(column) if column in self.columns else pl.lit(False)

    def unknown(self, name: str) -> pl.Expr:
        """Where somebody could still tell: what, whether or when."""
        return self.value(name).is_null() & ~self.absent(name)

    def signal(self, test: Test) -> pl.Expr:
        """Whether a test holds. Raises ValueError for one that has no column form."""
        value = self.value(test.fact)
        if isinstance(test.operand, Entries):
            return self._recorded(test.operand, self.unknown(test.fact) & ~self.undated(test.fact))
        if test.operator == "known":
            return value.is_not_null()
        if test.operator == "not_known_to_be":
            return ~self._is(test).fill_null(False)
        if test.operator == "recorded":
            happened = value.is_not_null() | self.undated(test.fact)
            return pl.when(happened).then(True).when(self.absent(test.fact)).then(False)
        fails = self.absent(test.fact)
        if isinstance(test.operand, OtherFact):
            fails = fails | (value.is_not_null() & self.absent(test.operand.fact))
        elif isinstance(test.operand, Lookup):
            fails = fails | (value.is_not_null() & self._no_cell(test.operand))
        holds = self._holds(test)
        if any(name not in self.columns for name in (test.fact, *operand_facts(test.operand))):
            # Of itself, polars makes a single row of a comparison that comes to nothing whatever the case.
            holds = pl.lit(None, dtype=pl.Boolean)
        return pl.when(fails).then(False).otherwise(holds)

    def _recorded(self, wanted: Entries, more: pl.Expr) -> pl.Expr:
        """Whether so many entries lie in the time that is looked at: the one that makes them so many does.

        `more` is where there may be others than those on record.
        """
        if wanted.days not in self.columns:
            return pl.lit(None, dtype=pl.Boolean)
        days = self.value(wanted.days).list.eval(pl.element().str.to_date("%Y-%m-%d", strict=False))
        so_many = (days.list.len() >= wanted.number).fill_null(False)
        enough = possible = so_many
        if (window := wanted.within) is not None:
            # The latest first. One without a day may be later than all that have one.
            sure = days.list.drop_nulls().list.sort(descending=True)
            may_be = days.list.sort(descending=True, nulls_last=False)
            last, perhaps = (
                self._lies_within(each.list.get(wanted.number - 1, null_on_oob=True), window)
                for each in (sure, may_be)
            )
            enough, possible = last.fill_null(False), perhaps.fill_null(so_many)
        return pl.when(enough).then(True).when(~possible & ~more).then(False)

    def _lies_within(self, day: pl.Expr, window: Duration) -> pl.Expr:
        return (day <= self._today) & (_moved(_Moments(day), window).day >= self._today)

    @property
    def _today(self) -> pl.Expr:
        return self.as_at if isinstance(self.as_at, pl.Expr) else pl.lit(self.as_at)

    def _holds(self, test: Test) -> pl.Expr:
        fact = self.vocabulary.fact(test.fact)
        if test.operator in _AGO:
            return self._ago(test)
        if test.operator in _DATES:
            (operand,) = self._moment_operands(test)
            return _compared(self.moments(fact.name), operand, _DATES[test.operator])
        if test.operator in _NUMBERS and fact.type.kind != "list":
            return _NUMBERS[test.operator](self.value(fact.name), self._operands(test)[0])
        if test.operator == "between":
            if len(operands := self._operands(test)) != 2:
                raise ValueError('"between" takes two values')
            return self.value(fact.name).is_between(operands[0], operands[1])
        if test.operator == "is":
            return self._is(test)
        return self._listed(test)

    def _is(self, test: Test) -> pl.Expr:
        fact = self.vocabulary.fact(test.fact)
        value = self.value(fact.name)
        if fact.type.is_date:
            moments = self.moments(fact.name)
            return reduce(or_, (_compared(moments, each, eq) for each in self._moment_operands(test)))
        if isinstance(test.operand, tuple) and len(test.operand) > 1 and fact.type.kind != "boolean":
            return value.is_in(list(test.operand))
        if isinstance(test.operand, OtherFact) and fact.type.kind in ("choice", "role"):
            value = value.cast(pl.String)
        nothing = pl.when(value.is_not_null()).then(False)
        return reduce(or_, (value == operand for operand in self._operands(test)), nothing)

    def _operands(self, test: Test) -> list[pl.Expr]:
        """What a plain value is compared with; null where that is not known."""
        fact, operand = self.vocabulary.fact(test.fact), test.operand
        if isinstance(operand, tuple):
            return [pl.lit(value) for value in operand]
        if isinstance(operand, Lookup):
            return [self._cell(operand, fact)]
        assert isinstance(operand, OtherFact)
        other = self.vocabulary.facts[operand.fact]
        value = self.value(other.name)
        return [value.cast(pl.String) if fact.type.kind in ("choice", "role") else value]

    def _cell(self, lookup: Lookup, fact: Fact) -> pl.Expr:
        kind = self.vocabulary.facts[lookup.row_fact].type.kind
        if kind not in ("choice", "role", "text", "label", "number"):
            raise ValueError(f"a table has no rows for a {kind}")
        cells = {row: value for row, value in lookup.cells if value is not None}
        dtype = column_type(fact.type)
        rows = self.value(lookup.row_fact).cast(pl.String)
        if not cells:
            return pl.lit(None, dtype=dtype)
        return rows.replace_strict(cells, default=None, return_dtype=dtype)

    def _no_cell(self, lookup: Lookup) -> pl.Expr:
        """Where the row is known not to have happened, or its cell holds none."""
        rows = [row for row, value in lookup.cells if value is None]
        nothing = self.value(lookup.row_fact).cast(pl.String).is_in(rows).fill_null(False)
        return self.absent(lookup.row_fact) | nothing

    def moments(self, name: str) -> _Moments:
        """A date fact's values, with the time of day where it may have one."""
        value = self.value(name)
        if not is_moment(self.vocabulary.facts[name]):
            return _Moments(value)
        whole = whole_day_name(name)
        timed = pl.when(~pl.col(whole).fill_null(False)).then(value) if whole in self.columns else value
        return _Moments(value.dt.date(), timed)

    def _moment_operands(self, test: Test) -> list[_Moments]:
        operand = test.operand
        if isinstance(operand, OtherFact):
            other = self.moments(operand.fact)
            return [other if operand.plus is None else _moved(other, operand.plus)]
        if isinstance(operand, Lookup):
            raise ValueError("a date is not compared with a table's cell")
        assert isinstance(operand, tuple)
        return [_literal(moment) for moment in operand]

    def _ago(self, test: Test) -> pl.Expr:
        assert isinstance(test.operand, tuple)
        length = test.operand[0]
        assert isinstance(length, Duration)
        moments, today = self.moments(test.fact), self._today
        if (breaks := breaks_name(test.fact)) in self.columns:
            today = today - pl.duration(days=pl.col(breaks).fill_null(0))
        # Months count forward: the date moved on is compared with today.
        reached = _moved(moments, length).day
        if test.operator == "at_least_ago":
            return reached <= today
        return (
            reached < today
            if test.operator == "more_than_ago"
            else (moments.day <= today) & (reached >= today)
        )

    def reached(self, test: Test) -> pl.Expr:
        """The day from which a length of time is over that a test waits for (`at_least_ago`).

        Raises ValueError for hours, which are over within a day.
        """
        assert isinstance(test.operand, tuple)
        length = test.operand[0]
        assert isinstance(length, Duration)
        if in_hours(length):
            raise ValueError("it waits for hours")
        over = _moved(self.moments(test.fact), length).day
        if (breaks := breaks_name(test.fact)) in self.columns:
            over = over + pl.duration(days=pl.col(breaks).fill_null(0))
        return over

    def _listed(self, test: Test) -> pl.Expr:
        held = self.value(test.fact)
        if isinstance(test.operand, OtherFact):
            if self.vocabulary.facts[test.fact].type.kind != "list":
                raise ValueError("ratings are not compared with other ratings")
            return _compared_lists(test.operator, held, self.value(test.operand.fact))
        if not isinstance(test.operand, tuple):
            raise ValueError("a list is not compared with a table's cell")
        return _compared_values(test.operator, held, test.operand)


def _compared(one: _Moments, other: _Moments, compare: _Compare) -> pl.Expr:
    """A day beside a moment is compared by the day alone."""
    by_day = compare(one.day, other.day)
    if one.at is None or other.at is None:
        return by_day
    return pl.coalesce(compare(one.at, other.at), by_day)


def _moved(moments: _Moments, length: Duration) -> _Moments:
    """Moved on by a length. Hours count from a time of day only: where there is none, nobody can tell."""
    if not in_hours(length):
        return _Moments(add_to_day(moments.day, length))
    if moments.at is None:
        raise ValueError("hours are counted from a time of day")
    at = add_to_moment(moments.at, length)
    return _Moments(at.dt.date(), at)


def _literal(moment: object) -> _Moments:
    assert isinstance(moment, date)
    if isinstance(moment, datetime):
        return _Moments(pl.lit(moment.date()), pl.lit(moment))
    return _Moments(pl.lit(moment))


def _compared_values(operator: str, held: pl.Expr, values: Sequence[Value]) -> pl.Expr:
    known = held.is_not_null()
    if operator == "at_least":
        return held.list.n_unique() >= pl.lit(values[0])
    if operator == "only":
        return held.list.eval(pl.element().is_in(list(values))).list.all()
    contains = [held.list.contains(pl.lit(value)) for value in values]
    if operator == "includes_all":
        return reduce(and_, contains, pl.when(known).then(True))
    some = reduce(or_, contains, pl.when(known).then(False))
    return ~some if operator == "includes_none" else some


def _compared_lists(operator: str, held: pl.Expr, other: pl.Expr) -> pl.Expr:
    if operator == "only":
        return held.list.set_difference(other).list.len() == 0
    if operator == "includes_all":
        return other.list.set_difference(held).list.len() == 0
    some = held.list.set_intersection(other).list.len() > 0
    return ~some if operator == "includes_none" else some
