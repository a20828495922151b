"""A class as a schema: what people write, as it is read; what the program prints, with every key."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel, ConfigDict, Field

from threshold.schemas.models import printed, written
from threshold.schemas.values import DATE, TEXT, TRUE_OR_FALSE, Schema

Code = Annotated[str, Field(pattern="^[A-Z]+$")]


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: str
    since: date | None = None
    within: "list[Inner]" = []


class Outer(BaseModel):
    """What it holds,
    in two lines."""

    model_config = ConfigDict(extra="forbid")

    is_: bool = Field(alias="is", default=False)
    kind: Literal["lead", "overlay"]
    code: Code = "A"
    inner: list[Inner] = Field(default=[], min_length=1)
    named: dict[str, str] = Field(default={}, min_length=1)
    anything: Any = None


@dataclass(frozen=True)
class Line:
    """One line."""

    says: str
    days: int | None = None


@dataclass(frozen=True)
class Report:
    from_: str
    lines: tuple[Line, ...]
    used: Mapping[str, float]
    urgent: bool = False


def test_a_file_is_taken_by_the_names_that_it_uses_and_its_scalars_as_they_are_read() -> None:
    schema = written(Outer)
    assert schema["properties"] == {
        "is": TRUE_OR_FALSE,
        "kind": {"enum": ["lead", "overlay"], "type": "string"},
        "code": {"pattern": "^[A-Z]+$", "type": "string"},
        "inner": {"items": {"$ref": "#/$defs/Inner"}, "minItems": 1, "type": "array"},
        "named": {"additionalProperties": TEXT, "minProperties": 1, "type": "object"},
        "anything": {},
    }
    assert (schema["required"], schema["additionalProperties"]) == (["kind"], False)
    assert schema["description"] == "What it holds,\nin two lines."
    inner = schema["$defs"]["Inner"]
    assert inner["properties"]["since"] == {"anyOf": [DATE, {"type": "null"}]}
    assert inner["properties"]["within"]["items"] == {"$ref": "#/$defs/Inner"}
    assert inner["required"] == ["title"]
    assert "description" not in inner


@pytest.mark.parametrize(
    ("content", "suits"),
    [
        ({"kind": "lead"}, True),
        ({"kind": "lead", "is": "true", "inner": [{"title": 3, "since": "2026-08-14"}]}, True),
        ({"kind": "lead", "inner": [{"title": "x", "within": [{"title": "y"}]}]}, True),
        ({"kind": "lead", "named": {"a": 1.5}, "anything": [None]}, True),
        ({}, False),
        ({"kind": "boss"}, False),
        ({"kind": "lead", "is_": True}, False),
        ({"kind": "lead", "is": "yes"}, False),
        ({"kind": "lead", "code": "a"}, False),
        ({"kind": "lead", "inner": []}, False),
        ({"kind": "lead", "named": {}}, False),
        ({"kind": "lead", "inner": [{"since": "2026-08-14"}]}, False),
        ({"kind": "lead", "inner": [{"title": "x", "within": [{}]}]}, False),
        ({"kind": "lead", "inner": [{"title": "x", "since": "soon"}]}, False),
        ({"kind": "lead", "more": 1}, False),
    ],
)
def test_what_suits_is_what_the_model_takes(content: Schema, suits: bool) -> None:
    schema = written(Outer)
    Draft202012Validator.check_schema(schema)
    assert Draft202012Validator(schema).is_valid(content) is suits


def test_of_what_is_printed_every_key_is_always_there() -> None:
    schema = printed(Report)
    assert list(schema["properties"]) == schema["required"] == ["from", "lines", "used", "urgent"]
    assert schema["properties"]["urgent"] == {"type": "boolean"}
    assert schema["properties"]["used"] == {"additionalProperties": {"type": "number"}, "type": "object"}
    line = schema["$defs"]["Line"]
    assert line["required"] == ["says", "days"]
    assert line["properties"]["days"] == {"anyOf": [{"type": "integer"}, {"type": "null"}]}
    assert line["description"] == "One line."
    assert "additionalProperties" not in schema  # later versions may add a key


def test_what_is_printed_suits_and_may_hold_more_later() -> None:
    content = {"from": "low", "lines": [{"says": "x", "days": None}], "used": {"a": 0.5}, "urgent": False}
    validator = Draft202012Validator(printed(Report))
    assert validator.is_valid(content)
    assert validator.is_valid({**content, "more": 1})
    for key in content:
        assert not validator.is_valid({name: part for name, part in content.items() if name != key})
        assert not validator.is_valid({**content, key: 0.5}), key


def test_a_class_without_others_in_it_keeps_none() -> None:
    assert "$defs" not in printed(Line)


def test_a_kind_that_no_schema_is_known_for_is_told() -> None:
    @dataclass
    class Odd:
        part: complex

    with pytest.raises(TypeError, match="no schema is known for"):
        printed(Odd)
