"""An export and its results put together into one audit."""

from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import polars as pl

from threshold.audit.convention import COUNTING, counted, on_request
from threshold.audit.measures import measured
from threshold.audit.model import (
    SCHEMA,
    Audit,
    Covered,
    Finding,
    Paired,
    PeriodStamp,
    Rows,
    RuleSummary,
    SourceStamp,
    Unseen,
    Unused,
    Wanted,
)
from threshold.audit.period import Period
from threshold.audit.tally import Teams, tally
from threshold.batch import Results
from threshold.decisions.model import Citation, PackStamp, PolicyStamp
from threshold.exports import Export
from threshold.exports.formats.recognition import CENSUS
from threshold.exports.quality import MEANINGS, census_rules
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
    wants: Mapping[str, tuple[Wanted, ...]] | None = None,
    period: Period | None = None,
) -> Audit:
    """The audit. `counted_one` is called after each rule; `wants` says what each rule lacks.

    With a `period`, its figures are of that.
    """
    teams, source, lacking = Teams(export.allocated), export.source, wants or {}

    def summary_of(pack_and_rule: tuple[Pack, Deadline | Requirement]) -> tuple[RuleSummary, int]:
        found, not_done = _rule(*pack_and_rule, results, teams, period)
        counted_one()
        wants_ = () if found.on_request else lacking.get(found.rule, ())
        return replace(found, wants=wants_), 0 if found.beside else not_done

    every = [(pack, rule) for pack in policy.packs for rule in (*pack.deadlines, *pack.requirements)]
    # To count is mostly one column after the other: two rules at a time keep two cores busy.
    with ThreadPoolExecutor(pl.thread_pool_size()) as threads:
        told = list(threads.map(summary_of, every))
    rules = tuple(rule for rule, _ in told)
    return Audit(
        schema=SCHEMA,
        as_at=str(results.as_at),
        source=SourceStamp(source.format, source.name, source.dated_by, source.proxies, source.unused),
        policy=_stamp(policy, trial),
        counting=COUNTING if period is None else (*period.counting(), *COUNTING),
        rows=_rows(export),
        children=export.children,
        covers=_covers(export),
        replayed=replayed,
        quality=_quality(export.findings, source.format),
        rules=rules,
        unseen=tuple(_unseen(event, rules) for event in export.unseen),
        paired=tuple(Paired(each.episode, each.linked, each.by_date) for each in export.pairing),
        period=None if period is None else _stamped(period, sum(not_done for _, not_done in told)),
        measures=measured(results, teams, period),
    )


def _rows(export: Export) -> Rows:
    unused = tuple(Unused(kind, MEANINGS[kind], rows) for kind, rows in export.unused.items())
    counted = (export.rows_in, export.rows_reported, export.rows_refused)
    return Rows(*counted, export.rows_left_out, unused)


def _stamped(period: Period, not_done: int) -> PeriodStamp:
    return PeriodStamp(str(period.first), str(period.last), period.by, not_done)


def _rule(
    pack: Pack, rule: Deadline | Requirement, results: Results, teams: Teams, period: Period | None
) -> tuple[RuleSummary, int]:
    """One rule, and how often it was not done at the end of a period, or was missed in it."""
    head, asked = rule.head, on_request(rule)
    found = tally(head.id, results, teams, not asked, period)
    summary = RuleSummary(
        rule=head.id,
        title=head.title,
        kind="deadline" if isinstance(rule, Deadline) else "requirement",
        source=Citation(head.pack, pack.source.document, head.carries, pack.source.edition, head.standing),
        counted=counted(rule, results.policy.vocabulary),
        each=spoken(results.anchors[head.id]),
        without=found.without,
        effect=rule.effect if isinstance(rule, Requirement) else "warn",
        beside=rule.beside if isinstance(rule, Deadline) else "",
        on_request=asked,
        counts=found.counts,
        lateness=found.lateness,
        months=found.months,
        worst=found.worst,
        by_team=found.by_team,
        by_worker=found.by_worker,
        whenever=period is not None and isinstance(rule, Requirement) and not results.anchors[head.id],
    )
    return summary, found.not_done


def _stamp(policy: Policy, trial: tuple[str, ...]) -> PolicyStamp:
    packs = tuple(PackStamp(pack.name, pack.role, pack.source.date) for pack in policy.packs)
    return PolicyStamp(policy.name, policy.title, policy.version, policy.digest, packs, trial)


def _covers(export: Export) -> tuple[Covered, ...]:
    missed = Counter(export.tables.gaps.select("child", "event").unique()["event"])
    covers = sorted(export.tables.covers.items())
    return tuple(Covered(event, str(upto), export.children - missed[event]) for event, upto in covers)


def _unseen(event: str, rules: tuple[RuleSummary, ...]) -> Unseen:
    lacking = (
        rule.rule for rule in rules if any((each.kind, each.name) == ("event", event) for each in rule.wants)
    )
    return Unseen(event, tuple(lacking))


def _quality(findings: pl.DataFrame, format_: str) -> tuple[Finding, ...]:
    """One line for each kind, place and column: those that concern most rows first."""
    rules = census_rules() if format_ == CENSUS else {}
    table = (
        findings.group_by("kind", "place", "column", maintain_order=True)
        .agg(pl.col("count").sum(), pl.col("row").drop_nulls().head(FIRST_ROWS).alias("rows"))
        .sort("count", descending=True, maintain_order=True)
    )
    return tuple(
        Finding(kind, MEANINGS[kind], place, column, count, tuple(first), rules.get(kind, {}).get(place, ()))
        for kind, place, column, count, first in table.iter_rows()
    )
