"""What was answered is listed whole where there is room, else a line each, and what was said can be read."""

import pytest

from threshold.interview.answered import in_one_line, which_answer
from threshold.interview.prompts import Screen

SAID = [
    (f"Is this the question with the number {number}, and is it a long one?", "No") for number in range(9)
]


def test_whole_where_there_is_room() -> None:
    prompt = which_answer(SAID, Screen(80, 24))
    assert prompt.options == tuple(f"{asks} {words}" for asks, words in SAID)
    assert "from 1 to 9" in prompt.can


@pytest.mark.parametrize("plain", [False, True])
def test_cut_to_a_line_where_there_is_not(plain: bool) -> None:
    screen = Screen(40, 13, plain)
    prompt = which_answer(SAID, screen)
    assert prompt.pages(screen) == 1
    lines = prompt.shown(screen).splitlines()
    assert len(lines) == 2 + len(SAID)
    assert all(line.endswith("... No") for line in lines[2:])


@pytest.mark.parametrize("room", range(15, 60))
def test_a_line_is_never_longer_and_begins_and_ends_as_it_did(room: int) -> None:
    told = in_one_line("Who is calling, if it may be asked?", "A professional of some agency", room)
    assert len(told) <= room
    assert told.startswith("W")
    assert " A" in told


def test_what_fits_is_left_alone() -> None:
    assert in_one_line("Who?", "A parent", 13) == "Who? A parent"
