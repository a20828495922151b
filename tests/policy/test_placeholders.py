"""The words of rules hold parameters by their names, and are told with the values in force."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threshold.conditions import Context
from threshold.conditions.parse import Setting
from threshold.dates import Duration
from threshold.policy import load_policy
from threshold.policy.placeholders import filled, in_words
from threshold.reading import BadInput, Scalar
from threshold.vocabulary.load import load_vocabulary

from .making import LISTS, load, only

VOCABULARY = load_vocabulary(Path(__file__).parents[1] / "semantics" / "vocabulary.yaml")
SETTINGS: dict[str, Setting] = {
    "wait": Duration(3, "months"),
    "once": Duration(1, "working days"),
    "most": 4,
    "never": None,
    "yes": True,
    "no": False,
    "clock": "t.day",
    "place": "early_help",
    "boss": "Team Manager",
    "papers": ("consent form", "child_plan"),
    "three": ("a", "b", "c"),
    "one": ("a",),
    "nothing": (),
    "table": {"red": {"most": 4}},
}


def told(text: str, settings: dict[str, Setting] | None = None) -> str:
    return filled(text, Scalar(text, 7, 3), Context(VOCABULARY, settings or SETTINGS, "rules.yaml"))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("wait", "3 months"),
        ("once", "1 working day"),
        ("most", "4"),
        ("never", "none"),
        ("yes", "yes"),
        ("no", "no"),
        ("clock", "t day"),
        ("place", "early help"),
        ("boss", "Team Manager"),
        ("papers", "consent form or child plan"),
        ("three", "a, b or c"),
        ("one", "a"),
        ("nothing", "none"),
    ],
)
def test_a_value_stands_in_a_sentence_as_people_say_it(name: str, words: str):
    assert told(f"Wait {{{name}}}, no less") == f"Wait {words}, no less"
    assert in_words(SETTINGS[name]) == words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{wait} at least", "3 months at least"),
        ("{papers} is wanted", "Consent form or child plan is wanted"),
        ("{place}", "Early help"),
        ("In {place}: {wait}, {wait} and {once}", "In early help: 3 months, 3 months and 1 working day"),
        ("{wait}{once}", "3 months1 working day"),
    ],
)
def test_a_sentence_may_hold_several_and_begins_with_a_capital(text: str, expected: str):
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Wait {wiat}", '{wiat} names no parameter of this pack; did you mean "wait"?'),
        ("Wait {tiny.wait}", "{tiny.wait} names no parameter of this pack"),
        ("Wait { wait }", "{ wait } names no parameter of this pack"),
        ("Wait {$wait}", "in a sentence the parameter is written {wait}, not $wait"),
        ("Wait {}", "{} names no parameter of this pack"),
        ("Look at {table}", "a table cannot stand in a sentence"),
        ("Wait {wait", "a brace holds a parameter's name, such as {review_every}"),
        ("Wait wait}", "a brace holds a parameter's name, such as {review_every}"),
        ("Wait {{wait}}", "a brace holds a parameter's name, such as {review_every}"),
        ("Wait {wait} {", "a brace holds a parameter's name, such as {review_every}"),
        ("}{", "a brace holds a parameter's name, such as {review_every}"),
    ],
)
def test_what_a_brace_may_not_hold(text: str, message: str):
    with pytest.raises(BadInput) as caught:
        told(text)
    (problem,) = caught.value.problems
    assert message in problem.message
    assert (problem.file, problem.line, problem.column) == ("rules.yaml", 7, 3)


def test_the_parameters_that_are_told_are_those_relied_on():
    context = Context(VOCABULARY, SETTINGS, "rules.yaml")
    filled("In {place}: {wait}", Scalar("", 1, 1), context)
    assert context.used == {"place", "wait"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ask a {boss}", "Ask a Team Manager"),
        ("Offer a {place} plan", "Offer an early help plan"),
        ("A {place} plan", "An early help plan"),
        ("A {boss}", "A Team Manager"),
        ("Via {place}", "Via early help"),
        ("Beta {place}", "Beta early help"),
    ],
)
def test_an_article_goes_with_the_value(text: str, expected: str):
    assert told(text) == expected


SETTING = st.one_of(
    st.builds(Duration, st.integers(0, 999), st.sampled_from(["days", "working days", "months"])),
    st.integers(0, 9999),
    st.booleans(),
    st.none(),
    st.text(alphabet="abc DEF_.", min_size=1),
    st.lists(st.text(alphabet="abc_", min_size=1)).map(tuple),
)


@given(st.text(alphabet=st.characters(exclude_characters="{}$")))
def test_a_text_without_braces_is_unchanged(text: str):
    assert told(text) == text


@given(SETTING, st.text(alphabet="bcd ,.", min_size=1), st.text(alphabet="abc ,."))
def test_the_value_in_force_appears_where_it_is_named(value: Setting, before: str, after: str):
    assert told(f"{before}{{it}}{after}", {"it": value}) == f"{before}{in_words(value)}{after}"


# Wherever a rule speaks


SPEAKS = """
definitions:
  - id: D
    title: "A title of {wait}"
    carries: [T-1]
    fact: made.answer
    hit: exactly_one
    rows: [{when: {t.a: true}, is: red, because: "Because of {wait}", do: "Do in {wait}", by: SW}]
