"""Lines come from a pipe as they are, however long and of whatever bytes; a terminal has tests of its own."""

import io
import sys

import pytest

from threshold.interview.keyboard import LONGEST_LINE, UNREADABLE, Keyboard, prompts_beside_output


@pytest.fixture
def said() -> list[str]:
    return []


def keyboard(data: bytes, said: list[str], monkeypatch: pytest.MonkeyPatch) -> Keyboard:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    return Keyboard(said.append)


def test_line_by_line_to_the_end(said: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    keys = keyboard(b"one\r\n\nlast", said, monkeypatch)
    assert [keys.hear("? ") for _ in range(3)] == ["one\r\n", "\n", "last"]
    with pytest.raises(EOFError):
        keys.hear("? ")
    assert said == ["? ", "\n"] * 3 + ["? "]


def test_where_no_line_can_be_edited_what_is_to_be_mended_is_typed_anew(
    said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = keyboard(b"anew\n", said, monkeypatch)
    assert keys.mend("? ", "as it was") == "anew\n"
    assert said == ["? ", "\n"]


def test_what_is_no_text_is_unreadable(said: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert UNREADABLE in keyboard(b"\xff\xfeyes\n", said, monkeypatch).hear("")


@pytest.mark.parametrize("length", [LONGEST_LINE - 1, LONGEST_LINE, LONGEST_LINE + 1, 5_000_000])
def test_a_line_of_any_length_is_one_line(
    length: int, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = keyboard(b"x" * length + b"\nnext\n", said, monkeypatch)
    assert len(keys.hear("")) <= LONGEST_LINE
    assert keys.hear("") == "next\n"


def test_without_a_terminal_the_output_stays_where_it_is(capfd: pytest.CaptureFixture[str]) -> None:
    with prompts_beside_output():
        sys.stdout.write("to the output\n")
    assert capfd.readouterr() == ("to the output\n", "")
