"""Texts that are not what their author sees are found."""

from pathlib import Path

import pytest

from ..making import RULE, found


@pytest.mark.parametrize(
    "words", ["\u201cA title\u201d", "\u2018A title\u2019", "\u201eA title\u201c x\u201d"]
)
def test_curly_quotation_marks_around_a_text(small, words: str):
    (problem,) = found(small, RULE.replace("A title", words))
    assert problem.message.startswith("curly quotation marks are part of this text")


def test_a_text_that_ends_at_a_hash(small):
    (problem,) = found(small, RULE.replace("A title", "A title of form #3"))
    assert problem.message.startswith("what follows # is a note for people")
    assert problem.line is not None


@pytest.mark.parametrize(
    "words",
    [
        "A title # a note",
        '"A title of form #3"',
        "A title\u2019s end",
        "The \u201cbig\u201d title",
        "#3",
        "A#3",
    ],
)
def test_other_texts(small, words: str):
    assert (
        found(small, RULE.replace("title: A title", f"title: {words}" if words[0] != "#" else "# #3")) == []
    )


def fails(small) -> Path:
    """A policy in which this is found."""
    return small.tiny(RULE.replace("A title", "A title of form #3")).write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny(RULE.replace("A title", "'A title of form #3'")).write()
