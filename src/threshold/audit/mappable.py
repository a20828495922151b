"""What an export can be mapped to: kinds of event and stated facts, and how many rules hang on each."""

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import reduce
from typing import TypeVar

from threshold.audit.convention import on_request
from threshold.conditions import Lookup, facts_of
from threshold.output.escaping import json_text
from threshold.output.words import listed, many, spoken
from threshold.policy import Deadline, Policy, Requirement
from threshold.policy.protection import QUESTIONS, WORKED_OUT, rests_on
from threshold.semantics.events_to_ask import events_behind
from threshold.vocabulary import Event, Fact, ValueType, Vocabulary

SCHEMA = "threshold/mappable/1"
_Each = TypeVar("_Each", "MappableEvent", "MappableFact")
WIDTH = 110


@dataclass(frozen=True, slots=True)
class MappableEvent:
    """A kind of event.

    asks           what its date answers
    carries        what else an entry may say, which `carries:` of a column map names; of each what it may be
    needs          which of that every entry must say
    opens, closes  the episode that it begins or ends; empty: none
    belongs_to     the episodes to a run of which it belongs
    rules          how many rules that an audit judges hang on it
    """

    name: str
    asks: str
    carries: dict[str, str]
    needs: tuple[str, ...]
    opens: str
    closes: str
    belongs_to: tuple[str, ...]
    rules: int


@dataclass(frozen=True, slots=True)
class MappableFact:
    """A fact that a column may state, the values that it may hold, and how many rules hang on it."""

    name: str
    asks: str
    values: str
    rules: int


@dataclass(frozen=True, slots=True)
class Mappable:
    """All that a column map can name under a policy, what most rules hang on first."""

    schema: str
    policy: str
    events: tuple[MappableEvent, ...]
    facts: tuple[MappableFact, ...]


def mappable(policy: Policy) -> Mappable:
    """What can be mapped, with the rules of this policy that an audit judges."""
    vocabulary, events, facts = policy.vocabulary, Counter[str](), Counter[str]()
    known: list[Requirement | Deadline] = [*policy.requirements, *policy.deadlines]
    for rule in known:
        if not on_request(rule):
            read = _facts(policy, rule)
            facts.update(read)
            events.update({*_events(vocabulary, read), *_own_events(vocabulary, rule)})
    return Mappable(
        schema=SCHEMA,
        policy=policy.name,
        events=_ordered(_event(each, vocabulary, events[each.name]) for each in vocabulary.events.values()),
        facts=_ordered(
            MappableFact(each.name, each.asks, values(each.type), facts[each.name])
            for each in vocabulary.facts.values()
            if _in_a_column(each)
        ),
    )


def as_json(found: Mappable) -> str:
    """Everything, for other programs."""
    return json_text(asdict(found), indent=2) + "\n"


def as_text(found: Mappable) -> str:
    """For a person who writes a column map."""
    return "\n".join(_lines(found)) + "\n"


def values(kind: ValueType) -> str:
    """What a column or a carried value may hold, in words."""
    if kind.kind == "boolean":
        return "yes or no"
    if kind.kind == "choice":
        return listed([str(value) for value in kind.values])
    if kind.kind == "datetime":
        return "a date, with a time of day where it is known"
    if kind.kind == "list":
        return (
            "a list of roles" if kind.names else f"a list of {listed([str(value) for value in kind.values])}"
        )
    told = {"role": "a role", "date": "a date", "month": "a month such as 2019-04", "number": "a number"}
    return told.get(kind.kind, "text")


