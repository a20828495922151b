"""Three-valued evaluation: a leaf becomes a signal, and signals become the truth of a condition.

True, False and None (unknown), after Kleene: unknown never becomes a pass, nor a fail.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import cast

from threshold.conditions.tree import (
    Any,
    AtLeast,
    Condition,
    Entries,
    Lookup,
    Not,
    Operand,
    Operator,
    OtherFact,
    Test,
    operand_facts,
)
from threshold.dates import Duration, add, day_of
from threshold.vocabulary import ABSENT, UNDATED, UNKNOWN, Missing, State, Value, day_written

Truth = bool | None
Signals = Mapping[Test, Truth]
Moment = date | datetime
_OPEN = (UNKNOWN, UNDATED)  # what somebody could still tell


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one case (or of one instance of an anchor) at one moment.

    `breaks` are, for a date from which time is served, the days on which it was not: what counts from that
    date comes so much later.
    """

    as_at: Moment
    states: Mapping[str, State]
    breaks: Mapping[str, int] = field(default_factory=dict)

    def state(self, fact: str) -> State:
        return self.states.get(fact, UNKNOWN)


def signal(test: Test, facts: Facts) -> Truth:
    """Whether one test holds. An absent value fails every test but `not` and `recorded: false`.

    Of what is recorded without a day, `recorded` and `known` alone can be told.
    """
    state = facts.state(test.fact)
    if isinstance(test.operand, Entries):
        return _recorded(test.operand, state, facts)
    if isinstance(state, Missing):
        if test.operator == "not_known_to_be":
            return True
        if test.operator == "recorded" and state is UNDATED:
            return True
        return None if state is not ABSENT and test.operator != "known" else False
    if test.operator in ("known", "recorded"):
        return True
    operand = resolved(test.operand, facts)
    if isinstance(operand, Missing):
        return False if operand is ABSENT else None
    if test.operator in _FROM_NOW and not _can_count(state, operand[0]):
        return None
    as_at = facts.as_at
    if test.operator in _FROM_NOW and test.fact in facts.breaks:
        as_at -= timedelta(facts.breaks[test.fact])
    return _OPERATIONS[test.operator](state, operand, as_at)


def _recorded(wanted: Entries, complete: State, facts: Facts) -> Truth:
    """Whether so many entries lie in the time that is looked at: those without a day may, and so may others.

    `complete` is true where all are on record with their days; undated, where only some of the days are not.
    """
    held = facts.state(wanted.days)
    days = [day_written(text) for text in held if isinstance(text, str)] if isinstance(held, tuple) else []
    known = [day for day in days if day is not None]
    if (window := wanted.within) is None:
        sure = may_be = len(days)
    else:
        sure = sum(1 for day in known if _within_last(day, (window,), facts.as_at))
        may_be = sure + len(days) - len(known)
    if sure >= wanted.number:
        return True
    return None if complete is UNKNOWN or may_be >= wanted.number else False


def truth(condition: Condition, signals: Signals) -> Truth:
    """The truth of a condition, given the truth of its leaves.

    One false part makes `all` false, one true part makes `any` true; else one that is unknown makes either
    unknown. A count is true when enough parts are, and false when too few still can be.
    """
    if isinstance(condition, Test):
        return signals[condition]
    if isinstance(condition, Not):
        inner = truth(condition.part, signals)
        return None if inner is None else not inner
    if isinstance(condition, AtLeast):
        return _counted(condition, signals)
    decisive = isinstance(condition, Any)
    outcome: Truth = not decisive
    for part in condition.parts:
        # Most parts are leaves: what truth() would say of them, without the call.
        each = signals[part] if isinstance(part, Test) else truth(part, signals)
        if each is decisive:
            return decisive
        if each is None:
            outcome = None
    return outcome


def _counted(condition: AtLeast, signals: Signals) -> Truth:
    """Whether enough parts are true; false where they are too few with the unknown ones among them."""
    wanting, may_fail = condition.number, len(condition.parts) - condition.number
    for part in condition.parts if wanting > 0 else ():
        each = signals[part] if isinstance(part, Test) else truth(part, signals)
        if each:
            wanting -= 1
            if not wanting:
                return True
        elif each is False:
            may_fail -= 1
    if wanting <= 0:
        return True
    return False if may_fail < 0 else None


@dataclass(frozen=True, slots=True)
class Reasons:
    """A condition's truth, the facts that settle it and - where it is unknown - those that would."""

    truth: Truth
    used: tuple[str, ...]
    missing: tuple[str, ...]


def reasons(condition: Condition, signals: Signals, facts: Facts) -> Reasons:
    """Why a condition is as it is: only the parts that decide are looked at, each once."""
    outcome = truth(condition, signals)
    read: dict[str, None] = {}
    for leaf in decisive(condition, outcome, signals):
        if not (
            isinstance(leaf.operand, Entries) and signals[leaf]
        ):  # enough is enough, if there are more or not
            read[leaf.fact] = None
        if not isinstance(leaf.operand, tuple):
            read |= dict.fromkeys(operand_facts(leaf.operand))
    if outcome is not None:
        return Reasons(outcome, tuple(read), ())
    return Reasons(None, (), tuple(name for name in read if facts.state(name) in _OPEN))


