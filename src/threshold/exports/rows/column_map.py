"""The column map of a local export: which column holds what, as people write it in YAML, or guessed."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from threshold.casefiles.model import EntryStatus
from threshold.exports.rows.cells import tidy
from threshold.privacy import identifying_field
from threshold.reading import BadInput, Node, Problem, did_you_mean, locate, parse_yaml, read_text
from threshold.reading.validate import validate
from threshold.vocabulary import Fact, ValueType, Vocabulary, item_type, parse_date, parse_text

AS_AT = "as_at"
NOT_SAID = ("unknown", "not known")  # what a word of an export may be said to mean
MapOf = Literal["work", "contacts"]  # what each row of an export is

_JOINED = re.compile(r"(?<=[^\W_])(?:\s*[-\u2010-\u2015/]\s*|_)(?=[^\W_])")
_NEVER_READ = ("a date of birth", "an NHS number", "a unique pupil number")
_COLUMNS = ("child", "event", "on", "ref", "of", "status", "team", "worker")


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


_Headers = str | list[str]


class _Columns(_Entry):
    child: _Headers
    event: _Headers | None = None
    on: _Headers | None = None
    ref: _Headers | None = None
    of: _Headers | None = None
    status: _Headers | None = None
    team: _Headers | None = None
    worker: _Headers | None = None


class _Value(_Entry):
    column: str
    values: dict[str, str | bool] = {}
    separator: str = ";"
    time: str = ""


class _MapFile(_Entry):
    columns: _Columns
    dates: dict[str, _Headers] = {}
    events: dict[str, str | None] = {}
    statuses: dict[str, EntryStatus] = {}
    facts: dict[str, str | _Value] = {}
    carries: dict[str, str | _Value] = {}
    covers: dict[str, str] = {}
    written: Literal["day first", "month first"] | None = None


class _Guesses(_Entry):
    columns: dict[str, list[str]]
    statuses: dict[EntryStatus, list[str]]
    events: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class ValueColumn:
    """A column of values of a fact, or of what an event carries; `values` translates what is written.

    `first` comes first of day and month, and `declared` says that somebody said so.
    `time` is the column of the time of day, where that of the day does not hold it. `exact`: a sign beside a
    word puts it in doubt (`No?`, `(No)`), as it does wherever a child may be in danger.
    """

    column: str
    values: Mapping[str, str]
    separator: str = ";"
    first: Literal["day", "month"] = "day"
    time: str = ""
    exact: bool = False
    declared: bool = False

    @property
    def named(self) -> tuple[str, ...]:
        """The columns that it is read from."""
        return (self.column, self.time) if self.time else (self.column,)


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Which column holds what. Labels (of events, statuses, values) are tidied for comparing.

    columns    child, and event, on, ref, of, status, team, worker where the export has them
    others     further headers of these, of which a table has one or another
    dates      event: column, where each row is a piece of work with its dates side by side; a further
               column of the event stands under the event and a number, as `event_of` reads it
    events     label: event, or None for one that is to be left out
    covers     event: up to when, or None for the date of the audit
    first      which of day and month comes first; `declared` where the map says so
    """

    columns: Mapping[str, str]
    dates: Mapping[str, str]
    events: Mapping[str, str | None]
    statuses: Mapping[str, str]
    facts: Mapping[str, ValueColumn]
    carries: Mapping[str, ValueColumn]
    covers: Mapping[str, date | None]
    first: Literal["day", "month"] = "day"
    declared: bool = False
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def wanted(self) -> set[str]:
        """Every column that is read."""
        values = (*self.facts.values(), *self.carries.values())
        named = (column for value in values for column in value.named)
        return {*self.columns.values(), *self.dates.values(), *named}

    def known(self) -> frozenset[str]:
        """Every header that the map names, tidied."""
        others = (header for headers in self.others.values() for header in headers)
        return frozenset(tidy(header) for header in (*self.wanted(), *others))

    def missing(self, headers: Iterable[str]) -> set[str]:
        """The columns of the map that are not among these headers, under no name it has for them."""
        here, spaced = self.within(headers), {_spaced(header) for header in headers}
        lacking = {column for key, column in self.columns.items() if key not in here.columns}
        values = (*self.facts.values(), *self.carries.values())
        named = {*self.dates.values(), *(column for value in values for column in value.named)}
        return lacking | {column for column in named if _spaced(column) not in spaced}

    def within(self, headers: Iterable[str]) -> "ColumnMap":
        """What of the map a table with these headers can be read by."""
        here = {_spaced(header): header for header in headers}
        named = {key: (column, *self.others.get(key, ())) for key, column in self.columns.items()}
        found = {
            key: next((each for each in names if _spaced(each) in here), None) for key, names in named.items()
        }

        def placed(values: Mapping[str, ValueColumn]) -> dict[str, ValueColumn]:
            return {
                key: replace(
                    value, column=here[_spaced(value.column)], time=here.get(_spaced(value.time), "")
                )
                for key, value in values.items()
                if _spaced(value.column) in here
            }

        return replace(
            self,
            columns={key: column for key, column in found.items() if column is not None},
            others={},
            dates={
                name: here[_spaced(column)] for name, column in self.dates.items() if _spaced(column) in here
            },
            facts=placed(self.facts),
            carries=placed(self.carries),
        )


