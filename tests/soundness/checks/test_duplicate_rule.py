"""A rule that says the same as another is found, whatever it is called and however it is written."""

from pathlib import Path

import pytest

from threshold.soundness.checks.duplicate_rule import CODE

from ..making import CONFLICT, DEADLINE, DEFINITION, LIMIT, ROUTE, RULE, told


def twice(rule: str) -> str:
    """The rule, and again under another id and title."""
    head, _, body = rule.strip("\n").partition("\n")
    again = body.replace("id: R", "id: S").replace("title: A title", "title: Another").replace("R-1:", "S-1:")
    return f"{head}\n{body}\n{again}\n"


@pytest.mark.parametrize("rule", [RULE, DEADLINE, ROUTE, CONFLICT])
def test_an_exact_copy(small, rule: str):
    (finding,) = told(small, CODE, twice(rule), LIMIT if "$limit" in rule else "")
    assert finding.problem.field == "S"
    assert finding.problem.message.startswith("says the same as R")


def test_the_same_in_other_words(small):
    rules = twice(RULE).replace("must: {t.a: true}", "must: {any: [{t.a: true}, {t.n: {above: 3}}]}", 1)
    assert told(small, CODE, rules) == []
    again = "must: {any: [{t.n: {at_least: 4}}, {t.a: true}]}"
    (finding,) = told(small, CODE, again.join(rules.rsplit("must: {t.a: true}", 1)))
    assert finding.problem.field == "S"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("else: Words", "else: Others"),
        ("do: Act", "do: Act otherwise"),
        ("by: Anyone", "by: Nobody"),
        ("warn:", "note:"),
        ("[step_up]", "[close]"),
        ("{t.a: true}", "{t.b: true}"),
    ],
)
def test_what_differs_is_another_rule(small, one: str, other: str):
    rules = twice(RULE)
    assert told(small, CODE, other.join(rules.rsplit(one, 1))) == []


def test_a_row_that_is_there_twice(small):
    row = DEFINITION[DEFINITION.index("      - when") :]
    (finding,) = told(small, CODE, DEFINITION + row.lstrip("\n"))
    assert finding.problem.message.startswith("row 2 says the same as row 1")


def fails(small) -> Path:
    """A policy in which this is found."""
    return small.tiny(twice(RULE)).write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny("{t.b: true}".join(twice(RULE).rsplit("{t.a: true}", 1))).write()
