"""A policy in force, compiled for one request of many children, and the request put to them."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import polars as pl

from threshold.batch.direction import every_proposal
from threshold.batch.evaluate import frame_of
from threshold.batch.program import Program
from threshold.batch.request_status import READ, Request, RequestTable, answering, deciding
from threshold.batch.signals import absent_name, doubt_name, undated_name, whole_day_name
from threshold.batch.tables import Tables, column_type
from threshold.batch.timeline.facts import Facts
from threshold.policy import Policy
from threshold.policy.traced import Traced, traced

AS_AT = "as at"
# How columns begin that tell where something is so of a fact; everywhere else it is not.
MASKS = (absent_name(""), undated_name(""), whole_day_name(""), doubt_name(""))
_DIRECTION, _TO, _OF, _MADE = "request.direction", "request.to", "closure.of", "request.made"


def with_request(tables: Tables, request: Request, policy: Policy) -> Tables:
    """The tables, in which everybody asks for the same on the day that they are as at."""
    names = pl.concat([tables.events["child"], tables.facts["child"]]).unique(maintain_order=True)
    said = (_DIRECTION, _TO, *((_OF,) if request.direction == "close" else ()))
    others = [name for name in tables.facts.columns if name.startswith("request.") or name in said]
    facts = names.to_frame("child").join(
        tables.facts.drop(others), on="child", how="left", maintain_order="left"
    )
    values = {_DIRECTION: request.direction, _TO: request.to, _MADE: tables.as_at, _OF: request.of}
    types = {name: column_type(policy.vocabulary.facts[name].type) for name in values}
    return replace(
        tables,
        facts=facts.with_columns(
            pl.lit(value, dtype=types[name]).alias(name)
            for name, value in values.items()
            if value is not None
        ),
    )


class Asking:
    """A policy in force, compiled for one request of many children."""

    def __init__(self, policy: Policy, request: Request) -> None:
        self.policy, self.request = policy, request
        grounds = [ground for _, ground in answering(policy, request)]
        read = [name for name in READ if name in policy.vocabulary.facts]
        self.kept: Traced = traced(policy, deciding(policy, request), grounds, read)
        self._proposals = cache(lambda: every_proposal(policy))
        self._tables: dict[frozenset[str], RequestTable] = {}

    def table(self, columns: frozenset[str]) -> RequestTable:
        """The request's table over a frame with these columns; its tests are of the date in one of them."""
        if columns not in self._tables:
            told = replace(self.kept, requirements=())  # what an audit says of a requirement is not wanted
            program = Program(told, set(columns), pl.col(AS_AT), self._proposals)
            self._tables[columns] = RequestTable(self.policy, self.request, program)
        return self._tables[columns]

    def frame(self, facts: Facts, asked: pl.Series | None = None) -> pl.DataFrame:
        """All that the answers hang on, of those asked (None: everybody), and the date that it is as at."""
        frame = frame_of(facts, self.kept)
        frame = frame if asked is None else frame.filter(asked)
        return frame.with_columns(pl.lit(facts.source.timeline.as_at, dtype=pl.Date).alias(AS_AT))

    def answer(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, RequestTable]:
        """The frame with all that was worked out from it, `status` and `answered`."""
        table = self.table(frozenset(frame.columns))
        frame = table.program.run(frame)
        for step in table.steps:
            frame = frame.with_columns(step)
        return frame.with_columns(table.status.alias("status"), table.answered.alias("answered")), table


def together(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Frames of several dates as one; what one of them has no column for is known of nobody there."""
    frame = pl.concat(frames, how="diagonal")
    masks = [name for name in frame.columns if name.startswith(MASKS)]
    return frame.with_columns(pl.col(name).fill_null(False) for name in masks)
