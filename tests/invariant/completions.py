"""Completions of a case: values for facts that are unknown, and entries where the record is open.

Nothing known is changed, nor the request, nor who makes it; an entry lies where the file does not say that
it is complete. Whether a completion contradicts something is for the program's own conflicts to say.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from threshold.casefiles import Case, Entry
from threshold.dates import day_of
from threshold.decisions import Decision
from threshold.vocabulary import Value

from .oracle import QUESTIONS
from .space import Space, covered, of_the_request, recorded, stated

_OTHERS = 4  # of the facts on which nothing that decides rests


def completions(
    space: Space, random: Random, case: Case, decision: Decision, alone: int | None, mixed: int
) -> Iterator[Case]:
    """Danger and protection in place first; then single answers, and `mixed` of many at once.

    Of the facts that what decides rests on, `alone` are filled one at a time (None: each of them, with yes
    and with no), and of the others a few.
    """
    gaps = _gaps(space, case)
    yield from _endangered(case)
    yield from _in_place(case)
    calm = {name: False for name in QUESTIONS if name not in case.given}
    if calm:
        yield replace(case, given={**case.given, **calm})
    telling = _telling(space, decision)
    first = [name for name in gaps if name in telling]
    rest = [name for name in gaps if name not in telling]
    random.shuffle(first)
    random.shuffle(rest)
    for name in first[:alone]:
        if alone is None and space.is_boolean(name) and name not in space.settling:
            yield from (stated(case, name, answer) for answer in (True, False))
        else:
            yield filled(space, random, case, name)
    for name in rest[: _OTHERS if alone is None else 1]:
        yield filled(space, random, case, name)
    for _ in range(mixed):
        share = random.choice((0.05, 0.1, 0.2, 0.5, 1.0))
        more = case
        for name in gaps:
            if random.random() > share:
                continue
            calmly = name in QUESTIONS and random.random() < 0.7
            more = stated(more, name, False) if calmly else filled(space, random, more, name)
        yield more


def _gaps(space: Space, case: Case) -> list[str]:
    """The facts that nobody has stated, and the kinds of event of which the record is not complete."""
    assert case.as_at is not None
    today = day_of(case.as_at)
    facts = [name for name in space.facts if name not in case.given and not of_the_request(name)]
    open_ = [event for event in space.events if case.covers.get(event, date.min) < today]
    return facts + open_


def _telling(space: Space, decision: Decision) -> set[str]:
    """What the checks that decide look at, and what they miss."""
    deciding = [check for check in decision.checks if check.decides or check.effect == "ground"]
    named = {name for check in deciding for name in (*check.missing, *check.facts_used)}
    return {base for name in named for base in space.behind.get(name, ())}


def filled(space: Space, random: Random, case: Case, name: str) -> Case:
    """The case with one gap filled: a value; an entry; or the word that there was no (other) such event.

    What would plainly contradict the rest is left alone: an end without a start, consent said otherwise.
    """
    if name not in space.vocabulary.events:
        settled = space.settling.get(name, frozenset()) & {entry.event for entry in case.timeline}
        return case if settled else stated(case, name, space.value(random, name, case))
    said = any(name in events and fact in case.given for fact, events in space.settling.items())
    opens = space.opens.get(name)
    begun = [entry.on for entry in case.timeline if entry.event == opens and entry.on is not None]
    if said or (name in space.opens and not begun) or random.random() < 0.4:
        return covered(case, name)
    entry = space.entry(random, name, case)
    if begun and random.random() < 0.9:
        entry = replace(entry, on=max(entry.on, *begun))
    upto = case.covers.get(name)
    if upto is not None and entry.on <= upto:
        # The file says that it holds all of them until then.
        entry = replace(entry, on=upto + timedelta(1))
    more = recorded(case, entry)
    return covered(more, name) if random.random() < 0.3 else more


def _endangered(case: Case) -> Iterator[Case]:
    """Every open question of danger answered yes; one; an enquiry; a conference decided on."""
    unanswered = [name for name in QUESTIONS if name not in case.given]
    yes: dict[str, Value] = dict.fromkeys(unanswered, True)
    if yes:
        yield replace(case, given={**case.given, **yes})
    if len(unanswered) > 1:
        yield stated(case, unanswered[-1], True)
    yield from _entered(case, "section_47_started")
    if "child_protection.conference_needed" not in case.given:
        yield stated(case, "child_protection.conference_needed", True)


def _in_place(case: Case) -> Iterator[Case]:
    if "support.in_place" not in case.given:
        yield stated(case, "support.in_place", "child_protection")
    if "care.looked_after" not in case.given:
        yield stated(case, "care.looked_after", True)
    yield from _entered(case, "cp_plan_started")


def _entered(case: Case, event: str) -> Iterator[Case]:
    """The case with this event yesterday, where the record leaves room for one."""
    assert case.as_at is not None
    yesterday = day_of(case.as_at) - timedelta(1)
    if case.covers.get(event, date.min) < yesterday:
        yield recorded(case, Entry(yesterday, event))
