"""The two policies that are compared: their packs day by day, and which pack is which in the other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from threshold.policy import Pack, Policy, PolicyFiles, rules_of
from threshold.policy.files import PackUse
from threshold.policy.written import Inputs


@dataclass(frozen=True, slots=True)
class Pair:
    """A pack of both policies, or of one of them; it may be called otherwise in the other."""

    name: str
    old: str
    new: str


class SideOf:
    """One of the two policies, under the values that are tried in it."""

    def __init__(self, files: PolicyFiles, trial: tuple[str, ...]) -> None:
        self.files, self.trial = files, trial
        self._inputs: dict[date, dict[str, Inputs]] = {}
        self._packs: dict[date, dict[str, Pack]] = {}

    @cached_property
    def begins(self) -> date:
        """The day on which the policy begins."""
        return self.files.change_dates[0]

    @cached_property
    def dates(self) -> list[date]:
        """The days on which it changes, those from which values are tried among them."""
        return self.files.dates(self.trial)

    def at(self, day: date) -> Policy:
        """The policy on a day. Raises BadInput as `PolicyFiles.at` does."""
        return self.files.at(day, self.trial)

    def packs(self, day: date) -> dict[str, Pack]:
        """Its packs on a day, those that it only compares with among them."""
        if day not in self._packs:
            self._packs[day] = {pack.name: pack for pack in packs_of(self.at(day))}
        return self._packs[day]

    def inputs(self, day: date) -> dict[str, Inputs]:
        """What each of its packs is read with on a day."""
        if day not in self._inputs:
            self._inputs[day] = self.files.written.inputs(day, self.trial)
        return self._inputs[day]

    def use(self, pack: str) -> PackUse:
        """How the policy uses a pack."""
        return next(use for use in self.files.written.entry.packs if use.pack == pack)


def packs_of(policy: Policy) -> Iterator[Pack]:
    """Every pack of a policy, each with the role that it has."""
    yield from policy.packs
    yield from (replace(other.packs[-1], role="compare") for other in policy.compared)


def pairs(old: SideOf, new: SideOf, days: Sequence[date]) -> tuple[Pair, ...]:
    """The packs of both: by their names, and one that has another name by the ids of its rules."""
    before, after = _all_packs(old, days), _all_packs(new, days)
    alone_old = [name for name in before if name not in after]
    alone_new = [name for name in after if name not in before]
    renamed: dict[str, str] = {}
    for name in alone_old:
        ids = _ids(before[name])
        shared = {each: len(ids & _ids(after[each])) for each in alone_new if each not in renamed.values()}
        best = max(shared, key=lambda each: shared[each], default=None)
        if best is not None and 2 * shared[best] > max(len(ids), len(_ids(after[best]))):
            renamed[name] = best
    both = [Pair(name, name, renamed.get(name, name if name in after else "")) for name in before]
    taken = {*renamed.values(), *before}
    return (*both, *(Pair(name, "", name) for name in after if name not in taken))


def rule_id(rule: Any, pack: str) -> str:
    """A rule's id, the same whatever its pack is called."""
    return str(rule.head.id).removeprefix(pack if rule.head.id == f"{pack}:protected" else "")


def by_id(pack: Pack) -> Mapping[str, Any]:
    """The rules of a pack by their ids."""
    return {rule_id(rule, pack.name): rule for rule in rules_of(pack)}


def _all_packs(side: SideOf, days: Sequence[date]) -> dict[str, Pack]:
    """Every pack that it has on any of the days, as it is on the last on which it has it."""
    found: dict[str, Pack] = {}
    for day in days:
        found |= side.packs(day)
    return found


def _ids(pack: Pack) -> set[str]:
    return {*by_id(pack)}
