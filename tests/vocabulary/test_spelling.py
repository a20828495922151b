"""Choices that are spelled in more ways than one, and what is none of them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from threshold.policy import load_policy
from threshold.reading import BadInput, parse_yaml
from threshold.vocabulary import ValueType, Vocabulary, parse_value
from threshold.vocabulary.load import load_vocabulary
from threshold.vocabulary.spelling import as_label, bare, misspelled, name_used, nearest

OTHERS = (("DOB", "date_of_birth"), ("child's name", "name"))
CHOICE = ValueType("choice", ("date_of_birth", "name"), names=OTHERS)
LIST = ValueType("list", ("date_of_birth", "name"), "choice", names=OTHERS)
ROLE = ValueType("role", names=(("CAF Co-ordinator", "CAF Co-ordinator"), ("DTM", "Deputy Team Manager")))
VOCABULARY = load_policy().vocabulary


def parsed(text: str, kind: ValueType) -> Any:
    (node,) = parse_yaml(text, "f")
    return parse_value(node, kind)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("DOB", CHOICE, "date_of_birth"),
        ("dob", CHOICE, "date_of_birth"),
        ("d.o.b.", CHOICE, "date_of_birth"),
        ("Date of birth", CHOICE, "date_of_birth"),
        ("date-of-birth", CHOICE, "date_of_birth"),
        ("DATE_OF__BIRTH", CHOICE, "date_of_birth"),
        ("'  date\u00a0of birth '", CHOICE, "date_of_birth"),
        ("Childs name", CHOICE, "name"),
        ("child\u2019s name", CHOICE, "name"),
        ("[NAME, Dob]", LIST, ("name", "date_of_birth")),
        ("caf coordinator", ROLE, "CAF Co-ordinator"),
        ("d.t.m.", ROLE, "Deputy Team Manager"),
    ],
)
def test_capitals_spaces_and_marks_make_no_difference(text: str, kind: ValueType, value: Any) -> None:
    assert parsed(text, kind) == value


@pytest.mark.parametrize(
    ("text", "kind", "says"),
    [
        ("date of brith", CHOICE, 'must be one of date_of_birth, name; did you mean "date_of_birth"?'),
        ("childs nme", CHOICE, 'must be one of date_of_birth, name; did you mean "name"?'),
        ("weight", CHOICE, "must be one of date_of_birth, name"),
        ("''", CHOICE, "must be one of date_of_birth, name"),
        ("'-'", CHOICE, "must be one of date_of_birth, name"),
        ("[name, Ottilie]", LIST, "must be one of date_of_birth, name"),
        ("d+o+b", CHOICE, 'must be one of date_of_birth, name; did you mean "date_of_birth"?'),
    ],
)
def test_what_is_none_of_them_is_told_the_choices_and_not_repeated(
    text: str, kind: ValueType, says: str
) -> None:
    with pytest.raises(ValueError, match="must be one of") as refused:
        parsed(text, kind)
    assert str(refused.value) == says


NAMES = (("name", "name"), ("DOB", "date_of_birth"), ("birthday", "date_of_birth"))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("DOB", "d. o. b.", True),
        ("child's name", "Child\u2019s_Name", True),
        ("e-mail", "E\u2011mail", True),
        ("\uff2e\uff28\uff33", "nhs", True),
        ("name", "names", False),
        ("one/two", "onetwo", False),
        ("ab", "b a", False),
    ],
)
def test_two_spellings_are_the_same_but_for_capitals_spaces_and_marks(one: str, other: str, same: bool):
    assert (bare(one) == bare(other)) is same


def test_a_name_is_found_by_its_spellings_and_else_the_nearest_is_named() -> None:
    assert name_used("Birth-day", NAMES) == "date_of_birth"
    assert name_used("birth", NAMES) is None
    assert nearest("brithday", NAMES) == ("birthday", "date_of_birth")
    assert nearest("weight", NAMES) is None


def test_a_spelling_of_two_names_is_told_with_the_second() -> None:
    assert list(misspelled(NAMES)) == []
    assert list(misspelled((*NAMES, ("d.o.b.", "dob"), ("", "nothing")))) == [
        ("dob", '"d.o.b." is a name of date_of_birth already'),
        ("nothing", '"" holds no letter or number'),
    ]


# How a vocabulary declares them

HEAD = "roles: {}\nepisodes: {}\nevents:\n  seen: {asks: When?, carries: {how: %s}}\nfacts:\n  t:\n"
CARRIED = "{type: choice, values: {by_telephone: [phone], in_person: []}}"
Load = Callable[..., Vocabulary]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def loaded(fact: str, carried: str = CARRIED) -> Vocabulary:
        path = tmp_path / "vocabulary.yaml"
        path.write_text(HEAD % carried + f"    a: {fact}\n")
        return load_vocabulary(path)

    return loaded


def test_a_choice_and_a_list_declare_other_spellings(load: Load) -> None:
    choice = load("{type: choice, values: {red: [crimson, scarlet], blue: []}, asks: Which?}")
    kind = choice.facts["t.a"].type
    assert kind.values == ("red", "blue")
    assert parsed("Scarlet", kind) == "red"
    assert parsed("Phone", choice.events["seen"].carries["how"]) == "by_telephone"


def test_a_list_declares_other_spellings(load: Load) -> None:
    kind = load("{type: list, of: {red: [crimson], blue: []}, asks: Which?}").facts["t.a"].type
    assert (kind.of, kind.values) == ("choice", ("red", "blue"))
    assert parsed("[Blue, CRIMSON]", kind) == ("blue", "red")


def test_a_value_has_no_other_spelling_where_none_is_given(load: Load) -> None:
    kind = load("{type: choice, values: [red, dark_blue], asks: Which?}").facts["t.a"].type
    assert (kind.values, kind.names) == (("red", "dark_blue"), ())
    assert parsed("Dark blue", kind) == "dark_blue"


@pytest.mark.parametrize(
    ("fact", "says"),
    [
        ("{red: [crimson], blue: [Crim-son]}", 't.a: "Crim-son" is a name of red already'),
        ("{red: [], blue: [RED]}", 't.a: "RED" is a name of red already'),
        ("[dark_blue, dark blue]", 't.a: "dark blue" is a name of dark_blue already'),
        ("{red: ['-']}", 't.a: "-" holds no letter or number'),
        ("{red: crimson}", "facts.t.a.values.red: must be a list"),
        ("{red: {also: [crimson]}}", "facts.t.a.values.red: must be a list"),
        ("[[red]]", "facts.t.a.values: must be a mapping"),
    ],
)
def test_every_spelling_belongs_to_one_value(load: Load, fact: str, says: str) -> None:
    with pytest.raises(BadInput) as refused:
        load(f"{{type: choice, values: {fact}, asks: Which?}}")
    assert says in str(refused.value)


# What comes with the program


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("name of the child", "child_name"),
        ("Child's name", "child_name"),
        ("name", "child_name"),
        ("DOB", "child_date_of_birth"),
        ("date of birth", "child_date_of_birth"),
        ("child_dob", "child_date_of_birth"),
        ("Birth date", "child_date_of_birth"),
        ("home address", "child_address"),
        ("Post code", "child_postcode"),
        ("school", "child_school"),
        ("NHS No.", "nhs_number"),
        ("Unique Pupil Number", "upn"),
        ("parents' names", "family_names"),
        ("LCS number", "record_number"),
        ("telephone number", "family_contact"),
        ("Professional's details", "professional"),
        ("Notes of the call", "conversation"),
        ("age", "child_age"),
        ("anything else", "other"),
    ],
)
def test_the_fields_of_a_log_by_the_words_that_people_use(text: str, value: str) -> None:
    assert parsed(f'["{text}"]', VOCABULARY.facts["consultation.log_fields"].type) == (value,)


@pytest.mark.parametrize(
    ("fact", "text", "value"),
    [
        ("sharing.asked_for", "[Open CAF]", ("open CAF episode",)),
        ("sharing.asked_for", "[open caf episode]", ("open CAF episode",)),
        ("sharing.asked_for", "[Allocated to social worker]", ("allocated to a social worker",)),
        ("sharing.asked_for", "[CAF plan, something else]", ("plan", "other")),
        ("caf.records_kept_in", "[ehm, wisdom, Shared-drive]", ("EHM", "Wisdom", "shared drive")),
        ("consultation.logged_in", "CAF Logbook", "CAF Log book"),
        ("step_up.discussion_recorded_in", "General notes", "ehm_general_notes"),
        ("caf.stuck_discussion_recorded_in", "EHM Case Notes", "ehm_case_notes"),
        ("documents.attached", "[Consent Form, eCAF form]", ("consent form", "E-CAF form")),
    ],
)
def test_what_may_be_shared_and_where_is_recorded(fact: str, text: str, value: Any) -> None:
    assert parsed(text, VOCABULARY.facts[fact].type) == value


@pytest.mark.parametrize(
    "fact",
    ["consultation.log_fields", "sharing.asked_for", "caf.records_kept_in", "consultation.logged_in"],
)
def test_a_word_that_nobody_foresaw_passes_as_none_of_them(fact: str) -> None:
    kind = VOCABULARY.facts[fact].type
    with pytest.raises(ValueError, match="must be one of") as refused:
        parsed("Ottilie" if kind.kind == "choice" else "[Ottilie]", kind)
    assert "Ottilie" not in str(refused.value)
    assert {"other", "elsewhere"} & {*kind.values}, "there is a way to say so"


@pytest.mark.parametrize(
    "text",
    [
        "Multi-Agency Meeting \u2013 child's",
        "multi agency  MEETING child's",
        "Multi_Agency Meeting \u2014 child\u2019s",
        "multi\u2010agency meeting - child's",
    ],
)
def test_the_name_of_a_step_is_compared_without_capitals_spacing_and_hyphens(text: str):
    assert as_label(text) == "multi agency meeting child's"
    assert parsed(text, ValueType("label")) == as_label(text)


def test_other_letters_and_signs_make_another_step():
    assert len({as_label(each) for each in ("Visit", "Visits", "Visit: home", "Visit home")}) == 4
