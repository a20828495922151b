"""Every deadline that a decision leaves open is told, or counted as left out and why."""

from collections import Counter
from pathlib import Path

import pytest

from threshold.agenda.choosing import agenda, beside_of
from threshold.agenda.from_decisions import gather
from threshold.agenda.model import Agenda, Gathered
from threshold.agenda.rules import deadlines_of
from threshold.casefiles import Case, read_cases
from threshold.casefiles.files import cases_in_text
from threshold.decisions import Decision
from threshold.engine import Engine
from threshold.policy import load_policy

CASES = Path(__file__).parents[2] / "cases"
FILES = load_policy("default")
ENGINE = Engine(FILES)
# Times as one authority has them; the documents themselves give none.
IN_HOURS = Engine(FILES, ("caf-team.brag={red: {respond_within: 4 working hours}}",))
TRIAGE = """
case: C-9
as_at: 2026-03-27T16:00
request: {direction: triage, made: 2026-03-27}
child_protection: {concern: false, immediate_danger: false, harm_suspected: false}
contact: {brag: red, received: 2026-03-27T15:10}
"""


def of(*cases: Case, engine: Engine = ENGINE) -> tuple[list[Decision], Gathered, Agenda]:
    decisions, found, beside = [], Gathered(), {}
    for case in cases:
        decided = engine.decided(case)
        gather(found, decided.decision, deadlines_of(decided.policy), decided.facts)
        decisions.append(decided.decision)
        beside |= beside_of(decided.policy)
    return decisions, found, agenda(found, beside)


def one(text: str) -> Case:
    [case] = cases_in_text(text, "a case", FILES.vocabulary)
    assert isinstance(case, Case)
    return case


EXAMPLES = [
    case for case in read_cases([str(CASES / "national")], FILES.vocabulary) if isinstance(case, Case)
]


@pytest.mark.parametrize("case", EXAMPLES, ids=lambda case: case.reference)
def test_every_open_deadline_is_told_or_counted(case: Case):
    [decision], found, _ = of(case)
    told = Counter(item.rule for item in found.items if item.state != "cannot_tell")
    wanted = Counter(
        row.rule for row in decision.deadlines if row.state in ("pending", "overdue") and row.applies
    )
    assert told == wanted
    irrelevant = [
        row for row in decision.deadlines if row.state in ("pending", "overdue") and not row.relevant
    ]
    assert found.left_out.get("on_request", 0) >= len(irrelevant)
    missed = sum(row.state == "missed" and row.relevant for row in decision.deadlines)
    assert found.left_out.get("missed", 0) == missed


def test_the_examples_have_enough_of_each_to_tell():
    _, found, told = of(*EXAMPLES)
    states = Counter(item.state for item in found.items)
    assert min(states[name] for name in ("overdue", "pending", "cannot_tell")) > 5
    assert {"missed", "no_limit"} <= set(found.left_out)
    assert any(len(item.clauses) > 1 for item in told.items)
    assert told.unknown


def test_an_item_says_what_the_decision_says():
    [decision], _, told = of(one((CASES / "national" / "reviews-of-a-plan.yaml").read_text()))
    [row] = [row for row in decision.deadlines if row.rule == "WT-next-review"]
    [item] = [item for item in told.items if item.rule == "WT-next-review"]
    assert (item.reference, item.due, item.state, item.days, item.unit) == (
        *("NAT-03", row.due, "overdue"),
        *(row.days, row.unit),
    )
    assert (item.do, item.by) == ("Arrange the next review conference", "Social Care manager")
    assert (item.starts, item.limit, item.interval) == (row.starts, "6 months", row.interval)
    assert item.question == ""


def test_a_limit_in_hours_has_its_hour():
    told = of(one(TRIAGE), engine=IN_HOURS)[2]
    [item] = [item for item in told.items if item.rule == "BAR-4.2"]
    assert (item.due, item.state) == ("2026-03-30T11:10", "pending")
    assert (item.by, item.limit) == ("MASH", "4 working hours (09:00 to 17:00, Monday to Friday)")


def test_what_is_about_a_request_is_counted_where_nothing_is_asked_for():
    text = TRIAGE.replace("request: {direction: triage, made: 2026-03-27}\n", "")
    _, found, told = of(one(text), engine=IN_HOURS)
    assert not [item for item in told.items if item.rule == "BAR-4.2"]
    assert found.left_out["on_request"] == 1


def test_what_nobody_can_tell_says_what_to_ask():
    _, _, told = of(*EXAMPLES)
    assert all(item.question.endswith("?") and item.days is None for item in told.untold)
    assert all(each.question.endswith("?") for each in told.unknown)


def test_the_order_of_cases_does_not_matter():
    assert of(*EXAMPLES)[2] == of(*reversed(EXAMPLES))[2]
