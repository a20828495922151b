"""Scripts of consultation lines against their schema: what it tells, and what `policy check` alone does."""

from collections.abc import Callable

import pytest

from threshold.policy import load_policy, rules_directory
from threshold.policy.declared import declared
from threshold.schemas.scripts import script_schema

from ..policy.test_script_reading import FAULTS, SMALL

Check = Callable[[str], list[str]]
Checks = Callable[[str], Check]

# What hangs on the rest of the file, or of the pack: the program tells it, a schema cannot.
BY_THE_CHECK_ALONE = (
    "is not asked for before",
    "is asked for twice",
    "is not listed",
    "two outcomes have this id",
    "names no parameter",
)


def test_the_script_that_comes_with_the_program_suits(checks: Checks) -> None:
    paths = sorted(rules_directory().glob("*/consultation.yaml"))
    assert paths
    assert {path: checks("consultation")(path.read_text(encoding="utf-8")) for path in paths} == {
        path: [] for path in paths
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: A line", "title: A line"),
        ("    stops: true\n", "    stops: [true]\n"),
        ("    stops: true\n", "    means: Is it so?\n    stops: 'true'\n"),
        ("unless: {caf.open: false}", "unless: {any: [{caf.open: {known: false}}, {caf.open: false}]}"),
        ("unless: {caf.open: false}", "unless: {caf.open: {not_known_to_be: [true]}}"),
        ("unless: {consultation.caller: public}", "unless: {consultation.caller: $others}"),
        ("say: Find out first.", "say: [Find out first., {words: Ring us., when: {caf.open: true}}]"),
        ("carries: [BAR-4A]", "carries: [BAR-4A]\n    tensions: [T21]"),
    ],
)
def test_scripts_that_suit(checks: Checks, before: str, after: str) -> None:
    assert before in SMALL
    assert checks("consultation")(SMALL.replace(before, after, 1)) == []


@pytest.mark.parametrize(("before", "after", "line", "told"), FAULTS)
def test_a_fault_is_told_by_the_schema_or_hangs_on_the_rest_of_the_file(
    checks: Checks, before: str, after: str, line: int, told: str
) -> None:
    wrong = checks("consultation")(SMALL.replace(before, after, 1))
    assert len(wrong) >= (0 if told in BY_THE_CHECK_ALONE else 2), "wrong in both readings"
    assert not (wrong and told in BY_THE_CHECK_ALONE)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("unless: {caf.open: false}", "unless: {caf.opn: false}"),
        ("unless: {caf.open: false}", "unless: {caf.open: maybe}"),
        ("unless: {caf.open: false}", "unless: {child_in_need.plan_ended: {known: true}}"),
        ("unless: {caf.open: false}", "stops: [true, perhaps]"),
        ("unless: {consultation.caller: public}", "unless: {consultation.caller: anybody}"),
        ("carries: [BAR-4A]", "carries: []"),
        ("carries: [BAR-4A]", "carries: [BAR-4A]\n    tensions: [T999]"),
        ("say: Find out first.", "say: []"),
        ("say: Find out first.", "say: {when: {caf.open: true}}"),
        ("do: Tell the worker, by: the caller", "do: Tell the worker"),
        ("  - unless: {consultation.caller: public}\n", "  - unless: {caf.open: true}\n    fact: caf.open\n"),
    ],
)
def test_scripts_that_do_not_suit(checks: Checks, before: str, after: str) -> None:
    assert before in SMALL
    assert len(checks("consultation")(SMALL.replace(before, after, 1))) >= 2, "wrong in both readings"


def test_danger_in_a_group_stops_a_call_as_well(checks: Checks) -> None:
    moved = SMALL.replace("    stops: true\n", "", 1).replace(
        "        asks: Is it stuck?", "        asks: Is it stuck?\n        stops: true"
    )
    assert checks("consultation")(moved) == []


def test_facts_are_offered_with_the_question_that_asks_for_them() -> None:
    policy = load_policy()
    schema = script_schema(policy.vocabulary, declared(policy))
    offered = {
        each["const"]: each["description"]
        for each in schema["$defs"]["QuestionEntry"]["properties"]["fact"]["oneOf"]
    }
    assert offered["caf.stuck"].startswith("Is the CAF stuck")
    assert "caf.open" in offered
    assert "protection.concern" not in offered, "nobody answers what is worked out"
    assert "child_in_need.plan_ended" not in offered, "no closed list holds a day"
