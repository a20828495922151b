"""Whether a condition can be true at all: never called impossible where some state makes it true."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threshold.conditions import (
    ALWAYS,
    NEVER,
    All,
    Any,
    AtLeast,
    Condition,
    Facts,
    Lookup,
    Not,
    OtherFact,
    contradiction,
    implies,
    same,
    signal,
    truth,
)
from threshold.conditions import Test as Leaf
from threshold.conditions import tests as leaves_of
from threshold.dates import Duration
from threshold.vocabulary import ABSENT, UNKNOWN, Fact, State, ValueType

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
        # How many there are is not gone through.
        (Leaf("any", "at_least", (9,)), Leaf("any", "includes", ("x",))),
        (Leaf("ratings", "includes", (0,)), Leaf("ratings", "includes", (9,))),
        (Leaf("colour", "is", OtherFact("other")), Leaf("other", "is", ("red",))),
        (Leaf("colour", "is", Lookup("other", (("red", None), ("green", "red")))),),
        # Not gone through: nothing is said of it, though no day is both.
        (Leaf("day", "within_last", (Duration(1, "days"),)), Leaf("day", "before", (TODAY,))),
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
