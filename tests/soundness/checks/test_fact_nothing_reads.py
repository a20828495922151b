"""A fact that is worked out for nobody is found."""

from pathlib import Path

from threshold.policy import load_policy
from threshold.soundness import findings
from threshold.soundness.witness import Finder

from ..making import DEFINITION, RULE, found
from .test_name_like_another import WORDS, beside


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


def test_a_fact_that_a_pack_declares_and_nothing_reads():
    more = "    alone: {type: boolean, asks: Alone?}\n    agreed:"
    files = load_policy(str(beside(WORDS.replace("    agreed:", more))))
    (finding,) = findings(files)
    assert finding.problem.message == (
        "declares ours.alone, which no rule, question, table or other fact reads"
    )
    assert finding.problem.line == 7
    case = Finder().case(finding.shown) if finding.shown else None
    assert case is not None
    assert [*case.given] == ["ours.alone"]
    assert not [*findings(load_policy(str(beside(WORDS))))]


def fails(small) -> Path:
    """A policy in which this is found."""
    return small.tiny(DEFINITION.replace("        do: Act\n        by: Anyone\n", "")).write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny(DEFINITION).write()
