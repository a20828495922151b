"""Text from elsewhere stays text on a terminal, in Markdown, in a spreadsheet and as JSON."""

import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from threshold.output.escaping import (
    FORMULA,
    cell,
    escaped,
    formula,
    is_formula,
    joined,
    json_text,
    lines,
    markdown,
    markdown_line,
    terminal,
    without_apostrophes,
)

# What a terminal obeys, turns, or does not show: a sign of each kind.
OBEYED = "\x00\x07\x1b\x7f\x9b\x9d"
TURNING = "\u061c\u200e\u200f\u202a\u202e\u2066\u2069"
UNSEEN = "\u00ad\u034f\u115f\u17b4\u180e\u200b\u200d\u2060\u2800\u3164\ufe00\ufeff\U000e0041\U000e0101"
NOT_TEXT = "\ud800\udcff\ufffe\uffff\U0001ffff\ue000"
SPACES = "\t\n\x0b\x0c\r\x85\u00a0\u2003\u2028\u2029\u202f\u3000"
HONEST = "née Zoë-Anne O\u2019Neill \u2013 \u201cso\u201d 5 °C, £1.50 ½ \u2192 \u4e2d\u6587 \U0001f600 \u2764"


def test_honest_text_stays_as_it_is() -> None:
    for way in (terminal, escaped, lines, formula, cell):
        assert way(HONEST) == HONEST
    assert json_text(HONEST) == f'"{HONEST}"'
    assert markdown(HONEST) == markdown_line(HONEST) == HONEST


@pytest.mark.parametrize("sign", OBEYED + TURNING + UNSEEN + NOT_TEXT)
def test_what_is_obeyed_or_not_seen_becomes_a_question_mark(sign: str) -> None:
    assert terminal(f"a{sign}b") == "a?b"
    assert lines(f"a{sign}b\nc") == "a?b\nc"


@pytest.mark.parametrize("sign", SPACES)
def test_whatever_leaves_room_is_a_plain_space(sign: str) -> None:
    assert terminal(f"a{sign}b") == "a b"


def test_how_a_sign_is_to_be_drawn_is_left_out() -> None:
    assert terminal("\u2764\ufe0f!\u2764\ufe0e") == "\u2764!\u2764"


def test_lines_stay_lines_and_end_as_those_of_csv_may() -> None:
    assert lines("a\x1b[31m\nb\r\n\rc\u2028d\n") == "a?[31m\nb\r\n c d\n"
    assert joined(["a\nb", "c"]) == "a b\nc"


def test_in_a_message_what_is_not_seen_is_written_out() -> None:
    assert escaped("a\nb\x1b\u202e\udcff\U000e0041\u00a0é") == r"a\nb\x1b\u202e\udcff\U000e0041\xa0é"


@given(st.text())
def test_whatever_is_given_is_one_line_that_can_be_seen(text: str) -> None:
    for way in (terminal, escaped, cell, markdown, markdown_line):
        assert way(text).isprintable()
    assert terminal(terminal(text)) == terminal(text)
    assert lines(lines(text)) == lines(text)


# Markdown


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain words, (and) signs! 1.5%", "plain words, (and) signs! 1.5%"),
        ("*a* `b` ~c~ d# |e", r"\*a\* \`b\` \~c\~ d\# \|e"),
        ("[a](b) ![c](d)", r"\[a\](b) !\[c\](d)"),
        (r"back\slash", r"back\\slash"),
        ("in_need _not_ a_", r"in_need \_not\_ a\_"),
        ("<b> & </b>", "&lt;b&gt; &amp; &lt;/b&gt;"),
        ("&lt;", "&amp;lt;"),
        ("one\ntwo\tthree\x1b ", "one two three?"),
        ("https://a.example www.b.example c@d.example", r"https\://a.example www\.b.example c\@d.example"),
        ("# a", r"\# a"),
        ("- a", r"\- a"),
        ("+ a", r"\+ a"),
        ("---", r"\---"),
        ("12. a", r"12\. a"),
        ("3) a", r"3\) a"),
        ("> a", "&gt; a"),
        ("===", r"\==="),
        ("-", "-"),
        ("-5", "-5"),
        ("1.5", "1.5"),
        ("    code", "code"),
    ],
)
def test_text_from_elsewhere_is_no_markdown(text: str, written: str) -> None:
    assert markdown(text) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Visit the child [T-1, T-2]", "Visit the child [T-1, T-2]"),
        ("[T-1](https://example.org)", r"[T-1]\(https\://example.org)"),
        ("[T-1]: x", r"[T-1]\: x"),
        ("![T-1] [^1]", r"\![T-1] [\^1]"),
        ("*a* `b` _c_ <d> |e \\", r"\*a\* \`b\` \_c\_ \<d\> \|e \\"),
        ("&#x202e;", r"\&#x202e;"),
        ("# a", r"\# a"),
        ("- a", r"\- a"),
        ("1. a", r"1\. a"),
        ("  one\n\n# two   three ", "one # two three"),
    ],
)
def test_a_line_of_ours_keeps_its_brackets_and_makes_no_link(text: str, written: str) -> None:
    assert markdown_line(text) == written


