"""Filling a case file in: answers added where they belong, everything else left as its author wrote it."""

import json
import os
import re
from contextlib import redirect_stdout
from datetime import date, datetime
from io import StringIO
from itertools import count
from pathlib import Path
from typing import Any

from threshold.casefiles.ages import AGE, HEADS, UNBORN, written_at_the_head
from threshold.casefiles.data import written_day
from threshold.casefiles.model import Case, Entry, Override
from threshold.casefiles.read import read_case
from threshold.output.asides import locked
from threshold.output.files import ChangedMeanwhile, new_file, write_as_it_is
from threshold.reading import BadInput, Problem, parse_json, parse_yaml, read_as_written
from threshold.vocabulary import Value, Vocabulary

SUFFIXES = (".yaml", ".yml", ".json")
_ONE_CASE = "holds more than one case, or none at all; --write fills in one case in a file of its own"
# Up to the line that opens the document: comments there belong to no value, so they are kept by hand.
_OPENING = re.compile(r"\A(?:[ \t]*(?:#[^\n]*)?\n)*---[ \t]*(?:#[^\n]*)?\n")
_NOTHING = ("", "~", "null")
# How far a file indents what stands under a key, and the dashes of a list.
_STEP = re.compile(r"^( +)[^\s#-][^\n]*:", re.MULTILINE)
_DASH = re.compile(r"^[^\s#-][^\n]*:[ \t]*(?:#.*)?\n(?:[ \t]*(?:#.*)?\n)*( *)- ", re.MULTILINE)


