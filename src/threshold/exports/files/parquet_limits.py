"""What a Parquet file would swell to, told by its footer and the head of every page before any is unpacked.

The footer may say what it likes: what counts is what the pages themselves say, for it is by that that
memory is taken. Nothing of a child is looked at.
"""

import mmap
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from threshold.exports.files.limits import (
    MAX_COLUMNS,
    MAX_DEPTH,
    MAX_FOOTER,
    MAX_PAGES,
    most_cells,
    most_rows,
    most_text,
)
from threshold.exports.files.thrift import Damaged, struct_at
from threshold.reading import BadInput, Problem

_MARK, _LOCKED = b"PAR1", b"PARE"
_TAIL = 8  # the length of the footer, and the mark
_FIXED_LENGTH = 7  # a type
_GROWS = 7  # an encoding: each value may repeat the one before it and be longer by a letter

# Numbers of fields, as Parquet's own definition has them.
_SCHEMA, _ROWS, _GROUPS = 2, 3, 4
_TYPE, _LENGTH, _NAME, _CHILDREN = 1, 2, 4, 5
_CHUNKS, _ROWS_OF_GROUP = 1, 3
_CHUNK = 3
_PATH, _PACKED_SIZE, _DATA_AT, _DICTIONARY_AT = 3, 7, 9, 11
_UNPACKED, _PACKED, _DATA, _DICTIONARY, _DATA_2 = 2, 3, 5, 7, 8
_VALUES, _ENCODING = 1, {_DATA: 2, _DATA_2: 4}

