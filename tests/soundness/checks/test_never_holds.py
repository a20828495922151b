"""A condition that can never hold is found, by itself or where its rule applies."""

from pathlib import Path

import pytest

from threshold.soundness.checks.never_holds import CODE

from ..making import proved, told


def requirement(applies: str, must: str, strength: str = "block") -> str:
    return f"""
requirements:
  - id: R
    carries: [T-1]
    bears_on: [step_up]
    applies: {applies}
    {strength}:
      - must: {must}
        else: Words
"""


SOME = "{t.colour: red}"


@pytest.mark.parametrize(
    "must",
    [
        "{all: [{t.a: true}, {t.a: false}]}",
        "{all: [{t.n: {above: 5}}, {t.n: {below: 3}}]}",
        "{t.n: {above: 10}}",
        "{all: [{t.day: {at_least_ago: 3 months}}, {t.day: {within_last: 2 months}}]}",
        "{all: [{t.list: {includes: x}}, {t.list: {includes_none: [x, y]}}]}",
        "{t.colour: green}",
        "{none: [{t.colour: {not: green}}]}",
    ],
)
def test_what_nobody_can_meet(small, must: str):
    (finding,) = told(small, CODE, requirement(SOME, must))
    assert finding.effect.startswith("Nobody to whom it applies can ever be permitted")
    assert "`must` can never hold" in finding.problem.message
    assert finding.problem.field == "R"


@pytest.mark.parametrize(
    "must",
    [
        "{all: [{t.a: true}, {t.b: false}]}",
        "{t.n: {above: 9}}",
        "{all: [{t.day: {at_least_ago: 2 months}}, {t.day: {within_last: 3 months}}]}",
        # In some of the year thirty days are over before a month is.
        "{all: [{t.day: {at_least_ago: 30 days}}, {t.day: {within_last: 1 month}}]}",
        "{t.colour: red}",
    ],
)
def test_what_somebody_can_meet(small, must: str):
    assert told(small, CODE, requirement(SOME, must)) == []


def test_a_note_may_be_for_everybody_to_whom_it_applies(small):
    assert told(small, CODE, requirement(SOME, "{t.colour: green}", "note")) == []


def test_a_case_shows_who_is_held_up(small):
    proved(small, CODE, requirement(SOME, "{t.colour: green}"))


def test_a_way_that_nobody_comes(small):
    must = "{any: [{t.a: true}, {all: [{t.b: true}, {t.b: false}]}]}"
    (finding,) = told(small, CODE, requirement(SOME, must))
    assert finding.problem.message.startswith("one of the ways in `must` can never hold")


@pytest.mark.parametrize(
    ("text", "effect"),
    [
        (requirement("{all: [{t.a: true}, {t.a: false}]}", "{t.b: true}"), "It is never asked of anybody"),
        (
            "definitions:\n  - {id: D, carries: [T-1], fact: made.answer, hit: exactly_one, rows: "
            "[{when: {t.n: {above: 10}}, is: red}, {when: {t.a: true}, is: green}]}\n"
            + requirement("{made.answer: green}", "{t.b: true}"),
            "made.answer never comes to be red by this row",
        ),
        (
            "conflicts:\n  - {id: C, carries: [T-1], why: W, when: {all: [{t.a: true}, {t.a: false}]}}\n",
            "This contradiction is never found",
        ),
    ],
)
def test_every_condition_says_what_follows(small, text: str, effect: str):
    assert [each.effect for each in told(small, CODE, text) if effect.lower() in each.effect.lower()]


def test_a_value_that_no_row_gives(small):
    """With how the fact is worked out: no row makes the answer amber."""
    rules = (
        "definitions:\n  - {id: D, carries: [T-1], fact: made.answer, hit: exactly_one, rows: "
        "[{when: {t.a: true}, is: red}, {when: {t.a: false}, is: green}]}\n"
    )
    assert told(small, CODE, rules + requirement(SOME, "{made.answer: amber}"))
    assert told(small, CODE, rules + requirement("{t.a: true}", "{made.answer: green}"))
    assert told(small, CODE, rules + requirement(SOME, "{made.answer: green}")) == []


def test_nothing_asked_for_and_a_way_proposed(small):
    """What is proposed is what is asked for only where something is."""
    both = "{request.direction: none, proposed.direction: close}"
    assert told(small, CODE, requirement(both, "{t.a: true}", "note")) == []
    apart = "{request.direction: step_up, proposed.direction: close}"
    assert told(small, CODE, requirement(apart, "{t.a: true}", "note"))


def fails(small) -> Path:
    """A policy in which this is found."""
    return small.tiny(requirement(SOME, "{t.colour: green}")).write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny(requirement(SOME, "{t.a: true}")).write()
