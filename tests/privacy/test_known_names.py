"""The names that are known, and the words that are none."""

from threshold.privacy.known_names import (
    family_names,
    folded,
    foreign,
    given_names,
    named_after,
    names_and_words,
    no_names,
    unknown,
    with_name_capitals,
)


def test_no_name_stands_in_two_lists_that_say_otherwise() -> None:
    assert not given_names() & names_and_words()
    assert not given_names() & no_names()
    assert not family_names() & no_names()


def test_a_name_is_looked_up_without_accents_and_capitals() -> None:
    assert folded("Siobh\u00e1n") in given_names()


def test_words_of_practice_are_known() -> None:
    assert not unknown("camhs")
    assert not unknown("teachers")
    assert unknown("thornbury")


def test_what_is_no_word_and_no_thing_may_be_a_name() -> None:
    assert foreign("tansley")
    assert not any(map(foreign, ("massage", "weighed", "visits", "sandwell", "barchester", "ritalin", "sch")))


def test_capitals_of_names_and_of_letters_that_stand_for_words() -> None:
    assert with_name_capitals("LeighAnne")
    assert not any(map(with_name_capitals, ("CAMHS", "EHAs", "CiN")))


def test_what_is_called_after_somebody() -> None:
    assert named_after().search("the Lucy Faithfull Foundation")
    assert not named_after().search("Lucy")
