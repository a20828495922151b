"""A policy as text: the clauses that each pack carries, by which rules, and the values in force."""

from datetime import date

from threshold.reports.policy import policy_as_text

from ..semantics.conftest import Small

RULES = """
requirements:
  - {id: R, title: Rule, carries: [T-1], bears_on: [step_up],
     block: [{must: {t.n: {at_least: $least}}, else: No}]}
  - {id: T-1, title: Itself, carries: [T-1], bears_on: [step_up], block: [{must: {t.a: true}, else: No}]}
"""
VALUES = """
most: {type: number, means: how many, values: [{from: 2020-01-01, is: 9, because: it is so}]}
least:
  type: number
  means: how many
  values: [{from: 2020-01-01, is: 3, because: so}, {from: 2026-06-01, is: 5, because: now}]
"""


def told(small: Small, day: date, *trial: str) -> list[str]:
    policy = small.tiny(RULES, VALUES).engine().policy.at(day, trial)
    return policy_as_text(policy).splitlines()


def of_tiny(small: Small, day: date, *trial: str) -> list[str]:
    lines = told(small, day, *trial)
    (start,) = [number for number, line in enumerate(lines) if line.startswith("tiny (")]
    return lines[start:]


def test_a_pack_tells_its_source_its_clauses_with_their_rules_and_its_values(small: Small) -> None:
    assert of_tiny(small, date(2026, 8, 14)) == [
        "tiny (lead): tiny",
        "  from: tiny, P, 2020-01",
        "  clauses carried: 1 of 1",
        "    T-1: one place (rules R)",
        "  parameters: 2",
        "    tiny.least = 5 since 1 June 2026 (now)",
        "    tiny.most = 9 since 1 January 2020 (it is so)",
    ]


def test_the_values_are_those_in_force_on_the_day_or_tried(small: Small) -> None:
    assert "    tiny.least = 3 since 1 January 2020 (so)" in of_tiny(small, date(2026, 5, 31))
    (tried,) = [line for line in of_tiny(small, date(2026, 8, 14), "tiny.least=7") if "tiny.least" in line]
    assert tried.startswith("    tiny.least = 7")
    assert ", set by the trial (" in tried


def test_the_head_tells_the_policy_and_its_packs_follow_in_order(small: Small) -> None:
    lines = told(small, date(2026, 8, 14))
    policy = small.engine().policy.at(date(2026, 8, 14))
    assert lines[0] == "Small"
    assert lines[1].startswith(f"policy p, version {policy.version}, digest ")
    assert lines[2] == ""
    assert [line for line in lines if line.startswith(("safe", "tiny"))] == [
        "safe (overlay): safe",
        "tiny (lead): tiny",
    ]


def test_a_pack_that_leads_on_something_says_so_and_long_lines_are_broken(small: Small) -> None:
    small.pack("other", RULES.replace("T-1", "O-1").replace("$least", "3").replace("id: R", "id: O"))
    leads = "{pack: tiny, role: lead}, {pack: other, role: lead, leads_on: [close]}"
    small.uses = f"[{{pack: safe, role: overlay}}, {leads}]"
    lines = told(small, date(2026, 8, 14))
    assert any(line.startswith("other (lead") and "leads on" in line for line in lines)
    assert max(map(len, lines)) <= 100
