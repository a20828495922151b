"""YAML and JSON read into a small tree that knows where everything stands.

Every scalar stays text: `12:30`, `017`, `5.10` and `no` are what was written until the vocabulary types
them. Anchors, aliases, tags and merge keys are refused (an alias can explode), as are duplicate keys and
deep nesting (which crashes YAML's own composer), so the tree is built here from the parser's events.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from threshold.reading.problems import BadInput, Problem

MAX_BYTES = 10 * 1024 * 1024
MAX_DEPTH = 40

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class Scalar:
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


def read_text(path: Path | None, name: str) -> str:
    """The text of a file, or of standard input when `path` is None.

    Raises BadInput when it is missing, a folder, too large, binary or not UTF-8 (with or without a mark).
    """
    try:
        if path is None:
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise BadInput(Problem("there is no such file", name)) from None
    except IsADirectoryError:
        raise BadInput(Problem("this is a folder, not a file", name)) from None
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise BadInput(Problem(f"cannot be opened: {reason.lower()}", name)) from None
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // (1024 * 1024)
        raise BadInput(Problem(f"the file is larger than {limit} MB, which no case file is", name))
    return decode(data, name)


def decode(data: bytes, name: str) -> str:
    """Bytes as text; UTF-8, or UTF-16 where a byte order mark says so. Raises BadInput otherwise."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise BadInput(Problem("this is not a text file (or not UTF-8); save it as text", name))
    return text


def parse_yaml(text: str, name: str) -> list[Node]:
    """The documents in a YAML (or JSON) text. Raises BadInput with the place of the first fault."""
    builder = _Builder(name)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        raise BadInput(_told(error, name)) from None
    except yaml.reader.ReaderError:
        message = "holds a character that does not belong in a text file"
        raise BadInput(Problem(message, name)) from None
    if builder.problems:
        raise BadInput(*builder.problems)
    return builder.documents


def plain(node: Node) -> Any:
    """The tree as plain dicts, lists, strings and None."""
    match node:
        case Scalar():
            return node.text
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {key: plain(value) for key, value in node.entries.items()}


def _told(error: yaml.MarkedYAMLError, name: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    what = (error.problem or "").lower()
    if "tab" in what or "\\t" in what:
        message = "a tab is used for indentation; use spaces"
    elif "mapping values" in what:
        message = "two values stand on one line, or the indentation is off; check the colons"
    elif "escape" in what or "quoted" in what or "end of stream" in what:
        message = "a quotation mark or bracket is opened and not closed"
    else:
        message = "this is not well-formed YAML or JSON; check indentation, brackets and quotation marks"
    return Problem(
        message, name, mark.line + 1 if mark else None, mark.column + 1 if mark else None
    )


class _Builder:
    """Takes parser events one by one; a stack, never recursion, so that depth can be bounded."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.documents: list[Node] = []
        self.problems: list[Problem] = []
        self._stack: list[Sequence | Mapping] = []
        self._key: list[Scalar | None] = []

    def take(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self._bad(event, "anchors and aliases (& and *) are not used here; write it out")
        if isinstance(event, yaml.ScalarEvent):
            self._add(self._scalar(event))
        elif isinstance(event, yaml.SequenceStartEvent):
            self._open(Sequence(event.start_mark.line + 1, event.start_mark.column + 1), event)
        elif isinstance(event, yaml.MappingStartEvent):
            self._open(Mapping(event.start_mark.line + 1, event.start_mark.column + 1), event)
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            self._stack.pop()
            self._key.pop()

    def _scalar(self, event: Any) -> Scalar:
        if event.tag and event.tag != "!":
            raise self._bad(event, "tags (!) are not used here")
        empty = event.style is None and event.value in ("", "~", "null")
        mark = event.start_mark
        return Scalar(None if empty else event.value, mark.line + 1, mark.column + 1)

    def _open(self, node: Sequence | Mapping, event: Any) -> None:
        if event.tag and event.tag != "!":
            raise self._bad(event, "tags (!) are not used here")
        if len(self._stack) >= MAX_DEPTH:
            raise self._bad(event, f"nested more than {MAX_DEPTH} deep, which no file here needs")
        self._add(node)
        self._stack.append(node)
        self._key.append(None)

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
            if not isinstance(node, Scalar) or node.text is None:
                problem = Problem("a key must be a word", self.name, node.line, node.column)
                raise BadInput(problem)
            self._key[-1] = node
            return
        self._key[-1] = None
        text = key.text or ""
        if text in parent.entries:
            first = parent.keys[text].line
            message = f"this key stands twice (first on line {first})"
            self.problems.append(Problem(message, self.name, key.line, key.column))
            return
        parent.entries[text] = node
        parent.keys[text] = key

    def _bad(self, event: Any, message: str) -> BadInput:
        mark = event.start_mark
        return BadInput(Problem(message, self.name, mark.line + 1, mark.column + 1))
