"""An entry where it stands: what it cites, the scopes it stands under, who does what, and what is unknown."""

from pathlib import Path

import pytest

from threshold.conditions import ALWAYS, All
from threshold.conditions import Test as Leaf
from threshold.policy import Action, Head, Who

from ..semantics.conftest import rules_folder
from .making import LISTS, load, one, only, problem_of, problems

REQUIRED = "id: R, carries: [T-1], bears_on: [close], "


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("SW", Who("SW")),
        ("$boss", Who("Social Worker")),
        ("$people", Who("SW or Team Manager")),
        ("$nobody", Who()),
        (
            "{fact: t.colour, red: Team Red, green: SW}",
            Who("", "t.colour", (("red", "Team Red"), ("green", "SW"))),
        ),
        ("{fact: t.colour, Red: Team Red}", Who("", "t.colour", (("red", "Team Red"),))),
        ("{fact: t.a, true: SW}", Who("", "t.a", (("true", "SW"),))),
        ("{fact: $clock, 2026-08-14: SW}", Who("", "t.day", (("2026-08-14", "SW"),))),
    ],
)
def test_somebody_is_named_held_by_a_parameter_or_chosen_by_a_fact(small, by: str, expected: Who):
    told = f"block: [{{must: {{t.a: true}}, else: No, do: It, by: {by}, to: {by}, urgent: true}}]"
    (part,) = one(small, "requirements", REQUIRED + told).parts
    assert part.do == Action("It", expected, expected, True)


@pytest.mark.parametrize(
    ("by", "message"),
    [
        ("$bos", 'did you mean "boss"?'),
        ("{fact: t.color, red: Team Red}", 'did you mean "t.colour"?'),
        ("{fact: $wait, red: Team Red}", "$wait does not name a fact"),
        ("{fact: t.colour}", "somebody is chosen as in {fact: household.area, north: .., south: ..}"),
        ("{red: Team Red}", "somebody is chosen as in {fact: household.area, north: .., south: ..}"),
        ("{}", "somebody is chosen as in {fact: household.area, north: .., south: ..}"),
        ("{fact: t.colour, blue: Team Blue}", "must be one of red, amber, green"),
        ("{fact: t.colour, red: SW, Red: Team Red}", "chooses somebody twice where it is red"),
    ],
)
def test_who_is_chosen_must_be_a_choice_that_can_be_made(small, by: str, message: str):
    for part in (f"do: It, by: {by}", f"do: It, by: SW, to: {by}"):
        told = REQUIRED + f"block: [{{must: {{t.a: true}}, else: No, {part}}}]"
        problem = problem_of(small, "requirements", told)
        assert message in problem.message
        assert (problem.line, Path(problem.file).name) == (2, "all.yaml")


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("do: Visit", "does not say who does it (`by:`)"),
        ("do: Visit, to: Family", "does not say who does it (`by:`)"),
        ("by: SW", "says who or how, but not what to do (`do:`)"),
        ("to: Family", "says who or how, but not what to do (`do:`)"),
        ("urgent: true", "says who or how, but not what to do (`do:`)"),
    ],
)
def test_what_is_to_be_done_is_done_by_somebody_wherever_it_stands(small, said: str, message: str):
    row = f"[{{when: {{t.a: true}}, is: red, {said}}}]"
    timed = "starts: {fact: t.day}, within: 3 days, met_by: {event: seen}, late: Late, overdue: Late"
    for kind, text in (
        ("requirements", REQUIRED + f"block: [{{must: {{t.a: true}}, else: No, {said}}}]"),
        ("deadlines", f"id: R, carries: [T-1], {timed}, {said}"),
        ("definitions", f"id: R, carries: [T-1], fact: made.answer, hit: exactly_one, rows: {row}"),
    ):
        problem = problem_of(small, kind, text)
        assert problem.message == message, kind
        assert (problem.line, Path(problem.file).name, problem.field) == (2, "all.yaml", "R")
    # The safety rule is there for what is done first: it has to say what.
    first = message if said.startswith("do:") else "does not say what is done first (`do:` and `by:`)"
    assert problem_of(small, "safety", f"id: R, carries: [T-1], {said}").message == first


SCOPED = """
scope: {%s}
requirements:
  - {id: OUTER, carries: [T-1]%s, block: [{must: {t.a: true}, else: No}]}
groups:
  - title: A group
    scope: {%s}
    requirements:
      - {id: INNER, carries: [T-1]%s, block: [{must: {t.a: true}, else: No}]}
"""


def scoped(small, outer: str, inner: str = "", own: str = "") -> dict[str, Head]:
    own = f", {own}" if own else ""
    small.tiny(SCOPED % (outer, own, inner, own))
    return {rule.head.id: rule.head for rule in load(small).requirements}


def test_what_a_scope_says_holds_for_every_rule_that_does_not_say_it_itself(small):
    small.rules = small.rules.parent / "tense"
    heads = scoped(small, "bears_on: [close], each: spell")
    assert {(head.bears_on, head.each) for head in heads.values()} == {(("close",), "spell")}
    heads = scoped(small, "bears_on: [close], each: spell", "bears_on: [step_up, compliance]")
    assert (heads["OUTER"].bears_on, heads["OUTER"].each) == (("close",), "spell")
    assert (heads["INNER"].bears_on, heads["INNER"].each) == (("step_up", "compliance"), "spell")
    heads = scoped(small, "bears_on: [close], each: spell", "each: stay")
    assert (heads["OUTER"].each, heads["INNER"].each) == ("spell", "stay")
    heads = scoped(small, "bears_on: [close]", "bears_on: [step_up]", "bears_on: [triage], each: spell")
    assert {(head.bears_on, head.each) for head in heads.values()} == {(("triage",), "spell")}


