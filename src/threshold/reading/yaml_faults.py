"""What is wrong with a YAML text, found in the text at the place where its parser stopped.

The parser's own words are not looked at: they are different in every parser and change with its versions.
"""

import re

import yaml

TAB = "a tab is used for indentation; use spaces"
COLONS = (
    "two values stand on one line, or the indentation is off; check the colons, and put quotation marks "
    "around a text that holds one"
)
NO_COLON = "a line has no colon, or a quotation mark is not closed"
ESCAPE = "a backslash stands before a character that it does not suit; write it twice"
QUOTE = "a quotation mark is opened and not closed"
FIRST = "text that begins with @, % or ` needs quotation marks around it"
FIRST_BRACKET = "text that begins with { or [ needs quotation marks around it"
TAG = "tags (!) are not used here"
ANCHOR = (
    "anchors and aliases (& and *) are not used here; write it out, and put quotation marks around a text "
    "that begins with one"
)
BRACKET = "a bracket is opened and not closed, or a comma is missing or too many"
ANYTHING = "this is not well-formed YAML; check indentation, brackets and quotation marks"

_TAB_FIRST = re.compile(r"^ *\t")
_CLOSED_AND_MORE = re.compile(r"^\s*(?:- )?[^\s:{\[]+: (?:\{[^{}]*\}|\[[^\[\]]*\])\s*[^\s#,}\]]")
_WHOLE_TEXT = re.compile(r"""(?:'(?:[^']|'')*'|"(?:[^"\\]|\\.)*")\s*""", re.DOTALL)
_NAMED = re.compile(r"[&*][\w-]*", re.ASCII)
_WORD = re.compile(r"\S*")
_END_OF_TEXT = re.compile(r"\s*\Z|(?:---|\.\.\.)(?!\S)")
_ENDS_IN_BACKSLASH = re.compile(r"(?<!\\)(?:\\\\)*\\\Z")


def message_for(error: yaml.MarkedYAMLError, text: str, in_brackets: bool) -> str:
    """The fault in plain words. `in_brackets` says whether [ or { was open where the parser stopped."""
    mark = error.problem_mark or error.context_mark
    assert mark is not None, "every fault has a place"
    at = mark.index
    began = at if error.context_mark is None else error.context_mark.index  # what it was in the middle of
    line = "".join(text.splitlines()[mark.line : mark.line + 1])
    found = text[at : at + 1]
    if _TAB_FIRST.match(line):
        return TAB
    if isinstance(error, yaml.scanner.ScannerError):
        return _at_once(found) if began == at else _halfway(text, began, at)
    if found == "!" and error.context_mark is not None and text.startswith(("!", "&"), began):
        return TAG
    if _CLOSED_AND_MORE.match(line):
        return FIRST_BRACKET
    return BRACKET if in_brackets else ANYTHING


def _at_once(found: str) -> str:
    """The fault where one character cannot stand where it does."""
    if found == "\t":
        return TAB
    if found == ":":
        return COLONS
    return FIRST if found and found in "@`%|>" else ANYTHING


def _halfway(text: str, began: int, at: int) -> str:
    """The fault in what began at one place and went wrong at another: a text, a name, a key."""
    first = text[began : began + 1] or " "
    if first in "'\"" and not _WHOLE_TEXT.fullmatch(text, began, at):
        return _in_quotation_marks(text, began, at)
    if first == "!" and _WORD.fullmatch(text, began, at):
        return TAG
    if first in "&*" and _NAMED.fullmatch(text, began, at):
        return ANCHOR
    if first == "%":
        return TAG if text.startswith("%TAG", began) else ANYTHING
    return ANYTHING if first in "|>" else NO_COLON


def _in_quotation_marks(text: str, began: int, at: int) -> str:
    if text[began] == "'" or "\\" not in text[began : at + 1]:
        return QUOTE
    ended = _END_OF_TEXT.match(text, at) and not _ENDS_IN_BACKSLASH.search(text, began, at)
    return QUOTE if ended else ESCAPE
