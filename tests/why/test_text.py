"""Why on a screen: marks in words, no line too wide, and what is left out is counted."""

from threshold.why.answer import why
from threshold.why.text import as_text

from .cases import REFUSED, TOO_SOON, engine, example, moment


def text(name: str, word: str = "", *, everything: bool = False, width: int = 80) -> str:
    case = example(name)
    return as_text(why(engine(), case, moment(case), word), everything, width=width)


def test_one_screen() -> None:
    for name in (TOO_SOON, REFUSED):
        lines = text(name).splitlines()
        assert len(lines) <= 23
        assert max(map(len, lines)) <= 80


def test_marks_say_it_without_colour() -> None:
    told = text(TOO_SOON)
    assert "[no] must be so: the Child in Need plan started at least 3 months ago" in told
    assert "3 months after 1 February 2026 is 1 May 2026" in told


def test_what_is_left_out_is_said_and_shown_with_all() -> None:
    short, whole = text(REFUSED, "RBC-4.1c"), text(REFUSED, "RBC-4.1c", everything=True)
    assert "--all" in short
    assert "--all" not in whole
    assert len(whole.splitlines()) > len(short.splitlines())