class CaseFile:
    """A file with one case, or none yet, to be filled in. `save` writes it whole or not at all.

    Raises BadInput when the file is not one of YAML or JSON, cannot be read or holds several cases.
    """

    def __init__(self, path: Path, text: str | None = None, there: str | None = None) -> None:
        if path.suffix not in SUFFIXES:
            raise BadInput(Problem(f"--write needs a file ending in {' or '.join(SUFFIXES)}", str(path)))
        if path.exists() and not (path.is_file() or path.is_dir()):
            # A pipe would be waited for, and a device be replaced by a file.
            raise BadInput(Problem("is no ordinary file; name another", str(path)))
        self.path = path
        self._json = path.suffix == ".json"
        if text is None:
            text = read_as_written(path, str(path)) if os.path.lexists(path) else ""
        self._there = text if there is None else there  # what lies on the disk, as far as this one knows
        self._place = _resolved(path)  # where it lies, whatever links lead there
        self._crlf = "\r\n" in text
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        opening = None if self._json else _OPENING.match(text)
        self._before = opening.group() if opening else ""
        self._body = text[len(self._before) :]
        self.content: Any = self._parsed(text)

    def _parsed(self, text: str) -> Any:
        """What the file holds, as objects that remember how they were written."""
        name = str(self.path)
        if not text.strip():
            return {}
        if self._json:
            parse_json(text, name)
            content = json.loads(text)
        elif len(parse_yaml(text, name)) > 1:
            raise BadInput(Problem(_ONE_CASE, name))
        else:
            content = round_trip(self._body).load(self._body)
            if content is None:
                self._before, self._body, content = text, "", {}
        if not isinstance(content, dict):
            raise BadInput(Problem(_ONE_CASE, name))
        return content

    def copy(self) -> "CaseFile":
        """The same file as it would be saved, to be changed without changing this one."""
        return self._with(self._there, self._place)

    def in_place_of(self, other: "CaseFile") -> "CaseFile":
        """The file as it was before another was saved, to be put back in its place."""
        return self._with(other._there, other._place)

    def _with(self, there: str, place: Path | None) -> "CaseFile":
        """The same as it would be saved, taken to replace what lies there."""
        file = CaseFile(self.path, self.text(), there)
        file._place = place
        return file

    def case(self, vocabulary: Vocabulary) -> Case:
        """The case that the file holds as it would be saved. Raises BadInput with every problem in it."""
        name = str(self.path)
        text = self.text()
        node = parse_json(text, name) if self._json else parse_yaml(text, name)[0]
        return read_case(node, name, vocabulary)

    def head(self, key: str, value: str) -> None:
        """Set a key of the frame, such as `case` or `as_at`."""
        self.content[key] = self._written(value)

    def state(self, fact: str, value: Value) -> None:
        """State a fact, in the place of what was stated of it; an age and being unborn are one thing."""
        if fact in HEADS:
            for other in (AGE, UNBORN) if fact in (AGE, UNBORN) else (fact,):
                self.unstate(other)
        if (head := written_at_the_head(fact, value)) is not None:
            self.content[head[0]] = self._written(head[1])
            return
        group, name = fact.split(".")
        self._under(group, {})[name] = self._written(value)

    def enter(self, entry: Entry) -> None:
        """Add an entry to the timeline."""
        line = {"on": written_day(entry), "event": entry.event}
        if entry.status != "held":
            line["status"] = entry.status
        line |= {key: self._written(text) for key, text in (("ref", entry.ref), ("of", entry.of)) if text}
        line |= {key: self._written(value) for key, value in entry.carries.items() if key != "at"}
        self._under("timeline", []).append(line if self._json else _on_one_line(line))

    def override(self, fact: str, judged: Override) -> None:
        """Put a person's judgement in the place of a fact that is worked out."""
        entry = {"is": self._written(judged.value), "by": judged.by, "reason": judged.reason}
        self._under("overrides", {})[fact] = entry

    def cover(self, event: str, upto: date) -> None:
        """Say that every such event up to a date is in the file."""
        self._under("covers", {})[event] = upto.isoformat()

    def unstate(self, fact: str) -> None:
        """Take a stated fact out again, if it is there."""
        self._take_out(*fact.split("."))
        if fact in HEADS:
            self.content.pop(HEADS[fact], None)

    def uncover(self, event: str) -> None:
        """No longer say that every such event is in the file."""
        self._take_out("covers", event)

    def remove(self, place: int) -> None:
        """Take the entry at a place of the timeline out, counted from 0."""
        self._take_out("timeline", place)

    def put_day(self, place: int, entry: Entry) -> None:
        """Give the entry at a place of the timeline, of which the day was not known, the day of this one."""
        self.content["timeline"][place]["on"] = written_day(entry)

    def _take_out(self, group: str, key: Any) -> None:
        """What stands under a key or at a place, and the group itself once nothing is left there."""
        held = self.content.get(group)
        if isinstance(held, list) or (isinstance(held, dict) and key in held):
            del held[key]
            if not held:
                del self.content[group]

    def text(self) -> str:
        """The file as it would be saved."""
        if self._json:
            return json.dumps(self.content, ensure_ascii=False, indent=2) + "\n"
        stream = StringIO()
        if self.content:
            # Stopped in the middle, ruamel prints what it was writing: on no account a child's details.
            with redirect_stdout(StringIO()):
                round_trip(self._body).dump(self.content, stream)
        text = self._before + stream.getvalue()
        return text.replace("\n", "\r\n") if self._crlf else text

    def save(self) -> None:
        """Write aside, then put in place: with the permissions it had, and never half written.

        Where somebody else has changed what lies there since it was read, theirs stays, and this one is
        written beside it. Raises BadInput then, and where it cannot be written.
        """
        text = self.text()
        try:
            write_as_it_is(self.path, text, synced=True, unchanged=self._untouched)
        except ChangedMeanwhile:
            raise self._kept_beside(text) from None
        self._there = text

    def delete(self) -> None:
        """Take the file off the disk again. Raises BadInput where that cannot be done, or it was changed."""
        try:
            place = self.path.resolve()
            with locked(place.parent):
                if not self._untouched(self.path):
                    raise BadInput(Problem(f"{self._what_happened()}; nothing is taken out", str(self.path)))
                place.unlink(missing_ok=True)
            self._there = ""
        except OSError:
            raise BadInput(Problem("cannot be taken away again", str(self.path))) from None

    def _untouched(self, path: Path) -> bool:
        """Whether there lies on the disk what was read or saved here, and in the same place."""
        try:
            there = read_as_written(path, str(self.path)) if os.path.lexists(path) else ""
            return there == self._there and _resolved(self.path) == self._place
        except BadInput:
            return False

    def _kept_beside(self, text: str) -> BadInput:
        """Keep what is not to be lost under another name, and say so."""
        happened = self._what_happened()
        names = (f"{self.path.name}.yours{f'-{number}' if number > 1 else ''}" for number in count(1))
        for beside in map(self.path.with_name, names):
            try:
                with new_file(beside, synced=True) as aside:
                    aside.write_text(text, encoding="utf-8", newline="")
            except BadInput as error:
                if os.path.lexists(beside):  # by now, perhaps: several programs may do this at once
                    continue
                why = f"the last answer could not be kept: {beside.name} {error.problems[0].message}"
            else:
                why = f"yours, with the last answer, is beside it in {beside.name}; put the two together"
            break
        return BadInput(Problem(f"{happened}; {why}", str(self.path)))

    def _what_happened(self) -> str:
        if not os.path.lexists(self.path):
            return "was taken away by somebody else in the meantime, and is not made again"
        return "was changed by somebody else in the meantime, and stays as they left it"

    def _under(self, key: str, nothing: Any) -> Any:
        """What stands under a key, made where there is nothing yet."""
        if self.content.get(key) in (None, *_NOTHING):
            self.content[key] = nothing
        return self.content[key]

    def _written(self, value: Value) -> Any:
        """A value as the file writes it. YAML is text throughout: what was there keeps its very spelling."""
        if isinstance(value, tuple):
            if value and isinstance(value[0], tuple):
                return {str(person): number if self._json else str(number) for person, number in value}
            items = [str(item) for item in value]
            return items if self._json else _in_brackets(items)
        if self._json and isinstance(value, bool | int):
            return value
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, datetime):
            return value.isoformat(timespec="minutes")
        text = value.isoformat() if isinstance(value, date) else str(value)
        return text if self._json else _quoted(text)


