"""How what is told beside contacts reads."""

import pytest

from threshold.exports.contacts import Told


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ((), "a.csv, Received: says so"),
        ((3,), "a.csv, row 3, Received: says so"),
        ((3, 9), "a.csv, rows 3 and 9, Received: says so"),
        (tuple(range(1, 9)), "a.csv, rows 1, 2, 3, 4, 5 and 3 more, Received: says so"),
    ],
)
def test_rows_are_named_and_many_are_counted(rows: tuple[int, ...], text: str) -> None:
    assert str(Told("says so", "a.csv", "Received", rows)) == text
