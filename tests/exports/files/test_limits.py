"""What a file may hold grows with its size: a small one never becomes large, and honest large ones pass."""

import pytest

from threshold.exports.files.limits import (
    MAX_CELLS,
    MAX_TEXT,
    MEGABYTE,
    most_cells,
    most_memory,
    most_places,
    most_places_in_all,
    most_repeated,
    most_rows,
    most_text,
    most_text_of_sheet,
)

BYTES_A_CELL = 16  # as polars keeps text


@pytest.mark.parametrize("size", [100, 10_000, 64_000])
def test_a_small_file_stays_small(size: int) -> None:
    assert most_text(size) <= 64 * MEGABYTE
    assert most_cells(size) * BYTES_A_CELL < 100 * MEGABYTE
    assert most_rows(size) <= 1_000_000
    assert most_repeated(size) <= 2_000_000
    assert most_places(size) == most_places_in_all(size) <= 10_000_000
    assert most_memory(size) < 1024 * MEGABYTE


def test_an_honest_large_file_passes() -> None:
    """A million children with nine million events come to 45 MB of Parquet, in eight columns."""
    size = 45 * MEGABYTE
    assert most_rows(size) > 9_000_000 * 10
    assert most_cells(size) > 9_000_000 * 30
    assert most_text(size) > 9_000_000 * 500


def test_a_sheet_is_never_larger_than_a_spreadsheet_would_open() -> None:
    assert most_places(1024 * MEGABYTE) == most_repeated(1024 * MEGABYTE) == MAX_CELLS
    assert most_text_of_sheet(1024 * MEGABYTE) == MAX_TEXT
    assert most_places_in_all(1024 * MEGABYTE) > MAX_CELLS
