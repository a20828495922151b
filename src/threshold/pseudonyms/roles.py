"""What becomes of the columns of a table: each that an audit reads, by what it is; no other goes out."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

from threshold.exports.formats.labels import read_labels
from threshold.exports.formats.local_cover import unread_siblings
from threshold.exports.formats.local_tables import Table as LocalTable
from threshold.exports.formats.specification import Found, Group
from threshold.exports.rows.cells import NO, NOT_KNOWN, YES, read_answers, read_dates, says_not_happened, tidy
from threshold.exports.rows.column_map import ColumnMap, ValueColumn
from threshold.exports.rows.values import read_values
from threshold.vocabulary import ValueType, Vocabulary, item_type

Kind = Literal["person", "reference", "words", "team", "outcome", "blank", "kept"]
_FREE = ("text", "label")

_Known = Callable[[pl.Series], pl.Series]
_Said = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Role:
    """What a column is.

    kind        person, reference: made up, as of somebody or of anything else; words: kept where they are
                known; team: a name, looked at; outcome: what an enquiry led to, as JSON; blank: only its
                header counts; kept: on the user's word
    known       each says which of some texts it knows
    said        each says a known word in the vocabulary's own
    near        labels: a text that is spelt almost like one of them counts for something
    dated       it may hold dates
    stated      it holds a date that is no event's
    separator   between several words in one cell
    """

    kind: Kind
    known: tuple[_Known, ...] = ()
    said: tuple[_Said, ...] = ()
    near: Collection[str] = ()
    dated: bool = False
    stated: bool = False
    separator: str = ";"

    def beside(self, other: "Role") -> "Role":
        """What a column is that is read as both."""
        if self.kind != other.kind:
            order = ("person", "reference", "words", "team", "outcome", "blank", "kept")
            return min(self, other, key=lambda role: order.index(role.kind))
        return Role(
            self.kind,
            (*self.known, *other.known),
            (*self.said, *other.said),
            (*self.near, *other.near),
            self.dated or other.dated,
            self.stated and other.stated,
            self.separator,
        )


@dataclass(slots=True)
class Columns:
    """The columns of a table that go out, in no order, by what they are; `child`: whose the rows are."""

    child: str | None = None
    roles: dict[str, Role] = field(default_factory=dict)

    def add(self, column: str | None, role: Role) -> None:
        """Add what a column is; it may be several things."""
        if column is not None:
            before = self.roles.get(column)
            self.roles[column] = role if before is None else before.beside(role)


PERSON, REFERENCE, TEAM, OUTCOME, BLANK, KEPT = (
    Role("person"), Role("reference"), Role("team"), Role("outcome"), Role("blank"), Role("kept")
)  # fmt: skip


def dates(first: Literal["day", "month"], stated: bool = False) -> Role:
    """A column of dates."""

    def known(texts: pl.Series) -> pl.Series:
        found = read_dates(texts, first)
        return found.on.is_not_null() | found.mixed

    return Role("words", (known,), dated=True, stated=stated)


def labels(known: Mapping[str, str | None], near: bool = False) -> Role:
    """A column of labels, each of which says a word of the vocabulary, or nothing."""

    def understood(texts: pl.Series) -> pl.Series:
        return pl.Series([tidy(each) in known for each in texts], dtype=pl.Boolean)

    def said(text: str) -> str | None:
        word = known.get(tidy(text))
        return word if word is not None and known.get(tidy(word)) == word else None

    return Role("words", (understood,), (said,), tuple(known) if near else ())


def answers() -> Role:
    """A column of yes and no."""
    return Role("words", (lambda texts: read_answers(texts)[0].is_not_null(),))


def values(kind: ValueType, how: ValueColumn, stated: bool) -> Role:
    """A column of values of a fact, or of what an event carries."""
    if kind.is_date:
        return dates(how.first, stated)
    names = {tidy(value): value for value in kind.values} | dict(how.values)

    def known(texts: pl.Series) -> pl.Series:
        found, strange = read_values(texts, kind, how)
        free = item_type(kind).kind in _FREE
        return found.is_null() & ~strange if free else ~strange

    return Role("words", (known,), (lambda text: names.get(tidy(text)),), separator=how.separator)


def of_local(table: LocalTable, vocabulary: Vocabulary) -> Columns:
    """The columns that are read of a table of local events."""
    map_: ColumnMap = table.columns
    here, found = map_.columns, Columns(map_.columns.get("child"))
    found.add(found.child, PERSON)
    for key in ("ref", "of", "worker"):
        found.add(here.get(key), REFERENCE)
    found.add(here.get("team"), TEAM)
    found.add(here.get("event"), labels(map_.events, near=True))
    found.add(here.get("status"), labels(map_.statuses))
    for column in (*filter(None, [here.get("on")]), *map_.dates.values()):
        found.add(column, dates(map_.first))
    for fact, how in map_.facts.items():
        found.add(how.column, values(vocabulary.facts[fact].type, how, stated=True))
    for key, how in map_.carries.items():
        kinds = [event.carries[key] for event in vocabulary.events.values() if key in event.carries]
        found.add(how.column, values(kinds[0], how, stated=False))
    for _, header in unread_siblings(table):
        # That there is such a column is what counts.
        found.add(header, BLANK)
    return found


def of_return(
    group: Group, located: Found, headers: Collection[str], given: Mapping[str, Mapping[str, str]],
    first: Literal["day", "month"],
) -> Columns:  # fmt: skip
    """The columns that are read of a table of a national return; `given` are labels that a map explains."""
    here, layout = located.columns, located.layout
    found = Columns(layout.child if layout.child in headers else None)
    found.add(found.child, PERSON)
    for column in (layout.key, layout.within, layout.worker):
        found.add(column, REFERENCE)
    found.add(layout.team, TEAM)
    for column in (*layout.dates.values(), *layout.latest_only.values()):
        found.add(column, dates(first))
    for column in (*(answer.column for answer in layout.answers.values()), *layout.undated.values()):
        found.add(column, answers())
    for fact in layout.choices:
        found.add(here[fact], _choice(group, fact, given.get(fact, {})))
    _beside(found, group.also, headers, first)
    for column in [each for each in found.roles if each not in headers]:
        del found.roles[column]  # the reader puts it there
    return found


def of_aside(names: Collection[str], headers: Collection[str], child: str | None) -> Columns:
    """The columns that are read of a table that holds no records of what happened."""
    found = Columns(child)
    found.add(child, PERSON)
    _beside(found, names, headers, "day")
    return found


def _beside(
    found: Columns, names: Collection[str], headers: Collection[str], first: Literal["day", "month"]
) -> None:
    wanted = set(map(tidy, names))
    for header in headers:
        text = tidy(header)
        if text not in wanted or header in found.roles:
            continue
        if text.endswith(" json"):
            found.add(header, OUTCOME)
        elif text.endswith("date") or "date" in text.split():
            found.add(header, dates(first))
        elif text.endswith(" team"):
            found.add(header, TEAM)
        elif text.endswith("id"):
            found.add(header, REFERENCE)
        else:
            found.add(header, answers())


def _choice(group: Group, fact: str, own: Mapping[str, str]) -> Role:
    choice = group.choices[fact]

    def read(texts: pl.Series) -> pl.Series:
        return read_labels(texts, choice.words, choice.beside, own).values

    def said(text: str) -> str | None:
        value = read(pl.Series([text]))[0]
        return next((label for label, each in choice.words.items() if each == value), None)

    return Role("words", (lambda texts: read(texts).is_not_null(),), (said,))


def closed_words(vocabulary: Vocabulary, guessed: ColumnMap) -> frozenset[str]:
    """Words that say nothing of anybody, tidied: those of the vocabulary, and the usual labels."""
    kinds = [fact.type for fact in vocabulary.facts.values()]
    kinds += [kind for event in vocabulary.events.values() for kind in event.carries.values()]
    said = {tidy(each) for kind in kinds for pair in item_type(kind).spellings for each in pair}
    own = {tidy(each) for each in (*vocabulary.events, *guessed.events, *guessed.statuses)}
    return frozenset(said | own | {tidy(each) for each in (*NOT_KNOWN, *YES, *NO)})


def not_happened(text: str) -> bool:
    """Whether words in place of a date say that it has not happened."""
    return bool(says_not_happened(pl.Series([text]))[0])
