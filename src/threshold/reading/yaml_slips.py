"""Slips of the hand that a YAML parser notices only further down, found in the lines before it stopped."""

import re
from collections.abc import Iterator

MERGE = "a merge of two versions was left unfinished here; keep one of them, and take the lines of < = > out"
NO_BREAK = "a no-break space, as web pages and word processors make, is used for indentation; use spaces"
NO_SPACE = "a space is missing after the colon"
NO_SPACE_AFTER_DASH = "a space is missing after the dash"
HASH = "what follows # is a note for people and is not read; a text that holds # needs quotation marks"

_MERGE = re.compile(r"^(?:<{7}|>{7}|={7}$|\|{7})", re.MULTILINE)
_NO_BREAK = re.compile(r"^[ \t]*(?P<here>[\u00a0\u2007\u202f])")
_NO_SPACE = re.compile(r"^ *(?:- )?[A-Za-z_][\w.-]*(?P<here>:)(?!//)[^\s:]", re.ASCII)
_NO_SPACE_AFTER_DASH = re.compile(r"^ *(?P<here>-)[A-Za-z][\w.-]*:(?: |$)", re.ASCII)
_HASH = re.compile(r"\s(?P<here>#)")
_SLIPS = (
    (_NO_BREAK, NO_BREAK),
    (_NO_SPACE_AFTER_DASH, NO_SPACE_AFTER_DASH),
    (_NO_SPACE, NO_SPACE),
)
_BEFORE = 1  # lines before the one in which what went wrong had begun


def slip(text: str, began: int, stopped: int, opened: int | None) -> tuple[str, int, int] | None:
    """What went wrong in plain words, and its line and column from 1; None where none of these is found.

    Lines from 0: in which the parser was in the middle of something, in which it stopped, and in which the
    bracket was opened that is not closed.
    """
    if (merge := _MERGE.search(text)) is not None:
        return MERGE, text.count("\n", 0, merge.start()) + 1, 1
    lines = text.split("\n")
    for number in _looked_at(began, min(stopped, len(lines) - 1)):
        for pattern, message in _SLIPS:
            if (found := pattern.search(lines[number])) is not None:
                return message, number + 1, found.start("here") + 1
    if opened is not None and (found := _HASH.search(lines[opened])) is not None:
        return HASH, opened + 1, found.start("here") + 1
    return None


def _looked_at(began: int, stopped: int) -> Iterator[int]:
    """The lines in which the slip may be: the last ones first, for those before could be read."""
    yield from range(stopped, max(began - _BEFORE, 0) - 1, -1)
