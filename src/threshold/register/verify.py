"""Verifying: every entry that was altered, moved, inserted or removed, by its number."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from threshold.register.chain import Link, beginning, text_digest
from threshold.register.entries import summary_from
from threshold.register.store import Register

_SEARCHED = 200  # how many links that do not fit are looked for under other numbers


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was recorded; `entry` is 0 where it concerns no single one."""

    entry: int
    what: str

    def __str__(self) -> str:
        return f"entry {self.entry}: {self.what}" if self.entry else self.what


@dataclass(frozen=True, slots=True)
class Verified:
    """What a look at the whole register came to. `erased` are the entries whose content lawfully went."""

    entries: int
    newest: str | None
    head: str
    faults: tuple[Fault, ...]
    erased: tuple[int, ...]


def verify(register: Register) -> Verified:
    """Look at every link and at what every entry holds. Raises BadInput where the file cannot be read.

    Others may go on recording: what is looked at first is never ahead of what it is compared with.
    """
    numbers = register.content_numbers()
    links = register.links()
    faults = [Fault(0, what) for what in register.sound()]
    erased = {link.erases for link in links if link.erases is not None}
    faults += sorted(
        (*_chain(links, register.identity), *_contents(register, links, numbers, erased)), key=_by_number
    )
    faults += _policies(register, numbers)
    return Verified(
        entries=len(links),
        newest=links[-1].made if links else None,
        head=links[-1].hash if links else beginning(register.identity),
        faults=tuple(faults),
        erased=tuple(sorted(erased - set(numbers))),
    )


def _by_number(fault: Fault) -> int:
    return fault.entry


def _chain(links: list[Link], identity: str) -> Iterator[Fault]:
    """What is wrong with the chain itself."""
    was = _recorded_as(links)
    seen: set[int] = set()
    for link in links:
        number = was[link.number]
        if number is None:
            yield Fault(link.number, "its line in the chain was altered")
        elif number != link.number:
            yield Fault(link.number, f"was moved here: it was recorded as entry {number}")
        elif number in seen:
            yield Fault(link.number, "was inserted: it is a copy")
        seen.add(link.number if number is None else number)
    for number in range(1, max(seen, default=0) + 1):
        if number not in seen:
            yield Fault(number, "was removed")
    yield from _joints(links, was, identity)


def _joints(links: list[Link], was: Mapping[int, int | None], identity: str) -> Iterator[Fault]:
    """Links that fit by themselves but do not follow the one before them."""
    before: Link | None = None
    for link in links:
        number = was[link.number]
        first = before is None
        expected = beginning(identity) if before is None else before.hash
        in_place = number == link.number and (before is None or was[before.number] == before.number)
        follows = link.number == (1 if before is None else before.number + 1)
        if in_place and follows and link.previous != expected:
            told = (
                "is not the beginning of this register"
                if first
                else f"does not follow entry {link.number - 1}: one of the two was inserted or made anew"
            )
            yield Fault(link.number, told)
        before = link


def _recorded_as(links: list[Link]) -> dict[int, int | None]:
    """The number that each link was made under; None where it fits no number, and so was altered."""
    found: dict[int, int | None] = {}
    shift, searched = 0, 0
    for link in links:
        if link.fits:
            found[link.number] = link.number
            continue
        found[link.number] = None
        candidates = [link.number + shift]
        if searched < _SEARCHED:
            searched += 1
            candidates += range(1, links[-1].number + len(links) + 2)
        for number in candidates:
            if link.hash == link.hash_as(number):
                found[link.number], shift = number, number - link.number
                break
    return found


def _contents(register: Register, links: list[Link], numbers: list[int], erased: set[int]) -> Iterator[Fault]:
    """What is wrong with what the entries hold."""
    owners = {link.content: link.number for link in links}
    last = ""
    for link in links:
        content = register.content(link.number)
        if content is None:
            if link.number not in erased:
                yield Fault(link.number, "what it held was removed")
        elif (digest := content.digest) != link.content:
            owner = owners.get(digest)
            told = f"holds what entry {owner} held" if owner else "what it holds was altered"
            yield Fault(link.number, told)
        elif link.fits and link.made < last and not summary_from(content.summary).clock_checked:
            yield Fault(link.number, "is dated before the entry before it")
        last = link.made
    for number in sorted(set(numbers) - {link.number for link in links}):
        yield Fault(number, "was inserted: the chain knows nothing of it")


def _policies(register: Register, numbers: list[int]) -> Iterator[Fault]:
    """Policies that were altered, or that an entry rests on and that are not there."""
    used: dict[str, list[int]] = {}
    for number in numbers:
        content = register.content(number)
        try:
            if content is not None:
                used.setdefault(summary_from(content.summary).policy_files, []).append(number)
        except (ValueError, TypeError, KeyError):
            continue  # told already: its digest cannot be right
    kept = register.policies()
    for digest, text in kept.items():
        if text_digest(text) != digest:
            entries = ", ".join(str(number) for number in used.get(digest, [])[:10])
            yield Fault(0, f"a policy kept here was altered{f' (of entries {entries})' if entries else ''}")
    for digest, named in used.items():
        if digest not in kept:
            yield Fault(named[0], "the policy that it was decided under was removed")
