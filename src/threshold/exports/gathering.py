"""What the readers take out of an export, piece by piece, and the whole that it is put together to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from threshold.batch.tables import STATUSES, Tables
from threshold.exports.findings import summed, together
from threshold.vocabulary import Vocabulary

STATUS = pl.Enum(STATUSES)

_MOST_PARTS = 6
_NO_GAPS = pl.DataFrame(schema={"child": pl.String, "event": pl.String})


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
    """An export, read: `rows_in` is always `rows_reported` + `rows_refused`.

    tables      whole children, in parts to be evaluated one by one: first those of whom everything could be
                read, then those of whom something could not, so that for them less is covered
    findings    kind, place, row, column, count (see findings.MEANINGS)
    allocated   child, ref, team, worker; ref is empty where they hold for all that the child has
    """

    tables: tuple[Tables, ...]
    findings: pl.DataFrame
    rows_in: int
    rows_refused: int
    source: Source
    allocated: pl.DataFrame

    @property
    def rows_reported(self) -> int:
        """Rows of which at least something was taken."""
        return self.rows_in - self.rows_refused

    @property
    def children(self) -> int:
        """How many children the export has."""
        return sum(part.facts.height for part in self.tables)


@dataclass(slots=True)
class Gathered:
    """Pieces of an export, in any number: each list holds frames of one shape."""

    events: list[pl.DataFrame] = field(default_factory=list)
    gaps: list[pl.DataFrame] = field(default_factory=list)  # child, event: entries that cannot be read
    findings: list[pl.DataFrame] = field(default_factory=list)
    children: list[pl.Series] = field(default_factory=list)
    facts: list[pl.DataFrame] = field(default_factory=list)  # child, one fact
    allocated: list[pl.DataFrame] = field(default_factory=list)
    rows_in: int = 0
    rows_refused: int = 0

    def export(
        self, vocabulary: Vocabulary, covers: Mapping[str, date], as_at: date, source: Source
    ) -> Export:
        """The whole."""
        children = pl.concat([pl.Series("child", [], pl.String), *self.children]).unique(maintain_order=True)
        facts = pl.DataFrame({"child": children})
        for stated in self._stated():
            facts = facts.join(stated, on="child", how="left", maintain_order="left")
        whole = Tables(self._events(vocabulary), facts, dict(covers), as_at)
        parts = _parted(whole, pl.concat([_NO_GAPS, *self.gaps]))
        findings = together(self.findings)
        return Export(parts, findings, self.rows_in, self.rows_refused, source, self._allocated())

    def _events(self, vocabulary: Vocabulary) -> pl.DataFrame:
        kinds = pl.Enum(list(vocabulary.events))
        empty = pl.DataFrame(
            schema={"child": pl.String, "event": kinds, "on": pl.Date, "status": STATUS, "ref": pl.String}
        )
        frames = [frame.with_columns(pl.col("event").cast(kinds)) for frame in self.events]
        return pl.concat([empty, *frames], how="diagonal")

    def _stated(self) -> Iterator[pl.DataFrame]:
        """Each fact with one answer a child; where a child's answers differ, it is not known."""
        by_name: dict[str, list[pl.DataFrame]] = {}
        for frame in self.facts:
            by_name.setdefault(frame.columns[1], []).append(frame)
        for name, frames in by_name.items():
            distinct = pl.concat(frames).drop_nulls().unique(maintain_order=True)
            agreed = distinct.filter(pl.len().over("child") == 1)
            if differing := distinct["child"].n_unique() - agreed.height:
                self.findings.append(summed("different-answers", "children", differing, name))
            yield agreed

    def _allocated(self) -> pl.DataFrame:
        schema = {"child": pl.String, "ref": pl.String, "team": pl.String, "worker": pl.String}
        return pl.concat([pl.DataFrame(schema=schema), *self.allocated], how="diagonal").filter(
            pl.col("team").is_not_null() | pl.col("worker").is_not_null()
        )


def _parted(whole: Tables, gaps: pl.DataFrame) -> tuple[Tables, ...]:
    """Children apart by the kinds of which they have entries that cannot be read: those are not covered.

    Sets of kinds that few children share are put together, and then none of them is covered.
    """
    sets = (
        gaps.filter(pl.col("event").is_in(list(whole.covers)))
        .group_by("child")
        .agg(pl.col("event").unique().sort().alias("kinds"))
        .with_columns(pl.col("kinds").list.join(" ").alias("set"))
    )
    if sets.is_empty():
        return (whole,)
    counts = sets.group_by("set").len().sort("len", "set", descending=[True, False])["set"].to_list()
    own = counts[: _MOST_PARTS - 2] if len(counts) >= _MOST_PARTS else counts
    grouped = [[each] for each in own] + ([counts[len(own) :]] if len(counts) > len(own) else [])
    parts = [(~pl.col("child").is_in(sets["child"].implode()), set[str]())]
    for group in grouped:
        children = sets.filter(pl.col("set").is_in(group))
        parts.append((pl.col("child").is_in(children["child"].implode()), set(" ".join(group).split())))
    return tuple(
        Tables(
            whole.events.filter(which),
            facts,
            {event: upto for event, upto in whole.covers.items() if event not in uncovered},
            whole.as_at,
        )
        for which, uncovered in parts
        if (facts := whole.facts.filter(which)).height
    )
