"""An export evaluated under a policy, and a sample of it decided again one by one."""

from dataclasses import dataclass, replace
from typing import Protocol

from threshold.audit.clocks_again import check_clocks
from threshold.audit.measures import days_kept
from threshold.audit.measures_again import check_measures
from threshold.audit.model import Audit
from threshold.audit.period import Period
from threshold.audit.recount import Again, check_figures
from threshold.audit.summary import summarise
from threshold.audit.wanted import wanted
from threshold.batch import Batch, Results
from threshold.batch.replay import replay
from threshold.exports import Export
from threshold.policy import DatedPolicy


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
    """An audit, with the export that it is of, the results behind its figures, and the period they are of."""

    audit: Audit
    export: Export
    results: Results
    period: Period | None = None

    def with_audit(self, audit: Audit) -> "Run":
        """The same with another audit, such as one beside an earlier."""
        return replace(self, audit=audit)


def run(
    export: Export,
    policy: DatedPolicy,
    trial: tuple[str, ...] = (),
    sample: int = 200,
    progress: Progress | None = None,
    period: Period | None = None,
) -> Run:
    """Evaluate every child of an export, and decide `sample` of them again one by one.

    With a `period`, the figures are of what was done in it, or started in it.

    Raises Difference if any of those comes out otherwise, BadInput if a clock or a figure does when it is
    worked out again, and CannotCompile where the policy has a rule that many cases cannot be put to.
    """
    bar, tables = progress or Silent(), export.tables
    in_force = policy.at(tables.as_at, trial)
    batch = Batch(in_force, tables.as_at, days_kept(in_force.vocabulary))
    bar.stage("evaluating", export.children, "children")
    results = batch.evaluate(tables, bar.advance)
    bar.stage("deciding a sample one by one", min(sample, export.children), "children")
    replayed = replay(tables, results, sample, decided_one=bar.advance)
    check_clocks(results)
    bar.stage("counting", len(batch.anchors), "rules")
    wants = wanted(tables, results, batch)
    audit = summarise(export, results, in_force, replayed, trial, lambda: bar.advance(1), wants, period)
    again = Again(export, results, period)
    check_figures(audit, again)
    check_measures(audit, again)
    return Run(audit, export, results, period)
