"""The stages of inference: each sees what the earlier ones found, and nothing of what comes later."""

from collections.abc import Mapping
from datetime import date
from itertools import product

import pytest

from threshold.casefiles import Override
from threshold.conditions import Facts, Truth, signal
from threshold.conditions import Test as Leaf
from threshold.engine import compiled as module
from threshold.engine.compiled import CompiledPolicy, Inference
from threshold.engine.evaluators import PYTHON, Conditions, Evaluator, Prepared
from threshold.policy import Policy
from threshold.policy.inference_plan import conditions, plan
from threshold.semantics.timeline import Contradiction
from threshold.vocabulary import UNKNOWN, Missing, State

from ..semantics.conftest import Small

AS_AT = date(2026, 8, 14)
RED = "definitions:\n  - {id: D, carries: [T-1], fact: made.answer, hit: exactly_one, otherwise: green, "
RED += "rows: [{when: {t.a: true}, is: red}]}\n"


def policy(small: Small, text: str) -> Policy:
    return small.tiny(text).engine().policy.at(AS_AT)


def inferred(
    small: Small, text: str, overrides: Mapping[str, Override] | None = None, **known: State
) -> Inference:
    """What follows where only this is known, a name such as t__a standing for t.a."""
    return over(policy(small, text), overrides, **known)


def over(policy: Policy, overrides: Mapping[str, Override] | None = None, **known: State) -> Inference:
    states: dict[str, State] = dict.fromkeys(policy.vocabulary.facts, UNKNOWN)
    states |= {name.replace("__", ".", 1): state for name, state in known.items()}
    return CompiledPolicy(policy, (PYTHON,)).infer(Facts(AS_AT, states), (), overrides)


def conflict(when: str, doubtful: str = "") -> str:
    more = f", doubtful: [{doubtful}]" if doubtful else ""
    return f"conflicts: [{{id: C, carries: [T-1], when: {when}, why: both{more}}}]\n"


# Contradictions


def test_what_is_contradictory_is_unknown_to_every_later_stage(small: Small) -> None:
    found = inferred(small, conflict("{t.a: true, t.b: true}") + RED, t__a=True, t__b=True)
    assert found.contradictions == [Contradiction("C", ("t.a", "t.b"), "both")]
    assert (found.states["t.a"], found.states["t.b"]) == (UNKNOWN, UNKNOWN)
    assert found.truths["D#1"] is None
    assert isinstance(found.states["made.answer"], Missing)


@pytest.mark.parametrize("b", [False, UNKNOWN])
def test_what_may_not_be_contradictory_is_believed(small: Small, b: State) -> None:
    found = inferred(small, conflict("{t.a: true, t.b: true}") + RED, t__a=True, t__b=b)
    assert found.contradictions == []
    assert found.states["made.answer"] == "red"


@pytest.mark.parametrize(
    ("said", "concern", "contradictory"),
    # A yes is never put in doubt; a no is, and the more dangerous reading is acted on.
    [(True, True, False), (False, UNKNOWN, True)],
)
def test_a_contradiction_about_protection_leaves_the_fact_as_it_is(
    small: Small, said: bool, concern: State, contradictory: bool
) -> None:
    found = inferred(
        small,
        conflict(f"{{t.a: true, child_protection.concern: {str(said).lower()}}}"),
        t__a=True,
        child_protection__concern=said,
        child_protection__harm_suspected=False,
        child_protection__immediate_danger=False,
    )
    assert [each.id for each in found.contradictions] == ["C"]
    assert found.states["t.a"] is UNKNOWN
    assert found.states["child_protection.concern"] is said
    assert found.states["protection.concern"] is concern
    assert found.protection.contradictory is contradictory
    assert (found.proposal.asked, found.protection.acted_on) == ("safeguarding_now", True)


def test_protection_is_known_before_any_definition_and_no_judgement_bears_on_it(small: Small) -> None:
    reads = RED.replace("{t.a: true}", "{protection.concern: true, support.highest: middle}")
    told = {"child_protection__concern": True, "support__in_place": "middle"}
    found = inferred(small, reads, **told)
    assert found.states["made.answer"] == "red"
    assert (found.states["protection.in_place"], found.states["support.highest"]) == (False, "middle")
    judged = {"protection.concern": Override(False, "Team Manager", "seen")}
    assert inferred(small, reads, judged, **told).states["protection.concern"] is True


