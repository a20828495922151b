"""A file's schema takes scalars as the program reads them, and nothing that pydantic adds of its own."""

from datetime import date
from typing import Literal

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel, ConfigDict, Field

from threshold.schemas.models import as_read, schema_of
from threshold.schemas.values import DATE, TEXT, TRUE_OR_FALSE, Schema


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: str  # named as what pydantic adds is
    since: date | None = None


class Outer(BaseModel):
    model_config = ConfigDict(extra="forbid")

    is_: bool = Field(alias="is", default=False)
    kind: Literal["lead", "overlay"]
    code: str = Field(pattern="^[A-Z]+$", default="A")
    inner: list[Inner] = []
    named: dict[str, str] = {}


@pytest.mark.parametrize(
    ("made", "read"),
    [
        ({"type": "string"}, TEXT),
        ({"type": "string", "title": "Name", "default": ""}, TEXT),
        ({"type": "string", "format": "date"}, DATE),
        ({"type": "boolean"}, TRUE_OR_FALSE),
        ({"type": "string", "enum": ["a"]}, {"type": "string", "enum": ["a"]}),
        ({"type": "string", "pattern": "^a$", "title": "A"}, {"type": "string", "pattern": "^a$"}),
        ({"type": "integer", "default": 3}, {"type": "integer"}),
        ({"type": "array", "items": {"type": "boolean"}}, {"type": "array", "items": TRUE_OR_FALSE}),
        (
            {"type": "object", "additionalProperties": {"type": "string"}},
            {"type": "object", "additionalProperties": TEXT},
        ),
        (
            {"type": "object", "additionalProperties": False},
            {"type": "object", "additionalProperties": False},
        ),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, {"anyOf": [TEXT, {"type": "null"}]}),
    ],
)
def test_text_dates_and_truths_are_taken_as_they_are_written(made: Schema, read: Schema) -> None:
    assert as_read(made) == read


def test_a_key_of_the_file_stays_whatever_it_is_called() -> None:
    schema = schema_of(Outer)
    assert set(schema["properties"]) == {"is", "kind", "code", "inner", "named"}
    assert schema["properties"]["is"] == TRUE_OR_FALSE
    assert schema["$defs"]["Inner"]["properties"] == {
        "title": TEXT,
        "since": {"anyOf": [DATE, {"type": "null"}]},
    }
    assert (schema["required"], schema["$defs"]["Inner"]["required"]) == (["kind"], ["title"])


@pytest.mark.parametrize(
    ("content", "suits"),
    [
        ({"kind": "lead"}, True),
        ({"kind": "lead", "is": "true", "inner": [{"title": 3, "since": "2026-08-14"}]}, True),
        ({"kind": "lead", "named": {"a": 1.5}}, True),
        ({}, False),
        ({"kind": "boss"}, False),
        ({"kind": "lead", "is_": True}, False),
        ({"kind": "lead", "is": "yes"}, False),
        ({"kind": "lead", "code": "a"}, False),
        ({"kind": "lead", "inner": [{"since": "2026-08-14"}]}, False),
        ({"kind": "lead", "inner": [{"title": "x", "since": "soon"}]}, False),
        ({"kind": "lead", "more": 1}, False),
    ],
)
def test_what_suits_is_what_the_model_takes(content: Schema, suits: bool) -> None:
    assert Draft202012Validator(schema_of(Outer)).is_valid(content) is suits
