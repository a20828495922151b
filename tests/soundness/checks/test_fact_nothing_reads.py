"""A fact that is worked out for nobody is found."""

from pathlib import Path

from ..making import DEFINITION, RULE, found


def test_a_fact_that_is_worked_out_for_nobody(small):
    unread = DEFINITION.replace("        do: Act\n        by: Anyone\n", "")
    (problem,) = found(small, unread)
    assert problem.message == "works out made.answer, which no rule reads and nothing shows"
    assert problem.field == "R"
    reader = RULE.replace("id: R", "id: R2").replace("{t.a: true}", "{made.answer: red}")
    assert found(small, unread + reader) == []


def test_a_fact_that_says_when_a_step_is_done_is_read(small):
    unread = DEFINITION.replace("        do: Act\n        by: Anyone\n", "")
    step = "      - T-1-2: Send\n        by: Anyone\n        to: none\n"
    route = f"routes:\n  - id: T-1-R\n    title: A way\n    when: {{t.a: true}}\n    steps:\n{step}"
    assert len(found(small, unread + route)) == 1
    assert found(small, unread + route + "        done: {made.answer: red}\n") == []


def fails(small) -> Path:
    """A policy in which this is found."""
    return small.tiny(DEFINITION.replace("        do: Act\n        by: Anyone\n", "")).write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny(DEFINITION).write()
