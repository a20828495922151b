"""Questions as text say what to ask, for the sake of which rules, and where the answer goes; as JSON, all."""

import json

import pytest

from threshold.questions.search import Question
from threshold.questions.standing import Standing, ToAdd
from threshold.reports.questions import questions_as_json, questions_as_text

STATED = Question(
    "Is there danger?", "child_protection.concern", "", ("SAFE", "R1", "R2", "R3"), 1.5, 4, True
)
DATED = Question("When was the visit?", "", "visit", ("need.level", "route"), 0.33, 4, False)

SETTLED = Standing("permitted", True, (), ())
CLAUSES = {
    "SAFE": ("T-1", "T-2"),
    "R1": ("T-2",),
    "R2": ("T-3",),
    "R3": ("T-4",),
    "RULE-1": ("T-5",),
    "RULE-2": ("T-6",),
}


def test_each_question_names_the_first_rules_that_it_settles_and_where_its_answer_goes() -> None:
    assert questions_as_text([STATED, DATED], SETTLED, CLAUSES) == (
        " 1. Is there danger? [T-1, T-2, T-3]\n"
        "    in the file: child_protection.concern\n"
        " 2. When was the visit?\n"
        "    in the timeline: visit"
    )


def test_where_no_rule_answers_it_is_said_before_what_is_asked_about_danger() -> None:
    unruled = Standing("undetermined", False, (), ())
    first, *rest = questions_as_text([STATED], unruled, CLAUSES, 100).splitlines()
    assert first == "This policy has no rule on it: only what is said about danger may change what to do."
    assert rest[0].startswith(" 1. Is there danger?")


def test_what_an_entry_lacks_is_told_last_and_alone_where_nothing_is_asked() -> None:
    lacks = Standing("undetermined", True, (), (), (ToAdd("Was it accepted?", "offer", "accepted"),))
    told = " -  Was it accepted?\n    in the timeline: add `accepted` to the entry offer"
    assert questions_as_text([], lacks, CLAUSES) == told
    assert questions_as_text([STATED], lacks, CLAUSES).endswith(f"\n{told}")


def test_a_long_question_is_broken_by_whole_words_and_set_in() -> None:
    long = Question("Is it so? " * 15, "t.a", "", ("RULE-1", "RULE-2"), 1.0, 2, False)
    *told, place = questions_as_text([long], SETTLED, CLAUSES).splitlines()
    assert len(told) == 3
    assert all(len(line) <= 80 for line in told)
    assert told[1].startswith("    ")
    assert told[2].endswith("[T-5, T-6]")
    assert place == "    in the file: t.a"


def test_the_tenth_stands_under_the_ninth() -> None:
    lines = questions_as_text([STATED] * 10, SETTLED, CLAUSES).splitlines()
    assert (lines[16][:4], lines[18][:4]) == (" 9. ", "10. ")


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        (SETTLED, ["Nothing more needs to be asked: no answer would change status, direction or", "route."]),
        (
            Standing("undetermined", False, (), ()),
            ["This policy has no rule on it: no answer to any question would change that."],
        ),
        (
            Standing("conflict", True, ("The one is said, and the other.",), ()),
            [
                "Nothing that can be asked settles it: the case file contradicts itself.",
                "- The one is said, and the other.",
            ],
        ),
        (
            Standing("undetermined", True, ("Long " * 20,), ()),
            [
                "Nothing that can be asked settles it: the case file contradicts itself.",
                f"- {'Long ' * 14}Long",
                "  Long Long Long Long Long",
            ],
        ),
        (
            Standing("undetermined", True, (), ("mosaic.meeting_team",)),
            [
                "Nothing that can be asked settles it: no rule of this policy tells the Mosaic",
                "meeting team here.",
            ],
        ),
        (
            Standing("undetermined", True, (), ()),
            ["It is still undetermined, and nothing was found that would settle it."],
        ),
    ],
)
def test_where_nothing_is_to_be_asked_it_says_why(standing: Standing, said: list[str]) -> None:
    assert questions_as_text([], standing, {}).splitlines() == said
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
        "facts": [],
    }
    assert (second["event"], second["protection"]) == ("visit", False)


SIGNS = Question(
    "Home, Family Help: which of these are there?",
    "s.a",
    "",
    ("R1",),
    1.0,
    2,
    False,
    facts=("s.a", "s.b"),
    each=("Is it cold?", "Is it wet?"),
)


def test_signs_that_are_asked_together_are_listed_each_with_its_place() -> None:
    assert questions_as_text([SIGNS], SETTLED, CLAUSES) == (
        " 1. Home, Family Help: which of these are there? [T-2]\n"
        "    - Is it cold? s.a\n"
        "    - Is it wet? s.b\n"
        "    in the file: true for each that is there, false for the others"
    )


def test_json_names_every_fact_that_an_answer_settles() -> None:
    (told,) = json.loads(questions_as_json([SIGNS]))
    assert told["fact"] == "s.a"
    assert told["facts"] == [{"fact": "s.a", "asks": "Is it cold?"}, {"fact": "s.b", "asks": "Is it wet?"}]
