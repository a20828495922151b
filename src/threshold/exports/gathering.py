"""What the readers take out of an export, piece by piece, and the whole that it is put together to."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from threshold.batch.tables import Tables, no_gaps
from threshold.casefiles.model import ENTRY_STATUSES
from threshold.exports.denied import without_denied
from threshold.exports.files.counting import agree
from threshold.exports.files.delimited import NOT_ROWS, ReadRows
from threshold.exports.links import Pairing, linked
from threshold.exports.lookalikes import lookalikes
from threshold.exports.quality import by_place, summed, together
from threshold.exports.rows.cells import read_references
from threshold.exports.rows.dictionary import again, repeated
from threshold.exports.second_reading import Witness, check_reading, check_unread
from threshold.reading import BadInput, Problem
from threshold.vocabulary import Vocabulary

STATUS = pl.Enum(ENTRY_STATUSES)


@dataclass(frozen=True, slots=True)
class Source:
    """Where an export comes from, in words for the report.

    proxies   what stands for something else here, or is inferred
    unused    what was recognised and is not read
    """

    format: str
    name: str
    dated_by: str
    proxies: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Export:
    """An export, read: `rows_in` is always `rows_reported` + `rows_refused` + `rows_left_out`, each counted.

    tables      what could be read, as many cases are evaluated on
    findings    kind, place, row, column, count (see `exports.quality`)
    allocated   child, ref, team, worker; ref is empty where they hold for all that the child has
    rows_left_out   rows that the column map leaves out, and those that are none of a child: totals, footers
    rows_reported   rows of which at least something was taken
    unused      kind of finding: how many rows were not used for it; these add up to the rows not reported
    pairing     how starts and ends were brought together
    unseen      kinds of event said to be recorded completely, of which nothing was found for anybody
    """

    tables: Tables
    findings: pl.DataFrame
    rows_in: int
    rows_reported: int
    rows_refused: int
    source: Source
    allocated: pl.DataFrame
    rows_left_out: int = 0
    pairing: tuple[Pairing, ...] = ()
    unseen: tuple[str, ...] = ()
    unused: Mapping[str, int] = field(default_factory=dict)

    @property
    def children(self) -> int:
        """How many children the export has."""
        return self.tables.facts.height


@dataclass(slots=True)
class Gathered:
    """Pieces of an export, in any number: each list holds frames of one shape."""

    # With the references that the export gives (see `exports.links`), and the place and row of each.
    events: list[pl.DataFrame] = field(default_factory=list)
    gaps: list[pl.DataFrame] = field(default_factory=list)  # child, event: entries that cannot be read
    findings: list[pl.DataFrame] = field(default_factory=list)
    children: list[pl.Series] = field(default_factory=list)
    strange: list[pl.Series] = field(default_factory=list)  # references of children that cannot be used
    # References of children who may have entries of any kind that are not read; others are of nobody.
    of_any_kind: list[pl.Series] = field(default_factory=list)
    facts: list[pl.DataFrame] = field(default_factory=list)  # child, one fact
    allocated: list[pl.DataFrame] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)  # events of which something was read that is no entry
    held: Counter[str] = field(default_factory=Counter)  # place: its records, by a count of the file alone
    came: Counter[str] = field(default_factory=Counter)  # place: its rows that were used, or were not
    witnesses: dict[str, Witness] = field(default_factory=dict)  # place: how its rows can be read again
    rows_used: int = 0
    rows_refused: int = 0
    rows_left_out: int = 0
    unused: Counter[str] = field(default_factory=Counter)  # kind of finding: rows not used for it

    @property
    def rows_in(self) -> int:
        """How many rows came in, of all places."""
        return self.came.total()

    @property
    def rows_not_used(self) -> int:
        """How many rows so far were refused, or left out."""
        return self.rows_refused + self.rows_left_out

    def use(self, place: str, came: int, used: int, before: int) -> None:
        """Count rows that came in, of which so many were used; `before`: the rows not used when they came.

        Raises BadInput where the others were not told of, each once.
        """
        self.came[place] += came
        self.rows_used += used
        agree(place, came, used + self.rows_not_used - before)

    def refuse(self, kind: str, rows: int) -> None:
        """Count rows of which nothing could be used, under the kind of finding that says why."""
        self.rows_refused += rows
        self.unused[kind] += rows

    def leave_out(self, kind: str, rows: int) -> None:
        """Count rows that were not to be used, under the kind of finding that says why."""
        self.rows_left_out += rows
        self.unused[kind] += rows

    def export(
        self, vocabulary: Vocabulary, covers: Mapping[str, date], as_at: date, source: Source
    ) -> Export:
        """The whole.

        What stands nowhere is not covered, whoever says so: a column that is missing or blank, or a label
        under another name, looks just like work that nobody did.

        Raises BadInput where not every record is used, or told of with why it is not.
        """
        self._check()
        events = self._events(vocabulary)
        agree("entries", sum(frame.height for frame in self.events), events.height)
        check_reading(events, self.witnesses)
        check_unread(self.findings, self.witnesses)
        facts = _once(pl.concat([pl.Series("child", [], pl.String), *self.children]).to_frame())
        for stated in self._stated():
            facts = facts.join(stated, on="child", how="left", maintain_order="left")
        alike = self._alike(facts["child"], events, source.name)
        found = linked(events, vocabulary)
        left = without_denied(found.events, facts, found.places, vocabulary)
        _check_linked(events, left.events, source.name)
        unsure = pl.concat([alike, *self.of_any_kind]).drop_nulls().unique(maintain_order=True)
        unsure = unsure.filter(unsure.is_in(facts["child"].implode())) if unsure.len() else unsure
        gaps = pl.concat([no_gaps(), *self.gaps, found.gaps, _of_all_kinds(unsure, covers)])
        seen = self.seen | _held(left.events)
        earned = {event: upto for event, upto in covers.items() if event in seen}
        unseen = tuple(event for event in vocabulary.events if event in covers and event not in seen)
        return Export(
            tables=Tables(left.events, left.facts, earned, as_at, gaps, links_hold=True),
            findings=together([*self.findings, *found.findings, *left.findings]),
            rows_in=self.rows_in,
            rows_reported=self.rows_used,
            rows_refused=self.rows_refused,
            source=source,
            allocated=self._allocated(),
            rows_left_out=self.rows_left_out,
            pairing=found.pairing,
            unseen=unseen,
            unused=self._unused(),
        )

    def _alike(self, children: pl.Series, events: pl.DataFrame, name: str) -> pl.Series:
        """Children whose reference another looks like: told by the row of the first entry of each."""
        alike = lookalikes(children, pl.concat([children.clear(), *self.strange]))
        if alike.is_empty():
            return alike
        first = events.select("child", "place", "row").filter(pl.col("child").is_in(alike.implode()))
        first = first.unique("child", keep="first", maintain_order=True)
        self.findings += by_place("alike-reference", first)
        if rest := len(alike) - first.height:
            self.findings.append(summed("alike-reference", name, rest))
        return alike

    def _check(self) -> None:
        """Raise BadInput where a file's records are not as many as came in, or some are not told of."""
        for place in {**self.held, **self.came}:
            agree(place, self.held[place], self.came[place])
        everything = ", ".join(self.came)
        agree(everything, self.rows_in, self.rows_used + self.rows_not_used)
        agree(everything, self.rows_not_used, self.unused.total())

    def _unused(self) -> dict[str, int]:
        """Each row that was not used, under one reason: those of most rows first."""
        return {kind: rows for kind, rows in self.unused.most_common() if rows}

    def _events(self, vocabulary: Vocabulary) -> pl.DataFrame:
        kinds = pl.Enum(list(vocabulary.events))
        links = {"ref": pl.String, "of": pl.String, "place": pl.String, "row": pl.UInt32}
        empty = pl.DataFrame(
            schema={"child": pl.String, "event": kinds, "on": pl.Date, "status": STATUS, **links}
        )
        frames = [frame.with_columns(pl.col("event").cast(kinds)) for frame in self.events]
        return pl.concat([empty, *frames], how="diagonal")

    def _stated(self) -> Iterator[pl.DataFrame]:
        """Each fact with one answer a child; where a child's answers differ, it is not known."""
        by_name: dict[str, list[pl.DataFrame]] = {}
        for frame in self.facts:
            by_name.setdefault(frame.columns[1], []).append(frame)
        for name, frames in by_name.items():
            answers = _once(pl.concat(frames).drop_nulls())
            whose = answers["child"].hash()
            differing = repeated(whose)
            if len(differing):
                self.findings.append(summed("different-answers", "children", len(differing), name))
            yield answers.filter(~whose.is_in(differing.implode()))

    def _allocated(self) -> pl.DataFrame:
        schema = {"child": pl.String, "ref": pl.String, "team": pl.String, "worker": pl.String}
        return pl.concat([pl.DataFrame(schema=schema), *self.allocated], how="diagonal").filter(
            pl.col("team").is_not_null() | pl.col("worker").is_not_null()
        )


