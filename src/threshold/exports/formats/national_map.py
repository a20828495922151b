"""The column map of a national return: which sheet or file is which list, and which column holds what.

It is for those whose headers nobody could guess; of what it does not name, the usual headers are looked for.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from threshold.casefiles.write import round_trip
from threshold.exports.formats.specification import PEOPLE, Found, Group, Specification, wanted_headers
from threshold.exports.rows.cells import printable_line, tidy
from threshold.output.escaping import terminal
from threshold.output.words import spoken
from threshold.privacy import identifying_field
from threshold.reading import BadInput, Node, Problem, did_you_mean, locate, parse_yaml, read_text
from threshold.reading.validate import validate
from threshold.vocabulary import Vocabulary, parse_date

MAP_NAME = "columns.yaml"
AS_AT = "as_at"

_SHEET = "sheet"
_ENDING = re.compile(r"\.(?:csv|tsv|txt|parquet|pq)$", re.IGNORECASE)


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Labels(_Entry):
    column: str
    values: dict[str, str] = {}


_Columns = dict[str, str | _Labels | None]


class _MapFile(_Entry):
    lists: dict[str, _Columns | list[_Columns]]
    covers: dict[str, str] = {}
    written: Literal["day first", "month first"] | None = None


@dataclass(frozen=True, slots=True)
class TableMap:
    """The map of one table.

    key       the list or group that it is
    sheet     the name of the sheet or file; "" where it holds for every one of the list
    columns   what is read: its column, or "" where it is not to be read
    values    fact: label, tidied: the value that it says
    """

    key: str
    sheet: str
    columns: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class NationalMap:
    """What somebody says of a return.

    covers   event: up to when, or None for the date of the audit
    first    how 03/04/2026 is meant, and whether that was said (`declared`)
    """

    tables: tuple[TableMap, ...] = ()
    covers: Mapping[str, date | None] = field(default_factory=dict)
    first: Literal["day", "month"] = "day"
    declared: bool = False

    def key_of(self, place: str) -> str | None:
        """The list that a sheet is said to be; None where nothing is said of it."""
        return next(
            (each.key for each in self.tables if each.sheet and sheet_name(each.sheet) == sheet_name(place)),
            None,
        )

    def sheets(self) -> list[str]:
        """Every sheet or file that is named."""
        return list(dict.fromkeys(each.sheet for each in self.tables if each.sheet))

    def headers(self) -> frozenset[str]:
        """Every header that is named, tidied."""
        return frozenset(tidy(column) for each in self.tables for column in each.columns.values() if column)

    def of(self, key: str, place: str) -> TableMap:
        """What is said of this table."""
        said = [
            each
            for each in self.tables
            if each.key == key and sheet_name(each.sheet) in ("", sheet_name(place))
        ]
        columns = {name: column for each in said for name, column in each.columns.items()}
        values = {fact: labels for each in said for fact, labels in each.values.items()}
        return TableMap(key, place, columns, values)


def map_file(path: Path, given: Path | None) -> Path | None:
    """The map that was given, or that lies beside the export under its name; None where there is none."""
    beside = path / MAP_NAME if path.is_dir() else path.with_name(f"{path.stem}.{MAP_NAME}")
    return given or (beside if beside.is_file() else None)


def written_map(path: Path, given: Path | None, spec: Specification, vocabulary: Vocabulary) -> NationalMap:
    """The map that was given, or that lies beside the export under its name; else one that says nothing.

    Raises BadInput with every problem in it, each at its line.
    """
    file = map_file(path, given)
    return read_national_map(file, spec, vocabulary) if file is not None else NationalMap()


def read_national_map(path: Path, spec: Specification, vocabulary: Vocabulary) -> NationalMap:
    """The map in a file. Raises BadInput with every problem in it, each at its line."""
    name = str(path)
    documents = parse_yaml(read_text(path, name), name)
    if len(documents) != 1:
        raise BadInput(Problem("must hold one YAML document: a map of lists and columns", name))
    written = validate(_MapFile, documents[0], name)
    problems = list(_problems(written, documents[0], name, spec, vocabulary))
    if problems:
        raise BadInput(*problems)
    return NationalMap(
        tables=tuple(_table(key, entry) for key, entry in _entries(written)),
        covers={event: None if upto == AS_AT else parse_date(upto) for event, upto in written.covers.items()},
        first="month" if written.written == "month first" else "day",
        declared=written.written is not None,
    )


@dataclass(frozen=True, slots=True)
class Drafted:
    """A table as far as it was recognised, for a first map."""

    key: str
    group: Group
    place: str
    columns: tuple[str, ...]
    found: Found | None


def draft(tables: Iterable[Drafted], spec: Specification) -> str:
    """A first map to edit, as YAML: what each column was taken for, and below which columns nobody reads."""
    lines = [
        "# Which sheet or file of this export is which list, and which column holds what. Look through it,",
        "# put right what is wrong, and give it with the export. What is left out here is looked for under",
        "# its usual header; ~ says that it is not to be read.",
        "lists:",
    ]
    by_key: dict[str, list[Drafted]] = {}
    for table in tables:
        by_key.setdefault(table.key, []).append(table)
    for key, same in by_key.items():
        lines.append(f"  {key}:  # {same[0].group.title}")
        for table in same:
            lines += _drafted(table, spec)
    return "\n".join(lines) + "\n"


def extended(text: str, tables: Iterable[Drafted], spec: Specification) -> str:
    """A map with all that it says, its comments too, and an entry for each sheet of which it says nothing."""
    yaml = round_trip(text)
    content = yaml.load(text)
    lists = content["lists"]
    new = False
    for table in tables:
        before = lists.get(table.key)
        entries = before if isinstance(before, list) else [] if before is None else [before]
        known = {sheet_name(str(entry.get(_SHEET) or "")) for entry in entries}
        if table.found is None or known & {"", sheet_name(table.place)}:
            continue
        held = {
            key: table.found.columns[key]
            for key in wanted_headers(table.group, spec)
            if key in table.found.columns
        }
        entry = {_SHEET: table.place} | held
        if isinstance(before, list):
            before.append(entry)
        else:
            lists[table.key] = [*entries, entry]
        new = True
    if not new:
        return text
    stream = StringIO()
    yaml.dump(content, stream)
    return stream.getvalue()


def _drafted(table: Drafted, spec: Specification) -> Iterator[str]:
    yield f"    - sheet: {_quoted(table.place)}"
    held = table.found.columns if table.found is not None else {}
    for key in wanted_headers(table.group, spec):
        if column := held.get(key):
            yield f"      {key}: {_quoted(column)}"
        elif key not in (*PEOPLE[1:], "key", "within"):
            yield f"      # {key}:  # {spoken(key)}"
    spare = [column for column in table.columns if column not in held.values()]
    if spare:
        yield "      # Columns that are not read:"
        yield from (f"      #   {terminal(' '.join(column.split()))}" for column in spare)


def _entries(written: _MapFile) -> Iterator[tuple[str, _Columns]]:
    for key, entry in written.lists.items():
        for each in entry if isinstance(entry, list) else [entry]:
            yield key, each


def _column(value: str | _Labels | None) -> str:
    """The column that an entry names; nothing where it says that none is to be read."""
    return value.column if isinstance(value, _Labels) else value or ""


def _table(key: str, entry: _Columns) -> TableMap:
    sheet = entry.get(_SHEET)
    columns = {name: value for name, value in entry.items() if name != _SHEET}
    return TableMap(
        key=key,
        sheet=sheet if isinstance(sheet, str) else "",
        columns={name: _column(value) for name, value in columns.items()},
        values={
            name: {tidy(label): said for label, said in value.values.items()}
            for name, value in columns.items()
            if isinstance(value, _Labels)
        },
    )


def _problems(
    written: _MapFile, root: Node, file: str, spec: Specification, vocabulary: Vocabulary
) -> Iterator[Problem]:
    def problem(message: str, *steps: str) -> Problem:
        node = locate(root, steps)
        return Problem(message, file, node.line, node.column, ".".join(steps))

    groups = spec.tables()
    for key, entry in _entries(written):
        if key not in groups:
            yield problem(
                f"no such list is read{did_you_mean(key, groups)}; read are {_all(groups)}", "lists", key
            )
            continue
        known = {_SHEET, *wanted_headers(groups[key], spec)}
        if held := identifying_field(_column(entry.get(PEOPLE[0]))):
            yield problem(
                f"seems to hold {held}; use the reference that the system itself gives", "lists", key
            )
        for name, value in entry.items():
            if name not in known:
                message = (
                    f"is not read of this list{did_you_mean(name, known)}; read are {_all(known - {*PEOPLE})}"
                )
                yield problem(f"{name} {message}", "lists", key)
            elif isinstance(value, _Labels):
                values = groups[key].choices.get(name)
                allowed = set(values.words.values()) if values else set()
                yield from (
                    problem(f"{said} is no value of {name}; these are: {_all(allowed)}", "lists", key)
                    for said in value.values.values()
                    if said not in allowed
                )
    for event, upto in written.covers.items():
        if event not in vocabulary.events:
            yield problem(
                f"no such event is declared{did_you_mean(event, vocabulary.events)}", "covers", event
            )
        if upto != AS_AT:
            try:
                parse_date(upto)
            except ValueError as error:
                yield problem(f"{error}, or as_at", "covers", event)


def sheet_name(place: str) -> str:
    """The name of a sheet or file for comparing; with or without its ending."""
    return tidy(_ENDING.sub("", place))


def _all(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _quoted(text: str | None) -> str:
    """Text as YAML takes it, whatever it holds."""
    import json

    return json.dumps(printable_line(str(text)), ensure_ascii=False)
