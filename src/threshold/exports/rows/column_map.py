"""The column map of a local export: which column holds what, as people write it in YAML, or guessed."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from threshold.casefiles.model import EntryStatus
from threshold.casefiles.privacy import identifying_field
from threshold.exports.rows.cells import tidy
from threshold.reading import BadInput, Node, Problem, did_you_mean, locate, parse_yaml, read_text
from threshold.reading.validate import validate
from threshold.vocabulary import Fact, Vocabulary, parse_date

AS_AT = "as_at"

_COLUMNS = ("child", "event", "on", "ref", "status", "team", "worker")


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Columns(_Entry):
    child: str
    event: str | None = None
    on: str | None = None
    ref: str | None = None
    status: str | None = None
    team: str | None = None
    worker: str | None = None


class _Value(_Entry):
    column: str
    values: dict[str, str] = {}
    separator: str = ";"


class _MapFile(_Entry):
    columns: _Columns
    dates: dict[str, str] = {}
    events: dict[str, str | None] = {}
    statuses: dict[str, EntryStatus] = {}
    facts: dict[str, str | _Value] = {}
    carries: dict[str, str | _Value] = {}
    covers: dict[str, str] = {}
    written: Literal["day first", "month first"] = "day first"


class _Guesses(_Entry):
    columns: dict[str, list[str]]
    statuses: dict[EntryStatus, list[str]]
    events: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class ValueColumn:
    """A column of values of a fact, or of what an event carries; `values` translates what is written."""

    column: str
    values: Mapping[str, str]
    separator: str = ";"


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Which column holds what. Labels (of events, statuses, values) are tidied for comparing.

    columns    child, and event, on, ref, status, team, worker where the export has them
    dates      event: column, where each row is a piece of work with its dates side by side
    events     label: event, or None for one that is to be left out
    covers     event: up to when, or None for the date of the audit
    """

    columns: Mapping[str, str]
    dates: Mapping[str, str]
    events: Mapping[str, str | None]
    statuses: Mapping[str, str]
    facts: Mapping[str, ValueColumn]
    carries: Mapping[str, ValueColumn]
    covers: Mapping[str, date | None]
    first: Literal["day", "month"] = "day"

    def wanted(self) -> set[str]:
        """Every column that is read."""
        values = (*self.facts.values(), *self.carries.values())
        return {*self.columns.values(), *self.dates.values(), *(value.column for value in values)}

    def within(self, headers: Iterable[str]) -> "ColumnMap":
        """What of the map a table with these headers can be read by."""
        here = set(headers)
        return replace(
            self,
            columns={key: column for key, column in self.columns.items() if column in here},
            dates={event: column for event, column in self.dates.items() if column in here},
            facts={fact: value for fact, value in self.facts.items() if value.column in here},
            carries={key: value for key, value in self.carries.items() if value.column in here},
        )


def read_column_map(path: Path, vocabulary: Vocabulary) -> ColumnMap:
    """The map in a file. Raises BadInput with every problem in it, each at its line."""
    name = str(path)
    documents = parse_yaml(read_text(path, name), name)
    if len(documents) != 1:
        raise BadInput(Problem("must hold one YAML document: a map of columns", name))
    written = validate(_MapFile, documents[0], name)
    problems = list(_problems(written, documents[0], name, vocabulary))
    if problems:
        raise BadInput(*problems)
    given = {key: value for key, value in written.columns.model_dump().items() if value is not None}
    return ColumnMap(
        columns=given,
        dates=written.dates,
        events=_event_labels(vocabulary) | {tidy(label): event for label, event in written.events.items()},
        statuses=_status_labels() | {tidy(label): status for label, status in written.statuses.items()},
        facts={fact: _value(entry) for fact, entry in written.facts.items()},
        carries={key: _value(entry) for key, entry in written.carries.items()},
        covers={event: None if upto == AS_AT else parse_date(upto) for event, upto in written.covers.items()},
        first="month" if written.written == "month first" else "day",
    )


def guess_column_map(headers: Iterable[str], vocabulary: Vocabulary) -> ColumnMap:
    """What the headers most likely hold; facts and what events carry only under their very own names."""
    columns: dict[str, str] = {}
    tidied: dict[str, str] = {}
    for header in headers:
        tidied.setdefault(tidy(header), header)
    for key, names in _guesses().columns.items():
        if found := next((tidied[tidy(name)] for name in names if tidy(name) in tidied), None):
            columns[key] = found
    carried = {key for event in vocabulary.events.values() for key in event.carries}
    return ColumnMap(
        columns=columns,
        dates={},
        events=_event_labels(vocabulary),
        statuses=_status_labels(),
        facts={
            header: ValueColumn(header, {})
            for header in headers
            if header in vocabulary.facts and _in_a_column(vocabulary.facts[header])
        },
        carries={header: ValueColumn(header, {}) for header in headers if header in carried},
        covers={},
    )


