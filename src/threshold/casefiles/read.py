"""Reading case files: YAML, JSON or NDJSON; one case or a list; a file, a folder or standard input.

All problems of a case are told at once, and a bad case never stops the others.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal, TypeVar

from threshold.casefiles.model import Case, Entry, Override, Status
from threshold.casefiles.privacy import identifying_field, identifying_text
from threshold.reading import (
    BadInput,
    Mapping,
    Node,
    Problem,
    Scalar,
    Sequence,
    did_you_mean,
    parse_yaml,
    plain,
    read_text,
)
from threshold.vocabulary import Event, Value, Vocabulary, parse_date, parse_moment, parse_value

SUFFIXES = (".yaml", ".yml", ".json", ".ndjson", ".jsonl")
STDIN = "standard input"
_FRAME = ("case", "about", "family", "as_at", "covers", "overrides", "timeline", "expect")
Parsed = TypeVar("Parsed")
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,63}")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file or case that could not be read, with everything that is wrong with it."""

    origin: str
    problems: tuple[Problem, ...]


def read_cases(paths: list[str], vocabulary: Vocabulary) -> Iterator[Case | Unreadable]:
    """Every case in the files, folders and (for `-`) standard input, in order."""
    for path in paths:
        for name, file in _files(path):
            try:
                text = read_text(file, name)
                yield from _cases_in(text, name, vocabulary)
            except BadInput as error:
                yield Unreadable(name, error.problems)


def read_case(node: Node, file: str, vocabulary: Vocabulary) -> Case:
    """The case that a tree holds. Raises BadInput with every problem in it."""
    return _CaseReader(file, vocabulary).read(node)


def _files(path: str) -> Iterator[tuple[str, Path | None]]:
    if path == "-":
        yield STDIN, None
        return
    place = Path(path)
    if not place.is_dir():
        yield path, place
        return
    found = sorted(file for file in place.rglob("*") if file.suffix in SUFFIXES and file.is_file())
    if not found:
        # An empty folder is more likely a slip than a wish to decide nothing.
        yield path, place
    for file in found:
        yield str(file), file


def _cases_in(text: str, name: str, vocabulary: Vocabulary) -> Iterator[Case | Unreadable]:
    if not text.strip():
        raise BadInput(Problem("the file is empty", name))
    lines = text.splitlines()
    if name.endswith((".ndjson", ".jsonl")) or (name == STDIN and _looks_like_ndjson(lines)):
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _attempt(line, f"{name}, line {number}", vocabulary)
        return
    if name.endswith(".json"):
        _check_json(text, name)
    for document in parse_yaml(text, name):
        for node in document.items if isinstance(document, Sequence) else [document]:
            try:
                yield read_case(node, name, vocabulary)
            except BadInput as error:
                yield Unreadable(name, error.problems)


def _attempt(line: str, name: str, vocabulary: Vocabulary) -> Case | Unreadable:
    try:
        (node,) = parse_yaml(line, name)
        return read_case(node, name, vocabulary)
    except BadInput as error:
        return Unreadable(name, error.problems)
    except ValueError:
        return Unreadable(name, (Problem("must hold one case", name),))


def _looks_like_ndjson(lines: list[str]) -> bool:
    filled = [line for line in lines if line.strip()]
    return len(filled) > 1 and all(
        line.lstrip().startswith("{") and line.rstrip().endswith("}") for line in filled
    )


