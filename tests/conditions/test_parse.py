"""What a rule's author may write is read as it is meant; anything else is an error that names its place."""

from datetime import date, datetime
from pathlib import Path
from textwrap import dedent

import pytest

from threshold.conditions import (
    All,
    Any,
    AtLeast,
    Condition,
    Context,
    Entries,
    Lookup,
    Not,
    OtherFact,
    parse_condition,
)
from threshold.conditions import Test as Leaf
from threshold.conditions import tests as leaves_of
from threshold.dates import Duration
from threshold.reading import BadInput, Problem, parse_yaml
from threshold.vocabulary import with_counted
from threshold.vocabulary.load import load_vocabulary

DECLARED = load_vocabulary(Path(__file__).parents[1] / "semantics" / "vocabulary.yaml")
VOCABULARY = with_counted(DECLARED, ["visit"])
SETTINGS = {
    "limit": 3,
    "wait": Duration(2, "months"),
    "colours": ("red", "green"),
    "shade": "amber",
    "nobody": None,
    "clock": "t.day",
    "spelled": {"Red": {"most": 4}},
    "table": {"red": {"most": 4}, "green": {"most": None}},
}
SOCIAL_WORKERS = ("Social Worker", "Senior Social Worker", "Principal Social Worker")
A, B, C = (Leaf(f"t.{letter}", "is", (True,)) for letter in "abc")


def context() -> Context:
    return Context(VOCABULARY, SETTINGS, "rules.yaml")  # type: ignore[arg-type]


def read(text: str) -> Condition:
    (node,) = parse_yaml(dedent(text), "rules.yaml")
    return parse_condition(node, context())


