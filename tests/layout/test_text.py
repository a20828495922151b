"""A text in its layout says what it said, keeps its comments, and is not changed by being laid out again."""

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from threshold.layout import laid_out
from threshold.layout import text as module
from threshold.reading import BadInput, parse_yaml, plain

from .making import written

# What YAML is made of, put together at random: nearly all of it is wrong in some way.
PIECES = st.sampled_from(
    [*"aab:-#[]{},\"'|>? \t&%!~.\\é\u2028\r", "- ", "a: ", " # c", "---", ">-\n", "|\n", "\r\n"]
)
LINES = st.tuples(st.sampled_from(["", "  ", "    "]), st.lists(PIECES, max_size=8).map("".join)).map("".join)
RUBBISH = st.lists(LINES, max_size=8).map("\n".join)


def content(text: str) -> list[Any]:
    return [plain(node) for node in parse_yaml(text, "f")]


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(written())
def test_meaning_and_comments_stay_lines_fit_and_once_is_enough(made: tuple[Any, str, int]) -> None:
    tree, text, number = made
    assert content(text) == [tree]
    new = laid_out(text, "f")
    assert content(new) == [tree]
    assert sorted(map(int, re.findall(r"(?<=\bc)\d+", new))) == list(range(1, number + 1))
    assert laid_out(new, "f") == new
    for line in new.splitlines():
        assert len(line) <= 100 or len(line.lstrip("# -").split()) == 1
        assert line == line.rstrip(" ")


@given(RUBBISH)
def test_any_text_is_laid_out_or_refused_for_what_is_wrong_with_it(text: str) -> None:
    try:
        told = content(text)
    except BadInput:
        with pytest.raises(BadInput):
            laid_out(text, "f")
    else:
        new = laid_out(text, "f")
        assert content(new) == told
        assert laid_out(new, "f") == new


def test_the_text_keeps_its_line_ends() -> None:
    assert laid_out("a:   1 # c\r\nb: [\r\n  x]\r\n", "f") == "a: 1  # c\r\nb: [x]\r\n"
    assert laid_out("a\rb\r\r\nc\n", "f") == "|-\r\n  a b\r\n  c\r\n"


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("", ""),
        ("\n\n", ""),
        ("# a\n\n\n# b   \n", "# a\n\n# b\n"),
        ("a: 1", "a: 1\n"),
        ("--- # c\na: 1\n...\n", "# c\na: 1\n"),
        ("---\n---\n# c\nb: 1\n--- x\n", "---\nnull\n---\n# c\nb: 1\n---\nx\n"),
        ("%YAML 1.1\n---\na: 1\n", "a: 1\n"),
        ("text  # c\n", "text  # c\n"),
        ("{a: 1} # c\n", "a: 1\n# c\n"),
        ("~", "null\n"),
    ],
)
def test_whole_texts(text: str, new: str) -> None:
    assert laid_out(text, "f") == new


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: [\n", "f, line 2, column 1: a bracket"),
        ("a: 1\na: 2\n", "f, line 2, column 1: this key stands twice"),
        ("a: *b", "anchors"),
    ],
)
def test_what_cannot_be_read_is_refused(text: str, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        laid_out(text, "f")


@pytest.mark.parametrize("made", ["a: 2\n# c d\n", "a: 1\n# c\n", "a: 1\n# c d e\n", "a: [\n"])
def test_a_layout_that_would_change_anything_is_refused(made: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_once", lambda text, number: made)
    with pytest.raises(BadInput, match="f: cannot be laid out without changing what it says"):
        laid_out("# c d\na: 1\n", "f")


def test_a_layout_that_never_settles_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_once", lambda text, number: f"{text}\n")
    with pytest.raises(BadInput, match="cannot be laid out"):
        laid_out("a: 1\n", "f")


def test_a_comment_lifted_out_of_a_list_lets_that_fit_in_its_line() -> None:
    long = "# " + "long " * 18 + "enough"
    assert laid_out(f"- [a, b]\n- [c {long}\n  ]\n", "f") == f"- [a, b]\n{long}\n- [c]\n"