_SWELLS = "would swell beyond what a list of children in a file of this size needs; it was not opened"
_GROWING = (
    "this file packs text so that each builds on the one before (DELTA_BYTE_ARRAY), and nothing tells how "
    "long it gets; write it anew with the usual encodings"
)
_DAMAGED = "this is no Parquet file that can be read; is it damaged or cut short?"


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds: its bytes, and how many values each column has, by its outermost name."""

    size: int
    values: Mapping[str, int]

    def check_cells(self, columns: Collection[str], name: str) -> None:
        """Raises BadInput where these columns have more cells together than may be read."""
        if sum(self.values.get(column, 0) for column in columns) > most_cells(self.size):
            raise BadInput(Problem(f"this file {_SWELLS}", name))

    def check_text(self, text: int, name: str) -> None:
        """Raises BadInput where so many bytes of text are more than there may be."""
        if text > most_text(self.size):
            message = (
                "repeats long text until it is more than a list of children in a file of this size needs"
            )
            raise BadInput(Problem(f"this file {message}", name))


@dataclass(slots=True)
class _Counted:
    values: Counter[str] = field(default_factory=Counter)
    unpacked: int = 0
    growing: int = 0  # at most, where each text builds on the one before
    pages: int = 0


def look_inside_parquet(path: Path, name: str) -> Contents:
    """What a Parquet file holds. Raises BadInput where it is none, is damaged, or would swell too far."""
    try:
        with _opened(path) as data:
            return _looked(data, name)
    except (Damaged, OSError, ValueError):
        raise BadInput(Problem(_DAMAGED, name)) from None


def names_of_columns(path: Path) -> list[str]:
    """What the outermost columns of a Parquet file are called; nothing where that cannot be told."""
    try:
        with _opened(path) as data:
            footer, _ = _footer(data, path.name)
            return list(dict.fromkeys(names[0] for names in _columns(_list(footer, _SCHEMA), "") if names))
    except (Damaged, OSError, ValueError, BadInput):
        return []


@contextmanager
def _opened(path: Path) -> Iterator[mmap.mmap]:
    with path.open("rb") as file:
        if file.seek(0, 2) < len(_MARK) + _TAIL:
            raise Damaged
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            yield data


def _footer(data: mmap.mmap, name: str) -> tuple[dict[int, Any], int]:
    """The footer, and where it begins."""
    size = len(data)
    if data[-4:] == _LOCKED:
        raise BadInput(Problem("this Parquet file is encrypted; write it without", name))
    length = int.from_bytes(data[size - _TAIL : size - 4], "little")
    start = size - _TAIL - length
    if data[-4:] != _MARK or data[:4] != _MARK or start < len(_MARK):
        raise Damaged
    if length > MAX_FOOTER:
        raise BadInput(
            Problem(f"this file has more columns or pieces than any list has, and {_SWELLS}", name)
        )
    return struct_at(data[start : size - _TAIL], 0)[0], start


def _looked(data: mmap.mmap, name: str) -> Contents:
    size = len(data)
    footer, start = _footer(data, name)
    lengths = _columns(_list(footer, _SCHEMA), name)
    counted = _Counted()
    groups = _list(footer, _GROUPS)
    rows = max(_number(footer, _ROWS), sum(_number(group, _ROWS_OF_GROUP) for group in groups))
    for group in groups:
        for chunk in _list(group, _CHUNKS):
            _count(data, start, _struct(chunk, _CHUNK), lengths, counted)
            if counted.pages > MAX_PAGES or counted.unpacked > most_text(size):
                raise BadInput(Problem(f"this file {_SWELLS}", name))
            if counted.growing > most_text(size):
                raise BadInput(Problem(_GROWING, name))
    rows = max((rows, *counted.values.values()))
    if rows > most_rows(size):
        message = f"this file claims {rows:,} rows in so few bytes that none of them can say much"
        raise BadInput(Problem(message, name))
    return Contents(size, counted.values)


def _columns(schema: list[Any], name: str) -> dict[tuple[str, ...], int]:
    """How long each value of a column is, where all are of one length; by its names from the outermost in."""
    found: dict[tuple[str, ...], int] = {}
    within: list[tuple[tuple[str, ...], int]] = []
    for place, element in enumerate(schema):
        while within and not within[-1][1]:
            within.pop()
        if within:
            within[-1] = (within[-1][0], within[-1][1] - 1)
        elif place:
            raise Damaged
        names = (*within[-1][0], _text(element, _NAME)) if within else ()
        children = _number(element, _CHILDREN)
        if children:
            within.append((names, children))
        else:
            found[names] = _number(element, _LENGTH) if element.get(_TYPE) == _FIXED_LENGTH else 0
        if len(within) > MAX_DEPTH or len(found) > MAX_COLUMNS:
            raise BadInput(Problem(f"this file has more columns than any list has, and {_SWELLS}", name))
    return found


def _count(
    data: mmap.mmap, end: int, chunk: Mapping[int, Any], lengths: Mapping[tuple[str, ...], int], to: _Counted
) -> None:
    """Count what the pages of one piece of a column would take."""
    names = tuple(_decoded(each) for each in _list(chunk, _PATH))
    for head in _heads(data, end, chunk):
        to.pages += 1
        values = max(_number(_struct(head, kind), _VALUES) for kind in (_DATA, _DATA_2, _DICTIONARY))
        unpacked = _number(head, _UNPACKED)
        to.unpacked += unpacked + values * lengths.get(names, 0)
        for kind, encoding in _ENCODING.items():
            page = _struct(head, kind)
            if names:
                to.values[names[0]] += _number(page, _VALUES)
            if page.get(encoding) == _GROWS:
                to.growing += values * unpacked
        if to.pages > MAX_PAGES:
            return


def _heads(data: mmap.mmap, end: int, chunk: Mapping[int, Any]) -> Iterator[Mapping[int, Any]]:
    """The head of each page of a piece of a column."""
    at = _number(chunk, _DICTIONARY_AT if _DICTIONARY_AT in chunk else _DATA_AT)
    stop = at + _number(chunk, _PACKED_SIZE)
    if stop > end:
        raise Damaged
    while at < stop:
        head, at = struct_at(data, at)
        yield head
        at += _number(head, _PACKED)


def _number(struct: Mapping[int, Any], number: int) -> int:
    found = struct.get(number, 0)
    if not isinstance(found, int) or found < 0:
        raise Damaged
    return found


def _list(struct: Mapping[int, Any], number: int) -> list[Any]:
    found = struct.get(number, [])
    if not isinstance(found, list):
        raise Damaged
    return found


def _struct(struct: Any, number: int) -> Mapping[int, Any]:
    found = struct.get(number, {}) if isinstance(struct, dict) else None
    if not isinstance(found, dict):
        raise Damaged
    return found


def _text(struct: Any, number: int) -> str:
    return _decoded(struct.get(number, b"")) if isinstance(struct, dict) else _decoded(None)


def _decoded(text: Any) -> str:
    if not isinstance(text, bytes):
        raise Damaged
    return text.decode("utf-8", "replace")
