"""Entries are found by case or number, and told in one row."""

import pytest

from threshold.reading import BadInput
from threshold.register.query import find

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
