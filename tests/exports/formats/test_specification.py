"""What the national returns hold, as their files say, and where a real table has it."""

from collections.abc import Iterator

import pytest

from threshold.exports.formats.specification import Found, Group, Specification, find, specification
from threshold.vocabulary import Vocabulary

SHARED = Specification(child=["Child ID", "Reference"], team=["Team"])
GROUP = Group.model_validate(
    {
        "title": "enquiries",
        "dates": {"section_47_started": ["Start", "Begun"], "cp_conference": ["Conference"]},
        "spans": [("section_47_started", "cp_conference")],
        "same_day": {"strategy_discussion": "section_47_started"},
        "latest_only": {"cp_review": ["Review"]},
        "answers": {
            "child_protection.conference_needed": {
                "column": ["Unneeded"],
                "turned": True,
                "shown_by": "cp_conference",
            }
        },
        "choices": {"support.in_place": {"column": ["Status"], "words": {"looked after": "care"}}},
    }
)
WHOLE = ["Child ID", "Start", "Conference", "Review", "Unneeded", "Status", "Team"]


def groups() -> Iterator[Group]:
    for name in ("annex-a.yaml", "census.yaml"):
        yield from (*specification(name).lists.values(), *specification(name).groups.values())


def located(vocabulary: Vocabulary, *without: str, group: Group = GROUP) -> Found:
    there = find(group, [column for column in WHOLE if column not in without], SHARED, vocabulary)
    assert there is not None
    return there


def test_the_returns_speak_only_of_what_the_vocabulary_declares(vocabulary: Vocabulary) -> None:
    for group in groups():
        events = {*group.dates, *group.latest_only, *group.same_day, *group.same_day.values(), *group.covers}
        assert events | {event for span in group.spans for event in span} <= set(vocabulary.events)
        assert {*group.answers, *group.choices} <= set(vocabulary.facts)
        for fact, choice in group.choices.items():
            assert set(choice.words.values()) <= set(vocabulary.facts[fact].type.values)


def test_a_return_covers_and_pairs_only_events_of_which_it_has_the_date() -> None:
    for group in groups():
        dated = {*group.dates, *group.latest_only, *group.same_day}
        assert set(group.covers) <= dated
        assert {event for span in group.spans for event in span} <= set(group.dates)
        assert set(group.same_day.values()) <= set(group.dates)


def test_the_lists_that_are_read_are_those_of_which_the_guide_tells() -> None:
    assert set(specification("annex-a.yaml").lists) == {2, 3, 4, 5, 6, 7}
    assert set(specification("census.yaml").groups) == {
        "CINdetails", "Assessments", "CINPlanDates", "Section47", "ChildProtectionPlans", "Reviews",
    }  # fmt: skip


def test_a_table_that_has_everything_lacks_nothing(vocabulary: Vocabulary) -> None:
    there = located(vocabulary)
    layout = there.layout
    assert there.missing == ()
    assert (layout.child, layout.team, layout.worker) == ("Child ID", "Team", None)
    assert layout.dates == {"section_47_started": "Start", "cp_conference": "Conference"}
    assert layout.spans == (("section_47_started", "cp_conference"),)
    assert layout.same_day == {"strategy_discussion": "section_47_started"}
    assert layout.latest_only == {"cp_review": "Review"}
    answer = layout.answers["child_protection.conference_needed"]
    assert (answer.column, answer.turned, answer.shown_by) == ("Unneeded", True, "cp_conference")
    assert layout.choices["support.in_place"].column == "Status"


def test_what_hangs_on_a_column_goes_with_it(vocabulary: Vocabulary) -> None:
    without_end = located(vocabulary, "Conference")
    assert without_end.layout.spans == ()
    assert without_end.layout.answers["child_protection.conference_needed"].shown_by == ""
    assert without_end.missing == ("Conference",)
    without_start = located(vocabulary, "Start", "Status", "Unneeded")
    assert without_start.layout.spans == ()
    assert without_start.layout.same_day == {}
    assert without_start.missing == ("Start", "Unneeded", "Status")


def test_only_spans_of_an_episode_are_its_runs(vocabulary: Vocabulary) -> None:
    assert located(vocabulary).layout.episodes == ()
    dates = {"assessment_started": ["Start"], "assessment_completed": ["Review"]}
    span = ("assessment_started", "assessment_completed")
    group = Group(title="assessments", dates=dates, spans=[span])
    assert located(vocabulary, group=group).layout.episodes == (span,)


@pytest.mark.parametrize(
    "columns", [[], ["Start", "Conference"], ["Child ID"], ["Child ID", "Team", "Something else"]]
)
def test_without_a_child_or_anything_to_read_there_is_no_table(
    vocabulary: Vocabulary, columns: list[str]
) -> None:
    assert find(GROUP, columns, SHARED, vocabulary) is None


def test_of_two_headers_that_are_alike_the_first_is_read(vocabulary: Vocabulary) -> None:
    there = find(GROUP, ["reference", "begun", "Begun?", "START"], SHARED, vocabulary)
    assert there is not None
    assert (there.layout.child, there.layout.dates) == ("reference", {"section_47_started": "START"})
    there = find(GROUP, ["reference", "begun", "Begun?"], SHARED, vocabulary)
    assert there is not None
    assert there.layout.dates == {"section_47_started": "begun"}
