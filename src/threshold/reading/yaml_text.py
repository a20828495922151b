"""YAML text read into the tree.

Anchors, aliases, tags and merge keys are refused (an alias can explode), as is deep nesting (which
crashes YAML's own composer), so the tree is built here from the parser's events.
"""

import re
from typing import Any

import yaml

from threshold.reading.problems import BadInput, Problem
from threshold.reading.tree import Mapping, Node, Sequence, TreeBuilder

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_COLONS = "two values stand on one line, or the indentation is off; check the colons"
_TOLD = (  # a piece of the parser's own message, and what it means
    ("tab", "a tab is used for indentation; use spaces"),
    ("\\t", "a tab is used for indentation; use spaces"),
    ("mapping values", _COLONS),
    ("expected ':'", "a line has no colon, or a quotation mark is not closed"),
    ("escape", "a backslash stands before a character that it does not suit; write it twice"),
    ("quoted", "a quotation mark is opened and not closed"),
    ("end of stream", "a quotation mark is opened and not closed"),
    ("cannot start any token", "text that begins with @, % or ` needs quotation marks around it"),
    ("tag", "tags (!) are not used here"),
    ("anchor", "anchors and aliases (& and *) are not used here; write it out"),
    ("alias", "anchors and aliases (& and *) are not used here; write it out"),
    ("flow", "a bracket is opened and not closed, or a comma is missing or too many"),
)


def parse_yaml(text: str, name: str, faults: list[Problem] | None = None) -> list[Node]:
    """The documents in a YAML text.

    What does not stop the reading (a key that stands twice) is added to `faults` where that is given.
    Raises BadInput with the place of anything else, and of that too where `faults` is not given.
    """
    builder = TreeBuilder(name)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            _take(event, builder)
    except yaml.MarkedYAMLError as error:
        raise BadInput(_told(error, text, name)) from None
    except yaml.reader.ReaderError:
        message = "holds a character that does not belong in a text file"
        raise BadInput(Problem(message, name)) from None
    if faults is not None:
        faults.extend(builder.problems)
    elif builder.problems:
        raise BadInput(*builder.problems)
    return builder.documents


def _take(event: Any, builder: TreeBuilder) -> None:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        message = "anchors and aliases (& and *) are not used here; write it out"
        raise _bad(event, message, builder.name)
    if getattr(event, "tag", None) not in (None, "!"):
        raise _bad(event, "tags (!) are not used here", builder.name)
    if isinstance(event, yaml.ScalarEvent):
        empty = not event.style and event.value in ("", "~", "null")
        builder.scalar(None if empty else event.value, *_place(event))
    elif isinstance(event, yaml.SequenceStartEvent):
        builder.open(Sequence(*_place(event)))
    elif isinstance(event, yaml.MappingStartEvent):
        builder.open(Mapping(*_place(event)))
    elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
        builder.close()


def _place(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _bad(event: Any, message: str, name: str) -> BadInput:
    return BadInput(Problem(message, name, *_place(event)))


def _told(error: yaml.MarkedYAMLError, text: str, name: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    what = f"{error.context or ''} {error.problem or ''}".lower()
    if mark and re.search(r"^[ ]*\t", "".join(text.splitlines()[mark.line : mark.line + 1])):
        what = "tab"
    unforeseen = "this is not well-formed YAML; check indentation, brackets and quotation marks"
    message = next((message for part, message in _TOLD if part in what), unforeseen)
    place = (mark.line + 1, mark.column + 1) if mark else (None, None)
    return Problem(message, name, *place)
