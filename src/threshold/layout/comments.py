"""The comments of a YAML text with their places, and comments wrapped to the width of a page."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from threshold.reading.yaml_text import LOADER

BREAKS = "\n\r\x85\u2028\u2029"  # what YAML takes for the end of a line
_COMMENT = re.compile(f"#[^{BREAKS}]*")
_LINE_END = re.compile(f"\r\n|[{BREAKS}]")
# What stands before the words of a comment, and then the dash of a point or the first word of a table.
_LEAD = re.compile(r"(#+[ \t]*)([-*] +|\S+  +)?")
# What may be YAML that somebody has commented out.
_AN_ENTRY = re.compile(r"#\s*(?:- )?(?:[?:] |[{\[]|[^#:]{1,60}:(?:\s|$))")


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment, from its # to the end of the line. `line` and `column` count from 0."""

    text: str
    index: int
    line: int
    column: int
    own_line: bool


def events(text: str, kind: Any) -> Iterator[Any]:
    """What the parser makes of a text, as far as it is of this kind."""
    return (event for event in yaml.parse(text, Loader=LOADER) if isinstance(event, kind))


def comments_in(text: str) -> list[Comment]:
    """Every comment of a text that is known to be YAML, in order."""
    ends = [found.end() for found in _LINE_END.finditer(text)]
    made: list[Comment] = []
    line = 0
    for found in _found(text):
        while line < len(ends) and ends[line] <= found.start():
            line += 1
        start = ends[line - 1] if line else 0
        alone = not text[start : found.start()].strip()
        made.append(Comment(found[0].rstrip(), found.start(), line, found.start() - start, alone))
    return made


def words_of(comments: Iterable[Comment]) -> Counter[str]:
    """What comments say, however they are wrapped and wherever they stand."""
    return Counter(word for comment in comments for word in comment.text.lstrip("#").split())


def wrapped(comments: Iterable[str], room: int) -> list[str]:
    """Comments in lines that fit; what is over begins the next line where that goes on alike."""
    lines: list[str] = []
    over = ""
    commented_out = False
    for comment in comments:
        # An entry that is commented out is never run together with another line.
        commented_out, before = bool(_AN_ENTRY.match(comment)), commented_out
        going_on = "" if commented_out or before else _going_on(over, comment)
        if over and not going_on:
            lines.append(over)
        full, over = _broken(going_on or comment, room)
        lines += full
    return [*lines, over] if over else lines


def _going_on(over: str, comment: str) -> str:
    """What is left over together with the next comment, if that is a line of the same paragraph."""
    left, found = _LEAD.match(over), _LEAD.match(comment)
    if not left or not found or left[1] != found[1] or found[2] or found[0] == comment:
        return ""
    return f"{over} {comment[found.end() :]}"


def _broken(comment: str, room: int) -> tuple[list[str], str]:
    """The lines of a comment; the last by itself where the comment had to be broken."""
    found = _LEAD.match(comment)
    if not found or len(comment) <= room:
        return [comment], ""
    start = found.end(1) + 1
    below = f"{found[1].rstrip()} ".ljust(found.end())
    lines: list[str] = []
    while len(comment) > room:
        cut = comment.rfind(" ", start, room + 1)
        if cut < 0 and (cut := comment.find(" ", start)) < 0:
            break
        lines.append(comment[:cut].rstrip())
        comment = below + comment[cut:].lstrip()
        start = len(below) + 1
    return (lines, comment) if lines else ([comment], "")


def _found(text: str) -> Iterator[re.Match[str]]:
    """Outside scalars a # is a comment always: tags, anchors and whatever else could hold one are refused."""
    position = 0
    for start, end in (*_scalars(text), (len(text), len(text))):
        yield from _COMMENT.finditer(text, position, start)
        position = max(position, end)


def _scalars(text: str) -> Iterator[tuple[int, int]]:
    """Where each scalar begins and ends; the line that opens a block (`>-  # why`) may end in a comment."""
    for event in events(text, yaml.ScalarEvent):
        start, end = event.start_mark.index, event.end_mark.index
        if event.style in ("|", ">") and (first := _LINE_END.search(text, start, end)):
            start = first.start()
        yield start, end
