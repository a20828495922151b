"""The words that packs bring: held to the pack's prefix, and added to the shared vocabulary.

A pack declares facts, events, episodes and roles in a `vocabulary.yaml` of its own. Their names begin with
its prefix, so that no two packs mean different things by one name and nobody redefines what all share.
Choices are added to a shared fact only where that fact says so (`extensible: true`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from threshold.reading import Mapping as MappingNode
from threshold.reading import Node, Problem, did_you_mean, locate, one_document
from threshold.reading.validate import validate
from threshold.vocabulary.entries import FactEntry, VocabularyFile
from threshold.vocabulary.pack_entries import ChoiceEntry, PackWords
from threshold.vocabulary.reserved import RESERVED
from threshold.vocabulary.spelling import misspelled

# Nothing is placed among these: the law says what they are, and protection rests on them.
SUPPORT = "support.in_place"
STATUTORY = ("child_in_need", "child_protection", "care")
LEVEL_GROUP, LEVEL_NAME = "need", "level"
FEWEST_LEVELS, MOST_LEVELS = 2, 9


@dataclass(frozen=True, eq=False)
class OwnWords:
    """What one file of a pack declares, and where it stands."""

    pack: str
    entries: PackWords
    root: Node
    file: str

    @property
    def prefix(self) -> str:
        """What the names of the pack's facts, events and episodes begin with."""
        return self.entries.prefix or prefix_of(self.pack)

    def problem(self, message: str, *steps: str) -> Problem:
        """A problem at the place that the steps lead to."""
        node = locate(self.root, steps)
        if steps and isinstance(holder := locate(self.root, steps[:-1]), MappingNode):
            node = holder.keys.get(steps[-1], node)
        return Problem(message, self.file, node.line or None, node.column or None, ".".join(steps))


def prefix_of(pack: str) -> str:
    """The prefix of a pack that names none: what it is called, with underscores."""
    return pack.replace("-", "_").replace(".", "_").lower()


def read_words(path: Path, pack: str) -> OwnWords:
    """A pack's `vocabulary.yaml`. Raises BadInput with every problem found."""
    name = str(path)
    root = one_document(path)
    return OwnWords(pack, validate(PackWords, root, name, of_rules=True), root, name)


