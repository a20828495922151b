"""Flips put down to changes, where what each choice of changes brings is given."""

from collections.abc import Mapping

import pytest

pl = pytest.importorskip("polars")

from threshold.trying.caused import Caused, as_flips, caused  # noqa: E402
from threshold.trying.compared import FLIPS  # noqa: E402

Brings = Mapping[tuple[int, ...], str]  # the children who flip under a choice of changes, a letter each


def flips(children: str) -> pl.DataFrame:
    rows = [("R", "rule", child, None, "met", "not_met") for child in children]
    return pl.DataFrame(rows, FLIPS, orient="row")


def put(children: str, brings: Brings, changes: int = 2) -> Caused:
    """What comes of flips of all changes together; a choice that is not given cannot stand alone."""

    def under(chosen: frozenset[int], only: pl.DataFrame | None) -> pl.DataFrame | None:
        found = brings.get(tuple(sorted(chosen)))
        return None if found is None else flips(found)

    numbers = range(changes)
    return caused(flips(children), numbers, lambda rule: numbers, under)


def because(found: Caused) -> dict[str, tuple[list[int], bool]]:
    rows = found.flips.select("child", "because", "together").iter_rows()
    return {child: (numbers, together) for child, numbers, together in rows}


def test_the_only_change_brings_everything() -> None:
    assert because(put("AB", {}, 1)) == {"A": ([0], False), "B": ([0], False)}


def test_by_itself() -> None:
    found = put("ABC", {(0,): "AC", (1,): "BC"})
    assert because(found) == {"A": ([0], False), "B": ([1], False), "C": ([0, 1], False)}
    assert found.taken_back == {0: 0, 1: 0}


def test_what_another_change_takes_back_is_counted() -> None:
    assert put("A", {(0,): "AXY", (1,): "A"}).taken_back == {0: 2, 1: 0}


def test_those_that_need_each_other() -> None:
    given: Brings = {(0,): "", (1,): "", (2,): "", (0, 1): "A", (0, 2): "", (1, 2): "B"}
    found = put("ABC", given, 3)
    assert because(found) == {"A": ([0, 1], True), "B": ([1, 2], True), "C": ([0, 1, 2], True)}


def test_a_change_that_cannot_stand_alone_is_needed_with_another() -> None:
    assert because(put("A", {(0,): ""})) == {"A": ([0, 1], True)}


def test_a_rule_that_is_settled_needs_no_trying() -> None:
    empty = flips("").clear()
    found = caused(
        flips("A"), [0, 1], lambda rule: [0, 1], lambda chosen, only: empty, lambda n: ("R",) if n else ()
    )
    assert because(found) == {"A": ([1], False)}


def test_nothing_flips_without_changes() -> None:
    found = put("A", {}, 0)
    assert because(found) == {"A": ([], False)}
    (flip,) = as_flips(found.flips, ())
    assert (flip.of, flip.because, flip.place) == ("A", (), "")
