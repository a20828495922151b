"""S45 to S49 of docs/semantics.md: how a requirement comes out, and what it counts for."""

import pytest

RULE = """
requirements:
  - id: R
    carries: [T-1]
    bears_on: [%s]
    applies: {t.a: true}
    %s: [{must: {t.b: true}, else: Do this first}]
"""
# A way down needs some rule to allow it.
ALLOWS = """
  - id: OK
    carries: [T-1]
    bears_on: [step_down]
    block: [{must: {danger.concern: false}, else: no}]
"""
OUTCOMES = {True: ("met", "not_met", "undetermined"), None: ("met", "undetermined", "undetermined")}


@pytest.mark.parametrize("applies", [True, False, None])
@pytest.mark.parametrize("satisfied", [True, False, None])
def test_s45_how_a_requirement_comes_out(small, applies, satisfied):
    told = [("a", applies), ("b", satisfied)]
    facts = [f"{name}: {str(value).lower()}" for name, value in told if value is not None]
    column = (True, False, None).index(satisfied)
    expected = "not_applicable" if applies is False else OUTCOMES[applies][column]
    case = f"t: {{{', '.join(facts)}}}"
    assert small.tiny(RULE % ("compliance", "note")).check(case).status == expected


def test_s46_documents(small):
    small.tiny("""
    requirements:
      - id: R
        carries: [T-1]
        bears_on: [step_up]
        block: [{papers: [form, plan], else: Attach both}]
    """)
    asked = "request: {direction: step_up}\ndanger: {concern: false}\n"

    def told(case: str) -> tuple[str, list[str]]:
        decision = small.decide(asked + case)
        (check,) = decision.checks
        return check.status, [paper.state for paper in decision.documents]

    assert told("documents: {attached: [plan, form, letter]}") == ("met", ["attached", "attached"])
    assert told("documents: {attached: [form]}") == ("not_met", ["attached", "absent"])
    assert told("documents: {attached: []}") == ("not_met", ["absent", "absent"])
    assert told("") == ("undetermined", ["unknown", "unknown"])


def test_s47_until(small):
    small.tiny("""
    requirements:
      - id: R
        carries: [T-1]
        bears_on: [step_down]
        satisfied: {t.day: {at_least_ago: 3 months}, seen.first: {at_least_ago: 2 weeks}}
        otherwise: {block: Wait, until: [{fact: t.day, plus: 3 months}, {fact: seen.first, plus: 2 weeks}]}
    """)
    asked = "request: {direction: step_down}\ndanger: {concern: false}\n"
    seen = "timeline: [{on: 2026-08-10, event: seen}]\n"
    assert small.check(asked + seen + "t: {day: 2026-05-31}").until == "2026-08-31"
    assert small.check(asked + seen + "t: {day: 2026-05-14}").until == "2026-08-24"


@pytest.mark.parametrize(
    ("bears_on", "effect", "role", "decides"),
    [
        ("step_down", "block", "lead", True),
        ("step_down", "condition", "overlay", True),
        ("step_up", "block", "lead", False),
        ("step_down", "warn", "lead", False),
    ],
)
def test_s48_what_bears_on_a_decision(small, bears_on, effect, role, decides):
    small.tiny(RULE % (bears_on, effect) + ALLOWS)
    small.uses = f"[{{pack: safe, role: overlay}}, {{pack: tiny, role: {role}}}]"
    case = "request: {direction: step_down}\ndanger: {concern: false}\nt: {a: true, b: false}"
    assert small.check(case).status == "not_met"
    assert small.check(case).decides is decides
    assert (small.decide(case).status != "permitted") is decides


@pytest.mark.parametrize("effect", ["warn", "note"])
def test_s49_warn_and_note(small, effect):
    small.tiny(
        RULE % ("step_down", effect)
        + ALLOWS
        + """
deadlines:
  - id: L
    carries: [T-1]
    starts: {fact: t.day}
    within: 7 days
    met_by: {fact: visit.first}
    late: Done late
    overdue: Not done
"""
    )
    case = """
    request: {direction: step_down}
    danger: {concern: false}
    t: {a: true, b: false, day: 2026-01-01}
    covers: {visit: 2026-08-14}
    """
    decision = small.decide(case)
    assert decision.deadlines[0].state == "overdue"
    assert decision.checks[0].status == "not_met"
    assert (decision.status, decision.recommendation.direction) == ("permitted", "step_down")
