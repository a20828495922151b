"""Whether a condition can be true at all: never called impossible where some state makes it true."""

from datetime import date, datetime, timedelta
from itertools import product
from typing import cast

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
    Entries,
    Facts,
    Goal,
    Impossible,
    Lookup,
    Not,
    NotDecided,
    OtherFact,
    Possible,
    Truth,
    contradiction,
    decide,
    decide_ever,
    facts_of,
    implies,
    same,
    signal,
    truth,
)
from threshold.conditions import Test as Leaf
from threshold.conditions import tests as leaves_of
from threshold.dates import Duration
from threshold.vocabulary import ABSENT, UNDATED, UNKNOWN, Fact, Missing, Reading, State, ValueType

from .test_evaluate import TODAY

COLOURS = ("red", "amber", "green")
FACTS = {
    "yes": Fact("yes", ValueType("boolean")),
    "colour": Fact("colour", ValueType("choice", COLOURS)),
    "number": Fact("number", ValueType("number", least=0, most=3)),
    "label": Fact("label", ValueType("label")),
    "some": Fact("some", ValueType("list", ("x", "y"), of="choice")),
    "any": Fact("any", ValueType("list", of="text")),
    "day": Fact("day", ValueType("date")),
    "other": Fact("other", ValueType("choice", COLOURS)),
    "ratings": Fact("ratings", ValueType("ratings", least=0, most=9)),
}
# Every state of the facts that can be gone through.
STATES: dict[str, tuple[State, ...]] = {
    "yes": (True, False, ABSENT, UNKNOWN),
    "colour": (*COLOURS, ABSENT, UNKNOWN),
    "number": (0, 1, 2, 3, ABSENT, UNKNOWN),
    "label": ("a", "b", "c", ABSENT, UNKNOWN),
}
LEAVES = [
    Leaf("yes", "is", (True,)),
    Leaf("yes", "known"),
    Leaf("yes", "not_known_to_be", (True,)),
    Leaf("colour", "is", ("red",)),
    Leaf("colour", "is", ("amber", "green")),
    Leaf("colour", "recorded"),
    Leaf("number", "above", (2,)),
    Leaf("number", "at_most", (1,)),
    Leaf("number", "between", (1, 2)),
    Leaf("label", "is", ("a", "b")),
]


