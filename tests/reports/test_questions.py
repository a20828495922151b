"""Questions as text say what to ask, for the sake of which rules, and where the answer goes; as JSON, all."""

import json

from threshold.questions.search import Question
from threshold.reports.questions import questions_as_json, questions_as_text

STATED = Question(
    "Is there danger?", "child_protection.concern", "", ("SAFE", "R1", "R2", "R3"), 1.5, 4, True
)
DATED = Question("When was the visit?", "", "visit", ("need.level", "route"), 0.33, 4, False)


def test_each_question_names_the_first_rules_that_it_settles_and_where_its_answer_goes() -> None:
    assert questions_as_text([STATED, DATED]) == (
        " 1. Is there danger? [SAFE, R1, R2]\n"
        "    in the file: child_protection.concern\n"
        " 2. When was the visit?\n"
        "    in the timeline: visit"
    )


def test_a_long_question_is_broken_by_whole_words_and_set_in() -> None:
    long = Question("Is it so? " * 15, "t.a", "", ("RULE-1", "RULE-2"), 1.0, 2, False)
    *told, place = questions_as_text([long]).splitlines()
    assert len(told) == 2
    assert all(len(line) <= 100 for line in told)
    assert told[1].startswith("    ")
    assert told[1].endswith("[RULE-1, RULE-2]")
    assert place == "    in the file: t.a"


def test_the_tenth_stands_under_the_ninth() -> None:
    lines = questions_as_text([STATED] * 10).splitlines()
    assert (lines[16][:4], lines[18][:4]) == (" 9. ", "10. ")


def test_where_nothing_is_to_be_asked_that_is_said() -> None:
    assert questions_as_text([]).startswith("Nothing more needs to be asked")
    assert questions_as_json([]) == "[]"


def test_json_says_how_much_each_is_worth() -> None:
    first, second = json.loads(questions_as_json([STATED, DATED]))
    assert first == {
        "asks": "Is there danger?",
        "fact": "child_protection.concern",
        "event": "",
        "settles": ["SAFE", "R1", "R2", "R3"],
        "rules_out": 1.5,
        "outcomes": 4,
        "protection": True,
    }
    assert (second["event"], second["protection"]) == ("visit", False)
