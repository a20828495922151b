"""What differs between two policies, and which cases it may show in."""

import pytest

from threshold.mutation.difference import Difference

from ..semantics.conftest import Small

RULES = """\
requirements:
  - id: R
    carries: [T-1]
    bears_on: [step_up]
    applies: {t.b: true}
    block:
      - must: {t.n: {at_least: 5}}
        else: Too few
"""


def may_show(small: Small, old: str, new: str, case: str) -> bool:
    before, after = small.tiny(RULES).engine(), small.tiny(RULES.replace(old, new)).engine()
    found = before.findings(small.case(case, before))
    return Difference.between(found.policy, after.policy.at(found.facts.as_at)).may_show(found)


@pytest.mark.parametrize(
    ("case", "shows"),
    [
        ("t: {b: true, n: 5}", True),
        ("t: {n: 5}", True),  # it may apply
        ("t: {b: true, n: 7}", True),  # the words of the rule are others
        ("t: {b: false, n: 5}", False),  # the rule is out
    ],
)
def test_a_changed_condition_shows_where_its_rule_may_apply(small: Small, case: str, shows: bool) -> None:
    assert may_show(small, "at_least: 5", "at_least: 6", case) is shows


def test_changed_words_show_where_the_rule_may_apply(small: Small) -> None:
    assert may_show(small, "Too few", "Not enough", "t: {b: true}")
    assert not may_show(small, "Too few", "Not enough", "t: {b: false}")


def test_the_rules_that_differ_are_named(small: Small) -> None:
    before = small.tiny(RULES).engine()
    after = small.tiny(RULES.replace("Too few", "Not enough")).engine()
    day = small.case("t: {b: true}", before).as_at
    assert day is not None
    assert Difference.between(before.policy.at(day), after.policy.at(day)).rules == {"R"}