def read_column_map(path: Path, vocabulary: Vocabulary, of: MapOf = "work") -> ColumnMap:
    """The map in a file, of such rows. Raises BadInput with every problem in it, each at its line."""
    name = str(path)
    documents = parse_yaml(read_text(path, name), name)
    if len(documents) != 1:
        raise BadInput(Problem("must hold one YAML document: a map of columns", name))
    written = validate(_MapFile, documents[0], name)
    problems = list(_problems(written, documents[0], name, vocabulary, of))
    if problems:
        raise BadInput(*problems)
    given = {key: _listed(value) for key, value in written.columns.model_dump().items() if value is not None}
    first: Literal["day", "month"] = "month" if written.written == "month first" else "day"
    declared = written.written is not None
    return ColumnMap(
        columns={key: names[0] for key, names in given.items()},
        others={key: names[1:] for key, names in given.items() if len(names) > 1},
        dates=_numbered(written.dates),
        events=_event_labels(vocabulary) | {tidy(label): event for label, event in written.events.items()},
        statuses=_status_labels() | {tidy(label): status for label, status in written.statuses.items()},
        facts={
            fact: _value(entry, first, declared, vocabulary.facts[fact].protection)
            for fact, entry in written.facts.items()
        },
        carries={key: _value(entry, first, declared) for key, entry in written.carries.items()},
        covers={event: None if upto == AS_AT else parse_date(upto) for event, upto in written.covers.items()},
        first=first,
        declared=declared,
    )


def usual_headers(vocabulary: Vocabulary) -> frozenset[str]:
    """What the headers of local exports are often called, tidied."""
    usual = (name for names in _guesses().columns.values() for name in names)
    return frozenset(map(tidy, (*usual, *vocabulary.events, *_event_labels(vocabulary))))


def usual_child_headers() -> tuple[str, ...]:
    """What the column of the child's reference is often called, where that can be no reference."""
    return tuple(name for name in _guesses().columns["child"] if not name.isalpha())


def event_names(vocabulary: Vocabulary) -> dict[str, str]:
    """Every name of every event, tidied, and the event."""
    return {name: event for name, event in _event_labels(vocabulary).items() if event is not None}


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
            header: ValueColumn(header, {}, exact=vocabulary.facts[header].protection)
            for header in headers
            if header in vocabulary.facts and _in_a_column(vocabulary.facts[header])
        },
        carries={header: ValueColumn(header, {}) for header in headers if header in carried},
        covers={},
    )


def _problems(
    written: _MapFile, root: Node, file: str, vocabulary: Vocabulary, of: MapOf
) -> Iterator[Problem]:
    def problem(message: str, *steps: str) -> Problem:
        node = locate(root, steps)
        return Problem(message, file, node.line, node.column, ".".join(steps))

    columns = written.columns
    if wrong := _lacks(written, of):
        yield problem(wrong, "columns")
    for key, headers in (*columns.model_dump(exclude_none=True).items(), *written.dates.items()):
        group = "columns" if key in _COLUMNS else "dates"
        if not (named := _listed(headers)) or not all(header.strip() for header in named):
            yield problem("names no column", group, key)
        if len(set(named)) < len(named):
            yield problem("names one column twice", group, key)
    for held in filter(None, map(identifying_field, _listed(columns.child))):
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
    for message, *steps in _faults_of_facts(written, vocabulary, of):
        yield problem(message, *steps)


