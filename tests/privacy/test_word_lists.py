"""The lists of words are there under their names."""

import pytest

from threshold.privacy.word_lists import word_list


def test_a_list_has_its_words_and_no_others() -> None:
    assert "avenue" in word_list("streets, whatever the letters")
    assert "avenue" not in word_list("events")


def test_a_list_that_is_not_there_is_not_made_up() -> None:
    with pytest.raises(KeyError):
        word_list("nothing")
