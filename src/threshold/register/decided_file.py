"""A file of decisions: a line for each case, as CSV or NDJSON. Here only its form is looked at."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from threshold.reading import BadInput, Mapping, Problem, Scalar, did_you_mean, parse_json, read_text

FIELDS = ("case", "decision", "agree", "by", "reference", "reason")
_SEPARATORS = (",", ";", "\t")
_NAMED_SEPARATOR = re.compile(r'"?sep=([,;\t])"?[,;\t ]*\n', re.IGNORECASE)
_NOT_CSV = "is not well-formed: check that quotation marks come in pairs, and are doubled within a text"


@dataclass(frozen=True, slots=True)
class Line:
    """What a line says of one case, as text; what it leaves out is empty. `file` and `line` are its place."""

    file: str
    line: int
    case: str
    decision: str = ""
    agree: str = ""
    by: str = ""
    reference: str = ""
    reason: str = ""


def read_decided(path: Path | None, name: str) -> list[Line]:
    """The lines of a file, or of standard input where `path` is None; none where it holds none.

    Raises BadInput with everything that is wrong with its form.
    """
    text = read_text(path, name, "; give fewer decisions at a time")
    problems: list[Problem] = []
    if (path is not None and path.suffix.lower() in (".ndjson", ".jsonl")) or text.lstrip().startswith("{"):
        lines = list(_from_json(text, name, problems))
    else:
        lines = list(_from_csv(text, name, problems))
    if problems:
        raise BadInput(*problems)
    return lines


def _from_csv(text: str, name: str, problems: list[Problem]) -> Iterator[Line]:
    named = _NAMED_SEPARATOR.match(text)
    headers = text[named.end() if named else 0 :].lstrip("\n").partition("\n")[0]
    separator = named[1] if named else max(_SEPARATORS, key=headers.count)
    rows = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    fields: Sequence[str] = ()
    begins = 1
    try:
        for cells in rows:
            number, begins = begins, rows.line_num + 1
            if not any(cell.strip() for cell in cells) or (number == 1 and named):
                continue
            if not fields:
                fields = _fields(cells, name, number)
            elif len(cells) != len(fields):
                problems.append(Problem(_of_another_width(len(cells), len(fields)), name, number))
            else:
                said = dict(zip(fields, (cell.strip() for cell in cells), strict=True))
                yield Line(name, number, **said)
    except csv.Error:
        problems.append(Problem(_NOT_CSV, name, begins))


def _fields(cells: Sequence[str], name: str, number: int) -> tuple[str, ...]:
    """The names of the columns. Raises BadInput; a header is not repeated: it might be a child's name."""
    fields = tuple(re.sub(r"[\s-]+", "_", cell.strip().casefold()) for cell in cells)
    problems = []
    for place, field in enumerate(fields, 1):
        if field not in FIELDS:
            hint = did_you_mean(field, FIELDS) or f"; known are {', '.join(FIELDS)}"
            problems.append(Problem(f"the name of column {place} is not known here{hint}", name, number))
        elif field in fields[: place - 1]:
            problems.append(
                Problem("this column stands twice; leave one of the two out", name, number, None, field)
            )
    if "case" not in fields:
        message = "there is no column of this name; it holds the reference of each case"
        problems.append(Problem(message, name, number, None, "case"))
    if problems:
        raise BadInput(*problems)
    return fields


def _of_another_width(cells: int, columns: int) -> str:
    if cells > columns:
        return f"has {cells} cells, not {columns}; put a text that holds the separator in quotation marks"
    return f"has only {cells} of {columns} cells; leave a cell empty where there is nothing to say"


def _from_json(text: str, name: str, problems: list[Problem]) -> Iterator[Line]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        faults: list[Problem] = []
        try:
            node = parse_json(line, name, faults, number)
        except BadInput as error:
            problems += error.problems
            continue
        if not isinstance(node, Mapping):
            faults.append(
                Problem('must be an object, such as {"case": "C-0412", "decision": "triage"}', name, number)
            )
        elif not (faults := [*faults, *_faults(node, name, number)]):
            scalars = {key: each for key, each in node.entries.items() if isinstance(each, Scalar)}
            said = {key: (each.text or "").strip() for key, each in scalars.items()}
            yield Line(name, number, **said)
        problems += faults


def _faults(node: Mapping, name: str, number: int) -> Iterator[Problem]:
    for key, value in node.entries.items():
        if key not in FIELDS:
            hint = did_you_mean(key, FIELDS) or f"; known are {', '.join(FIELDS)}"
            yield Problem(f"a key is not known here{hint}", name, number)
        elif not isinstance(value, Scalar):
            yield Problem("must be a single value", name, number, None, key)
    if "case" not in node.entries:
        yield Problem("is missing; it is the reference of the case", name, number, None, "case")
