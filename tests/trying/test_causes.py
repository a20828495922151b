"""A flip is put down to each change that brings it alone, else to those that need each other."""

import pytest

from threshold.trying.causes import Causes
from threshold.trying.outcome import Key, Outcome
from threshold.versions import Change

STATUS: Key = ("status", "", "")
CHANGES = [Change("rule", "p", name, "differs", name, "", "", None, True) for name in "abc"]


def causes(brings: set[frozenset[int]], many: int = 3) -> Causes:
    """Blocked where any of these sets of changes is made, else permitted."""

    def decided(chosen: frozenset[int]) -> Outcome | None:
        return {STATUS: "blocked" if any(each <= chosen for each in brings) else "permitted"}

    changes = [CHANGES[number % 3] for number in range(many)]
    return Causes("A-1", changes, {STATUS: "permitted"}, {STATUS: "blocked"}, decided)


@pytest.mark.parametrize(
    ("brings", "named", "together"),
    [
        ({frozenset({1})}, "b", False),
        ({frozenset({0}), frozenset({2})}, "ac", False),
        ({frozenset({0, 2})}, "ac", True),
        (set(), "", False),
    ],
)
def test_who_brings_it(brings: set[frozenset[int]], named: str, together: bool) -> None:
    flip = causes(brings).flip(STATUS)
    assert ("".join(change.id for change in flip.because), flip.together) == (named, together)
    assert (flip.before, flip.after) == ("permitted", "blocked")


def test_of_very_many_changes_one_is_found_without_trying_each() -> None:
    flip = causes({frozenset({28})}, many=40).flip(STATUS)
    assert (len(flip.because), flip.together) == (1, False)
