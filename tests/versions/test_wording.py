"""What reads otherwise, in plain words."""

from datetime import date

from threshold.conditions import Test as Leaf
from threshold.conditions.words import Words
from threshold.policy import Who, load_policy
from threshold.versions.meaning import Differs
from threshold.versions.wording import aspect, both_ways, rows_that_differ, said

WORDS = Words(load_policy("national").vocabulary)


def test_an_aspect_is_named_as_people_call_it() -> None:
    assert aspect(("parts", "2", "must")) == "part 2, what must be so"
    assert aspect(("effect",)) == "strength"


def test_what_decides_stands_alone() -> None:
    words, strength = Differs(("head", "title"), "A", "B", False), Differs(("effect",), "warn", "block", True)
    assert both_ways([words, strength], WORDS) == ("strength: warn", "strength: block")
    assert both_ways([words], WORDS) == ("head, title: A", "head, title: B")


def test_values_people_and_conditions_are_said() -> None:
    assert said(None, WORDS) == "none"
    assert said(Who("Chair"), WORDS) == "Chair"
    assert said(date(2026, 9, 1), WORDS) == "1 September 2026"
    assert said(Leaf("caf.open", "is", (True,)), WORDS) == WORDS.sentence(Leaf("caf.open", "is", (True,)))
    assert said(("a", "b"), WORDS) == "a and b"


def test_of_a_table_the_rows_are_told_that_are_not_the_same() -> None:
    old, new = (
        {"red": {"within": None}, "amber": {"most": 2}},
        {"red": {"within": None}, "amber": {"most": 3}},
    )
    assert rows_that_differ(old, new) == ("amber: most 2", "amber: most 3")
