"""From when time alone mends what fails, by column: as `semantics.parts` has it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_

import polars as pl

from threshold.batch.signals import CannotCompile, Signals, kleene
from threshold.conditions import NEVER, All, Any, AtLeast, Condition, Entries, Test
from threshold.policy import Ground, Requirement

_FROM_NOW = ("at_least_ago", "more_than_ago", "within_last")


@dataclass(frozen=True, slots=True)
class Wait:
    """The days on which time alone mends one thing, and who wants it; whether the last day hangs on it."""

    day: pl.Series
    wanted: pl.Series
    counts: bool = True

    def columns(self, number: int) -> tuple[pl.Series, pl.Series]:
        """Both as the columns of a frame."""
        return self.day.alias(f"day {number}"), self.wanted.alias(f"wanted {number}")


@dataclass(frozen=True)
class Waiting:
    """The days from which conditions hold that wait for time, over a frame whose tests have been worked out.

    `leaf` gives a test's truth today.
    """

    signals: Signals
    leaf: Callable[[Test], pl.Expr]

    def mends(self, rule: Requirement, frame: pl.DataFrame) -> pl.Series:
        """The first day on which time alone meets a requirement; null where its parts want more than time.

        Raises CannotCompile where a part waits for hours.
        """
        try:
            day = self.ripens(frame, rule.every_part)
            if rule.unless == NEVER:
                return day
            sooner = self.ripens(frame, rule.unless)
        except ValueError as error:
            raise CannotCompile(rule.head.id, str(error)) from None
        return day.zip_with((day <= sooner).fill_null(day.is_null() | sooner.is_null()), sooner)

    def holds_from(self, ground: Ground, frame: pl.DataFrame) -> pl.Series:
        """The first day on which time alone makes a ground hold; raises as `mends` does."""
        try:
            return self.ripens(frame, ground.when)
        except ValueError as error:
            raise CannotCompile(ground.head.id, str(error)) from None

    def ripens(self, frame: pl.DataFrame, condition: Condition) -> pl.Series:
        """The first day on which time alone makes a condition true that is not; null where it never does."""
        day = self._waits(condition)
        if day is None:
            return no_day(frame)
        # What time would break meanwhile is looked at as well.
        then = replace(self.signals, as_at=pl.col("day"))
        still = kleene(condition, lambda test: then.signal(test) if _of_time(test) else self.leaf(test))
        found = frame.with_columns(day=day).select("day", still=still.fill_null(False))
        return found.select(pl.when("still").then("day"))["day"]

    def _waits(self, condition: Condition) -> pl.Expr | None:
        """The day on which the last wait of a condition is over; None where it waits for nothing."""
        match condition:
            case Test(operator="at_least_ago"):
                return self.signals.reached(condition)
            case Any(parts):
                # Of several ways, one that waits for no time could be gone today.
                days = [self._waits(part) for part in parts]
                known = [day for day in days if day is not None]
                if len(known) < len(days) or not known:
                    return None
                return pl.when(~_any(day.is_null() for day in known)).then(pl.min_horizontal(known))
            case AtLeast(number, parts):
                return self._so_many(number, parts)
            case All(parts):
                return self._last(parts)
        return None

    def _so_many(self, number: int, parts: Sequence[Condition]) -> pl.Expr | None:
        """The day on which so many of the parts hold, the others that do not waiting for time as well."""
        held, never, days = list[pl.Expr](), pl.lit(False), list[pl.Expr]()
        for part in parts:
            holds, day = kleene(part, self.leaf).fill_null(False), self._waits(part)
            held.append(holds.cast(pl.Int64))
            never = never | (~holds if day is None else ~holds & day.is_null())
            if day is not None:
                days.append(pl.when(~holds).then(day))
        if not days:
            return None
        wanting = pl.lit(number - 1, dtype=pl.Int64) - pl.sum_horizontal(held)
        in_order = pl.concat_list(days).list.drop_nulls().list.sort()
        reached = in_order.list.get(pl.when(wanting >= 0).then(wanting), null_on_oob=True)
        return pl.when(~never).then(reached)

    def _last(self, parts: Sequence[Condition]) -> pl.Expr | None:
        """The day on which the last of those parts is over that do not hold."""
        never, days = pl.lit(False), list[pl.Expr]()
        for part in parts:
            wanting, day = ~kleene(part, self.leaf).fill_null(False), self._waits(part)
            never = never | (wanting if day is None else wanting & day.is_null())
            if day is not None:
                days.append(pl.when(wanting).then(day))
        return pl.when(~never).then(pl.max_horizontal(days)) if days else None


def latest(waits: Sequence[Wait]) -> pl.Series:
    """The latest of the days that count, of those that are wanted; null where one of these is not known."""
    frame = pl.DataFrame(
        [column for n, wait in enumerate(waits) for column in wait.columns(n)],
    )
    wanted = [pl.col(f"wanted {n}") for n in range(len(waits))]
    days = [pl.when(mask).then(pl.col(f"day {n}")) for n, mask in enumerate(wanted)]
    never = _any(mask & day.is_null() for mask, day in zip(wanted, days, strict=True))
    nobody = pl.lit(None, dtype=pl.Date)
    counted = [day for day, wait in zip(days, waits, strict=True) if wait.counts]
    return frame.select(pl.when(~never).then(pl.max_horizontal(nobody, *counted)).alias("latest"))["latest"]


def no_day(frame: pl.DataFrame) -> pl.Series:
    """No day for anybody in a frame."""
    return pl.Series([None], dtype=pl.Date).new_from_index(0, frame.height)


def _of_time(test: Test) -> bool:
    window = isinstance(test.operand, Entries) and test.operand.within is not None
    return window or test.operator in _FROM_NOW


def _any(masks: Iterator[pl.Expr]) -> pl.Expr:
    return reduce(or_, masks, pl.lit(False))
