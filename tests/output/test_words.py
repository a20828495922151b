"""Names, lists and numbers as people say them."""

import pytest

from threshold.output.words import listed, many, plainly, sentence, spoken


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
