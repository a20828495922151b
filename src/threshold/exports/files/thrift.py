"""Thrift's compact protocol, in which a Parquet file says what it holds: structures as numbered fields."""

from typing import Any, Protocol

_DEEPEST = 16
_LONGEST_NUMBER = 10  # bytes, of 64 bits in sevens

_STOP, _TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _SET, _MAP, _STRUCT = 0, 1, 2, 3, 7, 8, 10, 11, 12
_INTEGERS = (4, 5, 6)
_LISTS = (9, _SET)


class Damaged(Exception):
    """What is there is no such structure, or breaks off."""


class _Bytes(Protocol):
    """Bytes by their places."""

    def __getitem__(self, place: Any, /) -> Any: ...
    def __len__(self) -> int: ...


def struct_at(data: _Bytes, at: int) -> tuple[dict[int, Any], int]:
    """The structure that begins at a place, by the numbers of its fields, and the place behind it.

    Numbers are int, text is bytes, lists and structures are what they are; maps are passed over. Raises
    Damaged.
    """
    try:
        return _struct(data, at, _DEEPEST)
    except IndexError:
        raise Damaged from None


def _struct(data: _Bytes, at: int, depth: int) -> tuple[dict[int, Any], int]:
    if not depth:
        raise Damaged
    found: dict[int, Any] = {}
    number = 0
    while True:
        head = data[at]
        at += 1
        kind = head & 15
        if kind == _STOP:
            return found, at
        if head >> 4:
            number += head >> 4
        else:
            number, at = _integer(data, at)
        if kind in (_TRUE, _FALSE):
            found[number] = kind == _TRUE
        else:
            found[number], at = _value(data, at, kind, depth)


def _value(data: _Bytes, at: int, kind: int, depth: int) -> tuple[Any, int]:
    if kind in _INTEGERS:
        return _integer(data, at)
    if kind == _BINARY:
        length, at = _length(data, at)
        if at + length > len(data):
            raise Damaged
        return bytes(data[at : at + length]), at + length
    if kind == _STRUCT:
        return _struct(data, at, depth - 1)
    if kind in _LISTS:
        return _list(data, at, depth - 1)
    if kind in (_TRUE, _FALSE, _BYTE):  # of a list; a field has its truth in its head
        return data[at], at + 1
    if kind == _DOUBLE:
        return None, at + 8
    if kind == _MAP:
        return None, _behind_map(data, at, depth - 1)
    raise Damaged


def _list(data: _Bytes, at: int, depth: int) -> tuple[list[Any], int]:
    if not depth:
        raise Damaged
    kind, length = data[at] & 15, data[at] >> 4
    at += 1
    if length == 15:
        length, at = _length(data, at)
    found = []
    for _ in range(length):
        value, at = _value(data, at, kind, depth)
        data[at - 1]  # whatever is passed over has to be there
        found.append(value)
    return found, at


def _behind_map(data: _Bytes, at: int, depth: int) -> int:
    length, at = _length(data, at)
    if not length:
        return at
    if not depth:
        raise Damaged
    kinds = data[at]
    at += 1
    for _ in range(length):
        for kind in (kinds >> 4, kinds & 15):
            _, at = _value(data, at, kind, depth)
            data[at - 1]
    return at


def _length(data: _Bytes, at: int) -> tuple[int, int]:
    """A number without a sign, seven bits a byte, the least first."""
    found = 0
    for place in range(_LONGEST_NUMBER):
        byte = data[at + place]
        found |= (byte & 127) << (7 * place)
        if byte < 128:
            return found, at + place + 1
    raise Damaged


def _integer(data: _Bytes, at: int) -> tuple[int, int]:
    """A number with its sign in the last bit."""
    found, at = _length(data, at)
    return (found >> 1) ^ -(found & 1), at
