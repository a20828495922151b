"""Derived facts by column: what stands otherwise, what is as serious, and the least that is certain."""

from collections.abc import Sequence
from itertools import product

import pytest

pl = pytest.importorskip("polars")

from threshold.batch.definitions import derivation  # noqa: E402
from threshold.conditions import ALWAYS, Truth  # noqa: E402
from threshold.policy import Definition, Head, Row  # noqa: E402
from threshold.policy.model import Hit  # noqa: E402
from threshold.semantics.definitions import derive  # noqa: E402
from threshold.vocabulary import Fact, Missing, Value, ValueType  # noqa: E402

TRUTHS: tuple[Truth, ...] = (True, False, None)
ORDER = ("4", "3", "2", "1")
LEVEL = Fact("need.level", ValueType("choice", ORDER), derived=True, order=ORDER)
SIGNS = Fact("made.signs", ValueType("list", ORDER, "choice"), derived=True)
Told = tuple[object, bool, object]


def definition(hit: Hit, values: Sequence[str], otherwise: Value | None, name: str = "D") -> Definition:
    rows = tuple(Row(f"{name}#{n}", ALWAYS, value, f"row {n}") for n, value in enumerate(values))
    fact = SIGNS if hit == "all" else LEVEL
    return Definition(Head(name, name, "tiny", ("T-1",)), fact.name, hit, rows, otherwise)


def told(rules: Sequence[Definition], truths: Sequence[Sequence[Truth]]) -> list[Told]:
    """Of each assignment of truths to the rows: the value, whether they clash, and the floor."""
    fact = SIGNS if rules[0].hit == "all" else LEVEL
    keys = [row.key for rule in rules for row in rule.rows]
    frame = pl.DataFrame(truths, dict.fromkeys(keys, pl.Boolean), orient="row")
    found = derivation(fact, rules, lambda row: pl.col(row.key))
    floor = pl.lit(None) if found.floor is None else found.floor
    return frame.select(value=found.value, clash=found.clash, floor=floor).rows()


@pytest.mark.parametrize(
    ("row", "value", "floor"),
    [
        # Rows of levels 3, 2 and 1; otherwise 2.
        ((False, False, False), "2", "2"),
        # What may be as serious as what stands otherwise leaves nothing open.
        ((False, None, False), "2", "2"),
        ((False, True, None), "2", "2"),
        ((None, None, False), None, "2"),
        # What may be less serious than what stands otherwise leaves it open, and is the floor.
        ((False, False, None), None, "1"),
        ((False, None, None), None, "1"),
        ((None, False, None), None, "1"),
        # What is true stands, however much less may hold besides.
        ((False, False, True), "1", "1"),
        ((False, None, True), None, "1"),
        ((None, False, True), None, "1"),
        ((None, True, False), None, "2"),
        ((True, None, None), "3", "3"),
    ],
)
def test_most_serious_beside_otherwise(row: tuple[Truth, ...], value: str | None, floor: str):
    rule = definition("most_serious", ("3", "2", "1"), "2")
    assert told([rule], [row]) == [(value, False, floor)]


@pytest.mark.parametrize(
    ("row", "value", "floor"),
    [
        ((False, False), None, None),
        ((None, False), None, None),
        ((None, True), None, "1"),
        ((False, True), "1", "1"),
        ((True, None), "3", "3"),
    ],
)
def test_most_serious_with_nothing_otherwise(row: tuple[Truth, ...], value: str | None, floor: str | None):
    assert told([definition("most_serious", ("3", "1"), None)], [row]) == [(value, False, floor)]


@pytest.mark.parametrize(
    ("row", "value", "clash"),
    [
        ((True, False, False), "3", False),
        ((True, None, None), "3", False),
        ((True, False, True), "3", False),  # they give the same
        ((True, True, False), None, True),
        ((True, True, None), None, True),
        ((False, False, False), "1", False),
        ((False, None, False), None, False),
        ((None, False, False), None, False),
    ],
)
def test_exactly_one(row: tuple[Truth, ...], value: str | None, clash: bool):
    rule = definition("exactly_one", ("3", "2", "3"), "1")
    assert told([rule], [row]) == [(value, clash, None)]


def test_all_in_the_order_written():
    rule = definition("all", ("2", "3", "2"), None)
    rows: list[tuple[Truth, ...]] = [
        (True, True, True),
        (False, True, False),
        (False,) * 3,
        (True, None, True),
    ]
    assert [value for value, _, _ in told([rule], rows)] == [["2", "3", "2"], ["3"], [], None]


@pytest.mark.parametrize("hit", ["most_serious", "exactly_one"])
@pytest.mark.parametrize("otherwise", [None, *ORDER])
def test_every_row_of_truths_comes_out_as_for_one_case(hit: Hit, otherwise: str | None):
    # Two rows give the same value, the most serious is not the first, and one level has no row.
    rule = definition(hit, ("2", "4", "1", "2"), otherwise)
    rows = list(product(TRUTHS, repeat=4))
    for row, (value, clash, floor) in zip(rows, told([rule], rows), strict=True):
        wanted = derive(LEVEL, [rule], {each.key: truth for each, truth in zip(rule.rows, row, strict=True)})
        assert value == (None if isinstance(wanted.state, Missing) else wanted.state), row
        assert clash is bool(wanted.clash)
        if value is None:
            assert floor == wanted.floor, row


@pytest.mark.parametrize(
    ("row", "value"), [((True, False), "2"), ((True, True), "3"), ((False, False), "1"), ((True, None), None)]
)
def test_several_definitions_of_one_fact_are_taken_together(row: tuple[Truth, ...], value: str | None):
    rules = [definition("most_serious", ("2",), None), definition("most_serious", ("3",), "1", "E")]
    assert told(rules, [row])[0][0] == value
