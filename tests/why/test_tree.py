"""A condition as a tree: its shape, its truth, the values beneath it, and how time was counted."""

from threshold.conditions import All, Any, AtLeast, Not, Test
from threshold.why.model import Branch
from threshold.why.tree import Trees

from .cases import REFUSED, TOO_SOON, example, trees

GIVEN = Test("consent.to_share", "is", ("given",))
SUPPORT = Test("consent.to_support", "is", ("given",))
SILENT = Test("contact.checks_done", "is", (True,))


def tree(condition) -> Branch:  # type: ignore[no-untyped-def]
    made = trees(example(REFUSED))
    assert isinstance(made, Trees)
    return made.tree(condition, "")


def test_a_leaf_says_what_was_seen() -> None:
    leaf = tree(GIVEN)
    assert (leaf.text, leaf.truth, leaf.seen[0].told) == (
        "consent to share is given",
        False,
        "refused; stated",
    )


def test_not_turns_the_text_and_the_truth() -> None:
    assert (tree(Not(GIVEN)).text, tree(Not(GIVEN)).truth) == ("consent to share is not given", True)
    assert tree(Not(Any((GIVEN, SUPPORT)))).text == "none of these"
    assert tree(Not(All((GIVEN, SUPPORT)))).truth is True


def test_what_decides_is_marked() -> None:
    both = tree(All((GIVEN, SUPPORT, SILENT)))
    assert both.truth is False
    assert [(each.truth, each.decides) for each in both.parts] == [
        (False, True),
        (True, False),
        (None, False),
    ]


def test_a_count_says_how_many_are_so() -> None:
    counted = tree(AtLeast(2, (GIVEN, SUPPORT, SILENT)))
    assert counted.truth is None
    assert counted.notes == ("1 of 3 are so, 1 not known",)


def test_time_is_counted_forward_with_both_days() -> None:
    made = trees(example(TOO_SOON))
    rule = next(each for each in made.findings.policy.requirements if each.head.id == "RBC-5.1-court")
    assert "3 months after 1 February 2026 is 1 May 2026; this is as at 30 April 2026" in str(
        made.tree(rule.satisfied, "RBC-5.1-court:satisfied")
    )


def test_what_a_rule_worked_out_is_unfolded_once() -> None:
    made = trees(example(REFUSED))
    highest = Test("support.highest", "is", ("child_in_need",))
    first, again = made.tree(highest, "").seen[0], made.tree(highest, "").seen[0]
    assert first.below
    assert first.unfolded
    assert not again.below
    assert not again.unfolded
