"""Entries by kind of event: those held, in their order, with whether each has a reference."""

import polars as pl

from threshold.exports.kinds import by_kind


def test_what_was_held_stands_under_its_kind() -> None:
    marks = pl.DataFrame(
        {
            "at": [0, 1, 2, 3],
            "whose": [7, 7, 8, 8],
            "event": ["a", "b", "a", "a"],
            "on": [None, None, None, None],
            "held": [True, True, True, False],
            "ref": ["R", None, None, "S"],
            "whose ref": [1, None, None, 2],
        }
    )
    kinds = by_kind(marks)
    assert kinds["a"].select("at", "whose", "numbered").rows() == [(0, 7, True), (2, 8, False)]
    assert kinds["b"]["numbered"].to_list() == [False]
    assert kinds["c"].is_empty()
    assert kinds["c"].columns == kinds["a"].columns
