"""Text from elsewhere stays text in Markdown, in a spreadsheet and on a terminal."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threshold.output.escaping import (
    FORMULA,
    UNPRINTABLE,
    cell,
    formula,
    is_formula,
    markdown,
    markdown_line,
    terminal,
)

ODD = "\x00\x07\x1b[31m\n\r\t\u2028\u202e\x9b"


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("plain words, (and) signs! 1.5%", "plain words, (and) signs! 1.5%"),
        ("*a* `b` ~c~ #d |e", r"\*a\* \`b\` \~c\~ \#d \|e"),
        ("[a](b)", r"\[a\](b)"),
        (r"back\slash", r"back\\slash"),
        ("in_need _not_ a_", r"in_need \_not\_ a\_"),
        ("<b> & </b>", "&lt;b&gt; &amp; &lt;/b&gt;"),
        ("&lt;", "&amp;lt;"),
        ("one\ntwo\tthree\x1b", "one two three "),
    ],
)
def test_text_from_elsewhere_is_no_markdown(text: str, escaped: str) -> None:
    assert markdown(text) == escaped


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("Visit the child [T-1, T-2]", "Visit the child [T-1, T-2]"),
        ("[T-1](https://example.org)", r"[T-1]\(https://example.org)"),
        ("*a* `b` _c_ <d> |e \\", r"\*a\* \`b\` \_c\_ \<d\> \|e \\"),
        ("  one\n\n# two   three ", "one # two three"),
    ],
)
def test_a_line_of_ours_keeps_its_brackets_and_makes_no_link(text: str, escaped: str) -> None:
    assert markdown_line(text) == escaped


@given(st.text())
def test_markdown_is_one_line_with_every_sign_disarmed(text: str) -> None:
    for line in (markdown(text), markdown_line(text)):
        assert len(line.splitlines()) <= 1
        armed = re.sub(r"\\.", "x", line)  # without what a backslash disarms
        assert "](" not in armed
        assert not re.search(r"[*`|\\]", armed)
    assert "<" not in markdown(text)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_what_a_spreadsheet_would_run_is_disarmed(start: str) -> None:
    text = f"{start}1+1"
    assert is_formula(text)
    assert re.match(FORMULA, text)
    assert formula(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "words", "1-1", "a=b", " =1", "'=1"])
def test_what_a_spreadsheet_takes_for_text_stays_as_it_is(text: str) -> None:
    assert not is_formula(text)
    assert not re.match(FORMULA, text)
    assert formula(text) == text


@given(st.text())
def test_both_ways_of_telling_a_formula_agree(text: str) -> None:
    assert is_formula(text) is bool(re.match(FORMULA, text))
    assert not is_formula(formula(text))


def test_a_terminal_is_given_nothing_that_it_would_obey() -> None:
    assert terminal("née [a] 1.5%") == "née [a] 1.5%"
    assert terminal(ODD) == "???[31m??????"
    assert terminal(ODD).isprintable()


@given(st.text())
def test_a_cell_is_obeyed_by_no_terminal_and_run_by_no_spreadsheet(text: str) -> None:
    assert cell(text).isprintable()
    assert not is_formula(cell(text))


def test_polars_finds_what_python_does() -> None:
    """But for characters that only one of the two knows already."""
    polars = pytest.importorskip("polars")
    known = [chr(number) for number in range(0x3000) if unicodedata.category(chr(number)) != "Cn"]
    found = polars.Series(known).str.replace_all(UNPRINTABLE, "?").to_list()
    assert found == [terminal(each) for each in known]
