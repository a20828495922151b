"""What is read back is what was written, and nothing but what its type declares."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

import pytest

from threshold.shapes import Shape, Unfit


@dataclass(frozen=True, slots=True)
class Leaf:
    """A part."""

    name: str
    size: Literal["small", "large"] = "small"


@dataclass(frozen=True, slots=True)
class Whole:
    """Something of every type that may stand in a field."""

    leaves: tuple[Leaf, ...]
    first: Leaf | None = None
    value: "bool | int | str | date | datetime | tuple[str, ...] | tuple[tuple[str, int], ...]" = 0
    pair: tuple[str, int] = ("", 0)
    by_name: Mapping[str, Leaf] = field(default_factory=dict)
    inner: "tuple[Whole, ...]" = ()
    word: Literal["a", "b"] | Literal[""] | None = None


@dataclass(frozen=True, slots=True)
class Stranger:
    """The same as a leaf, by another name."""

    name: str
    size: str = "small"


SHAPE = Shape(Whole)
WHOLES = [
    Whole(()),
    Whole((Leaf("é\u2028\ud800"), Leaf("", "large"), Leaf("é"), Leaf("x"))),
    Whole((), Leaf("a"), by_name={"b": Leaf("b"), "a": Leaf("a")}),
    Whole((), inner=(Whole((), value=1), Whole((), value=True), Whole((), value="1"))),
    Whole((), value=date(2026, 1, 1), word="a"),
    Whole((), value=datetime(2026, 1, 1), word=""),
    Whole((), value=()),
    Whole((), value=("a", "b", "c", "d")),
    Whole((), value=(("a", 1), ("b", 2), ("c", 3), ("d", 4)), pair=("p", -1)),
]


@pytest.mark.parametrize("whole", WHOLES, ids=range(len(WHOLES)))
def test_it_comes_back_as_it_was(whole: Whole) -> None:
    back = SHAPE.read(SHAPE.written(whole))
    assert back == whole
    assert repr(back) == repr(whole)  # True is no 1, a day no moment, and an order is kept


def test_equal_values_are_written_alike_and_shared() -> None:
    apart = Whole(tuple(Leaf("".join("ab")) for _ in range(2)), Leaf("ab"))
    together = Whole((Leaf("ab"),) * 2, Leaf("ab"))
    assert SHAPE.written(apart) == SHAPE.written(together)
    back = SHAPE.read(SHAPE.written(apart))
    assert back.first is back.leaves[0] is back.leaves[1]


@pytest.mark.parametrize(
    "whole",
    [
        Whole(leaves=[]),  # type: ignore[arg-type]
        Whole(leaves=None),  # type: ignore[arg-type]
        Whole(leaves=("a",)),  # type: ignore[arg-type]
        Whole(leaves=(*[Leaf("a")] * 5, "a")),  # type: ignore[arg-type]
        Whole((), first=Whole(())),  # type: ignore[arg-type]
        Whole((), first=True),  # type: ignore[arg-type]
        Whole((), value=None),  # type: ignore[arg-type]
        Whole((), value=(("a", True),)),
        Whole((), value=(("a", 1, 2),)),  # type: ignore[arg-type]
        Whole((), pair=(1, "p")),  # type: ignore[arg-type]
        Whole((), pair=()),  # type: ignore[arg-type]
        Whole((), by_name={1: Leaf("a")}),  # type: ignore[dict-item]
        Whole((), by_name={"a": "a"}),  # type: ignore[dict-item]
        Whole((), by_name=()),  # type: ignore[arg-type]
        Whole((), word="c"),  # type: ignore[arg-type]
        Whole((), inner=(Whole((Leaf("a", "huge"),)),)),  # type: ignore[arg-type]
        Leaf("a"),
        (),
        None,
    ],
    ids=str,
)
def test_what_a_field_is_not_declared_with_is_refused(whole: Any) -> None:
    with pytest.raises(Unfit):
        SHAPE.read(SHAPE.written(whole))


@pytest.mark.parametrize("value", [Stranger("a"), {"a"}, 1.5, b"a", object(), Whole((), Stranger("a"))])  # type: ignore[arg-type]
def test_what_no_field_can_hold_is_not_written(value: Any) -> None:
    with pytest.raises(Unfit):
        SHAPE.written(value)


@pytest.mark.parametrize(
    "rows",
    [
        [],
        {},
        "text",
        None,
        [[]],
        [[99]],
        [[-1]],
        [["Whole"]],
        [[[]]],
        [[5, 0]],
        [[5, 0, 0, 0, 0, 0, 0, 0]],
        [[0, 1]],
        [[0, "a"]],
        [[3]],
        [[3, "2026-13-01"]],
        [[3, 20260101]],
        [[3, "2026-01-01", 1]],
        [[2, 0]],
        ["a", [2, 0]],
        [[0], [2, 0, 0], [2, 1, 1]],
        [1.5],
        [{}],
        ["a"],
    ],
    ids=str,
)
def test_rows_that_make_no_sense_are_refused(rows: Any) -> None:
    with pytest.raises(Unfit):
        SHAPE.read(json.dumps(rows).encode())


@pytest.mark.parametrize("content", [b"", b"\xff", b"[1, 2", b"[" * 100_000, b"NaN", b"[NaN]"])
def test_what_is_no_json_is_refused(content: bytes) -> None:
    with pytest.raises(Unfit):
        SHAPE.read(content)


def test_a_whole_value_of_another_type_is_refused() -> None:
    with pytest.raises(Unfit):
        Shape(Leaf).read(SHAPE.written(Whole(())))
    days = Shape(list[date])
    assert days.read(days.written([date(2026, 1, 1)])) == [date(2026, 1, 1)]
    with pytest.raises(Unfit):
        Shape(list[int]).read(days.written([date(2026, 1, 1)]))
