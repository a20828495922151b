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

_NO_ANCHORS = "anchors and aliases (& and *) are not used here; write it out"
_EMPTY = ("", "~", "null")
_OPENINGS: dict[Any, type[Sequence] | type[Mapping]] = {
    yaml.SequenceStartEvent: Sequence,
    yaml.MappingStartEvent: Mapping,
}
_CLOSINGS = (yaml.SequenceEndEvent, yaml.MappingEndEvent)


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
    kind = type(event)
    if kind in _CLOSINGS:
        builder.close()
    elif kind in _OPENINGS or kind is yaml.ScalarEvent:
        if event.anchor:
            raise _bad(event, _NO_ANCHORS, builder.name)
        if event.tag is not None and event.tag != "!":
            raise _bad(event, "tags (!) are not used here", builder.name)
        mark = event.start_mark
        if kind is yaml.ScalarEvent:
            empty = not event.style and event.value in _EMPTY
            builder.scalar(None if empty else event.value, mark.line + 1, mark.column + 1)
        else:
            builder.open(_OPENINGS[kind](mark.line + 1, mark.column + 1))
    elif kind is yaml.AliasEvent:
        raise _bad(event, _NO_ANCHORS, builder.name)


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
