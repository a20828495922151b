"""The lines of a decision: checks, deadlines, the route, papers and parameters, each with its citation."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from threshold.conditions import Moment
from threshold.dates import Duration, day_of
from threshold.decisions.explanation import UNEXPLAINED, departures, explain, explain_ground
from threshold.decisions.model import (
    Check,
    Conflict,
    Count,
    DeadlineRow,
    Document,
    Limit,
    ParameterUsed,
    RouteStep,
    Start,
)
from threshold.decisions.wording import citation, iso, question, repeated
from threshold.policy import Head
from threshold.policy.inference_plan import applies_key
from threshold.semantics.deadlines import Clock, counted
from threshold.semantics.findings import Findings
from threshold.semantics.grounds import Judged
from threshold.semantics.parts import begins, mends, ripens
from threshold.semantics.routes import Way, done, named
from threshold.semantics.status import Checked, Conclusion, relevant, under_concern
from threshold.vocabulary import UNDATED, UNKNOWN, shown

EARLY = "early-event"


def check_line(check: Checked, findings: Findings, only_time: bool, explained: bool = True) -> Check:
    """One requirement as the decision tells it; `only_time`: nothing else is wanting in the whole answer.

    Where it is not `explained`, it says how it came out, and not why.
    """
    rule = check.rule
    told = explain(check, findings) if explained else UNEXPLAINED
    until = only_time and check.fails("block")
    day = mends(rule, findings.signals, findings.facts) if until else None
    later = check.status == "not_applicable" and check.relevant
    from_ = begins(rule.applies, findings.facts) if later else None
    return Check(
        rule=rule.head.id,
        title=rule.head.title,
        status=check.status,
        effect=rule.effect,
        decides=check.decides,
        relevant=check.relevant,
        under_concern=under_concern(check, findings),
        part=None if told.part is None else told.part + 1,
        says=told.says,
        question=told.question,
        until=None if day is None else iso(day),
        applies_from=None if from_ is None else iso(from_),
        facts_used={name: repeated(name, findings.facts.state(name), findings) for name in told.facts},
        compared=told.compared,
        missing=check.missing if explained else (),
        departs=departures(rule.head.pack, rule.head.parameters, findings),
        source=citation(rule.head, findings),
    )


def ground_line(
    each: Judged, came: Conclusion, findings: Findings, only_time: bool, explained: bool = True
) -> Check:
    """One ground as the decision tells it; `only_time` and `explained` as for `check_line`."""
    ground = each.ground
    bears = each.bears_on(came.answers)
    told = explain_ground(each, findings) if explained else UNEXPLAINED
    wanting = only_time and bears and each.status == "not_met" and each.fits
    day = ripens(ground.when, findings.signals, findings.facts) if wanting else None
    return Check(
        rule=ground.head.id,
        title=ground.head.title,
        status=each.status,
        effect="ground",
        decides=bears,
        relevant=bears,
        under_concern="",
        part=None,
        says=told.says,
        question=told.question,
        until=None if day is None else iso(day),
        applies_from=None,
        facts_used={name: repeated(name, findings.facts.state(name), findings) for name in told.facts},
        compared=told.compared,
        missing=each.missing if explained else (),
        departs=departures(ground.head.pack, ground.head.parameters, findings),
        source=citation(ground.head, findings),
    )


def deadline_row(clock: Clock, findings: Findings) -> DeadlineRow:
    """One deadline as the decision tells it."""
    rule = clock.rule
    missing = clock.missing
    if not missing and clock.applies is None:
        missing = tuple(dict.fromkeys(findings.unknown(rule.applies)))
    return DeadlineRow(
        rule=rule.head.id,
        title=rule.head.title,
        starts=Start(rule.starts, iso(clock.start) if clock.start else None),
        limit=_limit(clock.limit) if clock.limit else None,
        due=iso(clock.due) if clock.due else None,
        met_on=iso(clock.met_on) if clock.met_on else None,
        state=clock.state,
        days=clock.days,
        unit=clock.unit,
        count=_count(clock, findings.facts.as_at),
        stopped_on=_stopped_on(clock, findings),
        interval=clock.interval,
        beside=rule.beside or None,
        says={"late": rule.late, "overdue": rule.overdue, "missed": rule.overdue}.get(clock.state, ""),
        relevant=relevant(rule.head, findings.pack(rule.head), findings.proposed),
        certain=clock.applies is True,
        missing=missing,
        question=_settling(clock, missing, findings) if clock.state == "cannot_tell" else "",
        departs=departures(rule.head.pack, rule.head.parameters, findings),
        source=citation(rule.head, findings),
        looser=findings.policy.looser.get(rule.head.id, ""),
    )


def _limit(limit: Duration) -> Limit:
    return Limit(limit.number, limit.unit, str(limit.hours) if limit.unit == "working hours" else None)


def _settling(clock: Clock, missing: tuple[str, ...], findings: Findings) -> str:
    """What to ask about a clock of which nobody can tell: its start, what else is open, or what stops it.

    Where the policy sets no limit for what is known, no answer would settle it.
    """
    vocabulary, rule = findings.policy.vocabulary, clock.rule
    wanting = [name for name in missing if findings.facts.state(name) in (UNKNOWN, UNDATED)]
    names = [rule.starts] if clock.start is None else wanting
    no_limit = clock.start is not None and clock.limit is None
    for name in [*names, *([rule.met_by] if rule.met_by and not no_limit else [])]:
        if name in vocabulary.facts and not vocabulary.facts[name].derived:
            return question(name, findings)
    return vocabulary.events[rule.met_by_event].asks if rule.met_by_event and not no_limit else ""


def _stopped_on(clock: Clock, findings: Findings) -> str | None:
    """The day on which the clock stopped; where none began or there is no limit, the end of its episode."""
    ended = clock.stopped_on
    if clock.rule.ends_with and (clock.start is None or clock.state == "no_limit"):
        place = findings.records.current(clock.rule.ends_with)
        if isinstance(place, int):
            ended = findings.records.runs(clock.rule.ends_with)[place].closed
    return iso(ended) if ended is not None else None


def _count(clock: Clock, as_at: Moment) -> Count | None:
    """Which day of its limit the clock has come to; None where it counts neither days nor working days."""
    limit = clock.limit
    counts = limit is not None and limit.unit in ("days", "working days", "weeks")
    if limit is None or not counts or clock.start is None or clock.due is None or clock.state == "early":
        return None
    on = clock.met_on or clock.stopped_on or as_at
    day, unit = counted(clock.start, on, limit)
    return Count(day, limit.number * (7 if limit.unit == "weeks" else 1), unit, iso(day_of(on)))


def early_conflicts(running: Sequence[Clock], findings: Findings) -> Iterator[Conflict]:
    """What was done before the clock started that it was to stop: one of the two days may be wrong."""
    for clock in running:
        if clock.state == "early" and clock.start is not None and clock.met_on is not None:
            rule = clock.rule
            if relevant(rule.head, findings.pack(rule.head), findings.proposed):
                done, begun = shown(clock.met_on), shown(clock.start)
                why = f"{rule.head.title}: done on {done}, before its clock started on {begun}"
                yield Conflict(EARLY, tuple(filter(None, (rule.starts, rule.met_by))), why)


def route_steps(route: Way, findings: Findings) -> Iterator[RouteStep]:
    """The steps of the way, one pack's after another's, those of each numbered by themselves."""
    told: Counter[str] = Counter()
    packs = [pack.name for pack in findings.policy.packs]
    for rule, step, certain in sorted(route.steps, key=lambda taken: packs.index(taken[0].head.pack)):
        told[rule.head.pack] += 1
        yield RouteStep(
            seq=told[rule.head.pack],
            id=step.id,
            step=step.step,
            action=step.action,
            kind=step.kind,
            added_by=named(step.by, findings.facts),
            sent_to=named(step.to, findings.facts),
            via=step.via,
            says=step.says,
            available=step.available,
            certain=certain is True,
            done=done(step, findings),
            departs=departures(rule.head.pack, step.parameters, findings),
            source=citation(rule.head, findings, step.carries),
        )


def documents(checks: Sequence[Checked], findings: Findings) -> Iterator[Document]:
    """The papers asked for, each attached, absent or unknown."""
    attached = findings.facts.state("documents.attached")
    for check in checks:
        applies = findings.truths[applies_key(check.rule)]
        if not check.relevant or not (applies or (applies is None and check.decides)):
            continue
        for name in check.rule.papers:
            state: Literal["attached", "absent", "unknown"] = "unknown"
            if isinstance(attached, tuple):
                state = "attached" if name in attached else "absent"
            yield Document(name, state, citation(check.rule.head, findings))


def parameters(heads: Sequence[Head], findings: Findings) -> Iterator[ParameterUsed]:
    """The parameters that these rules rely on, at the values in force."""
    used = dict.fromkeys((head.pack, name) for head in heads for name in head.parameters)
    for pack, name in sorted(used):
        value = findings.policy.pack(pack).parameters[name]
        since = value.since.isoformat() if value.since else None
        yield ParameterUsed(value.name, value.shown, since, value.because, value.set_by)
