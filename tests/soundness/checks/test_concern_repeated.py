"""What is a concern in every policy already is found where a pack says it again."""

from pathlib import Path

import pytest

from ..making import found


def protection(when: str) -> str:
    return f"protection:\n  - {{id: P, carries: [T-1], when: {when}, because: somebody said so}}\n"


@pytest.mark.parametrize(
    "when",
    [
        "{child_protection.concern: true}",
        "{any: [{child_protection.harm_suspected: true}, {child_protection.immediate_danger: true}]}",
        "{child_protection.enquiry_open: true}",
        "{child_protection.concern: true, care.looked_after: true}",
    ],
)
def test_a_concern_that_holds_in_every_policy(small, when: str):
    (problem,) = found(small, protection(when))
    assert problem.message.startswith("makes no difference: in every policy this is a protection concern")
    assert (problem.field, problem.line) == ("P", 2)


@pytest.mark.parametrize(
    "when",
    [
        "{t.scale: {includes: 0}}",
        "{care.looked_after: true}",
        "{child_protection.concern: false}",
        "{any: [{child_protection.concern: true}, {care.looked_after: true}]}",
        # A conference that was held already is a concern no longer.
        "{child_protection.conference_needed: true}",
    ],
)
def test_a_concern_of_a_packs_own(small, when: str):
    assert found(small, protection(when)) == []


CONTRADICTION = """
conflicts:
  - id: C
    carries: [T-1]
    when: {care.looked_after: true, t.a: true}
    why: They cannot both be
    doubtful: [%s]
"""


@pytest.mark.parametrize("doubtful", ["care.looked_after", "child_protection.concern", "t.a"])
def test_a_contradiction_that_is_named_is_none(small, doubtful: str):
    """Facts that stand all the same may be said to contradict: it is told, and somebody asks."""
    assert found(small, CONTRADICTION % doubtful) == []


def fails(small) -> Path:
    """A policy in which this is found."""
    return small.tiny(protection("{child_protection.concern: true}")).write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny(protection("{care.looked_after: true}")).write()
