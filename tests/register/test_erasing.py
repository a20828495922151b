"""What an entry about an erasure says: as the program writes it, or it is told why it is not."""

from dataclasses import replace

import pytest

from threshold.register.chain import ERASURE, Link
from threshold.register.entries import Erasure
from threshold.register.erasing import erasure_problem, goes_on

RIGHT = Erasure((2, 5), "Team Manager", "TM-07", "The time for keeping it is over", "r")


def link(number: int, erases: int | None) -> Link:
    return Link(number, "2026-04-01T12:00:00Z", "c", erases, "p", "h", kind=ERASURE)


def test_as_the_program_writes_it_nothing_is_wrong():
    assert erasure_problem(link(8, 2), RIGHT) == ""
    assert erasure_problem(link(9, 5), RIGHT) == ""
    assert goes_on(link(8, 2), RIGHT, link(9, 5))
    assert goes_on(link(9, 5), RIGHT, None)


@pytest.mark.parametrize("after", [None, link(9, 6), link(9, None), replace(link(9, 5), kind="decision")])
def test_what_is_named_and_not_erased_with_it_is_told(after):
    assert not goes_on(link(8, 2), RIGHT, after)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"by": ""}, "in which role"),
        ({"by": "Team Manager\nwhole"}, "in which role"),
        ({"reference": ""}, "who had it"),
        ({"reference": "TM-07\n"}, "who had it"),
        ({"reason": ""}, "why it was"),
        ({"reason": " over"}, "why it was"),
        ({"reason": "x" * 5000}, "why it was"),
        ({"entries": (3, 5)}, "another entry"),
        ({"entries": (2, 2)}, "twice"),
        ({"entries": (5, 2)}, "not in their order"),
        ({"entries": (-1, 2)}, "not there then"),
        ({"entries": (2, 8)}, "not there then"),
        ({"entries": (2, 10**30)}, "not there then"),
    ],
)
def test_what_the_program_would_not_have_written_is_told(changed, said):
    assert said in erasure_problem(link(8, 2), replace(RIGHT, **changed))
