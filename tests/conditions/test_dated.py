"""Days that suit tests of dates: as many as the evaluator finds by trying every day."""

from datetime import date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from threshold.conditions import Facts, OtherFact, signal
from threshold.conditions import Test as Leaf
from threshold.conditions.dated import TooFar, days_that_suit, is_dated
from threshold.dates import Duration
from threshold.vocabulary import Fact, Reading, ValueType

TODAY = date(2026, 3, 30)
FACTS = {
    "one": Fact("one", ValueType("date"), ahead=True),
    "two": Fact("two", ValueType("date"), ahead=True),
    "past": Fact("past", ValueType("date")),
    "moment": Fact("moment", ValueType("datetime"), ahead=True),
    "served": Fact("served", ValueType("date"), reading=Reading("served", ("x",))),
    "yes": Fact("yes", ValueType("boolean")),
}
LENGTHS = [
    Duration(0, "days"),
    Duration(2, "days"),
    Duration(7, "days"),
    Duration(1, "weeks"),
    Duration(5, "working days"),
    Duration(3, "working days"),
]
ORDERS = ("is", "before", "after", "on_or_before", "on_or_after")
SPAN = [TODAY + timedelta(days=n) for n in range(-32, 33)]


def leaves() -> st.SearchStrategy[Leaf]:
    names = st.sampled_from(["one", "two"])
    days = st.sampled_from([TODAY + timedelta(days=n) for n in (-8, -7, -1, 0, 1, 9)])
    ago = st.builds(
        Leaf,
        names,
        st.sampled_from(["at_least_ago", "more_than_ago", "within_last"]),
        st.sampled_from(LENGTHS).map(lambda each: (each,)),
    )
    named = st.builds(Leaf, names, st.sampled_from(ORDERS), days.map(lambda each: (each,)))
    several = st.builds(Leaf, names, st.just("is"), st.tuples(days, days))
    moved = st.builds(OtherFact, names, st.none() | st.sampled_from(LENGTHS))
    beside = st.builds(Leaf, names, st.sampled_from(ORDERS), moved)
    return ago | named | several | beside


@settings(max_examples=150)
@given(st.lists(st.tuples(leaves(), st.sampled_from([{True}, {False}, {False, None}])), max_size=5))
def test_days_are_found_where_trying_every_day_finds_some(drawn: list[tuple[Leaf, set[bool | None]]]):
    literals = [(leaf, frozenset(wanted)) for leaf, wanted in drawn]
    try:
        found = days_that_suit(literals, FACTS, TODAY)
    except TooFar:
        assume(False)
    if found is not None:
        facts = Facts(TODAY, found)
        assert all(signal(leaf, facts) in wanted for leaf, wanted in literals)
        return
    for one, two in product(SPAN, SPAN):
        facts = Facts(TODAY, {"one": one, "two": two})
        assert not all(signal(leaf, facts) in wanted for leaf, wanted in literals)


def suits(*pairs: tuple[Leaf, bool]) -> bool:
    return days_that_suit([(leaf, frozenset({came})) for leaf, came in pairs], FACTS, TODAY) is not None


def test_a_date_that_is_stated_lies_ahead_only_where_it_may():
    ahead = (TODAY,)
    assert suits((Leaf("one", "after", ahead), True))
    assert not suits((Leaf("past", "after", ahead), True))


def test_months_and_days_have_the_order_of_that_day():
    """From 28 February a month is over on 28 March, and 30 days on 30 March; from January it is longer."""
    month, days = Duration(1, "months"), Duration(30, "days")
    over = (Leaf("one", "at_least_ago", (month,)), True)
    not_yet = (Leaf("one", "at_least_ago", (days,)), False)
    assert days_that_suit([(t, frozenset({c})) for t, c in (over, not_yet)], FACTS, date(2026, 3, 29))
    assert not days_that_suit([(t, frozenset({c})) for t, c in (over, not_yet)], FACTS, date(2026, 1, 31))


def test_two_moments_of_one_day_have_an_order():
    noon = (datetime(2026, 3, 30, 12, 0),)
    assert suits((Leaf("moment", "after", noon), True), (Leaf("moment", "is", (TODAY,)), True))
    # Of a day without a time nobody can count hours.
    hours = Leaf("moment", "at_least_ago", (Duration(30, "hours"),))
    assert suits((hours, True), (Leaf("moment", "on_or_after", (TODAY - timedelta(days=1),)), False))
    assert days_that_suit([(hours, frozenset({None}))], FACTS, TODAY) is not None


def test_time_served_is_another_day_than_that_from_which_it_counts():
    over = Leaf("served", "at_least_ago", (Duration(7, "days"),))
    long_ago = Leaf("served", "before", (TODAY - timedelta(days=30),))
    assert suits((long_ago, True), (over, False)), "there may have been breaks"
    assert not suits((over, True), (Leaf("served", "at_least_ago", (Duration(6, "days"),)), False))


@pytest.mark.parametrize(
    ("leaf", "dated"),
    [
        (Leaf("one", "before", (TODAY,)), True),
        (Leaf("one", "known"), False),
        (Leaf("yes", "is", (True,)), False),
        (Leaf("nobody", "before", (TODAY,)), False),
    ],
)
def test_what_is_a_test_of_a_date(leaf: Leaf, dated: bool):
    assert is_dated(leaf, FACTS) is dated
