"""Silence that decides is found wherever it is written, and only there."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from threshold.policy import load_policy
from threshold.reading import Problem

from ..making import problems

# A ground that answers what the rules below bear on, so that nothing else is to be found.
GROUND = """
grounds:
  - {id: G, carries: [T-1], for: {direction: step_up}, when: %s, else: No}
"""
PLAIN = GROUND % "{t.a: true}"
SILENCES = ("{t.b: {known: true}}", "{t.b: {known: false}}", "{t.b: {not_known_to_be: true}}")


def silences(small, text: str) -> Sequence[Problem]:
    found = problems(load_policy(str(small.tiny(text).write())))
    return [problem for problem in found if problem.message.startswith("silence decides")]


def requirement(strength: str, must: str = "{t.a: true}", more: str = "") -> str:
    part = f"[{{must: {must}, else: No}}]"
    return f"requirements:\n  - {{id: R, carries: [T-1], bears_on: [step_up], {strength}: {part}{more}}}\n"


@pytest.mark.parametrize("silence", SILENCES)
@pytest.mark.parametrize(
    ("strength", "told"), [("block", "in what blocks"), ("condition", "in what is a condition")]
)
def test_in_what_blocks_or_conditions(small, strength: str, told: str, silence: str):
    (problem,) = silences(small, PLAIN + requirement(strength, silence))
    assert told in problem.message
    assert " of t.b " in problem.message
    assert (problem.line, problem.field) == (5, "R")
    assert problem.file.endswith("all.yaml")
    for key in ("applies", "unless"):
        (problem,) = silences(small, PLAIN + requirement(strength, more=f", {key}: {silence}"))
        assert told in problem.message


@pytest.mark.parametrize("silence", SILENCES)
@pytest.mark.parametrize("strength", ["warn", "note"])
def test_warnings_and_notes_may_hang_on_silence(small, strength: str, silence: str):
    assert not silences(small, requirement(strength, silence, f", applies: {silence}, unless: {silence}"))


@pytest.mark.parametrize("group", ["all", "any", "none"])
def test_however_deep_it_stands(small, group: str):
    deep = f"{{all: [{{t.a: true}}, {{{group}: [{{t.a: false}}, {{t.b: {{known: false}}, t.c: true}}]}}]}}"
    assert len(silences(small, PLAIN + requirement("block", deep))) == 1


def test_among_what_is_counted(small):
    counted = "{count: [t.a, {t.b: {known: false}}], at_least: 1}"
    assert len(silences(small, PLAIN + requirement("block", counted))) == 1


def test_each_is_told_at_its_line(small):
    rule = """
    requirements:
      - id: R
        carries: [T-1]
        bears_on: [step_up]
        applies: {t.a: {known: true}}
        block:
          - must: {t.b: true}
            else: No
          - must:
              any:
                - {t.c: true}
                - {t.b: {known: false}}
            else: No
    """
    found = silences(small, rule)
    assert [problem.line for problem in found] == [6, 13]


@pytest.mark.parametrize("silence", SILENCES)
def test_in_a_ground(small, silence: str):
    (problem,) = silences(small, GROUND % f"{{t.a: true, all: [{silence}]}}")
    assert "in a ground" in problem.message
    assert problem.field == "G"


def test_in_what_a_ground_applies_to(small):
    (problem,) = silences(small, PLAIN.replace("when:", "applies: {t.b: {known: true}}, when:"))
    assert "in a ground" in problem.message


def test_a_ground_may_rest_on_a_concern_that_nobody_raised(small):
    said = "{t.a: true, protection.concern: {not_known_to_be: [true]}}"
    assert not silences(small, GROUND % said)
    assert silences(small, GROUND % said.replace("[true]", "[false]"))
    assert silences(small, GROUND % said.replace("not_known_to_be: [true]", "known: false"))
    # In a requirement it decides as any silence does.
    assert silences(small, PLAIN + requirement("block", said))


def test_what_is_said_of_a_ground_may_hang_on_silence(small):
    said = PLAIN.replace("else: No", "else: [{when: {t.b: {known: false}}, says: No}]")
    assert not silences(small, said)


SCOPED = "scope: {applies: {t.b: {known: true}}}\n"
TABLE = "routes:\n  - {id: W, carries: [T-1], step: Review, actions: [{S: Meet}]}\n"
SEQUENCE = "routes:\n  - {id: W, carries: [T-1], when: {t.a: true}, steps: [{S: Meet}]}\n"
DEADLINE = """
deadlines:
  - id: L
    carries: [T-1]
    bears_on: [compliance]
    starts: {fact: t.day}
    within: 3 days
    met_by: {fact: visit.first}
    late: Late
    overdue: Overdue
