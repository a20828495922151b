"""A register held against its mirror, line by line: what was rewritten, was cut off, or is missing there."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import BinaryIO

from pydantic import TypeAdapter

from threshold.reading import BadInput, Problem
from threshold.register.chain import Link
from threshold.register.faults import Fault
from threshold.register.mirror import SCHEMA, cut_short, data_in, first_line, line_of, links_of
from threshold.register.store import Register

WAIT = 1.0  # seconds for which somebody who is recording may be about to write a line
_LONGEST = 64 * 1024  # bytes of one line; what is longer is none of this program's
_EMPTY = (
    "the mirror has no entries: nothing was recorded with it yet, or all was taken out of it. The next entry "
    "that is recorded with it begins it"
)
_MANY = 20  # faults that are told; the others are counted


@dataclass(frozen=True, slots=True)
class Mirrored:
    """What came of it: how many entries are the same in both, and what is not as it should be."""

    entries: int
    faults: tuple[Fault, ...]


def hold_against(register: Register, path: Path) -> Mirrored:
    """Hold a register against its mirror; of either, no more than a line is held at a time.

    Others may go on recording meanwhile. Raises BadInput where the file cannot be read or is no mirror.
    """
    comparison = _Comparison(register)
    if path.exists() and not path.is_file():  # a pipe would keep whoever reads it waiting
        raise BadInput(Problem("the mirror cannot be read (it is no ordinary file)", str(path)))
    try:
        with path.open("rb") as file:
            lines = _lines(file, comparison.patience())
            if _is_of_another(lines, register.identity, path):
                return Mirrored(
                    0, (Fault(0, "the mirror is of another register, or this one was begun anew"),)
                )
            for line in lines:
                comparison.take(line)
    except OSError as error:
        message = f"the mirror cannot be read ({error.strerror or 'the disk reported an error'})"
        raise BadInput(Problem(message, str(path))) from None
    return comparison.ended()


def _lines(file: BinaryIO, patience: Callable[[], bool]) -> Iterator[bytes]:
    """Each line; at the end, for as long as there is patience, those that are still being written."""
    line = b""
    while (piece := file.readline(_LONGEST)) or patience():
        line += piece
        if line.endswith(b"\n") or len(line) >= _LONGEST:
            yield line
            line = b""
    if line:
        yield line


def _is_of_another(lines: Iterator[bytes], identity: str, path: Path) -> bool:
    """Take the first line, if there is one. Raises BadInput where the file is no mirror."""
    first = first_line(identity)
    for line in lines:
        if line.rstrip(b"\n") == first.rstrip(b"\n"):
            return False
        if data_in(line).get("schema") == SCHEMA:
            return True
        if not cut_short(line, first):
            raise BadInput(Problem("this is no mirror of a register", str(path)))
    return False  # it is empty yet, or its first line was cut short


@cache
def _links() -> TypeAdapter[Link]:
    return TypeAdapter(Link)


def _link_in(line: bytes) -> Link | None:
    """The link that a line holds; None where it cannot be read, or is not as its own hash has it."""
    try:
        link = _links().validate_json(line, strict=True)
        return link if link.fits else None
    except ValueError:
        return None


class _Comparison:
    """The links of a register beside the lines of its mirror, as far as they have come."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._recorded = register.greatest()  # before the mirror was looked at
        self._unreadable = False  # from here on
        self._links = links_of(register)
        self._next: Link | None = None
        self._passed = 0
        self._text = b""
        self._advance()
        self._entries = 0
        self._newest = 0  # in the mirror
        self._apart: tuple[int, int] | None = None  # a run of entries that the mirror has otherwise
        self._more: tuple[int, int] | None = None  # a run of entries that the register has not
        self._begun = False
        self._faults: list[Fault] = []
        self._uncounted = 0

    def patience(self) -> Callable[[], bool]:
        """Whether to wait a little for the mirror, where it has not yet what the register had."""
        until = time.monotonic() + WAIT

        def wait() -> bool:
            if self._next is None or self._next.number > self._recorded or time.monotonic() > until:
                return False
            time.sleep(0.02)
            return True

        return wait

    def take(self, line: bytes) -> None:
        """The mirror's next line."""
        self._begun = True
        if self._unreadable:
            return
        if self._next is None:  # somebody may have recorded meanwhile
            self._links = links_of(self._register, self._passed)
            self._advance()
        if line == self._text or line + b"\n" == self._text:
            self._same()
        elif not cut_short(line, self._text):
            self._other(line)

    def ended(self) -> Mirrored:
        """What came of it."""
        if self._apart is not None:
            first, last = self._apart
            after = f" and all after it ({last - first})" if last > first else ""
            self._fault(first, f"is not as the mirror has it: it{after} was rewritten, here or there")
        if self._more is not None:
            was = "was" if self._more[0] == self._more[1] else "were"
            self._fault(0, f"{_which(self._more)} {was} cut off: the mirror has more than the register")
        if self._next is not None and self._next.number <= self._recorded:
            if self._begun:
                self._missing((self._next.number, self._recorded))
            else:
                self._fault(0, _EMPTY)
        if self._unreadable:
            self._fault(0, f"the register cannot be held against the mirror after entry {self._passed}")
        if self._uncounted:
            self._faults.append(Fault(0, f"{self._uncounted} more differences between register and mirror"))
        return Mirrored(self._entries, tuple(self._faults))

    def _advance(self) -> None:
        self._passed = self._passed if self._next is None else self._next.number
        try:
            self._next = next(self._links, None)
        except BadInput:
            self._next, self._unreadable = None, True
        self._text = b"" if self._next is None else line_of(self._next)

    def _same(self) -> None:
        """The next entry is in the mirror as it is here, and so is all that it follows."""
        assert self._next is not None
        if self._apart is not None:
            last = f", nor are those to entry {self._apart[1]}" if self._apart[1] > self._apart[0] else ""
            told = "though what follows is: it was altered, here or there"
            self._fault(self._apart[0], f"is not as the mirror has it{last}, {told}")
            self._apart = None
        self._entries += 1
        self._newest = self._next.number
        self._advance()

    def _other(self, line: bytes) -> None:
        """A line that is not the one expected."""
        link = _link_in(line)
        if link is None:
            self._altered(line)
        elif link.number <= self._newest:
            self._fault(link.number, "stands in the mirror twice")
        else:
            self._skip_to(link.number)
            self._newest = link.number
            if self._next is None:
                self._more = (self._more[0] if self._more else link.number, link.number)
            elif line == self._text:
                self._same()
            else:
                self._apart = (self._apart[0] if self._apart else link.number, link.number)
                self._advance()

    def _altered(self, line: bytes) -> None:
        number = data_in(line).get("number")
        if self._next is not None and number == self._next.number:
            self._fault(
                self._next.number, "its line in the mirror was altered, by which nothing can be shown"
            )
            self._newest = self._next.number
            self._advance()
        else:
            self._fault(
                0, "a line of the mirror cannot be read: it was altered, or is none of this program's"
            )

    def _skip_to(self, number: int) -> None:
        """Pass over what the mirror lacks."""
        if self._next is None or self._next.number >= number:
            return
        first = last = self._next.number
        while self._next is not None and self._next.number < number:
            last = self._next.number
            self._advance()
        self._missing((first, last))

    def _missing(self, run: tuple[int, int]) -> None:
        lacks = "is missing" if run[0] == run[1] else "are missing"
        why = "recorded without it, or taken out of it"
        self._fault(0, f"{_which(run)} {lacks} in the mirror: {why}")

    def _fault(self, entry: int, what: str) -> None:
        if len(self._faults) < _MANY:
            self._faults.append(Fault(entry, what))
        else:
            self._uncounted += 1


def _which(run: tuple[int, int]) -> str:
    first, last = run
    return f"entry {first}" if first == last else f"entries {first} to {last}"