requirements:
  - id: R
    title: "A title of {wait}"
    carries: [T-1]
    bears_on: [close]
    block:
      - must: {t.a: true}
        else: "Else in {wait}"
        unknown: "Unknown for {wait}"
        do: "Do in {wait}"
        by: SW
deadlines:
  - id: L
    title: "A title of {wait}"
    carries: [T-1]
    starts: {fact: t.day}
    within: $wait
    met_by: {fact: visit.first}
    late: "Late by {wait}"
    overdue: "Overdue by {wait}"
    do: "Do in {wait}"
    by: SW
routes:
  - id: W
    title: "A title of {wait}"
    carries: [T-1]
    steps:
      - S: "Act in {wait}"
        says: "Says {wait}"
conflicts:
  - id: C
    title: "A title of {wait}"
    carries: [T-1]
    when: {t.a: true}
    why: "Why {wait}"
"""


def test_every_sentence_of_a_rule_holds_parameters(small):
    pack = load(small.tiny(SPEAKS, LISTS)).pack("tiny")
    (definition,), (requirement,), (deadline,) = pack.definitions, pack.requirements, pack.deadlines
    (route,), (conflict,) = pack.routes, pack.conflicts
    every = (definition, requirement, deadline, route, conflict)
    assert {rule.head.title for rule in every} == {"A title of 3 days"}
    assert all("wait" in rule.head.parameters for rule in every)
    (row,), (part,), (step,) = definition.rows, requirement.parts, route.steps
    assert {each.do.do for each in (row, part, deadline) if each.do} == {"Do in 3 days"}
    assert (row.because, part.says, part.unknown) == (
        "Because of 3 days",
        "Else in 3 days",
        "Unknown for 3 days",
    )
    assert (deadline.late, deadline.overdue, conflict.why) == (
        "Late by 3 days",
        "Overdue by 3 days",
        "Why 3 days",
    )
    assert (step.action, step.says) == ("Act in 3 days", "Says 3 days")


def test_the_words_change_with_the_value_on_a_date_in_a_policy_and_in_a_trial(small):
    dated = (
        "values: [{from: 2020-01-01, is: 3 days, because: T-1}, {from: 2027-01-01, is: 5 days, because: T-1}]"
    )
    parameter = f"wait: {{type: duration, means: W, {dated}}}\n"
    small.tiny(SPEAKS, parameter)

    def overdue(day: date) -> str:
        return load_policy(str(small.write())).at(day, small.trial).deadlines[0].overdue

    assert [overdue(date(year, 6, 1)) for year in (2026, 2027)] == ["Overdue by 3 days", "Overdue by 5 days"]
    small.policy = "set: {tiny.wait: {is: 2 weeks, because: local}}\n"
    assert overdue(date(2026, 6, 1)) == "Overdue by 2 weeks"
    small.trial = ("tiny.wait=none",)
    assert overdue(date(2026, 6, 1)) == "Overdue by none"


@pytest.mark.parametrize(
    "line", [number for number, text in enumerate(SPEAKS.splitlines(), 1) if "{wait}" in text]
)
@pytest.mark.parametrize("wrong", ["{wiat}", "{wait", "{papers_table}"])
def test_a_mistake_in_any_sentence_is_told_at_its_line(small, line: int, wrong: str):
    texts = SPEAKS.splitlines(keepends=True)
    texts[line - 1] = texts[line - 1].replace("{wait}", wrong)
    table = "papers_table: {type: table, key: t.colour, columns: {a: text}, means: M, "
    table += "values: [{from: 2020-01-01, is: {red: {a: b}}, because: T-1}]}\n"
    problem = only(small.tiny("".join(texts), LISTS + table))
    assert (problem.line, Path(problem.file).name) == (line, "all.yaml")
    expected = {
        "{wiat}": 'did you mean "wait"?',
        "{wait": "a brace holds a parameter's name",
        "{papers_table}": "a table cannot stand in a sentence",
    }
    assert expected[wrong] in problem.message
