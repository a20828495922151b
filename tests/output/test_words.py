"""Names, lists and numbers as people say them."""

import pytest

from threshold.output.words import lasting, listed, many, plainly, sentence, sentences, spoken, unsaid


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("step_up", "step up"),
        ("child_protection.concern", "child protection concern"),
        ("caf.started", "CAF started"),
        ("ehm_general_notes", "EHM general notes"),
        ("mosaic.fyps_confirmed", "Mosaic FYPS confirmed"),
        ("none", "none"),
        ("", ""),
        # What is written with capitals, whole words of it alone.
        ("caf.opened_in_lcs", "CAF opened in LCS"),
        ("cafe.tactics", "cafe tactics"),
        ("cin_review", "Child in Need review"),
        ("cp_plan_started", "child protection plan started"),
        ("section_47_ended", "section 47 enquiry ended"),
        ("smart_plan.mosaic", "SMART plan Mosaic"),
    ],
)
def test_a_name_is_said_without_dots_and_underscores(name: str, said: str) -> None:
    assert spoken(name) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("needs_reduced", "needs reduced"),
        ("referral.received", "referral received"),
        ("Team Manager", "Team Manager"),
        ("3 working days", "3 working days"),
        ("CAF_form", "CAF_form"),
    ],
)
def test_only_names_are_made_plain(text: str, said: str) -> None:
    assert plainly(text) == said


@pytest.mark.parametrize(
    ("words", "either", "both"),
    [
        ((), "none", "none"),
        (("a",), "a", "a"),
        (("a", "b"), "a or b", "a and b"),
        (("a", "b", "c"), "a, b or c", "a, b and c"),
    ],
)
def test_a_list_is_said_with_a_word_before_its_last(words: tuple[str, ...], either: str, both: str) -> None:
    assert listed(words) == either
    assert listed(words, "and") == both


def test_a_sentence_begins_with_a_capital_and_keeps_the_rest() -> None:
    assert sentence("the MASH knows") == "The MASH knows"
    assert sentence("") == ""


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0 entries"),
        (1, "1 entry"),
        (2, "2 entries"),
        (2000, "2,000 entries"),
        (1_234_567, "1,234,567 entries"),
    ],
)
def test_a_number_of_things(number: int, said: str) -> None:
    assert many(number, "entry", "entries") == said
    assert many(number, "row") == f"{said.split(maxsplit=1)[0]} {'row' if number == 1 else 'rows'}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("early_help", "early help"),
        ("tac.first", "TAC first"),
        ("Team Manager", "Team Manager"),
        ("consent form", "consent form"),
        ("E-CAF_form", "E-CAF_form"),
        ("3 months", "3 months"),
    ],
)
def test_only_a_name_is_said_otherwise_than_it_is_written(text: str, said: str) -> None:
    assert plainly(text) == said


def test_a_sentence_begins_with_a_capital() -> None:
    assert [sentence(text) for text in ("", "a B c", "3 days")] == ["", "A B c", "3 days"]


def test_of_several_words_the_last_stands_apart() -> None:
    assert [listed(words) for words in ((), ("a",), ("a", "b"), ("a", "b", "c"))] == [
        "none",
        "a",
        "a or b",
        "a, b or c",
    ]
    assert listed(["a", "b", "c"], "and") == "a, b and c"


@pytest.mark.parametrize(
    ("number", "unit", "told"),
    [
        (1, "days", "1 day"),
        (0, "days", "0 days"),
        (1, "working days", "1 working day"),
        (15, "working days", "15 working days"),
        (0, "hours", "less than an hour"),
        (2, "hours", "2 hours"),
        (0, "working hours", "less than a working hour"),
        (1, "working hours", "1 working hour"),
    ],
)
def test_a_number_of_days_or_hours(number: int, unit: str, told: str) -> None:
    assert lasting(number, unit) == told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is so", ["It is so"]),
        ("It is so. Is it? It is.", ["It is so.", "Is it?", "It is."]),
        # What goes on in small letters or in brackets is the same sentence.
        ("As in e.g. this one, or (no?) that. Then", ["As in e.g. this one, or (no?) that.", "Then"]),
    ],
)
def test_a_text_is_taken_apart_by_its_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_what_was_said_is_not_said_again() -> None:
    said = {"Is it?"}
    assert unsaid("It is so. Is it? Then go", said) == "It is so. Then go"
    # With or without its mark.
    assert unsaid("Then go. It is so", said) == ""
    assert unsaid("So it is", said) == "So it is"
