"""Reading what authorities really export, in all its dirt, into columns that many cases are evaluated on.

A reader is one module with `TITLE`, `read(path, request)` and `inspect(path, request)`. Each has libraries of
its own, so it is loaded only for an export of its kind.
"""

from datetime import date
from importlib import import_module
from pathlib import Path
from types import ModuleType

from threshold.exports.findings import MEANINGS
from threshold.exports.gathering import Export, Source
from threshold.exports.kinds import KINDS
from threshold.exports.request import Inspection, Request, Seen
from threshold.reading import BadInput, Problem
from threshold.vocabulary import Vocabulary

__all__ = [
    "FORMATS",
    "MEANINGS",
    "Export",
    "Inspection",
    "Seen",
    "Source",
    "inspect_export",
    "read_export",
]

FORMATS = tuple(KINDS)
_READERS = {"annex-a": "annex_a", "census": "census", "events": "local_events"}


def read_export(
    path: Path,
    vocabulary: Vocabulary,
    as_at: date | None = None,
    format_: str | None = None,
    column_map: Path | None = None,
) -> Export:
    """An export's events, facts and findings; the format is detected where none is named.

    Raises BadInput where nothing can be read, or where neither `as_at` nor the export gives a date.
    """
    export: Export = _reader(path, format_).read(path, Request(vocabulary, as_at, column_map))
    return export


def inspect_export(
    path: Path, vocabulary: Vocabulary, format_: str | None = None, column_map: Path | None = None
) -> Inspection:
    """What in an export is recognised and what is not, and a first column map where it needs one.

    Raises BadInput where nothing can be read.
    """
    inspection: Inspection = _reader(path, format_).inspect(path, Request(vocabulary, None, column_map))
    return inspection


def _reader(path: Path, format_: str | None) -> ModuleType:
    if not path.exists():
        raise BadInput(Problem("there is no such file or folder", str(path)))
    if format_ is not None:
        return _loaded(format_)
    for name, recognised in KINDS.items():
        if recognised(path):
            return _loaded(name)
    known = ", ".join(f"{name} ({_loaded(name).TITLE})" for name in FORMATS)
    message = f"this is no kind of export that is known; name one with --from: {known}"
    raise BadInput(Problem(message, str(path)))


def _loaded(format_: str) -> ModuleType:
    return import_module(f"threshold.exports.{_READERS[format_]}")
