"""A trial set out for reading."""

from tests.trying.made import TRIAL

from threshold.trying.model import Curve, Point, Trial
from threshold.trying.render.text import as_text
from threshold.trying.report import all_changes, named, report


def test_everything_has_its_place() -> None:
    told = report(TRIAL)
    assert told.headline == "31 of 60 cases come out differently"
    assert all_changes(told) == "3 changes that can decide a case, and 1 change of words alone"
    (part,) = told.parts
    assert [(each.heading, each.number) for each in part.causes] == [
        ("By wait (town) alone", 30),
        ("By wait (town) and R2 (town) together: none of them does it alone", 1),
    ]
    assert part.untried == ("R3 (town), 7 cases: nobody can tell, before or after, for want of: consent (7)",)
    assert part.left_out == ("4 cases: they are about another policy: national (4)",)
    assert told.nobody == ()
    assert told.not_shown == ("R3 (town): 7 cases cannot be told",)
    assert len(told.words_alone) == 1


def test_of_many_references_some_are_named_and_the_others_counted() -> None:
    assert named(("1", "2", "3"), 2) == "1, 2 and 1 more"


def test_a_policy_gone_through_value_by_value_is_one_policy() -> None:
    curve = Curve("town.wait", "cases", "of-town", "status", 2, (Point("1 month", {}), Point("2 months", {})))
    told = report(Trial("ours", "ours", (), (), (curve,)))
    assert (told.headline, told.alone) == ("town.wait at 2 values", True)
    assert "Policy: ours" in as_text(Trial("ours", "ours", (), (), (curve,)), 80)
    assert "Before" not in as_text(Trial("ours", "ours", (), (), (curve,)), 80)
