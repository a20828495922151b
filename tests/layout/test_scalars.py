"""Text is written as plainly as YAML allows, and reads back to the letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threshold.layout.scalars import on_one_line, over_lines
from threshold.reading import parse_yaml, plain

from .making import TEXTS

# What turns the direction of writing, or is no character, is refused wherever it stands.
ANY = TEXTS | st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cn"]), max_size=20)


def read(text: str) -> object:
    (node,) = parse_yaml(text, "f")
    return plain(node)


@pytest.mark.parametrize(
    ("text", "block", "brackets"),
    [
        (None, "null", "null"),
        ("null", '"null"', '"null"'),
        ("", '""', '""'),
        ("plain", "plain", "plain"),
        ("$days", "$days", "$days"),
        ("12:30", "12:30", "12:30"),
        ("-x", "-x", "-x"),
        ("- x", '"- x"', '"- x"'),
        ("a, b", "a, b", '"a, b"'),
        ("why?", "why?", '"why?"'),
        ("[a]", '"[a]"', '"[a]"'),
        ("a: b", '"a: b"', '"a: b"'),
        ("a #b", '"a #b"', '"a #b"'),
        ("a#b", "a#b", "a#b"),
        ("it's", "it's", "it's"),
        ('"a"', "'\"a\"'", "'\"a\"'"),
        ('"it\'s"', '"\\"it\'s\\""', '"\\"it\'s\\""'),
        ("a\\b", "a\\b", "a\\b"),
        ("a\\b: c", "'a\\b: c'", "'a\\b: c'"),
        ("a\tb", '"a\\tb"', '"a\\tb"'),
        ("a\nb", '"a\\nb"', '"a\\nb"'),
        (" a", '" a"', '" a"'),
        ("---", '"---"', '"---"'),
        ("@a", '"@a"', '"@a"'),
    ],
)
def test_text_in_a_line(text: str | None, block: str, brackets: str) -> None:
    assert on_one_line(text) == block
    assert on_one_line(text, in_brackets=True) == brackets


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one two three", [">-", "one two", "three"]),
        ("one  two three", [">-", "one  two", "three"]),
        ("# - : ]", [">-", "# - : ]"]),
        ("one two three\n", [">", "one two", "three"]),
        ("one\ntwo", ["|-", "one", "two"]),
        ("one\n\ntwo\n", ["|", "one", "", "two"]),
        ("one two three\nfour\n\nfive", [">-", "one two", "three", "", "four", "", "", "five"]),
        ("one two \u2028three", ['"\\', "one two \\", '\\Lthree"']),
        (" one two three", ['"\\', "\\ one \\", 'two three"']),
        ("one\n\n", ['"\\', 'one\\n\\n"']),
    ],
)
def test_text_over_lines(text: str, lines: list[str]) -> None:
    assert over_lines(text, 10) == lines


@given(ANY)
def test_it_reads_back_to_the_letter(text: str) -> None:
    assert read(f"a: {on_one_line(text)}") == {"a": text}
    assert read(f"{on_one_line(text)}: a") == {text: "a"}
    assert read(f"{{a: [{on_one_line(text, in_brackets=True)}]}}") == {"a": [text]}
    lines = "\n".join(f"  {line}" if line else "" for line in over_lines(text, 12))
    assert read(f"a: {lines.lstrip()}\n") == {"a": text}
    assert read(f"{lines.lstrip()}\n") == text
