"""A derived fact is known exactly where every way in which the unknown rows may turn out agrees."""

from itertools import product

import pytest

from threshold.conditions import ALWAYS, Truth
from threshold.policy import Definition, Head, Row
from threshold.policy.model import Hit
from threshold.semantics.definitions import Derived, derive
from threshold.vocabulary import UNKNOWN, Fact, Value, ValueType

ORDER = ("3", "2", "1")
LEVEL = Fact("need.level", ValueType("choice", ORDER), derived=True, order=ORDER)
TRUTHS: tuple[Truth, ...] = (True, False, None)
# Two rows give the same value; and the most serious is not the first.
VALUES = ("2", "3", "1", "2")


def definition(hit: Hit, values: tuple[str, ...], otherwise: Value | None, name: str = "D") -> Definition:
    rows = tuple(Row(f"{name}#{n}", ALWAYS, value, f"row {n}") for n, value in enumerate(values))
    return Definition(Head(name, name, "tiny", ("T-1",)), LEVEL.name, hit, rows, otherwise)


def derived(hit: Hit, row: tuple[Truth, ...], otherwise: Value | None = None) -> Derived:
    rule = definition(hit, VALUES, otherwise)
    return derive(LEVEL, [rule], {r.key: truth for r, truth in zip(rule.rows, row, strict=True)})


def worlds(row: tuple[Truth, ...]) -> list[list[str]]:
    """The values of the true rows, in each way in which the unknown ones may turn out."""
    open_ = [(True, False) if truth is None else (truth,) for truth in row]
    return [
        [value for value, holds in zip(VALUES, turned, strict=True) if holds] for turned in product(*open_)
    ]


every_row = pytest.mark.parametrize("row", list(product(TRUTHS, repeat=len(VALUES))))
with_and_without = pytest.mark.parametrize("otherwise", [None, "1", "2", "3"])


@every_row
@with_and_without
def test_exactly_one(row, otherwise):
    found = derived("exactly_one", row, otherwise)
    certain = {value for value, truth in zip(VALUES, row, strict=True) if truth}
    if len(certain) > 1:
        assert found.state is UNKNOWN
        assert all(f"row {n}" in found.clash for n, truth in enumerate(row) if truth)
        return
    assert found.clash == ""
    # A world in which rows clash has no answer, and says nothing against the one that is certain.
    answers = {next(iter(w), otherwise) for w in worlds(row) if len(set(w)) < 2}
    known = len(answers) == 1 and answers != {None}
    if known and not certain and None in row:
        # Every open row would give the value that stands otherwise: not told apart from not knowing.
        assert found.state is UNKNOWN
    else:
        assert found.state == (answers.pop() if known else UNKNOWN)


@every_row
@with_and_without
def test_most_serious(row, otherwise):
    found = derived("most_serious", row, otherwise)
    answers = {min(world, key=ORDER.index, default=otherwise) for world in worlds(row)}
    ranked = sorted((value for value in answers if value), key=ORDER.index)
    if len(answers) == 1 and ranked:
        assert (found.state, found.floor, found.not_ruled_out) == (ranked[0], None, ())
    else:
        # What is certain is a floor; whatever more some world holds is not ruled out.
        floor = None if None in answers else (ranked or [None])[-1]
        assert (found.state, found.floor) == (UNKNOWN, floor)
        assert found.not_ruled_out == tuple(value for value in ranked if value != floor)


@every_row
def test_all(row):
    found = derived("all", row)
    answers = [tuple(world) for world in worlds(row)]
    assert found.state == (answers[0] if len(answers) == 1 else UNKNOWN)


@every_row
def test_what_fired_and_what_is_open_is_told(row):
    for hit in ("exactly_one", "most_serious", "all"):
        found = derived(hit, row)
        assert [r.key for _, r in found.fired] == [f"D#{n}" for n, t in enumerate(row) if t]
        is_open = [n for n, t in enumerate(row) if t is None]
        if hit == "most_serious":  # what matters most is asked first
            is_open.sort(key=lambda n: ORDER.index(VALUES[n]))
        assert [r.key for _, r in found.open_rows] == [f"D#{n}" for n in is_open]


@pytest.mark.parametrize(
    ("own", "other", "state", "floor"),
    [(True, True, "3", None), (True, False, "2", None), (True, None, UNKNOWN, "2"), (None, True, "3", None)],
)
def test_several_definitions_of_one_fact_are_taken_together(own, other, state, floor):
    rules = [definition("most_serious", ("2",), "1"), definition("most_serious", ("3",), None, "E")]
    found = derive(LEVEL, rules, {"D#0": own, "E#0": other})
    assert (found.state, found.floor) == (state, floor)


@pytest.mark.parametrize(
    ("open_row", "otherwise", "state", "floor", "not_ruled_out"),
    [
        # Whichever way the row turns out, the fact is the same.
        ("2", "2", "2", None, ()),
        ("3", "1", UNKNOWN, "1", ("3",)),
        ("3", "2", UNKNOWN, "2", ("3",)),
        # A row that is less serious than what stands otherwise still takes its place.
        ("1", "2", UNKNOWN, "1", ("2",)),
        # Without `otherwise` nothing is certain, and so there is no floor.
        ("2", None, UNKNOWN, None, ("2",)),
    ],
)
def test_what_stands_otherwise_is_one_of_the_values_that_may_come_out(
    open_row: str, otherwise: str | None, state: object, floor: str | None, not_ruled_out: tuple[str, ...]
):
    rule = definition("most_serious", (open_row,), otherwise)
    found = derive(LEVEL, [rule], {"D#0": None})
    assert (found.state, found.floor, found.not_ruled_out) == (state, floor, not_ruled_out)


@pytest.mark.parametrize("otherwise", [None, "1", "2", "3"])
def test_with_a_true_row_nothing_stands_otherwise(otherwise: str | None):
    rule = definition("most_serious", ("2", "3"), otherwise)
    settled = derive(LEVEL, [rule], {"D#0": True, "D#1": False})
    assert (settled.state, settled.floor, settled.not_ruled_out) == ("2", None, ())
    open_ = derive(LEVEL, [rule], {"D#0": True, "D#1": None})
    assert (open_.state, open_.floor, open_.not_ruled_out) == (UNKNOWN, "2", ("3",))


def test_what_stands_otherwise_may_be_written_with_any_of_the_definitions_of_a_fact():
    first, second = definition("most_serious", ("3",), None), definition("most_serious", ("2",), "1", "E")
    for rules in ((first, second), (second, first)):
        assert derive(LEVEL, rules, {"D#0": False, "E#0": False}).state == "1"
        assert derive(LEVEL, rules, {"D#0": False, "E#0": None}).floor == "1"


def test_a_clash_names_each_row_that_holds_by_its_reason_or_its_value():
    rows = (Row("D#0", ALWAYS, "2", ""), Row("D#1", ALWAYS, "3", "row 1"), Row("D#2", ALWAYS, "1", "row 2"))
    rule = Definition(Head("D", "D", "tiny", ("T-1",)), LEVEL.name, "exactly_one", rows)
    found = derive(LEVEL, [rule], {"D#0": True, "D#1": True, "D#2": False})
    assert (found.state, found.clash) == (UNKNOWN, "“2” and “row 1” both hold")