def _lines(found: Mappable) -> Iterator[str]:
    yield f"What an export can be mapped to, and how many rules of {found.policy} an audit judges by it."
    yield ""
    yield "Events: under `events:` or `dates:` of a column map, and under `covers:` where all are recorded"
    for event in found.events:
        yield f"  {event.name}: {many(event.rules, 'rule')}"
        yield from _below(event.asks)
        yield from _below("; ".join(_told(event)))
    yield ""
    yield "Facts that a column may state: under `facts:`"
    for fact in found.facts:
        if fact.rules:
            yield f"  {fact.name}: {many(fact.rules, 'rule')}"
            yield from _below(f"{fact.asks} {fact.values}".strip())
    if idle := [fact.name for fact in found.facts if not fact.rules]:
        yield ""
        yield "Facts by which an audit judges no rule"
        yield from textwrap.wrap(", ".join(idle), WIDTH, initial_indent="  ", subsequent_indent="  ")


def _told(event: MappableEvent) -> Iterator[str]:
    if event.opens:
        yield f"begins a run of {spoken(event.opens)}"
    if event.closes:
        yield f"ends a run of {spoken(event.closes)}"
    if event.belongs_to:
        yield f"belongs to {listed([spoken(each) for each in event.belongs_to])}"
    for name, kind in event.carries.items():
        yield f"{'must carry' if name in event.needs else 'may carry'} {name} ({kind})"


def _below(text: str) -> list[str]:
    return textwrap.wrap(" ".join(text.split()), WIDTH, initial_indent=" " * 6, subsequent_indent=" " * 6)


def _event(event: Event, vocabulary: Vocabulary, rules: int) -> MappableEvent:
    kinds = vocabulary.episodes.values()
    return MappableEvent(
        name=event.name,
        asks=event.asks,
        carries={name: values(kind) for name, kind in event.own_carries.items()},
        needs=event.needs,
        opens=next((kind.name for kind in kinds if kind.opens == event.name), ""),
        closes=next((kind.name for kind in kinds if kind.closes == event.name), ""),
        belongs_to=event.belongs_to,
        rules=rules,
    )


def _ordered(found: Iterable[_Each]) -> tuple[_Each, ...]:
    return tuple(sorted(found, key=lambda each: (-each.rules, each.name)))


def _in_a_column(fact: Fact) -> bool:
    """Whether an export can state it: what is asked for is a request's, and ratings name people."""
    return (
        fact.given and fact.type.kind not in ("ratings", "duration") and not fact.name.startswith("request.")
    )


def _facts(policy: Policy, rule: Requirement | Deadline) -> set[str]:
    """The facts that a rule hangs on, through everything that definitions work out."""
    if isinstance(rule, Requirement):
        found = {*facts_of(rule.applies), *facts_of(rule.satisfied)}
    else:
        row = (rule.within.row_fact,) if isinstance(rule.within, Lookup) else ()
        found = {*facts_of(rule.applies), rule.starts, rule.met_by, rule.or_sooner, *row} - {""}
    definitions = [each for stratum in (*policy.strata, *policy.late_strata) for each in stratum]
    while True:
        rows = (row for each in definitions if each.fact in found for row in each.rows)
        more = {name for row in rows for name in facts_of(row.when)}
        if found & {*WORKED_OUT}:
            more |= {*QUESTIONS, *rests_on(policy)}
        if more <= found:
            return found
        found |= more


def _events(vocabulary: Vocabulary, facts: Iterable[str]) -> set[str]:
    """The kinds of event that facts are read from, or settled by."""
    found: set[str] = set()
    for name in facts:
        fact = vocabulary.facts[name]
        if fact.reading is not None:
            found |= {*events_behind(vocabulary, fact.reading)}
        if fact.settling is not None:
            found |= {event for event, _ in fact.settling.says}
    return found


def _own_events(vocabulary: Vocabulary, rule: Requirement | Deadline) -> set[str]:
    """The kinds of event that a deadline's own clock looks at."""
    if not isinstance(rule, Deadline):
        return set()
    episodes = [vocabulary.episodes[name] for name in (rule.ends_with, rule.pauses_while) if name]
    return reduce(set.union, ({each.opens, each.closes} for each in episodes), {rule.met_by_event}) - {""}
