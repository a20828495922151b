"""What a terminal shows: how wide and high it is, and characters that it has none for."""

import codecs
import shutil
import sys
import textwrap
from io import TextIOWrapper

WIDTH, HEIGHT = 80, 24  # where there is no terminal
_NEAREST = "threshold.nearest"
# What legacy code pages lack, as typewriters have it.
_PLAIN = {
    **dict.fromkeys("\u201c\u201d\u201e", '"'),
    **dict.fromkeys("\u2018\u2019", "'"),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
    **{"\u2026": "...", "\u2022": "*", "\u2192": "->", "\u2265": ">=", "\u2264": "<=", "\u00d7": "x"},
    "\u00a0": " ",
}


def size() -> tuple[int, int]:
    """Columns and rows of the terminal; 80 and 24 where there is none, and never fewer rows."""
    columns, rows = seen()
    return columns, max(rows, HEIGHT)


def seen() -> tuple[int, int]:
    """Columns and rows that can be seen at once; 80 and 24 where there is no terminal."""
    columns, rows = shutil.get_terminal_size((WIDTH, HEIGHT))
    return max(columns, 20), max(rows, 8)


def wrapped(text: str, width: int, first: str = "", further: str = "") -> list[str]:
    """Lines of so many columns; a word that is longer, such as a path or the name of a fact, stays whole.

    `first` and `further` stand before the first line and before the others.
    """
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=further,
        break_long_words=False,
        break_on_hyphens=False,
    )


def prepare() -> None:
    """Write UTF-8 whatever the locale; to a terminal what it can show, the nearest for anything else."""
    codecs.register_error(_NEAREST, _nearest)
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, TextIOWrapper):
            continue  # put there by somebody who wants to see what is written
        if stream.isatty():
            stream.reconfigure(errors=_NEAREST)
        else:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _nearest(error: UnicodeError) -> tuple[str, int]:
    """The nearest that can be shown, `?` where there is nothing near."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(_PLAIN.get(character, "?") for character in missing), error.end
