"""Values and presets that say what is so already are found."""

from pathlib import Path

from ..making import DEADLINE, LIMIT, found
from .test_same_from import FIRST, at, values


def preset(length: str) -> str:
    return f"{LIMIT}  presets: {{theirs: {{is: {length}, because: They do}}}}\n"


def test_a_value_that_is_the_one_before_it(small):
    (problem,) = found(small, DEADLINE, values(FIRST, at("2021-01-01", "3 days")))
    assert problem.message == "says what the value before it says; leave it out"
    back = values(FIRST, at("2021-01-01"), at("2022-01-01", "3 days"))
    assert found(small, DEADLINE, back) == []


def test_a_preset_that_is_the_value(small):
    (problem,) = found(small, DEADLINE, preset("3 days"))
    assert "the preset theirs says what the value says" in problem.message
    assert found(small, DEADLINE, preset("5 days")) == []


def test_a_preset_of_several_parameters_may_say_what_one_of_them_says_anyway(small):
    other = "other: {type: duration, means: Another, values: [{from: 2020-01-01, is: 9 days, because: T-1}]"
    both = f"{preset('3 days')}{other}, presets: {{theirs: {{is: 5 days, because: They do}}}}}}\n"
    assert not [each for each in found(small, DEADLINE, both) if "preset" in each.message]


def fails(small) -> Path:
    """A policy in which this is found."""
    return small.tiny(DEADLINE, preset("3 days")).write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny(DEADLINE, preset("5 days")).write()
