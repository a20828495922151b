"""An export evaluated under a policy, and a sample of it decided again one by one."""

from dataclasses import dataclass, replace
from typing import Protocol

from threshold.audit.model import Audit
from threshold.audit.summary import summarise
from threshold.batch import Batch, Results, replay
from threshold.exports import Export
from threshold.policy import PolicyFiles


class Progress(Protocol):
    """Told how far an audit has come."""

    def stage(self, name: str, total: int | None, unit: str = "") -> None:
        """A new stage begins, of so many steps; None where that is not known."""

    def advance(self, steps: int) -> None:
        """So many steps more are done."""


class Silent:
    """Nobody is bar."""

    def stage(self, name: str, total: int | None, unit: str = "") -> None:
        """Nothing."""

    def advance(self, steps: int) -> None:
        """Nothing."""


@dataclass(frozen=True, slots=True)
class Run:
    """An audit, with the export that it is of and the results behind its figures."""

    audit: Audit
    export: Export
    results: Results

    def with_audit(self, audit: Audit) -> "Run":
        """The same with another audit, such as one beside an earlier."""
        return replace(self, audit=audit)


def run(
    export: Export,
    policy: PolicyFiles,
    trial: tuple[str, ...] = (),
    sample: int = 200,
    progress: Progress | None = None,
) -> Run:
    """Evaluate every child of an export, and decide `sample` of them again one by one.

    Raises Difference if any of those comes out otherwise, and CannotCompile where the policy has a rule that
    many cases cannot be put to.
    """
    export = _without_references(export)
    bar, tables = progress or Silent(), export.tables
    in_force = policy.at(tables.as_at, trial)
    batch = Batch(in_force, tables.as_at)
    bar.stage("evaluating", export.children, "children")
    results = batch.evaluate(tables, bar.advance)
    bar.stage("deciding a sample one by one", min(sample, export.children), "children")
    replayed = replay(tables, results, sample, decided_one=bar.advance)
    bar.stage("counting", len(batch.anchors), "rules")
    audit = summarise(export, results, in_force, replayed, trial, lambda: bar.advance(1))
    return Run(audit, export, results)


def _without_references(export: Export) -> Export:
    """The export without its references: one stands at a plan and at all that happened on it alike.

    In records each names one thing, and what belongs to it says so (`of`); until an export says which is
    which, its entries are paired by date.
    """
    events = export.tables.events
    if "ref" not in events.columns:
        return export
    events = events.drop("ref")
    return replace(export, tables=replace(export.tables, events=events))
