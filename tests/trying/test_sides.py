"""Two policies on a day, and the older with any of the changes."""

from datetime import date

import pytest

pytest.importorskip("polars")

from threshold.policy import load_policy
from threshold.trying.sides import Sides, those
from threshold.versions import Versions

from .telling import read, write

DAY = date(2026, 8, 14)
TRIAL = (
    "national.assessment_within=40 working days",
    "step-up-step-down.cin_meeting_within@2026-10-01=8 days",
)


@pytest.fixture(scope="module")
def sides() -> Sides:
    files = load_policy("default")
    return Sides(Versions(files, files, (), TRIAL), DAY)


def test_each_change_touches_its_rules_from_its_day_on(sides: Sides) -> None:
    touched = {change.id: each.rules for change, each in zip(sides.changes, sides.touched, strict=True)}
    assert touched == {
        "assessment_within": ("WT-assessment", "WT-assessment-reason"),
        "cin_meeting_within": (),
    }
    later = Sides(sides.versions, date(2026, 10, 1))
    assert [change.id for change in later.touching("RBC-2.8b")] == ["cin_meeting_within"]


def test_the_next_day_on_which_a_change_begins(sides: Sides) -> None:
    assert sides.later == "2026-10-01"
    assert Sides(sides.versions, date(2026, 10, 1)).later is None


def test_what_a_change_settles_no_other_touches(sides: Sides) -> None:
    numbers = {change.id: number for number, change in enumerate(sides.changes)}
    assert sides.settled(numbers["assessment_within"]) == {"WT-assessment", "WT-assessment-reason"}
    files = load_policy("default")
    trial = (TRIAL[0], "national.assessment_clock=assessment.started")
    both = Sides(Versions(files, files, (), trial), DAY)
    assert [both.settled(number) for number in range(2)] == [frozenset(), frozenset()]


def test_the_tables_of_some_children(tmp_path_factory: pytest.TempPathFactory) -> None:
    tables = read(write(tmp_path_factory.mktemp("telling"))).tables
    some = those(tables, tables.facts["child"].head(2))
    assert some.facts.height == 2
    assert {*some.events["child"]} == {*tables.facts["child"].head(2)}
    assert some.covers == tables.covers
