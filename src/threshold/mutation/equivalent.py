"""Changes that no case can show: proved by going through the values of the facts, or listed with a reason."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import RootModel, StringConstraints

from threshold.conditions import ALWAYS, All, Condition, same
from threshold.policy import Policy, rules_of
from threshold.policy.files import Entry
from threshold.reading import one_document
from threshold.reading.validate import validate

FILE = "equivalent.yaml"
MOST = 3  # in a hundred changes: so many may be listed at most
# Made of the other parts of a rule, or named beside them.
_FOLLOWS = ("satisfied", "parameters")
# Where this is not so, what else the rule says is not looked at.
_GATES = ("applies", "fits", "when")


class ListedEntry(Entry):
    """A change, named as it is printed, that makes no difference, and why."""

    rule: str
    change: str
    because: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class _Listed(RootModel[list[ListedEntry]]):
    pass


def listed(pack: Path) -> Mapping[tuple[str, str], str]:
    """The changes that a pack lists, by rule and change, with the reasons. Raises BadInput."""
    path = pack / FILE
    if not path.is_file():
        return {}
    entries = validate(_Listed, one_document(path), str(path)).root
    return {(each.rule, each.change): each.because for each in entries}


def makes_no_difference(before: Policy, after: Policy) -> bool:
    """Whether it can be proved that every case comes out alike under both policies.

    They may differ in conditions alone, and each of them has to come to the same wherever its rule applies.
    """
    facts = before.vocabulary.facts
    old, new = _rules(before), _rules(after)
    if old.keys() != new.keys() or _besides(before) != _besides(after):
        return False
    try:
        pairs = [pair for key in old for pair in _differing(old[key], new[key], ALWAYS)]
    except _Otherwise:
        return False
    return all(same(first, second, where, facts) for first, second, where in pairs)


class _Otherwise(Exception):
    """Something differs that is no condition."""


def _differing(old: Any, new: Any, where: Condition) -> Iterator[tuple[Condition, Condition, Condition]]:
    """The conditions that differ, each with what has to be so for it to be looked at."""
    if old is new or old == new:
        return
    if isinstance(old, Condition) and isinstance(new, Condition):
        yield old, new, where
    elif is_dataclass(old) and type(old) is type(new):
        gate = next((name for name in _GATES if hasattr(old, name)), "")
        shut = bool(gate) and getattr(old, gate) == getattr(new, gate)
        within = All((where, getattr(old, gate))) if shut else where
        for each in fields(old):
            if each.name not in _FOLLOWS:
                yield from _differing(getattr(old, each.name), getattr(new, each.name), within)
    elif isinstance(old, tuple) and isinstance(new, tuple) and len(old) == len(new):
        for first, second in zip(old, new, strict=True):
            yield from _differing(first, second, where)
    else:
        raise _Otherwise


def _rules(policy: Policy) -> dict[tuple[str, int], object]:
    return {
        (rule.head.id, number): rule for pack in policy.packs for number, rule in enumerate(rules_of(pack))
    }


def _besides(policy: Policy) -> list[object]:
    """What a policy says beside its rules: where that differs, nothing is proved."""
    return [(pack.tables, pack.tensions, pack.parameters) for pack in policy.packs]
