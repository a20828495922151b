"""JSON text read into the tree: strictly JSON, with the place of every value."""

import json
import re
from bisect import bisect_right
from typing import Any

from threshold.reading.problems import BadInput, Problem
from threshold.reading.tree import MAX_DEPTH, MAX_TEXT, Mapping, Node, Scalar, Sequence, TreeBuilder, too_deep

# Enough for a text that is known to be JSON: brackets, strings and bare words.
_TOKEN = re.compile(r'[\[\]{}]|"[^"\\]*(?:\\.[^"\\]*)*"|[^\s\[\]{}:,"]+')


def parse_json(text: str, name: str, faults: list[Problem] | None = None, first_line: int = 1) -> Node:
    """The one value in a JSON text, whose first line is that of this number.

    What does not stop the reading (a key that stands twice) is added to `faults` where that is given.
    Raises BadInput with the place of anything else, and of that too where `faults` is not given.
    """
    _check(text, name, first_line)
    builder = TreeBuilder(name)
    breaks = [found.end() for found in re.finditer("\n", text)]
    for found in _TOKEN.finditer(text):
        before = bisect_right(breaks, found.start())
        start = breaks[before - 1] if before else 0
        _take(found.group(), builder, first_line + before, found.start() - start + 1)
    if faults is not None:
        faults.extend(builder.problems)
    elif builder.problems:
        raise BadInput(*builder.problems)
    return builder.documents[0]


def parse_json_line(text: str, name: str, line: int, faults: list[Problem]) -> Node:
    """What `parse_json` makes of a text of one line, but for the columns, which are those of nothing.

    Most lines are sound. Only one that is not, or that is odd, is read with the place of everything.
    """
    try:
        if _first_too_deep(text) is None:
            tree = json.loads(
                text, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_Pairs
            )
            return _tree(tree, line)
    except (ValueError, RecursionError):
        pass
    return parse_json(text, name, faults, line)


class _Pairs(list[tuple[str, Any]]):
    """The keys and values of an object as they stand, to be told from a list."""


def _tree(value: Any, line: int) -> Node:
    """The tree of a value. Raises ValueError where anything in it may be a problem."""
    if type(value) is str:
        if len(value) > MAX_TEXT or not value.isprintable():
            raise ValueError("odd text")
        return Scalar(value, line, 0)
    if type(value) is _Pairs:
        entries = {key: _tree(item, line) for key, item in value}
        written = "".join(entries)
        if len(entries) < len(value) or len(written) > MAX_TEXT or not written.isprintable():
            raise ValueError("a key comes twice, or is odd")
        keys = {key: Scalar(key, line, 0) for key in entries}
        return Mapping(line, 0, entries, keys)
    if type(value) is list:
        return Sequence(line, 0, [_tree(item, line) for item in value])
    return Scalar(None if value is None else "true" if value else "false", line, 0)


def load_json(text: str) -> Any:
    """JSON that a program wrote, as plain values.

    Raises ValueError where it is none, is nested too deep, or says the same key of one object twice.
    """
    if _first_too_deep(text) is not None:
        raise ValueError("nested too deep")
    return json.loads(text, object_pairs_hook=_each_once)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key comes twice")
    return found


def _take(token: str, builder: TreeBuilder, line: int, column: int) -> None:
    match token[0]:
        case "{":
            builder.open(Mapping(line, column))
        case "[":
            builder.open(Sequence(line, column))
        case "}" | "]":
            builder.close()
        case '"':
            builder.scalar(json.loads(token), line, column)
        case _:
            builder.scalar(None if token == "null" else token, line, column)


def _check(text: str, name: str, first_line: int) -> None:
    try:
        # Numbers stay text: Python refuses to read one of thousands of digits.
        json.loads(text, parse_int=str, parse_float=str)
    except (json.JSONDecodeError, RecursionError) as error:
        # How deep Python reads is different in every version, and so is whether it comes to a fault at all.
        end = error.pos if isinstance(error, json.JSONDecodeError) else len(text)
        deep = _first_too_deep(text[:end])
        if deep is not None:
            line = first_line + text.count("\n", 0, deep)
            raise BadInput(too_deep(name, line, deep - text.rfind("\n", 0, deep))) from None
        message = "this is not well-formed JSON; check quotation marks, commas and brackets"
        if _several(text):
            message = (
                "several JSON texts stand one after another; put them into one list, or each on a line of "
                "its own in a file whose name ends in .ndjson"
            )
        line = first_line + text.count("\n", 0, end)
        raise BadInput(Problem(message, name, line, end - text.rfind("\n", 0, end))) from None


def _several(text: str) -> bool:
    """Whether one list or mapping is followed by another."""
    decoder = json.JSONDecoder(parse_int=str, parse_float=str)
    try:
        _, end = decoder.raw_decode(text, len(text) - len(text.lstrip()))
        rest = text[end:].lstrip()
        return rest.startswith(("{", "[")) and bool(decoder.raw_decode(rest))
    except (ValueError, RecursionError):
        return False


def _first_too_deep(text: str) -> int | None:
    """Where the first bracket stands that lies deeper than MAX_DEPTH."""
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return None
    depth = 0
    for found in _TOKEN.finditer(text):
        if found[0] in ("[", "{"):
            depth += 1
            if depth > MAX_DEPTH:
                return found.start()
        elif found[0] in ("]", "}"):
            depth -= 1
    return None
