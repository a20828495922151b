"""The shape of a file with a script: words with and without a condition, questions that stand together."""

import pytest
from pydantic import ValidationError

from threshold.policy.script_file import OutcomeEntry, QuestionEntry

OUTCOME = {"id": "a", "advice": "neither", "title": "t", "because": "b", "carries": ["X-1"]}


def test_words_alone_or_of_some_answers():
    found = OutcomeEntry(**OUTCOME, say="Hello.", share=["Nothing", {"words": "All", "when": {"a": "true"}}])
    assert [each.words for each in found.say] == ["Hello."]
    assert [(each.words, each.when) for each in found.share] == [("Nothing", None), ("All", {"a": "true"})]


def test_one_answer_stops_or_several():
    asked = {"fact": "a.b", "asks": "Is it?"}
    assert QuestionEntry(**asked, stops="true").stops == ["true"]
    assert QuestionEntry(**asked, stops=["x", "y"]).stops == ["x", "y"]


@pytest.mark.parametrize(
    "entry",
    [
        {"asks": "Is it?"},
        {"fact": "a.b"},
        {"questions": [{"fact": "a.b", "asks": "Is it?"}]},
        {"unless": {"a.c": "true"}, "fact": "a.d", "questions": [{"fact": "a.b", "asks": "Is it?"}]},
    ],
)
def test_a_question_is_whole_and_those_that_stand_together_say_when_they_are_left_out(entry):
    with pytest.raises(ValidationError):
        QuestionEntry(**entry)
