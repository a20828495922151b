"""Entries are found by case or number, and told in one row."""

import pytest

from threshold.reading import BadInput
from threshold.register.query import COLUMNS, find, row

from .conftest import ENTRIES


@pytest.mark.parametrize(
    ("references", "numbers"),
    [([], [1, 2, 3, 4, 5]), (["C-1"], [1, 3]), (["4"], [4]), (["2"], [5]), (["C-2", "1"], [1, 2])],
)
def test_entries_are_found_by_case_or_else_by_number(references, numbers):
    assert [each.link.number for each in find(ENTRIES, references)] == numbers


def test_what_is_not_there_is_told():
    with pytest.raises(BadInput, match='did you mean "C-1"'):
        find(ENTRIES, ["C-11"])


def test_a_case_that_is_called_like_a_number_hides_the_entry_of_that_number():
    """Entry 5 is of a case called 2, so that 2 is no number."""
    assert [each.link.number for each in find(ENTRIES, ["2", "3"])] == [3, 5]
    assert [each.link.number for each in find(ENTRIES[:4], ["2", "3"])] == [2, 3]


def test_an_entry_that_is_named_twice_is_found_once_in_its_place():
    assert [each.link.number for each in find(ENTRIES, ["3", "C-1", "1"])] == [1, 3]


@pytest.mark.parametrize("reference", ["6", "0", "02", "c-1", ""])
def test_one_reference_that_is_not_there_is_enough_to_be_told(reference):
    with pytest.raises(BadInput, match="no case and no entry"):
        find(ENTRIES, ["C-1", reference])


def test_an_entry_is_told_in_every_column():
    assert row(ENTRIES[1]) == {
        "entry": "2",
        "recorded": "2026-04-01T12:02:00Z",
        "case": "C-2",
        "as_at": "2026-03-20",
        "recommended": "step_down",
        "status": "permitted",
        "decision": "continue",
        "override": "yes",
        "clauses": "RBC-4.2a RBC-5.1",
        "role": "Team Manager",
        "reference": "TM-07",
        "authority": "in_order",
        "policy": f"p {'d' * 12}",
    }
    assert tuple(row(ENTRIES[0])) == COLUMNS
    assert row(ENTRIES[0])["override"] == "no"


def test_of_an_erased_entry_the_rest_is_empty():
    found = row(ENTRIES[3])
    assert {name: value for name, value in found.items() if value} == {
        "entry": "4",
        "recorded": "2026-04-01T12:04:00Z",
        "decision": "erased",
    }
    assert tuple(found) == COLUMNS
