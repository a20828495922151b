"""S180 to S183 of docs/semantics.md: the overlay stands, and nothing that is local weakens it."""

import json
from datetime import date
from pathlib import Path

import pytest

from threshold.casefiles import Unreadable, read_cases
from threshold.decisions import Decision
from threshold.engine import Engine
from threshold.policy import load_policy, rules_of
from threshold.reading import BadInput
from threshold.reports import as_json, as_text

from ...soundness.making import problems
from ..conftest import write_pack

DAY = date(2026, 6, 1)
ROOT = Path(__file__).parents[3]
NOTHING = """requirements:
  - {id: N, carries: [T-1], bears_on: [step_up], note: [{must: {caf.open: true}, else: No}]}
"""
USES = "packs: [{pack: national, role: overlay}, {pack: tiny, role: lead}]\n"


def policy_of(folder: Path, rules: str = "", more: str = "", parameters: str = "") -> str:
    """A policy of a small pack under the overlay that comes with the program."""
    write_pack(folder / "tiny", rules or NOTHING, parameters)
    path = folder / "ours.yaml"
    path.write_text(f"policy: ours\ntitle: Ours\n{USES}{more}")
    return str(path)


def decided(policy: str, case: str, trial: tuple[str, ...] = ()) -> Decision:
    engine = Engine(load_policy(policy), trial)
    path = Path(policy).parent / "case.yaml"
    path.write_text(f"case: C-1\nas_at: 2026-06-01\n{case}")
    (read,) = read_cases([str(path)], engine.policy.vocabulary)
    assert not isinstance(read, Unreadable), "; ".join(map(str, read.problems))
    return engine.decide(read)


def refusal(policy: str) -> str:
    with pytest.raises(BadInput) as caught:
        load_policy(policy).at(load_policy(policy).change_dates[-1])
    return str(caught.value)


# The overlay's values


def test_s180_no_other_policy_changes_a_value_of_the_overlay(tmp_path: Path):
    more = "set: {national.conference_within: {is: 20 working days, because: ours}}\n"
    assert "its values hold in every policy" in refusal(policy_of(tmp_path, more=more))


def test_s180_a_trial_changes_it_for_itself_and_says_so(tmp_path: Path):
    trial = ("national.referral_decision_within=3 working days",)
    decision = decided(policy_of(tmp_path), "timeline: [{on: 2026-05-29, event: referral}]\n", trial)
    assert decision.policy.trial == trial
    (row,) = [row for row in decision.deadlines if row.rule == "WT-referral-decision"]
    assert (row.limit.n if row.limit else 0, row.departs[0].document) == (3, "1 working day")


def test_s180_what_is_done_first_is_the_overlays(tmp_path: Path):
    text = "safety: [{id: MINE, carries: [T-1], do: Wait and see, by: Anybody}]\n"
    assert "said by the overlay" in refusal(policy_of(tmp_path, text))


# Nothing lowers protection

DANGER = "child_protection: {concern: true, harm_suspected: false, immediate_danger: false}\n"
DOWN = "request: {direction: step_down, to: universal}\nsupport: {in_place: early_help}\n"
CLOSE = "request: {direction: close}\nclosure: {of: case}\nsupport: {in_place: early_help}\n"
UP = "request: {direction: step_up, to: child_protection}\nsupport: {in_place: early_help}\n"
RIGHT = """grounds:
  - id: G
    carries: [T-1]
    for: {direction: [step_down, close]}
    when: {child_protection.concern: true}
    else: No
"""
WAYS = {
    "a contradiction that doubts the concern": """conflicts:
  - {id: C, carries: [T-1], when: {child_protection.concern: true}, why: No,
     doubtful: [child_protection.concern, child_protection.harm_suspected]}
""",
    "a contradiction that says nothing of what it doubts": """conflicts:
  - {id: C, carries: [T-1], when: {child_protection.concern: true, support.in_place: early_help}, why: No}
""",
    "a ground for letting go of the child": RIGHT,
    "a requirement that stands in the way of protection": """requirements:
  - {id: R, carries: [T-1], bears_on: [step_up],
     block: [{must: {child_protection.concern: false}, else: Wait}]}
""",
    "a level of need that is low": """definitions:
  - {id: D, carries: [T-1], fact: need.level, hit: most_serious,
     rows: [{when: {child_protection.concern: true}, is: 1}]}
""",
    "an outcome that closes": """definitions:
  - {id: D, carries: [T-1], fact: recommendation.outcome, hit: exactly_one,
     rows: [{when: {child_protection.concern: true}, is: close_contact}]}
""",
}


@pytest.mark.parametrize("way", WAYS)
def test_s181_no_rule_of_a_pack_lowers_protection(tmp_path: Path, way: str):
    policy = policy_of(tmp_path, WAYS[way])
    advised = decided(policy, DANGER)
    assert advised.safeguarding_now
    assert advised.protection.concern is True
    assert any("999" in line.do for line in advised.actions)
    for request in (DOWN, CLOSE):
        assert (decision := decided(policy, DANGER + request)).status == "blocked", request
        assert decision.safeguarding_now
    assert decided(policy, DANGER + UP).status == "permitted"


