"""What a list of contacts holds, column by column, and a first column map for somebody to confirm.

Values are shown only where they are words of a closed list, or yes and no: never references, never free text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from threshold.exports.contacts import guesses
from threshold.exports.contacts.maps import CONTACTS
from threshold.exports.files.records import NdjsonFile
from threshold.exports.files.surroundings import without_surroundings
from threshold.exports.formats.local_tables import NAMES, Table, find_tables
from threshold.exports.request import Request
from threshold.exports.rows.cells import NO, NOT_KNOWN, YES, read_dates, tidy
from threshold.exports.rows.column_map import event_of, label_of, usual_child_headers
from threshold.exports.rows.map_draft import Findings, extended, quoted
from threshold.exports.rows.values import answers_known
from threshold.output.escaping import json_text, terminal
from threshold.output.words import many, spoken
from threshold.privacy import identifying_field, identifying_text
from threshold.reading import BadInput, Problem, check_ordinary, read_text
from threshold.vocabulary import Fact, Vocabulary

_NAMES = {"child": "the contact's reference", "status": NAMES["status"]}
_BY_MAP, _BY_GUESS = "map", "guess"
_OF_SOMEBODY = "a column whose header may tell of somebody"
_OTHER = "something else, which is not repeated here"


@dataclass(frozen=True, slots=True)
class SeenValue:
    """A word of a column, what it is read as or guessed to mean, and in how many rows it stands."""

    written: str
    means: str
    rows: int


@dataclass(frozen=True, slots=True)
class SeenColumn:
    """A column, what it is taken for, and how that is known: by the map or by a guess.

    values  the words in it that are of a closed list; other, how many rows hold anything else
    holds   what it seems to hold that is never read: a name, a date of birth
    """

    place: str
    column: str
    taken_for: str = ""
    known_by: str = ""
    values: tuple[SeenValue, ...] = ()
    other: int = 0
    holds: str = ""

    def lines(self) -> list[str]:
        """For a person to read."""
        taken = self.taken_for + ("?" if self.known_by == _BY_GUESS else "")
        said = taken or (f"seems to hold {self.holds}, and is never read" if self.holds else "")
        lines = [f"  {self.place}, {self.column}{f': {said}' if said else ''}"]
        lines += [f'    "{each.written}": {each.means} ({many(each.rows, "row")})' for each in self.values]
        return lines + ([f"    {_OTHER} ({many(self.other, 'row')})"] if self.other else [])


@dataclass(frozen=True, slots=True)
class ContactsSeen:
    """What there is in a list of contacts.

    danger      each question about danger, and the columns that answer it
    column_map  a first map, or the one that was given with what is new; None of maps that differ
    kept        whether it is the one that was given
    """

    name: str
    columns: tuple[SeenColumn, ...]
    danger: tuple[tuple[Fact, tuple[str, ...]], ...]
    column_map: str | None
    kept: bool = False

    def text(self) -> str:
        """For a person to read: the questions about danger first, then every column."""
        lines = [f"{self.name}: a list of contacts", "", "The questions about danger:"]
        for fact, columns in self.danger:
            answered = (
                ", ".join(columns) or "no column seems to answer it; such contacts are asked about first"
            )
            lines.append(f"  {fact.asks} {answered}")
        for title, taken in (("Recognised (what is guessed has a ?):", True), ("Not read:", False)):
            told = [each for each in self.columns if bool(each.taken_for) == taken]
            lines += ["", title, *(line for each in told for line in each.lines())] if told else []
        return "".join(f"{terminal(line)}\n" for line in lines)

    def json(self) -> str:
        """For other programs to read: the same, and the column map."""
        told = {
            "format": "contacts",
            "name": self.name,
            "danger": [
                {"fact": fact.name, "asks": fact.asks, "columns": list(columns)}
                for fact, columns in self.danger
            ],
            "columns": [
                {
                    "place": each.place,
                    "column": each.column,
                    "taken_for": each.taken_for or None,
                    "known_by": each.known_by or None,
                    "values": [
                        {"written": value.written, "means": value.means, "rows": value.rows}
                        for value in each.values
                    ],
                    "other_rows": each.other,
                }
                for each in self.columns
            ],
            "column_map": self.column_map,
        }
        return json_text(told, indent=2) + "\n"


@dataclass(frozen=True, slots=True)
class _Looked:
    """A table, and what its columns are taken for: by its map, and beyond that by guesses."""

    table: Table
    rows: pl.DataFrame
    child: str | None
    facts: Mapping[str, str]
    times: Mapping[str, str]


def inspect_contacts(path: Path, vocabulary: Vocabulary, column_map: Path | None = None) -> ContactsSeen:
    """What the columns of a list of contacts hold. Raises BadInput where it cannot be read."""
    if not path.exists():
        raise BadInput(Problem("there is no such file", str(path)))
    check_ordinary(path, str(path))
    there = find_tables(path, Request(vocabulary, None, column_map), readable=False, purpose=CONTACTS)
    for table in there.tables:
        if isinstance(table.file, NdjsonFile) and "case" in table.file.headers and table.map is None:
            message = "these are case files, a line each, and need no column map: threshold triage FILE"
            raise BadInput(Problem(message, table.file.name))
    looked = [_look(table, vocabulary) for table in there.tables]
    columns = tuple(seen for each in looked for seen in _seen(each, vocabulary))
    hidden = tuple(SeenColumn(place, "the whole sheet, which is hidden") for place in there.unused)
    danger = tuple(
        (fact, tuple(seen.column for seen in columns if seen.taken_for == fact.name))
        for fact in guesses.questions_about_danger(vocabulary)
    )
    text = _column_map(looked, columns, danger, vocabulary)
    return ContactsSeen(path.name, columns + hidden, danger, text, kept=column_map is not None)


def _look(table: Table, vocabulary: Vocabulary) -> _Looked:
    headers = table.file.headers
    read = table.columns.wanted() if table.map is not None else set()
    open_ = [header for header in headers if header not in read and not identifying_field(header)]
    child = table.columns.columns.get("child")
    facts = guesses.guessed_facts([header for header in open_ if header != child], vocabulary)
    if table.map is not None:
        facts = {fact: column for fact, column in facts.items() if fact not in table.columns.facts}
    taken = {child, *facts.values()}
    times = {
        fact: time
        for fact in facts
        if (time := guesses.guessed_time(fact, [header for header in open_ if header not in taken]))
    }
    closed = [how.column for how in table.columns.facts.values()] + [*facts.values(), *open_]
    rows = table.file.read({*closed, *([child] if child else [])}).rows
    if table.loose and child is not None:
        rows = without_surroundings(table.file.name, rows, child, usual_child_headers()).rows
    return _Looked(table, rows, child, facts, times)


def _seen(looked: _Looked, vocabulary: Vocabulary) -> list[SeenColumn]:
    columns, place, by_map = looked.table.columns, looked.table.file.name, looked.table.map is not None
    how = _BY_MAP if by_map else _BY_GUESS
    taken = {column: (_NAMES.get(key, ""), how) for key, column in columns.columns.items()}
    taken |= {column: (spoken(event_of(event)), _BY_MAP) for event, column in columns.dates.items()}
    taken |= {column: (fact, _BY_GUESS) for fact, column in looked.facts.items()}
    taken |= {time: (f"{fact}, its time of day", _BY_GUESS) for fact, time in looked.times.items()}
    taken |= {value.column: (fact, _BY_MAP) for fact, value in columns.facts.items()}
    seen = []
    for header in looked.table.file.headers:
        taken_for, known_by = taken.get(header, ("", ""))
        if not taken_for and (holds := identifying_field(header)):
            seen.append(SeenColumn(place, _shown(header), holds=holds))
            continue
        shown = header if taken_for else _shown(header)
        values, other = _values(looked, header, vocabulary.facts.get(taken_for), taken_for)
        seen.append(SeenColumn(place, shown, taken_for, known_by, values, other))
    return seen


def _shown(header: str) -> str:
    """A header, unless it says who somebody is: the number of a child, say, and not only that it is one."""
    return _OF_SOMEBODY if any(identifying_text(header)) else header


def _values(
    looked: _Looked, header: str, fact: Fact | None, taken_for: str
) -> tuple[tuple[SeenValue, ...], int]:
    """The words of a column that are of a closed list, and in how many rows it holds anything else."""
    if header not in looked.rows.columns or (taken_for and fact is None):
        return (), 0
    cells = looked.rows[header]
    if fact is not None and fact.type.is_date:
        columns = looked.table.columns
        return (), int(read_dates(cells.cast(pl.String), columns.first, columns.declared).unreadable.sum())
    if fact is not None and fact.type.kind not in ("boolean", "choice"):
        return (), 0
    known, exact = _meanings(looked, fact), fact is not None and fact.protection
    found: dict[str, SeenValue] = {}
    other = 0
    for written, rows in sorted(cells.cast(pl.String).drop_nulls().value_counts().rows()):
        word = " ".join(str(written).split())
        if word.casefold() in NOT_KNOWN:
            continue
        if (means := known.get(label_of(word, exact) if exact else tidy(word))) is None:
            other += rows
        else:
            before = found[word].rows if word in found else 0
            found[word] = SeenValue(word, _said(means), rows + before)
    if fact is None and (other or not found):
        return (), 0  # what nobody knows the meaning of may be anything
    return tuple(found.values()), other


def _meanings(looked: _Looked, fact: Fact | None) -> Mapping[str, str | bool]:
    """What words mean in a column: by the map, where it says so, else by a guess."""
    if fact is None:
        return {**dict.fromkeys(YES, "yes"), **dict.fromkeys(NO, "no")}
    how = looked.table.columns.facts.get(fact.name)
    if how is None:
        return guesses.guessed_values(fact)
    if how.values:
        return (
            answers_known(how.values)
            if fact.type.kind == "boolean"
            else guesses.own_values(fact) | dict(how.values)
        )
    return guesses.own_values(fact)


def _said(means: str | bool) -> str:
    return str(means).lower() if isinstance(means, bool) else means


def _column_map(
    looked: Sequence[_Looked],
    columns: Sequence[SeenColumn],
    danger: Sequence[tuple[Fact, tuple[str, ...]]],
    vocabulary: Vocabulary,
) -> str | None:
    maps = {each.table.map for each in looked}
    if maps == {None}:
        return _draft(looked, columns, danger)
    if len(maps) > 1:
        return None
    (path,) = maps
    assert path is not None
    spare = [
        f"{each.column} (perhaps {each.taken_for})" if each.known_by == _BY_GUESS else each.column
        for each in columns
        if each.known_by != _BY_MAP and not each.holds and each.column != _OF_SOMEBODY
    ]
    return extended(read_text(path, str(path)), Findings(spare=tuple(dict.fromkeys(spare))))


def _draft(
    looked: Sequence[_Looked],
    columns: Sequence[SeenColumn],
    danger: Sequence[tuple[Fact, tuple[str, ...]]],
) -> str:
    """A first map: the questions about danger come first, and say so where no column answers them."""
    child = list(dict.fromkeys(each.child for each in looked if each.child))
    named = quoted(child[0]) if len(child) == 1 else f"[{', '.join(map(quoted, child))}]"
    lines = [
        "# Which column of this list of contacts holds what. All of it was guessed from the headers and the",
        "# words in them: look through it, put right what is wrong, and give it with the list.",
        "columns:",
        f"  child: {named}"
        if child
        else "  # child:   (the reference of each contact: no column seems to hold it)",
        "",
        "facts:",
        "  # The questions about danger. A contact that leaves one of them open is asked about first.",
    ]
    facts = {fact: column for each in reversed(looked) for fact, column in each.facts.items()}
    times = {fact: time for each in reversed(looked) for fact, time in each.times.items()}
    by_column = {each.taken_for: each for each in reversed(columns) if each.known_by == _BY_GUESS}
    for fact, _ in danger:
        if fact.name in facts:
            lines += _stated(fact.name, facts[fact.name], by_column[fact.name], times)
        else:
            lines += [
                f"  # No column seems to answer: {fact.asks}",
                f"  # {fact.name}: {{column: ?, values: {{}}}}",
            ]
    others = [fact for fact in facts if fact not in {each.name for each, _ in danger}]
    if others:
        lines += ["  # What else is said of a contact."]
    for name in others:
        lines += _stated(name, facts[name], by_column[name], times)
    lines += [
        "",
        "# How 03/04/2026 is meant. Take the # away where it is so, or write: month first",
        "# written: day first",
    ]
    spare = dict.fromkeys(
        each.column
        for each in columns
        if not each.taken_for and not each.holds and each.column != _OF_SOMEBODY
    )
    if spare:
        lines += ["", "# Columns that are not read:", *(f"#   {terminal(column)}" for column in spare)]
    return "\n".join(lines) + "\n"


def _stated(fact: str, column: str, seen: SeenColumn, times: Mapping[str, str]) -> list[str]:
    # Capitals and spaces make no difference to how a word is read: of several, the one that most rows have.
    often = {tidy(each.written): each for each in sorted(seen.values, key=lambda each: each.rows)}
    words = sorted(often.values(), key=lambda each: each.written)
    values = ", ".join(f"{quoted(each.written)}: {each.means}" for each in words)
    parts = [f"column: {quoted(column)}"]
    parts += [f"time: {quoted(times[fact])}"] if fact in times else []
    parts += [f"values: {{{values}}}"] if values else []
    lines = [f"  {fact}: {{{', '.join(parts)}}}"]
    if seen.other and not seen.values:
        return [*lines, f"  # Of this column {many(seen.other, 'row')} cannot be read."]
    if seen.other:
        lines.append(f"  # {many(seen.other, 'row')} of this column: {_OTHER}. Name it under values.")
    return lines