def test_a_contradiction_in_what_is_derived_throws_no_doubt_on_what_it_was_derived_from(small: Small) -> None:
    found = inferred(small, RED + conflict("{made.answer: red, t.b: true}", "t.a"), t__a=True, t__b=True)
    assert [each.id for each in found.contradictions] == ["C"]
    # It is found after the definition, which had believed the fact; what comes later does not.
    assert found.states["made.answer"] == "red"
    assert found.states["t.a"] is UNKNOWN


def test_contradictions_found_before_are_kept_and_the_caller_s_facts_left_alone(small: Small) -> None:
    compiled = CompiledPolicy(policy(small, conflict("{t.a: true, t.b: true}")), (PYTHON,))
    states: dict[str, State] = dict.fromkeys(compiled.policy.vocabulary.facts, UNKNOWN)
    states |= {"t.a": True, "t.b": True}
    facts, earlier = Facts(AS_AT, states), (Contradiction("earlier", ("t.c",), "before"),)
    found = compiled.infer(facts, earlier)
    assert [each.id for each in found.contradictions] == ["earlier", "C"]
    assert facts.state("t.a") is True
    assert [each.id for each in compiled.infer(facts).contradictions] == ["C"]


def test_rows_that_clash_are_a_contradiction_and_leave_the_derived_fact_unknown(small: Small) -> None:
    both = RED.replace("is: red}", "is: red}, {when: {t.b: true}, is: amber}")
    found = inferred(small, both, t__a=True, t__b=True)
    assert [(each.id, each.facts) for each in found.contradictions] == [("D", ("made.answer",))]
    assert isinstance(found.states["made.answer"], Missing)


# One case after the other

COUNTED = """
definitions:
  - id: D
    carries: [T-1]
    fact: made.answer
    hit: exactly_one
    rows: [{when: {t.day: {at_least_ago: 5 days}}, is: red}, {when: {t.b: true}, is: red}]
    otherwise: green
  - {id: E, carries: [T-1], fact: made.other, hit: exactly_one, rows: [{when: {t.a: true}, is: red}]}
conflicts:
  - {id: C, carries: [T-1], when: {t.day: {after: {fact: child_protection.enquiry_started}}}, why: both}
"""
DAY, OTHER = date(2026, 8, 7), date(2026, 8, 6)
KNOWN = {"t.day": (DAY, UNKNOWN), "t.b": (True, False), "child_protection.enquiry_started": (OTHER, UNKNOWN)}


def test_no_case_leaves_anything_behind_for_the_next(small: Small) -> None:
    whole = policy(small, COUNTED)
    unknown: dict[str, State] = dict.fromkeys(whole.vocabulary.facts, UNKNOWN)
    cases = [
        Facts(as_at, unknown | dict(zip(KNOWN, known, strict=True)), breaks)
        for known in product(*KNOWN.values())
        for as_at in (AS_AT, date(2026, 8, 10))
        for breaks in ({}, {"t.day": 3})
    ]
    fresh = [CompiledPolicy(whole, (PYTHON,)).infer(facts) for facts in cases]
    used = CompiledPolicy(whole, (PYTHON,))
    for before, _ in enumerate(cases):
        for case, expected in zip(cases, fresh, strict=True):
            used.infer(cases[before])
            assert used.infer(case) == expected


# Order


def test_the_stages_are_walked_in_the_order_of_the_plan(small: Small) -> None:
    asked: list[list[str]] = []

    def noting(given: Conditions) -> Prepared:
        def evaluate(signals: Mapping[Leaf, Truth]) -> Mapping[str, Truth]:
            asked.append(sorted(given))
            return honest(signals)

        honest = PYTHON.prepare(given)
        return evaluate

    late = "  - {id: E, carries: [T-1], fact: made.late, hit: exactly_one, otherwise: green, "
    late += "rows: [{when: {proposed.direction: step_up, made.answer: red}, is: red}]}\n"
    whole = policy(small, RED + late + conflict("{t.a: true, t.b: true}"))
    states: dict[str, State] = dict.fromkeys(whole.vocabulary.facts, UNKNOWN)
    CompiledPolicy(whole, (Evaluator("noting", noting),)).infer(Facts(AS_AT, states))
    assert asked == [sorted(conditions(stage)) for stage in plan(whole)]
    order = [key for keys in asked for key in keys]
    assert order.index("C") < order.index("protection:asked") < order.index("D#1") < order.index("E#1")
    assert order.index("E#1") < order.index("SAFE-3:fits")


