"""Standard input by its first line: lines as they come, or all of it."""

import io
import sys

import pytest

from threshold.reading import BadInput, Problem
from threshold.reading.files import MAX_LINE, MAX_PASSED_OVER
from threshold.reading.standard_input import StandardInput


@pytest.fixture
def piped(monkeypatch: pytest.MonkeyPatch) -> "type[Piped]":
    Piped.monkeypatch = monkeypatch
    return Piped


class Piped:
    """Standard input that holds these bytes."""

    monkeypatch: pytest.MonkeyPatch

    def __new__(cls, data: bytes) -> StandardInput:  # type: ignore[misc]
        cls.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        return StandardInput("standard input")


def test_lines_come_with_their_numbers_and_blank_ones_are_passed_over(piped: type[Piped]) -> None:
    assert piped(b"\n\r\n{}\r\n\n[]").first == b"{}"
    assert list(piped(b"\n\r\n{}\r\n\n[]").lines()) == [(3, "{}\n"), (5, "[]")]


def test_all_of_it_is_what_came(piped: type[Piped]) -> None:
    text = "\ncase: é\r\n".encode("utf-16")
    assert piped(text).whole(1_000) == text
    assert piped(b"").first == b""
    assert piped(b"").whole(10) == b""


def test_too_much_is_refused(piped: type[Piped]) -> None:
    assert piped(b"x" * 10).whole(10) == b"x" * 10
    with pytest.raises(BadInput, match="is larger than"):
        piped(b"x" * 11).whole(10)


@pytest.mark.parametrize("before", [b"", b"{}\n"])
def test_a_line_that_is_too_long_is_told_and_the_next_is_read(piped: type[Piped], before: bytes) -> None:
    lines = piped(before + b"{" + b"x" * 2 * MAX_LINE + b"\n{}\n").lines()
    *_, (number, told), last = lines
    assert isinstance(told, Problem)
    assert "longer than 1 MB" in told.message
    assert (told.line, last) == (number, (number + 1, "{}\n"))


def test_a_line_that_never_ends_fails_all_of_it(piped: type[Piped]) -> None:
    with pytest.raises(BadInput, match="nothing from here on was read"):
        list(piped(b"{}\n{" + b"x" * MAX_PASSED_OVER).lines())


def test_no_standard_input_at_all_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(BadInput, match="it cannot be read"):
        StandardInput("standard input")
