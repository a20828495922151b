"""Text that stays text wherever it is put: on a terminal, in Markdown, in a spreadsheet, as JSON.

All of it begins with `terminal`: one line, in which everything can be seen.
"""

import json
import re
from collections.abc import Iterable
from html import escape
from typing import Any

# Patterns stand here as Python and polars both read them.
#
# What ends a line or leaves room: all of it becomes one plain space.
SPACE = r"[\t-\r\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
# How a sign before it is to be drawn: nothing is lost without.
HINT = r"[\ufe0e\ufe0f]"
# What takes room, or changes a sign, without being seen; Python calls all the others printable or not.
_UNSEEN = (
    r"\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0d\uffa0"
    "\U0001d159\U000e0100-\U000e01ef"
)
# For polars, after SPACE and HINT: all that Python does not call printable, and what cannot be seen.
UNPRINTABLE = rf"[\p{{C}}\p{{Z}}{_UNSEEN}--\x20]"
# How a cell begins that a spreadsheet would run, in the signs of East Asian keyboards too; a lone dash is
# an empty cell.
_STARTS, _DASHES = "=+@\uff1d\uff0b\uff20\ufe66\ufe62\ufe6b", "-\uff0d\ufe63"
FORMULA = rf'^[ "]*(?:[{_STARTS}\t\r]|[{_DASHES}](?s:.))'
# What would be the beginning of a cell where semicolons part them.
LATER_FORMULA, _LATER_DEFUSED = rf'(;[ "]*)([{_DASHES}{_STARTS}])', r"\1'\2"

_SPACE, _HINT, _HIDDEN = re.compile(SPACE), re.compile(HINT), re.compile(f"[{_UNSEEN}]")
_HINTED = re.compile(f"[{_UNSEEN}\ufe0e\ufe0f]")
_FORMULA, _LATER_FORMULA = re.compile(FORMULA), re.compile(LATER_FORMULA)
_DEFUSED = re.compile(rf"(;[ \"]*)'([{_DASHES}{_STARTS}])")
# Colours of ours, which `lines` lets through where it is told that there are some.
_COLOUR = re.compile(r"(\x1b\[(?:0|1|31|32|33)m)")
# An underscore within a word means nothing to Markdown.
_MARKDOWN = re.compile(r"([\\`*\[\]|#~@$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9]))")
_OWN_MARKDOWN = re.compile(r"([\\`*_<>|~@$&]|(?<=\])[(:]|(?<=\[)\^|!(?=\[))")
# What makes a link without brackets.
_ADDRESS = re.compile(r":(?=//)|(?<=\bwww)\.", re.IGNORECASE)
# How a list, a heading or a line across begins; a lone dash is an empty cell.
_BLOCK = re.compile(r"^(?:([-+])(?= |[-+= ]+$)|(#{1,6})(?= |$)|(\d{1,9})([.)])(?= |$)|(?==[-+= ]*$))")


def terminal(text: str) -> str:
    """The text on one line, in which everything can be seen and nothing is obeyed by a terminal."""
    if _is_seen(text):
        return text
    plain = _HIDDEN.sub("?", _HINT.sub("", _SPACE.sub(" ", text)))
    return "".join(character if character.isprintable() else "?" for character in plain)


def lines(text: str, painted: bool = False) -> str:
    """A text of many lines, each as `terminal` has it; `painted`: but with colours of ours."""
    if painted:
        return "".join(part if _COLOUR.fullmatch(part) else lines(part) for part in _COLOUR.split(text))
    return "\n".join(map(_ended, text.split("\n")))


def joined(parts: Iterable[str]) -> str:
    """Lines put together to a text, none of which becomes two."""
    return "\n".join(map(terminal, parts))


def escaped(text: str) -> str:
    """The text in one line; what cannot be seen is written out, so that a file is still known by its name."""
    if _is_seen(text):
        return text
    return "".join(each if _is_seen(each) else each.encode("unicode_escape").decode() for each in text)


def markup(text: str) -> str:
    """Text for a page or a picture, in elements and in attributes."""
    return escape(terminal(text))


def markdown(text: str) -> str:
    """Text from elsewhere for Markdown: no markup, no links, no new lines."""
    plain = " ".join(terminal(text).split())
    signs = _ADDRESS.sub(r"\\\g<0>", _MARKDOWN.sub(r"\\\1", plain))
    named = signs.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _BLOCK.sub(_unblocked, named)


def markdown_line(text: str) -> str:
    """A line of ours for Markdown, on one line: its clauses keep their square brackets, and make no links."""
    plain = " ".join(terminal(text).split())
    return _BLOCK.sub(_unblocked, _ADDRESS.sub(r"\\\g<0>", _OWN_MARKDOWN.sub(r"\\\1", plain)))


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might run this (formula injection)."""
    return _FORMULA.match(text) is not None


def formula(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet might run."""
    defused = _LATER_FORMULA.sub(_LATER_DEFUSED, text)
    return f"'{defused}" if is_formula(defused) else defused


def without_apostrophes(text: str) -> str:
    """What `formula` made its text of, where this is one; so that what is written is read back the same."""
    bare = _DEFUSED.sub(r"\1\2", text)
    return bare[1:] if bare[:1] == "'" and is_formula(bare[1:]) else bare


def cell(text: str) -> str:
    """The text for a cell of CSV: nothing that a terminal would obey, or a spreadsheet run."""
    return formula(terminal(text))


def json_text(data: Any, indent: int | None = None, *, close: bool = False) -> str:
    """Data as JSON in which everything can be seen: whatever else it holds is written out.

    `close`: without spaces between its parts.
    """
    separators = (",", ":") if close else None
    text = json.dumps(data, ensure_ascii=False, indent=indent, separators=separators)
    return "\n".join(line if _is_seen(line) else _written_out(line) for line in text.split("\n"))


def _ended(line: str) -> str:
    """A line that may end as lines of CSV do."""
    end = "\r" if line.endswith("\r") else ""
    return terminal(line.removesuffix("\r")) + end


def _is_seen(text: str) -> bool:
    return text.isprintable() and not _HINTED.search(text)


def _written_out(line: str) -> str:
    return "".join(each if _is_seen(each) else json.dumps(each)[1:-1] for each in line)


def _unblocked(found: re.Match[str]) -> str:
    """With a backslash before the sign that begins a list, a heading or a line."""
    dash, heading, number, mark = found.groups()
    return f"{number}\\{mark}" if number else f"\\{dash or heading or ''}"
