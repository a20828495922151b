"""Each type of value as a schema takes it as an editor reads it and as the program does."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from threshold.policy import load_policy
from threshold.schemas.values import (
    DATE,
    DURATION,
    MOMENT,
    TEXT,
    TRUE_OR_FALSE,
    Schema,
    described,
    document,
    entry,
    or_empty,
    roles,
    value,
)
from threshold.vocabulary import ValueType
from threshold.vocabulary.model import Fact

VOCABULARY = load_policy().vocabulary
ROLE = VOCABULARY.roles[0][0]


def suits(schema: Schema, instance: Any) -> bool:
    whole = {**schema, "$defs": roles(VOCABULARY)}
    Draft202012Validator.check_schema(whole)
    return Draft202012Validator(whole).is_valid(instance)


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (ValueType("boolean"), [True, "true", False, "false"], ["yes", "True", None, 2]),
        (ValueType("number", least=2, most=11), [2, 11, "2", "11"], [1, 12, "1", "12", "02", 2.5, True, ""]),
        (ValueType("number"), [0, "0", 123456789], [-1, "-1", "1234567890", "x"]),
        (ValueType("choice", ("red", "amber")), ["red", "amber"], ["green", "", "Red", None]),
        (ValueType("choice", ("red",), names=(("crimson", "red"),)), ["red", "crimson"], ["scarlet"]),
        (
            ValueType("list", ("red",), "choice", names=(("crimson", "red"),)),
            [["red", "crimson"]],
            [["scarlet"]],
        ),
        (VOCABULARY.role_type, [ROLE], ["Wizard", 3]),
        (
            ValueType("date"),
            ["2026-08-14"],
            ["2026-8-14", "14/08/2026", "2026-13-01", "2026-08-32", 20260814],
        ),
        (
            ValueType("datetime"),
            ["2026-08-14", "2026-08-14T09:30", "2026-08-14 09:30", "2026-08-14T09:30:15"],
            ["2026-08-14T9:30", "2026-08-14T09", "09:30"],
        ),
        (
            ValueType("duration"),
            ["3 days", "1 day", "45 working days", "2 hours"],
            ["3", "days", "3 fortnights", "-3 days"],
        ),
        (ValueType("list", ("x", "y"), "choice"), [[], ["x"], ["x", "y"]], ["x", ["z"], None]),
        (ValueType("list", of="role", names=VOCABULARY.roles), [[], [ROLE]], [["Wizard"], ROLE]),
        (ValueType("list", of="text"), [["x", 3, True]], [[None], [[]]]),
        (
            ValueType("ratings", least=0, most=10),
            [{}, {"mother": 4, "child": "10"}],
            [4, {"mother": 11}, {"mother": None}],
        ),
        (ValueType("text"), ["x", 3, 1.5, True], [None, [], {}]),
        (ValueType("label"), ["x", 3], [None, []]),
    ],
    ids=lambda part: part.kind if isinstance(part, ValueType) else "",
)
def test_a_value_of_each_type(kind: ValueType, good: list[Any], bad: list[Any]) -> None:
    assert [each for each in good if not suits(value(kind), each)] == []
    assert [each for each in bad if suits(value(kind), each)] == []


@pytest.mark.parametrize(
    "schema",
    [
        TEXT,
        TRUE_OR_FALSE,
        DATE,
        MOMENT,
        DURATION,
        {"$ref": "#/$defs/role"},
        {"enum": ["a"]},
        entry({"a": TEXT}),
    ],
    ids=str,
)
def test_a_key_without_a_value_is_taken_where_it_may_be_and_nothing_else_more(schema: Schema) -> None:
    assert not suits(schema, None)
    assert suits(or_empty(schema), None)
    for instance in ("x", 3, True, [], {}, {"a": "x"}, "2026-08-14", "3 days", ROLE, "a"):
        assert suits(or_empty(schema), instance) is suits(schema, instance)


def test_an_entry_holds_its_keys_and_no_others() -> None:
    made = entry({"a": TEXT, "b": DATE}, ("a",), description="why")
    assert suits(made, {"a": "x"})
    assert suits(made, {"a": "x", "b": "2026-08-14"})
    for wrong in ({}, {"b": "2026-08-14"}, {"a": "x", "c": 1}, [], None):
        assert not suits(made, wrong)
    assert made["description"] == "why"
    assert "required" not in entry({"a": TEXT})
    assert suits(entry({"a": TEXT}), {})


def test_a_document_says_what_it_is_before_its_content() -> None:
    made = document("case", "A case", {"type": "object"})
    assert list(made) == ["$schema", "$id", "title", "type"]
    assert (made["$id"], made["title"]) == ("urn:threshold:schema:case", "A case")


def test_a_role_goes_by_each_of_its_names() -> None:
    assert roles(VOCABULARY) == {"role": {"enum": [name for name, _ in VOCABULARY.roles]}}


@pytest.mark.parametrize(
    ("asks", "means", "text"),
    [("Who?", "The one", "Who?. The one"), ("Who?", "", "Who?"), ("", "The one", "The one"), ("", "", None)],
)
def test_an_editor_shows_the_question_and_what_the_fact_means(
    asks: str, means: str, text: str | None
) -> None:
    fact = Fact("t.a", ValueType("text"), asks, means)
    assert described(fact).get("description") == text
