"""Rows that are each one event: into events, facts and findings."""

from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches

import polars as pl

from threshold.batch.columns import everywhere, nothing, where
from threshold.exports.gathering import STATUS, Gathered
from threshold.exports.quality import finding, summed
from threshold.exports.rows.cells import (
    labels,
    read_dates,
    read_links,
    read_references,
    says_not_happened,
    says_nothing,
    unusable,
)
from threshold.exports.rows.column_map import ColumnMap, ValueColumn
from threshold.exports.rows.date_notes import DateNotes
from threshold.exports.rows.dictionary import Encoded, again, repeated, run_encoded, true_at
from threshold.exports.rows.values import read_values
from threshold.vocabulary import Episode, Vocabulary

_WRITTEN = "@"  # stands before the names of the export's own columns, to keep them apart from ours
_UNREAD = "unread"  # what is written where the day cannot be read on which something began
_ALIKE = 0.85  # from which share of letters in common on, two labels are taken for one, misspelt
_MOST_LABELS = 1_000  # that are looked at for misspelling: a column of more is none of kinds
_STRETCH = 100_000  # more days than there are between any two dates of the calendar


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
    if not rows.height:
        return
    events = _Events(gathered, place, columns, vocabulary, as_at)
    came, before = rows.height, gathered.rows_not_used
    rows = events.with_a_child(rows)
    rows = rows.with_columns(events.facts(rows))
    states = int(rows["states"].sum())
    events.allocated(rows)
    # Each step lets go of what the one before it made: a big export held several times over fills the memory.
    for step in (events.of_a_kind, events.dated, events.complete, events.once, events.in_order):
        rows = step(rows)
    # Of the others those are used that state a fact of the child.
    gathered.use(place, came, rows.height + states - int(rows["states"].sum()), before)
    gathered.events.append(rows.drop("whose", "states").with_columns(place=pl.lit(place)))


