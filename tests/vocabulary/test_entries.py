"""What a vocabulary may hold as it is written: in short or at length, and nothing else."""

from typing import Any

import pytest
from pydantic import BaseModel

from threshold.reading import BadInput, parse_yaml
from threshold.reading.validate import validate
from threshold.vocabulary.entries import (
    EpisodeEntry,
    EventEntry,
    FactEntry,
    RoleEntry,
    TimelineEntry,
    TypeEntry,
    VocabularyFile,
    as_list,
)


def read(kind: type[BaseModel], text: str) -> Any:
    (node,) = parse_yaml(text, "vocabulary.yaml")
    return validate(kind, node, "vocabulary.yaml")


def told(kind: type[BaseModel], text: str) -> str:
    with pytest.raises(BadInput) as caught:
        read(kind, text)
    (problem,) = caught.value.problems
    return f"{problem.field}: {problem.message}"


@pytest.mark.parametrize(
    ("kind", "short", "long", "key"),
    [
        (EventEntry, "{asks: When?, belongs_to: stay}", "{asks: When?, belongs_to: [stay]}", "belongs_to"),
        (TimelineEntry, "{first: visit}", "{first: [visit]}", "first"),
        (TimelineEntry, "{latest: visit}", "{latest: [visit]}", "latest"),
        (FactEntry, "{type: date, about: stay}", "{type: date, about: [stay]}", "about"),
        (RoleEntry, "{counts_as: Nurse}", "{counts_as: [Nurse]}", "counts_as"),
        (TypeEntry, "{type: list, of: role}", "{type: list, of: {role: []}}", "of"),
        (TypeEntry, "{type: choice, values: [a, b]}", "{type: choice, values: {a: [], b: []}}", "values"),
    ],
)  # fmt: skip
def test_one_of_a_list_may_stand_by_itself(kind: type[BaseModel], short: str, long: str, key: str):
    assert getattr(read(kind, short), key) == getattr(read(kind, long), key)


def test_a_role_that_counts_as_no_other_is_written_as_its_other_names():
    text = "{roles: {Nurse: [RN]}, episodes: {}, events: {}, facts: {t: {a: {type: date}}}}"
    assert read(VocabularyFile, text).roles["Nurse"] == RoleEntry(also=["RN"])


def test_what_is_left_out_is_not_so():
    event, episode = read(EventEntry, "{asks: When?}"), read(EpisodeEntry, "{opens: a, closes: b}")
    assert (event.belongs_to, event.answers, event.timed, event.comes_before) == ([], [], False, False)
    assert (episode.within, episode.carries_over, episode.not_inside) == ("", False, "")
    reading = read(TimelineEntry, "{open: stay}")
    assert (reading.anywhere, reading.certain, reading.status, reading.among) == (False, False, "held", [])


@pytest.mark.parametrize(
    ("kind", "text", "says"),
    [
        (EventEntry, "{belongs_to: stay}", '"asks" is missing'),
        (EventEntry, "{asks: When?, timed: yes}", "timed: write true or false"),
        (EventEntry, "{asks: When?, comes_before: 1}", "comes_before: write true or false"),
        (EventEntry, "{asks: When?, belong_to: stay}", 'did you mean "belongs_to"?'),
        (EpisodeEntry, "{opens: a}", '"closes" is missing'),
        (EpisodeEntry, "{opens: a, closes: b, within: [stay]}", "within: must be text"),
        (EpisodeEntry, "{opens: a, closes: b, carries_over: maybe}", "carries_over: write true or false"),
        (EpisodeEntry, "{opens: a, closes: b, notinside: stay}", 'did you mean "not_inside"?'),
        (TimelineEntry, "{begins: stay}", 'did you mean "begun"?'),
        (TimelineEntry, "{longest_gap: stay, among: visit}", "among: must be a list"),
        (TimelineEntry, "{first: visit, anywhere: x}", "anywhere: write true or false"),
        (
            TimelineEntry,
            "{first: visit, status: due}",
            "status: must be one of held, held or planned or planned",
        ),
        (FactEntry, "{type: day}", "type: must be one of boolean"),
        (VocabularyFile, "{roles: {}, episodes: {}, events: {}, facts: {}}", "facts: must not be empty"),
    ],
)
def test_anything_else_is_refused_at_its_key(kind: type[BaseModel], text: str, says: str):
    assert says in told(kind, text)


@pytest.mark.parametrize(
    ("value", "expected"), [("a", ["a"]), (["a", "b"], ["a", "b"]), ({"a": []}, {"a": []})]
)
def test_a_word_is_a_list_of_one(value: object, expected: object):
    assert as_list(value) == expected
