"""A rule in plain English, of every kind."""

import re

import pytest

from threshold.handbook.rules import deadline_terms, facts_read, limit, rule_section
from threshold.policy import Deadline, policy_names

from .conftest import Small, book, small_book, words_of


def told(rule: str) -> list[str]:
    return words_of(rule_section(book(), book().rules[rule]))


def test_a_requirement_tells_each_part_and_what_is_said_and_done() -> None:
    lines = told("RBC-4.2a")
    assert lines[0] == "RBC-4.2a: The Team Manager decides, with the social worker"
    assert "What it is: Blocks: without it the request does not go ahead for now" in lines
    assert "Counts for: step down" in lines
    place = lines.index("whoever decided on the step down is a Team Manager (parameter step_down_decided_by)")
    assert lines[place + 1 : place + 3] == [
        "Where it is not so: Somebody other than the Team Manager decided on the step down",
        "Then Team Manager: Decide on the step down, together with the social worker",
    ]
    assert "From: RBC-4.2a, section 4.2, who decides" in lines
    assert "Left open: T07 and T09" in lines
    assert "Set by: step_down_decided_by (Team Manager)" in lines


def test_a_requirement_tells_its_exception_and_what_becomes_of_it_under_a_concern() -> None:
    lines = told("RBC-2.3a")
    assert "It is met, whatever is said below, where" in lines
    assert any(
        line.startswith("Under a protection concern: it lapses where the request goes up") for line in lines
    )


@pytest.mark.parametrize(
    ("says", "told_as"),
    [("urgent", "done at once, and holds nothing up"), ("afterwards", "it follows afterwards")],
)
def test_what_is_urgent_and_what_follows(small: Small, says: str, told_as: str) -> None:
    made = small_book(
        small,
        f"requirements: [{{id: R, carries: [T-1], bears_on: [step_up], if_concern: {says}, "
        "condition: [{must: {t.a: true}, else: No, unknown: Who knows}]}]",
    )
    lines = words_of(rule_section(made, made.rules["R"]))
    assert any(told_as in line for line in lines)
    assert "It applies where" in lines
    assert "always, whatever is asked for" in lines
    assert "Where nobody knows: Who knows" in lines
    assert any(line.startswith("What it is: A condition:") for line in lines)


def test_a_ground_tells_what_it_answers_and_what_is_said_where_it_does_not_hold() -> None:
    lines = told("RBC-4.1b")
    assert "Answers: step down from child in need to early help" in lines
    assert "some support is still needed" in lines
    assert (
        "where it has not been decided that the child is no longer in need: The child is still in need"
        in lines
    )


@pytest.mark.parametrize(
    ("says", "told_as"),
    [("unknown: Ask", "where nobody knows: Ask"), ("applies: {t.b: true}", "It answers where")],
)
def test_a_ground_tells_what_is_said_where_nobody_knows_and_what_must_be_so_for_it_to_answer(
    small: Small, says: str, told_as: str
) -> None:
    made = small_book(
        small,
        "grounds: [{id: G, carries: [T-1], for: {direction: close}, when: {t.a: true}, "
        f"else: No, {says}}}]",
    )
    assert told_as in words_of(rule_section(made, made.rules["G"]))


def test_a_definition_tells_each_row() -> None:
    lines = told("RBC-5.1-after")
    assert any(
        line.startswith("Works out: whether the child comes from a child protection plan") for line in lines
    )
    assert any(line.endswith(" where none of that is so") for line in lines)
    outcome = told("RBC-5.7a-decline")
    assert any(line.startswith("what follows when the family declines a CAF is ") for line in outcome)


def test_a_deadline_tells_its_clock() -> None:
    lines = told("RBC-2.9a")
    assert any(line.startswith("Within: ") for line in lines)
    rule = book().rules["WT-next-review"]
    assert isinstance(rule, Deadline)
    terms = dict(deadline_terms(book(), rule))
    assert terms["Within"] == "6 months"
    assert terms["Again"] == "after each one that was held"
    assert terms["Ends with"] == "the child protection plan"
    assert terms["Counted from"].endswith("that day is day 0")


def test_a_limit_that_hangs_on_a_table_or_is_not_set() -> None:
    response = book().rules["BAR-4.2"]
    assert isinstance(response, Deadline)
    assert limit(book(), response).startswith("no number is set")


def test_a_limit_in_working_hours_says_whose_they_are(small: Small) -> None:
    small.policy = 'hours: {the_mash: {opens: "08:30", closes: "17:00"}}'
    clock = "starts: {fact: t.moment}, met_by: {fact: t.reply}, late: Late, overdue: Not done}"
    made = small_book(
        small,
        "deadlines:\n"
        f"  - {{id: R, carries: [T-1], within: 4 working hours, {clock}\n"
        f"  - {{id: S, carries: [T-1], within: 4 working hours, hours: the_mash, {clock}\n",
    )
    assert [limit(made, rule) for rule in made.policy.deadlines] == [
        "4 working hours (09:00 to 17:00, Monday to Friday)",
        "4 working hours (the mash: 08:30 to 17:00, Monday to Friday)",
    ]
    terms = dict(deadline_terms(made, made.policy.deadlines[0]))
    assert terms["Counted from"].startswith("the time at which ")


def test_a_route_is_drawn_and_a_table_says_what_becomes_of_other_actions() -> None:
    assert any(line.startswith("Social Care | Ask the TAC for support") for line in told("RBC-step-down"))
    assert "Any other actions: are not available there" in told("MOS-CFA-actions")


def test_a_contradiction_protection_and_what_comes_first() -> None:
    contradiction = told("RBC-C4")
    assert (
        "What is said: The child is said to be no longer in need, yet a child protection plan is active"
        in contradiction
    )
    assert any(line.startswith("In doubt then: ") for line in contradiction)
    assert "Told as: somebody put a 0 on the safety scale" in told("SAFE-0")
    assert any(line.startswith("To do: ") for line in told("SAFE-first"))


def test_the_facts_of_a_rule_are_named_once() -> None:
    names = facts_read(book().rules["RBC-5.1"])
    assert len(names) == len({*names}) > 5


@pytest.mark.parametrize("name", policy_names())
def test_every_rule_can_be_read(name: str) -> None:
    """No name of a key or a test, no brace and no dollar is left in what a rule says."""
    raw = re.compile(r"[{}$]|\b(at_least|not_known_to_be|step_down|step_up)\b(?![._])")
    for rule in book(name).rules.values():
        lines = words_of(rule_section(book(name), rule))
        assert len(lines) > 3
        said = [line for line in lines if not line.startswith(("Looks at: ", "Set by: ", "Works out: "))]
        assert not [line for line in said if raw.search(line)], rule.head.id
