"""What a policy may set, and which value is in force on a date."""

from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from threshold.conditions.parse import Setting
from threshold.dates import Duration
from threshold.policy import load_policy
from threshold.policy.files import ParameterEntry
from threshold.policy.parameters import Given, Parameter
from threshold.reading import BadInput, Problem, parse_yaml
from threshold.reading.validate import validate
from threshold.vocabulary.load import load_vocabulary

from .making import load, only, requirements

PARAMETERS = """
wait:
  type: duration
  at_least: 1 days
  at_most: 3 months
  means: How long to wait
  values: [{from: 2020-01-01, is: 1 months, because: T-1}]
most:
  type: number
  at_least: 1
  at_most: 5
  means: How many
  values: [{from: 2020-01-01, is: 3, because: T-1}]
colour:
  type: choice
  one_of: [red, green]
  means: Which colour
  values: [{from: 2020-01-01, is: red, because: T-1}]
"""


@pytest.mark.parametrize(
    ("trial", "message"),
    [
        ("tiny.most=6", "out of range: from 1 to 5"),
        ("tiny.most=0", "out of range"),
        ("tiny.most=-1", "must be a whole number"),
        ("tiny.most=3.5", "must be a whole number"),
        ("tiny.wait=0 days", "less than 1 day"),
        ("tiny.wait=4 months", "more than 3 months"),
        ("tiny.wait=90000 hours", "far more than 3 months"),
        ("tiny.wait=-1 months", "cannot be negative"),
        ("tiny.wait=soon", "whole number in figures"),
        ("tiny.colour=blue", "must be one of red, green"),
        ("tiny.wiat=1 days", 'no parameter "tiny.wiat" is declared; did you mean "tiny.wait"?'),
        ("tiny.wait", "a trial is written pack.parameter=value"),
    ],
)
def test_a_value_out_of_range_is_refused_wherever_it_is_set(small, trial: str, message: str):
    small.tiny(requirements("R"), PARAMETERS)
    small.trial = (trial,)
    assert message in only(small).message
    name, equals, value = trial.partition("=")
    if equals:
        small.trial = ()
        small.policy = f'set: {{{name}: {{is: "{value}", because: local}}}}\n'
        assert message in only(small).message


@pytest.mark.parametrize("value", ["3", "1", "5"])
def test_a_trial_in_range_is_named_in_the_policy(small, value: str):
    small.tiny(requirements("R"), PARAMETERS)
    small.trial = (f"tiny.most={value}",)
    policy = load(small)
    in_force = policy.pack("tiny").parameters["most"]
    assert (in_force.shown, in_force.set_by) == (value, "trial")
    small.trial = ()
    assert load(small).digest != policy.digest


def test_a_preset_must_be_there(small):
    small.tiny(requirements("R"), PARAMETERS)
    small.policy = "presets: {tiny.wait: york}\n"
    assert "has no preset of that name" in only(small).message


VOCABULARY = load_vocabulary(Path(__file__).parents[1] / "semantics" / "vocabulary.yaml")
DAY = date(2026, 8, 14)


def parameter(text: str) -> Parameter:
    (node,) = parse_yaml(dedent(text), "parameters.yaml")
    return Parameter("tiny.p", validate(ParameterEntry, node, "parameters.yaml"), node, "parameters.yaml")


def of_type(kind: str, value: str, more: str = "") -> Parameter:
    return parameter(
        f"{{type: {kind}, means: M, {more}values: [{{from: 2020-01-01, is: {value}, because: T-1}}]}}"
    )


def value(held: Parameter, day: date = DAY) -> tuple[Setting, str]:
    setting, in_force = held.in_force(VOCABULARY, day, None)
    return setting, in_force.shown


def refused(held: Parameter) -> Problem:
    with pytest.raises(BadInput) as caught:
        value(held)
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(
    ("kind", "text", "setting", "shown"),
    [
        ("duration", "1 month", Duration(1, "months"), "1 month"),
        ("number", "017", 17, "17"),
        ("boolean", "true", True, "true"),
        ("boolean", "false", False, "false"),
        ("choice", "red", "red", "red"),
        ("text", "no", "no", "no"),
        ("fact", "t.day", "t.day", "t.day"),
        ("role", "SW", "Social Worker", "Social Worker"),
        ("list", "[red, green]", ("red", "green"), "red, green"),
        ("list", "red", ("red",), "red"),
        ("list", "[]", (), "none"),
        *(
            (kind, "none", None, "none")
            for kind in ("duration", "number", "boolean", "list", "table", "role")
        ),
        ("duration", "", None, "none"),
    ],
)
def test_a_value_is_what_its_type_makes_of_the_text(kind: str, text: str, setting: Setting, shown: str):
    assert value(of_type(kind, text)) == (setting, shown)


