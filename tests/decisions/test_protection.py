"""What a decision tells of the child's protection: known, open where it matters, or contradictory."""

import pytest

from threshold.decisions.model import Protection

SAFE = "child_protection: {concern: false}\n"
UP, DOWN, CLOSE = (f"request: {{direction: {way}}}\n" for way in ("step_up", "step_down", "close"))
SO = "it is said that there is a concern"


@pytest.mark.parametrize(
    ("case", "told"),
    [
        # A concern is known, whatever is in place.
        ("child_protection: {concern: true}", Protection(True, None, False, True, (SO,))),
        (DOWN + "child_protection: {concern: true}", Protection(True, None, False, True, (SO,))),
        # Nobody has said.
        (UP, Protection(None, None, False, False, ())),
        ("", Protection(None, None, False, False, ())),
        # There is none, and what is in place is open: that bears on what leaves it.
        (UP + SAFE, Protection(False, None, False, True, ())),
        (SAFE, Protection(False, None, False, True, ())),
        (DOWN + SAFE, Protection(False, None, False, False, ())),
        (CLOSE + SAFE, Protection(False, None, False, False, ())),
        (CLOSE + SAFE + "support: {in_place: low}", Protection(False, False, False, True, ())),
        (DOWN + SAFE + "care: {looked_after: true}", Protection(False, True, False, True, ())),
    ],
)
def test_what_is_known_of_protection(small, case: str, told: Protection):
    assert small.decide(case).protection == told


def test_facts_about_danger_that_contradict_each_other(small):
    small.tiny(
        "conflicts: [{id: C, carries: [T-1], why: never, when: {t.a: true, child_protection.concern: false},"
        " doubtful: [child_protection.concern]}]"
    )
    found = small.decide(UP + SAFE + "t: {a: true}").protection
    assert (found.concern, found.contradictory, found.known) == (None, True, False)
