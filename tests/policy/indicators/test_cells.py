"""What a cell holds, tidied; and what may stand in none."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from threshold.output.escaping import cell as safe
from threshold.policy.indicators.cells import (
    LONGEST,
    fault,
    looks_like_a_date,
    tidied,
    whole_number,
    yes_or_no,
)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("  Is the\r\n child\u00a0 unwell? ", "Is the child unwell?"),
        ("a\u26a0\ufe0fb", "a\u26a0b"),
        ("'- Is it so?", "- Is it so?"),
        ("a;'=b", "a;=b"),
        ("the child's", "the child's"),
        ("'quoted'", "'quoted'"),
    ],
)
def test_room_and_marks_of_a_spreadsheet_are_tidied_away(text: str, plain: str) -> None:
    assert tidied(text) == plain


@given(some.text(alphabet=some.sampled_from("ab '\";=+-@\t\n\u00a0\ufe0f\u200b")))
def test_what_is_tidied_stays_so_even_by_way_of_a_spreadsheet(text: str) -> None:
    plain = tidied(text)
    assert tidied(plain) == plain
    assert fault(plain) or tidied(safe(plain)) == plain


def test_what_cannot_be_seen_or_is_too_long_is_told_and_not_repeated() -> None:
    assert "cannot be seen" in fault("a\u200bb")
    assert "cannot be seen" in fault("a\x07b")
    assert "cannot be seen" in fault("a\x1fb")
    assert fault("a" * LONGEST) == ""
    assert str(LONGEST) in fault("a" * (LONGEST + 1))
    assert fault("a" * 400, 500) == ""


def test_whole_numbers_lose_their_noughts_and_nothing_else() -> None:
    assert [whole_number(each) for each in ("2.0", "2.00", "2", "2.5", "2.10", "two")] == [
        *("2", "2", "2", "2.5", "2.10", "two")
    ]


@pytest.mark.parametrize(
    "text",
    ["2-Jan", "02/01/2026", "2026-01-02", "2026-01-02T00:00:00", "Jan-24", "5 Sept", "May-16"],
)
def test_dates_made_by_spreadsheets_are_known(text: str) -> None:
    assert looks_like_a_date(text)


@pytest.mark.parametrize("text", ["EM-2-01", "2-01", "5-16", "maybe", "MAR-2", "A1"])
def test_ids_and_ages_are_no_dates(text: str) -> None:
    assert looks_like_a_date(text) == (text == "MAR-2")  # nobody can tell this one from March 2002


def test_yes_and_no_in_the_many_ways_of_ticking() -> None:
    assert {yes_or_no(each) for each in ("yes", "Y", "TRUE", "1", "1.0", "x", "\u2713")} == {True}
    assert {yes_or_no(each) for each in ("no", "N", "false", "0", "", "-")} == {False}
    assert {yes_or_no(each) for each in ("maybe", "2", "yes?")} == {None}
