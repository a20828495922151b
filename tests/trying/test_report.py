"""A trial set out for reading."""

from tests.trying.made import TRIAL

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