def decisive(condition: Condition, outcome: Truth, signals: Signals) -> list[Test]:
    """The leaves that make a condition come out as it does (`outcome`), in the order in which they stand."""
    if isinstance(condition, Test):
        return [condition]
    if isinstance(condition, Not):
        return decisive(condition.part, None if outcome is None else not outcome, signals)
    leaves: list[Test] = []
    for part in condition.parts:
        if isinstance(part, Test):
            if signals[part] is outcome:
                leaves.append(part)
        elif truth(part, signals) is outcome:
            leaves += decisive(part, outcome, signals)
    return leaves


def facts_missing(condition: Condition, signals: Signals, facts: Facts) -> tuple[str, ...]:
    """The unknown facts that keep a condition from being settled; empty where it is settled."""
    return reasons(condition, signals, facts).missing


def resolved(operand: Operand, facts: Facts) -> tuple[Value, ...] | Missing:
    """An operand's values; unknown or absent where the fact it looks at is."""
    if isinstance(operand, tuple):
        return operand
    if isinstance(operand, OtherFact):
        state = facts.state(operand.fact)
        if isinstance(state, Missing):
            return state
        if operand.plus is not None and not _can_count(state, operand.plus):
            return UNKNOWN
        if operand.plus is not None:
            return (add(cast(date, state), operand.plus),)
        return cast(tuple[str, ...], state) if isinstance(state, tuple) else (state,)
    if isinstance(operand, Lookup):
        row = facts.state(operand.row_fact)
        if isinstance(row, Missing):
            return row
        cells = dict(operand.cells)
        if str(row) not in cells:
            return UNKNOWN
        cell = cells[str(row)]
        return ABSENT if cell is None else (cell,)
    return ()


def _can_count(start: Value, length: Value) -> bool:
    """Hours count from a time of day only, and a moment may have been given without one."""
    in_hours = isinstance(length, Duration) and length.in_hours
    return isinstance(start, datetime) or not in_hours


def compare(left: Moment, right: Moment) -> int:
    """-1, 0 or 1; a date beside a date and time is compared by the day alone."""
    if isinstance(left, datetime) and isinstance(right, datetime):
        return (left > right) - (left < right)
    a, b = day_of(left), day_of(right)
    return (a > b) - (a < b)


def _ordered(check: Callable[[int, tuple[int, ...]], bool]) -> "_Operation":
    return lambda state, operand, _: check(cast(int, state), cast(tuple[int, ...], operand))


def _at_least(state: Value, operand: tuple[Value, ...], _: Moment) -> bool:
    """A number is compared, and of a list its different items are counted."""
    number = len({*state}) if isinstance(state, tuple) else cast(int, state)
    return number >= cast(int, operand[0])


def _dated(check: Callable[[int], bool]) -> "_Operation":
    return lambda state, operand, _: check(compare(cast(date, state), cast(date, operand[0])))


def _ago(check: Callable[[int], bool]) -> "_Operation":
    """Months count forward: the date moved on is compared with `as_at`, never `as_at` moved back."""
    return lambda state, operand, as_at: check(
        compare(add(cast(date, state), cast(Duration, operand[0])), as_at)
    )


def _within_last(state: Value, operand: tuple[Value, ...], as_at: Moment) -> bool:
    reached = add(cast(date, state), cast(Duration, operand[0]))
    return compare(cast(date, state), as_at) <= 0 and compare(reached, as_at) >= 0


def _is(state: Value, operand: tuple[Value, ...], _: Moment) -> bool:
    if isinstance(state, date):
        return any(isinstance(value, date) and compare(state, value) == 0 for value in operand)
    return state in operand


def _includes(state: Value, operand: tuple[Value, ...], _: Moment) -> bool:
    held = cast(tuple[object, ...], state)
    return any((item[1] if isinstance(item, tuple) else item) in operand for item in held)


def _listed(check: Callable[[set[object], set[object]], bool]) -> "_Operation":
    return lambda state, operand, _: check(set(cast(tuple[object, ...], state)), set(operand))


_FROM_NOW = ("at_least_ago", "more_than_ago", "within_last")
_Operation = Callable[[Value, tuple[Value, ...], Moment], bool]
_OPERATIONS: Mapping[Operator, _Operation] = {
    "is": _is,
    "not_known_to_be": lambda state, operand, as_at: not _is(state, operand, as_at),
    "at_least": _at_least,
    "at_most": _ordered(lambda n, bound: n <= bound[0]),
    "above": _ordered(lambda n, bound: n > bound[0]),
    "below": _ordered(lambda n, bound: n < bound[0]),
    "between": _ordered(lambda n, bound: bound[0] <= n <= bound[1]),
    "before": _dated(lambda order: order < 0),
    "after": _dated(lambda order: order > 0),
    "on_or_before": _dated(lambda order: order <= 0),
    "on_or_after": _dated(lambda order: order >= 0),
    "at_least_ago": _ago(lambda order: order <= 0),
    "more_than_ago": _ago(lambda order: order < 0),
    "within_last": _within_last,
    "includes": _includes,
    "includes_all": _listed(lambda held, wanted: wanted <= held),
    "includes_none": _listed(lambda held, wanted: not wanted & held),
    "only": _listed(lambda held, wanted: held <= wanted),
}
