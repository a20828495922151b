"""The fewest changes that lead to an answer: each proved, none with a part too many, no day too late."""

from datetime import date, timedelta

from threshold.why.otherwise import Search

from .cases import PAPERS, REFUSED, TOO_SOON, engine, example, search, stating


def test_time_alone_and_not_a_day_too_late() -> None:
    looked = search(example(TOO_SOON))
    assert isinstance(looked, Search)
    [way] = looked.found
    assert [each.day for each in way.changes] == [date(2026, 5, 1)]
    assert engine().decide(way.case, way.at).status == "permitted"
    assert engine().decide(way.case, date(2026, 5, 1) - timedelta(days=1)).status == "blocked"


def test_the_one_paper_that_is_lacking_and_no_other() -> None:
    [way] = search(example(PAPERS)).found
    [change] = way.changes
    assert change.text == "once the documents that are attached include common assessment"


def test_two_that_need_each_other() -> None:
    case = stating(example(REFUSED), consent__to_support="refused")
    way = search(case).found[0]
    assert {each.about for each in way.changes} == {"consent.to_share", "consent.to_support"}


def test_nothing_where_only_the_family_could_be_otherwise() -> None:
    assert search(stating(example(REFUSED), caf__family_wishes=False)).found == []


def test_what_others_can_do_comes_before_the_familys_consent() -> None:
    several = (example("mosaic-cin/consent-and-type-on-the-assessment", number) for number in range(40))
    case = next(each for each in several if each.reference == "MCN-ENQ-1-A")
    ways = search(stating(case, consent__to_share="refused"), policy="mosaic-cin").found
    assert [way.changes[0].kind for way in ways] == ["done", "consent"]
