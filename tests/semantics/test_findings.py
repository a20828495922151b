"""What inference found: what is proposed, what is in doubt, and what is behind the unknown."""

from threshold.conditions import All
from threshold.conditions import Test as Leaf
from threshold.semantics.findings import Findings

UNANSWERED = """
definitions:
  - id: D
    carries: [T-1]
    fact: made.answer
    hit: exactly_one
    rows: [{when: {made.other: red, t.c: true}, is: red}]
  - id: E
    carries: [T-1]
    fact: made.other
    hit: exactly_one
    rows: [{when: {t.a: true}, is: red}, {when: {t.b: true}, is: amber}]
requirements:
  - {id: R, carries: [T-1], bears_on: [step_up], block: [{must: {made.answer: red}, else: no}]}
"""


def behind(findings: Findings, name: str = "made.answer") -> list[str]:
    return list(findings.behind(name))


def test_without_a_request_what_the_facts_point_to_is_proposed(small):
    small.tiny("""
    definitions:
      - id: O
        carries: [T-1]
        fact: recommendation.outcome
        hit: most_serious
        rows: [{when: {t.a: true}, is: go_up}]
        otherwise: go_down
    """)
    up, down = (
        small.findings(f"child_protection: {{concern: false}}\nt: {{a: {a}}}") for a in ("true", "false")
    )
    assert (up.proposed, down.proposed) == ("step_up", "step_down")


def test_what_contradicts_itself_is_in_doubt_and_protection_never_is(small):
    doubtful = "t.a, child_protection.concern"
    small.tiny(
        f"conflicts: [{{id: C, carries: [T-1], when: {{t.c: true}}, why: no, doubtful: [{doubtful}]}}]\n"
    )
    found = small.findings("t: {a: true, c: true}\nchild_protection: {concern: true}")
    assert found.doubtful == {"t.a"}
    assert found.facts.state("child_protection.concern") is True
    assert small.findings("t: {a: true, c: false}").doubtful == frozenset()


def test_an_unknown_derived_fact_is_traced_to_what_somebody_can_give(small):
    small.tiny(UNANSWERED)
    assert behind(small.findings("")) == ["t.a", "t.b", "t.c"]
    assert behind(small.findings("t: {c: true}")) == ["t.a", "t.b"]
    assert behind(small.findings("t: {a: true, b: false}")) == ["t.c"]


def test_what_is_not_derived_is_its_own_answer(small):
    assert behind(small.tiny(UNANSWERED).findings(""), "t.n") == ["t.n"]


def test_a_derived_fact_whose_rows_clash_stands_for_itself(small):
    findings = small.tiny(UNANSWERED).findings("t: {a: true, b: true, c: true}")
    assert findings.derived["made.other"].clash
    assert behind(findings) == behind(findings, "made.other") == ["made.other"]


def test_a_condition_names_only_what_would_settle_it(small):
    findings = small.tiny(UNANSWERED).findings("t: {a: true, b: false}")
    (rule,) = findings.policy.pack("tiny").requirements
    assert list(findings.unknown(rule.satisfied)) == ["t.c"]
    assert list(findings.unknown(All(()))) == []
    assert Leaf("made.answer", "is", ("red",)) in findings.signals


def test_a_rule_belongs_to_the_pack_that_brought_it(small):
    findings = small.tiny(UNANSWERED).findings("")
    assert findings.pack(findings.policy.safety.head).name == "safe"
    assert [findings.pack(rule.head).name for rule in findings.policy.requirements] == ["tiny"]
