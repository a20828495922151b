"""Which part of a requirement speaks, and from when time alone would mend one that fails."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threshold.conditions import (
    ALWAYS,
    NEVER,
    All,
    Any,
    AtLeast,
    Condition,
    Facts,
    Not,
    OtherFact,
    Truth,
    signal,
    truth,
)
from threshold.conditions import Test as Leaf
from threshold.conditions import tests as leaves_of
from threshold.dates import Duration
from threshold.policy import Head, Part, Requirement
from threshold.semantics.parts import latest, ripens, speaking
from threshold.vocabulary import ABSENT, State

AS_AT = date(2026, 8, 14)
TRUTHS: tuple[Truth, ...] = (True, False, None)
A, B = Leaf("t.a", "is", (True,)), Leaf("t.b", "is", (True,))


def ago(fact: str, number: int = 3, unit: str = "months") -> Leaf:
    return Leaf(fact, "at_least_ago", (Duration(number, unit),))  # type: ignore[arg-type]


def lately(fact: str, months: int) -> Leaf:
    return Leaf(fact, "within_last", (Duration(months, "months"),))


def rule(musts: Sequence[Condition], unless: Condition = NEVER) -> Requirement:
    parts = tuple(Part(must, f"part {number}") for number, must in enumerate(musts))
    return Requirement(Head("R", "R", "tiny", ("T-1",)), ALWAYS, All(tuple(musts)), "block", parts, unless)


LEAVES = tuple(Leaf(f"t.{letter}", "is", (True,)) for letter in "abcde")


@given(st.lists(st.sampled_from(TRUTHS), min_size=1, max_size=5))
def test_the_first_part_that_failed_speaks_or_else_the_first_that_nobody_knows(truths: list[Truth]):
    made, signals = rule(LEAVES[: len(truths)]), dict(zip(LEAVES, truths, strict=False))
    failed = truths.index(False) if False in truths else None
    assert speaking(made, "not_met", signals) == failed
    # Where one has failed, only the exception is open.
    open_ = truths.index(None) if None in truths and failed is None else None
    assert speaking(made, "undetermined", signals) == open_
    for status in ("met", "not_applicable"):
        assert speaking(made, status, signals) is None  # type: ignore[arg-type]


# From when time alone would mend it


def facts(as_at: date = AS_AT, **states: State) -> Facts:
    return Facts(as_at, {f"t.{name}": state for name, state in states.items()})


def from_when(condition: Condition, known: Facts) -> date | None:
    return ripens(condition, {leaf: signal(leaf, known) for leaf in leaves_of(condition)}, known)


JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


@pytest.mark.parametrize(
    ("condition", "known", "expected"),
    [
        (ago("t.day"), facts(day=JUNE), SEPTEMBER),
        (ago("t.day", 1, "weeks"), facts(day=date(2026, 8, 10)), date(2026, 8, 17)),
        (ago("t.day"), facts(day=date(2026, 5, 31)), date(2026, 8, 31)),
        (ago("t.day", 5, "working days"), facts(day=date(2026, 8, 13)), date(2026, 8, 20)),
        (ago("t.day"), facts(), None),
        (ago("t.day"), facts(day=ABSENT), None),
        # The latest of what must all be so, the earliest of what may be.
        (All((ago("t.day"), ago("t.ahead"))), facts(day=JUNE, ahead=JULY), OCTOBER),
        (Any((ago("t.day"), ago("t.ahead"))), facts(day=JUNE, ahead=JULY), SEPTEMBER),
        (All((ago("t.day"), ago("t.ahead"))), facts(day=JUNE, ahead=date(2026, 1, 1)), SEPTEMBER),
        (Any((ago("t.day"), ago("t.ahead"))), facts(day=JUNE), None),
        (All((ago("t.day"), ago("t.ahead"))), facts(day=JUNE), None),
        # Of a count so many as are wanting, in their order.
        (AtLeast(2, (ago("t.day"), ago("t.ahead"), A)), facts(day=JUNE, ahead=JULY, a=True), SEPTEMBER),
        (
            AtLeast(2, (ago("t.day"), ago("t.ahead"), ago("t.d3"))),
            facts(day=JULY, ahead=JUNE, d3=JULY),
            OCTOBER,
        ),
        (AtLeast(2, (ago("t.day"), ago("t.ahead"), A)), facts(day=JUNE, ahead=JULY, a=False), None),
        (AtLeast(2, (ago("t.day"), ago("t.ahead"), A)), facts(day=JUNE, a=True), None),
        # More than time is wanting.
        (All((ago("t.day"), A)), facts(day=JUNE, a=True), SEPTEMBER),
        (All((ago("t.day"), A)), facts(day=JUNE, a=False), None),
        (All((ago("t.day"), A)), facts(day=JUNE), None),
        # One way that waits for no time could be gone today.
        (Any((ago("t.day"), A)), facts(day=JUNE, a=False), None),
        (Any((All((ago("t.day"), A)), ago("t.ahead"))), facts(day=JUNE, ahead=JULY, a=False), None),
        (All((Any((A, ago("t.day"))), ago("t.ahead"))), facts(day=JULY, ahead=JUNE, a=False), None),
        (All((Any((A, ago("t.day"))), ago("t.ahead"))), facts(day=JULY, ahead=JUNE), None),
        (All((Any((A, B)), ago("t.ahead"))), facts(ahead=JUNE), None),
        # What holds today need not hold then.
        (All((ago("t.day"), lately("t.ahead", 2))), facts(day=JUNE, ahead=JULY), SEPTEMBER),
        (All((ago("t.day"), lately("t.ahead", 1))), facts(day=JUNE, ahead=date(2026, 8, 1)), SEPTEMBER),
        (All((ago("t.day"), lately("t.ahead", 1))), facts(day=JUNE, ahead=date(2026, 7, 20)), None),
        (All((ago("t.day"), Not(ago("t.day", 2)))), facts(day=JULY), None),
        # Nothing else waits.
        (A, facts(a=False), None),
        (Not(ago("t.day")), facts(day=date(2026, 1, 1)), None),
        (Leaf("t.day", "more_than_ago", (Duration(3, "months"),)), facts(day=JUNE), None),
        (Leaf("t.day", "after", OtherFact("t.ahead")), facts(day=JUNE, ahead=JULY), None),
        (ALWAYS, facts(), None),
        (NEVER, facts(), None),
        # Hours count from a time of day.
        (
            ago("t.moment", 30, "hours"),
            facts(datetime(2026, 8, 14, 9), moment=datetime(2026, 8, 13, 10)),
            datetime(2026, 8, 14, 16),
        ),
        (ago("t.moment", 30, "hours"), facts(datetime(2026, 8, 14, 9), moment=date(2026, 8, 13)), None),
    ],
)
def test_from_when_time_alone_makes_it_so(condition: Condition, known: Facts, expected: date | None):
    assert from_when(condition, known) == expected


def test_the_latest_of_some_days():
    assert latest([]) is None
    assert latest([JUNE]) == JUNE
    assert latest([JUNE, OCTOBER, JULY]) == OCTOBER
    moment = datetime(2026, 10, 1, 9)
    assert latest([moment, OCTOBER, JULY]) == moment


DAYS = st.integers(-400, 60).map(lambda days: AS_AT + timedelta(days))
LENGTHS = st.builds(
    Duration, st.integers(1, 12), st.sampled_from(["days", "weeks", "months", "working days", "years"])
)
NAMES = ("t.a", "t.b", "t.c")
WAITING = st.builds(
    lambda name, length: Leaf(name, "at_least_ago", (length,)),
    st.sampled_from(("t.d1", "t.d2", "t.d3")),
    LENGTHS,
)
PLAIN = st.builds(lambda name: Leaf(name, "is", (True,)), st.sampled_from(NAMES))
PASSING = st.builds(
    lambda name, length: Leaf(name, "within_last", (length,)), st.sampled_from(("t.d1", "t.d2")), LENGTHS
)


def conditions(*leaves: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    return st.recursive(
        st.one_of(*leaves),
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: All(tuple(parts))),
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: Any(tuple(parts))),
            st.builds(AtLeast, st.integers(1, 3), st.lists(inner, min_size=3, max_size=4).map(tuple)),
        ),
        max_leaves=6,
    )


STATES = st.fixed_dictionaries(
    {**dict.fromkeys(("t.d1", "t.d2"), DAYS), "t.a": st.booleans()},
    optional={"t.b": st.booleans(), "t.c": st.booleans(), "t.d3": DAYS},
)


def on(day: date, condition: Condition, states: dict[str, State]) -> tuple[Truth, date | None]:
    """Whether a condition holds on a day, and from when time alone would make it so."""
    known = Facts(day, states)
    signals = {leaf: signal(leaf, known) for leaf in leaves_of(condition)}
    return truth(condition, signals), ripens(condition, signals, known)


@settings(max_examples=400)
@given(conditions(WAITING, WAITING, PLAIN, PLAIN.map(Not)), STATES)
def test_on_that_day_it_holds_and_on_the_day_before_it_does_not(
    condition: Condition, states: dict[str, State]
):
    holds, day = on(AS_AT, condition, states)
    if holds is True or day is None:
        return
    assert day > AS_AT
    assert on(day, condition, states)[0] is True
    assert on(day - timedelta(1), condition, states)[0] is not True


@settings(max_examples=400)
@given(conditions(WAITING, WAITING, PASSING, PASSING.map(Not), WAITING.map(Not), PLAIN), STATES)
def test_whatever_time_breaks_meanwhile_on_that_day_it_holds(condition: Condition, states: dict[str, State]):
    holds, day = on(AS_AT, condition, states)
    if holds is True or day is None:
        return
    assert day > AS_AT
    assert on(day, condition, states)[0] is True