def fault_in(text: str) -> Problem:
    with pytest.raises(BadInput) as caught:
        read(text)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("t.a: true", A),
        ("{t.a: true, t.b: true}", All((A, B))),
        ("all: [{t.a: true}, {t.b: true}]", All((A, B))),
        ("any: [{t.a: true}, {t.b: true, t.c: true}]", Any((A, All((B, C))))),
        ("none: [{t.a: true}, {t.b: true}]", Not(Any((A, B)))),
        ("{t.c: true, any: [{t.a: true}, {t.b: true}]}", All((C, Any((A, B))))),
        ("any: [{all: [{t.a: true}]}, {none: [{t.b: true}]}]", Any((All((A,)), Not(Any((B,)))))),
        ("{count: [t.a, t.b, t.c], at_least: 2}", AtLeast(2, (A, B, C))),
        ("{count: [t.a, {t.b: true, t.c: true}], at_least: 1}", AtLeast(1, (A, All((B, C))))),
        ("{count: [t.a, t.b, t.c], at_least: $limit}", AtLeast(3, (A, B, C))),
        ("{t.c: true, count: [t.a, t.b], at_least: 1}", All((C, AtLeast(1, (A, B))))),
        ("none: [{count: [t.a, t.b], at_least: 1}]", Not(Any((AtLeast(1, (A, B)),)))),
        ("{count: [t.a, {any: [{t.b: true}]}], at_least: 2}", AtLeast(2, (A, Any((B,))))),
        (
            "{count: visit, within_last: $wait, at_least: $limit}",
            Leaf("counted.visit", "at_least", Entries("counted_days.visit", 3, Duration(2, "months"))),
        ),
        (
            "{count: visit, at_least: 2}",
            Leaf("counted.visit", "at_least", Entries("counted_days.visit", 2)),
        ),
        ("t.colour: [red, green]", Leaf("t.colour", "is", ("red", "green"))),
        ("t.colour: {not: red}", Not(Leaf("t.colour", "is", ("red",)))),
        ("t.colour: $colours", Leaf("t.colour", "is", ("red", "green"))),
        ("t.colour: [$shade, red]", Leaf("t.colour", "is", ("amber", "red"))),
        ("t.n: {above: 1, below: $limit}", All((Leaf("t.n", "above", (1,)), Leaf("t.n", "below", (3,))))),
        ("t.n: {between: [1, $limit]}", Leaf("t.n", "between", (1, 3))),
        ("t.a: {known: true}", Leaf("t.a", "known")),
        ("t.a: {known: false}", Not(Leaf("t.a", "known"))),
        ("visit.latest: {recorded: false}", Not(Leaf("visit.latest", "recorded"))),
        ("t.day: {at_least_ago: 1 month}", Leaf("t.day", "at_least_ago", (Duration(1, "months"),))),
        ("t.day: {within_last: $wait}", Leaf("t.day", "within_last", (Duration(2, "months"),))),
        ("$clock: {before: 2026-05-05}", Leaf("t.day", "before", (date(2026, 5, 5),))),
        ("t.moment: {after: 2026-05-05T09:30}", Leaf("t.moment", "after", (datetime(2026, 5, 5, 9, 30),))),
        ("t.day: {after: {fact: seen.first}}", Leaf("t.day", "after", OtherFact("seen.first"))),
        (
            "t.day: {after: {fact: $clock, plus: $wait}}",
            Leaf("t.day", "after", OtherFact("t.day", Duration(2, "months"))),
        ),
        (
            "t.n: {at_most: {table: $table, row: {fact: t.colour}, column: most}}",
            Leaf("t.n", "at_most", Lookup("t.colour", (("red", 4), ("green", None)))),
        ),
        (
            "t.n: {at_most: {table: $spelled, row: {fact: t.colour}, column: most}}",
            Leaf("t.n", "at_most", Lookup("t.colour", (("red", 4),))),
        ),
        ("t.colour: [RED, $shade]", Leaf("t.colour", "is", ("red", "amber"))),
        ("t.who: SW", Leaf("t.who", "is", SOCIAL_WORKERS)),
        ("t.who: {not: SW}", Not(Leaf("t.who", "is", SOCIAL_WORKERS))),
        ("t.who: Team Manager", Leaf("t.who", "is", ("Team Manager",))),
        ("t.who: {fact: t.whom}", Leaf("t.who", "is", OtherFact("t.whom"))),
        (
            "t.met_by: {includes: [SSW, SW]}",
            Leaf("t.met_by", "includes", (*SOCIAL_WORKERS[1:], "Social Worker")),
        ),
        (
            "t.met_by: {includes_all: [SW, Team Manager]}",
            All(
                (
                    Leaf("t.met_by", "includes", SOCIAL_WORKERS),
                    Leaf("t.met_by", "includes", ("Team Manager",)),
                )
            ),
        ),
        ("t.list: {at_least: 2}", Leaf("t.list", "at_least", (2,))),
        ("t.list: {at_least: $limit}", Leaf("t.list", "at_least", (3,))),
        ("t.list: {includes_all: [x, y]}", Leaf("t.list", "includes_all", ("x", "y"))),
        ("t.scale: {includes: 0}", Leaf("t.scale", "includes", (0,))),
        ("t.text: 'no'", Leaf("t.text", "is", ("no",))),
    ],
)
def test_what_is_written_is_read_as_it_is_meant(text: str, expected: Condition):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[t.a]", "a condition is a mapping"),
        ("{}", "this condition is empty"),
        ("any: {t.a: true}", '"any" needs a list'),
        ("any: []", '"any" needs a list'),
        ("any: [{}]", "this condition is empty"),
        ("any: [t.a]", "a condition is a mapping"),
        ("{count: [t.a, t.b]}", '"count" needs an "at_least" beside it'),
        ("{at_least: 2}", '"at_least" by itself belongs to something that is counted'),
        ("{within_last: 1 week}", '"within_last" by itself belongs to something that is counted'),
        ("{count: [], at_least: 1}", '"count" needs a kind of event, or a list'),
        ("{count: {t.a: true}, at_least: 1}", '"count" needs a kind of event, or a list'),
        ("{count: [t.a], at_least: 1, within_last: 1 week}", "belongs to a kind of event that is counted"),
        ("{count: visits, at_least: 1}", 'no event "visits" is declared; did you mean "visit"?'),
        ("{count: t.a, at_least: 1}", "t.a is a fact: what is counted is a kind of event, or a list"),
        ("{count: visit, at_least: 0}", "needs a whole number of 1 or more"),
        ("{count: visit, at_least: 1, within_last: 2 hours}", "counted by the day"),
        ("{count: visit, at_least: 1, within_last: [1 week]}", "unit"),
        ("{count: [t.a, t.aa], at_least: 1}", 'no fact "t.aa" is declared; did you mean "t.a"?'),
        ("{count: [t.a, t.n], at_least: 1}", "t.n is not a yes or no; count a condition on it"),
        ("{count: [t.a, t.b, t.a], at_least: 1}", 'this stands in "count" twice; leave one out'),
        ("{count: [t.a, {t.a: true}], at_least: 1}", 'this stands in "count" twice; leave one out'),
        ("{count: [t.a, t.b], at_least: 3}", "this can never hold: of 2 that are counted, 3 are never there"),
        ("{count: [t.a, t.b], at_least: $limit}", "this can never hold"),
        ("{count: [t.a, t.b], at_least: 0}", "needs a whole number of 1 or more, or a $parameter"),
        ("{count: [t.a, t.b], at_least: $shade}", "needs a whole number of 1 or more, or a $parameter"),
        ("{count: [t.a, t.b], at_least: $limits}", 'no parameter $limits is declared; did you mean "limit"?'),
        ("t.aa: true", 'no fact "t.aa" is declared; did you mean "t.a"?'),
        ("t.a: {}", "this test is empty"),
        ("t.a:", "must be a value"),
        ("t.a: 'yes'", "must be true or false"),
        ("t.colour: blue", "must be one of red, amber, green"),
        ("t.colour: [red, [green]]", "must be a value"),
        ("t.colour: []", "needs at least one value"),
        ("t.colour: {nott: red}", 'no test "nott"; did you mean "not"?'),
        ("t.colour: {above: red}", '"above" does not suit t.colour, which is a choice'),
        ("t.n: {above: 11}", "must be a whole number from 0 to 10"),
        ("t.n: {above: 1.5}", "must be a whole number"),
        ("t.n: {above: [1, 2]}", "above needs one value"),
        ("t.n: {between: 1}", "between needs two values"),
        ("t.n: {between: [4, 2]}", "the smaller number first"),
        ("t.n: {before: 2026-01-01}", '"before" does not suit'),
        ("t.day: {before: [2026-01-01, 2026-02-01]}", "before needs one value"),
        ("t.day: {before: 2026-02-30}", "not a day in the calendar"),
        ("t.day: {before: 14/08/2026}", "year-month-day"),
        ("t.day: {at_least_ago: 3}", "unit"),
        ("t.day: {at_least_ago: -3 months}", "cannot be negative"),
        ("t.day: {at_least_ago: [1 month]}", "needs a duration"),
        ("t.day: {at_least_ago: 2 hours}", "hours count from a time of day"),
        ("t.day: {after: {fact: t.day, plus: 2 working hours}}", "hours count from a time of day"),
        ("t.day: {at_least_ago: $limit}", "holds no duration"),
        ("t.n: {at_most: $nobody}", "holds nothing that can be compared with"),
        ("t.n: {at_most: $table}", "holds nothing that can be compared with"),
        ("t.n: {at_most: $limits}", 'no parameter $limits is declared; did you mean "limit"?'),
        ("$limit: 3", "does not name a fact"),
        ("t.list: x", "holds several values"),
        ("t.list: {not: x}", "holds several values"),
        ("t.scale: {only: 3}", '"only" does not suit t.scale'),
        ("t.list: {includes: []}", "needs at least one value"),
        ("t.list: {at_least: x}", "at_least needs one number"),
        ("t.list: {at_least: 0}", "at_least needs one number"),
        ("t.list: {at_least: [1, 2]}", "at_least needs one number"),
        ("t.list: {at_least: {fact: t.n}}", "at_least needs one number"),
        ("t.list: {at_least: $shade}", "at_least needs one number"),
        ("t.list: {at_most: 2}", '"at_most" does not suit t.list'),
        ("t.scale: {at_least: 2}", '"at_least" does not suit t.scale'),
        ("t.list: {includes: w}", "must be one of x, y, z"),
        ("t.a: {known: maybe}", '"known" is true or false'),
        ("t.a: {recorded: true}", "only a fact read off the timeline can be recorded"),
        ("t.a: {fact: t.colour}", "t.colour is a choice, not a boolean"),
        ("t.a: {fact: t.b, minus: 3 days}", "{fact: name, plus: 3 months}"),
        ("t.n: {above: {fact: t.n, plus: 3 days}}", "only a date can be moved on"),
        ("t.day: {after: {fact: t.dai}}", 'did you mean "t.day"?'),
        ("t.n: {above: {table: $table, row: {fact: t.colour}}}", "a look-up is written"),
        ("t.n: {above: {table: $limit, row: {fact: t.colour}, column: most}}", "is not a table"),
        ("t.day: {after: {table: $table, row: {fact: t.colour}, column: most}}", "cannot be compared with"),
        ("t.colour: {table: $table, row: {fact: t.colour}, column: most}", "cannot be compared with"),
    ],
)
def test_anything_else_is_an_error_at_its_line(text: str, message: str):
    # The fault stands on the fourth line, after tests that are in order.
    problem = fault_in(f"any:\n  - t.b: true\n    t.c: true\n  - {text}\n")
    assert message in problem.message
    assert (problem.file, problem.line) == ("rules.yaml", 4)
    assert problem.column is not None
    assert problem.column >= 5


