"""What the readers take out of an export, piece by piece, and the whole that it is put together to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from threshold.exports.findings import together
from threshold.exports.tables import STATUS, Tables
from threshold.vocabulary import Vocabulary


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

    findings    kind, place, row, column, count (see findings.MEANINGS)
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
    gaps: list[pl.DataFrame] = field(default_factory=list)
    findings: list[pl.DataFrame] = field(default_factory=list)
    children: list[pl.Series] = field(default_factory=list)
    facts: list[pl.DataFrame] = field(default_factory=list)  # child, one fact
    run_facts: list[tuple[str, pl.DataFrame]] = field(default_factory=list)  # child, opened, facts
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
        tables = Tables(
            events=self._events(vocabulary),
            facts=facts,
            covers=dict(covers),
            as_at=as_at,
            gaps=self._gaps(vocabulary),
            run_facts=self._run_facts(),
        )
        return Export(
            tables, together(self.findings), self.rows_in, self.rows_refused, source, self._allocated()
        )

    def _events(self, vocabulary: Vocabulary) -> pl.DataFrame:
        kinds = pl.Enum(list(vocabulary.events))
        empty = pl.DataFrame(
            schema={"child": pl.String, "event": kinds, "on": pl.Date, "status": STATUS, "ref": pl.String}
        )
        frames = [frame.with_columns(pl.col("event").cast(kinds)) for frame in self.events]
        return pl.concat([empty, *frames], how="diagonal")

    def _gaps(self, vocabulary: Vocabulary) -> pl.DataFrame:
        kinds = pl.Enum(list(vocabulary.events))
        empty = pl.DataFrame(schema={"child": pl.String, "event": kinds})
        frames = [frame.with_columns(pl.col("event").cast(kinds)) for frame in self.gaps]
        return pl.concat([empty, *frames]).drop_nulls().unique(maintain_order=True)

    def _stated(self) -> list[pl.DataFrame]:
        """Each fact with one answer a child; where a child's answers differ, it is not known."""
        by_name: dict[str, list[pl.DataFrame]] = {}
        for frame in self.facts:
            by_name.setdefault(frame.columns[1], []).append(frame)
        return [_agreed(pl.concat(frames)) for frames in by_name.values()]

    def _run_facts(self) -> dict[str, pl.DataFrame]:
        by_episode: dict[str, list[pl.DataFrame]] = {}
        for episode, frame in self.run_facts:
            by_episode.setdefault(episode, []).append(frame)
        return {episode: _one_each(pl.concat(frames)) for episode, frames in by_episode.items()}

    def _allocated(self) -> pl.DataFrame:
        schema = {"child": pl.String, "ref": pl.String, "team": pl.String, "worker": pl.String}
        return pl.concat([pl.DataFrame(schema=schema), *self.allocated], how="diagonal").filter(
            pl.col("team").is_not_null() | pl.col("worker").is_not_null()
        )


def _agreed(stated: pl.DataFrame) -> pl.DataFrame:
    distinct = stated.drop_nulls().unique(maintain_order=True)
    return distinct.filter(pl.len().over("child") == 1)


def _one_each(runs: pl.DataFrame) -> pl.DataFrame:
    """One row for each run; an answer is left out where two rows of one run differ on it."""
    facts = [name for name in runs.columns if name not in ("child", "opened")]
    agreed = [
        pl.when(pl.col(name).drop_nulls().n_unique() == 1).then(pl.col(name).drop_nulls().first()).alias(name)
        for name in facts
    ]
    return runs.drop_nulls("opened").group_by("child", "opened", maintain_order=True).agg(agreed)
