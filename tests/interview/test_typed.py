"""What people type is understood as they mean it, or refused in words that do not repeat it."""

from datetime import date, datetime

import pytest

from threshold.casefiles import Case, Entry
from threshold.interview.typed import choices, hint, recorded, typed
from threshold.policy import load_policy
from threshold.vocabulary import Value, ValueType

VOCABULARY = load_policy("default").vocabulary
BOOLEAN = ValueType("boolean")
CHOICE = ValueType("choice", ("child_in_need", "early_help"))
SPELLED = ValueType("list", ("date_of_birth", "upn"), "choice", names=(("DOB", "date_of_birth"),))
LIST = ValueType("list", ("risk_and_need", "actions"), "choice")
ROLES = ValueType("list", of="role", names=VOCABULARY.roles)
NUMBER = ValueType("number", least=0, most=10)
RATINGS = ValueType("ratings", least=0, most=10)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("yes", BOOLEAN, True),
        ("Y", BOOLEAN, True),
        ("No", BOOLEAN, False),
        ("false", BOOLEAN, False),
        ("child_in_need", CHOICE, "child_in_need"),
        ("Child in Need", CHOICE, "child_in_need"),
        ("  early   help ", CHOICE, "early_help"),
        ("risk and need, actions", LIST, ("risk_and_need", "actions")),
        ("none", LIST, ()),
        ("d.o.b., UPN", SPELLED, ("date_of_birth", "upn")),
        ("Child-in-need", CHOICE, "child_in_need"),
        ("dtm, Social worker", ROLES, ("CAF Deputy Team Manager", "Social Worker")),
        ("7", NUMBER, 7),
        ("mother: 4, social worker: 6", RATINGS, (("mother", 4), ("social worker", 6))),
        ("2026-08-14", ValueType("date"), date(2026, 8, 14)),
        ("2026-08-14T09:30", ValueType("datetime"), datetime(2026, 8, 14, 9, 30)),
        ("lead SOCIAL worker", VOCABULARY.role_type, "Allocated Social Worker"),
    ],
)
def test_understood(text: str, kind: ValueType, value: Value) -> None:
    assert typed(text, kind) == value


@pytest.mark.parametrize(
    ("text", "kind", "says"),
    [
        ("maybe", BOOLEAN, "must be yes or no"),
        ("erly help", CHOICE, 'did you mean "early_help"'),
        ("soon", ValueType("date"), "must be a date written as year-month-day"),
        ("2026-02-30", ValueType("date"), "not a day in the calendar"),
        ("11", NUMBER, "must be a whole number from 0 to 10"),
        ("44", RATINGS, "must say who and which number"),
        ("mother:", RATINGS, "must be a whole number"),
        ("Socail Worker", VOCABULARY.role_type, 'did you mean "Social Worker"'),
        ("actions, none", LIST, "must be one of"),
        ("no", LIST, "must be one of"),
    ],
)
def test_refused_without_being_repeated(text: str, kind: ValueType, says: str) -> None:
    with pytest.raises(ValueError, match=says) as refused:
        typed(text, kind)
    assert text not in str(refused.value)


def test_the_choices_stand_behind_the_question() -> None:
    assert hint(BOOLEAN) == "(yes or no)"
    assert hint(CHOICE) == "(child in need, early help)"
    assert hint(LIST) == "(any of, with commas, or none: risk and need, actions)"
    assert hint(NUMBER) == "(0 to 10)"


@pytest.mark.parametrize(
    ("entry", "there"),
    [
        (Entry(date(2026, 8, 1), "referral"), True),
        (Entry(date(2026, 9, 1), "referral", "planned"), False),
        (Entry(date(2026, 8, 1), "referral", "cancelled"), False),
        (Entry(date(2026, 8, 1), "assessment_started"), False),
    ],
)
def test_only_what_was_held_is_in_the_file_already(entry: Entry, there: bool) -> None:
    assert recorded(Case("C-1", {}, (entry,)), "referral") is there
    assert not recorded(Case("C-1", {}), "referral")


@pytest.mark.parametrize("fact", VOCABULARY.facts.values(), ids=lambda fact: fact.name)
def test_every_fact_that_is_asked_for_says_what_can_be_typed(fact: object) -> None:
    kind = fact.type  # type: ignore[attr-defined]
    if fact.given:  # type: ignore[attr-defined]
        assert hint(kind)
        for choice in choices(kind, VOCABULARY):
            assert typed(choice, kind)