@dataclass
class Together:
    """The shared words and those of packs as one, and which file each came from."""

    entries: VocabularyFile
    owners: dict[tuple[str, str], OwnWords] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    added: dict[tuple[str, str], ChoiceEntry] = field(default_factory=dict)  # to choices, by fact and name

    @classmethod
    def of(cls, shared: VocabularyFile, own: Sequence[OwnWords]) -> "Together":
        """All of them. What is wrong is gathered in `problems`."""
        both = cls(shared.model_copy(deep=True) if own else shared)
        for words in own:
            told = {(each.field, each.message) for each in both.problems}
            both.problems += [p for p in _misnamed(words, shared) if (p.field, p.message) not in told]
        both._check_prefixes(own)
        for words in () if both.problems else own:
            both._add(words)
        for words in () if both.problems else own:
            both._extend(words)
        both._name_levels([words for words in own if words.entries.levels])
        return both

    def _check_prefixes(self, own: Sequence[OwnWords]) -> None:
        """No prefix is another pack's, nor begins as another's does: whose a name is must be plain."""
        for place, words in enumerate(own):
            for other in own[:place]:
                one, two = f"{words.prefix}_", f"{other.prefix}_"
                if words.pack != other.pack and (one.startswith(two) or two.startswith(one)):
                    message = (
                        f'the prefix "{words.prefix}" cannot be told from that of the pack {other.pack}; '
                        f"give one of them another at the head of its vocabulary.yaml, such as `prefix: ..`"
                    )
                    self.problems.append(words.problem(message, "prefix"))

    def _add(self, words: OwnWords) -> None:
        entries = words.entries
        for kind in ("roles", "episodes", "events", "facts"):
            into: dict[str, object] = getattr(self.entries, kind)
            for name, entry in getattr(entries, kind).items():
                if kind == "facts" and name in into:
                    self._add_to_group(words, name, entry)
                elif name in into and into[name] != entry:
                    message = (
                        f"the pack {self.owners[kind, name].pack} brings a role of this name that is another"
                    )
                    self.problems.append(words.problem(message, kind, name))
                else:
                    into.setdefault(name, entry)
                self.owners.setdefault((kind, name), words)

    def _add_to_group(self, words: OwnWords, group: str, facts: Mapping[str, FactEntry]) -> None:
        held = self.entries.facts[group]
        for name in held.keys() & facts.keys():
            message = "the pack's table of indicators brings this fact already: take another name"
            self.problems.append(words.problem(message, "facts", group, name))
        self.entries.facts[group] = {**held, **facts}

    def _extend(self, words: OwnWords) -> None:
        for name, choices in words.entries.extend.items():
            for choice, entry in choices.items():
                try:
                    self._extend_fact(name, choice, entry)
                except ValueError as error:
                    self.problems.append(words.problem(str(error), "extend", name, choice))

    def _extend_fact(self, name: str, choice: str, added: ChoiceEntry) -> None:
        group, _, short = name.partition(".")
        fact = self.entries.facts.get(group, {}).get(short)
        if fact is None or not fact.extensible:
            open_to_all = [
                f"{g}.{n}"
                for g, facts in self.entries.facts.items()
                for n, f in facts.items()
                if f.extensible
            ]
            hint = did_you_mean(name, open_to_all)
            raise ValueError(f"choices can be added to {', '.join(open_to_all)} alone{hint}")
        _check_choice(name, choice, added, fact)
        held = fact.of if fact.type == "list" else fact.values
        if choice in held:
            added = self._added_alike(name, choice, added)
        _check_spellings({**held, choice: added.also}, choice)
        held[choice] = added.also
        known = (name, choice) in self.added
        self.added[name, choice] = added
        if fact.order and not known:
            self._place(name, choice, added, fact)
        if added.direction:
            fact.direction[choice] = added.direction
        if added.leads_to:
            fact.leads_to[choice] = added.leads_to
        if added.recorded_by:
            fact.recorded_by[choice] = added.recorded_by
        if fact.asks and fact.type == "choice" and not known:
            fact.asks = f"{fact.asks.rstrip('?')}, or {choice.replace('_', ' ')}?"

    def _added_alike(self, name: str, choice: str, added: ChoiceEntry) -> ChoiceEntry:
        """What two packs say of a choice that both add: the spellings of both, and what one says more.

        Raises ValueError where it is the shared vocabulary's, or the two say different things of it.
        """
        held = self.added.get((name, choice))
        if held is None:
            raise ValueError(f"{name} has this choice already")
        said = {}
        for key in ("between", "recorded_by", "direction", "leads_to"):
            one, two = getattr(held, key), getattr(added, key)
            # Which of the two comes first between them makes no difference.
            if one and two and (sorted(one) != sorted(two) if key == "between" else one != two):
                raise ValueError(f"another pack adds this choice to {name}, and says another `{key}:` of it")
            said[key] = one or two
        return ChoiceEntry(also=[*dict.fromkeys((*held.also, *added.also))], **said)

    def _place(self, name: str, choice: str, added: ChoiceEntry, fact: FactEntry) -> None:
        """Puts a choice between two others: the order is written with the most serious first."""
        low, high = _between(added, fact.order)
        if name == SUPPORT and low not in fact.order[fact.order.index("child_in_need") + 1 :]:
            raise ValueError(
                "a kind of support that a pack brings lies below Child in Need: "
                "what lies above is for the law to say"
            )
        at = fact.order.index(low)
        if fact.order.index(high) != at - 1:
            raise ValueError(
                f"{low} and {high} do not lie beside each other, or another pack placed something there"
            )
        fact.order.insert(at, choice)

    def _name_levels(self, bringing: Sequence[OwnWords]) -> None:
        for words in bringing:
            levels = words.entries.levels
            if levels != bringing[0].entries.levels:
                message = (
                    f"the pack {bringing[0].pack} names them otherwise; a policy has one continuum of need"
                )
                self.problems.append(words.problem(message, "levels"))
            elif not FEWEST_LEVELS <= len(levels) <= MOST_LEVELS:
                message = f"names from {FEWEST_LEVELS} to {MOST_LEVELS} levels, from the least up"
                self.problems.append(words.problem(message, "levels"))
            elif alike := [
                told for _, told in misspelled((name, f"level {n}") for n, name in enumerate(levels, 1))
            ]:
                self.problems.append(words.problem(alike[0], "levels"))
        if bringing and not self.problems:
            named = bringing[0].entries.levels
            level = self.entries.facts[LEVEL_GROUP][LEVEL_NAME]
            level.called, level.at_most = list(named), len(named)
            level.order = [str(number) for number in range(len(named), 0, -1)]