def draft(guess: ColumnMap, headers: Iterable[str], labels: Mapping[str, str | None]) -> str:
    """A first map to edit, as YAML; `labels`: kinds of event as written, and what each was taken for."""
    kinds = list(dict.fromkeys(event for event in labels.values() if event))
    spare = [header for header in headers if header not in guess.wanted()]
    lines = [
        "# Which column of this export holds what. Look through it, put right what is wrong, and give it",
        "# with the export.",
        "columns:",
    ]
    for key in _COLUMNS:
        known = guess.columns.get(key)
        lines.append(f"  {key}: {_quoted(known)}" if known else f"  # {key}:")
    lines += [
        "",
        "# Each kind of event as this export writes it, and what it is here; ~ leaves a kind out.",
        "events:",
    ]
    lines += [f"  {_quoted(label)}: {event or '~'}" for label, event in labels.items()] or ["  {}"]
    lines += [
        "",
        "# Kinds that the export records completely, each up to a date or to the date of the audit (as_at).",
        "# Only for these does no entry mean that it did not happen. Take the # away where that is so.",
        "# covers:",
        *(f"#   {event}: as_at" for event in kinds),
    ]
    if guess.facts or guess.carries:
        lines += ["", "# Columns that state facts, and columns of what an entry carries."]
        for title, values in (("facts", guess.facts), ("carries", guess.carries)):
            if values:
                lines += [
                    f"{title}:",
                    *(f"  {key}: {_quoted(value.column)}" for key, value in values.items()),
                ]
    if spare:
        lines += [
            "",
            "# Columns that are not read:",
            *(f"#   {' '.join(header.split())}" for header in spare),
        ]
    return "\n".join(lines) + "\n"


def _problems(written: _MapFile, root: Node, file: str, vocabulary: Vocabulary) -> Iterator[Problem]:
    def problem(message: str, *steps: str) -> Problem:
        node = locate(root, steps)
        return Problem(message, file, node.line, node.column, ".".join(steps))

    columns = written.columns
    if not written.dates and not (columns.event and columns.on):
        message = "needs either columns `event` and `on`, or `dates:` with a column for each event"
        yield problem(message, "columns")
    if held := identifying_field(columns.child):
        message = f"seems to hold {held}; use the reference that the system itself gives"
        yield problem(message, "columns", "child")
    given = {name for name, fact in vocabulary.facts.items() if _in_a_column(fact)}
    carried = {key for each in vocabulary.events.values() for key in each.carries}
    names: tuple[tuple[str, str, Iterable[str], Collection[str]], ...] = (
        ("dates", "event", written.dates, vocabulary.events),
        ("covers", "event", written.covers, vocabulary.events),
        ("facts", "stated fact", written.facts, given),
        ("carries", "thing that an event carries", written.carries, carried),
    )
    for group, what, used, known in names:
        yield from (problem(_unknown(what, name, known), group, name) for name in used if name not in known)
    for label, event in written.events.items():
        if event is not None and event not in vocabulary.events:
            yield problem(_unknown("event", event, vocabulary.events), "events", label)
    for event, upto in written.covers.items():
        if fault := _fault_of_date(upto):
            yield problem(f"{fault}, or as_at", "covers", event)


def _in_a_column(fact: Fact) -> bool:
    """Whether a column can state it: ratings name people, and lengths of time are not told by exports."""
    return fact.given and fact.type.kind not in ("ratings", "duration")


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    return f"no such {what} is declared{did_you_mean(name, known)}"


def _fault_of_date(text: str) -> str:
    if text == AS_AT:
        return ""
    try:
        parse_date(text)
    except ValueError as error:
        return str(error)
    return ""


def _value(entry: str | _Value) -> ValueColumn:
    if isinstance(entry, str):
        return ValueColumn(entry, {})
    return ValueColumn(
        entry.column, {tidy(key): value for key, value in entry.values.items()}, entry.separator
    )


def _event_labels(vocabulary: Vocabulary) -> dict[str, str | None]:
    labels: dict[str, str | None] = {
        tidy(name): event for event, names in _guesses().events.items() for name in names
    }
    return labels | {tidy(event): event for event in vocabulary.events}


def _status_labels() -> dict[str, str]:
    return {tidy(name): status for status, names in _guesses().statuses.items() for name in names}


@cache
def _guesses() -> _Guesses:
    path = Path(__file__).with_name("local-events.yaml")
    return validate(_Guesses, parse_yaml(read_text(path, path.name), path.name)[0], path.name)


def _quoted(text: Any) -> str:
    """Text as YAML takes it, whatever it holds."""
    import json

    return json.dumps(" ".join(str(text).split()), ensure_ascii=False)