@example("=-")
@example("-=")
@given(st.text(alphabet=st.sampled_from("ab1 #-+=*_`~<>[](){}!|\\&:./@$^\n\t\u2028")))
def test_markdown_is_one_line_with_every_sign_disarmed(text: str) -> None:
    for line in (markdown(text), markdown_line(text)):
        armed = re.sub(r"\\.", "x", line)  # without what a backslash disarms
        assert not re.search(r"\][(:]|://", armed)
        assert not re.search(r"[*`|\\~@$]", armed)
        assert not re.match(r" |[-+] |\d+[.)] |#{1,6} |[-+= ]{2,}$", armed)
    assert not re.search(r"[<>[\]#]|&(?!amp;|lt;|gt;)", re.sub(r"\\.", "x", markdown(text)))
    assert not re.search(r"[<>&_]", re.sub(r"\\.", "x", markdown_line(text)))


# A spreadsheet

DISGUISES = [
    *("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=cmd|"/c calc"!A0', "=DDE()"),
    *("\uff1d1", "\uff0b1", "\uff0d1", "\uff201", "\ufe661", "\ufe621", "\ufe631", "\ufe6b1"),
    *(" =1", "  =1", "\u00a0=1", "\u3000=1", "\u2028=1", '"=1', ' "=1', "-\n1", "\ufe0f=1"),
]


@pytest.mark.parametrize("text", DISGUISES)
def test_what_a_spreadsheet_would_run_is_disarmed(text: str) -> None:
    assert cell(text) == f"'{terminal(text)}"


@pytest.mark.parametrize("text", ["\ufeff=1", "\u200b=1", "\x1b=1", "\U000e0041=1"])
def test_what_is_not_seen_before_a_formula_is_seen_and_so_it_is_none(text: str) -> None:
    assert cell(text) == "?=1"


@pytest.mark.parametrize("text", ["", "-", "words", "1-1", "a=b", "'=1", "a; b", "(-1)"])
def test_what_a_spreadsheet_takes_for_text_stays_as_it_is(text: str) -> None:
    assert cell(text) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [("a;=1", "a;'=1"), ("a; +1;@b", "a; '+1;'@b"), ('a;"=1', "a;\"'=1"), ("=1;=2", "'=1;'=2")],
)
def test_where_semicolons_part_cells_none_begins_with_a_formula_either(text: str, written: str) -> None:
    assert cell(text) == written


@given(st.text(alphabet=st.sampled_from("a1;\"' \t=+-@\uff1d\uff0d\ufeff\u00a0\n")))
def test_no_cell_is_run_however_it_is_parted(text: str) -> None:
    given = cell(text)
    assert is_formula(given) is bool(re.match(FORMULA, given)) is False
    for part in given.split(";")[1:]:
        assert not re.match(r'[ "]*[=+@\uff1d\uff0d-]', part)


@given(st.text(alphabet="a;' \"=-+@\uff1d"))
def test_what_was_defused_is_made_whole_again_and_nothing_else_is_changed(text: str) -> None:
    bare = without_apostrophes(text)
    assert without_apostrophes(formula(bare)) == bare
    assert bare == text or "'" in text
    assert without_apostrophes("the child's; 'so'") == "the child's; 'so'"


# JSON


@given(st.dictionaries(st.text(), st.text() | st.integers() | st.lists(st.text())))
def test_json_says_what_it_was_given_and_all_of_it_can_be_seen(data: object) -> None:
    for text in (json_text(data), json_text(data, indent=2), json_text(data, close=True)):
        assert json.loads(text) == data
        assert all(line.isprintable() for line in text.split("\n"))


@pytest.mark.parametrize("sign", OBEYED + TURNING + UNSEEN + NOT_TEXT + SPACES + "\ufe0f")
def test_in_json_every_such_sign_is_written_out(sign: str) -> None:
    text = json_text([f"a{sign}b"])
    assert json.loads(text) == [f"a{sign}b"]
    assert text.isascii()


def test_json_is_laid_out_as_it_is_asked_for() -> None:
    assert json_text({"a": [1]}) == '{"a": [1]}'
    assert json_text({"a": [1]}, close=True) == '{"a":[1]}'
    assert json_text({"a": [1]}, indent=2) == '{\n  "a": [\n    1\n  ]\n}'