@pytest.mark.parametrize(
    ("kind", "text", "message"),
    [
        ("boolean", "yes", "must be true or false"),
        ("number", "many", "must be a whole number"),
        ("number", "1000000000", "must be a whole number"),
        ("number", "[1, 2]", "must be a single value"),
        ("fact", "t.dya", 'did you mean "t.day"?'),
        ("role", "Socal Worker", 'did you mean "Social Worker"?'),
        ("table", "red", "must be a table"),
    ],
)
def test_what_does_not_suit_the_type_is_refused_at_its_line(kind: str, text: str, message: str):
    problem = refused(of_type(kind, text))
    assert message in problem.message
    assert (problem.file, problem.line, problem.field) == ("parameters.yaml", 1, "tiny.p")


def test_a_choice_and_each_of_a_list_is_one_of_those_that_are_named():
    more = "one_of: [red, green], "
    assert value(of_type("list", "[green]", more))[0] == ("green",)
    for kind, text in (("choice", "grean"), ("list", "[red, grean]")):
        assert refused(of_type(kind, text, more)).message.startswith("must be one of red, green")


SHIPPED = load_policy().vocabulary


@pytest.mark.parametrize(
    ("kind", "text", "more", "setting"),
    [
        ("list", "[Consent Form, ecaf form]", "of: documents.attached", ("consent form", "E-CAF form")),
        ("list", "[DTM]", "of: role", ("CAF Deputy Team Manager",)),
        ("list", "[dtm]", "of: request.by", ("CAF Deputy Team Manager",)),
        ("choice", "Log book", "of: consultation.logged_in", "CAF Log book"),
        ("choice", "Stepped up", "of: caf.closing_reason, one_of: [stepped_up]", "stepped_up"),
        ("list", "none", "of: documents.attached", None),
        (
            "table",
            "{Moved-away: {meaning: m}}",
            "key: caf.closing_reason, columns: {meaning: text}",
            {"moved_away": {"meaning": "m"}},
        ),
    ],
)
def test_a_choice_is_kept_by_the_name_that_is_used_however_it_is_spelled(
    kind: str, text: str, more: str, setting: Setting
):
    held = of_type(kind, text, f"{more}, ")
    assert held.in_force(SHIPPED, DAY, None)[0] == setting


@pytest.mark.parametrize(
    ("kind", "text", "more", "message"),
    [
        ("list", "[consent from]", "of: documents.attached", 'did you mean "consent form"?'),
        ("list", "[Socal Worker]", "of: role", 'did you mean "Social Worker"?'),
        ("choice", "the shed", "of: consultation.logged_in", "must be one of CAF Log book, EHM"),
        ("choice", "moved_away", "of: caf.closing_reason, one_of: [stepped_up]", "must be one of stepped_up"),
        ("choice", "moved_away", "of: caf.closing_raeson", 'did you mean "caf.closing_reason"?'),
        (
            "table",
            "{moved_away: {meaning: m}, Moved away: {meaning: n}}",
            "key: caf.closing_reason, columns: {meaning: text}",
            "row moved_away stands here twice",
        ),
    ],
)
def test_what_is_none_of_those_that_a_parameter_is_of_is_refused(
    kind: str, text: str, more: str, message: str
):
    with pytest.raises(BadInput) as caught:
        of_type(kind, text, f"{more}, ").in_force(SHIPPED, DAY, None)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("2 days", True),
        ("1 day", False),
        ("0 days", False),
        ("10 days", True),
        ("11 days", False),
        # Other units are not compared, but for nothing at all and for what is beyond any doubt too long.
        ("2 hours", True),
        ("0 weeks", False),
        ("3 weeks", True),
        ("10 years", True),
        ("240 months", True),
        ("241 months", False),
    ],
)
def test_a_length_stays_within_its_bounds_as_far_as_they_can_be_compared(text: str, good: bool):
    held = of_type("duration", text, "at_least: 2 days, at_most: 10 days, ")
    if good:
        assert str(value(held)[0]) == text
    else:
        assert "out of range" in refused(held).message