def conditions() -> st.SearchStrategy[Condition]:
    def grow(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        parts = st.lists(inner, max_size=3).map(tuple)
        counts = st.builds(AtLeast, st.integers(0, 4), parts)
        return parts.map(All) | parts.map(Any) | counts | inner.map(Not)

    return st.recursive(st.sampled_from(LEAVES), grow, max_leaves=8)


def outcomes(*made: Condition) -> set[tuple[bool | None, ...]]:
    """What the conditions come to together, over every state of their facts."""
    names = sorted({leaf.fact for each in made for leaf in leaves_of(each)})
    found = set()
    for states in product(*(STATES[name] for name in names)):
        facts = Facts(TODAY, dict(zip(names, states, strict=True)))
        signals = {leaf: signal(leaf, facts) for each in made for leaf in leaves_of(each)}
        found.add(tuple(truth(each, signals) for each in made))
    return found


@given(conditions())
def test_it_is_possible_where_some_state_makes_it_true(made: Condition):
    assert (contradiction(made, FACTS) is None) == ((True,) in outcomes(made))


@given(conditions(), conditions())
def test_one_implies_another_where_no_state_makes_it_alone_true(first: Condition, second: Condition):
    alone = {(True, False), (True, None)} & outcomes(first, second)
    assert implies(first, second, FACTS) == (not alone)


@given(conditions(), conditions(), conditions())
def test_two_are_the_same_where_no_state_tells_them_apart(
    first: Condition, second: Condition, where: Condition
):
    apart = {
        came for came in outcomes(where, first, second) if came[0] is not False and came[1] is not came[2]
    }
    assert same(first, second, where, FACTS) == (not apart)


def test_a_test_of_a_day_comes_to_the_same_wherever_it_stands():
    before, yes = Leaf("day", "before", (TODAY,)), Leaf("yes", "is", (True,))
    assert same(All((before, yes)), All((yes, before, Any((yes, before)))), ALWAYS, FACTS)
    assert same(before, All((before, yes)), yes, FACTS) is False, "where yes is unknown they differ"
    assert not same(before, Leaf("day", "on_or_before", (TODAY,)), ALWAYS, FACTS)


def test_a_count_of_many_is_gone_through_quickly_where_it_can_be_so():
    names = [f"f{number}" for number in range(60)]
    facts = {name: Fact(name, ValueType("boolean")) for name in names}
    parts = tuple(Leaf(name, "is", (True,)) for name in names)
    assert contradiction(All((AtLeast(30, parts), Not(AtLeast(31, parts)))), facts) is None
    assert contradiction(All((AtLeast(31, parts), *map(Not, parts[:30]))), facts)
    assert implies(AtLeast(60, parts), AtLeast(59, parts), facts)


def test_an_empty_condition():
    assert contradiction(ALWAYS, FACTS) is None
    assert contradiction(NEVER, FACTS) == ()


def test_the_fact_that_stands_against_it_is_named():
    red, green = (Leaf("colour", "is", (each,)) for each in ("red", "green"))
    assert contradiction(All((Leaf("yes", "is", (True,)), red, green)), FACTS) == ("colour",)


@pytest.mark.parametrize(
    "parts",
    [
        (Leaf("some", "includes", ("x",)), Leaf("some", "includes_none", ("x",))),
        (Leaf("some", "includes_all", ("x", "y")), Leaf("some", "only", ("x",))),
        # Of a list of two choices there is nothing but these two.
        (Leaf("some", "known"), *(Not(Leaf("some", each, ("x", "y"))) for each in ("includes", "only"))),
        (Leaf("day", "recorded"), Not(Leaf("day", "recorded"))),
        (Not(Leaf("day", "recorded")), Leaf("day", "before", (TODAY,))),
        (Leaf("colour", "is", OtherFact("other")), Not(Leaf("other", "recorded"))),
        (Leaf("colour", "is", Lookup("other", (("red", None),))),),
    ],
)
def test_what_cannot_be(parts: tuple[Condition, ...]):
    assert contradiction(All(parts), FACTS) is not None


@pytest.mark.parametrize(
    "parts",
    [
        (Leaf("any", "includes_none", ("x",)), Not(Leaf("any", "only", ("x",)))),
        (Leaf("some", "includes_none", ("x",)), Leaf("some", "only", ("x", "y"))),
        (Leaf("any", "at_least", (9,)), Leaf("any", "includes", ("x",))),
        (Leaf("ratings", "includes", (0,)), Leaf("ratings", "includes", (9,))),
        (Leaf("colour", "is", OtherFact("other")), Leaf("other", "is", ("red",))),
        (Leaf("colour", "is", Lookup("other", (("red", None), ("green", "red")))),),
        (Leaf("label", "is", ("a",)), Not(Leaf("label", "is", ("b",)))),
    ],
)
def test_what_can_be_or_is_not_decided(parts: tuple[Condition, ...]):
    assert contradiction(All(parts), FACTS) is None


def test_too_many_ways_are_not_gone_through():
    names = [f"f{number}" for number in range(16)]
    facts = {name: Fact(name, ValueType("number", least=0, most=3)) for name in names}
    # The shorter choices are made first, and none of them helps.
    either = [Any(tuple(Leaf(name, "is", (n,)) for n in (0, 1))) for name in names[1:]]
    never = Any(tuple(All((Leaf("f0", "is", (n,)), Leaf("f0", "is", (n + 1,)))) for n in (0, 1, 2)))
    assert contradiction(All((*either[:5], never)), facts) == ("f0",)
    assert contradiction(All((*either, never)), facts) is None


# Facts that are compared with each other, looked up and counted; and every state that tells them apart.
MORE = {
    "yes": Fact("yes", ValueType("boolean")),
    "colour": Fact("colour", ValueType("choice", COLOURS)),
    "other": Fact("other", ValueType("choice", COLOURS)),
    "number": Fact("number", ValueType("number", least=0, most=3)),
    "another": Fact("another", ValueType("number", least=0, most=3)),
    "some": Fact("some", ValueType("list", COLOURS, of="choice")),
    "all": Fact("all", ValueType("boolean"), reading=Reading("all_recorded", ("x",))),
    "days": Fact("days", ValueType("list", of="text"), reading=Reading("days", ("x",))),
}
AGO = [(TODAY - timedelta(days=n)).isoformat() for n in (0, 5, 9, 30)]
MORE_STATES: dict[str, tuple[State, ...]] = {
    "yes": (True, False, ABSENT, UNKNOWN),
    "colour": (*COLOURS, ABSENT, UNKNOWN),
    "other": (*COLOURS, ABSENT, UNKNOWN),
    "number": (0, 1, 2, 3, ABSENT, UNKNOWN),
    "another": (0, 1, 2, 3, ABSENT, UNKNOWN),
    "some": ((), ("red",), ("amber",), ("red", "amber"), ("green",), COLOURS, ABSENT, UNKNOWN),
    "all": (True, False, ABSENT, UNDATED, UNKNOWN),
    "days": (
        (),
        *((day,) for day in AGO),
        *((one, two) for one in AGO for two in AGO if one >= two),
        *((one, "") for one in AGO),
        ("",),
        ("", ""),
        UNKNOWN,
    ),
}
TABLE = (("red", 1), ("amber", 3), ("green", None))
WEEK = Duration(7, "days")
MORE_LEAVES = [
    Leaf("yes", "is", (True,)),
    Leaf("yes", "known"),
    Leaf("colour", "is", ("red",)),
    Leaf("colour", "is", OtherFact("other")),
    Leaf("other", "is", ("red", "amber")),
    Leaf("number", "above", OtherFact("another")),
    Leaf("another", "at_least", (2,)),
    Leaf("number", "is", Lookup("other", TABLE)),
    Leaf("number", "at_most", Lookup("colour", TABLE)),
    Leaf("some", "includes", ("red", "green")),
    Leaf("some", "only", ("red",)),
    Leaf("some", "at_least", (2,)),
    Leaf("all", "is", Entries("days", 1, WEEK)),
    Leaf("all", "is", Entries("days", 2, WEEK)),
    Leaf("all", "is", Entries("days", 2)),
    Leaf("all", "is", Entries("days", 1, Duration(6, "days"))),
]


def more_conditions() -> st.SearchStrategy[Condition]:
    def grow(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        parts = st.lists(inner, max_size=3).map(tuple)
        counts = st.builds(AtLeast, st.integers(0, 3), parts)
        return parts.map(All) | parts.map(Any) | counts | inner.map(Not)

    return st.recursive(st.sampled_from(MORE_LEAVES), grow, max_leaves=4)


def came(conditions: list[Condition], facts: Facts) -> tuple[Truth, ...]:
    signals = {leaf: signal(leaf, facts) for each in conditions for leaf in leaves_of(each)}
    return tuple(truth(each, signals) for each in conditions)


WANTED = st.sets(st.sampled_from([True, False, None]), min_size=1).map(frozenset)


@settings(max_examples=300)
@given(st.lists(st.tuples(more_conditions(), WANTED), min_size=1, max_size=3))
def test_what_is_decided_is_so_and_brute_force_finds_nothing_else(goals: list[Goal]):
    answer = decide(goals, MORE, TODAY)
    made = [condition for condition, _ in goals]
    if isinstance(answer, Possible):
        found = came(made, Facts(answer.day, answer.states))
        assert all(each in wanted for each, (_, wanted) in zip(found, goals, strict=True))
        return
    assert isinstance(answer, Impossible)
    names = sorted({name for each in made for name in facts_of(each)})
    if len(names) > 4:
        return
    for states in product(*(MORE_STATES[name] for name in names)):
        found = came(made, Facts(TODAY, dict(zip(names, states, strict=True))))
        assert not all(each in wanted for each, (_, wanted) in zip(found, goals, strict=True))


@settings(max_examples=200)
@given(st.lists(st.tuples(more_conditions(), WANTED), min_size=1, max_size=3))
def test_with_everything_known_nothing_is_unknown(goals: list[Goal]):
    answer = decide(goals, MORE, TODAY, settled=True)
    if isinstance(answer, Possible):
        assert UNKNOWN not in answer.states.values()
        assert not any(isinstance(answer.states.get(name), Missing) for name in ("yes", "colour", "some"))
    elif isinstance(decide(goals, MORE, TODAY), Possible):
        # Only what somebody does not know makes it possible.
        assert isinstance(answer, Impossible)


def test_a_date_that_is_recorded_may_have_no_day():
    facts = {"day": Fact("day", ValueType("date"), reading=Reading("first", ("x",)))}
    recorded, known = Leaf("day", "recorded"), Leaf("day", "known")
    assert not implies(recorded, known, facts)
    assert implies(known, recorded, facts)
    answer = decide([(recorded, frozenset({True})), (known, frozenset({False}))], facts, TODAY)
    assert isinstance(answer, Possible)
    assert answer.states == {"day": UNDATED}


def test_what_no_day_of_the_calendar_makes_possible():
    """Two months are over before three are, whatever day it is; 60 days only on some."""
    day, true, false = "day", frozenset({True}), frozenset({False})
    two, three, days = (
        Leaf(day, "at_least_ago", (each,))
        for each in (Duration(2, "months"), Duration(3, "months"), Duration(60, "days"))
    )
    assert isinstance(decide_ever([(three, true), (two, false)], FACTS), Impossible)
    assert implies(three, two, FACTS)
    within = Leaf(day, "within_last", (Duration(1, "months"),))
    assert isinstance(decide_ever([(within, true), (two, true)], FACTS), Impossible)
    # On 1 June two months are at least as long as 60 days; around February they are not.
    on_a_day = decide([(two, true), (days, false)], FACTS, date(2026, 6, 1))
    assert isinstance(on_a_day, Impossible)
    some_day = decide_ever([(two, true), (days, false)], FACTS, date(2026, 6, 1))
    assert isinstance(some_day, Possible)
    assert came([two, days], Facts(some_day.day, some_day.states)) == (True, False)
    assert not implies(two, days, FACTS)


def test_a_day_that_is_named_and_a_length_of_time():
    """No day lies after 2050 in the calendar, and what is stated does not lie ahead."""
    ahead = Leaf("day", "after", (date(2030, 1, 1),))
    assert isinstance(decide([(ahead, frozenset({True}))], FACTS, TODAY), Impossible)
    answer = decide_ever([(ahead, frozenset({True}))], FACTS, TODAY)
    assert isinstance(answer, Possible)
    assert cast(date, answer.day) > date(2030, 1, 1)


def test_hours_are_counted_from_a_time_of_day():
    facts = {"moment": Fact("moment", ValueType("datetime"))}
    day, half = (Leaf("moment", "at_least_ago", (Duration(n, "hours"),)) for n in (24, 12))
    assert implies(day, half, facts)
    assert not implies(half, day, facts)
    answer = decide([(half, frozenset({True}))], facts, TODAY)
    assert isinstance(answer, Possible)
    assert isinstance(answer.states["moment"], datetime)


def test_what_cannot_be_gone_through_is_not_decided():
    many = tuple(f"i{number}" for number in range(20))
    parts = tuple(Leaf("any", "includes", (each,)) for each in many)
    answer = decide([(AtLeast(19, parts), frozenset({True}))], FACTS, TODAY)
    assert isinstance(answer, NotDecided)
    assert "any" in answer.why
    nobody = decide([(Leaf("nobody", "is", ("x",)), frozenset({True}))], FACTS, TODAY)
    assert isinstance(nobody, NotDecided)
    assert "nobody" in nobody.why


def test_an_entry_without_a_day_leaves_a_count_open():
    """All entries are on record, and of one nobody knows the day."""
    recorded, in_a_week = Leaf("all", "is", (True,)), Leaf("all", "is", Entries("days", 1, WEEK))
    goals = [(recorded, frozenset({True})), (in_a_week, frozenset({None}))]
    assert isinstance(decide(goals, MORE, TODAY), Possible)
    assert isinstance(decide(goals, MORE, TODAY, settled=True), Impossible)
