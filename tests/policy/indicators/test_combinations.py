"""Counts held against the signs that there are: what nothing could reach, and what says nothing."""

import pytest

from threshold.policy.indicators.combinations import wrong_combinations
from threshold.policy.indicators.model import Combination, Count, Place

from .making import sign

NAMES = ("Universal", "Early Support", "Family Help", "Protection")
# Three of Family Help in two domains, one of Early Support.
SIGNS = [sign(1, "3"), sign(2, "3"), sign(3, "3", "home"), sign(4, "2")]


def wrong(*counts: Count, level: str = "4", names: tuple[str, ...] = ()) -> list[str]:
    combination = Combination("C-1", level, counts, "so", Place("indicators.yaml", 9))
    problems = list(wrong_combinations([combination], SIGNS, names))
    assert all((each.line, each.field) == (9, "combine") for each in problems)
    return [each.message for each in problems]


@pytest.mark.parametrize(
    "counts",
    [
        [Count(2, ("3",))],
        [Count(3, ("3.0",), 2)],
        [Count(4, ("2", "3"), 2)],
        [Count(1, ("3",), 1, True)],
        [Count(2, ("3",)), Count(1, ("2",))],
    ],
)
def test_what_signs_can_reach_is_right(counts: list[Count]) -> None:
    assert not wrong(*counts)


@pytest.mark.parametrize(
    ("count", "says"),
    [
        (Count(1, ("3",)), "counts one sign alone"),
        (Count(4, ("3",)), "counts 4 signs where there are only 3"),
        (Count(3, ("3",), 3), "asks for 3 domains where such signs lie in only 2"),
        (Count(2, ("1",)), "counts signs of a level that no sign has"),
        (Count(2, ("3", "1")), "counts signs of a level that no sign has"),
        (Count(2, ("4",)), "makes the level that one such sign makes by itself"),
        (Count(1, ("2",), 1, True), "such signs all lie in one"),
    ],
)
def test_what_none_can_reach_or_says_nothing_is_told(count: Count, says: str) -> None:
    assert says in wrong(count)[0]


def test_one_sign_may_be_counted_beside_others() -> None:
    assert "only 3" in wrong(Count(4, ("3",)), Count(1, ("2",)))[0]
    assert not wrong(Count(2, ("3",)), Count(1, ("2",)))


def test_numbers_and_names_are_the_same_level_where_levels_have_names() -> None:
    assert not wrong(Count(3, ("family  help",)), names=NAMES)
    assert "only 3" in wrong(Count(4, ("Family Help",)), names=NAMES)[0]
    assert "by itself" in wrong(Count(2, ("Family Help",)), level="3", names=NAMES)[0]
    # Without the names nobody can tell which number a name is.
    assert not wrong(Count(4, ("Family Help",)))