@pytest.mark.parametrize(
    ("bounds", "number", "good"),
    [
        ("at_least: 2, ", 2, True),
        ("at_least: 2, ", 1, False),
        ("at_most: 5, ", 5, True),
        ("at_most: 5, ", 6, False),
        ("at_most: 0, ", 1, False),
        ("", 0, True),
    ],
)
def test_a_number_may_be_bounded_on_either_side(bounds: str, number: int, good: bool):
    held = of_type("number", str(number), bounds)
    if good:
        assert value(held)[0] == number
    else:
        assert "out of range" in refused(held).message


DATED = """
type: number
means: How many
values:
  - {from: 2024-01-01, is: 5, because: second}
  - {from: 2020-01-01, is: 3, because: first}
  - {from: 2027-01-01, is: 7, because: third}
presets:
  york: {is: 9, because: as in York}
"""


@pytest.mark.parametrize(
    ("day", "number", "because"),
    [
        (date(2020, 1, 1), 3, "first"),
        (date(2023, 12, 31), 3, "first"),
        (date(2024, 1, 1), 5, "second"),
        (date(2026, 12, 31), 5, "second"),
        (date(2027, 1, 1), 7, "third"),
    ],
)
def test_the_newest_value_that_has_begun_is_in_force_in_whatever_order_they_are_written(day, number, because):
    setting, in_force = parameter(DATED).in_force(VOCABULARY, day, None)
    assert (setting, in_force.because, in_force.set_by) == (number, because, "pack")
    assert in_force.since is not None
    assert in_force.since <= day


def given(number: str, since: date | None = None) -> Given:
    (node,) = parse_yaml(number, "policy.yaml")
    return Given(node, "policy.yaml", "local", since)


def listed(one: Given | None) -> list[Given]:
    return [] if one is None else [one]


@pytest.mark.parametrize(
    ("preset", "policy", "trial", "expected"),
    [
        (None, None, None, (5, "second", date(2024, 1, 1), "pack")),
        ("york", None, None, (9, "preset york: as in York", None, "preset")),
        ("york", given("4"), None, (4, "local", None, "policy")),
        ("york", given("4", DAY), None, (4, "local", DAY, "policy")),
        ("york", given("4", date(2026, 8, 15)), None, (9, "preset york: as in York", None, "preset")),
        (None, given("4", date(2026, 8, 15)), None, (5, "second", date(2024, 1, 1), "pack")),
        ("york", given("4"), given("2"), (2, "local", None, "trial")),
    ],
)
def test_a_trial_goes_before_the_policy_that_before_a_preset_and_that_before_the_pack(
    preset, policy, trial, expected
):
    setting, found = parameter(DATED).in_force(VOCABULARY, DAY, preset, listed(policy), listed(trial))
    assert (setting, found.because, found.since, found.set_by) == expected
    assert found.name == "tiny.p"


def test_a_value_that_does_not_suit_is_told_of_the_file_that_sets_it():
    for policy, trial in ((given("many"), None), (None, given("many"))):
        with pytest.raises(BadInput) as caught:
            parameter(DATED).in_force(VOCABULARY, DAY, None, listed(policy), listed(trial))
        assert caught.value.problems[0].file == "policy.yaml"


TABLE = """
type: table
key: t.colour
columns: {within: duration, most: number, who: role, name: text}
means: What goes with each colour
values:
  - from: 2020-01-01
    is:
      red: {within: 2 days, most: 3, who: SW, name: Red}
      amber: {within: none, name: ""}
      green: {}
    because: T-1
"""


def test_a_table_has_a_row_for_each_value_and_what_is_left_out_is_not_none():
    setting, shown = value(parameter(TABLE))
    assert setting == {
        "red": {"within": Duration(2, "days"), "most": 3, "who": "Social Worker", "name": "Red"},
        "amber": {"within": None, "name": ""},
        "green": {},
    }
    assert shown == "a table of 3 rows"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("green: {}", "blue: {}", "must be one of red, amber, green"),
        ("green: {}", "green: 2 days", "row green must map columns to values"),
        ("most: 3", "mots: 3", 'no column of that name; did you mean "most"?'),
        ("most: 3", "most: many", "must be a whole number"),
        ("within: 2 days", "within: soon", "whole number in figures"),
        ("within: 2 days", "within: [2 days]", "must be a single value"),
        ("who: SW", "who: Nobody", "is not a role"),
        ("key: t.colour", "key: t.color", 'did you mean "t.colour"?'),
    ],
)
def test_what_a_table_may_hold(old: str, new: str, message: str):
    assert message in refused(parameter(TABLE.replace(old, new))).message