@pytest.mark.parametrize(
    ("fact", "value", "told"),
    [
        ("protection.concern", "false", "worked out alike in every policy"),
        ("protection.in_place", "false", "worked out alike in every policy"),
        ("support.highest", "universal", "worked out alike in every policy"),
        ("child_protection.concern", "false", "is not a derived fact"),
        ("child_protection.plan_active", "false", "is not a derived fact"),
        ("care.looked_after", "false", "is not a derived fact"),
        ("child_protection.history", "false", "already defined"),
    ],
)
def test_s181_no_pack_works_out_anew_what_protection_rests_on(
    tmp_path: Path, fact: str, value: str, told: str
):
    rows = f"rows: [{{when: {{support.in_place: early_help}}, is: {value}}}]"
    text = f"definitions: [{{id: D, carries: [T-1], fact: {fact}, hit: exactly_one, {rows}}}]\n"
    assert told in refusal(policy_of(tmp_path, text))


@pytest.mark.parametrize("fact", ["protection.concern", "protection.in_place"])
def test_s181_nobody_judges_protection_away(tmp_path: Path, fact: str):
    case = f"overrides: {{{fact}: {{is: false, by: Team Manager, reason: no}}}}\n"
    with pytest.raises(AssertionError, match="cannot be overridden away"):
        decided(policy_of(tmp_path), DANGER + case)


def test_s181_no_value_takes_part_in_what_gives_rise_to_a_concern(tmp_path: Path):
    text = """protection:
  - {id: P, carries: [T-1], when: {safety.scale: {includes: $n}}, because: a low number}
"""
    number = "n: {type: number, means: N, values: [{from: 2020-01-01, is: 1, because: T-1}]}\n"
    told = refusal(policy_of(tmp_path, text, parameters=number))
    assert "what calls for protection hangs on no parameter" in told


def test_s181_a_row_that_lets_go_of_the_child_and_says_that_it_goes_up_is_found(tmp_path: Path):
    text = """routes:
  - id: W
    carries: [T-1]
    step: Review
    actions:
      - {W-1: Close the case, moves: up}
      - {W-2: Refer to social care, moves: up}
"""
    found = problems(load_policy(policy_of(tmp_path, text)))
    told = [problem for problem in found if "says that it goes up" in problem.message]
    assert [(problem.field, problem.line) for problem in told] == [("W-1", 6)]


# Beside a statutory limit

LOCAL = """deadlines:
  - id: OURS
    title: Our assessment
    carries: [T-1]
    applies: {{assessment.started: {{recorded: true}}}}
    starts: {{fact: {start}}}
    within: {within}
    met_by: {{fact: assessment.completed}}
    beside: WT-assessment
    late: Late
    overdue: Overdue
"""
ASSESSED = (
    "timeline: [{on: 2026-05-01, event: referral}, {on: 2026-05-02, event: assessment_started}]\n"
    "covers: {referral: 2026-06-01, assessment_started: 2026-06-01, assessment_completed: 2026-06-01}\n"
)


@pytest.mark.parametrize(
    ("within", "looser"),
    [
        ("45 working days", False),
        ("2 months", False),
        ("8 weeks", False),
        ("46 working days", True),
        ("9 weeks", True),
        ("10 weeks", True),
        ("3 months", True),
    ],
)
def test_s182_a_limit_that_is_looser_on_any_day_is_told_at_every_line(
    tmp_path: Path, within: str, looser: bool
):
    text = LOCAL.format(start="assessment.counted_from", within=within)
    decision = decided(policy_of(tmp_path, text), ASSESSED)
    (row,) = [row for row in decision.deadlines if row.rule == "OURS"]
    line = "looser than the statutory 45 working days"
    assert row.looser == (line if looser else "")
    assert (line in " ".join(as_text(decision).split())) is looser
    (given,) = [each for each in json.loads(as_json(decision))["deadlines"] if each["rule"] == "OURS"]
    assert given["looser"] == row.looser


def test_s182_what_counts_from_another_day_is_not_compared(tmp_path: Path):
    text = LOCAL.format(start="assessment.started", within="3 months")
    (row,) = [row for row in decided(policy_of(tmp_path, text), ASSESSED).deadlines if row.rule == "OURS"]
    assert row.looser == ""


# The edition

EDITION = "the edition of 2026 has not been checked"


def citations(data: object) -> list[dict[str, object]]:
    """Everything in a decision that says which clauses a line comes from."""
    if isinstance(data, list):
        return [found for each in data for found in citations(each)]
    if not isinstance(data, dict):
        return []
    own = [data] if "clauses" in data and "edition" in data else []
    return own + [found for each in data.values() for found in citations(each)]


def test_s183_every_statutory_line_says_which_edition_it_was_checked_against():
    engine = Engine(load_policy("national"))
    statutory = {
        rule.head.id: rule.head.carries for pack in engine.policy.at(DAY).packs for rule in rules_of(pack)
    }
    clauses = {clause for carried in statutory.values() for clause in carried}
    seen: set[str] = set()
    for case in read_cases([str(ROOT / "cases" / "national")], engine.policy.vocabulary):
        if isinstance(case, Unreadable) or not hasattr(case, "expect"):
            continue
        decision = engine.decide(case)
        for cited in citations(json.loads(as_json(decision))):
            if clauses & {*cited["clauses"]}:  # type: ignore[misc]
                assert EDITION in str(cited["edition"]), case.reference
                seen |= {*cited["clauses"]}  # type: ignore[misc]
        for text in (as_text(decision), as_text(decision, everything=True)):
            if any(f"[{clause}" in text or f", {clause}" in text for clause in clauses):
                assert EDITION in " ".join(text.split()), (case.reference, text)
    assert clauses - seen == {"SOS-zero"}  # what it says stands among the reasons, and cites nothing
