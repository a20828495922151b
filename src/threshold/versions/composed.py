"""The old policy with some of the changes, in the place of a policy's files."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from threshold.conditions import Moment
from threshold.dates import day_of
from threshold.policy import Pack, Policy, rules_of
from threshold.policy.grounds import workflow_grounds
from threshold.reading import BadInput, Problem
from threshold.versions.change import Change, Key
from threshold.versions.inputs import merged
from threshold.versions.meaning import facts_read
from threshold.versions.reading import Reading
from threshold.versions.sides import Pair, rule_id
from threshold.vocabulary import Vocabulary

_RULES = ("definitions", "requirements", "deadlines", "routes", "conflicts", "protection", "safety")
_OWN = ("rule", "script", "clause", "announced")  # what a pack says, beside what it is read with


class Composed:
    """A policy as its files would say it: to be asked as they are."""

    def __init__(self, reading: Reading, changes: Iterable[Change], chosen: frozenset[Key]) -> None:
        self._reading, self.chosen = reading, chosen
        self._all = frozenset(each.of for each in changes)
        self._whole = self._all <= chosen  # all of them: the new policy
        self._known: dict[int, Policy] = {}

    @property
    def path(self) -> Path:
        """The file of the policy: the new one where all changes are taken, else the old one."""
        return (self._reading.new if self._whole else self._reading.old).files.path

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What may be known; while only some changes are taken, all that either policy knows of."""
        return self._reading.vocabulary(self.chosen, bool(self.chosen) and not self._whole)

    @cached_property
    def change_dates(self) -> list[date]:
        """The date on which it begins, and those on which either policy changes."""
        old, new = self._reading.old, self._reading.new
        begins = new.begins if self._whole else max(old.begins, new.begins)
        begins = begins if self.chosen else old.begins
        days = {*old.dates, *new.dates}
        return [begins, *sorted(day for day in days if day > begins)]

    def at(self, as_at: Moment, trial: tuple[str, ...] = ()) -> Policy:
        """The policy on a date. Raises BadInput where the changes that are taken cannot stand without others.

        Values are tried in the two policies that it is made of, and no others here.
        """
        if trial:
            raise BadInput(Problem("try values in the policies that are compared", field="--set"))
        position = bisect_right(self.change_dates, day_of(as_at))
        if position not in self._known:
            self._known[position] = self._at(self.change_dates[position - 1] if position else day_of(as_at))
        return self._known[position]

    def texts(self) -> dict[str, str]:
        """No files say so. Raises BadInput."""
        raise BadInput(Problem("a policy put together to be tried has no files to keep", str(self.path)))

    def _at(self, day: date) -> Policy:
        old, new = self._reading.old, self._reading.new
        if not self.chosen and day < new.begins:
            return old.at(day)
        if self._whole and day < old.begins:
            return new.at(day)
        packs = tuple(self._packs(day))
        named = new if self._whole else old
        policy = named.files.written.assembled(packs, day, named.trial)
        digest = self._digest(old.at(day).digest, new.at(day).digest)
        made = [
            replace(each, vocabulary=self.vocabulary, digest=digest) for each in (policy, *policy.compared)
        ]
        self._stands(packs, day)
        return replace(made[0], compared=tuple(made[1:]))

    def _digest(self, old: str, new: str) -> str:
        if not self.chosen or self._whole:
            return new if self._whole else old
        told = [f"{each.kind} {each.pack} {each.id}" for each in sorted(self.chosen)]
        return sha256("\n".join((old, new, *told)).encode()).hexdigest()

    def _packs(self, day: date) -> Iterable[Pack]:
        before, after = self._reading.old.packs(day), self._reading.new.packs(day)
        made: dict[str, Pack] = {}
        for pair in self._reading.pairs:
            one, other = before.get(pair.old), after.get(pair.new)
            if one is not None and other is not None:
                made[pair.name] = self._pack(pair, day)
                continue
            kept = other if Key("pack", pair.name, "") in self.chosen else one
            if kept is not None:
                made[pair.name] = replace(kept, name=pair.name) if kept is one else kept
        old = [self._reading.named("old", name) for name in before]
        new = [self._reading.named("new", name) for name in after]
        first, second = (new, old) if Key("order", "", "") in self.chosen or self._whole else (old, new)
        return [made[name] for name in merged(first, second) if name in made]

    def _pack(self, pair: Pair, day: date) -> Pack:
        """A pack that both have, with what is taken of the new one."""
        if self._whole:
            return self._reading.new.packs(day)[pair.new]
        own = {each for each in self._all if each.pack == pair.name and each.kind in _OWN}
        taken = own & self.chosen
        pack = self._reading.pack("old", pair, day, self.chosen)
        if taken:
            other = self._reading.pack("new", pair, day, self.chosen)
            pack = _with_rules(pack, other, taken, self.vocabulary)
        new = self._reading.new.packs(day)[pair.new]
        for name in ("role", "leads_on"):
            if Key("pack", pair.name, name) in self.chosen:
                pack = replace(pack, **{name: getattr(new, name)})
        if Key("source", pair.name, "") in self.chosen:
            pack = replace(pack, source=new.source, title=new.title)
        texts = {name: text for name, text in new.tensions.items() if Key("tension", "", name) in self.chosen}
        return replace(pack, tensions={**pack.tensions, **texts}) if texts else pack

    def _stands(self, packs: Iterable[Pack], day: date) -> None:
        """Raises BadInput where a rule reads what only a change would work out that is not taken."""
        held = [*packs]
        sides = [[*side.packs(day).values()] for side in (self._reading.old, self._reading.new)]
        elsewhere = _worked_out(sides[0]) | _worked_out(sides[1])
        wanting = elsewhere.keys() - _worked_out(held).keys()
        if not wanting:
            return
        # What a rule reads and its own policy does not work out either is no fault of the choice.
        as_it_is = {
            (rule.head.id, fact)
            for side in sides
            for pack in side
            for rule in rules_of(pack)
            for fact in {*facts_read(rule)} & (wanting - _worked_out(side).keys())
        }
        problems = [
            Problem(f"reads {fact}, which nothing works out without {elsewhere[fact]}", pack.name, field=name)
            for pack in held
            for name, rule in ((rule.head.id, rule) for rule in rules_of(pack))
            for fact in sorted({*facts_read(rule)} & wanting)
            if (name, fact) not in as_it_is
        ]
        if problems:
            raise BadInput(*problems)


