"""Columns known by their headers, however they are written."""

import pytest

from threshold.policy.indicators.columns import COLUMNS, NEEDED, column_of, nearest_column, recognised


@pytest.mark.parametrize(
    ("header", "column"),
    [
        *((column, column) for column in COLUMNS),
        ("Level of need", "level"),
        (" TIER ", "level"),
        ("age-range", "ages"),
        ("Age_Group", "ages"),
        ("Indicator?", "asks"),
        ("Signs", "asks"),
        ("Ref.", "id"),
        ("Theme", "domain"),
        ("", ""),
        ("notes", ""),
    ],
)
def test_a_header_means_a_column(header: str, column: str) -> None:
    assert column_of(header) == column


def test_one_misspelt_is_guessed_and_one_of_another_kind_is_not() -> None:
    assert nearest_column("Levle") == "level"
    assert nearest_column("qestion") == "asks"
    assert nearest_column("provider") == ""


def test_a_row_of_headers_is_told_by_how_many_columns_it_names() -> None:
    assert recognised(["Id", "Tier", "stage", "Notes"]) == 2
    assert set(NEEDED) < set(COLUMNS)
