"""Words are measured rather too wide than too narrow, and broken into lines that fit."""

import pytest

from threshold.reports.timeline.measure import SMALL, in_lines, width_of


def test_wide_letters_are_wider() -> None:
    assert width_of("iiii") < width_of("aaaa") < width_of("RRRR") < width_of("WWWW")
    assert width_of("a", SMALL) < width_of("a") < width_of("a", bold=True)


def test_words_are_kept_whole_where_they_can_be() -> None:
    assert in_lines("one two three", 60) == ["one two", "three"]
    assert in_lines("", 60) == []
    assert in_lines("see [WT-first-review] now", 125) == ["see", "[WT-first-review]", "now"]


@pytest.mark.parametrize("words", ["R" * 64, f"Referral {'R' * 64} (current)", "a b " * 40, "W"])
def test_no_line_is_wider_than_the_room(words: str) -> None:
    lines = in_lines(words, 100, bold=True)
    assert all(width_of(line, bold=True) <= 100 for line in lines)
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")
