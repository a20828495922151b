"""Rows that each hold one piece of work, its dates in columns: into events, facts and findings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import polars as pl

from threshold.exports.gathering import STATUS, Gathered
from threshold.exports.quality import finding, summed
from threshold.exports.rows.cells import labels, read_answers, read_dates, read_references, tidy, unprintable
from threshold.exports.rows.column_map import ValueColumn
from threshold.exports.rows.values import read_values
from threshold.vocabulary import ValueType


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

    spans         (start, end): pairs of events that must stand in this order
    episodes      those of the spans that are runs of an episode, which should not overlap
    same_day      an event that is taken to happen on the day of another
    facts         other stated facts, typed by the vocabulary
    latest_only   events of which the row has the latest date alone: they cannot be read as the first
    """

    child: str
    dates: Mapping[str, str]
    spans: tuple[tuple[str, str], ...] = ()
    episodes: tuple[tuple[str, str], ...] = ()
    same_day: Mapping[str, str] = field(default_factory=dict)
    latest_only: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    choices: Mapping[str, Choice] = field(default_factory=dict)
    facts: Mapping[str, tuple[ValueType, ValueColumn]] = field(default_factory=dict)
    team: str | None = None
    worker: str | None = None
    first: Literal["day", "month"] = "day"


def take(gathered: Gathered, place: str, rows: pl.DataFrame, layout: Layout, as_at: date) -> None:
    """Add what the rows say; a row of which nothing could be used is refused.

    `rows` has a column "row" that holds each row's number; its other cells are text, or typed already.
    """
    _Table(gathered, place, layout, as_at).take(rows)


class _Table:
    """One table on its way into events. Events and facts are columns under their own names."""

    def __init__(self, gathered: Gathered, place: str, layout: Layout, as_at: date) -> None:
        self.gathered, self.place, self.layout, self.as_at = gathered, place, layout, as_at
        self._told: list[pl.Series] = []

    def take(self, rows: pl.DataFrame) -> None:
        self.gathered.rows_in += rows.height
        named = self._with_a_child(rows)
        self.gathered.children.append(named["child"])
        once = self._once(named.select("child", "row", *self._dates(named), *self._facts(named)))
        self._headless(once)
        usable = self._in_order(once)
        self._overlaps(usable)
        filled = self._filled(usable)
        self.gathered.rows_refused += rows.height - filled.height
        self._add(filled, named)

    def _with_a_child(self, rows: pl.DataFrame) -> pl.DataFrame:
        rows = rows.with_columns(read_references(rows[self.layout.child]).alias("child"))
        self._find("no-child", rows.filter(pl.col("child").is_null()), self.layout.child)
        rows = rows.filter(pl.col("child").is_not_null())
        strange = unprintable(rows["child"])
        self._find("unreadable-reference", rows.filter(strange), self.layout.child)
        return rows.filter(~strange)

    def _dates(self, rows: pl.DataFrame) -> list[pl.Series]:
        columns = []
        for event, column in (*self.layout.dates.items(), *self.layout.latest_only.items()):
            dates = read_dates(rows[column], self.layout.first)
            self._find("unreadable-date", rows.filter(dates.unreadable), column)
            self._find("mixed-dates", rows.filter(dates.mixed), column)
            if dates.settled and dates.ambiguous.any():
                count = int(dates.ambiguous.sum())
                self.gathered.findings.append(summed("day-first", self.place, count, column))
            else:
                self._find("ambiguous-date", rows.filter(dates.ambiguous), column)
            self._find("after-the-date", rows.filter(dates.on > self.as_at), column)
            self._unread(rows.filter(dates.unreadable | dates.mixed), event)
            columns.append(dates.on.alias(event))
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
            columns.append(values.alias(fact))
        return columns

    def _once(self, rows: pl.DataFrame) -> pl.DataFrame:
        first = rows.select(pl.struct(pl.exclude("row")).is_first_distinct()).to_series()
        self._find("duplicate", rows.filter(~first))
        return rows.filter(first)

    def _headless(self, rows: pl.DataFrame) -> None:
        for start, end in self.layout.spans:
            without = rows.filter(pl.col(start).is_null() & pl.col(end).is_not_null())
            self._find("missing-start", without, self.layout.dates[start])
            self._gap(start, without)

    def _in_order(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows without the dates of those spans that end before they begin."""
        for start, end in self.layout.spans:
            backward = (rows[end] < rows[start]).fill_null(False)
            self._find("negative-duration", rows.filter(backward), self.layout.dates[end])
            self._unread(rows.filter(backward), start, end)
            rows = rows.with_columns(pl.when(~backward).then(pl.col(start, end)))
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
        values = [*self.layout.dates, *self.layout.latest_only, *self._stated()]
        nothing = rows.select(pl.all_horizontal(pl.col(values).is_null())).to_series()
        told = pl.concat([pl.Series(dtype=pl.UInt32), *self._told]).implode()
        self._find("no-date", rows.filter(nothing & ~pl.col("row").is_in(told)))
        for event in self.layout.dates:
            self._gap(event, rows.filter(nothing))
        return rows.filter(~nothing)

    def _add(self, rows: pl.DataFrame, named: pl.DataFrame) -> None:
        rows = rows.with_columns((pl.lit(f"{self.place}:") + pl.col("row").cast(pl.String)).alias("ref"))
        for event in self.layout.dates:
            self._event(rows, event, event)
        for event, same in self.layout.same_day.items():
            self._event(rows, event, same)
        for event in self.layout.latest_only:
            self._gap(event, rows.filter(pl.col(event).is_not_null()))
        self.gathered.facts.extend(rows.select("child", fact) for fact in self._stated())
        who = {"team": self.layout.team, "worker": self.layout.worker}
        columns = [read_references(named[column]).alias(name) for name, column in who.items() if column]
        if columns:
            teams = named.select("row", *columns)
            self.gathered.allocated.append(
                rows.select("child", "ref", "row").join(teams, on="row", how="left").drop("row")
            )

    def _stated(self) -> list[str]:
        return [*self.layout.answers, *self.layout.choices, *self.layout.facts]

    def _event(self, rows: pl.DataFrame, event: str, column: str) -> None:
        self.gathered.events.append(
            rows.filter(pl.col(column).is_not_null()).select(
                "child",
                pl.lit(event).alias("event"),
                pl.col(column).alias("on"),
                pl.lit("held", STATUS).alias("status"),
                "ref",
            )
        )

    def _unread(self, rows: pl.DataFrame, *events: str) -> None:
        """Rows with dates that are not used, which a finding has told of."""
        self._told.append(rows["row"].cast(pl.UInt32))
        for event in events:
            self._gap(event, rows)

    def _gap(self, event: str, rows: pl.DataFrame) -> None:
        if rows.height:
            kinds = [event, *(other for other, same in self.layout.same_day.items() if same == event)]
            for kind in kinds:
                self.gathered.gaps.append(rows.select("child", pl.lit(kind).alias("event")))

    def _find(self, kind: str, rows: pl.DataFrame, column: str | None = None) -> None:
        if rows.height:
            self.gathered.findings.append(finding(kind, self.place, rows["row"], column))