"""


@pytest.mark.parametrize("text", [requirement("block"), requirement("condition"), TABLE])
def test_in_a_scope_over_what_decides(small, text: str):
    (problem,) = silences(small, SCOPED + text)
    assert "a scope over what decides" in problem.message
    assert (problem.line, problem.field) == (1, "scope.applies")
    inside = "".join(f"    {line}\n" for line in text.splitlines())
    assert len(silences(small, f"{SCOPED}groups:\n  - title: One\n{inside}")) == 1


@pytest.mark.parametrize("text", [requirement("warn"), requirement("note"), SEQUENCE, DEADLINE, PLAIN])
def test_a_scope_over_nothing_that_decides_may(small, text: str):
    assert not silences(small, SCOPED + text)


MADE = """
definitions:
  - {id: D, carries: [T-1], fact: made.answer, hit: all, rows: [{when: {t.b: {known: true}}, is: red}]}
"""
THROUGH = "  - {id: E, carries: [T-1], fact: made.other, hit: all, rows: [{when: %s, is: red}]}\n"
THROUGH_ANSWER = THROUGH % "{made.answer: red}"


@pytest.mark.parametrize(
    "reader",
    [
        requirement("block", "{made.answer: red}"),
        requirement("condition", more=", applies: {made.answer: red}"),
        requirement("block", more=", unless: {made.answer: red}"),
        GROUND % "{made.answer: red}",
    ],
)
def test_in_how_a_fact_is_worked_out_that_something_reads_that_decides(small, reader: str):
    (problem,) = silences(small, MADE + reader)
    name = "G" if "grounds" in reader else "R"
    assert f"in how made.answer is worked out, by which {name} decides" in problem.message
    assert (problem.line, problem.field) == (3, "D")


def test_through_further_definitions(small):
    (problem,) = silences(small, MADE + THROUGH_ANSWER + requirement("block", "{made.other: red}"))
    assert "by which R decides" in problem.message
    assert problem.field == "D"
    further = THROUGH.replace("id: E", "id: F").replace("made.other", "made.late") % "{made.other: red}"
    text = MADE + THROUGH_ANSWER + further + requirement("block", "{made.late: red}")
    assert [each.field for each in silences(small, text)] == ["D"]


@pytest.mark.parametrize(
    "reader",
    [
        requirement("warn", "{made.answer: red}"),
        SEQUENCE.replace("t.a: true", "made.answer: red"),
        THROUGH_ANSWER,
    ],
)
def test_what_nothing_that_decides_reads_may_hang_on_silence(small, reader: str):
    assert not silences(small, MADE + reader)


def test_an_outcome_may_unless_something_that_decides_reads_it(small):
    outcome = MADE.replace("made.answer, hit: all", "recommendation.outcome, hit: most_serious")
    outcome = outcome.replace("is: red", "is: stay")
    assert not silences(small, outcome)
    assert silences(small, outcome + requirement("block", "{recommendation.outcome: stay}"))


def test_who_adds_an_action_is_asked_by_the_program_and_is_no_authors_silence(small):
    assert not silences(small, TABLE.replace("{S: Meet}", "{S: Meet, by: SW}"))


def test_a_parameter_may_name_the_fact(small):
    parameters = "clock: {type: fact, means: F, values: [{from: 2020-01-01, is: t.day, because: T-1}]}\n"
    small.tiny(PLAIN + requirement("block", "{$clock: {known: true}}"), parameters)
    found = [each.message for each in problems(load_policy(str(small.write())))]
    assert [message for message in found if "silence decides: `known:` of $clock" in message]
    made = MADE.replace("fact: made.answer", "fact: $made") + requirement("block", "{made.answer: red}")
    small.tiny(made, parameters.replace("clock:", "made:").replace("t.day", "made.answer"))
    (first, *_) = problems(load_policy(str(small.write())))
    assert "in how made.answer is worked out" in first.message


def test_a_pack_that_is_only_compared_is_looked_at_too(small):
    small.uses = "[{pack: safe, role: overlay}, {pack: tiny, role: compare}]"
    assert silences(small, MADE + requirement("block", "{made.answer: red}"))


def fails(small) -> Path:
    """A policy in which this is found."""
    return small.tiny(PLAIN + requirement("block", SILENCES[0])).write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny(PLAIN + requirement("block")).write()
