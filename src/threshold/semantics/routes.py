"""The way that a request travels: who adds which step, and whom it is sent to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from threshold.casefiles import Entry
from threshold.conditions import NEVER, Facts, Truth, facts_of
from threshold.output.words import listed, spoken
from threshold.policy import Policy, Route, Step, Who
from threshold.policy.inference_plan import step_key, when_key
from threshold.policy.letting_go import lets_go
from threshold.semantics.closed_lists import DOWNWARD
from threshold.semantics.direction import directions_meant
from threshold.semantics.findings import Findings
from threshold.semantics.moves import COLOUR, goes_up, way_of
from threshold.semantics.records import Records
from threshold.vocabulary import UNDATED, Missing, as_label

Taken = tuple[Route, Step, Truth]  # a step of a route, and whether it certainly applies


@dataclass(frozen=True, slots=True)
class Way:
    """The steps that may be taken now, what is missing to name them, and those that wait for the answer."""

    steps: tuple[Taken, ...]
    missing: tuple[str, ...]
    withheld: tuple[Taken, ...] = ()


def way(findings: Findings, held_back: bool, wholly: bool = False) -> Way:
    """The routes that hold for what is proposed. A step that may apply is marked as not certain.

    `held_back`: what is asked for may not be done, or not yet. Then its step and all that follows it in its
    sequence are withheld; what must come first stays, and so does what is told of an action that is not
    available. `wholly`: it is the child's protection that stands against it, and nothing prepares it either.
    Where the child is to be protected now, no step that lets go of the child is told, whatever may be done
    of what is asked for (S190).
    """
    now: list[Taken] = []
    later: list[Taken] = []
    for route in leading_routes(findings.policy, findings.proposed):
        elsewhere = route.table_step and findings.proposed != "workflow"
        if elsewhere or findings.truths[when_key(route)] is not True:
            continue
        waits = _waiting(route, findings, wholly) if held_back else set()
        waits |= _letting_go(route, findings)
        for each in _taken(route, findings):
            _, step, _ = each
            stays = step.id not in waits or not step.available or done_on(step, findings)
            (now if stays else later).append(each)
    people = [somebody for _, step, _ in now for somebody in (step.by, step.to)]
    unknown = [who.fact for who in people if who.fact and isinstance(findings.facts.state(who.fact), Missing)]
    return Way(tuple(now), tuple(dict.fromkeys(unknown)), tuple(later))


def _taken(route: Route, findings: Findings) -> list[Taken]:
    each = [(route, step, findings.truths[step_key(route, step)]) for step in route.steps]
    # Of a table, only the action that is asked for; of a sequence, what may belong to it.
    return [taken for taken in each if (taken[2] is True if route.table_step else taken[2] is not False)]


def _waiting(route: Route, findings: Findings, wholly: bool) -> set[str]:
    """The steps of a route that are the request itself, or follow it; none where it is not about it."""
    read = {*facts_of(route.when)}
    about = any(name.startswith(("proposed.", "request.")) for name in read)
    if not about and findings.proposed not in route.head.bears_on:
        return set()
    marked = [step.asked_for or _is_asked(step, findings) for step in route.steps]
    begins = marked.index(True) if True in marked and not wholly else 0
    return {step.id for step in route.steps[begins:]}


def _letting_go(route: Route, findings: Findings) -> set[str]:
    """The steps that let go of a child who is to be protected now; what follows may protect, and stays."""
    if not findings.protection.acted_on:
        return set()
    if findings.proposed == "close" and way_of(findings) == "same":  # social care has the child
        return set()
    found = {step.id for step in route.steps if lets_go(step.action, step.moves)}
    if findings.proposed == "safeguarding_now" and _passes_by(route, findings):
        marked = [step.asked_for for step in route.steps]
        found |= {step.id for step in route.steps[marked.index(True) :]} if True in marked else set()
    return found


def _passes_by(route: Route, findings: Findings) -> bool:
    """Whether every request that a route is about takes the child past a social worker, or down."""
    about = {*route.head.bears_on} - {"compliance"}
    colour = findings.facts.state(COLOUR)
    if "triage" in about and goes_up(str(colour), findings):
        return False
    return bool(about) and about <= {"triage", "step_across", *DOWNWARD}


def _is_asked(step: Step, findings: Findings) -> bool:
    """Whether a step is the workflow action that is asked for."""
    asked = (findings.facts.state("request.step"), findings.facts.state("request.action"))
    return asked == (as_label(step.step), as_label(step.action))


def named(somebody: Who, facts: Facts) -> str:
    """Somebody as text; where the fact that chooses is not known, every possibility, each once."""
    if not somebody.fact:
        return somebody.name
    state = facts.state(somebody.fact)
    choices = dict(somebody.choices)
    value = str(state).lower() if isinstance(state, bool) else str(state)
    if value in choices and not isinstance(state, Missing):
        return choices[value]
    # What the fact holds is never printed here: it may be what somebody typed.
    each = dict.fromkeys(name for several in choices.values() for name in several.split(" or "))
    return f"{listed(list(each))} (depends on {spoken(somebody.fact)})"


def done(step: Step, findings: Findings) -> str | None:
    """The date on which a step was done; `unknown` where no day tells of it, as where a condition does."""
    if not step.done_fact and step.done != NEVER and findings.now(step.done) is True:
        return "unknown"
    return done_on(step, findings)


def done_on(step: Step, findings: Findings) -> str | None:
    """The date on which a step of a sequence was done, if the timeline has it; `unknown` where it has no day.

    What was done for an earlier referral is not done for this one.
    """
    records = findings.records
    if step.done_fact:
        state = findings.facts.state(step.done_fact)
        return state.isoformat()[:10] if isinstance(state, date) else "unknown" if state is UNDATED else None
    if not step.done_event:
        return None
    found = [entry for entry in records.held((step.done_event,)) if _of_now(entry, records)]
    if not found:
        return None
    last = found[-1].on
    return "unknown" if last is None else last.isoformat()


def _of_now(entry: Entry, records: Records) -> bool:
    belongs_to = records.vocabulary.events[entry.event].belongs_to
    return all(records.is_current(entry, episode) for episode in belongs_to[:1])


def leading_routes(policy: Policy, direction: object) -> Iterator[Route]:
    """The routes of a direction, of packs that lead on it."""
    meant = directions_meant(direction)
    for pack in policy.packs:
        if pack.leads_on and not meant & set(pack.leads_on):
            continue
        for route in pack.routes:
            if not route.head.bears_on or meant & set(route.head.bears_on):
                yield route
