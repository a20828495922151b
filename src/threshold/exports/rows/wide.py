"""Rows that each hold one piece of work, its dates in columns: into events, facts and findings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import polars as pl

from threshold.batch.columns import nothing
from threshold.exports.gathering import STATUS, Gathered
from threshold.exports.quality import finding
from threshold.exports.rows.cells import (
    labels,
    read_answers,
    read_dates,
    read_links,
    read_references,
    says_not_happened,
    tidy,
    unusable,
)
from threshold.exports.rows.column_map import ValueColumn, event_of, number_of
from threshold.exports.rows.date_notes import DateNotes
from threshold.exports.rows.values import read_values
from threshold.exports.second_reading import Again, Witness
from threshold.vocabulary import ValueType

# Columns of our own beside events and facts.
_KEY, _OF, _TOLD, _STATE = "@key", "@of", "@told ", "@state"
_EARLY, _WRITTEN = "@early ", "@written "


@dataclass(frozen=True, slots=True)
class Answer:
    """A yes-or-no fact in a column.

    turned      the column asks the opposite
    shown_by    an event whose date, where the column is silent, shows the answer to be yes
    """

    column: str
    turned: bool = False
    shown_by: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A fact whose value is told by the words that a label holds; the first that is held counts."""

    column: str
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Layout:
    """What the columns of a table hold.

    dates         event: column; a further column of an event stands under the event and a number, as
                  `event_of` reads it
    spans         (start, end): pairs of events that must stand in this order
    episodes      those of the spans that are runs of an episode, which should not overlap
    begins        events that begin a run of an episode
    same_day      an event that is taken to happen on the day of another
    facts         other stated facts, typed by the vocabulary
    latest_only   events of which the row has the latest date alone: they cannot be read as the first
    undated       an event that a yes in a column tells of, on a day that the row does not give
    key, within   columns with the reference of the row, and with that of the row that it belongs to
    lone          ends whose start no row of the table has: of it only what names the row can tell
    said_of       facts that are said of a run that the row begins, each with the events that may begin it; of
                  several kinds the first
    of_any_kind   a row may be any of several kinds of work: one without any date says nothing of the others
    status        whether all that a row says was held, as `statuses` has it
    first         how 03/04/2026 is meant, and whether somebody said so (`declared`)
    """

    child: str
    dates: Mapping[str, str]
    spans: tuple[tuple[str, str], ...] = ()
    episodes: tuple[tuple[str, str], ...] = ()
    begins: frozenset[str] = frozenset()
    same_day: Mapping[str, str] = field(default_factory=dict)
    latest_only: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    choices: Mapping[str, Choice] = field(default_factory=dict)
    facts: Mapping[str, tuple[ValueType, ValueColumn]] = field(default_factory=dict)
    team: str | None = None
    worker: str | None = None
    undated: Mapping[str, str] = field(default_factory=dict)
    key: str | None = None
    within: str | None = None
    lone: frozenset[str] = frozenset()
    said_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    of_any_kind: bool = False
    status: str | None = None
    statuses: Mapping[str, str] = field(default_factory=dict)
    first: Literal["day", "month"] = "day"
    declared: bool = False

    def witness(self, again: Again) -> Witness:
        """How such rows can be read again: which columns may give the day of each kind of event."""
        columns: dict[str, list[str]] = {}
        for event, column in self.dates.items():
            columns.setdefault(event_of(event), []).append(column)
        for event, same in self.same_day.items():
            columns.setdefault(event_of(event), []).extend(columns.get(event_of(same), ()))
        return Witness(
            again, self.child, columns, status=self.status, statuses=self.statuses, first=self.first
        )


def take(gathered: Gathered, place: str, rows: pl.DataFrame, layout: Layout, as_at: date) -> None:
    """Add what the rows say; a row of which nothing could be used is refused.

    `rows` has a column "row" that holds each row's number; its other cells are text, or typed already.
    """
    _Table(gathered, place, layout, as_at).take(rows)


