"""What the facts of a portion of children are read from, and who is evaluated: children, or their runs."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from threshold.batch.columns import nothing
from threshold.batch.timeline.coverage import Coverage
from threshold.batch.timeline.entries import Timeline
from threshold.batch.timeline.episodes import among
from threshold.batch.timeline.records import Records
from threshold.batch.timeline.taking import Taking
from threshold.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Units:
    """What is evaluated, a row each: every child or, with an `anchor`, every run of that episode.

    `child` is each unit's child, by number; `place` its run as a place in the runs of the anchor, null for
    the one unit of a child without any.
    """

    child: pl.Series
    anchor: str = ""
    place: pl.Series | None = None


@dataclass(frozen=True, slots=True)
class Doubted:
    """Whom a contradiction concerns (by child) and, where it is of runs, which of an episode's are in it."""

    children: pl.Series
    episode: str = ""
    runs: pl.Series | None = None


class Source:
    """What the facts of a batch are read from: each child's stated facts (a row each), and the timeline.

    `covers` tells what is recorded completely, and up to when; `gaps` has, for some events, the numbers of
    the children of whom it is not.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        stated: pl.DataFrame,
        timeline: Timeline,
        covers: Mapping[str, date],
        gaps: Mapping[str, pl.Series],
    ) -> None:
        self.vocabulary, self.stated, self.timeline, self.covers = vocabulary, stated, timeline, covers
        self.coverage = Coverage(covers, gaps, timeline.children, timeline.as_at)
        self.records = Records(vocabulary, timeline)
        self.taking = Taking(self.records)
        self.doubtful: dict[str, list[Doubted]] = {}  # by what puts something in doubt, whom it concerns
        self.gaps: dict[tuple[str, ...], pl.Series] = {}  # by the episodes that they lie between

    @property
    def children(self) -> int:
        return self.timeline.children

    @property
    def everybody(self) -> pl.Series:
        """The number of every child."""
        return self.records.everybody

    def among(self, children: pl.Series) -> pl.Series:
        """Which children are among these numbers."""
        return among(children, self.children)

    def covered(
        self, events: Collection[str], child: pl.Series, upto: pl.Series | None = None
    ) -> pl.Series | bool:
        """Whether it records all these events of each child: up to today or, where given, up to a day."""
        return self.coverage.covered(events, child, upto)

    def units(self, anchor: str) -> Units:
        """Every child or, of an anchor, every run, and each child without any."""
        if not anchor:
            return Units(self.everybody)
        runs, some = self.records.runs(anchor)["child"], self.records.has_runs(anchor)
        # Runs are in order of child, and so are units.
        without = self.everybody.filter(~some)
        child = runs.to_frame().merge_sorted(without.to_frame("child"), key="child")["child"]
        numbers = pl.int_range(runs.len(), dtype=pl.UInt32, eager=True)
        place = nothing(pl.UInt32(), child.len()).scatter(some[child].arg_true(), numbers)
        return Units(child, anchor, place)
