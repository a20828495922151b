"""Every operator on what is known, absent and unknown; and what is said to settle a condition does."""

import itertools
from datetime import date, datetime
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threshold.conditions import (
    All,
    Any,
    AtLeast,
    Condition,
    Facts,
    Lookup,
    Not,
    Operator,
    OtherFact,
    reasons,
    signal,
    truth,
)
from threshold.conditions import Test as Leaf
from threshold.conditions import tests as leaves_of
from threshold.dates import Duration
from threshold.vocabulary import ABSENT, UNDATED, UNKNOWN, State, Value

TODAY = date(2026, 8, 14)
MONTH = (Duration(1, "months"),)
DAY = (date(2026, 5, 5),)


def day(text: str) -> date:
    return date.fromisoformat(text)


# For each operator: what it is compared with, values that pass, values that fail.
OPERATORS: dict[str, tuple[tuple[Value, ...], list[Value], list[Value]]] = {
    "is": (("red", "amber"), ["red", "amber"], ["green", "Red", ""]),
    "at_least": ((3,), [3, 4], [0, 2]),
    "at_most": ((3,), [0, 3], [4]),
    "above": ((3,), [4], [3, 2]),
    "below": ((3,), [2, 0], [3, 4]),
    "between": ((2, 4), [2, 3, 4], [1, 5]),
    "before": (DAY, [day("2026-05-04")], [day("2026-05-05"), day("2026-05-06")]),
    "after": (DAY, [day("2026-05-06")], [day("2026-05-05"), day("2026-05-04")]),
    "on_or_before": (DAY, [day("2026-05-04"), day("2026-05-05")], [day("2026-05-06")]),
    "on_or_after": (DAY, [day("2026-05-05"), day("2026-05-06")], [day("2026-05-04")]),
    "at_least_ago": (MONTH, [day("2026-07-14"), day("2020-01-01")], [day("2026-07-15"), TODAY]),
    "more_than_ago": (MONTH, [day("2026-07-13")], [day("2026-07-14"), day("2026-08-15")]),
    "within_last": (MONTH, [day("2026-07-14"), TODAY], [day("2026-07-13"), day("2026-08-15")]),
    "includes": (("x", "y"), [("x",), ("z", "y")], [(), ("z",)]),
    "includes_all": (("x", "y"), [("y", "x"), ("x", "y", "z")], [(), ("x",)]),
    "includes_none": (("x", "y"), [(), ("z",)], [("x",), ("z", "y")]),
    "only": (("x", "y"), [(), ("x",), ("y", "x")], [("z",), ("x", "z")]),
    "known": ((), ["anything", False, 0, ()], []),
    "recorded": ((), [TODAY, True, 0], []),
    "not_known_to_be": (("red", "amber"), ["green", "Red", ""], ["red", "amber"]),
}
# What is absent, unknown, and recorded on a day that nobody knows.
WITHOUT_A_VALUE = {
    "known": (False, False, False),
    "recorded": (False, None, True),
    "not_known_to_be": (True, True, True),
}


def test_of_a_list_the_different_items_are_counted():
    two = Leaf("t.f", "at_least", (2,))
    held: list[tuple[str, ...]] = [(), ("x",), ("x", "x"), ("x", "y"), ("x", "y", "z")]
    assert [state(two, f=each) for each in held] == [False, False, False, True, True]
    assert (state(two, f=ABSENT), state(two, f=UNKNOWN)) == (False, None)


def state(test: Leaf, **states: State) -> bool | None:
    return signal(test, Facts(TODAY, {f"t.{name}": value for name, value in states.items()}))


def leaf(operator: Operator) -> Leaf:
    return Leaf("t.f", operator, OPERATORS[operator][0])


@pytest.mark.parametrize("operator", get_args(Operator))
def test_an_operator_on_a_value_an_absence_and_nothing(operator: Operator):
    _, passing, failing = OPERATORS[operator]
    assert [state(leaf(operator), f=value) for value in passing] == [True] * len(passing)
    assert [state(leaf(operator), f=value) for value in failing] == [False] * len(failing)
    absent, unknown, undated = WITHOUT_A_VALUE.get(operator, (False, None, None))
    assert state(leaf(operator), f=ABSENT) is absent
    assert state(leaf(operator), f=UNKNOWN) is unknown
    assert state(leaf(operator)) is unknown
    assert state(leaf(operator), f=UNDATED) is undated
    negated = truth(Not(leaf(operator)), {leaf(operator): undated})
    assert negated is (None if undated is None else not undated)


COMPARING = [
    operator
    for operator in get_args(Operator)
    if operator not in ("known", "recorded", "between", "not_known_to_be")
]


@pytest.mark.parametrize("operator", COMPARING)
def test_an_operator_beside_another_fact(operator: Operator):
    (wanted, *_), passing, failing = OPERATORS[operator]
    if isinstance(wanted, Duration):
        return  # what is counted from now is never another fact
    listed = isinstance(passing[0], tuple)
    other: State = OPERATORS[operator][0] if listed else wanted
    test = Leaf("t.f", operator, OtherFact("t.other"))
    assert state(test, f=passing[0], other=other) is True
    assert state(test, f=failing[0], other=other) is False
    assert state(test, f=passing[0], other=UNKNOWN) is None
    assert state(test, f=passing[0], other=ABSENT) is False
    # The fact itself is looked at first.
    assert state(test, f=ABSENT, other=UNKNOWN) is False
    assert state(test, f=UNKNOWN, other=ABSENT) is None
    # Beside a day that nobody knows nothing can be told.
    assert state(test, f=passing[0], other=UNDATED) is None
    assert state(test, f=UNDATED, other=other) is state(test, f=UNDATED, other=ABSENT) is None


