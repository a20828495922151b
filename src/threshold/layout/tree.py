"""A YAML document as entries that know where they stood, and to which comments belong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import yaml

from threshold.layout.comments import events
from threshold.reading.yaml_text import LOADER

_NOTHING = ("", "~", "null")


@dataclass(slots=True, eq=False)
class Collection:
    """A mapping or a list. `start` and `end` count characters; `after` are the comments at its end."""

    mapping: bool
    in_brackets: bool
    start: int
    end: int
    column: int
    entries: list[Entry] = field(default_factory=list)
    after: list[str] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Entry:
    """A key and its value; an item of a list or a whole document where there is no key.

    `before` are the comments above it, `beside` those at the end of its line.
    """

    key: str | None
    value: str | Collection | None
    start: int
    value_start: int
    line: int
    last_line: int
    column: int
    before: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)


def documents(text: str) -> list[str]:
    """The text of each document, with whatever stands between it and the next."""
    starts = [event.start_mark.index for event in events(text, yaml.DocumentStartEvent)]
    bounds = [0, *starts[1:], len(text)]
    return [text[start:end] for start, end in pairwise(bounds)]


def read(text: str) -> Entry:
    """The one document in a text, or an empty one. The text has been read before, and found sound."""
    node = yaml.compose(text, Loader=LOADER)
    if node is None:
        return Entry(None, None, len(text), len(text), 0, 0, 0)
    return _entry(None, node)


def walk(entry: Entry, above: tuple[Entry, ...] = ()) -> Iterator[tuple[Entry, tuple[Entry, ...]]]:
    """Every entry in the order of the text, outer before inner, with those that it stands in."""
    yield entry, above
    if isinstance(entry.value, Collection):
        for inner in entry.value.entries:
            yield from walk(inner, (*above, entry))


def _entry(key: Any, node: Any, column: int | None = None) -> Entry:
    first, last = (key or node).start_mark, node.end_mark
    if column is None:
        column = first.column
    name = None if key is None else key.value
    value = _value(node)
    return Entry(name, value, first.index, node.start_mark.index, first.line, last.line, column)


def _value(node: Any) -> str | Collection | None:
    if isinstance(node, yaml.ScalarNode):
        return None if not node.style and node.value in _NOTHING else str(node.value)
    start, mapping = node.start_mark, isinstance(node, yaml.MappingNode)
    made = Collection(mapping, bool(node.flow_style), start.index, node.end_mark.index, start.column)
    # An item begins behind its dash, which stands where the list does.
    dash = None if made.in_brackets else made.column
    made.entries = (
        [_entry(*pair) for pair in node.value]
        if mapping
        else [_entry(None, item, dash) for item in node.value]
    )
    return made
