"""The lines of a decision: checks, deadlines, the route, papers and parameters, each with its citation."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Literal

from threshold.conditions import reasons
from threshold.dates import add
from threshold.decisions.deadlines import Clock, clocks
from threshold.decisions.findings import Findings, as_text, iso
from threshold.decisions.model import (
    Check,
    DeadlineRow,
    Document,
    Limit,
    ParameterUsed,
    RouteStep,
    Start,
)
from threshold.decisions.routes import Way, done_on, named
from threshold.decisions.status import Checked, bears, check_status, relevant
from threshold.policy import Head, Requirement
from threshold.vocabulary import Missing


def checked(found: Findings) -> Iterator[Checked]:
    """Every requirement of the policy put to the case."""
    for pack in found.policy.packs:
        for rule in pack.requirements:
            applies = found.truths[f"{rule.head.id}:applies"]
            status = check_status(applies, found.truths[f"{rule.head.id}:satisfied"])
            missing: tuple[str, ...] = ()
            if status == "undetermined":
                unknown = [*found.unknown(rule.applies), *found.unknown(rule.satisfied)]
                missing = tuple(dict.fromkeys(unknown))
            decides = bears(rule, pack, found.proposed)
            has_a_say = decides or relevant(rule.head, pack, found.proposed)
            yield Checked(rule, pack, status, decides, has_a_say, missing)


def turned_urgent(each: Checked, found: Findings) -> bool:
    """With a protection concern, what stood in the way of help becomes an urgent action."""
    gap = each.status in ("not_met", "undetermined")
    return bool(found.proposal.safety) and each.decides and gap and found.upward()


def check_line(each: Checked, found: Findings) -> Check:
    """One requirement as the decision tells it."""
    rule = each.rule
    settled = rule.applies if each.status == "not_applicable" else rule.satisfied
    used = reasons(settled, found.signals, found.facts).used
    return Check(
        rule=rule.head.id,
        title=rule.head.title,
        status=each.status,
        effect=rule.effect,
        decides=each.decides,
        relevant=each.relevant,
        urgent=turned_urgent(each, found),
        says=rule.says,
        until=_until(rule, found) if each.status == "not_met" else None,
        facts_used={name: _told(name, found) for name in used},
        missing=each.missing,
        source=found.cited(rule.head),
    )


def _told(name: str, found: Findings) -> str | None:
    """A fact's value as a decision repeats it. What somebody typed freely might be a child's name."""
    state, kind = found.facts.state(name), found.policy.vocabulary.facts[name].type
    if kind.kind == "ratings" and isinstance(state, tuple):
        return ", ".join(str(rating[1]) for rating in state)
    if "text" in (kind.kind, kind.of) and not isinstance(state, Missing):
        return "given"
    return as_text(state)


def running_clocks(found: Findings) -> Iterator[Clock]:
    """Every deadline whose clock is running, or may be."""
    for rule in found.policy.deadlines:
        applies = found.truths[f"{rule.head.id}:applies"]
        yield from clocks(rule, applies, found.facts, found.case, found.policy.vocabulary)


def deadline_row(clock: Clock, found: Findings) -> DeadlineRow:
    """One deadline as the decision tells it."""
    rule = clock.rule
    missing = clock.missing
    if not missing and clock.applies is None:
        missing = tuple(dict.fromkeys(found.unknown(rule.applies)))
    return DeadlineRow(
        rule=rule.head.id,
        title=rule.head.title,
        starts=Start(rule.starts, iso(clock.start) if clock.start else None),
        limit=Limit(clock.limit.number, clock.limit.unit) if clock.limit else None,
        due=iso(clock.due) if clock.due else None,
        met_on=iso(clock.met_on) if clock.met_on else None,
        state=clock.state,
        days=clock.days,
        unit=clock.unit,
        interval=clock.interval,
        beside=rule.beside or None,
        says=rule.says if clock.state in ("late", "overdue") else "",
        relevant=relevant(rule.head, found.pack(rule.head), found.proposed),
        certain=clock.applies is True,
        missing=missing,
        source=found.cited(rule.head),
    )


def route_steps(route: Way, found: Findings) -> Iterator[RouteStep]:
    """The steps of the way, numbered."""
    for number, (rule, step, certain) in enumerate(route.steps, start=1):
        yield RouteStep(
            seq=number,
            id=step.id,
            step=step.step,
            action=step.action,
            kind=step.kind,
            added_by=named(step.added_by, found.facts),
            sent_to=named(step.sent_to, found.facts),
            via=step.via,
            says=step.says,
            available=step.available,
            certain=certain is True,
            done=done_on(step, found.case),
            source=found.cited(rule.head, step.id),
        )


def documents(checks: Sequence[Checked], found: Findings) -> Iterator[Document]:
    """The papers asked for, each attached, absent or unknown."""
    attached = found.facts.state("documents.attached")
    for check in checks:
        applies = found.truths[f"{check.rule.head.id}:applies"]
        if not check.relevant or not (applies or (applies is None and check.decides)):
            continue
        for name in check.rule.documents:
            state: Literal["attached", "absent", "unknown"] = "unknown"
            if isinstance(attached, tuple):
                state = "attached" if name in attached else "absent"
            yield Document(name, state, found.cited(check.rule.head))


def parameters(heads: Sequence[Head], found: Findings) -> Iterator[ParameterUsed]:
    """The parameters that these rules rely on, at the values in force."""
    used = dict.fromkeys((head.pack, name) for head in heads for name in head.parameters)
    for pack, name in sorted(used):
        value = found.policy.pack(pack).parameters[name]
        since = value.since.isoformat() if value.since else None
        yield ParameterUsed(value.name, value.shown, since, value.because, value.set_by)


def _until(rule: Requirement, found: Findings) -> str | None:
    """The earliest date on which time alone would satisfy the rule: the latest of its dates."""
    dates = [
        add(state, reference.plus) if reference.plus else state
        for reference in rule.until
        if isinstance(state := found.facts.state(reference.fact), date)
        and not (reference.plus and "hours" in reference.plus.unit and not isinstance(state, datetime))
    ]
    return max(iso(day) for day in dates) if dates else None
