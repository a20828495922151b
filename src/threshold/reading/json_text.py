"""JSON text read into the tree: strictly JSON, with the place of every value."""

import json
import re
from bisect import bisect_right

from threshold.reading.problems import BadInput, Problem
from threshold.reading.tree import Mapping, Node, Sequence, TreeBuilder

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
    except json.JSONDecodeError as error:
        message = "this is not well-formed JSON; check quotation marks, commas and brackets"
        line = first_line + error.lineno - 1
        raise BadInput(Problem(message, name, line, error.colno)) from None
    except RecursionError:
        raise BadInput(Problem("nested deeper than any file here needs", name)) from None
