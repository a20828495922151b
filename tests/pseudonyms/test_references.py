"""The same original has the same reference under one key, and no other; what is alike stays alike."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from threshold.exports.lookalikes import without_noughts
from threshold.exports.rows.cells import read_references, unusable
from threshold.privacy import identifying_reference
from threshold.pseudonyms import references
from threshold.pseudonyms.references import References, without_made_up
from threshold.reading import BadInput

KEY, OTHER = bytes(32), bytes([1] * 32)
WAYS = (
    "{}",
    " {}",
    "0{}",
    "00{}",
    "{}\u200b",
    "\ufeff{}",
    "{} 1",
    "{}-1",
    "{}\u20111",
    "'{}",
    '="{}"',
    "p{}",
    "P{}",
)


def made(*originals: str, key: bytes = KEY, person: bool = True) -> list[str]:
    return References(key).of(pl.Series(originals, dtype=pl.String), person).to_list()


def test_a_reference_is_as_it_always_was() -> None:
    """What is written today is compared with what was written a year ago: this must never change."""
    assert made("4711", "04711") == ["VWRC-HVXC-GHZD", "0VWRC-HVXC-GHZD"]
    assert made("4711", person=False) == ["VWRC-HVXC-GHZD"]


def test_another_key_gives_others() -> None:
    assert made("4711") != made("4711", key=OTHER)


@given(st.lists(st.sampled_from(("4711", "ab12", "AB12", "Ab12")).flatmap(
    lambda text: st.sampled_from([way.format(text) for way in WAYS])), min_size=1, max_size=12))  # fmt: skip
def test_what_an_audit_takes_for_alike_or_apart_it_takes_so_again(written: list[str]) -> None:
    before = read_references(pl.Series(written, dtype=pl.String))
    after = read_references(pl.Series(made(*written), dtype=pl.String))
    assert (unusable(before) == unusable(after)).all()
    for way in (lambda each: each, without_noughts):
        assert way(before).rank("dense").len() == way(after).len()
        assert _groups(way(before)) == _groups(way(after))
    assert not any(map(without_made_up, after))
    assert not any(any(identifying_reference(each, date(2026, 11, 30))) for each in made("4711", "Ab12"))


def _groups(texts: pl.Series) -> list[int]:
    """Which text is the first that each is equal to."""
    listed = texts.to_list()
    return [listed.index(each) for each in listed]


def test_two_originals_of_one_reference_are_never_put_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(references, "_letters", lambda digest: "BBBB-BBBB-BBBB")
    with pytest.raises(BadInput) as raised:
        made("4711", "4712")
    assert "4711" not in str(raised.value.problems[0])
