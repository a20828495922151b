"""The mirror: a second copy of the chain, in a file that is only appended to. It holds nothing of any case.

A first line names the register; then comes a line of JSON for each link, written once the entry is on the
disk. A line that was cut short (the program was killed, the disk was full) stays, and is written again
after it.
"""

import json
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from threshold.output.appending import appending
from threshold.reading import BadInput, Problem
from threshold.register.chain import Link
from threshold.register.database import in_plain_words
from threshold.register.store import Register

SCHEMA = "threshold/mirror/1"
_START = 4096  # bytes in which the first line must be found
_END = 64 * 1024  # bytes of the end that are looked at before an entry is recorded
_BATCH = 500
_LINE = re.compile(rb"[^\n]*\n|[^\n]+")
_NAMES = tuple(field.name for field in fields(Link))
_UNREADABLE = "the mirror's last lines cannot be read"


class Apart(Exception):
    """A file is no mirror of the register, or the two do not agree; says how."""


@dataclass(frozen=True, slots=True)
class End:
    """How far a mirror has come: its newest entry, 0 where there is none.

    begun  whether it names the register yet
    short  its last line was cut short
    open   of its last line, only the line break is missing
    lacks  the first entry that is not there though a later one is, as far back as was looked
    """

    number: int
    begun: bool
    short: bool
    open: bool
    lacks: int = 0


class Mirror:
    """The second copy of a register's chain, in a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def check(self, register: Register) -> list[str]:
        """Look whether the mirror ends as the register has it; to be asked before an entry is recorded.

        Tells what it lacks before its end. A mirror that cannot be reached is passed over here: `catch_up`
        tells of it. Raises BadInput where it is none, or where the two do not agree.
        """
        try:
            lacks = _end(self.path, register).lacks
        except Apart as apart:
            told = f"{apart}; nothing was recorded. `threshold register verify --mirror` says more"
            raise BadInput(Problem(told, str(self.path))) from None
        except OSError:
            return []
        if not lacks:
            return []
        return [
            f"the line of entry {lacks} is not in the mirror any more, or cannot be read, though later ones "
            "are there; this is recorded all the same. `threshold register verify --mirror` says more"
        ]

    def catch_up(self, register: Register, own: Collection[int] = ()) -> list[str]:
        """Write what the mirror lacks, and tell what is out of the ordinary about it.

        `own` are the entries that whoever asks has just recorded, of which there is nothing to tell.

        Raises OSError where it cannot be written, and Apart where it does not agree with the register, or
        that cannot be read.
        """
        with appending(self.path) as append:
            try:
                end = _end(self.path, register)
                if end.open or end.short:
                    append(b"\n")
                if not end.begun:
                    append(first_line(register.identity))
                written = _write(register, end.number, append)
            except BadInput:
                raise Apart("the register could not be read") from None
        return list(_told(end, written, own))


def links_of(register: Register, after: int = 0) -> Iterator[Link]:
    """The links after a number, oldest first. Raises BadInput where one cannot be read."""
    links = register.chain(after)
    while (link := _read(register, lambda: next(links, None))) is not None:
        yield link


def first_line(identity: str) -> bytes:
    """The line that names the register."""
    return _line({"schema": SCHEMA, "register": identity})


def line_of(link: Link) -> bytes:
    """The line of a link."""
    return _line({name: getattr(link, name) for name in _NAMES})


def cut_short(line: bytes, whole: bytes) -> bool:
    """Whether a line is only the beginning of another: its writer was stopped, or the disk was full."""
    return len(line) < len(whole) and whole.startswith(line.rstrip(b"\n\0"))


def data_in(line: bytes) -> dict[str, object]:
    """What a line says; nothing where it cannot be read."""
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def number_in(line: bytes) -> int | None:
    """The number of the entry that a line is of, or None where it is of none."""
    number = data_in(line).get("number")
    return number if type(number) is int and number > 0 else None


_T = TypeVar("_T")


def _read(register: Register, what: Callable[[], _T]) -> _T:
    """What is read of the register; the mirror's own errors do not pass through here."""
    with in_plain_words(register.path):
        return what()


