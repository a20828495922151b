"""One entry of a rule file where it stands: under which scopes, and what it may refer to."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from threshold.conditions import ALWAYS, All, Condition, Context, parse_condition
from threshold.output.words import listed
from threshold.policy.model import Action, Bearing, Clause, Head, Who
from threshold.policy.placeholders import filled
from threshold.policy.rule_file import (
    AnchoredEntry,
    BearingEntry,
    DefinitionEntry,
    DoEntry,
    HeadEntry,
    InForceEntry,
    ScopeEntry,
    Somebody,
)
from threshold.policy.standing import must_not_decide, standing_of
from threshold.reading import BadInput, Node, did_you_mean
from threshold.reading.tree import child_of
from threshold.vocabulary import ValueType, as_named, parse_text

Written_co = TypeVar("Written_co", bound=HeadEntry, covariant=True)


@dataclass(frozen=True, slots=True)
class Premise:
    """A scope that an entry stands under, and where it is written."""

    entry: ScopeEntry
    node: Node


@dataclass(frozen=True, slots=True)
class Origin:
    """The pack that an entry belongs to, the places of its document, and the tensions that are known."""

    pack: str
    clauses: Mapping[str, Clause]
    tensions: Collection[str]


@dataclass(frozen=True, slots=True)
class Placed(Generic[Written_co]):
    """An entry, its node, the scopes it stands under (the file's first) and what it may refer to."""

    entry: Written_co
    node: Node
    premises: tuple[Premise, ...]
    context: Context
    origin: Origin

    def bad(self, key: str, message: str) -> BadInput:
        """What is wrong with the value of a key, or with the whole entry where it has no such key."""
        return self.context.bad(child_of(self.node, key), message, self.entry.id)

    def child(self, key: str) -> Node:
        return child_of(self.node, key)

    def says(self, key: str) -> bool:
        """Whether the entry has this key, be there anything behind it or not."""
        return self.child(key) is not self.node

    def text(self, text: str, key: str) -> str:
        """A text of the entry, with the parameters in force."""
        return filled(text, self.child(key), self.context)


def head(rule: Placed[HeadEntry], also: Iterable[str] = ()) -> Head:
    """What every rule has. Call it last: it takes the parameters that were referred to so far.

    `also` are clauses that its rows or steps carry. Raises BadInput where it cites none that is listed.
    """
    entry, origin, context = rule.entry, rule.origin, rule.context
    title = rule.text(entry.title, "title")
    carries = list(dict.fromkeys([*entry.cites(origin.clauses), *also]))
    if not carries:
        hint = did_you_mean(entry.id, origin.clauses)
        message = f"cites no clause: its id is not among those of the pack, and it says no `carries:`{hint}"
        raise rule.bad("id", message)
    for clause in carries:
        if clause not in origin.clauses:
            hint = did_you_mean(clause, origin.clauses)
            raise rule.bad("carries", f'clause "{clause}" is not listed by the pack{hint}')
        if origin.clauses[clause].left_out:
            raise rule.bad("carries", f'clause "{clause}" is left out, as the list of clauses says')
    if message := must_not_decide(entry, carries, origin.clauses):
        raise rule.bad("carries" if entry.carries else "id", message)
    _check_named(entry, rule.node, context, origin)
    used = tuple(sorted(context.used))
    return Head(
        id=entry.id,
        title=title or entry.id,
        pack=origin.pack,
        carries=tuple(carries),
        tensions=_tensions(rule),
        bears_on=_bears_on(rule),
        each=_each(rule),
        parameters=used,
        standing=standing_of(carries, origin.clauses),
    )


def _bears_on(rule: Placed[HeadEntry]) -> tuple[Bearing, ...]:
    """The requests that a rule counts for: its own, else those of the nearest scope."""
    if not isinstance(rule.entry, BearingEntry):
        return ()
    # A definition works a fact out whatever is asked for, unless it says itself what it bears on.
    scopes = () if isinstance(rule.entry, DefinitionEntry) else reversed(rule.premises)
    said = [rule.entry.bears_on, *(premise.entry.bears_on for premise in scopes)]
    return tuple(next((each for each in said if each), []))


def _each(rule: Placed[HeadEntry]) -> str:
    """The episode whose every run a rule is about: its own, else that of the nearest scope."""
    if not isinstance(rule.entry, AnchoredEntry):
        return ""
    said = [rule.entry.each, *(p.entry.each for p in reversed(rule.premises))]
    return next((each for each in said if each), "")


def days_in_force(entry: HeadEntry, premises: tuple[Premise, ...]) -> InForceEntry | None:
    """The days on which a rule is in force: its own, else those of the nearest scope; None: always."""
    scopes = (premise.entry.in_force for premise in reversed(premises))
    return entry.in_force or next((each for each in scopes if each is not None), None)


def holds_on(days: InForceEntry | None, day: date) -> bool:
    """Whether a day is among those on which a rule is in force."""
    if days is None:
        return True
    return (days.since is None or days.since <= day) and (days.until is None or day <= days.until)


def condition(rule: Placed[HeadEntry], key: str) -> Condition:
    """The condition under a key; one that always holds where it is left out."""
    node = rule.child(key)
    return ALWAYS if node is rule.node else parse_condition(node, rule.context)


def applies(rule: Placed[HeadEntry], own: Condition) -> Condition:
    """When a rule applies: its own condition, and that of every scope it stands under."""
    shared = [
        parse_condition(child_of(premise.node, "applies"), rule.context)
        for premise in rule.premises
        if premise.entry.applies is not None
    ]
    parts = [part for part in (*shared, own) if part != ALWAYS]
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def action(entry: DoEntry, node: Node, rule: Placed[HeadEntry]) -> Action | None:
    """Who does what then; None where nothing is to be done. Raises BadInput where nobody does it."""
    context = rule.context
    if not entry.do:
        if entry.by is not None or entry.to is not None or entry.urgent:
            raise context.bad(node, "says who or how, but not what to do (`do:`)", rule.entry.id)
        return None
    if entry.by is None:
        raise context.bad(child_of(node, "do"), "does not say who does it (`by:`)", rule.entry.id)
    return Action(
        do=filled(entry.do, child_of(node, "do"), context),
        by=somebody(entry.by, child_of(node, "by"), context),
        to=None if entry.to is None else somebody(entry.to, child_of(node, "to"), context),
        urgent=entry.urgent,
    )


def somebody(entry: Somebody | None, node: Node, context: Context) -> Who:
    """Somebody: a name, held by a parameter, or chosen as in `{fact: household.area, north: ..}`."""
    if isinstance(entry, dict):
        return _chosen(entry, node, context)
    if entry is not None and (entry == "" or {*"{}"} & {*entry} or "$" in entry[1:]):
        raise context.bad(node, "who does it is a name, or a parameter as in $decided_by")
    if entry is None or not entry.startswith("$"):
        return Who(entry or "")
    held = context.held(entry[1:], node)
    names = held if isinstance(held, tuple) else () if held is None else (held,)
    if not all(isinstance(name, str) for name in names):
        raise context.bad(node, f"{entry} does not name anybody")
    return Who(listed([str(name) for name in names]) if names else "")


def _chosen(entry: dict[str, str], node: Node, context: Context) -> Who:
    if "fact" not in entry or len(entry) < 2:
        raise context.bad(node, "somebody is chosen as in {fact: household.area, north: .., south: ..}")
    fact = context.fact(entry["fact"], child_of(node, "fact"))
    choices: list[tuple[str, str]] = []
    for value, name in entry.items():
        if value == "fact":
            continue
        try:
            named = as_named(value, fact.type)
            if named in dict(choices):
                raise ValueError(f"chooses somebody twice where it is {named}")
        except ValueError as error:
            raise context.bad(node, str(error), fact.name) from None
        choices.append((named, somebody(name, child_of(node, value), context).name))
    return Who(fact=fact.name, choices=tuple(choices))


def label(text: str) -> str:
    """The name of a workflow step or action, as it is compared."""
    return str(parse_text(text, ValueType("label")))


def check_scope(premise: Premise, context: Context, origin: Origin) -> None:
    """Raises BadInput where a scope names a fact, an episode or a tension that is not declared."""
    _check_named(premise.entry, premise.node, context, origin)
    written = child_of(premise.node, "applies")
    if written is not premise.node:
        parse_condition(written, context)


def _check_named(entry: HeadEntry | ScopeEntry, node: Node, context: Context, origin: Origin) -> None:
    """Raises BadInput where an episode or a tension is not declared."""
    field = entry.id if isinstance(entry, HeadEntry) else ""
    each = entry.each if isinstance(entry, AnchoredEntry | ScopeEntry) else ""
    known = context.vocabulary.episodes
    if each and each not in known:
        message = f'no episode "{each}" is declared{did_you_mean(each, known)}'
        raise context.bad(child_of(node, "each"), message, field)
    for name in entry.tensions:
        if name not in origin.tensions:
            message = f'no tension "{name}" is declared{did_you_mean(name, origin.tensions)}'
            raise context.bad(child_of(node, "tensions"), message, field)


def _tensions(rule: Placed[HeadEntry]) -> tuple[str, ...]:
    """The tensions of a rule and of every scope it stands under, its own first."""
    named = [*rule.entry.tensions, *(name for p in reversed(rule.premises) for name in p.entry.tensions)]
    return tuple(dict.fromkeys(named))
