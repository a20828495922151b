"""What is new since an earlier worklist, contact by contact."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from threshold.output.escaping import cell
from threshold.output.words import listed
from threshold.reading import BadInput, Problem, read_text
from threshold.worklist.model import SCHEMA, Row, Since

OPTION = "--since"

_MOST = 512 * 1024 * 1024  # of a million contacts
_SEPARATORS = ",;\t"
_AGAIN = "make that list again with --format csv or ndjson, or leave --since out"
_NONE = f"it is no worklist that this program wrote; {_AGAIN}"


class _Told(BaseModel):
    """What is compared of a row of an earlier list."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    reference: str
    act: str
    colour: str
    status: str
    to: str


_NEEDED = ("schema", *_Told.model_fields)


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier list: by reference, what each contact came to then."""

    rows: Mapping[str, frozenset[tuple[str, ...]]]

    def marked(self, row: Row) -> Row:
        """The row, with what is new about it. One without a reference is always new."""
        before = self.rows.get(cell(row.reference)) if row.reference else None
        since: Since = "new" if before is None else "same" if _compared(row) in before else "changed"
        return replace(row, since=since)

    def gone(self, rows: Iterable[Row]) -> list[str]:
        """The references that are no longer in the list; of one that was to be referred now it is said."""
        here = {cell(row.reference) for row in rows}
        return sorted(_named(name, told) for name, told in self.rows.items() if name not in here)


def _named(reference: str, told: frozenset[tuple[str, ...]]) -> str:
    danger = any(act == "refer_now" for act, *_ in told)
    return f"{reference} (was to be referred now)" if danger else reference


def read_earlier(path: Path) -> Earlier:
    """The list in a file that `--format csv` or `ndjson` wrote. Raises BadInput where it is none.

    A table may have been saved again by a spreadsheet: it may have semicolons or tabs, and days may look
    otherwise, which are not compared.
    """
    name = str(path)
    text = read_text(path, name, most=_MOST)
    rows = _of_json(text, name) if text.lstrip()[:1] in ("{", "") else _of_csv(text, name)
    found: dict[str, set[tuple[str, ...]]] = {}
    for row in rows:
        if row.reference:
            told = row.act, row.colour, row.status, row.to
            found.setdefault(cell(row.reference), set()).add(_safe(told))
    return Earlier({reference: frozenset(told) for reference, told in found.items()})


def _compared(row: Row) -> tuple[str, ...]:
    return _safe((row.act, row.colour, row.status, row.to))


def _safe(told: tuple[str, ...]) -> tuple[str, ...]:
    """As it stands in a table, where what a spreadsheet would run begins with an apostrophe."""
    return tuple(map(cell, told))


def _of_csv(text: str, name: str) -> Iterator[_Told]:
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


def _of_json(text: str, name: str) -> Iterator[_Told]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                data = json.loads(line)
            except (ValueError, RecursionError):
                message = f"is cut off, or no JSON; {_AGAIN}"
                raise BadInput(Problem(message, name, number, field=OPTION)) from None
            yield _told(data, name, number)


def _told(data: object, name: str, line: int) -> _Told:
    schema = data.get("schema", "") if isinstance(data, dict) else ""
    if schema == SCHEMA:
        with suppress(ValidationError):
            return _Told.model_validate(data)
    if schema in (SCHEMA, None):
        told = f"is cut off, or has been changed; {_AGAIN}"
    elif str(schema).startswith(SCHEMA.rpartition("/")[0]):
        told = f"is of another version than {SCHEMA}; {_AGAIN}"
    else:
        told = _NONE
    raise BadInput(Problem(told, name, line, field=OPTION))
