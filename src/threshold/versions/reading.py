"""The packs of both policies, read with the inputs of either: each once, and remembered."""

from collections.abc import Collection
from datetime import date

from threshold.policy import Pack
from threshold.policy.written import Inputs, read_with
from threshold.versions.change import Key, Kind
from threshold.versions.inputs import Side, facts_of_table, mixed
from threshold.versions.sides import Pair, SideOf
from threshold.versions.vocabulary import mixed as mixed_words
from threshold.vocabulary import Vocabulary

# What a pack is read with, beside its own rules.
INPUTS: tuple[Kind, ...] = ("parameter", "table", "hours", "sign", "combination", "domain", "otherwise")
WORDS: tuple[Kind, ...] = ("fact", "event", "episode", "role")


class Reading:
    """The packs of both policies under some of the inputs that differ."""

    def __init__(self, old: SideOf, new: SideOf) -> None:
        self.old, self.new = old, new
        self.pairs: tuple[Pair, ...] = ()
        self.differing: frozenset[Key] = frozenset()  # every input and word that is not the same in both
        self._known: dict[tuple[Side, Pair, date, frozenset[Key]], Pack] = {}
        self._words: dict[tuple[frozenset[Key], bool], Vocabulary] = {}

    def pack(self, side: Side, pair: Pair, day: date, taken: Collection[Key]) -> Pack:
        """The rules of one side, read with these inputs of the new one. Raises BadInput where they cannot."""
        bearing = frozenset(each for each in self.differing if each.pack in ("", pair.name))
        chosen = bearing & frozenset(taken)
        if side == "old" and not chosen:
            return self.old.packs(day)[pair.old]
        if side == "new" and chosen == bearing:
            return self.new.packs(day)[pair.new]
        key = (side, pair, day, chosen)
        if key not in self._known:
            here = self.old if side == "old" else self.new
            inputs = self._inputs(side, pair, day, chosen)
            use = here.use(pair.old if side == "old" else pair.new)
            self._known[key] = read_with(inputs, use, day)[0]
        return self._known[key]

    def vocabulary(self, taken: Collection[Key], everything: bool) -> Vocabulary:
        """The words that are taken; with `everything`, also what only one of the two policies has."""
        chosen = frozenset(taken) & self.differing
        key = (chosen, everything)
        if key not in self._words:
            old, new = self.old.files.vocabulary, self.new.files.vocabulary
            own = self._of_tables()

            def takes_new(kind: Kind, name: str) -> bool:
                of = own.get(name) if kind == "fact" else None
                return bool(of & chosen) if of is not None else Key(kind, "", name) in chosen

            self._words[key] = mixed_words(old, new, takes_new, everything)
        return self._words[key]

    def _inputs(self, side: Side, pair: Pair, day: date, chosen: frozenset[Key]) -> Inputs:
        old, new = self.old.inputs(day)[pair.old], self.new.inputs(day)[pair.new]
        return mixed(old, new, side, pair.name, chosen.__contains__, self.vocabulary(chosen, True))

    def _of_tables(self) -> dict[str, frozenset[Key]]:
        """The facts of the tables of indicators, with the signs and domains on which each of them hangs."""
        found: dict[str, set[Key]] = {}
        for side, files in (("old", self.old.files), ("new", self.new.files)):
            for name, held in files.written.packs.items():
                pack = self.named(side, name)
                for fact, (kind, identifier) in facts_of_table(held).items():
                    of = {Key(kind, pack, identifier)}
                    if kind == "domain" and held.table is not None:
                        of |= {Key("sign", pack, s.id) for s in held.table.signs if s.domain == identifier}
                    found.setdefault(fact, set()).update(of)
        return {fact: frozenset(of) for fact, of in found.items()}

    def named(self, side: str, name: str) -> str:
        """What a pack is called here, by its name on one side."""
        return next((p.name for p in self.pairs if name == (p.old if side == "old" else p.new)), name)