class _Table:
    """One table on its way into events. Events and facts are columns under their own names."""

    def __init__(self, gathered: Gathered, place: str, layout: Layout, as_at: date) -> None:
        self.gathered, self.place, self.layout, self.as_at = gathered, place, layout, as_at
        self._told: list[tuple[str, pl.Series]] = []
        self._cells_unread: dict[str, pl.Series] = {}

    def take(self, rows: pl.DataFrame) -> None:
        before = self.gathered.rows_not_used
        named = self._with_a_child(rows)
        self.gathered.children.append(named["child"])
        named = named.with_columns(self._state(named))
        columns = [*self._links(named), *self._undated(named), *self._dates(named), *self._facts(named)]
        read = named.select("child", "row", _STATE, *columns).with_columns(*self._begun_some_day(named))
        once = self._once(self._with_something(read))
        self._headless(once)
        usable = self._in_order(once)
        self._overlaps(usable)
        filled = self._filled(usable)
        self._add(filled, named)
        self.gathered.use(self.place, rows.height, filled.height, before)

    def _with_a_child(self, rows: pl.DataFrame) -> pl.DataFrame:
        rows = rows.with_columns(read_references(rows[self.layout.child]).alias("child"))
        self._find("no-child", rows.filter(pl.col("child").is_null()), self.layout.child)
        self.gathered.refuse("no-child", rows["child"].null_count())
        rows = rows.filter(pl.col("child").is_not_null())
        strange = unusable(rows["child"])
        self._find("unreadable-reference", rows.filter(strange), self.layout.child)
        self.gathered.refuse("unreadable-reference", int(strange.sum()))
        self.gathered.strange.append(rows["child"].filter(strange))
        return rows.filter(~strange)

    def _state(self, rows: pl.DataFrame) -> pl.Series:
        """Held, where nothing is said; null for what is none of the three."""
        if self.layout.status is None:
            return pl.Series(_STATE, ["held"], STATUS).new_from_index(0, rows.height)
        cells = labels(rows[self.layout.status])
        known = {**self.layout.statuses, "": "held"}
        state = cells.decode(pl.Series([known.get(label) for label in cells.texts], dtype=STATUS))
        state = state.set(cells.which.is_null(), "held").alias(_STATE)
        self._find("unknown-status", rows.filter(state.is_null()), self.layout.status)
        return state

    def _dates(self, rows: pl.DataFrame) -> list[pl.Series]:
        columns = []
        held, strange = (rows[_STATE] == "held").fill_null(False), rows[_STATE].is_null()
        notes = DateNotes(self.place, self.layout.declared)
        for event, column in (*self.layout.dates.items(), *self.layout.latest_only.items()):
            dates = read_dates(rows[column], self.layout.first, self.layout.declared)
            self.gathered.findings.extend(notes.of(dates, rows["row"], column))
            self._find("after-the-date", rows.filter((dates.on > self.as_at) & held), column)
            unread = dates.unreadable | dates.mixed
            self._unread("unknown-status", rows.filter(strange & (dates.on.is_not_null() | unread)), event)
            self._unread("unreadable-date", rows.filter(dates.unreadable), event)
            self._unread("mixed-dates", rows.filter(dates.mixed), event)
            if unread.any():
                self._cells_unread[event] = unread
            columns.append(dates.on.set(strange, None).alias(event))
        self.gathered.findings.extend(notes.of_all())
        return columns

    def _links(self, rows: pl.DataFrame) -> list[pl.Series]:
        """What names the row, and what names that which it belongs to."""
        key, within = (
            nothing(pl.String(), rows.height) if column is None else read_links(rows[column])
            for column in (self.layout.key, self.layout.within)
        )
        return [key.alias(_KEY), within.alias(_OF)]

    def _undated(self, rows: pl.DataFrame) -> list[pl.Series]:
        """Where an answer tells of an event."""
        columns = []
        for event, column in self.layout.undated.items():
            yes, strange = read_answers(rows[column])
            self._find("unreadable", rows.filter(strange), column)
            self.gathered.seen |= {event} if yes.any() else set()
            columns.append(yes.fill_null(False).alias(_TOLD + event))
        return columns

    def _begun_some_day(self, rows: pl.DataFrame) -> list[pl.Series | pl.Expr]:
        """Runs whose start cannot be read have begun all the same; what is written tells two such apart."""
        columns: list[pl.Series | pl.Expr] = []
        held = rows[_STATE] == "held"
        sources = {event: event for event in self.layout.dates} | dict(self.layout.same_day)
        for event in sorted(self.layout.begins & {*sources}):
            unread = self._cells_unread.get(sources[event])
            if unread is None:
                continue
            cells = rows[self.layout.dates[sources[event]]]
            begun = (unread & held).fill_null(False)
            begun &= ~says_not_happened(cells.set(~unread, None))
            told = pl.col(_TOLD + event) | begun if event in self.layout.undated else pl.lit(begun)
            written = cells.cast(pl.String).str.strip_chars().set(~begun, None)
            columns += [told.alias(_TOLD + event), written.alias(_WRITTEN + event)]
        return columns

    def _facts(self, rows: pl.DataFrame) -> list[pl.Series]:
        columns = []
        for fact, answer in self.layout.answers.items():
            yes, strange = read_answers(rows[answer.column])
            self._find("unreadable", rows.filter(strange), answer.column)
            columns.append((~yes if answer.turned else yes).alias(fact))
        for fact, choice in self.layout.choices.items():
            cells = labels(rows[choice.column])
            said = [
                pl.when(pl.col("label").str.contains(tidy(words), literal=True)).then(pl.lit(value))
                for words, value in choice.words.items()
            ]
            values = pl.DataFrame({"label": cells.texts}).select(pl.coalesce(said)).to_series()
            columns.append(cells.decode(values).alias(fact))
        for fact, (kind, how) in self.layout.facts.items():
            values, strange = read_values(rows[how.column], kind, how)
            self._find("unreadable", rows.filter(strange), how.column)
            if self.layout.of_any_kind:
                self._told.append(("unreadable", rows["row"].filter(strange)))
            columns.append(values.alias(fact))
        return columns

    def _with_something(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Where a row may be any of several kinds of work, those that are something else are left out."""
        if not self.layout.of_any_kind:
            return rows
        blank = self._empty(rows)
        if not blank.any():
            return rows
        for _, told in self._told:
            blank &= ~rows["row"].is_in(told.implode())
        self._find("nothing-read", rows.filter(blank))
        self.gathered.leave_out("nothing-read", int(blank.sum()))
        return rows.filter(~blank)

    def _empty(self, rows: pl.DataFrame) -> pl.Series:
        """Which rows neither have a date nor state or tell of anything."""
        values = [*self.layout.dates, *self.layout.latest_only, *self._stated()]
        told_of = [~pl.col(name) for name in rows.columns if name.startswith(_TOLD)]
        return rows.select(pl.all_horizontal(pl.col(values).is_null(), *told_of)).to_series()

    def _once(self, rows: pl.DataFrame) -> pl.DataFrame:
        first = rows.select(pl.struct(pl.exclude("row", _KEY)).is_first_distinct()).to_series()
        if first.all():
            return rows
        # What says nothing that can be read is no copy of another such row.
        first |= self._empty(rows)
        self._find("duplicate", rows.filter(~first))
        self.gathered.refuse("duplicate", int((~first).sum()))
        return rows.filter(first)

    def _headless(self, rows: pl.DataFrame) -> None:
        for start, end in self.layout.spans:
            without = rows.filter(pl.col(start).is_null() & pl.col(end).is_not_null() & ~_told(rows, start))
            self._find("missing-start", without, self.layout.dates[start])
            self._gap(start, without)

    def _in_order(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows without the dates of runs that end before they begin: they were, nobody knows when."""
        for start, end in self.layout.spans:
            backward = (rows[end] < rows[start]).fill_null(False)
            if not backward.any():
                continue
            if (start, end) not in self.layout.episodes:
                self._find("comes-before", rows.filter(backward), self.layout.dates[end])
                rows = rows.with_columns(backward.alias(_EARLY + end))
                continue
            self._find("negative-duration", rows.filter(backward), self.layout.dates[end])
            self._gap(start, rows.filter(backward))
            self._gap(end, rows.filter(backward))
            rows = rows.with_columns(
                *((_told(rows, event) | backward).alias(_TOLD + event) for event in (start, end)),
                pl.when(~backward).then(pl.col(start, end)),
            )
        return rows

    def _overlaps(self, rows: pl.DataFrame) -> None:
        for start, end in self.layout.episodes:
            begun = rows.filter(pl.col(start).is_not_null()).with_columns(
                pl.col("child").hash().alias("whose")
            )
            several = begun.filter(pl.col("whose").is_duplicated()).sort("whose", start, "row")
            reached = pl.col(end).fill_null(date.max).cum_max().shift(1).over("whose")
            self._find(
                "overlap", several.filter(pl.col(start) < reached).sort("row"), self.layout.dates[start]
            )

    def _filled(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows that say anything; and what one column of a row says about another."""
        for fact, answer in self.layout.answers.items():
            if answer.shown_by:
                shown = pl.col(answer.shown_by).is_not_null()
                denied = shown & pl.col(fact).not_()
                self._find("contradiction", rows.filter(denied), answer.column)
                rows = rows.with_columns(
                    pl.when(denied.fill_null(False))
                    .then(None)
                    .when(shown)
                    .then(True)
                    .otherwise(pl.col(fact))
                    .alias(fact)
                )
        empty = self._empty(rows)
        if not empty.any():
            return rows
        untold = self._refused(rows.filter(empty)["row"])
        self._find("no-date", rows.filter(empty & pl.col("row").is_in(untold.implode())))
        for event in () if self.layout.of_any_kind else self.layout.dates:
            self._gap(event, rows.filter(empty))
        return rows.filter(~empty)

    def _add(self, rows: pl.DataFrame, named: pl.DataFrame) -> None:
        own = pl.lit(f"{self.place}:") + pl.col("row").cast(pl.String)
        rows = rows.with_columns(ref=pl.coalesce(_KEY, own), of=pl.col(_OF))
        for event in self.layout.dates:
            self._event(rows, event, event)
        for event, same in self.layout.same_day.items():
            # The day that stands for an end is none where it comes before the start.
            early = _EARLY + same
            on = pl.when(~pl.col(early)).then(pl.col(same)) if early in rows.columns else pl.col(same)
            self._entries(rows.filter(pl.col(same).is_not_null()), event, on)
        for name in rows.columns:
            if name.startswith(_TOLD):
                self._without_day(rows, name.removeprefix(_TOLD))
        self._out_of_room(rows)
        for event in self.layout.latest_only:
            latest = rows.filter(pl.col(event).is_not_null())
            self._gap(event, latest)
            self.gathered.seen |= {event} if latest.height else set()
        for fact in self._stated():
            begins = self.layout.said_of.get(fact, ())
            # What the row says of a run that it begins is no answer for the child.
            others = rows.filter(self._begins_none(rows, begins)) if begins else rows
            self.gathered.facts.append(others.select("child", fact))
        who = {"team": self.layout.team, "worker": self.layout.worker}
        columns = [read_references(named[column]).alias(name) for name, column in who.items() if column]
        if columns:
            teams = named.select("row", *columns)
            self.gathered.allocated.append(
                rows.select("child", "ref", "row").join(teams, on="row", how="left").drop("row")
            )

    def _begins_none(self, rows: pl.DataFrame, begins: Sequence[str]) -> pl.Expr:
        """Which rows begin nothing of these kinds."""
        dated = [pl.col(self.layout.same_day.get(event, event)).is_null() for event in begins]
        return pl.all_horizontal(pl.lit(True), *dated, *(~_told(rows, event) for event in begins))

    def _out_of_room(self, rows: pl.DataFrame) -> None:
        """Where the last of several columns for one event is filled, the table has no room for more of them.

        Whether there were any nobody can tell: of that child such events are not recorded completely.
        """
        bounds = {event_of(event) for span in self.layout.episodes for event in span}
        last = {event_of(name): name for name in self.layout.dates if number_of(name)}
        for event, name in last.items():
            if event not in bounds:
                full = rows.filter(pl.col(name).is_not_null())
                self._find("no-room", full, self.layout.dates[name])
                self._gap(name, full)

    def _stated(self) -> list[str]:
        return [*self.layout.answers, *self.layout.choices, *self.layout.facts]

    def _event(self, rows: pl.DataFrame, event: str, column: str) -> None:
        self._entries(rows.filter(pl.col(column).is_not_null()), event, pl.col(column))

    def _without_day(self, rows: pl.DataFrame, event: str) -> None:
        """What an answer alone tells of, where no date does."""
        told = pl.col(_TOLD + event)
        for column in (event, self.layout.same_day.get(event, "")):
            if column in rows.columns:
                told = told & pl.col(column).is_null()
        self._entries(rows.filter(told), event, pl.lit(None, pl.Date))

    def _entries(self, rows: pl.DataFrame, event: str, on: pl.Expr) -> None:
        said = [
            pl.when(self._begins_none(rows, _of_other_kinds(begins, event))).then(pl.col(fact)).alias(fact)
            for fact, begins in self.layout.said_of.items()
            if event in begins
        ]
        self.gathered.events.append(
            rows.select(
                "child",
                pl.lit(event_of(event)).alias("event"),
                on.alias("on"),
                pl.col(_STATE).alias("status"),
                self._ref(event),
                "of",
                pl.lit(self.place).alias("place"),
                pl.col("row").cast(pl.UInt32),
                *said,
            )
        )

    def _ref(self, event: str) -> pl.Expr:
        """The row's own reference; a second piece of work of one kind in it has one of its own."""
        if event in self.layout.lone:
            return pl.col(_KEY).alias("ref")
        paired = number_of(event) if any(event in span for span in self.layout.spans) else ""
        return pl.col("ref") + f":{paired}" if paired else pl.col("ref")

    def _refused(self, empty: pl.Series) -> pl.Series:
        """Count rows of which nothing is left, each under one reason; those that no finding has told of."""
        for kind, told in self._told:
            rest = empty.filter(~empty.is_in(told.implode()))
            self.gathered.refuse(kind, len(empty) - len(rest))
            empty = rest
        self.gathered.refuse("no-date", len(empty))
        return empty

    def _unread(self, kind: str, rows: pl.DataFrame, *events: str) -> None:
        """Rows with dates that are not used, which a finding of this kind has told of."""
        self._told.append((kind, rows["row"]))
        for event in events:
            self._gap(event, rows)

    def _gap(self, event: str, rows: pl.DataFrame) -> None:
        if rows.height:
            kinds = [
                event_of(event),
                *(other for other, same in self.layout.same_day.items() if same == event),
            ]
            for kind in kinds:
                self.gathered.gaps.append(rows.select("child", pl.lit(kind).alias("event")))

    def _find(self, kind: str, rows: pl.DataFrame, column: str | None = None) -> None:
        if rows.height:
            self.gathered.findings.append(finding(kind, self.place, rows["row"], column))


def _of_other_kinds(begins: Sequence[str], event: str) -> list[str]:
    """What of these stands before this event, and is not another of its kind."""
    before = begins[: begins.index(event)]
    return [each for each in before if event_of(each) != event_of(event)]


def _told(rows: pl.DataFrame, event: str) -> pl.Expr:
    """Which rows tell of an event whose day they do not tell."""
    name = _TOLD + event
    return pl.col(name) if name in rows.columns else pl.lit(False)
