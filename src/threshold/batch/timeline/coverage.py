"""Up to when events are recorded completely, child by child."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import reduce

import polars as pl

from threshold.batch.timeline.episodes import among


class Coverage:
    """What is recorded completely, and up to when; `gaps` has, by event, the children of whom it is not."""

    def __init__(
        self, covers: Mapping[str, date], gaps: Mapping[str, pl.Series], children: int, as_at: date
    ) -> None:
        self.covers, self.as_at = covers, as_at
        self._gaps = {event: among(numbers, children) for event, numbers in gaps.items()}

    def covered(
        self, events: Collection[str], child: pl.Series, upto: pl.Series | None = None
    ) -> pl.Series | bool:
        """Whether all these events of each child are recorded: up to today or, where given, up to a day."""
        if not all(event in self.covers for event in events):
            return False
        reached, today = min(self.covers[event] for event in events), self.as_at
        complete: pl.Series | bool = reached >= today
        if upto is not None and not complete:
            complete = upto.fill_null(today) <= reached
        return complete & self.without_gaps(events, child)

    def without_gaps(self, events: Collection[str], child: pl.Series) -> pl.Series | bool:
        """Of which of these children there is no entry of these events that could not be read."""
        gaps = [self._gaps[event] for event in events if event in self._gaps]
        return ~reduce(lambda one, other: one | other, gaps)[child] if gaps else True
