"""Whole columns without an expression: what is nowhere, what is everywhere, and one of two by a mask."""

import pytest

pl = pytest.importorskip("polars")

import threshold.batch  # noqa: E402
from threshold.batch.columns import everywhere, nothing, where  # noqa: E402


@pytest.mark.parametrize("rows", [0, 1, 5])
def test_nothing_is_known_in_a_column_of_its_type(rows: int):
    for dtype in (pl.Int32(), pl.Date(), pl.Enum(["red", "green"]), pl.List(pl.String())):
        column = nothing(dtype, rows)
        assert (column.dtype, column.to_list()) == (dtype, [None] * rows)


@pytest.mark.parametrize("truth", [True, False])
def test_one_truth_is_everywhere(truth: bool):
    assert everywhere(truth, 3).to_list() == [truth] * 3
    assert (everywhere(truth, 0).dtype, everywhere(truth, 0).len()) == (pl.Boolean, 0)


def test_where_the_mask_holds_the_value_stands_and_elsewhere_the_other():
    mask, value = pl.Series([True, False, True]), pl.Series([1, 2, None])
    assert where(mask, value).to_list() == [1, None, None]
    assert where(mask, value, pl.Series([7, 8, 9])).to_list() == [1, 8, None]
    assert where(mask, value).dtype == value.dtype


def test_all_that_the_package_names_is_there_and_nothing_else():
    assert all(getattr(threshold.batch, name) is not None for name in threshold.batch.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing_of_this'"):
        _ = threshold.batch.nothing_of_this
