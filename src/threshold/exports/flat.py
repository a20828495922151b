"""Rows that are each one event: into events, facts and findings."""

from datetime import date

import polars as pl

from threshold.exports.cells import labels, read_dates, read_references, unprintable
from threshold.exports.column_map import ColumnMap
from threshold.exports.findings import found, summed
from threshold.exports.gathering import STATUS, Gathered
from threshold.exports.values import read_values
from threshold.vocabulary import Episode, Vocabulary

_WRITTEN = "@"  # stands before the names of the export's own columns, to keep them apart from ours


def take_events(
    gathered: Gathered,
    place: str,
    rows: pl.DataFrame,
    columns: ColumnMap,
    vocabulary: Vocabulary,
    as_at: date,
) -> None:
    """Add what the rows say; a row that is neither an event nor states a fact is refused.

    `rows` has a column "row" that holds each row's number; its other cells are text, or typed already.
    """
    _Events(gathered, place, columns, vocabulary, as_at).take(rows)


class _Events:
    """One file's rows on their way into events."""

    def __init__(
        self, gathered: Gathered, place: str, columns: ColumnMap, vocabulary: Vocabulary, as_at: date
    ) -> None:
        self.gathered, self.place, self.columns = gathered, place, columns
        self.vocabulary, self.as_at = vocabulary, as_at
        self.kinds = pl.Enum(list(vocabulary.events))

    def take(self, rows: pl.DataFrame) -> None:
        self.gathered.rows_in += rows.height
        named = self._with_a_child(rows.rename(lambda name: name if name == "row" else _WRITTEN + name))
        self.gathered.children.append(named["child"].unique(maintain_order=True))
        stating = self._facts(named)
        self._allocated(named)
        events = self._once(self._complete(self._dated(self._of_a_kind(named))))
        for episode in self.vocabulary.episodes.values():
            events = self._in_order(events, episode)
        late = (pl.col("on") > self.as_at) & (pl.col("status") == "held")
        self._find("after-the-date", events.filter(late), "on")
        used = pl.concat([events["row"], *stating]).n_unique() if stating else events.height
        self.gathered.rows_refused += rows.height - used
        self.gathered.events.append(events.drop("row"))

    def _with_a_child(self, rows: pl.DataFrame) -> pl.DataFrame:
        child = read_references(self._written(rows, "child")).alias("child")
        self._find("no-child", rows.filter(child.is_null()), "child")
        strange = unprintable(child)
        self._find("unreadable-reference", rows.filter(strange), "child")
        usable = child.is_not_null() & ~strange
        rows = rows.with_columns(child)
        return rows if usable.all() else rows.filter(usable)

    def _of_a_kind(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows whose kind of event is known."""
        label = labels(self._written(rows, "event"))
        kinds = {each: event for each, event in self.columns.events.items() if event is not None}
        event = label.replace_strict(kinds, default=None, return_dtype=self.kinds).alias("event")
        left_out = label.is_in([each for each in self.columns.events if each not in kinds]).fill_null(False)
        if left_out.any():
            name = self.columns.columns["event"]
            self.gathered.findings.append(summed("left-out", self.place, int(left_out.sum()), name))
        self._find("unknown-event", rows.filter(event.is_null() & ~left_out), "event")
        rows = rows.with_columns(event)
        return rows.filter(event.is_not_null()) if event.null_count() else rows

    def _dated(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows whose date and status can be read; of the others their child has an entry unread."""
        dates = read_dates(self._written(rows, "on"), self.columns.first)
        name = self.columns.columns["on"]
        for kind, which in (("unreadable-date", dates.unreadable), ("mixed-dates", dates.mixed)):
            self._find(kind, rows.filter(which), "on")
        if dates.settled and dates.ambiguous.any():
            self.gathered.findings.append(summed("day-first", self.place, int(dates.ambiguous.sum()), name))
        else:
            self._find("ambiguous-date", rows.filter(dates.ambiguous), "on")
        self._find("no-date", rows.filter(dates.on.is_null() & ~dates.unreadable & ~dates.mixed), "on")
        status = self._statuses(rows)
        self._find("unknown-status", rows.filter(status.is_null()), "status")
        usable = dates.on.is_not_null() & status.is_not_null()
        rows = rows.with_columns(dates.on, status, self._refs(rows))
        if usable.all():
            return rows
        self._gap(rows.filter(~usable))
        return rows.filter(usable)

    def _statuses(self, rows: pl.DataFrame) -> pl.Series:
        """Held, where nothing is said; null for what is none of the three."""
        if "status" not in self.columns.columns:
            return pl.repeat("held", rows.height, dtype=STATUS, eager=True).alias("status")
        label = labels(self._written(rows, "status"))
        status = label.replace_strict(dict(self.columns.statuses), default=None, return_dtype=STATUS)
        return status.set(label.is_null() | (label == "").fill_null(False), "held").alias("status")

    def _refs(self, rows: pl.DataFrame) -> pl.Series:
        if "ref" not in self.columns.columns:
            return pl.repeat(None, rows.height, dtype=pl.String, eager=True).alias("ref")
        return read_references(self._written(rows, "ref")).alias("ref")

    def _complete(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows with what they carry, without those that lack what their kind of event needs."""
        kept = ["row", "child", "event", "on", "status", "ref"]
        for key, how in self.columns.carries.items():
            if _WRITTEN + how.column not in rows.columns:
                continue
            bearers = {name: each for name, each in self.vocabulary.events.items() if key in each.carries}
            kind = next(iter(bearers.values())).carries[key]
            values, strange = read_values(rows[_WRITTEN + how.column], kind, how)
            borne = rows["event"].is_in(list(bearers))
            self._find_in("unreadable", rows.filter(strange & borne), how.column)
            rows = rows.with_columns(pl.when(borne).then(values.alias(key)).alias(key))
            kept.append(key)
        for event in self.vocabulary.events.values():
            for need in event.needs:
                present = pl.col(need).is_not_null() if need in kept else pl.lit(False)
                lacking = rows.filter((pl.col("event") == event.name) & ~present)
                if lacking.height:
                    self._find_in("no-needed-value", lacking, need)
                    self._gap(lacking)
                    rows = rows.filter((pl.col("event") != event.name) | present)
        return rows.select(kept)

    def _once(self, events: pl.DataFrame) -> pl.DataFrame:
        first = _first_of_its_kind(events.drop("row"))
        if first is None:
            return events
        self._find_in("duplicate", events.filter(~first), None)
        return events.filter(first)

    def _in_order(self, events: pl.DataFrame, episode: Episode) -> pl.DataFrame:
        """The events without the starts and ends of this episode that stand the wrong way round."""
        held = pl.col("status") == "held"
        linked = pl.struct("child", "ref").hash().alias("link")
        ends = events.filter((pl.col("event") == episode.closes) & held)
        if not ends.height:
            return events
        starts = events.filter((pl.col("event") == episode.opens) & held)
        ends = ends.select("row", "child", "ref", "on", linked)
        begun = starts.select("row", "child", "ref", "on", linked)
        by_ref = (
            begun.filter(pl.col("ref").is_not_null())
            .group_by("link")
            .agg(
                pl.col("on").min().alias("start"),
                pl.len().alias("starts"),
                pl.col("row").first().alias("start_row"),
            )
        )
        paired = ends.join(by_ref, on="link", how="left", maintain_order="left")
        if paired["start"].count() * 2 < ends.height:
            self._headless_by_date(ends, begun, episode)
            return events
        self._headless(paired.filter(pl.col("start").is_null()), episode)
        self._overlaps(paired, episode)
        backward = paired.filter((pl.col("on") < pl.col("start")) & (pl.col("starts") == 1))
        if not backward.height:
            return events
        self._find("negative-duration", backward, "on")
        for event in (episode.opens, episode.closes):
            self.gathered.gaps.append(backward.select("child", pl.lit(event).alias("event")))
        gone = pl.concat([backward["row"], backward["start_row"]])
        return events.filter(~pl.col("row").is_in(gone.implode()))

    def _headless_by_date(self, ends: pl.DataFrame, begun: pl.DataFrame, episode: Episode) -> None:
        """Where references do not link starts to ends: an end needs an earlier start of its child."""
        first = begun.group_by("child").agg(pl.col("on").min().alias("start"))
        paired = ends.join(first, on="child", how="left", maintain_order="left")
        self._headless(paired.filter((pl.col("start") > pl.col("on")).fill_null(True)), episode)

    def _headless(self, ends: pl.DataFrame, episode: Episode) -> None:
        self._find("missing-start", ends, "event")
        if ends.height:
            self.gathered.gaps.append(ends.select("child", pl.lit(episode.opens).alias("event")))

    def _overlaps(self, paired: pl.DataFrame, episode: Episode) -> None:
        spans = paired.filter(pl.col("start").is_not_null()).with_columns(
            pl.col("child").hash().alias("whose")
        )
        several = spans.filter(pl.col("whose").is_duplicated()).sort("whose", "start")
        reached = pl.col("on").cum_max().shift(1).over("whose")
        overlapping = several.filter(pl.col("start") < reached)
        self._find("overlap", overlapping.select(pl.col("start_row").alias("row")).sort("row"), "event")

    def _facts(self, rows: pl.DataFrame) -> list[pl.Series]:
        """Take what the rows state; the numbers of the rows that state something, of each fact."""
        stating = []
        for fact, how in self.columns.facts.items():
            if _WRITTEN + how.column not in rows.columns:
                continue
            values, strange = read_values(rows[_WRITTEN + how.column], self.vocabulary.facts[fact].type, how)
            self._find_in("unreadable", rows.filter(strange), how.column)
            stated = rows.select("row", "child", values.alias(fact)).filter(values.is_not_null())
            self.gathered.facts.append(stated.select("child", fact))
            stating.append(stated["row"])
        return stating

    def _allocated(self, rows: pl.DataFrame) -> None:
        """Take who works with the child; reference by reference only where that makes a difference."""
        who = [key for key in ("team", "worker") if key in self.columns.columns]
        if not who:
            return
        named = rows.select("child", *(self._written(rows, key).alias(key) for key in who))
        distinct = _distinct(named)
        if distinct["child"].is_duplicated().any():
            distinct = _distinct(named.with_columns(self._refs(rows)))
        cleaned = (read_references(distinct[key]).alias(key) for key in who)
        self.gathered.allocated.append(distinct.with_columns(*cleaned))

    def _written(self, rows: pl.DataFrame, key: str) -> pl.Series:
        return rows[_WRITTEN + self.columns.columns[key]]

    def _gap(self, rows: pl.DataFrame) -> None:
        self.gathered.gaps.append(rows.select("child", pl.col("event").cast(pl.String)))

    def _find(self, kind: str, rows: pl.DataFrame, key: str) -> None:
        self._find_in(kind, rows, self.columns.columns.get(key))

    def _find_in(self, kind: str, rows: pl.DataFrame, column: str | None) -> None:
        if rows.height:
            self.gathered.findings.append(found(kind, self.place, rows["row"], column))


def _first_of_its_kind(rows: pl.DataFrame) -> pl.Series | None:
    """Which rows stand for the first time; None where no row stands twice."""
    # 64 bits of each row stand for the row: a chance likeness among millions is next to impossible.
    marks = rows.hash_rows(seed=1)
    return None if marks.n_unique() == rows.height else marks.is_first_distinct()


def _distinct(rows: pl.DataFrame) -> pl.DataFrame:
    first = _first_of_its_kind(rows)
    return rows if first is None else rows.filter(first)
