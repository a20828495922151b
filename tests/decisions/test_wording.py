"""How a decision words things: citations, questions, values and moments."""

from datetime import date, datetime
from pathlib import Path

import pytest

from threshold.casefiles import Case, read_cases
from threshold.decisions.wording import as_text, citation, cite, iso, question
from threshold.engine import Engine, evaluators
from threshold.policy import load_policy
from threshold.vocabulary import ABSENT, UNKNOWN, State

from ..policy.own import LEVELS, SIGNS, Own

LATE = Path(__file__).parents[2] / "cases" / "continuum-of-need" / "day-46-late.yaml"

RULE = """
requirements:
  - {id: R, carries: [T-1], bears_on: [step_up], block: [{must: {t.a: true}, else: no}]}
"""


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (True, "true"),
        (False, "false"),
        (0, "0"),
        ("early_help", "early_help"),
        (date(2026, 8, 14), "2026-08-14"),
        (datetime(2026, 8, 14, 9, 5), "2026-08-14T09:05"),
        (("x", "y"), "x, y"),
        ((), ""),
        (UNKNOWN, None),
        (ABSENT, None),
    ],
)
def test_a_state_as_text(state: State, expected: str | None):
    assert as_text(state) == expected


def test_a_moment_is_told_to_the_minute():
    assert iso(datetime(2026, 8, 14, 9, 5, 59)) == "2026-08-14T09:05"
    assert iso(date(2026, 8, 14)) == "2026-08-14"


def test_a_citation_names_the_clauses_asked_for_and_else_those_of_the_rule(small):
    findings = small.tiny(RULE).findings("")
    (rule,) = findings.policy.requirements
    for clauses, expected in (((), ("T-1",)), (("T-1",), ("T-1",)), (("T-2",), ("T-2",))):
        found = citation(rule.head, findings, clauses)
        assert (found.pack, found.document, found.clauses) == ("tiny", "tiny", expected)
    safety = findings.policy.safety.head
    assert citation(safety, findings).pack == "safe"
    assert cite("Do this", safety) == "Do this [S-1]"


def test_a_statutory_line_carries_its_edition_and_a_local_one_none():
    engine = Engine(load_policy("continuum-of-need"), using=evaluators()[:1])
    (case,) = read_cases([str(LATE)], engine.policy.vocabulary)
    assert isinstance(case, Case)
    decision = engine.decide(case)
    editions = {row.rule: row.source.edition for row in decision.deadlines}
    assert editions["WT-assessment"].endswith("the edition of 2026 has not been checked")
    assert editions["YOR-TIM-2"] == ""


def test_of_several_clauses_the_one_asked_for_is_cited(small):
    path = small.tiny(RULE.replace("[T-1]", "[T-1, T-2]")).write()
    listed = path.parent / "tiny" / "pack.yaml"
    listed.write_text(listed.read_text().replace("clauses: {T-1", "clauses: {T-2: another, T-1"))
    small.write = lambda: path
    findings = small.findings("")
    (rule,) = findings.policy.requirements
    assert citation(rule.head, findings, ("T-2",)).clauses == ("T-2",)
    assert citation(rule.head, findings).clauses == ("T-1", "T-2")
    assert cite("Do this", rule.head) == "Do this [T-1, T-2]"


@pytest.mark.parametrize(
    ("fact", "case", "expected"),
    [
        ("t.a", "", "A?"),
        ("visit.latest", "", "When was the visit?"),
        ("visit.since_seen", "", "When was the child seen? When was the visit?"),
        ("spell.ended", "", "When did the spell start?"),
        ("spell.ended", "timeline: [{on: 2026-01-01, event: spell_started}]", "When did the spell end?"),
        # Where every entry is there, it is the last of its kinds that somebody may still add to.
        ("visit.ever", "covers: {visit: 2026-08-14, seen: 2026-08-14}", "When was the child seen?"),
    ],
)
def test_a_fact_is_asked_for_by_its_own_question_or_by_those_of_its_events(small, fact, case, expected):
    assert question(fact, small.findings(case)) == expected


def test_what_nobody_asks_for_is_told_by_its_meaning(small):
    assert question("made.answer", small.findings("")) == "What the answer is"
    assert question("made.other", small.findings("")) == ""


def test_a_level_that_has_a_name_is_repeated_with_it(tmp_path: Path):
    own = Own(tmp_path)
    block = "block: [{must: {need.level: Protection}, else: Not as much}]"
    rule = f"requirements: [{{id: R, carries: [O-1], bears_on: [step_up], {block}}}]\n"
    own.pack(vocabulary=LEVELS, indicators_csv=SIGNS, rules=rule)
    files = own.files()
    signs = "ours_signs: {o_3_2: true, o_4_1: false}\nours_domains: {learning: false}\n"
    checks = Engine(files).decide(own.case(f"{signs}request: {{direction: step_up}}\n", files)).checks
    assert [each.facts_used for each in checks if each.rule == "R"] == [{"need.level": "3 (Family Help)"}]