def count_read(gathered: Gathered, place: str, read: ReadRows) -> None:
    """Tell of what could not be read of a file or sheet, and count its records."""
    gathered.findings.extend(read.findings)
    gathered.held[place] += read.records
    gathered.came[place] += read.refused
    gathered.of_any_kind.append(read_references(read.ragged))
    for told in read.findings:
        kind = str(told["kind"].first())
        if kind in NOT_ROWS:
            gathered.refuse(kind, told.height)


def _check_linked(before: pl.DataFrame, after: pl.DataFrame, name: str) -> None:
    """Raise BadInput where to link entries has changed more than their links, and days that were told of."""
    moved = after.height > before.height
    if after.height == before.height:
        moved = bool((before["on"] != after["on"]).any() or (before["event"] != after["event"]).any())
    if moved:
        message = "internal error: linking entries changed them, so nothing is reported; please report this"
        raise BadInput(Problem(message, name))


def _of_all_kinds(children: pl.Series, kinds: Iterable[str]) -> pl.DataFrame:
    """That of these children entries of all these kinds may be lacking."""
    whose = children.alias("child").to_frame()
    return whose.join(pl.DataFrame({"event": [*kinds]}, schema={"event": pl.String}), how="cross")


def _held(events: pl.DataFrame) -> set[str]:
    """The kinds of event of which anybody has an entry that was held, on a day that can be read."""
    held = events.filter((pl.col("status").fill_null("held") == "held") & pl.col("on").is_not_null())["event"]
    return {*held.unique().cast(pl.String)}


def _once(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows without those that are just like an earlier one."""
    later = again(rows)
    return rows if later is None else rows.filter(~later)
