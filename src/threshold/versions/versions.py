"""What differs in meaning between two policies, on every date on which one of them changes."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property

from threshold.policy import Pack, PolicyFiles
from threshold.reading import BadInput
from threshold.versions.change import Change, Key
from threshold.versions.composed import Composed
from threshold.versions.found import Found
from threshold.versions.inputs import differences as input_differences
from threshold.versions.inputs import facts_of_table, written_alike
from threshold.versions.meaning import differing
from threshold.versions.reading import Reading
from threshold.versions.sides import Pair, SideOf, by_id, pairs
from threshold.versions.vocabulary import differences as word_differences


class Versions:
    """An old and a new policy side by side, each with the values that are tried in it."""

    def __init__(
        self,
        old: PolicyFiles,
        new: PolicyFiles,
        trial_old: tuple[str, ...] = (),
        trial_new: tuple[str, ...] = (),
    ) -> None:
        """Raises BadInput where one of the policies cannot be read."""
        self.old, self.new = SideOf(old, trial_old), SideOf(new, trial_new)
        self._reading = Reading(self.old, self.new)

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days on which one of the policies changes, from when both have begun."""
        first = max(self.old.begins, self.new.begins)
        changes = {*self.old.dates, *self.new.dates}
        return (first, *sorted(day for day in changes if day > first))

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Everything that differs in meaning, what decides first; raises as `PolicyFiles.at` does."""
        self._reading.pairs = pairs(self.old, self.new, self.days)
        found = Found(self.days, self.old.files.vocabulary, self.new.files.vocabulary)
        self._words(found)
        same = self._alike()
        for day in self.days:
            for pair in self._reading.pairs:
                self._values(pair, day, found)
        self._reading.differing = found.keys
        for day in self.days:
            for pair in self._reading.pairs:
                self._pack(pair, day, found, pair in same)
            self._order(day, found)
        return found.changes()

    def composed(self, chosen: Collection[Change]) -> Composed:
        """The old policy with these changes, to be asked for as policies are.

        It raises BadInput, when it is asked for, where they cannot stand without the others.
        """
        return Composed(self._reading, self.changes, frozenset(each.of for each in chosen))

    def _alike(self) -> frozenset[Pair]:
        """The packs whose files say the same, so that only values and words can make a difference."""
        old, new = self.old.files.written, self.new.files.written
        if _texts(old.tensions) != _texts(new.tensions):
            return frozenset()
        return frozenset(
            pair
            for pair in self._reading.pairs
            if pair.old and pair.old == pair.new and written_alike(old.packs[pair.old], new.packs[pair.new])
        )

    def _words(self, found: Found) -> None:
        """The facts, events, episodes and roles that differ; those of a table go with its signs."""
        held = (*self.old.files.written.packs.values(), *self.new.files.written.packs.values())
        signs = {fact for each in held for fact in facts_of_table(each)}
        for each in word_differences(self.old.files.vocabulary, self.new.files.vocabulary, signs):
            found.add(each.key, self.days[0], each.before, each.after, each.decides)

    def _values(self, pair: Pair, day: date, found: Found) -> None:
        if not self._both(pair, day):
            return
        old, new = self.old.inputs(day)[pair.old], self.new.inputs(day)[pair.new]
        for each in input_differences(old, new, pair.name):
            found.add(each.key, day, each.before, each.after, True)

    def _pack(self, pair: Pair, day: date, found: Found, alike: bool) -> None:
        """What differs of one pack on a day, beside the values and words that it is read with."""
        before, after = self.old.packs(day).get(pair.old), self.new.packs(day).get(pair.new)
        if before is None or after is None:
            if before is not after:
                found.add(Key("pack", pair.name, ""), day, before, after, True)
            return
        if before.name != after.name:
            found.add(Key("pack", pair.name, "name"), day, before.name, after.name, False)
        for name in ("role", "leads_on"):
            one, other = getattr(before, name), getattr(after, name)
            if one != other:
                found.add(Key("pack", pair.name, name), day, one, other, True)
        if before.source != after.source or before.title != after.title:
            source = [f"{each.title}: {each.source.document}, {each.source.date}" for each in (before, after)]
            found.add(Key("source", pair.name, ""), day, source[0], source[1], False)
        if alike:
            return
        for one, other in self._versions(pair, day):
            _rules(one, other, pair.name, day, found)
            _beside_rules(one, other, pair.name, day, found)

    def _versions(self, pair: Pair, day: date) -> Iterator[tuple[Pack, Pack]]:
        """Both versions of a pack as they read with the same inputs: first the old ones, then the new."""
        inputs = [key for key in self._reading.differing if key.pack in ("", pair.name)]
        if not inputs:
            yield self.old.packs(day)[pair.old], self.new.packs(day)[pair.new]
            return
        try:
            with_old = [self._reading.pack(side, pair, day, ()) for side in ("old", "new")]
            with_new = [self._reading.pack(side, pair, day, inputs) for side in ("old", "new")]
        except BadInput:  # neither can be read with the inputs of the other
            yield self.old.packs(day)[pair.old], self.new.packs(day)[pair.new]
            return
        yield with_old[0], with_old[1]
        yield with_new[0], with_new[1]

    def _order(self, day: date, found: Found) -> None:
        """The packs that both have, where they come in another order: the first has the first say."""
        both = [pair for pair in self._reading.pairs if self._both(pair, day)]
        before = [pair.name for pair in both]
        places = [*self.new.packs(day)]
        after = [pair.name for pair in sorted(both, key=lambda pair: places.index(pair.new))]
        before.sort(key=[*self.old.packs(day)].index)
        if before != after:
            found.add(Key("order", "", ""), day, before, after, True)

    def _both(self, pair: Pair, day: date) -> bool:
        return pair.old in self.old.packs(day) and pair.new in self.new.packs(day)


def _rules(before: Pack, after: Pack, pack: str, day: date, found: Found) -> None:
    """The rules, and what stands beside them, that read otherwise in two versions with the same inputs."""
    old, new = by_id(before), by_id(after)
    for name in {**old, **new}:
        one, other = old.get(name), new.get(name)
        if one is None or other is None:
            found.add(Key("rule", pack, name), day, one, other, True)
        elif differs := differing(one, other):
            decides = any(each.decides for each in differs)
            found.add(Key("rule", pack, name), day, one, other, decides, differs)


def _beside_rules(before: Pack, after: Pack, pack: str, day: date, found: Found) -> None:
    """What a pack says beside its rules that reads otherwise."""
    for name in {**before.tensions, **after.tensions}:
        text, other_text = before.tensions.get(name), after.tensions.get(name)
        if text != other_text:
            found.add(Key("tension", "", name), day, text, other_text, False)
    own = {each.id for each in found.keys if each.pack == pack and each.kind in ("sign", "combination")}
    for name in {**before.clauses, **after.clauses}.keys() - own:
        clauses = [pack.clauses.get(name) for pack in (before, after)]
        here, there = (None if each is None else replace(each, line=0) for each in clauses)
        if here != there:
            found.add(Key("clause", pack, name), day, here, there, False)
    ahead = [{each.id: each for each in pack.announced} for pack in (before, after)]
    for name in {**ahead[0], **ahead[1]}:
        if ahead[0].get(name) != ahead[1].get(name):
            found.add(Key("announced", pack, name), day, ahead[0].get(name), ahead[1].get(name), False)
    scripts = [
        None if each.script is None else replace(each.script, pack="", parameters=())
        for each in (before, after)
    ]
    if scripts[0] != scripts[1]:
        found.add(Key("script", pack, ""), day, scripts[0], scripts[1], True)


def _texts(tensions: Mapping[str, object]) -> list[object]:
    return [getattr(each, "entry", None) for each in tensions.values()]