class _Events:
    """One file's rows on their way into events.

    Beside what is written the rows have columns of our own: `row`, `child`, `whose` (a number that stands for
    the child, as numbers are compared sooner than texts), `ref`, `of` and `states` (whether the row states a
    fact of the child), and one for each fact that a row states of the very thing that it begins or ends.
    """

    def __init__(
        self, gathered: Gathered, place: str, columns: ColumnMap, vocabulary: Vocabulary, as_at: date
    ) -> None:
        self.gathered, self.place, self.columns = gathered, place, columns
        self.vocabulary, self.as_at = vocabulary, as_at
        self.kinds = pl.Enum(list(vocabulary.events))

    def with_a_child(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows with a reference for the child that can be used, and with columns of our own."""
        rows = rows.rename(lambda name: name if name == "row" else _WRITTEN + name)
        written = self._written(rows, "child")
        runs = run_encoded(written)
        references = read_references(runs.texts)
        nameless, strange = references.is_null(), unusable(references)
        self._find("no-child", rows["row"].filter(runs.marked(nameless)), "child")
        self._find("unreadable-reference", rows["row"].filter(runs.marked(strange)), "child")
        for kind, which in (("no-child", nameless), ("unreadable-reference", strange)):
            self.gathered.refuse(kind, int(runs.marked(which).sum()))
        self.gathered.strange.append(references.filter(strange).alias("child"))
        usable = ~(nameless | strange)
        self.gathered.children.append(references.filter(usable).alias("child"))
        # Putting millions of texts in their places takes long, and most often there was nothing to tidy.
        child = written if references.equals(runs.texts, check_dtypes=True) else runs.decode(references)
        whose = runs.decode(references.hash()).alias("whose")
        links = (self._references(rows, key) for key in ("ref", "of"))
        rows = rows.with_columns(child.alias("child"), whose, *links)
        rows = self._with_written(rows, ("event", "on", "status", "team", "worker"), self.columns.facts)
        return rows if usable.all() else rows.filter(runs.decode(usable))

    def of_a_kind(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows whose kind of event is known."""
        rows = self._with_written(rows, ("event", "on", "status"))
        cells = labels(self._written(rows, "event"))
        known = self.columns.events
        kinds = pl.Series([known.get(label) for label in cells.texts], dtype=self.kinds)
        skipped = [label in known and known[label] is None for label in cells.texts]
        left_out = cells.marked(pl.Series(skipped, dtype=pl.Boolean))
        if left_out.any():
            name = self.columns.columns["event"]
            self.gathered.findings.append(summed("left-out", self.place, int(left_out.sum()), name))
            self.gathered.leave_out("left-out", int((left_out & ~rows["states"]).sum()))
        event = cells.decode(kinds).alias("event")
        unknown = event.is_null() & ~left_out
        self._find("unknown-event", rows["row"].filter(unknown), "event")
        self._refuse("unknown-event", rows, unknown)
        self._misspelt(rows["child"], cells)
        if unknown.any():
            # What does not say of what kind it is may be of any; it may also be there for what it states.
            written = self._written(rows, "event").cast(pl.String).fill_null("")
            self.gathered.of_any_kind.append(
                rows["child"].filter(unknown & says_nothing(written) & ~rows["states"])
            )
        rows = rows.with_columns(event)
        return rows.filter(event.is_not_null()) if event.null_count() else rows

    def _misspelt(self, child: pl.Series, cells: Encoded) -> None:
        """Of whoever has a label that is spelt almost like one that is known, such events are not covered."""
        known = self.columns.events
        meant: dict[str, set[str]] = {}
        for label in [each for each in cells.texts if each and each not in known][:_MOST_LABELS]:
            for near in get_close_matches(label, known, 3, _ALIKE):
                if kind := known[near]:
                    meant.setdefault(kind, set()).add(label)
        for kind, spelt in meant.items():
            whose = child.filter(cells.marked(cells.texts.is_in(list(spelt))))
            self._gap(whose.to_frame().with_columns(event=pl.lit(kind, dtype=self.kinds)))

    def dated(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows whose date and status can be read; of the others their child has an entry unread.

        What begins on a day that cannot be read has begun all the same: it is kept, without its day.
        """
        dates = read_dates(self._written(rows, "on"), self.columns.first, self.columns.declared)
        name = self.columns.columns["on"]
        notes = DateNotes(self.place, self.columns.declared)
        self.gathered.findings += [*notes.of(dates, rows["row"], name), *notes.of_all()]
        undated = dates.on.is_null()
        self._find("no-date", rows["row"].filter(undated & ~dates.unreadable & ~dates.mixed), "on")
        status = self._statuses(rows)
        self._find("unknown-status", rows["row"].filter(status.is_null()), "status")
        usable = ~undated & status.is_not_null()
        rows = rows.with_columns(dates.on, status)
        if usable.all():
            return rows
        self._gap(rows.filter(~usable))
        opens = [episode.opens for episode in self.vocabulary.episodes.values()]
        begun = rows["event"].is_in(opens) & (status == "held").fill_null(False)
        begun &= dates.unreadable | dates.mixed
        if begun.any():
            written = self._written(rows, "on").cast(pl.String).str.strip_chars().set(~begun, None)
            begun &= ~says_not_happened(written)
            usable |= begun
            rows = rows.with_columns(written.alias(_UNREAD))
        self._refuse("unreadable-date", rows, dates.unreadable & ~begun)
        self._refuse("mixed-dates", rows, dates.mixed & ~begun)
        self._refuse("no-date", rows, undated & ~dates.unreadable & ~dates.mixed)
        self._refuse("unknown-status", rows, ~undated & ~usable)
        return rows.filter(usable)

    def _statuses(self, rows: pl.DataFrame) -> pl.Series:
        """Held, where nothing is said; null for what is none of the three."""
        if "status" not in self.columns.columns:
            return pl.Series("status", ["held"], STATUS).new_from_index(0, rows.height)
        cells = labels(self._written(rows, "status"))
        known = {**self.columns.statuses, "": "held"}
        status = cells.decode(pl.Series([known.get(label) for label in cells.texts], dtype=STATUS))
        return status.set(cells.which.is_null(), "held").alias("status")

    def _references(self, rows: pl.DataFrame, key: str) -> pl.Series:
        if key not in self.columns.columns:
            return nothing(pl.String(), rows.height).alias(key)
        return read_links(self._written(rows, key)).alias(key)

    def complete(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows with what they carry, without those that lack what their kind of event needs."""
        said = [fact for fact in self.columns.facts if fact in rows.columns]
        kept = ["row", "whose", "states", "child", "event", "on", "status", "ref", "of", *said]
        kept += [_UNREAD] if _UNREAD in rows.columns else []
        for key, how in self.columns.carries.items():
            if _WRITTEN + how.column not in rows.columns:
                continue
            bearers = {name: each for name, each in self.vocabulary.events.items() if key in each.carries}
            kind = next(iter(bearers.values())).carries[key]
            values, strange = read_values(rows[_WRITTEN + how.column], kind, how)
            borne = rows["event"].is_in(list(bearers))
            self._find_in("unreadable", rows["row"].filter(strange & borne), how.column)
            rows = rows.with_columns(pl.when(borne).then(values.alias(key)).alias(key))
            kept.append(key)
        rows = rows.select(kept)
        there = rows["event"].unique().to_list()
        needs = [(each, need) for each in there for need in self.vocabulary.events[each].needs]
        for event, need in needs:
            lacking = rows["event"] == event
            if need in kept:
                lacking &= rows[need].is_null()
            if lacking.any():
                self._find_in("no-needed-value", rows["row"].filter(lacking), need)
                self._gap(rows.filter(lacking))
                self._refuse("no-needed-value", rows, lacking)
                rows = rows.filter(~lacking)
        return rows

    def once(self, events: pl.DataFrame) -> pl.DataFrame:
        later = again(events.drop("row", "child", "states"))
        events = events.drop(_UNREAD, strict=False)
        if later is None:
            return events
        self._find_in("duplicate", events["row"].filter(later), None)
        self._refuse("duplicate", events, later)
        return events.filter(~later)

    def in_order(self, events: pl.DataFrame) -> pl.DataFrame:
        """The events without the days of starts and ends that stand the wrong way round."""
        sound = everywhere(True, events.height)
        held = events["status"] == "held"
        dated = events.select("row", "child", "whose", "ref", "on")
        for episode in self.vocabulary.episodes.values():
            ends = dated.filter(held & sound & (events["event"] == episode.closes))
            if ends.height:
                starts = dated.filter(held & sound & (events["event"] == episode.opens))
                gone = self._backward(starts, ends, episode)
                # Rows stand in the order of their numbers.
                sound &= ~true_at(events["row"].search_sorted(gone), events.height)
        late = (events["on"] > self.as_at) & held & sound
        self._find("after-the-date", events["row"].filter(late), "on")
        if sound.all():
            return events
        return events.with_columns(where(sound, events["on"]).alias("on"))

    def _backward(self, starts: pl.DataFrame, ends: pl.DataFrame, episode: Episode) -> pl.Series:
        """Tell what is odd about an episode; the rows of those ends, and their starts, that come early."""
        by_ref = (
            _linked(starts.filter(pl.col("ref").is_not_null()))
            .group_by("link")
            .agg(
                pl.col("on").min().alias("start"),
                pl.len().alias("starts"),
                pl.col("row").first().alias("start_row"),
            )
        )
        named = pl.col("ref").is_not_null()
        paired = _linked(ends.filter(named)).join(by_ref, on="link", how="left", maintain_order="left")
        if paired.is_empty() or paired["starts"].count() * 2 < paired.height:
            self._headless_by_date(ends, starts, episode)
            return pl.Series(dtype=pl.UInt32)
        self._headless(paired.filter(pl.col("starts").is_null()), episode)
        if ends["ref"].null_count():
            self._headless_by_date(ends.filter(~named), starts.filter(~named), episode)
        self._overlaps(paired)
        backward = paired.filter((pl.col("on") < pl.col("start")) & (pl.col("starts") == 1))
        self._find("negative-duration", backward["row"], "on")
        for event in (episode.opens, episode.closes):
            self.gathered.gaps.append(backward.select("child", pl.lit(event).alias("event")))
        return pl.concat([backward["row"], backward["start_row"]])

    def _headless_by_date(self, ends: pl.DataFrame, starts: pl.DataFrame, episode: Episode) -> None:
        """Where references do not link starts to ends: an end needs an earlier start of its child."""
        first = starts.group_by("whose").agg(
            pl.col("on").min().alias("start"), pl.col("on").has_nulls().alias("some_day")
        )
        paired = ends.join(first, on="whose", how="left", maintain_order="left")
        late = (pl.col("start") > pl.col("on")).fill_null(True) & ~pl.col("some_day").fill_null(False)
        self._headless(paired.filter(late), episode)

    def _headless(self, ends: pl.DataFrame, episode: Episode) -> None:
        self._find("missing-start", ends["row"], "event")
        if ends.height:
            self.gathered.gaps.append(ends.select("child", pl.lit(episode.opens).alias("event")))

    def _overlaps(self, paired: pl.DataFrame) -> None:
        # One thing that ends twice overlaps with nothing.
        spans = paired.filter(pl.col("start").is_not_null() & pl.col("link").is_first_distinct())
        several = repeated(spans["whose"]).implode()
        spans = spans.filter(spans["whose"].is_in(several)).sort("whose", "start")
        # On one long line of days every child has a stretch of its own, so that one look along it serves all.
        offset = spans["whose"].rle_id().cast(pl.Int64) * _STRETCH
        reached = (offset + spans["on"].to_physical()).cum_max().shift()
        overlapping = spans["start_row"].filter(offset + spans["start"].to_physical() < reached)
        self._find("overlap", overlapping.sort(), "event")

    def facts(self, rows: pl.DataFrame) -> list[pl.Series]:
        """Take what rows state of children: which rows do; and what rows state of what they begin or end."""
        states, said = everywhere(False, rows.height), []
        for fact, how in self.columns.facts.items():
            if _WRITTEN + how.column not in rows.columns:
                continue
            values, strange = read_values(rows[_WRITTEN + how.column], self.vocabulary.facts[fact].type, how)
            self._find_in("unreadable", rows["row"].filter(strange), how.column)
            stated = values.is_not_null()
            own = self._of_its_own(rows, fact)
            if own is not None:
                said.append(where(stated & own, values).alias(fact))
                stated = stated & ~own
            self.gathered.facts.append(rows.select("child", values.alias(fact)).filter(stated))
            states |= stated
        return [states.alias("states"), *said]

    def _of_its_own(self, rows: pl.DataFrame, fact: str) -> pl.Series | None:
        """Which rows begin or end what a fact is about, by a reference; None where none can."""
        events = [name for name, event in self.vocabulary.events.items() if fact in event.states]
        if not events or "ref" not in self.columns.columns:
            return None
        cells = labels(self._written(rows, "event"))
        bounds = [self.columns.events.get(label) in events for label in cells.texts]
        return cells.marked(pl.Series(bounds, dtype=pl.Boolean)) & rows["ref"].is_not_null()

    def allocated(self, rows: pl.DataFrame) -> None:
        """Take who works with the child; reference by reference only where that makes a difference."""
        who = [key for key in ("team", "worker") if key in self.columns.columns]
        if not who:
            return
        named = rows.select("child", "whose", *(self._written(rows, key).alias(key) for key in who))
        distinct = _distinct(named, ["whose", *who])
        if distinct["whose"].n_unique() < distinct.height:
            distinct = _distinct(named.with_columns(rows["ref"]), ["whose", "ref", *who])
        cleaned = (read_references(distinct[key]).alias(key) for key in who)
        self.gathered.allocated.append(distinct.drop("whose").with_columns(*cleaned))

    def _with_written(
        self, rows: pl.DataFrame, keys: Iterable[str], facts: Mapping[str, ValueColumn] | None = None
    ) -> pl.DataFrame:
        """The rows with only those of the written columns that are still to be read: copies take room."""
        values = (*(facts or {}).values(), *self.columns.carries.values())
        needed = {self.columns.columns.get(key) for key in keys} | {each.column for each in values}
        return rows.select(
            name for name in rows.columns if name[:1] != _WRITTEN or name.removeprefix(_WRITTEN) in needed
        )

    def _written(self, rows: pl.DataFrame, key: str) -> pl.Series:
        return rows[_WRITTEN + self.columns.columns[key]]

    def _gap(self, rows: pl.DataFrame) -> None:
        self.gathered.gaps.append(rows.select("child", pl.col("event").cast(pl.String)))

    def _refuse(self, kind: str, rows: pl.DataFrame, which: pl.Series) -> None:
        """Count those of these rows that state no fact either."""
        self.gathered.refuse(kind, int((which & ~rows["states"]).sum()))

    def _find(self, kind: str, rows: pl.Series, key: str) -> None:
        self._find_in(kind, rows, self.columns.columns.get(key))

    def _find_in(self, kind: str, rows: pl.Series, column: str | None) -> None:
        if len(rows):
            self.gathered.findings.append(finding(kind, self.place, rows, column))


def _linked(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with a number that stands for child and reference together."""
    return rows.with_columns(rows.select("whose", "ref").hash_rows(seed=1).alias("link"))


def _distinct(rows: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """The rows without those that are like an earlier one; most of these come right after it."""
    fresh = pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift()) for name in by)
    fewer = rows.filter(fresh | (pl.int_range(pl.len()) == 0))
    later = again(fewer.select(by))
    return fewer if later is None else fewer.filter(~later)
