"""Numbers that a parameter of the rule holds are found in its sentences."""

from pathlib import Path

import pytest

from ..making import RULE, found

NUMBER = "most: {type: number, means: Most, values: [{from: 2020-01-01, is: 3, because: T-1}]}\n"
COUNTED = RULE.replace("{t.a: true}", "{t.n: {at_most: $most}}")


@pytest.mark.parametrize("words", ["More than three were missed", "Of 3 none was kept", "Three"])
def test_a_number_that_the_rule_relies_on(small, words: str):
    (problem,) = found(small, COUNTED.replace("else: Words", f"else: {words}"), NUMBER)
    assert problem.message == "a number stands in words that a parameter holds; write {most}"


@pytest.mark.parametrize(
    "words", ["More than two", "Section 3.1", "Form T-3", "'More than {most}'", "Threefold"]
)
def test_other_numbers(small, words: str):
    assert found(small, COUNTED.replace("else: Words", f"else: {words}"), NUMBER) == []


def test_a_number_of_another_rule(small):
    other = RULE.replace("requirements:\n", "").replace("id: R", "id: R2").replace("Words", "Three words")
    assert found(small, COUNTED + other, NUMBER) == []


def fails(small) -> Path:
    """A policy in which this is found."""
    return small.tiny(COUNTED.replace("else: Words", "else: More than three"), NUMBER).write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny(COUNTED.replace("else: Words", "else: More than {most}"), NUMBER).write()
