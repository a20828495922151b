"""Which deadlines are to be told, and as what: due, perhaps due, of no known day, or left out and counted."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal

from threshold.agenda.model import Agenda, Gathered, Item, LeftOut, Unknown
from threshold.agenda.span import Span
from threshold.policy import Policy
from threshold.semantics.closed_lists import DeadlineState

# What is over needs nobody: it was done, or what it belongs to ended before it was due.
Chosen = Literal["item", "unknown", "over"] | LeftOut


def chosen(
    state: DeadlineState, due: str | None, met_on: str | None, stopped_on: str | None, never_due: bool
) -> Chosen:
    """What a deadline is told as, by how it stands.

    What was missed is told apart, for what it belonged to has ended: it is late for good, and nobody can
    do it in time or out of it any more.
    """
    if met_on is not None or state in ("met", "late", "early", "ended"):
        return "over"
    if state in ("pending", "overdue"):
        return "item"
    if state in ("missed", "paused"):
        return state
    if stopped_on is not None:
        return "over"
    if state == "no_limit" or never_due:
        return "no_limit"
    return "item" if due is not None else "unknown"


def merged(items: Iterable[Item], beside: Mapping[str, str]) -> list[Item]:
    """The items in their order; a local limit that comes to the same as the statutory one is told with it.

    `beside` names the statutory rule of each local one. What stands twice, as where a case is given twice,
    is told once.
    """
    once: dict[tuple[object, ...], Item] = {}
    for item in sorted(set(items), key=order):
        once.setdefault(_key(item, item.rule), item)
    for item in list(once.values()):
        statutory = beside.get(item.rule)
        first = once.get(_key(item, statutory)) if statutory else None
        if first is not None and (first.state, first.days) == (item.state, item.days):
            clauses = tuple(dict.fromkeys((*first.clauses, *item.clauses)))
            once[_key(first, first.rule)] = replace(first, clauses=clauses, looser=item.looser)
            del once[_key(item, item.rule)]
    return sorted(once.values(), key=order)


def beside_of(policy: Policy) -> dict[str, str]:
    """The statutory rule that each local one stands beside."""
    return {rule.head.id: rule.beside for rule in policy.deadlines if rule.beside}


def order(item: Item) -> tuple[object, ...]:
    """Overdue first, the oldest of all before the others; then by due date, reference, rule and interval."""
    known = ("overdue", "pending", "cannot_tell").index(item.state)
    # A day is over at its end: what is due at some hour of it comes before.
    due = item.due if "T" in item.due else f"{item.due}T~"
    return (known, due, item.reference, item.rule, item.interval or 0, repr(item))


def agenda(found: Gathered, beside: Mapping[str, str], within: Span | None = None, **about: object) -> Agenda:
    """What was gathered, put in order; `within`: only what is due in that time, and what is overdue."""
    every = merged(found.items, beside)
    told = [item for item in every if within is None or within.holds(item)]
    left_out = dict(found.left_out)
    if len(told) < len(every):
        left_out["beyond"] = len(every) - len(told)
    unknown = (
        replace(each, references=tuple(sorted(set(each.references)))) for each in found.unknown.values()
    )
    return Agenda(
        items=tuple(item for item in told if item.state != "cannot_tell"),
        untold=tuple(item for item in told if item.state == "cannot_tell"),
        unknown=tuple(sorted(unknown, key=_of_most)),
        left_out={why: left_out[why] for why in sorted(left_out)},
        looked_at=found.looked_at,
        as_at=max(found.moments, default=""),
        several=len(found.moments) > 1,
        within=str(within) if within is not None else "",
        **about,  # type: ignore[arg-type]
    )


def _of_most(unknown: Unknown) -> tuple[int, str]:
    return -len(unknown.references), unknown.rule


def _key(item: Item, rule: str) -> tuple[object, ...]:
    return item.reference, rule, item.interval, item.due
