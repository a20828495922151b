"""How many records a file holds, counted without reading them: its reader has to come to the same."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from threshold.reading import BadInput, Problem

_PIECE = 8 * 1024**2
_BOM = b"\xef\xbb\xbf"
_LF, _CR, _QUOTE = 10, 13, 34
_INVISIBLE = b" \t\r\n\v\f"
_ENDS = re.compile(rb"\r\n|\r|\n")
# Of a text no longer than this, all is counted before numpy would have come in.
_SHORT = 1024**2  # bytes

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Bytes: TypeAlias = npt.NDArray[np.uint8]
    Places: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Lines:
    """The records of a delimited text, blank ones and those above the rows too.

    returns   whether a return alone ends one
    loose     whether a quotation mark stands elsewhere than around a cell, or is left open
    """

    records: int
    returns: bool
    loose: bool


def agree(place: str, counted: int, read: int) -> None:
    """Raise BadInput where more records were read of a file than it holds, or fewer."""
    if counted != read:
        message = (
            f"holds {counted:,} records, and {read:,} were read, so nothing is reported; is it being written "
            "to? If not, please report this with the kind of file"
        )
        raise BadInput(Problem(message, place))


def count_lines(source: Path | bytes, separator: str) -> Lines:
    """The records of a text in UTF-8: its ends of lines, but for those inside quotation marks."""
    short = _if_short(source)
    if short is not None:
        return _count_short(short, separator)
    with _held(source) as held:
        try:
            records, returns = 0, False
            for ends, lone in _ends(held, separator.encode()):
                records += ends if isinstance(ends, int) else ends.size
                returns |= lone
        except _Loose:
            return _count_short(held.tobytes(), separator)
        return Lines(records + _goes_on(held[-1:].tobytes()), returns, False)


def _if_short(source: Path | bytes) -> bytes | None:
    """The bytes of a text, without the mark that says how they are to be read; None of a long one."""
    try:
        if isinstance(source, Path):
            if source.stat().st_size > _SHORT:
                return None
            source = source.read_bytes()
    except OSError:
        raise BadInput(Problem("it cannot be read", str(source))) from None
    return source.removeprefix(_BOM) if len(source) <= _SHORT else None


def _count_short(text: bytes, separator: str) -> Lines:
    plain = _without_quoted(text, separator) if b'"' in text else text
    loose = b'"' in plain or len(separator.encode()) > 1
    ends = _ENDS.findall(plain)
    return Lines(len(ends) + _goes_on(text[-1:]), loose or b"\r" in ends, loose)


def count_blank(source: Path | bytes, separator: str) -> int:
    """How many of these records have no cell that is filled; those with nothing but quotation marks count."""
    import numpy as np

    empty = _INVISIBLE + separator.encode() + b'"'
    with _held(source) as held:
        try:
            full = np.ones(256, np.int64)
            full[list(empty)] = 0
            blank, last, before = 0, 0, 0
            at = 0
            for ends, _ in _ends(held, separator.encode(), True):
                assert not isinstance(ends, int)
                filled = np.cumsum(full[held[at : at + _PIECE]]) + before
                at, before = at + filled.size, int(filled[-1])
                reached = filled[ends - at + filled.size]
                blank += int((np.diff(reached, prepend=last) == 0).sum())
                last = int(reached[-1]) if reached.size else last
            return blank + (last == before and _goes_on(held[-1:].tobytes()))
        except _Loose:
            lines = _ENDS.split(_without_quoted(held.tobytes(), separator))
            return sum(1 for line in lines if not line.strip(empty))


def records_at(source: Path | bytes, separator: str, numbers: Sequence[int]) -> dict[int, bytes] | None:
    """The bytes of some records, by their numbers from 1; None where their ends cannot be told so simply."""
    import numpy as np

    found: dict[int, bytes] = {}
    with _held(source) as held:
        try:
            passed, last = 0, -1
            wanted = sorted(numbers)
            for ends, _ in _ends(held, separator.encode(), True):
                assert not isinstance(ends, int)
                bounds = np.concatenate([[last], ends])
                while wanted and wanted[0] <= passed + ends.size:
                    at = wanted.pop(0) - passed
                    found[at + passed] = held[bounds[at - 1] + 1 : bounds[at]].tobytes()
                passed, last = passed + ends.size, int(bounds[-1])
            found |= {number: held[last + 1 :].tobytes() for number in wanted if number == passed + 1}
        except _Loose:
            return None
    return found


def count_json_lines(source: Path | bytes, returns: bool = False) -> int:
    """The lines of a file of JSON that are not blank; `returns`: some end in a return alone."""
    with source.open("rb") if isinstance(source, Path) else BytesIO(source) as lines:
        if returns:
            return sum(1 for line in _ENDS.split(lines.read()) if not _is_blank(line))
        return sum(1 for line in lines if not _is_blank(line))


def _is_blank(line: bytes) -> bool:
    return not line.strip() or not (line.isascii() or line.decode(errors="replace").strip())


class _Loose(Exception):
    """A quotation mark stands elsewhere than around a cell."""


def _ends(held: "Bytes", separator: bytes, places: bool = False) -> "Iterator[tuple[int | Places, bool]]":
    """Piece by piece where records end, or only how many do; and whether a return alone ends one of them.

    Raises _Loose.
    """
    import numpy as np

    if len(separator) > 1:
        raise _Loose
    beside = np.zeros(256, bool)
    beside[[*separator, _LF, _CR, _QUOTE]] = True
    inside = 0
    for start in range(0, held.size, _PIECE):
        piece = np.asarray(held[start : start + _PIECE])
        quotes = np.flatnonzero(piece == _QUOTE) + start
        lone = _returns(held, piece, start)
        if not (places or quotes.size or inside):
            yield int(np.count_nonzero(piece == _LF)) + lone.size, lone.size > 0
            continue
        _check(held, quotes, beside, inside)
        ends = np.flatnonzero(piece == _LF) + start
        ends, lone = (each[(np.searchsorted(quotes, each) + inside) % 2 == 0] for each in (ends, lone))
        inside = (inside + quotes.size) % 2
        yield np.sort(np.concatenate([ends, lone])), lone.size > 0
    if inside:
        raise _Loose


def _returns(held: "Bytes", piece: "Bytes", start: int) -> "Places":
    """Where a return stands that no line feed follows."""
    import numpy as np

    found = np.flatnonzero(piece == _CR) + start
    if not found.size:
        return found
    return np.compress(held[np.minimum(found + 1, held.size - 1)] != _LF, found)


def _check(held: "Bytes", quotes: "Places", beside: "npt.NDArray[np.bool_]", inside: int) -> None:
    """Raise _Loose where a mark that opens stands inside a cell, or one that closes is followed by more."""
    before, after = quotes[inside::2] - 1, quotes[1 - inside :: 2] + 1
    before, after = before[before >= 0], after[after < held.size]
    if not (beside[held[before]].all() and beside[held[after]].all()):
        raise _Loose


def _without_quoted(text: bytes, separator: str) -> bytes:
    """The text with one letter for each cell that is quoted as it should be, or a space for an empty one."""
    said = re.escape(separator.encode())
    one = rb"[" + said + rb"\r\n]" if len(separator.encode()) == 1 else rb"(?:" + said + rb"|\r|\n)"
    start = rb"(?:^|(?<=" + said + rb")|(?<=[\r\n]))"
    quoted = re.compile(start + rb'"[^"]*+(?:""[^"]*+)*+"(?=' + one + rb"|\Z)")
    return quoted.sub(lambda found: b"x" if found[0].strip(_INVISIBLE + b'"') else b" ", text)


def _goes_on(text: bytes) -> bool:
    """Whether a last record has no end of line."""
    return bool(text) and text[-1] not in (_LF, _CR)


@contextmanager
def _held(source: Path | bytes) -> "Iterator[Bytes]":
    """The bytes, without the mark that says how they are to be read. Raises BadInput where there are none."""
    import numpy as np

    try:
        if isinstance(source, bytes):
            yield _unmarked(np.frombuffer(source, np.uint8))
        elif source.stat().st_size:
            yield _unmarked(np.memmap(source, np.uint8, "r"))
        else:
            yield np.zeros(0, np.uint8)
    except OSError:
        raise BadInput(Problem("it cannot be read", str(source))) from None


def _unmarked(held: "Bytes") -> "Bytes":
    return held[len(_BOM) :] if held[: len(_BOM)].tobytes() == _BOM else held
