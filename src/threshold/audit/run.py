"""An export evaluated under a policy, and a sample of it decided again one by one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

import polars as pl

from threshold.audit.model import Audit
from threshold.audit.summary import summarise
from threshold.batch import Batch, Results, Tables, replay
from threshold.exports import Export
from threshold.policy import PolicyFiles
from threshold.reading import BadInput, Problem


class Progress(Protocol):
    """Told how far an audit has come."""

    def stage(self, name: str, total: int | None, unit: str = "") -> None:
        """A new stage begins, of so many steps; None where that is not known."""

    def advance(self, steps: int) -> None:
        """So many steps more are done."""


class Silent:
    """Nobody is told."""

    def stage(self, name: str, total: int | None, unit: str = "") -> None:
        """Nothing."""

    def advance(self, steps: int) -> None:
        """Nothing."""


@dataclass(frozen=True, slots=True)
class Run:
    """An audit, with the export that it is of and the results behind its figures, part by part."""

    audit: Audit
    export: Export
    tables: tuple[Tables, ...]
    parts: tuple[Results, ...]

    def with_audit(self, audit: Audit) -> "Run":
        """The same with another audit, such as one beside an earlier."""
        return replace(self, audit=audit)


def run(
    export: Export,
    policy: PolicyFiles,
    as_at: date | None = None,
    trial: tuple[str, ...] = (),
    sample: int = 200,
    progress: Progress | None = None,
) -> Run:
    """Evaluate every child of an export, and decide `sample` of them again one by one.

    Raises Difference if any of those comes out otherwise, BadInput where an export without children gives no
    date, and CannotCompile where the policy has a rule that many cases cannot be put to.
    """
    told = progress or Silent()
    tables = export.tables or (_nobody(export, as_at),)
    in_force = policy.at(tables[0].as_at, trial)
    batch = Batch(in_force, tables[0].as_at)
    told.stage("evaluating", export.children, "children")
    parts = []
    for some in tables:
        parts.append(batch.evaluate(some))
        told.advance(some.facts.height)
    replayed = _replayed(tables, parts, sample, told)
    told.stage("counting", len(batch.anchors), "rules")
    audit = summarise(export, parts, in_force, replayed, trial, lambda: told.advance(1))
    return Run(audit, export, tables, tuple(parts))


def _nobody(export: Export, as_at: date | None) -> Tables:
    if as_at is None:
        message = "holds no row that could be used, nor the date of the audit; give --as-at"
        raise BadInput(Problem(message, export.source.name))
    events = pl.DataFrame(schema={"child": pl.String, "event": pl.String, "on": pl.Date})
    return Tables(events, pl.DataFrame(schema={"child": pl.String}), {}, as_at)


def _replayed(tables: Sequence[Tables], parts: Sequence[Results], sample: int, told: Progress) -> int:
    """Each part gives to the sample by its size, and at least one child."""
    children = sum(some.facts.height for some in tables)
    shares = [-(-min(sample, children) * some.facts.height // max(children, 1)) for some in tables]
    told.stage("deciding a sample one by one", sum(shares), "children")
    for some, results, share in zip(tables, parts, shares, strict=True):
        if share:
            told.advance(replay(some, results, share))
    return sum(shares)
