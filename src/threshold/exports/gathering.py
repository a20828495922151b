"""What the readers take out of an export, piece by piece, and the whole that it is put together to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from threshold.batch.tables import Tables, no_gaps
from threshold.casefiles.model import ENTRY_STATUSES
from threshold.exports.quality import summed, together
from threshold.exports.rows.dictionary import again, repeated
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
    """An export, read: `rows_in` is always `rows_reported` + `rows_refused`.

    tables      what could be read, as many cases are evaluated on
    findings    kind, place, row, column, count (see `exports.quality`)
    allocated   child, ref, team, worker; ref is empty where they hold for all that the child has
    """

    tables: Tables
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
        return self.tables.facts.height


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
        facts = _once(pl.concat([pl.Series("child", [], pl.String), *self.children]).to_frame())
        for stated in self._stated():
            facts = facts.join(stated, on="child", how="left", maintain_order="left")
        gaps = pl.concat([no_gaps(), *self.gaps])
        tables = Tables(self._events(vocabulary), facts, dict(covers), as_at, gaps)
        findings = together(self.findings)
        return Export(tables, findings, self.rows_in, self.rows_refused, source, self._allocated())

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


def _once(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows without those that are just like an earlier one."""
    later = again(rows)
    return rows if later is None else rows.filter(~later)
