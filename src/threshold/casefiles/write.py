"""Filling a case file in: answers added where they belong, everything else left as its author wrote it."""

import json
import os
import tempfile
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

from threshold.casefiles.model import Entry
from threshold.reading import BadInput, Problem
from threshold.vocabulary import Value


class CaseFile:
    """A file with one case, to be filled in. `save` writes it whole or not at all."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._yaml = _round_trip()
        self._json = path.suffix == ".json"
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        if not text.strip():
            self.content: Any = {}
        else:
            self.content = json.loads(text) if self._json else self._yaml.load(text)
        if not isinstance(self.content, dict):
            message = "holds more than one case; --write fills in one case in a file of its own"
            raise BadInput(Problem(message, str(path)))

    def head(self, key: str, value: str) -> None:
        """Set a key of the frame, such as `case` or `as_at`."""
        self.content[key] = value

    def state(self, fact: str, value: Value) -> None:
        """State a fact."""
        group, name = fact.split(".")
        self.content.setdefault(group, {})[name] = _written(value)

    def enter(self, entry: Entry) -> None:
        """Add an entry to the timeline."""
        line = {"on": _written(entry.on), "event": entry.event}
        line |= {key: _written(value) for key, value in entry.carries.items()}
        self.content.setdefault("timeline", []).append(line)

    def cover(self, event: str, upto: date) -> None:
        """Say that every such event up to a date is in the file."""
        self.content.setdefault("covers", {})[event] = _written(upto)

    def text(self) -> str:
        """The file as it would be saved."""
        if self._json:
            return json.dumps(self.content, ensure_ascii=False, indent=2) + "\n"
        stream = StringIO()
        self._yaml.dump(self.content, stream)
        return stream.getvalue()

    def save(self) -> None:
        """Write aside, then put in place: readable by its owner alone, and never half written."""
        text = self.text()
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=".threshold-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            os.replace(name, self.path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def _round_trip() -> Any:
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = 4096
    yaml.preserve_quotes = True
    return yaml


def _written(value: Value) -> Any:
    """A value as YAML and JSON write it."""
    if isinstance(value, bool | int):
        return value
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value
    if isinstance(value, tuple):
        if value and isinstance(value[0], tuple):
            return {str(person): number for person, number in value}
        return [str(item) for item in value]
    return str(value)
