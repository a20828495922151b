"""What stands in the way: rules that may come out otherwise, and danger, which nothing may touch."""

from threshold.conditions import All, Any, AtLeast, Not, Test
from threshold.why.obstacles import FAR, Distance, obstacles, protection_stands, to_be_asked

from .cases import DANGER, PERMITTED, REFUSED, TOO_SOON, example, search, stating


def test_the_rules_in_the_way() -> None:
    here = search(example(TOO_SOON)).start
    assert [each.head.id for each in obstacles(here.came, here.findings, "permitted")] == ["RBC-5.1-court"]
    there = search(example(PERMITTED)).start
    assert not [*obstacles(there.came, there.findings, "permitted")]


def test_a_concern_stands_and_an_open_one_is_asked() -> None:
    danger = search(example(DANGER), policy="early-help-tac").start
    assert protection_stands(danger.came, danger.findings)
    unasked = search(stating(example(REFUSED), child_protection__concern=None)).start
    assert not protection_stands(unasked.came, unasked.findings)
    assert "Is there a child protection concern?" in to_be_asked(unasked.findings)
    assert not to_be_asked(search(example(REFUSED)).start.findings)


def test_how_far_a_condition_is_from_being_so() -> None:
    findings = search(example(REFUSED)).start.findings
    share, support = (Test(f"consent.{name}", "is", ("given",)) for name in ("to_share", "to_support"))
    wanting = Distance(findings).to
    assert wanting(share) == 1
    assert wanting(support) == 0
    assert wanting(All((share, support))) == 1
    assert wanting(Any((share, support))) == 0
    assert wanting(Not(share)) == 0
    assert wanting(AtLeast(2, (share, support))) == 1
    assert Distance(findings, frozenset()).to(share) == FAR