def _faults_of_facts(written: _MapFile, vocabulary: Vocabulary, of: MapOf) -> Iterator[tuple[str, ...]]:
    """What is wrong with how facts are read, and the steps to where that stands."""
    if of == "contacts":
        yield from ((f"seems to hold {held}, which is never read", *at) for at, held in _of_somebody(written))
    for name, entry in written.facts.items():
        if isinstance(entry, str) or name not in vocabulary.facts:
            continue
        kind, exact = vocabulary.facts[name].type, vocabulary.facts[name].protection
        if entry.time and kind.kind != "datetime":
            yield "only a date and time has a column for its time", "facts", name, "time"
        for label, fault in _faults_of_values(entry.values, item_type(kind), exact):
            yield fault, "facts", name, "values", label


def _of_somebody(written: _MapFile) -> Iterator[tuple[tuple[str, str], str]]:
    """Where a map would have columns read that identify a child: a date of birth is no date of a contact."""
    columns = [(("dates", event), _listed(headers)) for event, headers in written.dates.items()]
    columns += [
        (("facts", fact), (entry,) if isinstance(entry, str) else (entry.column, entry.time))
        for fact, entry in written.facts.items()
    ]
    for at, headers in columns:
        for held in filter(_NEVER_READ.__contains__, map(identifying_field, headers)):
            yield at, str(held)


def _lacks(written: _MapFile, of: MapOf) -> str:
    """What a map of such rows cannot do without, in words; empty where it has it."""
    of_events = written.columns.event and written.columns.on
    if of == "work":
        message = "needs either columns `event` and `on`, or `dates:` with a column for each event"
        return "" if written.dates or of_events else message
    if of_events and not written.dates:
        return "is a map of rows that are each one event; for contacts name columns under `facts:`"
    message = "says nothing of a contact but whose it is; name columns under `facts:`"
    return "" if written.facts or written.dates else message


def _in_a_column(fact: Fact) -> bool:
    """Whether a column can state it: ratings name people, and lengths of time are not told by exports."""
    return fact.given and fact.type.kind not in ("ratings", "duration")


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    return f"no such {what} is declared{did_you_mean(name, known)}"


def _faults_of_values(
    values: Mapping[str, str | bool], kind: ValueType, exact: bool
) -> Iterator[tuple[str, str]]:
    """The labels whose value is none, so that no cell could be read by it, or that no cell tells apart."""
    said: dict[str, str | bool] = {}
    for label, value in values.items():
        if said.setdefault(label_of(label, exact), value) != value:
            but_for = "capitals and spaces" if exact else "capitals, spaces and punctuation"
            yield label, f"stands twice but for {but_for}, with two values"
        text = str(value).lower() if isinstance(value, bool) else value
        if text.casefold() in NOT_SAID or kind.is_date:
            continue
        try:
            parse_text(text, kind)
        except ValueError as error:
            yield label, str(error)


def _fault_of_date(text: str) -> str:
    if text == AS_AT:
        return ""
    try:
        parse_date(text)
    except ValueError as error:
        return str(error)
    return ""


def _value(
    entry: str | _Value, first: Literal["day", "month"], declared: bool, exact: bool = False
) -> ValueColumn:
    if isinstance(entry, str):
        return ValueColumn(entry, {}, first=first, exact=exact, declared=declared)
    values = {
        label_of(key, exact): str(value).lower() if isinstance(value, bool) else value
        for key, value in entry.values.items()
    }
    return ValueColumn(entry.column, values, entry.separator, first, entry.time, exact, declared)


def label_of(text: str, exact: bool = False) -> str:
    """What a cell or the label of a value is compared by: tidied, but signs alone (a tick, a cross) stay.

    Where it is to be `exact`, signs beside the words stay as well, and only what joins two of them does not.
    """
    if exact:
        return " ".join(_JOINED.sub(" ", text.casefold()).split())
    return tidy(text) or text.strip()


def _listed(headers: _Headers) -> tuple[str, ...]:
    return (headers,) if isinstance(headers, str) else tuple(headers)


def _numbered(dates: Mapping[str, _Headers]) -> dict[str, str]:
    """Every column of every event under a name of its own."""
    return {
        f"{event} {number}" if number > 1 else event: header
        for event, headers in dates.items()
        for number, header in enumerate(_listed(headers), 1)
    }


def _spaced(header: str) -> str:
    """A header with single spaces, as it stands in one line."""
    return " ".join(header.split())


def event_of(name: str) -> str:
    """The event that a column of dates is of: the second column of `cin_review` is `cin_review 2`."""
    return name.partition(" ")[0]


def number_of(name: str) -> str:
    """Which column of its event a column of dates is, from 2; empty for the first."""
    return name.partition(" ")[2]


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
