"""The rows of one table, each a contact: a case of what can be read of it, and what cannot."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import polars as pl

from threshold.casefiles.model import Case, Entry, EntryStatus
from threshold.dates import day_of
from threshold.exports.contacts.case_files import DIRECTION
from threshold.exports.contacts.model import Contact, Told
from threshold.exports.contacts.moments import read_days_and_times, read_days_beside_times
from threshold.exports.contacts.own_rows import NO_REFERENCE, Tell, own_rows, tell_findings
from threshold.exports.contacts.references import alike, identifying_ones
from threshold.exports.files.delimited import ReadRows
from threshold.exports.files.records import ParquetFile
from threshold.exports.formats.local_tables import Table
from threshold.exports.rows.cells import Dates, labels, read_references, unusable
from threshold.exports.rows.column_map import event_of
from threshold.exports.rows.date_notes import DateNotes
from threshold.exports.rows.values import read_values
from threshold.reading import Problem
from threshold.vocabulary import Value, Vocabulary

RECEIVED = "contact.received"
_REFERRAL = "referral"
_BAD_REFERENCE = "the reference cannot be used: it is too long, cut by a spreadsheet, or not to be printed"
_UNKNOWN_STATUS = "is neither held, planned nor cancelled; no event of this row was used"
_BAD_CELL = "cannot be read as the value that belongs here; it counts as not known"
_BAD_DATE = "is no date that can be read, or one outside the years of the calendar; it counts as not known"
_BAD_TIME = "is no time of day; the day alone counts"
_MIXED = "day/month and month/day stand in one column, so this date cannot be told; say `written:` in the map"
_SKIPPED = "is a time that the clocks skip in March; it counts as not known"
_DOUBLED = "is a time that comes twice in October; it was taken for the first of the two"


@dataclass(slots=True)
class _Rows:
    """What the rows of a table come to, column by column; `wrong` are a row's problems, by its place."""

    table: Table
    vocabulary: Vocabulary
    tell: Tell
    as_at: date
    numbers: list[int]
    notes: DateNotes
    facts: dict[str, Sequence[Value | None]] = field(default_factory=dict)
    events: dict[str, list[date | datetime | None]] = field(default_factory=dict)
    carried: dict[str, Sequence[Value | None]] = field(default_factory=dict)
    wrong: dict[int, list[Problem]] = field(default_factory=dict)

    @property
    def place(self) -> str:
        return self.table.file.name

    def blame(self, which: pl.Series, message: str, column: str) -> None:
        """Put down what is wrong with a cell of each of these rows."""
        for at in which.arg_true() if which.any() else ():
            problem = Problem(message, self.place, self.numbers[at], field=column)
            self.wrong.setdefault(at, []).append(problem)


def contacts_of(table: Table, vocabulary: Vocabulary, tell: Tell, as_at: date) -> Iterator[Contact]:
    """Each row of the table as a contact, in their order; what is none of them is told.

    Events that the map says are complete are so up to the day that it gives, else `as_at`; not those of a row
    of which they cannot be read. Raises BadInput where the table cannot be read.
    """
    read = _read(table)
    rows, unread = own_rows(table, read, vocabulary, tell)
    if not rows.height and not unread:
        tell(Told("holds no contacts", table.file.name))
        return
    numbers, notes = rows["row"].to_list(), DateNotes(table.file.name, table.columns.declared)
    found = _Rows(table, vocabulary, tell, as_at, numbers, notes)
    _facts(found, rows)
    _events(found, rows)
    _date_notes(found)
    references = read_references(rows[table.columns.columns["child"]]).to_list()
    read_ones = _contacts(found, references, unread)
    yield from sorted(read_ones, key=lambda contact: contact.row) if unread else read_ones


def _read(table: Table) -> ReadRows:
    columns = table.columns
    if isinstance(table.file, ParquetFile):
        table.file.refuse_lists((*columns.columns.values(), *columns.dates.values()))
    return table.file.read(columns.wanted())


def _facts(found: _Rows, rows: pl.DataFrame) -> None:
    for fact, how in found.table.columns.facts.items():
        kind = found.vocabulary.facts[fact].type
        if kind.kind == "datetime":
            found.facts[fact] = _moments(found, rows, how.column, how.time)
            continue
        values, strange = read_values(rows[how.column], kind, how)
        found.blame(strange, _BAD_DATE if kind.is_date else _BAD_CELL, how.column)
        given = values.to_list()
        found.facts[fact] = (
            [each if each is None else tuple(each) for each in given] if kind.is_list else given
        )


def _moments(found: _Rows, rows: pl.DataFrame, name: str, time: str = "") -> list[date | datetime | None]:
    first, declared = found.table.columns.first, found.table.columns.declared
    if time:
        moments, untimed = read_days_beside_times(rows[name], rows[time], first, declared)
        found.blame(untimed, _BAD_TIME, time)
    else:
        moments = read_days_and_times(rows[name], first, declared)
        found.blame(moments.untimed, _BAD_TIME, name)
    _blame_dates(found, moments.dates, name)
    found.blame(moments.skipped, _SKIPPED, time or name)
    if moments.doubled.any():
        numbers = tuple(found.numbers[at] for at in moments.doubled.arg_true())
        found.tell(Told(_DOUBLED, found.place, time or name, numbers))
    return moments.values()