def test_tensions_are_added_each_once_and_those_of_the_rule_first(small):
    small.rules = small.rules.parent / "tense"
    heads = scoped(
        small, "bears_on: [close], tensions: [T01, T02]", "tensions: [T03, T01]", "tensions: [T04]"
    )
    assert heads["OUTER"].tensions == ("T04", "T01", "T02")
    assert heads["INNER"].tensions == ("T04", "T03", "T01", "T02")


@pytest.fixture(autouse=True, scope="module")
def tense(rules: Path) -> None:
    """A folder of rules with more than one tension and episode."""
    (rules.parent / "tense").mkdir()
    folder = rules_folder(rules.parent / "tense")
    path = folder / "vocabulary.yaml"
    stay = "episodes:\n  stay: {opens: spell_started, closes: spell_ended}\n"
    path.write_text(path.read_text().replace("episodes:\n", stay))
    (folder / "tensions.yaml").write_text("".join(f"T0{number}: Open {number}\n" for number in range(1, 5)))


def test_every_scope_applies_and_the_rule_itself(small):
    small.tiny(SCOPED % ("bears_on: [close], applies: {t.b: true}", "", "applies: {t.n: 1}", ""))
    outer, inner = load(small).requirements
    by_outer, by_inner = Leaf("t.b", "is", (True,)), Leaf("t.n", "is", (1,))
    assert (outer.applies, inner.applies) == (by_outer, All((by_outer, by_inner)))
    own = ", applies: {t.c: true}"
    small.tiny(SCOPED % ("bears_on: [close], applies: {t.b: true}", own, "", own))
    outer, inner = load(small).requirements
    assert outer.applies == inner.applies == All((by_outer, Leaf("t.c", "is", (True,))))
    small.tiny(SCOPED % ("bears_on: [close]", "", "", ""))
    assert [rule.applies for rule in load(small).requirements] == [ALWAYS, ALWAYS]


def test_a_deadline_applies_where_its_scope_does(small):
    small.tiny(
        """
        scope: {applies: {t.b: true}}
        deadlines:
          - {id: L, carries: [T-1], starts: {fact: t.day}, within: none, met_by: {event: seen}}
        """
    )
    assert load(small).deadlines[0].applies == Leaf("t.b", "is", (True,))


def test_a_rule_relies_on_the_parameters_of_its_scope(small):
    scope = "bears_on: [close], applies: {t.day: {at_least_ago: $wait}}"
    small.tiny(SCOPED % (scope, "", "applies: {t.n: $level}", ""), LISTS)
    outer, inner = load(small).requirements
    assert (outer.head.parameters, inner.head.parameters) == (("wait",), ("level", "wait"))


SCOPE = """
requirements:
  - {id: R, carries: [T-1], bears_on: [close], block: [{must: {t.a: true}, else: No}]}
groups:
  - requirements:
      - {id: Q, carries: [T-1], bears_on: [close], block: [{must: {t.a: true}, else: No}]}
    scope:
      %s
    deadlines:
      - {id: L, carries: [T-1], starts: {fact: t.day}, within: none, met_by: {event: seen}}
    routes:
      - {id: W, carries: [T-1], steps: [{S: Meet}]}
"""


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("aplies: {t.a: true}", 'this key is not known here; did you mean "applies"?'),
        ("carries: [T-1]", "this key is not known here"),
        ("applies: {t.aa: true}", 'no fact "t.aa" is declared; did you mean "t.a"?'),
        ("applies: {t.n: {at_lest: 3}}", 'no test "at_lest"; did you mean "at_least"?'),
        ("applies: {t.n: $levle}", "no parameter $levle is declared"),
        ("applies: {}", "this condition is empty"),
        ("applies: always", "a condition is a mapping of facts to tests"),
        ("applies: [t.a]", "a condition is a mapping of facts to tests"),
        ("tensions: [T1]", 'no tension "T1" is declared; did you mean "T01"?'),
        ("tensions: T01", "must be a list"),
        ("tensions: [{T01: x}]", "must be text"),
        ("each: spel", 'no episode "spel" is declared; did you mean "spell"?'),
        ("each: [spell]", "must be text"),
        ("bears_on: [up]", "must be one of"),
        ("bears_on: close", "must be a list"),
        ("in_force: 2026-01-01", "must be a mapping of keys to values"),
        ("in_force: {}", "needs `from:`, `until:` or both"),
        ("in_force: {from: soon}", "must be a date written as year-month-day, such as 2026-08-14"),
    ],
)
def test_what_is_wrong_with_a_scope_is_told_once_where_it_stands(small, said: str, message: str):
    (problem,) = problems(small.tiny(SCOPE % said))
    assert message in problem.message
    assert (problem.line, Path(problem.file).name) == (8, "all.yaml")
    assert "scope" in problem.field


@pytest.mark.parametrize("said", ["[]", "close", "3"])
def test_a_scope_is_a_mapping(small, said: str):
    problem = only(small.tiny(f"scope: {said}\nconflicts: []\n"))
    assert (problem.message, problem.line) == ("must be a mapping of keys to values", 1)


def test_a_scope_that_is_wrong_hides_nothing_that_is_wrong_elsewhere(small):
    small.tiny((SCOPE % "applies: {t.aa: true}").replace("t.a: true}, else", "t.bb: true}, else", 1))
    assert [(problem.line, problem.field) for problem in problems(small)] == [(8, "scope"), (3, "R")]