def test_a_count_is_no_group_of_its_own():
    assert read("{count: [t.c, {all: [{t.a: true}]}], at_least: 1}")
    assert read("any: [{all: [{count: [t.a], at_least: 1}]}]")
    with pytest.raises(BadInput, match="two deep at most"):
        read("any: [{count: [t.a, {any: [{all: [{t.b: true}]}]}], at_least: 1}]")


def test_a_count_knows_the_parameters_that_it_was_written_with_and_is_equal_without_them():
    found = read("{count: [t.a, t.b, {t.n: {at_most: $limit}}], at_least: $limit}")
    assert isinstance(found, AtLeast)
    assert found.parameters == ("limit",)
    assert [leaf.parameters for leaf in leaves_of(found)] == [(), (), ("limit",)]
    assert found == AtLeast(3, found.parts)


@pytest.mark.parametrize("outer", ["all", "any", "none"])
@pytest.mark.parametrize("inner", ["all", "any", "none"])
def test_groups_go_two_deep_and_no_deeper(outer: str, inner: str):
    two = f"{outer}: [{{{inner}: [{{t.a: true}}]}}]"
    assert read(two)
    with pytest.raises(BadInput, match="two deep at most; give this thought a name") as caught:
        read(f"any:\n  - {two}\n")
    assert caught.value.problems[0].line == 2


