"""Column maps of contacts: as people write them, or as their headers are guessed."""

from collections.abc import Iterable
from pathlib import Path

from threshold.exports.formats.local_tables import Purpose
from threshold.exports.rows.column_map import ColumnMap, guess_column_map, read_column_map, usual_headers
from threshold.vocabulary import Vocabulary


def _written(path: Path, vocabulary: Vocabulary) -> ColumnMap:
    return read_column_map(path, vocabulary, "contacts")


def _guessed(headers: Iterable[str], vocabulary: Vocabulary) -> ColumnMap:
    return guess_column_map(headers, vocabulary)


CONTACTS = Purpose(_written, _guessed, usual_headers, ("child",))
