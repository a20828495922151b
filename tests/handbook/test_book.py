"""A book finds rules, steps, clauses, parameters and topics by their names."""

import pytest

from threshold.handbook import Book
from threshold.policy import load_policy

from .conftest import DAY, Small, book, small_book

COMPARED = """
policy: one
title: One beside another
packs:
  - {pack: national, role: overlay}
  - {pack: step-up-step-down, role: lead}
  - {pack: continuum-of-need, role: compare}
"""


def test_what_carries_a_clause_and_what_rests_on_a_parameter() -> None:
    assert {*book().carriers["RBC-5.1"]} >= {"RBC-5.1", "RBC-5.1-after", "RBC-5.1-way"}
    assert {*book().users["step-up-step-down.cin_minimum_after_cp"]} >= {"RBC-5.1", "RBC-5.1-after"}
    assert "RBC-4.2a" in book().by_tension["T09"]


def test_a_step_may_stand_in_several_routes() -> None:
    assert len(book().steps["BAR-4J"]) > 1


def test_labels_are_told_as_they_are_printed() -> None:
    assert (
        book().words.labels["child and family assessment and plan"] == "Child and Family Assessment and Plan"
    )


def test_a_pack_that_is_only_compared_can_be_read(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "one.yaml"
    path.write_text(COMPARED)
    made = Book(load_policy(str(path)), DAY)
    assert [pack.name for pack in made.packs] == ["national", "step-up-step-down", "continuum-of-need"]
    assert "YOR-TIM-2" in made.clauses
    assert made.topics("continuum-of-need")


def test_what_is_not_there(small: Small) -> None:
    made = small_book(small, "")
    with pytest.raises(KeyError):
        made.pack("other")
    assert made.steps == {}
    assert made.declared  # a parameter is declared or refused, as where a policy sets it