def _link(register: Register, number: int) -> Link | None:
    return _read(register, lambda: register.link(number))


def _line(data: dict[str, object]) -> bytes:
    return json.dumps(data, separators=(",", ":")).encode() + b"\n"


def _end(path: Path, register: Register) -> End:
    """How far a mirror has come. The register is read after it, and so is never behind an honest one."""
    if not path.exists():
        return End(0, begun=False, short=False, open=False)
    if not path.is_file():
        raise FileExistsError(0, "it is no ordinary file")
    with path.open("rb") as file:
        start = _LINE.findall(file.read(_START))
        size = file.seek(0, 2)
        file.seek(max(0, size - _END))
        lines = _LINE.findall(file.read(_END))
    if not _begun(start, first_line(register.identity)):
        return End(0, begun=False, short=bool(start) and not start[-1].endswith(b"\n"), open=False)
    return _agreed(register, lines if size <= _END else lines[1:])


def _begun(start: Sequence[bytes], first: bytes) -> bool:
    """Whether a mirror names the register yet. Raises Apart where it names another, or none."""
    for line in start:
        if line.rstrip(b"\n") == first.rstrip(b"\n"):
            return True
        if not cut_short(line, first):
            another = data_in(line).get("schema") == SCHEMA
            raise Apart(
                "this mirror is of another register" if another else "this is no mirror of a register"
            )
    return False


def _agreed(register: Register, lines: Sequence[bytes]) -> End:
    """Where a mirror ends that ends as the register has it. Raises Apart where it does not."""
    first = first_line(register.identity)
    after: list[bytes] = []
    for line in reversed(lines):
        whole = line if line.endswith(b"\n") else line + b"\n"
        number = 0 if whole == first else number_in(line)
        if number is None:
            after.append(line)
            continue
        if number:
            _check_entry(register, number, whole)
        following = _link(register, number + 1) if after else None
        if any(following is None or not cut_short(each, line_of(following)) for each in after):
            raise Apart(_UNREADABLE)
        short = bool(after) and not after[0].endswith(b"\n")
        return End(number, begun=True, short=short, open=whole != line, lacks=_gap(lines, first))
    raise Apart(_UNREADABLE)


def _gap(lines: Sequence[bytes], first: bytes) -> int:
    """The first entry without a line between those that have one, or 0."""
    numbers = [0 if line == first else number_in(line) for line in lines]
    known = [number for number in numbers if number is not None]
    for before, number in pairwise(known):
        if number > before + 1:
            return before + 1
    return 0


def _check_entry(register: Register, number: int, line: bytes) -> None:
    """Raises Apart where the register does not have an entry as a line has it."""
    newest = _read(register, register.newest)
    entries = newest.number if newest else 0
    if number > entries:
        raise Apart(
            f"the mirror knows of {number} entries and the register of {entries}: the others were cut off, "
            "or this is an older copy of the register"
        )
    link = _link(register, number)
    if link is None or line_of(link) != line:
        raise Apart(f"entry {number} is not as the mirror has it: one of the two was rewritten")


def _write(register: Register, after: int, append: Callable[[bytes], None]) -> tuple[int, int]:
    """Write the lines of all entries after one; the numbers of the first and last, or zeros for none."""
    first, last = 0, 0
    waiting: list[bytes] = []
    for link in links_of(register, after):
        first, last = first or link.number, link.number
        waiting.append(line_of(link))
        if len(waiting) == _BATCH:
            append(b"".join(waiting))
            waiting.clear()
    append(b"".join(waiting))
    return first, last


def _told(end: End, written: tuple[int, int], own: Collection[int]) -> Iterator[str]:
    first, last = written
    of_others = first < last and any(number not in own for number in (first, last))
    if end.short:
        yield "the mirror's last line was cut short; it is passed over, and was written again"
    if of_others and end.number == 0:
        yield f"the mirror was begun with entries {first} to {last}, as the register has them now"
    elif of_others:
        yield (
            f"entries {first} to {last} are in the mirror now, as the register has them: others recorded at "
            "the same time, or earlier entries had not been written there yet"
        )
