"""A ground that another says already is found."""

from pathlib import Path

import pytest

from ..making import found


def ground(name: str, when: str, asked: str = "{direction: step_up, to: [high, middle]}") -> str:
    return f"  - {{id: {name}, carries: [T-1], for: {asked}, when: {when}, else: No}}\n"


FIRST = "grounds:\n" + ground("G", "{t.a: true, t.colour: [red, amber], none: [{t.b: true}, {t.c: true}]}")


@pytest.mark.parametrize(
    "second",
    [
        ground("H", "{t.a: true, t.colour: [red, amber], none: [{t.b: true}, {t.c: true}]}"),
        ground("H", "{none: [{t.c: true}, {t.b: true}], t.colour: [amber, red], all: [{t.a: true}]}"),
        ground(
            "H",
            "{t.a: true, t.colour: [red, amber], none: [{t.b: true}, {t.c: true}]}",
            "{direction: step_up, to: [middle, high]}",
        ),
    ],
)
def test_a_ground_that_another_makes_superfluous(small, second: str):
    (problem,) = found(small, FIRST + second)
    assert problem.message.startswith("makes no difference: G answers the same requests")
    assert (problem.field, problem.line, Path(problem.file).name) == ("H", 3, "all.yaml")


@pytest.mark.parametrize(
    "second",
    [
        ground("H", "{t.a: true, t.colour: [red, amber], none: [{t.b: true}]}"),
        ground("H", "{t.a: true, t.colour: [red], none: [{t.b: true}, {t.c: true}]}"),
        ground("H", "{t.a: true, t.colour: [red, amber], any: [{t.b: true}, {t.c: true}]}"),
        ground(
            "H",
            "{t.a: true, t.colour: [red, amber], none: [{t.b: true}, {t.c: true}]}",
            "{direction: step_up}",
        ),
    ],
)
def test_a_ground_of_its_own(small, second: str):
    assert found(small, FIRST + second) == []


def test_all_of_them_is_another_ground_than_any(small):
    parts = "[{t.a: true}, {t.b: true}]"
    both, either = ground("G", f"{{all: {parts}}}"), ground("H", f"{{any: {parts}}}")
    assert found(small, "grounds:\n" + both + either) == []


def test_rows_of_two_tables_are_no_grounds_that_an_author_wrote(small):
    table = "  - {id: %s, carries: [T-1], step: Review, actions: [{%s-1: Meet}]}\n"
    assert (
        found(small, "routes:\n" + table % ("A", "A") + table.replace("Review", "Assessment") % ("B", "B"))
        == []
    )


def fails(small) -> Path:
    """A policy in which this is found."""
    return small.tiny("grounds:\n" + ground("G", "{t.a: true}") + ground("H", "{t.a: true}")).write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny("grounds:\n" + ground("G", "{t.a: true}") + ground("H", "{t.b: true}")).write()
