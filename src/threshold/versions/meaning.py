"""What of a rule reads otherwise in another version of it: what it means, or only how it is put."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from threshold.conditions import All, Lookup, Not, Test, facts_of
from threshold.conditions import Any as AnyOf
from threshold.conditions.tree import AtLeast
from threshold.policy.model import (
    Action,
    ConflictRule,
    Deadline,
    Ground,
    Head,
    Part,
    ProtectionRule,
    Requirement,
    Row,
    Said,
    Step,
    Who,
)

# What is said, and nothing hangs on.
_WORDS: Mapping[type, frozenset[str]] = {
    Head: frozenset({"title", "carries", "tensions", "standing"}),
    Row: frozenset({"because"}),
    Part: frozenset({"says", "unknown"}),
    Said: frozenset({"says"}),
    Action: frozenset({"do"}),
    Ground: frozenset({"unknown"}),
    ProtectionRule: frozenset({"because"}),
    ConflictRule: frozenset({"why"}),
    Deadline: frozenset({"late", "overdue"}),
    Step: frozenset({"says", "carries"}),
}
# Where it comes from, or what follows from the rest: no part of what a rule says.
_BESIDE: Mapping[type, frozenset[str]] = {
    Head: frozenset({"pack", "parameters"}),
    Row: frozenset({"key"}),
    Step: frozenset({"parameters"}),
    Requirement: frozenset({"satisfied"}),
    Ground: frozenset({"fits"}),
}
_CONDITIONS = (Test, All, AnyOf, AtLeast, Not)


@dataclass(frozen=True, slots=True)
class Differs:
    """One thing that reads otherwise: where in the rule it stands, both of it, and whether it decides."""

    place: tuple[str, ...]
    before: Any
    after: Any
    decides: bool


def differing(old: Any, new: Any) -> tuple[Differs, ...]:
    """Everything of a rule that reads otherwise; nothing where both mean and say the same."""
    return () if old is new or old == new else tuple(_differing(old, new, (), True))


def _differing(old: Any, new: Any, place: tuple[str, ...], decides: bool) -> Iterator[Differs]:
    if old is new or old == new:
        return
    if is_dataclass(old) and type(old) is type(new) and not isinstance(old, _CONDITIONS):
        kind = type(old)
        words, beside = _WORDS.get(kind, frozenset()), _BESIDE.get(kind, frozenset())
        for each in fields(old):
            if each.name not in beside:
                before, after = getattr(old, each.name), getattr(new, each.name)
                inside = () if each.name == "head" else (each.name,)
                yield from _differing(before, after, (*place, *inside), decides and each.name not in words)
        return
    if _are_lists(old, new):
        yield from _in_lists(old, new, place, decides)
        return
    yield Differs(place, old, new, decides)


def _in_lists(
    old: tuple[Any, ...], new: tuple[Any, ...], place: tuple[str, ...], decides: bool
) -> Iterator[Differs]:
    """What differs in two lists: of what has an id by that, of others by their place."""
    if all(hasattr(each, "id") for each in (*old, *new)):
        before, after = ({each.id: each for each in items} for items in (old, new))
        for name in {**before, **after}:
            yield from _differing(before.get(name), after.get(name), (*place, name), decides)
        kept = [[name for name in side if name in before and name in after] for side in (before, after)]
        if kept[0] != kept[1]:
            yield Differs((*place, "order"), tuple(kept[0]), tuple(kept[1]), decides)
    elif len(old) == len(new):
        for number, (one, other) in enumerate(zip(old, new, strict=True), 1):
            yield from _differing(one, other, (*place, str(number)), decides)
    else:
        gone = tuple(each for each in old if each not in new)
        come = tuple(each for each in new if each not in old)
        yield Differs(place, gone, come, decides)


def _are_lists(old: Any, new: Any) -> bool:
    """Whether both are lists of what has parts of its own: of names alone, the list is one thing."""
    both = isinstance(old, tuple) and isinstance(new, tuple)
    return both and all(is_dataclass(each) and not isinstance(each, _CONDITIONS) for each in (*old, *new))


def is_condition(value: object) -> bool:
    """Whether a value is a condition."""
    return isinstance(value, _CONDITIONS)


def facts_read(value: Any) -> Iterator[str]:
    """Every fact that a rule reads; some come several times."""
    if is_condition(value):
        yield from facts_of(value)
    elif isinstance(value, tuple):
        for each in value:
            yield from facts_read(each)
    elif isinstance(value, Lookup):
        yield value.row_fact
    elif is_dataclass(value) and not isinstance(value, type):
        for part in fields(value):
            yield from facts_read(getattr(value, part.name))
        if isinstance(value, Deadline):
            yield from filter(None, (value.starts, value.met_by, value.or_sooner))
        if isinstance(value, Who) and value.fact:
            yield value.fact
