"""The rows of an earlier worklist: a table, perhaps saved again by a spreadsheet, or a line each."""

import csv
import json
from collections.abc import Iterator, Sequence
from contextlib import suppress

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from threshold.output.words import listed
from threshold.reading import BadInput, Problem
from threshold.worklist.model import SCHEMA, Act

OPTION = "--since"

_SEPARATORS = ",;\t"
_AGAIN = "make that list again with --format csv or ndjson, or leave --since out"
_NONE = f"it is no worklist that this program wrote; {_AGAIN}"


class Told(BaseModel):
    """What is compared of a row of an earlier list."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    reference: str
    act: Act
    colour: str
    status: str
    to: str
    rank: int | None = None

    @field_validator("rank", mode="before")
    @classmethod
    def _none(cls, given: object) -> object:
        return None if given == "" else given


_NEEDED = ("schema", *(name for name, field in Told.model_fields.items() if field.is_required()))


def earlier_rows(text: str, name: str) -> list[Told]:
    """Each row of a list. Raises BadInput where it is none, is empty, or lacks rows."""
    if not text.strip():
        raise BadInput(Problem(f"is empty, and no list; {_AGAIN}", name, field=OPTION))
    rows = [*(_of_json if text.lstrip().startswith("{") else _of_csv)(text, name)]
    _check_whole([row.rank for row in rows], name)
    return rows


def _check_whole(ranks: Sequence[int | None], name: str) -> None:
    """A ranked list has every rank once, however a spreadsheet has sorted it.

    Raises BadInput where it does not. That the last of them are missing cannot be seen by this.
    """
    if any(rank is not None for rank in ranks) and {*ranks} != {*range(1, len(ranks) + 1)}:
        message = f"lacks rows, or has some twice, by their ranks; {_AGAIN}"
        raise BadInput(Problem(message, name, field=OPTION))


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
