"""The rows of an earlier worklist: a table, perhaps saved again by a spreadsheet, or a line each."""

import csv
import json
from collections.abc import Iterator
from contextlib import suppress

from pydantic import BaseModel, ConfigDict, ValidationError

from threshold.output.words import listed
from threshold.reading import BadInput, Problem
from threshold.worklist.model import SCHEMA

OPTION = "--since"

_SEPARATORS = ",;\t"
_AGAIN = "make that list again with --format csv or ndjson, or leave --since out"
_NONE = f"it is no worklist that this program wrote; {_AGAIN}"


class Told(BaseModel):
    """What is compared of a row of an earlier list."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    reference: str
    act: str
    colour: str
    status: str
    to: str


_NEEDED = ("schema", *Told.model_fields)


def earlier_rows(text: str, name: str) -> Iterator[Told]:
    """Each row of a list. Raises BadInput where it is none, or is cut off."""
    return _of_json(text, name) if text.lstrip()[:1] in ("{", "") else _of_csv(text, name)


def _of_csv(text: str, name: str) -> Iterator[Told]:
    head = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=head.count)
    lines = csv.DictReader(text.split("\n"), delimiter=separator)
    try:
        if lacking := [each for each in _NEEDED if each not in (lines.fieldnames or ())]:
            told = f"has no column {listed(lacking)}, so that {_NONE}"
            raise BadInput(Problem(told, name, 1, field=OPTION))
        for line in lines:
            yield _told(line, name, lines.line_num)
    except csv.Error:
        message = f"is cut off, or no table, from here on; {_AGAIN}"
        raise BadInput(Problem(message, name, lines.line_num + 1, field=OPTION)) from None


def _of_json(text: str, name: str) -> Iterator[Told]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                data = json.loads(line)
            except (ValueError, RecursionError):
                message = f"is cut off, or no JSON; {_AGAIN}"
                raise BadInput(Problem(message, name, number, field=OPTION)) from None
            yield _told(data, name, number)


def _told(data: object, name: str, line: int) -> Told:
    schema = data.get("schema", "") if isinstance(data, dict) else ""
    if schema == SCHEMA:
        with suppress(ValidationError):
            return Told.model_validate(data)
    if schema in (SCHEMA, None):
        told = f"is cut off, or has been changed; {_AGAIN}"
    elif str(schema).startswith(SCHEMA.rpartition("/")[0]):
        told = f"is of another version than {SCHEMA}; {_AGAIN}"
    else:
        told = _NONE
    raise BadInput(Problem(told, name, line, field=OPTION))
