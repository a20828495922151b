"""The small tree that YAML and JSON are read into, which knows where everything stands.

Every scalar stays text: `12:30`, `017`, `5.10` and `no` are what was written until the vocabulary types
them. The tree is built by hand, from a parser's events, so that depth and length can be bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from threshold.reading.problems import BadInput, Problem

MAX_DEPTH = 40
MAX_TEXT = 10_000

# Unprintable characters, half characters, and those that turn the direction of writing: what they
# do to a terminal or to a line of a report is never what the writer of a case file meant.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)


class Scalar(NamedTuple):  # made by the ten thousand, which a frozen dataclass is slow at
    """One piece of text; `text` is None where nothing was written (empty, `null` or `~`)."""

    text: str | None
    line: int
    column: int


@dataclass(slots=True)
class Sequence:
    """A list, in order."""

    line: int
    column: int
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """Keys and values, in order; `keys` holds where each key stands."""

    line: int
    column: int
    entries: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Scalar] = field(default_factory=dict)


Node = Scalar | Sequence | Mapping


def child_of(node: Node, key: str) -> Node:
    """What stands under a key; the node itself where there is no such key, so that it can be pointed at."""
    return node.entries.get(key, node) if isinstance(node, Mapping) else node


def item_of(node: Node, number: int) -> Node:
    """An item of a list, counted from 0; the node itself where it is none."""
    return node.items[number] if isinstance(node, Sequence) else node


def items_of(node: Node) -> list[Node]:
    """The items of a list; none where it is no list."""
    return node.items if isinstance(node, Sequence) else []


def locate(node: Node, steps: Iterable[str | int]) -> Node:
    """The deepest node on the way that `steps` names; steps that lead nowhere are passed over."""
    for step in steps:
        if isinstance(node, Mapping) and str(step) in node.entries:
            node = node.entries[str(step)]
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
    return node


def plain(node: Node) -> Any:
    """The tree as plain dicts, lists, strings and None."""
    match node:
        case Scalar():
            return node.text
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {key: plain(value) for key, value in node.entries.items()}


class TreeBuilder:
    """Takes scalars, openings and closings one by one; a stack, never recursion.

    `problems` gathers what is wrong but does not stop the reading: keys that stand twice, say.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.documents: list[Node] = []
        self.problems: list[Problem] = []
        self._stack: list[Sequence | Mapping] = []
        self._key: list[Scalar | None] = []

    def scalar(self, text: str | None, line: int, column: int) -> None:
        """One piece of text: a key or a value, as the place demands."""
        if text is not None and (fault := _fault(text)):
            self.problems.append(Problem(fault, self.name, line, column))
            text = None
        self._add(Scalar(text, line, column))

    def open(self, node: Sequence | Mapping) -> None:
        """A list or mapping begins. Raises BadInput where it lies too deep."""
        if len(self._stack) >= MAX_DEPTH:
            raise BadInput(too_deep(self.name, node.line, node.column))
        self._add(node)
        self._stack.append(node)
        self._key.append(None)

    def close(self) -> None:
        """The innermost list or mapping ends."""
        self._stack.pop()
        self._key.pop()

    def _add(self, node: Node) -> None:
        if not self._stack:
            self.documents.append(node)
            return
        parent = self._stack[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return
        key = self._key[-1]
        if key is None:
            self._key[-1] = self._as_key(node)
            return
        self._key[-1] = None
        if key.text is None:
            return
        if key.text in parent.entries:
            first = parent.keys[key.text].line
            message = f"this key stands twice (first on line {first})"
            self.problems.append(Problem(message, self.name, key.line, key.column))
            return
        parent.entries[key.text] = node
        parent.keys[key.text] = key

    def _as_key(self, node: Node) -> Scalar:
        """The key that a node is; one without text, whose value is passed over, where it cannot be."""
        if isinstance(node, Scalar) and node.text is not None:
            return node
        self.problems.append(Problem("a key must be a word", self.name, node.line, node.column))
        return Scalar(None, node.line, node.column)


def too_deep(name: str, line: int, column: int) -> Problem:
    """What is said of the first list or mapping that lies deeper than MAX_DEPTH."""
    return Problem(f"nested more than {MAX_DEPTH} deep, which no file here needs", name, line, column)


def _fault(text: str) -> str | None:
    if len(text) > MAX_TEXT:
        return f"is longer than {MAX_TEXT} characters, which no text here needs"
    # Nearly every text is printable through and through, which is quickly seen.
    if not text.isprintable() and _UNPRINTABLE.search(text):
        return "holds a character that cannot be printed"
    return None
