"""A change flips nobody only where somebody was judged by it."""

from threshold.trying.model import Flip, Reach, Trial, Tried, key
from threshold.versions import Change

A, B, C = (Change("rule", "p", name, "differs", name, "", "", None, True) for name in "abc")
WORDS = Change("words", "p", "w", "differs", "w", "", "", None, False)


def test_each_change_is_told_once_and_as_what_it_is() -> None:
    flip = Flip("A-1", "status", "", "permitted", "blocked", (A,))
    reach = (Reach(A, 1, 0), Reach(B, 1, 0), Reach(C, 0, 5))
    trial = Trial("old", "new", (A, B, C, WORDS), (Tried("cases", "it", 1, 1, (flip,), reach=reach),))
    assert (trial.flips_nobody, trial.not_shown, trial.words_alone) == ((B,), (C,), (WORDS,))
    assert trial.flipped == 1


def test_a_change_is_known_by_what_it_is_of() -> None:
    assert len({key(each) for each in (A, B, C, WORDS)}) == 4
