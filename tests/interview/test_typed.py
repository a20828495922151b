"""What people type is understood as they mean it, or refused in words that do not repeat it."""

from datetime import date, datetime

import pytest

from threshold.interview.choices import choices
from threshold.interview.typed import LONGEST, can_be_typed, cleaned, people, typed
from threshold.policy import load_policy
from threshold.vocabulary import Fact, Value, ValueType

VOCABULARY = load_policy("default").vocabulary
TODAY = date(2026, 11, 29)
BOOLEAN = ValueType("boolean")
CHOICE = ValueType("choice", ("child_in_need", "early_help"))
LIST = ValueType("list", ("risk_and_need", "actions"), "choice")
WORDS = ValueType("list", of="text")
NUMBER = ValueType("number", least=0, most=10)
SCALE = VOCABULARY.facts["safety.scale"].type


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("yes", BOOLEAN, True),
        ("2", BOOLEAN, False),
        ("Child in Need", CHOICE, "child_in_need"),
        ("1, 2", LIST, ("risk_and_need", "actions")),
        ("one thing, another", WORDS, ("one thing", "another")),
        ("None", WORDS, ()),
        ("7", NUMBER, 7),
        ("mother: 4, social worker: 6", SCALE, (("mother", 4), ("Social Worker", 6))),
        ("Mum 4; dtm=10", SCALE, (("mother", 4), ("CAF Deputy Team Manager", 10))),
        ("none", SCALE, ()),
        ("11/05/2026", ValueType("date"), date(2026, 5, 11)),
        ("yesterday", ValueType("date"), date(2026, 11, 28)),
        ("11 May 2026 at 9.30am", ValueType("datetime"), datetime(2026, 5, 11, 9, 30)),
        ("2026-08-14T09:30", ValueType("datetime"), datetime(2026, 8, 14, 9, 30)),
        ("lead SOCIAL worker", VOCABULARY.role_type, "Allocated Social Worker"),
        ("Any Words", ValueType("text"), "Any Words"),
        ("Next  Action", ValueType("label"), "next action"),
    ],
)
def test_understood(text: str, kind: ValueType, value: Value) -> None:
    assert typed(text, kind, today=TODAY) == value


@pytest.mark.parametrize(
    ("text", "kind", "says"),
    [
        ("maybe", BOOLEAN, "none of the answers"),
        ("soon", ValueType("date"), "must be a date"),
        ("30/02/2026", ValueType("date"), "February 2026 has 28 days"),
        ("11", NUMBER, "must be a whole number from 0 to 10"),
        ("9" * 400, NUMBER, "must be a whole number"),
        ("44", SCALE, "must say who, and which number"),
        ("mother:", SCALE, "must say who"),
        (",", SCALE, "must say who"),
        ("mother 11", SCALE, "must be a whole number from 0 to 10"),
        ("mother 4, Mother 6", SCALE, "two numbers to one person"),
        ("mum 4, mother 6", SCALE, "two numbers to one person"),
        ("Jane Smith", VOCABULARY.role_type, "none of the answers"),
        ("Jane Smith 6", SCALE, "something else than a part or a role"),
        ("Jane Smith: 6", SCALE, "something else than a part or a role"),
        ("mother 4, Jane: 6", SCALE, "something else than a part or a role"),
    ],
)
def test_refused_without_being_repeated(text: str, kind: ValueType, says: str) -> None:
    with pytest.raises(ValueError, match=says) as refused:
        typed(text, kind, today=TODAY)
    assert text not in str(refused.value) or text in (",", "11")
    assert "Jane" not in str(refused.value)


def test_what_surrounds_an_answer_is_left_out() -> None:
    assert cleaned("  early \t help \r\n") == "early help"
    assert cleaned("pasted\r\nin two lines\n") == "pasted in two lines"
    assert cleaned("don\u2019t know") == "don't know"
    assert cleaned("\N{SLIGHTLY SMILING FACE}") == "\N{SLIGHTLY SMILING FACE}"


@pytest.mark.parametrize(
    "text",
    ["\x1b[D", "no\x00", "\x07", "\x1c", "\x85no", "\ufffd", "\u202eno", "\u200b", "\u2028no"],
)
def test_keys_and_signs_that_are_no_text_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="keys or signs that are no text"):
        cleaned(text)


@pytest.mark.parametrize("text", ["x" * (LONGEST + 1), "x" * 1_000_000, "\0" * 1_000_000, "1" * 100_000])
def test_what_is_too_long_for_an_answer_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="too long"):
        cleaned(text)
    assert cleaned("x" * (LONGEST + 1), LONGEST + 1)


@pytest.mark.parametrize(
    "fact", [f for f in VOCABULARY.facts.values() if f.given], ids=lambda fact: fact.name
)
def test_every_fact_that_is_asked_for_says_what_can_be_typed(fact: Fact) -> None:
    assert can_be_typed(fact.type).startswith("Type ")
    for number, choice in enumerate(choices(fact.type), 1):
        expected = (choice.value,) if fact.type.is_list else choice.value
        assert typed(choice.words, fact.type) == typed(str(number), fact.type) == expected
    for person in people(fact.type):
        assert typed(f"{person} 5", fact.type) == ((person, 5),)


def test_people_are_given_by_the_part_they_have() -> None:
    assert {"mother", "father", "child", "young person", "teacher"} <= set(people(SCALE))
    assert people(BOOLEAN) == ()
