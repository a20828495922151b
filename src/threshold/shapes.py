"""Values of one type as JSON, and back: frozen dataclasses and what they are made of, each field checked.

What is read can become nothing but values of that type and of those that its fields are declared with: there
is no name of a class or function in it that is looked up anywhere else, and nothing in it is ever run. Equal
parts are written once, each a row that speaks of earlier rows by their numbers.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from functools import cached_property
from types import NoneType, UnionType
from typing import Any, Generic, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

Made = TypeVar("Made")

# What stands at the head of a row, where it is no dataclass.
_TUPLE, _LIST, _DICT, _DATE, _DATETIME, _DATACLASS = range(6)
_PLAIN = (str, int, bool, NoneType)  # what is a row by itself
_FIXED = 3  # of tuples no longer than that, the order of what they hold is looked at


_TYPES: dict[int, type] = {_TUPLE: tuple, _LIST: list, _DICT: dict}
_MAKES: dict[int, Callable[[list[Any]], Any]] = {
    _TUPLE: tuple,
    _LIST: list,
    _DICT: lambda held: dict(zip(held[::2], held[1::2], strict=True)),
}


class Unfit(ValueError):
    """Not a value of the type, or not written as this program writes one."""


class Shape(Generic[Made]):
    """How values of one type are written, and what is accepted as one."""

    def __init__(self, type_: type[Made]) -> None:
        self._type = type_

    @cached_property
    def _classes(self) -> tuple[type, ...]:
        """The dataclasses that a value can be made of, in the order in which they are met."""
        return tuple(dict.fromkeys(_dataclasses(self._type, set())))

    def written(self, value: Made) -> bytes:
        """The value as JSON, the same for equal values. Raises Unfit for what `read` would not take back."""
        rows = _Rows(self._classes)
        rows.place(value)
        text = json.dumps(rows.rows, separators=(",", ":"), ensure_ascii=False)
        return text.encode("utf-8", "surrogatepass")

    def read(self, content: bytes) -> Made:
        """The value that `written` wrote. Raises Unfit for anything else."""
        try:
            rows = json.loads(content)
            return cast(Made, _Reader(self._type, self._classes).value(rows))
        except (ValueError, TypeError, LookupError, RecursionError) as error:
            raise Unfit("not written by this program") from error


def _dataclasses(hint: Any, met: set[Any]) -> Iterator[type]:
    if isinstance(hint, type) and is_dataclass(hint):
        if hint not in met:
            met.add(hint)
            yield hint
            for field in get_type_hints(hint).values():
                yield from _dataclasses(field, met)
    elif get_origin(hint) is not Literal:
        for part in get_args(hint):
            yield from _dataclasses(part, met)


class _Rows:
    """The rows of a value, each part before what it is a part of."""

    def __init__(self, classes: tuple[type, ...]) -> None:
        self.rows: list[Any] = []
        self._heads = {class_: number for number, class_ in enumerate(classes, _DATACLASS)}
        self._names = {class_: [field.name for field in fields(class_)] for class_ in classes}
        self._known: dict[Any, int] = {}
        self._same: dict[int, int] = {}  # by identity: what is shared is walked once

    def place(self, value: Any) -> int:
        """The number of the row that a value is, or becomes."""
        known = self._same.get(id(value))
        if known is None:
            kind = type(value)
            row = value if kind in _PLAIN else self._row(kind, value)
            # A row that is a list begins with a number, and no type is one.
            key = (kind, value) if row is value else tuple(row)
            known = self._known.setdefault(key, len(self.rows))
            if known == len(self.rows):
                self.rows.append(row)
            self._same[id(value)] = known
        return known

    def _row(self, kind: type, value: Any) -> list[Any]:
        if kind in self._heads:
            place = self.place
            return [self._heads[kind], *[place(getattr(value, name)) for name in self._names[kind]]]
        if kind in (tuple, list):
            return [_TUPLE if kind is tuple else _LIST, *map(self.place, value)]
        if kind is dict:
            return [_DICT, *(self.place(part) for pair in value.items() for part in pair)]
        if kind in (date, datetime):
            return [_DATE if kind is date else _DATETIME, value.isoformat()]
        raise Unfit(f"a {kind.__name__} is not looked for here")


class _Reader:
    """Rows made into values again. Beside each value stands its kind, by which fields are checked.

    There are few kinds, and each has a number: whether one fits a field is found once and then remembered.
    """

    def __init__(self, type_: Any, classes: tuple[type, ...]) -> None:
        self._type = type_
        self._of_kind: list[Any] = []  # what each kind says, by its number
        self._numbers: dict[Any, int] = {}
        self._holding: dict[tuple[int, tuple[int, ...]], int] = {}  # kinds of what holds others
        self._makers = [_Maker(class_, self._number(class_)) for class_ in classes]

    def value(self, rows: Any) -> Any:
        """The value of the last row. A row can speak only of those before it: there are no others yet."""
        if type(rows) is not list:
            raise Unfit("no rows")
        values: list[Any] = []
        kinds: list[int] = []
        numbers = {type_: self._number(type_) for type_ in _PLAIN}
        for row in rows:
            if type(row) is not list:
                value, kind = row, numbers[type(row)]
            elif row[0] in (_DATE, _DATETIME):
                value, kind = self._day(*row)
            else:
                head, *parts = row
                held = [values[part] for part in parts]
                found = tuple([kinds[part] for part in parts])
                if head >= _DATACLASS:
                    maker = self._makers[head - _DATACLASS]
                    if found not in maker.fitting:
                        maker.check(found, [self._of_kind[each] for each in found])
                    for place, words in maker.words:
                        if held[place] not in words:
                            raise Unfit("a word that is not in the list")
                    value, kind = maker.make(*held), maker.kind
                elif (head, found) in self._holding:
                    value, kind = _MAKES[head](held), self._holding[head, found]
                else:
                    value, kind = _MAKES[head](held), self._held(head, found)
            values.append(value)
            kinds.append(kind)
        if not _fits(self._of_kind[kinds[-1]], self._type):
            raise Unfit("another type")
        return values[-1]

    def _number(self, kind: Any) -> int:
        number = self._numbers.setdefault(kind, len(self._of_kind))
        if number == len(self._of_kind):
            self._of_kind.append(kind)
        return number

    def _day(self, head: int, text: str) -> tuple[date, int]:
        type_ = date if head == _DATE else datetime
        return type_.fromisoformat(text), self._number(type_)

    def _held(self, head: int, numbers: tuple[int, ...]) -> int:
        """The number of the kind of what holds others of these kinds, in this order."""
        fixed = head == _TUPLE and len(numbers) <= _FIXED
        apart = (numbers[::2], numbers[1::2]) if head == _DICT else (numbers,)
        parts = (each if fixed else tuple(sorted(set(each))) for each in apart)
        held = tuple(tuple(self._of_kind[each] for each in part) for part in parts)
        self._holding[head, numbers] = self._number(_Holding(_TYPES[head], held, fixed))
        return self._holding[head, numbers]


@dataclass(frozen=True)
class _Holding:
    """The kind of what holds others: the kinds of those in it, or of its keys and of its values.

    `fixed`: one for each, in their order.
    """

    type_: type
    parts: tuple[tuple[Any, ...], ...]
    fixed: bool


class _Maker:
    """One dataclass: how it is made, and what may stand in each of its fields."""

    def __init__(self, class_: type, kind: int) -> None:
        self.make: Callable[..., Any] = class_
        self.kind = kind
        self.fitting: set[tuple[int, ...]] = set()  # the kinds of all fields together that were found to fit
        hints = get_type_hints(class_)
        self._hints = [hints[field.name] for field in fields(class_)]
        lists = ((place, _words(hint)) for place, hint in enumerate(self._hints))
        self.words = [(place, words) for place, words in lists if words is not None]

    def check(self, numbers: tuple[int, ...], kinds: list[Any]) -> None:
        """Raises Unfit where a field is of another type than it is declared with, or is missing."""
        if len(kinds) != len(self._hints) or not all(map(_fits, kinds, self._hints)):
            raise Unfit("a field of another type")
        self.fitting.add(numbers)


def _words(hint: Any) -> frozenset[Any] | None:
    """The words that a field may hold, where it is declared by them alone."""
    if get_origin(hint) is Literal:
        return frozenset(get_args(hint))
    parts = get_args(hint) if get_origin(hint) in (Union, UnionType) else ()
    lists = [_words(part) for part in parts if part is not NoneType]
    if not lists or None in lists:
        return None
    nothing = frozenset([None] if NoneType in parts else [])
    return nothing.union(*(each for each in lists if each is not None))


def _fits(kind: Any, hint: Any) -> bool:
    """Whether what is of a kind may stand where a type is declared. Any word fits a list of words."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return any(_fits(kind, part) for part in parts)
    if origin is Literal:
        return kind is str
    if not isinstance(kind, _Holding):
        return kind is hint
    if kind.type_ is not (dict if origin is Mapping else origin):
        return False
    if origin is Mapping:
        pairs = zip(kind.parts, parts, strict=True)
        return all(_fits(each, part) for held, part in pairs for each in held)
    (held,) = kind.parts
    if origin is list or parts[1:] == (...,):
        return all(_fits(each, parts[0]) for each in held)
    return kind.fixed and len(held) == len(parts) and all(map(_fits, held, parts))