def _check_choice(name: str, choice: str, added: ChoiceEntry, fact: FactEntry) -> None:
    """Raises ValueError where what is said of an added choice does not suit the fact."""
    if fact.order and not added.between:
        raise ValueError("say between which two it lies, such as `between: [early_help, child_in_need]`")
    if added.between and not fact.order:
        raise ValueError(f"the choices of {name} have no order: leave `between` out")
    if bool(fact.direction) != bool(added.direction):
        told = (
            "say which way it is (`direction:`)" if fact.direction else "it has no direction: leave that out"
        )
        raise ValueError(told)
    if added.recorded_by and name != SUPPORT:
        raise ValueError(f"`recorded_by` is said of a kind of support ({SUPPORT}) alone")


def _check_spellings(choices: Mapping[str, Sequence[str]], added: str) -> None:
    """Raises ValueError where the name of an added choice, or another spelling of it, is one of another's."""
    others = [(each, name) for name in choices if name != added for each in (name, *choices[name])]
    for _, message in misspelled((*others, *((each, added) for each in (added, *choices[added])))):
        raise ValueError(message)


def _between(added: ChoiceEntry, order: Sequence[str]) -> tuple[str, str]:
    """The lower and the higher of the two. Raises ValueError where one is none of the choices."""
    between = added.between or []
    for each in between:
        if each not in order:
            raise ValueError(f'between: there is no choice "{each}"{did_you_mean(each, order)}')
    low, high = sorted(between, key=list(order).index, reverse=True)
    return low, high


def _misnamed(words: OwnWords, shared: VocabularyFile) -> Iterator[Problem]:
    """Names that do not begin with the prefix, and those that the shared vocabulary has."""
    prefix, entries = words.prefix, words.entries
    taken: Mapping[str, Iterable[str]] = {
        "roles": shared.roles,
        "episodes": shared.episodes,
        "events": shared.events,
        "facts": shared.facts,
    }
    shared_names = {name for kind in ("episodes", "events", "facts") for name in taken[kind]}
    if any(f"{name}_".startswith(f"{prefix}_") for name in (*shared_names, *RESERVED)):
        message = f'names that all packs share begin with "{prefix}": give the pack another prefix'
        yield words.problem(f"{message}, such as `prefix: our_{prefix}`", "prefix")
        return
    for kind, names in taken.items():
        for name in getattr(entries, kind):
            if name in names:
                told = "a pack adds words of its own and changes none; leave this out, or take another name"
                yield words.problem(f"the shared vocabulary says what this is: {told}", kind, name)
            elif kind != "roles" and not _begins_with(name, prefix):
                yield words.problem(
                    f'must begin with the pack\'s prefix, such as "{prefix}_{name}"', kind, name
                )
    yield from _ends_of_others(words)
    for group, facts in entries.facts.items():
        for name, fact in facts.items():
            if fact.protection and fact.default is not None:
                message = "what tells of danger has no default: as long as nobody has said, it is unknown"
                yield words.problem(message, "facts", group, name)


def _ends_of_others(words: OwnWords) -> Iterator[Problem]:
    """Episodes that begin or end with what is not the pack's own, or begin with what ends them.

    A shared event, such as the end of a referral, would say something else of every case than it did.
    """
    for name, episode in words.entries.episodes.items():
        for key, event, such_as in (("opens", episode.opens, "begun"), ("closes", episode.closes, "ended")):
            if not _begins_with(event, words.prefix):
                told = "a pack's episode begins and ends with events of the pack, declared under `events:`"
                message = f'{told}: name one, such as "{name}_{such_as}"'
                yield words.problem(message, "episodes", name, key)
        if episode.opens == episode.closes:
            message = (
                "one event cannot both begin and end it: name another, which you declare under `events:`"
            )
            yield words.problem(message, "episodes", name, "closes")


def _begins_with(name: str, prefix: str) -> bool:
    return name == prefix or name.startswith(f"{prefix}_")
