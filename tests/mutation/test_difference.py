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


STEP_UP = "request: {direction: step_up, to: high}"
CLOSE = "request: {direction: close}"


def may_show(small: Small, old: str, new: str, case: str, lines: bool = True, asks: str = STEP_UP) -> bool:
    before, after = small.tiny(RULES).engine(), small.tiny(RULES.replace(old, new)).engine()
    found = before.findings(small.case(f"{asks}\n{case}", before))
    return Difference.between(found.policy, after.policy.at(found.facts.as_at)).may_show(found, lines)


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


def test_a_requirement_that_has_no_say_in_what_is_asked_for_shows_nowhere(small: Small) -> None:
    assert not may_show(small, "at_least: 5", "at_least: 6", "t: {b: true, n: 5}", asks=CLOSE)


@pytest.mark.parametrize(
    ("bears_on", "strength", "number", "shows"),
    [
        ("[compliance]", "block", 5, False),  # met, and counts for nothing that is asked for
        ("[compliance]", "block", 4, True),  # not met: there is something to do
        ("[compliance]", "note", 5, True),  # a note is told among the notes
        ("[step_up]", "block", 5, True),  # the answer hangs on it
        ("[step_up]", "warn", 5, False),
    ],
)
def test_where_nobody_looks_at_its_line_a_requirement_has_to_be_heard(
    small: Small, bears_on: str, strength: str, number: int, shows: bool
) -> None:
    rules = RULES.replace("[step_up]", bears_on).replace("block", strength)
    before = small.tiny(rules).engine()
    after = small.tiny(rules.replace("Too few", "Not enough")).engine()
    found = before.findings(small.case(f"{STEP_UP}\nt: {{b: true, n: {number}}}", before))
    difference = Difference.between(found.policy, after.policy.at(found.facts.as_at))
    assert difference.may_show(found, lines=False) is shows
    assert difference.may_show(found, lines=True)


def test_the_rules_that_differ_are_named(small: Small) -> None:
    before = small.tiny(RULES).engine()
    after = small.tiny(RULES.replace("Too few", "Not enough")).engine()
    day = small.case("t: {b: true}", before).as_at
    assert day is not None
    assert Difference.between(before.policy.at(day), after.policy.at(day)).rules == {"R"}


TABLE = """\
routes:
  - {id: W, carries: [T-1], step: Visit, actions: [{W-1: Call, by: Worker, kind: task}]}
"""


def test_a_row_of_a_table_answers_for_itself(small: Small) -> None:
    before, after = (small.tiny(rules).engine() for rules in (TABLE, TABLE.replace(", kind: task", "")))
    asked = "{direction: workflow, step: Visit, action: Call, by: Team Manager}"
    found = before.findings(small.case(f"request: {asked}", before))
    difference = Difference.between(found.policy, after.policy.at(found.facts.as_at))
    assert difference.rules == {"W", "W-1"}
    assert difference.may_show(found), "the one that may do it does not add it"