def _check_json(text: str, name: str) -> None:
    """Strict JSON, before the more forgiving YAML parser gives the lines."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        message = "this is not well-formed JSON; check quotation marks, commas and brackets"
        raise BadInput(Problem(message, name, error.lineno, error.colno)) from None
    except RecursionError:
        raise BadInput(Problem("nested deeper than any case file needs", name)) from None


class _CaseReader:
    """Reads one case, gathering problems as it goes."""

    def __init__(self, file: str, vocabulary: Vocabulary) -> None:
        self.file, self.vocabulary = file, vocabulary
        self.problems: list[Problem] = []
        self.groups = {name.split(".")[0] for name in vocabulary.facts}

    def read(self, node: Node) -> Case:
        if not isinstance(node, Mapping):
            raise BadInput(
                Problem("a case is a mapping of facts, starting with `case:`", self.file, node.line)
            )
        self._check_keys(node)
        reference = self._reference(node, "case")
        if reference is None and "case" not in node.entries:
            self._problem(node, "needs a reference, such as `case: C-0412`", "case")
        case = Case(
            reference=reference or "",
            family=self._reference(node, "family"),
            about=self._text(node, "about"),
            as_at=self._as_at(node),
            given=self._given(node),
            timeline=self._timeline(node.entries.get("timeline")),
            covers=self._covers(node.entries.get("covers")),
            overrides=self._overrides(node.entries.get("overrides")),
            expect=plain(node.entries["expect"]) if "expect" in node.entries else None,
            origin=self.file,
        )
        if self.problems:
            raise BadInput(*self.problems)
        return case

    def _check_keys(self, node: Mapping) -> None:
        for key, place in node.keys.items():
            if key not in _FRAME and key not in self.groups:
                self._unknown_key(key, place, "", (*_FRAME, *self.groups))

    def _unknown_key(self, key: str, place: Node, field: str, known: tuple[str, ...]) -> None:
        """An unknown key is repeated only through what it resembles: it might be somebody's name."""
        holds = identifying_field(key)
        if holds:
            message = f"{holds} identifies a child and is not taken here; use a reference instead"
        else:
            hint = did_you_mean(key, known)
            message = f"this key is not known here{hint or '; known are ' + _listed(known)}"
        self._problem(place, message, field)

    def _reference(self, node: Mapping, key: str) -> str | None:
        value = node.entries.get(key)
        if value is None:
            return None
        text = value.text if isinstance(value, Scalar) else None
        if text is None or not _REFERENCE.fullmatch(text):
            message = "must be a made-up reference: letters, digits, dots and dashes, no spaces"
            self._problem(value, message, key)
        elif kinds := list(identifying_text(text)):
            self._problem(value, f"looks like {kinds[0]}; use a made-up reference", key)
        else:
            return text
        return None

    def _text(self, node: Mapping, key: str) -> str | None:
        value = node.entries.get(key)
        if value is None:
            return None
        if not isinstance(value, Scalar) or value.text is None:
            self._problem(value, "must be text", key)
            return None
        for kind in identifying_text(value.text):
            self._problem(value, f"seems to hold {kind}, which is not taken here", key)
        return value.text

    def _as_at(self, node: Mapping) -> date | datetime | None:
        value = node.entries.get("as_at")
        if value is None:
            return None
        try:
            return parse_moment(_scalar(value))
        except ValueError as error:
            self._problem(value, str(error), "as_at")
            return None

    def _given(self, node: Mapping) -> dict[str, Value]:
        given: dict[str, Value] = {}
        for group, holder in node.entries.items():
            if group not in self.groups or group in _FRAME:
                continue
            if not isinstance(holder, Mapping):
                self._problem(holder, "must be a mapping of facts to values", group)
                continue
            known = tuple(
                n.split(".")[1] for n in self.vocabulary.facts if n.split(".")[0] == group
            )
            for key, value in holder.entries.items():
                name = f"{group}.{key}"
                if key not in known:
                    self._unknown_key(key, holder.keys[key], group, known)
                elif not self._is_empty(value):
                    self._give(name, value, given)
        return given

    def _give(self, name: str, node: Node, given: dict[str, Value]) -> None:
        fact = self.vocabulary.facts[name]
        if fact.reading is not None:
            events = " or ".join(fact.reading.events)
            message = f"is read off the timeline; add an entry there with event: {events}"
            self._problem(node, message, name)
        elif fact.derived:
            message = "is worked out by the rules; to judge it otherwise, use `overrides:`"
            self._problem(node, message, name)
        else:
            try:
                given[name] = parse_value(node, fact.type)
            except ValueError as error:
                self._problem(node, str(error), name)
                return
            if fact.type.kind == "text":
                for kind in identifying_text(str(given[name])):
                    self._problem(node, f"seems to hold {kind}, which is not taken here", name)

    def _timeline(self, node: Node | None) -> tuple[Entry, ...]:
        if node is None or self._is_empty(node):
            return ()
        if not isinstance(node, Sequence):
            self._problem(node, "must be a list of entries such as - {on: .., event: ..}", "timeline")
            return ()
        entries = [
            self._entry(item, f"timeline.{number}") for number, item in enumerate(node.items, 1)
        ]
        return tuple(entry for entry in entries if entry is not None)

    def _entry(self, node: Node, field: str) -> Entry | None:
        if not isinstance(node, Mapping):
            self._problem(node, "an entry is written {on: date, event: name}", field)
            return None
        event = self._event(node, field)
        on = self._value(node, "on", field, parse_date)
        status = self._value(node, "status", field, _status) or "held"
        known = ("on", "event", "status", *(event.carries if event else ()))
        carries: dict[str, Value] = {}
        for key, value in node.entries.items():
            if event and key in event.carries:
                try:
                    carries[key] = parse_value(value, event.carries[key])
                except ValueError as error:
                    self._problem(value, str(error), f"{field}.{key}")
            elif key not in known and event:
                self._unknown_key(key, node.keys[key], field, known)
        for key in ("on", *(event.needs if event else ())):
            if key not in node.entries:
                self._problem(node, f'needs "{key}"', field)
        return Entry(on, event.name, status, carries) if event and on else None

    def _event(self, node: Mapping, field: str) -> Event | None:
        value = node.entries.get("event")
        if value is None:
            self._problem(node, "needs the kind of event (event:)", field)
            return None
        text = value.text if isinstance(value, Scalar) and value.text else ""
        if text not in self.vocabulary.events:
            hint = did_you_mean(text, self.vocabulary.events)
            self._problem(value, f"is not a kind of event that is known{hint}", f"{field}.event")
            return None
        return self.vocabulary.events[text]

    def _covers(self, node: Node | None) -> dict[str, date]:
        if node is None or self._is_empty(node):
            return {}
        if not isinstance(node, Mapping):
            self._problem(node, "must map kinds of event to dates", "covers")
            return {}
        covers: dict[str, date] = {}
        for key, value in node.entries.items():
            if key not in self.vocabulary.events:
                self._unknown_key(key, node.keys[key], "covers", tuple(self.vocabulary.events))
                continue
            upto = self._value(node, key, "covers", parse_date)
            if upto:
                covers[key] = upto
        return covers

    def _overrides(self, node: Node | None) -> dict[str, Override]:
        if node is None or self._is_empty(node):
            return {}
        if not isinstance(node, Mapping):
            self._problem(node, "must map facts to {is, by, reason}", "overrides")
            return {}
        overrides: dict[str, Override] = {}
        for key, value in node.entries.items():
            override = self._override(key, value, node.keys[key])
            if override:
                overrides[key] = override
        return overrides

    def _override(self, key: str, node: Node, place: Node) -> Override | None:
        fact = self.vocabulary.facts.get(key)
        derived = tuple(name for name, known in self.vocabulary.facts.items() if known.derived)
        if fact is None or not fact.derived:
            hint = did_you_mean(key, derived)
            self._problem(place, f"only a fact that the rules derive can be overridden{hint}", "overrides")
            return None
        if fact.protection:
            self._problem(place, "a protection concern cannot be overridden away", f"overrides.{key}")
            return None
        field = f"overrides.{key}"
        if not isinstance(node, Mapping) or set(node.entries) != {"is", "by", "reason"}:
            self._problem(node, "needs exactly: is, by (a role) and reason", field)
            return None
        try:
            value = parse_value(node.entries["is"], fact.type)
            by = parse_value(node.entries["by"], self.vocabulary.role_type)
        except ValueError as error:
            self._problem(node, str(error), field)
            return None
        reason = self._text(node, "reason")
        return Override(value, str(by), reason) if reason else None

    def _value(
        self, node: Mapping, key: str, field: str, parse: Callable[[str], Parsed]
    ) -> Parsed | None:
        value = node.entries.get(key)
        if value is None:
            return None
        try:
            return parse(_scalar(value))
        except ValueError as error:
            self._problem(value, str(error), f"{field}.{key}")
            return None

    def _is_empty(self, node: Node) -> bool:
        return isinstance(node, Scalar) and node.text is None

    def _problem(self, node: Node, message: str, field: str) -> None:
        self.problems.append(Problem(message, self.file, node.line, None, field))


def _scalar(node: Node) -> str:
    if not isinstance(node, Scalar) or node.text is None:
        raise ValueError("must be a single value")
    return node.text


def _status(text: str) -> Status:
    statuses: tuple[Literal["held"], Literal["planned"], Literal["cancelled"]]
    statuses = ("held", "planned", "cancelled")
    for status in statuses:
        if text == status:
            return status
    raise ValueError(f"must be held, planned or cancelled{did_you_mean(text, statuses)}")


def _listed(known: tuple[str, ...]) -> str:
    return ", ".join(sorted(known)[:12]) + (", ..." if len(known) > 12 else "")
