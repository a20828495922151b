"""How often people override, counted by hand."""

import pytest

from threshold.register.render.html import stats_page
from threshold.register.render.text import stats_text
from threshold.register.stats import Count, stats

from .conftest import ENTRIES, decided, entry


def test_counts_are_by_clause_direction_status_and_role():
    counted = stats(ENTRIES)
    assert (counted.all.decisions, counted.all.overridden, counted.all.percent) == (4, 2, 50)
    assert [(each.name, each.decisions, each.overridden) for each in counted.by_clause] == [
        ("RBC-5.1", 2, 2),
        ("RBC-4.2a", 3, 1),
    ]
    assert [(each.name, each.overridden) for each in counted.by_direction] == [
        ("step down", 1),
        ("step down, decided continue", 1),
    ]
    assert (counted.mismatches, counted.erased) == (1, 1)
    assert "2 of 4 overridden (50%)" in stats_text(counted)


def test_an_empty_register_has_nothing_to_count():
    assert "no decisions" in stats_text(stats([]))
    assert "No decisions" in stats_page(stats([]))


@pytest.mark.parametrize(
    ("overridden", "decisions", "percent"),
    [
        (0, 0, 0),
        (0, 7, 0),
        (7, 7, 100),
        (1, 3, 33),
        (2, 3, 67),
        (1, 8, 13),  # 12.5
        (3, 8, 38),  # 37.5
        (1, 200, 1),  # 0.5
        (1, 201, 0),
        (199, 200, 100),  # 99.5
        (1, 40, 3),  # 2.5, which rounding to even would make 2
    ],
)
def test_a_percentage_is_rounded_half_up(overridden: int, decisions: int, percent: int) -> None:
    count = Count("R", decisions, overridden)
    assert count.percent == percent
    assert count.shown == f"{overridden} of {decisions} overridden ({percent}%)"


def test_the_most_overridden_come_first_then_the_most_decided_then_by_name() -> None:
    made = [
        *(entry(number, clauses=("A", "B")) for number in range(1, 3)),
        entry(3, clauses=("C",), decided=decided(False)),
        entry(4, clauses=("D", "C"), decided=decided(False)),
        entry(5, clauses=("0",)),
    ]
    assert [(each.name, each.overridden, each.decisions) for each in stats(made).by_clause] == [
        ("C", 2, 2),
        ("D", 1, 1),
        ("A", 0, 2),
        ("B", 0, 2),
        ("0", 0, 1),
    ]


def test_a_decision_counts_under_each_of_its_clauses_and_once_elsewhere() -> None:
    counted = stats([entry(1, clauses=("A", "B", "C")), entry(2, clauses=())])
    assert counted.all == Count("all decisions", 2, 0)
    assert [each.decisions for each in counted.by_clause] == [1, 1, 1]
    assert counted.by_status == (Count("permitted", 2, 0),)
    assert counted.by_role == (Count("Team Manager", 2, 0),)


def test_what_was_recommended_is_told_from_what_was_decided() -> None:
    made = [
        entry(1, recommended="step_up", decided=decided(True, "step_up")),
        entry(2, recommended="step_up", decided=decided(False, "step_down")),
        entry(3, recommended="step_down", decided=decided(True, "step_down")),
        entry(4, recommended="step_up", decided=decided(False, "step_up")),
    ]
    assert {each.name: (each.decisions, each.overridden) for each in stats(made).by_direction} == {
        "step up": (2, 1),
        "step up, decided step down": (1, 1),
        "step down": (1, 0),
    }


def test_only_a_mismatch_of_role_is_counted_as_one() -> None:
    kinds = ("in_order", "mismatch", "cannot_tell", "no_rule", "mismatch")
    assert stats([entry(number, authority=kind) for number, kind in enumerate(kinds, 1)]).mismatches == 2


def test_first_and_last_are_of_every_entry_whatever_their_order() -> None:
    counted = stats([ENTRIES[1], ENTRIES[3], ENTRIES[0]])
    assert (counted.first, counted.last) == ("2026-04-01T12:01:00Z", "2026-04-01T12:04:00Z")
    assert (counted.all.decisions, counted.erased) == (2, 1)
    assert (stats([]).first, stats([]).last, stats([]).all.percent) == (None, None, 0)
