"""Text that stays text wherever it is put: in Markdown, in a spreadsheet, on a terminal.

For pages, `html.escape` and Jinja's own escaping do it.
"""

import re

FORMULA = r"^[=+\-@\t\r]"  # how a cell begins that a spreadsheet would run
# What a terminal might obey, for polars: all that Python does not call printable.
UNPRINTABLE = r"[\p{C}\p{Z}--\x20]"

# Colours of ours, which `lines` lets through where it is told that there are some.
_COLOUR = re.compile(r"(\x1b\[(?:0|1|31|32|33)m)")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# An underscore within a word means nothing to Markdown.
_MARKDOWN = re.compile(r"([\\`*\[\]|#~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9]))")
_OWN_MARKDOWN = str.maketrans({character: f"\\{character}" for character in "\\`*_<>|"})


def markdown(text: str) -> str:
    """Text from elsewhere for Markdown: no markup, no links, no new lines."""
    plain = "".join(character if character.isprintable() else " " for character in text)
    escaped = _MARKDOWN.sub(r"\\\1", plain)
    return escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def markdown_line(text: str) -> str:
    """A line of ours for Markdown, on one line: its clauses keep their square brackets, and make no links."""
    return " ".join(text.split()).translate(_OWN_MARKDOWN).replace("](", "]\\(")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might run this (formula injection)."""
    return text.startswith(_FORMULA_STARTS)


def formula(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet might run it."""
    return f"'{text}" if is_formula(text) else text


def cell(text: str) -> str:
    """The text for a cell of CSV: nothing that a terminal would obey, or a spreadsheet run."""
    return formula(terminal(text))


def terminal(text: str) -> str:
    """The text without what a terminal would obey."""
    return "".join(character if character.isprintable() else "?" for character in text)


def lines(text: str, painted: bool = False) -> str:
    """A text of many lines without what a terminal would obey; `painted`: but with colours of ours."""
    return "\n".join(_line(line, painted) for line in text.split("\n"))


def _line(line: str, painted: bool) -> str:
    if line.isprintable():
        return line
    if painted:
        return "".join(part if _COLOUR.fullmatch(part) else terminal(part) for part in _COLOUR.split(line))
    end = "\r" if line.endswith("\r") else ""  # as CSV ends its lines
    return terminal(line.removesuffix("\r")) + end


def escaped(text: str) -> str:
    """The text in one line; what a terminal would obey is written out, and a file still known by its name."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in text)
