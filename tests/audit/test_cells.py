"""A whole column is made safe as each text by itself is."""

import unicodedata

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from threshold.audit import cells
from threshold.output import escaping

# But for what only one of the two libraries knows already, and halves of signs, which polars does not hold.
_PLACES = (range(0xD800), range(0xE000, 0x11000), range(0x1D100, 0x1D200), range(0xE0000, 0xE0200))
KNOWN = [chr(each) for some in _PLACES for each in some if unicodedata.category(chr(each)) != "Cn"]
SIGNS = st.sampled_from("a1;\"' \t=+-@\uff1d\uff0d\ufeff\u00a0\n\u202e\ufe0f\x1b")


def made(way: object, texts: list[str]) -> list[object]:
    return pl.DataFrame({"text": texts}).select(way(pl.col("text"))).to_series().to_list()  # type: ignore[operator]


def test_every_sign_becomes_what_python_makes_of_it() -> None:
    assert made(cells.terminal, KNOWN) == list(map(escaping.terminal, KNOWN))


@given(st.lists(st.text(SIGNS), min_size=1))
def test_cells_are_those_of_a_single_text(texts: list[str]) -> None:
    assert made(cells.cell, texts) == list(map(escaping.cell, texts))
    assert made(cells.is_formula, texts) == list(map(escaping.is_formula, texts))


@given(st.lists(st.text(SIGNS) | st.text(st.characters(exclude_categories=["Cs", "Cn"])), min_size=1))
def test_whatever_is_changed_was_seen_to_be_odd(texts: list[str]) -> None:
    odd = made(cells.odd, texts)
    for text, cell, looked_at in zip(texts, made(cells.cell, texts), odd, strict=True):
        assert looked_at or cell == text


def test_nothing_stays_nothing() -> None:
    assert pl.select(cells.cell(pl.lit(None, pl.String))).item() is None
