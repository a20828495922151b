"""An export and its results put together into one audit."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import polars as pl

from threshold.audit.convention import COUNTING, counted
from threshold.audit.model import SCHEMA, Audit, Covered, Finding, Rows, RuleSummary, SourceStamp
from threshold.audit.tally import Teams, tally
from threshold.batch import Results
from threshold.decisions.model import Citation, PackStamp, PolicyStamp
from threshold.exports import Export
from threshold.exports.quality import MEANINGS
from threshold.output.words import spoken
from threshold.policy import Deadline, Pack, Policy, Requirement

FIRST_ROWS = 10


def summarise(
    export: Export,
    results: Results,
    policy: Policy,
    replayed: int = 0,
    trial: tuple[str, ...] = (),
    counted_one: Callable[[], None] = lambda: None,
) -> Audit:
    """The audit. `counted_one` is called after each rule."""
    teams, source = Teams(export.allocated), export.source

    def summary_of(pack_and_rule: tuple[Pack, Deadline | Requirement]) -> RuleSummary:
        found = _rule(*pack_and_rule, results, teams)
        counted_one()
        return found

    every = [(pack, rule) for pack in policy.packs for rule in (*pack.deadlines, *pack.requirements)]
    # To count is mostly one column after the other: two rules at a time keep two cores busy.
    with ThreadPoolExecutor(pl.thread_pool_size()) as threads:
        rules = tuple(threads.map(summary_of, every))
    return Audit(
        schema=SCHEMA,
        as_at=str(results.as_at),
        source=SourceStamp(source.format, source.name, source.dated_by, source.proxies, source.unused),
        policy=_stamp(policy, trial),
        counting=COUNTING,
        rows=Rows(export.rows_in, export.rows_reported, export.rows_refused),
        children=export.children,
        covers=_covers(export),
        replayed=replayed,
        quality=_quality(export.findings),
        rules=rules,
    )


def _rule(pack: Pack, rule: Deadline | Requirement, results: Results, teams: Teams) -> RuleSummary:
    head, on_request = rule.head, _on_request(rule)
    found = tally(head.id, results, teams, by_team=not on_request)
    return RuleSummary(
        rule=head.id,
        title=head.title,
        kind="deadline" if isinstance(rule, Deadline) else "requirement",
        source=Citation(head.pack, pack.source.document, head.carries, pack.source.edition),
        counted=counted(rule),
        each=spoken(results.anchors[head.id]),
        without=found.without,
        effect=rule.effect if isinstance(rule, Requirement) else "warn",
        beside=rule.beside if isinstance(rule, Deadline) else "",
        on_request=on_request,
        counts=found.counts,
        lateness=found.lateness,
        months=found.months,
        worst=found.worst,
        by_team=found.by_team,
        by_worker=found.by_worker,
    )


def _on_request(rule: Deadline | Requirement) -> bool:
    """Whether a rule bears on requests alone."""
    bears_on = rule.head.bears_on
    return isinstance(rule, Requirement) and bool(bears_on) and "compliance" not in bears_on


def _stamp(policy: Policy, trial: tuple[str, ...]) -> PolicyStamp:
    packs = tuple(PackStamp(pack.name, pack.role, pack.source.date) for pack in policy.packs)
    return PolicyStamp(policy.name, policy.title, policy.version, policy.digest, packs, trial)


def _covers(export: Export) -> tuple[Covered, ...]:
    missed = Counter(export.tables.gaps.select("child", "event").unique()["event"])
    covers = sorted(export.tables.covers.items())
    return tuple(Covered(event, str(upto), export.children - missed[event]) for event, upto in covers)


def _quality(findings: pl.DataFrame) -> tuple[Finding, ...]:
    """One line for each kind, place and column: those that concern most rows first."""
    table = (
        findings.group_by("kind", "place", "column", maintain_order=True)
        .agg(pl.col("count").sum(), pl.col("row").drop_nulls().head(FIRST_ROWS).alias("rows"))
        .sort("count", descending=True, maintain_order=True)
    )
    return tuple(
        Finding(kind, MEANINGS[kind], place, column, count, tuple(rows))
        for kind, place, column, count, rows in table.iter_rows()
    )
