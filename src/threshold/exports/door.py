"""A whole export read, or looked into: its reader is found by its names and first bytes."""

import os
from datetime import date
from pathlib import Path

from threshold.exports.files.real_kind import check_kinds
from threshold.exports.formats import FORMATS, Reader
from threshold.exports.formats.map_kind import format_of_map
from threshold.exports.gathering import Export
from threshold.exports.identifying import refuse_identifying
from threshold.exports.request import Inspection, Request
from threshold.exports.rows.cells import printable_line
from threshold.reading import BadInput, Problem, check_ordinary
from threshold.vocabulary import Vocabulary


def read_export(
    path: Path,
    vocabulary: Vocabulary,
    as_at: date | None = None,
    format_: str | None = None,
    column_map: Path | None = None,
) -> Export:
    """An export's events, facts and findings; the format is detected where none is named.

    Raises BadInput where nothing can be read, where neither `as_at` nor the export gives a date, or where its
    references identify somebody.
    """
    export = _reader(path, format_, column_map).read(path, Request(vocabulary, as_at, column_map))
    refuse_identifying(export)
    return export


def inspect_export(
    path: Path, vocabulary: Vocabulary, format_: str | None = None, column_map: Path | None = None
) -> Inspection:
    """What in an export is recognised and what is not, and a first column map where it needs one.

    Raises BadInput where nothing can be read.
    """
    return _reader(path, format_, column_map).inspect(path, Request(vocabulary, None, column_map))


def _is_text(name: str) -> bool:
    """Whether a file's name is text: nothing could tell of it otherwise."""
    return not any("\ud800" <= sign <= "\udfff" for sign in name)


def _names_within(path: Path) -> list[str]:
    try:
        return os.listdir(path) if path.is_dir() else []
    except OSError:
        return []


def _reader(path: Path, format_: str | None, column_map: Path | None) -> Reader:
    if not path.exists():
        message = "there is no such file or folder; `threshold demo-data --out demo.csv` makes one to try"
        raise BadInput(Problem(message, str(path)))
    check_ordinary(path, str(path))
    if column_map is not None:
        check_ordinary(column_map, str(column_map))
    if not all(map(_is_text, (path.name, *_names_within(path)))):
        message = "the name of a file here holds bytes that are no text; give it another name"
        raise BadInput(Problem(message, printable_line(str(path.parent))))
    check_kinds(path)
    if format_ is not None:
        return FORMATS[format_].reader()
    if (said := format_of_map(path, column_map)) is not None:
        return FORMATS[said].reader()
    for each in FORMATS.values():
        if each.recognises(path):
            return each.reader()
    known = ", ".join(f"{name} ({each.title})" for name, each in FORMATS.items())
    message = f"this is no kind of export that is known; name one with --from: {known}"
    raise BadInput(Problem(message, str(path)))
