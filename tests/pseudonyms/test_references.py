"""The same original has the same reference under the same key, and no other has it."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threshold.privacy import identifying_reference
from threshold.pseudonyms import references
from threshold.pseudonyms.references import References, compared
from threshold.reading import BadInput

KEY, OTHER = bytes(32), bytes([1] * 32)


def test_a_reference_is_as_it_always_was() -> None:
    """What is written today is compared with what was written a year ago: this must never change."""
    assert References(KEY).of(["4711", "943 476 5919"]) == {
        "4711": References(KEY).of(["4711"])["4711"],
        "943 476 5919": References(KEY).of(["9434765919"])["9434765919"],
    }
    assert References(KEY).of(["4711"])["4711"] == "VWRC-HVXC-GHZD"


def test_another_key_gives_others() -> None:
    assert References(KEY).of(["4711"]) != References(OTHER).of(["4711"])


@given(st.lists(st.text(min_size=1, max_size=20), max_size=20))
def test_references_are_short_made_up_and_one_for_each_original(originals: list[str]) -> None:
    made = References(KEY).of(originals)
    for original, reference in made.items():
        assert re.fullmatch(r"[B-DF-HJ-NP-TV-Z]{4}(-[B-DF-HJ-NP-TV-Z]{4}){2}", reference), original
        assert not list(identifying_reference(reference, date(2026, 11, 30)))
    assert len(set(made.values())) == len({compared(original) for original in originals})


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("943 476 5919", "9434765919"),
        ("943-476-5919", "943.476.5919"),
        ("h801200001001", "H801200001001"),
        ("Sarah  Smith", "sarah smith"),
        ("C\u20110412", "C-0412"),
        ("4\u200b711", "4711"),
    ],
)
def test_the_same_child_written_in_two_ways_is_one(one: str, two: str) -> None:
    made = References(KEY)
    pair = made.of([one, two])
    assert pair[one] == pair[two]
    assert made.together == 1


@pytest.mark.parametrize(("one", "two"), [("12-3", "1-23"), ("0412", "412"), ("A 88", "A88")])
def test_what_is_not_surely_the_same_stays_two(one: str, two: str) -> None:
    assert compared(one) != compared(two)


def test_two_originals_of_one_reference_are_never_put_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(references, "_letters", lambda digest: "BBBB-BBBB-BBBB")
    with pytest.raises(BadInput) as raised:
        References(KEY).of(["4711", "4712"])
    assert "4711" not in str(raised.value.problems[0])
