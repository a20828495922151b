"""What holds of why and why not in every case: marks are the engine's, suggestions are proved and allowed."""

import os
from datetime import date
from functools import cache

import pytest

from threshold.casefiles import Case
from threshold.dates import day_of
from threshold.engine import Engine, Read
from threshold.policy import load_policy
from threshold.policy.inference_plan import conditions_of
from threshold.policy.protection import rests_on
from threshold.reading import BadInput
from threshold.why.answer import trees_of
from threshold.why.changeable import changed
from threshold.why.otherwise import Search

from .cases import all_examples, drawn

SEED = os.environ.get("THRESHOLD_SEED", "why")
NUMBER = 40
NEVER = ("child.", "need.", "request.", "support.", "household.relationships_best", "safety.")


@cache
def engine(policy: str) -> Engine:
    return Engine(load_policy(policy))


def some(*statuses: str) -> list[Case]:
    cases = [case for case in all_examples() if case.expect and case.expect.get("policy")]
    wanted = [case for case in cases if not statuses or case.expect.get("status") in statuses]
    return drawn(wanted, NUMBER, SEED)


def moment(case: Case) -> date:
    return case.as_at or date.today()


@pytest.mark.parametrize("case", some(), ids=lambda case: case.reference)
def test_every_mark_is_what_the_engine_found(case: Case) -> None:
    using = engine(case.expect["policy"])
    policy = using.policy_for(case, moment(case))
    read = Read.of(case, policy.vocabulary, moment(case))
    findings = using.findings(case, moment(case), read)
    trees = trees_of(findings, read)
    marks = {key: trees.tree(each, key).truth for key, each in conditions_of(policy).items()}
    assert marks == {key: findings.truths[key] for key in marks}


@pytest.mark.parametrize(
    "case", some("blocked", "conditional", "undetermined"), ids=lambda case: case.reference
)
def test_each_suggestion_is_proved_and_allowed(case: Case) -> None:
    using = engine(case.expect["policy"])
    try:
        search = Search(using, case, moment(case), "permitted")
        ways = search.found
    except BadInput:
        return  # a document that does not lead is refused before anything is looked for
    facts = search.start.findings.policy.vocabulary.facts
    danger = rests_on(search.start.findings.policy)
    for way in ways:
        suggested, at = changed(case, way.changes, moment(case))
        assert using.decide(suggested, at).status == "permitted"
        for left_out in way.changes:
            without, then = changed(
                case, [each for each in way.changes if each is not left_out], moment(case)
            )
            assert using.decide(without, then).status != "permitted"
        assert suggested.timeline[: len(case.timeline)] == case.timeline
        assert all(entry.on == day_of(moment(case)) for entry in suggested.timeline[len(case.timeline) :])
        other = {name for name in suggested.given if suggested.given[name] != case.given.get(name)}
        assert all(facts[name].work or facts[name].consent_for for name in other)
        assert not other & danger
        assert not [name for name in other if name.startswith(NEVER)]
        for name in other:
            if facts[name].consent_for:
                [text] = [each.text for each in way.changes if each.about == name]
                assert text.startswith(("if ", "once it is known that "))
