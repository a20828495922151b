"""What comes with the program has no findings; nor has a small pack in which everything is used."""

from datetime import date

import pytest

from threshold.conditions import tests as leaves_of
from threshold.policy import load_policy, policy_names, rules_directory
from threshold.policy.inference_plan import conditions_of
from threshold.soundness import findings

from .making import CONFLICT, DEADLINE, DEFINITION, LEVELS, LIMIT, ROUTE, RULE, found

ROOT = rules_directory()
BESIDE = (ROOT / "examples" / "eastmarsh" / "eastmarsh.yaml", ROOT / "template" / "our-town.yaml")


@pytest.mark.parametrize("name", [*policy_names(), *map(str, BESIDE)])
def test_what_comes_along_has_none(name: str):
    assert list(findings(load_policy(name))) == []


@pytest.mark.parametrize("text", [RULE, ROUTE, CONFLICT, DEFINITION])
def test_a_small_pack_has_none(small, text: str):
    assert found(small, text) == []


def test_no_rule_that_comes_with_the_program_compares_what_was_typed_freely():
    compared: set[str] = set()
    for name in policy_names():
        policy = load_policy(name).at(date(2026, 8, 14))
        facts = policy.vocabulary.facts
        for condition in conditions_of(policy).values():
            for test in leaves_of(condition):
                free = "text" in (facts[test.fact].type.kind, facts[test.fact].type.of)
                compared |= {test.fact} if free and test.operator != "known" else set()
    assert compared == set()


def test_of_a_finding_on_several_dates_the_case_of_these_days_is_shown(small):
    limit = LIMIT.replace("because: T-1}]", "because: T-1}, {from: 2024-01-01, is: 5 days, because: T-1}]")
    files = load_policy(str(small.tiny(LEVELS + DEADLINE.replace("id: R", "id: L"), limit).write()))
    (finding,) = findings(files)
    assert finding.shown is not None
    assert finding.shown.day >= files.change_dates[-1]
