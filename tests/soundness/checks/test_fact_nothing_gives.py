"""A fact that nothing in the policy works out is found where it is read."""

from pathlib import Path

from ..making import DEFINITION, RULE, found


def test_a_fact_that_is_read_and_that_nothing_works_out(small):
    reader = RULE.replace("id: R", "id: R2").replace("{t.a: true}", "{made.answer: red}")
    (problem,) = found(small, reader)
    assert problem.message == (
        "reads made.answer, which nothing in this policy works out, so that it can never be told"
    )
    assert problem.field == "R2"
    # What the program works out by itself needs no rule.
    assert found(small, reader.replace("made.answer: red", "protection.concern: true")) == []


def test_a_deadline_that_starts_with_nothing_and_somebody_chosen_by_nothing(small):
    chosen = RULE.replace("by: Anyone", "by: {fact: made.answer, red: R, amber: A, green: G}")
    (problem,) = found(small, chosen)
    assert problem.message.startswith("reads made.answer, which nothing in this policy works out")


def test_a_pack_that_is_not_chosen_and_works_it_out_is_named(small):
    small.pack("kind", DEFINITION)
    (problem,) = found(small, RULE.replace("{t.a: true}", "{made.answer: red}"))
    assert problem.message.endswith("so that it can never be told; kind would, if it were chosen")


def fails(small) -> Path:
    """A policy in which this is found."""
    return small.tiny(RULE.replace("{t.a: true}", "{made.answer: red}")).write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny(RULE).write()
