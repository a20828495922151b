"""A reference is found wherever it stands as a word."""

import polars as pl
import pytest

from threshold.pseudonyms.originals import Originals

HELD = [
    "1000001",
    "1000001-started",
    "see 1,000,001 pls",
    "P1000001",
    "x 22/04711.",
    "01000001",
    "1000001\u200b",
]
NOT = ["10000012", "2024-01-12", "12 Jan 2024 10:30", "04711", "all well"]


@pytest.mark.parametrize(("texts", "found"), [(HELD, True), (NOT, False)])
def test_what_is_held(texts: list[str], found: bool) -> None:
    looked = Originals(["1000001", "22/04711", "2024", "T1"]).held_by(pl.Series(texts))
    assert looked.to_list() == [found] * len(texts)


def test_words_of_nobody_are_looked_for_only_where_that_is_asked() -> None:
    originals, texts = Originals(["Plan", "Plan 4711"], ["cp plan"]), pl.Series(["the Plan", "Plan 4711"])
    assert originals.held_by(texts).to_list() == [True, True]
    assert originals.held_by(texts, telling=True).to_list() == [False, True]