def test_another_fact_moved_on():
    test = Leaf("t.f", "on_or_before", OtherFact("t.other", Duration(2, "working days")))
    friday = day("2026-05-01")  # the Monday after it is a bank holiday
    assert state(test, f=day("2026-05-06"), other=friday) is True
    assert state(test, f=day("2026-05-07"), other=friday) is False


def test_a_look_up():
    test = Leaf("t.f", "at_most", Lookup("t.row", (("red", 2), ("blue", None))))
    assert [state(test, f=number, row="red") for number in (2, 3)] == [True, False]
    # A cell that holds `none` is absent; a row that the table does not define is not known.
    assert [state(test, f=2, row=row) for row in ("blue", "green", UNKNOWN)] == [False, None, None]
    assert state(test, f=2, row=ABSENT) is False
    assert state(test, f=2, row=UNDATED) is None


def test_ratings_are_looked_at_one_by_one():
    test = Leaf("t.f", "includes", (0,))
    assert state(test, f=(("parent", 7), ("child", 0))) is True
    assert state(test, f=(("parent", 1),)) is False


def test_a_date_beside_a_time_is_compared_by_the_day():
    late = datetime(2026, 5, 5, 23, 59)
    assert state(Leaf("t.f", "on_or_before", DAY), f=late) is True
    assert state(Leaf("t.f", "before", (datetime(2026, 5, 6),)), f=late) is True


LEAVES = [Leaf(f"t.{letter}", "is", (True,)) for letter in "abcdef"]


def trees(depth: int) -> st.SearchStrategy[Condition]:
    if depth == 0:
        return st.sampled_from(LEAVES)
    parts = st.lists(trees(depth - 1), max_size=4).map(tuple)
    counts = st.builds(AtLeast, st.integers(0, 5), parts)
    return trees(depth - 1) | parts.map(All) | parts.map(Any) | counts | trees(depth - 1).map(Not)


states = st.fixed_dictionaries(
    {leaf.fact: st.sampled_from([True, False, UNKNOWN, UNDATED]) for leaf in LEAVES}
)


@given(st.integers(0, 7), st.lists(st.sampled_from([True, False, None]), max_size=6))
def test_a_count_is_what_it_is_in_every_way_of_completing_it(number: int, told: list[bool | None]):
    leaves = LEAVES[: len(told)]
    ways = itertools.product(*[(True, False) if each is None else (each,) for each in told])
    came = {sum(way) >= number for way in ways}
    signals = dict(zip(leaves, told, strict=True))
    assert truth(AtLeast(number, tuple(leaves)), signals) is (came.pop() if len(came) == 1 else None)


def test_what_decides_a_count_are_the_true_ones_the_false_ones_or_the_unknown_ones():
    told = dict(zip(LEAVES, (True, False, None, True, False, None), strict=True))
    facts = Facts(TODAY, {leaf.fact: UNKNOWN if value is None else value for leaf, value in told.items()})

    def why(number: int) -> tuple[bool | None, tuple[str, ...], tuple[str, ...]]:
        found = reasons(AtLeast(number, tuple(LEAVES)), told, facts)
        return found.truth, found.used, found.missing

    assert why(2) == (True, ("t.a", "t.d"), ())
    assert why(3) == why(4) == (None, (), ("t.c", "t.f"))
    assert why(5) == (False, ("t.b", "t.e"), ())


@given(trees(3), states)
def test_the_facts_that_settle_a_condition_are_enough(condition: Condition, given_: dict[str, State]):
    facts = Facts(TODAY, given_)
    why = reasons(condition, {leaf: signal(leaf, facts) for leaf in LEAVES}, facts)
    alone = Facts(TODAY, {name: given_[name] for name in why.used})
    assert truth(condition, {leaf: signal(leaf, alone) for leaf in LEAVES}) is why.truth


@given(trees(3), states, st.lists(st.booleans(), min_size=6, max_size=6))
def test_the_facts_that_are_missing_would_settle_it(
    condition: Condition, given_: dict[str, State], answers: list[bool]
):
    facts = Facts(TODAY, given_)
    why = reasons(condition, {leaf: signal(leaf, facts) for leaf in LEAVES}, facts)
    assert bool(why.missing) is (why.truth is None)
    assert all(given_[name] in (UNKNOWN, UNDATED) for name in why.missing)
    told = given_ | dict(zip(why.missing, answers, strict=False))
    settled = truth(condition, {leaf: signal(leaf, Facts(TODAY, told)) for leaf in LEAVES})
    assert settled is not None


@given(trees(3))
def test_leaves_are_told_in_the_order_in_which_they_were_written(condition: Condition):
    def written(tree: Condition) -> list[Leaf]:
        match tree:
            case Leaf():
                return [tree]
            case Not(part):
                return written(part)
            case All(parts) | Any(parts) | AtLeast(parts=parts):
                return [leaf for part in parts for leaf in written(part)]

    assert list(leaves_of(condition)) == written(condition)
