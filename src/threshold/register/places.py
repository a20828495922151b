"""Which links stand where they were recorded: altered, moved, copied, removed, out of joint.

The chain is taken link by link, and what is remembered of it does not grow with it: runs of entries that
were moved alike, and of numbers that are missing.
"""

from collections.abc import Iterator

from threshold.register.chain import Link, beginning
from threshold.register.faults import Fault

ALTERED = "its line in the chain was altered"

_NEAR = 20_000  # how far from its place a link that does not fit is looked for
_TRIALS = 2_000_000  # in all
_RUNS = 1_000  # remembered

Run = tuple[int, int]


class Places:
    """Takes links in the order of their numbers, and says what is wrong with each, and at last with all."""

    def __init__(self, identity: str, newest: int) -> None:
        self._expected: str | None = beginning(identity)  # None after what is not in its place
        self._newest, self._trials, self._rows, self._shift = newest, _TRIALS, 0, 0
        self._last, self._bound = (
            0,
            0,
        )  # the greatest number so far, and the greatest that a link was made for
        self._gaps: list[tuple[int, int, bool]] = []
        self._moved: list[tuple[int, int, int]] = []  # first and last number, and how far from their own

    def take(self, number: int, link: Link | None) -> tuple[int | None, list[Fault]]:
        """The number that a link was made for (None where it was altered), and what is wrong with it."""
        twice = number == self._last and self._rows > 0
        was = self._recorded_as(number, link)
        if number > self._last + 1 and len(self._gaps) < _RUNS:
            self._gaps.append((self._last + 1, number - 1, was is None))
        found = list(self._told(number, was, twice))
        in_place = was == number and number >= 1
        if in_place and link is not None and number == max(self._last, 0) + 1:
            found += self._joint(number, link)
        self._expected = link.hash if in_place and link is not None else None
        self._last, self._rows = max(self._last, number), self._rows + 1
        if was is not None:
            self._bound = max(self._bound, was)
        return was, found

    def _told(self, number: int, was: int | None, twice: bool) -> Iterator[Fault]:
        if was is None:
            yield Fault(number, ALTERED)
        elif was != number:
            self._remember(number, was)
            yield Fault(number, f"was moved here: it was recorded as entry {was}")
        elif number < 1:
            yield Fault(number, "was inserted: entries are numbered from 1")
        elif twice or any(first <= number + shift <= last for first, last, shift in self._moved):
            yield Fault(number, "was inserted: it is a copy")

    def _joint(self, number: int, link: Link) -> Iterator[Fault]:
        if self._expected is not None and link.previous != self._expected:
            told = (
                "is not the beginning of this register"
                if number == 1
                else f"does not follow entry {number - 1}: one of the two was inserted or made anew"
            )
            yield Fault(number, told)

    def _recorded_as(self, number: int, link: Link | None) -> int | None:
        if link is None:
            return None
        for candidate in self._candidates(number, link):
            if link.hash == link.hash_as(candidate):
                self._shift = candidate - number
                return candidate
        return None

    def _candidates(self, number: int, link: Link) -> Iterator[int]:
        yield number
        yield number + self._shift
        place = self._rows + 1
        most = min(2 * self._newest + 100, place + _NEAR) if self._newest < 2**40 else place + _NEAR
        for distance in range(_NEAR):
            for candidate in (place + distance, place - distance):
                if 1 <= candidate <= most and self._trials > 0:
                    self._trials -= 1
                    yield candidate
            if place + distance > most and place - distance < 1:
                return

    def _remember(self, number: int, was: int) -> None:
        shift = number - was
        if self._moved and self._moved[-1][1:] == (number - 1, shift):
            self._moved[-1] = (self._moved[-1][0], number, shift)
        elif len(self._moved) < _RUNS:
            self._moved.append((number, number, shift))

    def removed(self) -> Iterator[Fault]:
        """The entries that are nowhere, once all links were taken."""
        elsewhere = sorted((first - shift, last - shift) for first, last, shift in self._moved)
        missing = [(first, last) for first, last, _ in self._gaps]
        missing += [(first, last) for first, last, _ in self._moved]
        for first, last in _without(sorted(missing), elsewhere):
            known = min(last, self._bound)
            if known >= max(first, 1):
                start = max(first, 1)
                yield Fault(start, "was removed") if start == known else Fault(start, "were removed", known)
        for first, last, unsure in self._gaps:
            start = max(first, self._bound + 1)
            if unsure and start <= last:
                told = f"are missing: they were removed, or the number of entry {last + 1} was altered"
                yield Fault(start, told, last)


def _without(runs: list[Run], taken: list[Run]) -> Iterator[Run]:
    """The runs of numbers without those taken; both in order."""
    for first, last in runs:
        start = first
        for begins, ends in taken:
            if ends < start or begins > last:
                continue
            if begins > start:
                yield start, begins - 1
            start = max(start, ends + 1)
        if start <= last:
            yield start, last