def _blame_dates(found: _Rows, dates: Dates, name: str) -> None:
    found.blame(dates.unreadable, _BAD_DATE, name)
    found.blame(dates.mixed, _MIXED, name)
    numbers = pl.Series(found.numbers, dtype=pl.UInt32)
    for each in found.notes.of(dates, numbers, name):
        if each["kind"][0] == "short-year":
            tell_findings(each, found.tell)


def _date_notes(found: _Rows) -> None:
    for each in found.notes.of_all():
        tell_findings(each, found.tell)


def _events(found: _Rows, rows: pl.DataFrame) -> None:
    """The events of each row; the contact came with the referral, where nothing else says when."""
    columns = found.table.columns
    for name, column in columns.dates.items():
        found.events[name] = _moments(found, rows, column)
    for key, how in columns.carries.items():
        kind = next(each.carries[key] for each in found.vocabulary.events.values() if key in each.carries)
        values, strange = read_values(rows[how.column], kind, how)
        found.blame(strange, _BAD_CELL, how.column)
        found.carried[key] = values.to_list()
    if RECEIVED not in columns.facts and _REFERRAL in found.events and RECEIVED in found.vocabulary.facts:
        found.facts[RECEIVED] = found.events[_REFERRAL]
        message = "the date and time of the referral is taken for when the contact was received"
        found.tell(Told(message, found.place, columns.dates[_REFERRAL]))
    received = found.facts.get(RECEIVED, [])
    if any(received) and not any(isinstance(each, datetime) for each in received):
        column = columns.facts[RECEIVED].column if RECEIVED in columns.facts else columns.dates[_REFERRAL]
        message = "has days without a time of day, so response times in hours cannot be told"
        found.tell(Told(message, found.place, column))
    if "status" in columns.columns:
        _statuses(found, rows, columns.columns["status"])


def _statuses(found: _Rows, rows: pl.DataFrame, column: str) -> None:
    cells = labels(rows[column])
    known = {**found.table.columns.statuses, "": "held"}
    status = cells.decode(pl.Series([known.get(label) for label in cells.texts], dtype=pl.String))
    status = status.set(cells.which.is_null(), "held")
    found.blame(status.is_null(), _UNKNOWN_STATUS, column)
    found.carried["status"] = status.to_list()


def _contacts(found: _Rows, references: list[str | None], unread: dict[int, str]) -> Iterator[Contact]:
    different = {each for each in references if each is not None}
    strange = pl.Series(sorted(different), dtype=pl.String)
    strange_ones = set(strange.filter(unusable(strange)).to_list()) if len(strange) else set()
    identifying = identifying_ones(different - strange_ones)
    similar = alike(different - strange_ones - identifying.keys())
    for number, why in unread.items():
        yield Contact(found.place, number, "", None, (Problem(why, found.place, number),))
    facts = [(fact, values) for fact, values in found.facts.items()]
    nothing: list[Problem] = []
    for at, (number, reference) in enumerate(zip(found.numbers, references, strict=True)):
        problems = found.wrong.get(at, nothing)
        if reference is None or reference in strange_ones or reference in identifying:
            why = _why(reference, identifying)
            column = found.table.columns.columns["child"]
            own = Problem(why, found.place, number, field=column)
            yield Contact(found.place, number, "", None, (own, *problems))
            continue
        given = {fact: value for fact, values in facts if (value := values[at]) is not None}
        asks = DIRECTION in given
        if not asks:
            given[DIRECTION] = "triage"
        timeline, lacking = _timeline(found, at) if found.events else ((), ())
        origin = f"{found.place}, row {number}"
        covers = _covers(found, at, problems) if found.events and found.table.columns.covers else {}
        case = Case(reference, given, timeline, covers, origin=origin, file=found.place)
        yield Contact(
            found.place, number, reference, case, (*problems, *lacking), asks, similar.get(reference, ())
        )


def _why(reference: str | None, identifying: dict[str, str]) -> str:
    if reference is None:
        return NO_REFERENCE
    if kind := identifying.get(reference):
        return f"the reference looks like {kind}; use the reference that the system itself gives"
    return _BAD_REFERENCE


def _timeline(found: _Rows, at: int) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """The dated events of a row, and why some that are dated cannot be used."""
    entries: list[Entry] = []
    wrong: list[Problem] = []
    status = _status(found, at)
    for name, days in found.events.items():
        day = days[at]
        if day is None or status is None:
            continue
        event = found.vocabulary.events[event_of(name)]
        carries = {
            key: value
            for key, values in found.carried.items()
            if key in event.carries and (value := values[at]) is not None
        }
        if lacking := [need for need in event.needs if need not in carries]:
            message = f"an entry of this kind must say `{lacking[0]}`; it was not used"
            wrong.append(
                Problem(message, found.place, found.numbers[at], field=found.table.columns.dates[name])
            )
            continue
        if event.timed and isinstance(day, datetime):
            carries["at"] = day
        entries.append(Entry(day_of(day), event.name, status, carries))
    return tuple(entries), tuple(wrong)


def _covers(found: _Rows, at: int, problems: Sequence[Problem]) -> dict[str, date]:
    """Up to when which events of a row are complete: those of which every cell could be read."""
    if _status(found, at) is None:
        return {}
    unread = {problem.field for problem in problems}
    columns = found.table.columns
    broken = {event_of(name) for name in found.events if columns.dates[name] in unread}
    here = {event_of(name) for name in found.events} - broken
    return {event: upto or found.as_at for event, upto in columns.covers.items() if event in here}


def _status(found: _Rows, at: int) -> EntryStatus | None:
    said = found.carried.get("status")
    return "held" if said is None else said[at]  # type: ignore[return-value]
