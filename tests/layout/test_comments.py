"""Comments are found wherever they can stand, and nowhere else; long ones are wrapped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threshold.layout.comments import Comment, comments_in, words_of, wrapped


def test_a_comment_knows_where_it_stands() -> None:
    assert comments_in("# é\na: 1 # b  \n  # c") == [
        Comment("# é", 0, 0, 0, True),
        Comment("# b", 9, 1, 5, False),
        Comment("# c", 17, 2, 2, True),
    ]


@pytest.mark.parametrize(
    "text",
    [
        'a: "x # no" # yes',
        "a: 'x # no''# no' # yes",
        "a: x#no # yes",
        "a: >- # yes\n  x # no\n  # no\n",
        "a: |\n  x # no\n# yes\n",
        '"a # no": b # yes',
        "a: [b, # yes\n  'c # no']",
        "a: {b: c} # yes",
        "--- # yes\na: b",
        "%YAML 1.1 # yes\n---\na: b",
        "a:\n# yes\n",
        "- # yes\n",
        "a: |\n  x\u2028  # no\n# yes",
    ],
)
def test_a_mark_within_text_begins_no_comment(text: str) -> None:
    assert [comment.text for comment in comments_in(text)] == ["# yes"]


def test_what_is_wrapped_has_the_same_words() -> None:
    assert words_of(comments_in("# a b\n#c\n")) == words_of(comments_in("a: 1 # a\n## b c"))
    assert words_of(comments_in("# a a")) != words_of(comments_in("# a"))


@pytest.mark.parametrize(
    ("comments", "lines"),
    [
        (["# short", "#", "", "#x"], ["# short", "#", "", "#x"]),
        (["# one two three"], ["# one two", "# three"]),
        # An entry that somebody has commented out is not run together with the next.
        (["# b: one two", "# c:"], ["# b: one", "# two", "# c:"]),
        (["#  a: one two", "#  three"], ["#  a: one", "#  two", "#  three"]),
        (["# one two three", "# four"], ["# one two", "# three", "# four"]),
        (["# one two 3", "# 4"], ["# one two", "# 3 4"]),
        (["# one two 3", "#", "# 4"], ["# one two", "# 3", "#", "# 4"]),
        (["# one two 3", "#   4"], ["# one two", "# 3", "#   4"]),
        (["# one two 3", "# - 4"], ["# one two", "# 3", "# - 4"]),
        (["# - one two", "#   3"], ["# - one", "#   two 3"]),
        (["# x  one two", "# y  3"], ["# x  one", "#    two", "# y  3"]),
        (["#one two three"], ["#one two", "# three"]),
        (["# unbreakable word"], ["# unbreakable", "# word"]),
        (["# a unbreakable"], ["# a", "# unbreakable"]),
    ],
)
def test_long_comments_are_wrapped(comments: list[str], lines: list[str]) -> None:
    assert wrapped(comments, 10) == lines
    assert wrapped(lines, 10) == lines


@given(
    st.lists(
        st.text(st.sampled_from("ab  -#"), max_size=30).map(lambda text: f"#{text}".rstrip()), max_size=5
    )
)
def test_wrapping_keeps_every_word_and_once_is_enough(comments: list[str]) -> None:
    lines = wrapped(comments, 10)
    assert words_of(comments_in("\n".join(lines))) == words_of(comments_in("\n".join(comments)))
    assert wrapped(lines, 10) == lines
    assert all(len(line) <= 10 or len(line.lstrip("#").split()) == 1 for line in lines)