def _worked_out(packs: Iterable[Pack]) -> dict[str, str]:
    """The facts that some definition works out, each with the id of one that does."""
    return {rule.fact: rule.head.id for pack in packs for rule in pack.definitions}


def _with_rules(old: Pack, new: Pack, taken: set[Key], vocabulary: Vocabulary) -> Pack:
    """A pack with those rules that are taken as the new one has them, or without those that it has not."""
    ids = {each.id for each in taken if each.kind == "rule"}
    made: dict[str, Any] = {}
    for kind in _RULES:
        made[kind] = _chosen(getattr(old, kind), getattr(new, kind), ids, old.name, new.name)
    own = [tuple(ground for ground in pack.grounds if not ground.of_workflow) for pack in (old, new)]
    grounds = _chosen(own[0], own[1], ids, old.name, new.name)
    made["grounds"] = (*grounds, *workflow_grounds(made["routes"], vocabulary))
    clauses = {each.id for each in taken if each.kind == "clause"}
    made["clauses"] = {
        name: (new if name in clauses and name in new.clauses else old).clauses.get(
            name, new.clauses.get(name)
        )
        for name in {**old.clauses, **new.clauses}
        if name in old.clauses or ids or name in clauses
    }
    made["parameters"] = {**new.parameters, **old.parameters}
    made["tables"] = {**new.tables, **old.tables}
    ahead = {each.id for each in taken if each.kind == "announced"} | ids
    made["announced"] = tuple(each for each in old.announced if each.id not in ahead) + tuple(
        each for each in new.announced if each.id in ahead
    )
    if any(each.kind == "script" for each in taken):
        made["script"] = None if new.script is None else replace(new.script, pack=old.name)
    return replace(old, **made)


def _chosen(
    old: tuple[Any, ...], new: tuple[Any, ...], ids: set[str], old_pack: str, new_pack: str
) -> tuple[Any, ...]:
    before = {rule_id(rule, old_pack): rule for rule in old}
    after = {rule_id(rule, new_pack): rule for rule in new}
    found = []
    for name in merged([*before], [*after]):
        rule = (after if name in ids else before).get(name)
        if rule is None:
            continue
        found.append(rule if name not in ids else replace(rule, head=replace(rule.head, pack=old_pack)))
    return tuple(found)
