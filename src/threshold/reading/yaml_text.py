"""YAML text read into the tree.

Anchors, aliases, tags and merge keys are refused (an alias can explode), as is deep nesting (which
crashes YAML's own composer), so the tree is built here from the parser's events.
"""

from typing import Any

import yaml

from threshold.reading import yaml_faults, yaml_slips
from threshold.reading.problems import BadInput, Problem
from threshold.reading.tree import MAX_DEPTH, Mapping, Node, Sequence, TreeBuilder, too_deep

LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

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
        for event in yaml.parse(text, Loader=LOADER):
            _take(event, builder)
    except yaml.MarkedYAMLError as error:
        raise BadInput(_fault(error, text, name)) from None
    except yaml.reader.ReaderError:
        message = "holds a character that does not belong in a text file"
        raise BadInput(Problem(message, name)) from None
    except (ValueError, OverflowError):  # what the parser written in Python makes of "\\U00110000"
        raise BadInput(Problem(yaml_faults.ESCAPE, name)) from None
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
            raise _bad(event, yaml_faults.ANCHOR, builder.name)
        if event.tag is not None and event.tag != "!":
            raise _bad(event, yaml_faults.TAG, builder.name)
        mark = event.start_mark
        if kind is yaml.ScalarEvent:
            empty = not event.style and event.value in _EMPTY
            builder.scalar(None if empty else event.value, mark.line + 1, mark.column + 1)
        else:
            builder.open(_OPENINGS[kind](mark.line + 1, mark.column + 1))
    elif kind is yaml.AliasEvent:
        raise _bad(event, yaml_faults.ANCHOR, builder.name)


def _place(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _bad(event: Any, message: str, name: str) -> BadInput:
    return BadInput(Problem(message, name, *_place(event)))


def _fault(error: yaml.MarkedYAMLError, text: str, name: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return Problem(yaml_faults.ANYTHING, name)
    # The parser runs ahead of what it hands over, into a limit of its own perhaps: ours comes first.
    unread = error.context_mark if isinstance(error, yaml.scanner.ScannerError) else None
    deep = _open_at_the_stop(text[: (unread or mark).index])
    if len(deep) > MAX_DEPTH:
        return too_deep(name, *_place(deep[-1]))
    brackets = [event.start_mark.line for event in _open_at_the_stop(text) if event.flow_style]
    began = mark if error.context_mark is None else error.context_mark
    slip = yaml_slips.slip(text, began.line, mark.line, brackets[-1] if brackets else None)
    if slip is not None:
        return Problem(slip[0], name, *slip[1:])
    message = yaml_faults.message_for(error, text, bool(brackets))
    if message in (yaml_faults.BRACKET, yaml_faults.QUOTE):
        opened = began.line if message == yaml_faults.QUOTE else brackets[-1]
        message += f" (it was opened on line {opened + 1})" if opened < mark.line else ""
    column = mark.column + 1
    if message == yaml_faults.ESCAPE:  # one parser stops at the backslash, the other behind it
        column -= mark.index - text.rindex("\\", 0, mark.index + 1)
    return Problem(message, name, mark.line + 1, column)


def _open_at_the_stop(text: str) -> list[Any]:
    """The lists and mappings that are open where the parser stops, up to the first that lies too deep."""
    opened: list[Any] = []
    try:
        for event in yaml.parse(text, Loader=LOADER):
            if isinstance(event, yaml.CollectionStartEvent):
                opened.append(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                opened.pop()
            if len(opened) > MAX_DEPTH:
                break
    except (yaml.YAMLError, ValueError, OverflowError):
        pass  # as it did before
    return opened
