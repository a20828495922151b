"""How entries of one timeline are linked: `ref` names what an entry is about, `of` what that belongs to."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from threshold.casefiles.model import OF_THE_REQUEST, Entry
from threshold.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class BadLink:
    """What is wrong with the link of an entry, by its place in the timeline (from 0) and its key."""

    place: int
    key: str
    message: str


def bad_links(timeline: Sequence[Entry], vocabulary: Vocabulary) -> Iterator[BadLink]:
    """Every link that cannot be: nothing is guessed where one names nothing, itself, or two things."""
    things = things_of(vocabulary)
    named: dict[str, list[int]] = defaultdict(list)
    for place, entry in enumerate(timeline):
        if entry.ref == OF_THE_REQUEST:
            yield BadLink(place, "ref", '"request" stands for what the file asks for; use another reference')
        elif entry.ref:
            named[entry.ref].append(place)
    kinds: dict[str, str] = {}
    for ref, places in named.items():
        kinds[ref] = things[timeline[places[0]].event]
        for place in places:
            if things[timeline[place].event] != kinds[ref]:
                message = "is used for two kinds of thing; give each a reference of its own"
                yield BadLink(place, "ref", message)
        yield from _one_run(timeline, places, vocabulary)
    held = {entry.ref for entry in timeline if entry.status == "held"}
    for place, entry in enumerate(timeline):
        for key, ref in (("ref", entry.ref), ("of", entry.of)):
            if ref.casefold() == "unknown":
                yield BadLink(place, key, "is not known: then leave it out, or all that is not known is one")
        if entry.of:
            yield from _belonging(place, entry, kinds, vocabulary)
        if entry.status == "held" and entry.of in kinds and entry.of not in held:
            message = "names what is planned or cancelled; what was held belongs to something that was"
            yield BadLink(place, "of", message)


def things_of(vocabulary: Vocabulary) -> dict[str, str]:
    """What each kind of event is about: the episode that it opens or closes, else itself."""
    things = {name: name for name in vocabulary.events}
    for episode in vocabulary.episodes.values():
        things[episode.opens] = things[episode.closes] = episode.name
    return things


def _one_run(timeline: Sequence[Entry], places: Sequence[int], vocabulary: Vocabulary) -> Iterator[BadLink]:
    """One run begins once, ends once, not before it began, and belongs to one thing."""
    held = [place for place in places if timeline[place].status == "held"]
    for episode in vocabulary.episodes.values():
        starts, ends = (
            [place for place in held if timeline[place].event == event]
            for event in (episode.opens, episode.closes)
        )
        for what, twice in (("begun", starts[1:]), ("ended", ends[1:])):
            for place in twice:
                message = f"is {what} twice under this reference; a second one needs a reference of its own"
                yield BadLink(place, "ref", message)
        if not (starts and ends):
            continue
        begun, ended = timeline[starts[0]], timeline[ends[0]]
        if begun.on is not None and ended.on is not None and ended.on < begun.on:
            yield BadLink(ends[0], "on", "ends before the day on which it began, by its reference")
        if begun.of and ended.of and begun.of != ended.of:
            yield BadLink(ends[0], "of", "belongs to something else than its start does")


def _belonging(place: int, entry: Entry, kinds: dict[str, str], vocabulary: Vocabulary) -> Iterator[BadLink]:
    if entry.of == OF_THE_REQUEST:
        return
    if entry.of == entry.ref:
        yield BadLink(place, "of", "names the entry itself; name what it belongs to")
        return
    if entry.of not in kinds:
        yield BadLink(place, "of", "names no reference of this file (`ref:` of another entry, or request)")
        return
    may = belongs_among(entry.event, vocabulary)
    if may is not None and not may:
        yield BadLink(place, "of", "belongs to nothing, so that it names nothing here")
    elif may is not None and kinds[entry.of] not in may:
        listed = " or ".join(sorted(may)).replace("_", " ")
        yield BadLink(place, "of", f"names a {_spoken(kinds[entry.of])}; this belongs to: {listed}")


def belongs_among(event: str, vocabulary: Vocabulary) -> frozenset[str] | None:
    """The episodes that the `of` of such an entry may name; None where it may name anything."""
    episodes = vocabulary.episodes
    own = [each for each in episodes.values() if event in (each.opens, each.closes)]
    if own:
        return frozenset(each.within for each in own if each.within)
    found = {*vocabulary.events[event].belongs_to}
    if not found:
        return None
    around = {episodes[name].within for name in found if episodes[name].within}
    inside = {each.name for each in episodes.values() if each.within in found}
    return frozenset(found | around | inside)


def _spoken(name: str) -> str:
    return name.replace("_", " ")
