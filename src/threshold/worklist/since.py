"""What is new since an earlier worklist, contact by contact."""

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from threshold.output.escaping import is_formula
from threshold.reading import BadInput, Problem, read_text
from threshold.worklist.model import SCHEMA, Row, Since

OPTION = "--since"


class _Told(BaseModel):
    """What is compared of a row of an earlier list."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    schema_: str
    reference: str
    act: str
    colour: str
    status: str
    to: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier list: by reference, what each contact came to then."""

    rows: Mapping[str, frozenset[tuple[str, ...]]]

    def marked(self, row: Row) -> Row:
        """The row, with what is new about it. One without a reference is always new."""
        before = self.rows.get(row.reference) if row.reference else None
        since: Since = "new" if before is None else "same" if _compared(row) in before else "changed"
        return replace(row, since=since)

    def gone(self, rows: Iterable[Row]) -> list[str]:
        """The references that are no longer in the list."""
        here = {row.reference for row in rows}
        return sorted(reference for reference in self.rows if reference not in here)


def read_earlier(path: Path) -> Earlier:
    """The list in a file that `--format csv` or `ndjson` wrote. Raises BadInput where it is none."""
    name, text = str(path), read_text(path, str(path))
    rows = _of_json(text, name) if text.lstrip()[:1] == "{" else _of_csv(text, name)
    found: dict[str, set[tuple[str, ...]]] = {}
    for row in rows:
        if row.reference:
            found.setdefault(row.reference, set()).add((row.act, row.colour, row.status, row.to))
    return Earlier({reference: frozenset(told) for reference, told in found.items()})


def _compared(row: Row) -> tuple[str, ...]:
    return row.act, row.colour, row.status, row.to


def _of_csv(text: str, name: str) -> list[_Told]:
    lines = list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))
    return [
        _told({key: _cell(value) for key, value in line.items()}, name, n) for n, line in enumerate(lines, 2)
    ]


def _cell(value: object) -> object:
    """A cell as it was before it was made safe for a spreadsheet."""
    if isinstance(value, str) and value[:1] == "'" and is_formula(value[1:]):
        return value[1:]
    return value


def _of_json(text: str, name: str) -> list[_Told]:
    rows = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                data = json.loads(line)
            except ValueError:
                raise BadInput(Problem("is no JSON that can be read", name, number, field=OPTION)) from None
            rows.append(_told(data, name, number))
    return rows


def _told(data: object, name: str, line: int) -> _Told:
    try:
        found = _Told.model_validate(
            {**data, "schema_": data.get("schema")} if isinstance(data, dict) else data
        )
    except ValidationError:
        found = None
    if found is None or found.schema_ != SCHEMA:
        message = f"is no worklist that this program wrote ({SCHEMA}); make one with --format csv or ndjson"
        raise BadInput(Problem(message, name, line, field=OPTION))
    return found
