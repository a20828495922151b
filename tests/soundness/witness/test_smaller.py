"""A case without whatever it need not say."""

from datetime import date

from threshold.casefiles import Case, Entry
from threshold.soundness.witness.smaller import smaller

TODAY = date(2026, 8, 14)
CASE = Case(
    "C",
    {"a": True, "b": True, "fixed": True},
    (Entry(TODAY, "visit"), Entry(TODAY, "meeting")),
    {"visit": TODAY, "meeting": TODAY},
)


def test_only_what_shows_it_is_left_and_what_is_fixed():
    def shows(case: Case) -> bool:
        return "a" in case.given and any(entry.event == "visit" for entry in case.timeline)

    found = smaller(CASE, shows, {"fixed"})
    assert found.given == {"a": True, "fixed": True}
    assert found.timeline == (Entry(TODAY, "visit"),)
    assert found.covers == {}


def test_two_entries_that_are_alike_are_two():
    twice = Case("C", {}, (Entry(TODAY, "visit"), Entry(TODAY, "visit")))
    assert len(smaller(twice, lambda case: len(case.timeline) > 1).timeline) == 2
    assert len(smaller(twice, lambda case: len(case.timeline) > 0).timeline) == 1
