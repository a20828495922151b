"""The policy of all documents reaches every rule of each: some example applies it, by that document.

An example that was written for one document is put to the policy that holds them all, and names its document.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from threshold.casefiles import Case
from threshold.decisions import UNDER, Decision
from threshold.engine import Engine, evaluators
from threshold.policy import Pack, load_policy
from threshold.vocabulary import as_label

from .cases import drawn, examples_of
from .test_whole_cases import CASES, SEED

FILES = load_policy("default")
POLICY = FILES.at(FILES.change_dates[-1])
ENGINE = Engine(FILES, using=evaluators()[:1])


@cache
def decided(pack: str) -> list[Decision]:
    """The examples of a document, each decided by it alone under the policy of all of them."""
    own = examples_of(pack, only=True)
    return [ENGINE.decide(replace(case, given={**case.given, UNDER: pack})) for case in own]


def applied(decision: Decision) -> Iterator[str]:
    """The rules and steps that have a say."""
    relevant = (check for check in decision.checks if check.relevant)
    yield from (check.rule for check in relevant if check.status != "not_applicable")
    yield from (row.rule for row in decision.deadlines if row.relevant)
    yield from (step.id for step in decision.route)
    yield from decision.withheld


def rows(pack: Pack) -> Iterator[tuple[str, str, str]]:
    """The actions of every table, each with its step."""
    for route in pack.routes:
        if route.table_step:
            yield from ((step.id, step.step, step.action) for step in route.steps)


@pytest.mark.parametrize("pack", POLICY.leading, ids=lambda pack: pack.name)
def test_every_rule_of_a_document_is_reached(pack: Pack) -> None:
    of_tables = {name for name, _, _ in rows(pack)}
    every = [
        *(rule.head.id for rule in pack.requirements),
        *(rule.head.id for rule in pack.deadlines),
        *(ground.head.id for ground in pack.grounds if not ground.of_workflow),
        *(step.id for route in pack.routes for step in route.steps if step.id not in of_tables),
    ]
    reached = {name for decision in decided(pack.name) for name in applied(decision)}
    assert [name for name in every if name not in reached] == []


@pytest.mark.parametrize("pack", POLICY.leading, ids=lambda pack: pack.name)
def test_every_action_of_a_document_can_be_asked_for(pack: Pack) -> None:
    for name, step, action in rows(pack):
        asked = {"request.direction": "workflow", "request.step": as_label(step)}
        case = Case("C-1", {**asked, "request.action": as_label(action), UNDER: pack.name})
        decision = ENGINE.decide(case, FILES.change_dates[-1])
        # A table that only some cases travel by stays open here, and is not passed over.
        assert any(check.rule == name and check.status != "not_applicable" for check in decision.checks), name


@pytest.mark.parametrize("pack", POLICY.leading, ids=lambda pack: pack.name)
def test_no_list_holds_the_steps_of_two_documents(pack: Pack) -> None:
    for case in drawn(examples_of(pack.name, only=True), CASES // 10, f"{SEED}/{pack.name}/lists"):
        route = ENGINE.decide(case).route
        packs = list(dict.fromkeys(step.source.pack for step in route))
        counted = [(step.source.pack, step.seq) for step in route]
        each = [[at for name, at in counted if name == named] for named in packs]
        assert all(found == [*range(1, len(found) + 1)] for found in each), case.reference
        assert counted == [(named, at) for named, found in zip(packs, each, strict=True) for at in found]