def _resolved(path: Path) -> Path | None:
    """Where a file lies, or None where links go round in a circle."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return None


def round_trip(text: str) -> Any:
    """A reader and writer of YAML that keeps comments, quotation marks and the indentation of this text."""
    from ruamel.yaml import YAML
    from ruamel.yaml.nodes import ScalarNode
    from ruamel.yaml.resolver import VersionedResolver

    class AsWritten(VersionedResolver):
        """Takes every scalar but an empty one for text."""

        def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
            if kind is ScalarNode and value:
                return self.DEFAULT_SCALAR_TAG
            return super().resolve(kind, value, implicit)

    yaml = YAML()
    yaml.Resolver = AsWritten
    yaml.preserve_quotes = True
    yaml.width = 4096
    step = re.search(r"^( +)[^\s#-][^\n]*:", text, re.MULTILINE)
    dash = re.search(
        r"^[^\s#-][^\n]*:[ \t]*(?:#[^\n]*)?\n(?:[ \t]*(?:#[^\n]*)?\n)*( *)- ", text, re.MULTILINE
    )
    offset = len(dash[1]) if dash else 2
    yaml.indent(mapping=len(step[1]) if step else 2, sequence=offset + 2, offset=offset)
    return yaml


def _on_one_line(line: dict[str, Any]) -> Any:
    from ruamel.yaml.comments import CommentedMap

    entry = CommentedMap(line)
    entry.fa.set_flow_style()
    return entry


def _in_brackets(items: list[str]) -> Any:
    from ruamel.yaml.comments import CommentedSeq

    listed = CommentedSeq([_quoted(item) for item in items])
    listed.fa.set_flow_style()
    return listed


def _quoted(text: str) -> Any:
    """Text in quotation marks where it would otherwise be read as nothing."""
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    return DoubleQuotedScalarString(text) if text in _NOTHING else text