def test_groups_beside_each_other_are_not_deeper():
    text = """
    all:
      - any: [{t.a: true}]
        none: [{t.b: true}]
    none:
      - {t.c: true}
    """
    assert read(text) == All((All((All((Any((A,)), Not(Any((B,))))),)), Not(Any((C,)))))


def test_the_parameters_that_were_used_are_remembered():
    held = context()
    (node,) = parse_yaml("{t.n: {at_most: $limit}, $clock: {at_least_ago: $wait}}", "rules.yaml")
    parse_condition(node, held)
    assert held.used == {"limit", "clock", "wait"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("t.n: {below: $wait}", "$wait holds a duration, and t.n is a number"),
        ("t.day: {after: $wait}", "$wait holds a duration, and t.day is a date"),
        ("t.colour: $limit", "$limit holds a number, and t.colour is a choice"),
        ("t.a: $limit", "$limit holds a number, and t.a is a boolean"),
    ],
)
def test_a_parameter_of_another_type_is_refused(text: str, message: str):
    problem = fault_in(f"{{{text}}}")
    assert (problem.message, problem.line) == (message, 1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{table: $tabel, row: {fact: t.colour}, column: most}", "no parameter $tabel is declared"),
        ("{table: $limit, row: {fact: t.colour}, column: most}", "the parameter is not a table"),
        ("{table: {a: b}, row: {fact: t.colour}, column: most}", "no parameter $ is declared"),
        ("{table: $table, row: {fact: t.n}, column: most}", "must be a whole number"),
    ],
)
def test_a_look_up_names_a_table_and_the_fact_of_its_rows(text: str, message: str):
    problem = fault_in(f"{{t.n: {text}}}")
    assert message in problem.message
    assert problem.line == 1


def test_a_test_knows_the_parameters_that_it_was_written_with_and_is_equal_without_them():
    found = read("{t.n: {at_least: $limit}, $clock: {at_least_ago: $wait}, t.colour: red, t.text: $shade}")
    assert isinstance(found, All)
    *tests, shade = found.parts
    assert [each.parameters for each in (*tests, shade)] == [("limit",), ("clock", "wait"), (), ("shade",)]
    assert tests[0] == Leaf("t.n", "at_least", (3,))
    assert len({tests[0], Leaf("t.n", "at_least", (3,))}) == 1
