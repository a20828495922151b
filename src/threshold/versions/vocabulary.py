"""Facts, events, episodes and roles of two policies: what differs, and a vocabulary with some of it."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from threshold.versions.change import Key, Kind
from threshold.vocabulary import Event, Fact, Vocabulary
from threshold.vocabulary.counted import GROUPS_OF_COUNTS

_Entry = TypeVar("_Entry")
_WORDS = {Fact: frozenset({"asks", "means", "asked_with"}), Event: frozenset({"asks"})}


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its other names, the roles it counts as, and the pack that brings it."""

    names: tuple[str, ...]
    counts_as: tuple[str, ...]
    brought_by: str


@dataclass(frozen=True, slots=True)
class WordsDiffer:
    """An entry that is not the same in both; None: it is not there. `decides`: not only how it is asked."""

    key: Key
    before: Any
    after: Any
    decides: bool


def differences(old: Vocabulary, new: Vocabulary, left_out: Collection[str] = ()) -> Iterator[WordsDiffer]:
    """Every entry that is not the same in both, save the facts `left_out` and those of counts."""
    if old is new or old == new:
        return
    for kind, before, after in (
        ("fact", old.facts, new.facts),
        ("event", old.events, new.events),
        ("episode", old.episodes, new.episodes),
        ("role", roles(old), roles(new)),
    ):
        for name in {**before, **after}:
            one, other = before.get(name), after.get(name)
            if one == other or name in left_out or name.partition(".")[0] in GROUPS_OF_COUNTS:
                continue
            decides = one is not None and other is not None and _decides(one, other)
            yield WordsDiffer(Key(kind, "", name), one, other, decides)  # type: ignore[arg-type]


def mixed(
    old: Vocabulary, new: Vocabulary, takes_new: Callable[[Kind, str], bool], everything: bool
) -> Vocabulary:
    """The entries of the old vocabulary, and of the new one those that are taken.

    `everything`: what is in one of them only is kept besides, so that rules of both can be read.
    """
    if old is new or old == new:
        return old

    def chosen(kind: Kind, before: Mapping[str, _Entry], after: Mapping[str, _Entry]) -> dict[str, _Entry]:
        found: dict[str, _Entry] = {}
        for name in {**before, **after}:
            taken = takes_new(kind, name)
            if name in before and name in after:
                found[name] = _wider(before[name], after[name], taken, everything)
            elif everything or taken == (name in after):
                found[name] = (before if name in before else after)[name]
        return found

    kept = chosen("role", roles(old), roles(new))
    return Vocabulary(
        facts=chosen("fact", old.facts, new.facts),
        events=chosen("event", old.events, new.events),
        episodes=chosen("episode", old.episodes, new.episodes),
        roles=tuple((name, used) for used, role in kept.items() for name in role.names),
        counts_as={used: role.counts_as for used, role in kept.items() if role.counts_as},
        brought_by={used: role.brought_by for used, role in kept.items() if role.brought_by},
    )


def roles(vocabulary: Vocabulary) -> dict[str, Role]:
    """The roles of a vocabulary, by the name that is used."""
    names: dict[str, list[str]] = {}
    for name, used in vocabulary.roles:
        names.setdefault(used, []).append(name)
    return {
        used: Role(
            tuple(found), tuple(vocabulary.counts_as.get(used, ())), vocabulary.brought_by.get(used, "")
        )
        for used, found in names.items()
    }


def _wider(before: Any, after: Any, taken: bool, everything: bool) -> Any:
    """The entry that is taken; where rules of both are read, with all choices if the other only adds some."""
    entry, other = (after, before) if taken else (before, after)
    if everything and isinstance(entry, Fact):
        more = {*entry.type.values} < {*other.type.values}
        if more:
            return replace(entry, type=other.type)
    return entry


def _decides(one: Any, other: Any) -> bool:
    """Whether two entries differ in more than the words that ask for them."""
    words = _WORDS.get(type(one), frozenset())
    return any(getattr(one, name) != getattr(other, name) for name in one.__slots__ if name not in words)
