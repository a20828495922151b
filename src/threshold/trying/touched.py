"""The rules that come out of two policies otherwise, as each of them has them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from threshold.policy import Pack, Policy, rules_of
from threshold.versions import Change

_Key = tuple[type, str, str]


@dataclass(frozen=True, slots=True)
class Touched:
    """What a change touches: the rules as the older policy has them, and as the newer one does."""

    before: tuple[Any, ...]
    after: tuple[Any, ...]


def touched(old: Policy, changed: Policy, new: Policy) -> Touched:
    """The rules that read otherwise in a `changed` policy than in the old one, in the old and in the new."""
    was, becomes = _rules(old), _rules(changed)
    differ = {key for key in was.keys() | becomes.keys() if _differ(was.get(key), becomes.get(key))}
    return _both(was, _rules(new), differ)


def named(old: Policy, change: Change, new: Policy) -> Touched:
    """The rules that a change is about by its name alone: for one that cannot be made without others."""
    was, becomes = _rules(old), _rules(new)
    parameter = f"{change.pack}.{change.id}"
    about = {
        key
        for rules in (was, becomes)
        for key, rule in rules.items()
        if change.id in (rule.head.id, rule.head.pack) or {change.id, parameter} & {*rule.head.parameters}
    }
    return _both(was, becomes, about)


def _both(was: Mapping[_Key, Any], becomes: Mapping[_Key, Any], keys: Collection[_Key]) -> Touched:
    in_order = sorted(keys, key=str)
    before, after = (tuple(rules[key] for key in in_order if key in rules) for rules in (was, becomes))
    return Touched(before, after)


def _rules(policy: Policy) -> Mapping[_Key, Any]:
    return {
        (type(rule), rule.head.pack, rule.head.id): rule for pack in policy.packs for rule in _answering(pack)
    }


def _answering(pack: Pack) -> Iterator[Any]:
    """The rules of a pack, and the rows of its workflow, each of which answers for itself."""
    yield from rules_of(pack)
    yield from (ground for ground in pack.grounds if ground.of_workflow)


def _differ(old: object, new: object) -> bool:
    """Whether two are not equal; most are the very same, which is seen without comparing them."""
    return old is not new and old != new
