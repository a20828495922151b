"""What was encoded decodes to what it was; what comes again is found."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from threshold.exports.rows.dictionary import again, as_categories, dictionary_encoded, repeated, run_encoded

FEW = st.one_of(st.none(), st.sampled_from(["", "a", "b", " a", "\u00e9"]))
ROWS = st.lists(st.tuples(FEW, st.integers(0, 2)), max_size=30)


@given(st.lists(FEW, max_size=30), st.sampled_from([pl.String, pl.Categorical]))
def test_an_encoded_column_decodes_to_itself(cells: list[str | None], dtype: type[pl.DataType]) -> None:
    column = pl.Series(cells, dtype=dtype)
    distinct = dictionary_encoded(column)
    assert distinct.decode(distinct.texts).to_list() == cells
    assert distinct.texts.n_unique() == len(distinct.texts)
    runs = run_encoded(column)
    assert runs.decode(runs.texts).to_list() == cells
    assert runs.texts.ne_missing(runs.texts.shift())[1:].all()
    marked = [cell == "a" for cell in cells]
    assert distinct.marked(distinct.texts == "a").to_list() == marked


@given(ROWS)
def test_every_row_that_an_earlier_one_is_like_is_found(rows: list[tuple[str | None, int]]) -> None:
    table = pl.DataFrame(rows, schema={"a": pl.String, "b": pl.Int64}, orient="row")
    expected = [row in rows[:place] for place, row in enumerate(rows)]
    later = again(table)
    assert (later.to_list() if later is not None else [False] * len(rows)) == expected
    numbers = [number for _, number in rows]
    several = {number for number in numbers if numbers.count(number) > 1}
    assert set(repeated(pl.Series(numbers, dtype=pl.Int64))) == several


@pytest.mark.parametrize("names", [[], ["a"], ["a", "b", "elsewhere"]])
def test_only_columns_of_text_become_categories(names: list[str]) -> None:
    table = pl.DataFrame({"a": ["x"], "b": [1]}).with_columns(as_categories(names))
    assert table.schema == {"a": pl.Categorical() if names else pl.String(), "b": pl.Int64()}
    assert table.with_columns(pl.col("a").cast(pl.String)).rows() == [("x", 1)]