def test_what_reads_the_proposal_is_worked_out_once_something_is_proposed(small: Small) -> None:
    late = RED.replace("{t.a: true}", "{proposed.direction: step_up, proposed.to: high}")
    late = late.replace("made.answer", "made.late")
    found = inferred(small, late, request__direction="step_up", request__to="high")
    assert found.states["made.late"] == "red"
    assert (found.proposal.requested, found.proposal.asked, found.proposal.asked_to) == (
        True,
        "step_up",
        "high",
    )
    assert (
        inferred(small, late, request__direction="step_up", request__to="low").states["made.late"] == "green"
    )


def test_a_definition_sees_what_an_earlier_one_worked_out(small: Small) -> None:
    chain = RED + RED.replace("definitions:\n", "").replace("id: D", "id: A").replace(
        "{t.a: true}", "{made.answer: red}"
    ).replace("fact: made.answer", "fact: made.other")
    assert inferred(small, chain, t__a=True).states["made.other"] == "red"
    assert inferred(small, chain, t__a=False).states["made.other"] == "green"


# What else it keeps


def test_what_a_person_judged_counts_instead_and_what_the_facts_say_is_kept(small: Small) -> None:
    judged = {"made.answer": Override("amber", "Team Manager", "seen")}
    found = inferred(small, RED, judged, t__a=True)
    assert found.states["made.answer"] == "amber"
    assert found.derived["made.answer"].state == "red"


def test_every_leaf_and_every_condition_has_its_truth(small: Small) -> None:
    found = inferred(small, RED, t__a=True)
    signals = {leaf.fact: truth for leaf, truth in found.signals.items()}
    assert (signals["t.a"], signals["child_protection.concern"]) == (True, None)
    built_in = {key for key in found.truths if key.startswith(("protection:", "support:"))}
    assert set(found.truths) == {"D#1", "SAFE-3:fits", "SAFE-3:holds", *built_in}
    assert {"protection:asked", "protection:enquiry", "support:care", "support:high"} < built_in


def test_a_caller_s_own_way_of_testing_is_used(small: Small) -> None:
    def test(leaf: Leaf, facts: Facts) -> Truth:
        return True if leaf.fact == "t.a" else signal(leaf, facts)

    whole = policy(small, RED)
    states: dict[str, State] = dict.fromkeys(whole.vocabulary.facts, UNKNOWN)
    assert CompiledPolicy(whole, (PYTHON,), test).infer(Facts(AS_AT, states)).states["made.answer"] == "red"


def test_the_same_truths_are_put_to_the_evaluators_once_and_others_again(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Truth] = []

    def noting(given: Conditions) -> Prepared:
        honest = PYTHON.prepare(given)

        def evaluate(signals: Mapping[Leaf, Truth]) -> Mapping[str, Truth]:
            asked.extend(signals[leaf] for leaf in signals if leaf.fact == "t.a")
            return honest(signals)

        return evaluate

    whole = policy(small, RED)
    compiled = CompiledPolicy(whole, (Evaluator("noting", noting),))

    def answer(a: State) -> State:
        states: dict[str, State] = dict.fromkeys(whole.vocabulary.facts, UNKNOWN)
        return compiled.infer(Facts(AS_AT, {**states, "t.a": a})).states["made.answer"]

    assert [answer(a) for a in (True, False, True, False, True)] == ["red", "green", "red", "green", "red"]
    assert asked == [True, False]
    # What is remembered has an end; then it is asked again, with the same answer.
    monkeypatch.setattr(module, "_REMEMBERED", 2)
    assert isinstance(answer(UNKNOWN), Missing)
    assert answer(True) == "red"
    assert asked == [True, False, None, True]
