"""A closed list is answered by number, by words in any case, or by yes and no where that is certain."""

import pytest

from threshold.interview.choices import choices, chosen, numbered, several
from threshold.policy import load_policy
from threshold.policy.script import Choice
from threshold.vocabulary import Value, ValueType

VOCABULARY = load_policy("default").vocabulary
BOOLEAN = ValueType("boolean")
LIST = ValueType(
    "list", ("date_of_birth", "risk_and_need", "actions"), "choice", names=(("DOB", "date_of_birth"),)
)
ROLES = ValueType("list", of="role", names=VOCABULARY.roles)
SUPPORT, SCREENING, TROUBLE, DIRECTION = (
    VOCABULARY.facts[name]
    for name in ("consent.to_support", "early_help.screening", "disagreement.subject", "request.direction")
)


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", True), ("2", False), ("2.", False), ("Y", True), ("YES", True), ("no", False), ("n", False)],
)
def test_yes_and_no(text: str, value: bool) -> None:
    assert chosen(text, BOOLEAN) is value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2", "given"),
        ("Given", "given"),
        ("not asked", "not_asked"),
        ("NOT-ASKED", "not_asked"),
        ("yes", "given"),
        ("Y", "given"),
    ],
)
def test_a_choice_by_its_number_its_words_or_a_certain_yes(text: str, value: str) -> None:
    assert chosen(text, SUPPORT.type, SUPPORT.asks) == value


def test_a_no_that_may_mean_several_names_their_numbers() -> None:
    with pytest.raises(ValueError, match=r"1 \(not asked\), 3 \(refused\) or 4 \(withdrawn\)"):
        chosen("no", SUPPORT.type, SUPPORT.asks)
    with pytest.raises(ValueError, match=r"1 \(pending\) or 3 \(not accepted\)"):
        chosen("no", SCREENING.type, SCREENING.asks)


def test_a_no_that_means_one_thing_and_a_yes_that_says_too_little() -> None:
    assert chosen("no", TROUBLE.type, TROUBLE.asks) == "none"
    with pytest.raises(ValueError, match="does not say which"):
        chosen("yes", TROUBLE.type, TROUBLE.asks)


def test_no_is_no_answer_where_nobody_asked_for_yes_or_no() -> None:
    assert chosen("none", DIRECTION.type, DIRECTION.asks) == "none"
    with pytest.raises(ValueError, match="none of the answers"):
        chosen("no", DIRECTION.type, DIRECTION.asks)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("0", "no number from 1 to 4"),
        ("5", "no number from 1 to 4"),
        ("9" * 450, "no number from 1 to 4"),
        ("-1", "none of the answers"),
        ("\u0661", "none of the answers"),
        ("ask", r"may be 1 \(not asked\)"),
        ("perhaps", "none of the answers"),
        ("\N{SLIGHTLY SMILING FACE}", "none of the answers"),
    ],
)
def test_what_is_no_answer(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        chosen(text, SUPPORT.type, SUPPORT.asks)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("1, 3", LIST, ("date_of_birth", "actions")),
        ("3 1", LIST, ("actions", "date_of_birth")),
        ("d.o.b., Actions", LIST, ("date_of_birth", "actions")),
        ("actions; actions", LIST, ("actions",)),
        ("None", LIST, ()),
        ("dtm, Social worker", ROLES, ("CAF Deputy Team Manager", "Social Worker")),
    ],
)
def test_several_of_a_list(text: str, kind: ValueType, value: Value) -> None:
    assert several(text, kind) == value


@pytest.mark.parametrize("text", ["actions, none", "no", ",", "1, 4", "Jane Smith", "Social Worker, Jane"])
def test_several_of_which_one_is_no_answer(text: str) -> None:
    for kind in (LIST, ROLES) if "," not in text or "1" not in text else (LIST,):
        with pytest.raises(ValueError, match=r"is n|is not") as refused:
            several(text, kind)
        assert "Jane" not in str(refused.value)


def test_every_role_is_a_choice_once() -> None:
    words = [choice.words for choice in choices(VOCABULARY.role_type)]
    assert len(words) == len(set(words)) > 30
    assert choices(ValueType("text")) == ()


def test_part_of_a_role_names_those_that_it_may_be() -> None:
    with pytest.raises(ValueError, match=r"may be \d+ \(MASH Manager\)"):
        chosen("mash", VOCABULARY.role_type)
    with pytest.raises(ValueError, match=r"is none of the answers$"):
        chosen("manager", VOCABULARY.role_type)


OFFERED = (
    Choice("given", "it agrees"),
    Choice("not_asked", "nobody has asked it yet"),
    Choice("refused", "it says no"),
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", "given"),
        ("It says no", "refused"),
        ("yes", "given"),
        ("not asked", "not_asked"),
        ("3", "refused"),
    ],
)
def test_answers_offered_in_words_of_their_own(text: str, value: str) -> None:
    assert chosen(text, SUPPORT.type, "What does the family say?", OFFERED) == value


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("withdrawn", "is none of the answers"),
        ("4", "is no number from 1 to 3"),
        ("no", r"can mean more than one of the answers: 2 \(nobody has asked it yet\) or 3"),
        ("agrees", r"it may be 1 \(it agrees\)"),
    ],
)
def test_what_is_not_offered_is_no_answer(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        chosen(text, SUPPORT.type, "What does the family say?", OFFERED)


@pytest.mark.parametrize(
    ("text", "places"),
    [("1", (0,)), ("3, 1", (0, 2)), ("1 2 2", (0, 1)), ("1 and 3", (0, 2)), ("2.", (1,))]
    + [(none, ()) for none in ("0", "none", "No", "n")],
)
def test_several_of_a_list_by_their_numbers(text: str, places: tuple[int, ...]) -> None:
    assert numbered(text, 3) == places


@pytest.mark.parametrize("text", ["4", "1, 4", "0 1", "one", "1 and two", "-1", ",", "9999999"])
def test_what_is_no_number_of_a_list(text: str) -> None:
    with pytest.raises(ValueError, match="number"):
        numbered(text, 3)
