"""Column maps of contacts: as people write them, or as headers that leave no doubt tell."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from threshold.exports.contacts import guesses
from threshold.exports.formats.local_tables import Purpose
from threshold.exports.rows.column_map import ColumnMap, guess_column_map, read_column_map
from threshold.vocabulary import Vocabulary


def _written(path: Path, vocabulary: Vocabulary) -> ColumnMap:
    return read_column_map(path, vocabulary, "contacts")


def _guessed(headers: Iterable[str], vocabulary: Vocabulary) -> ColumnMap:
    """Facts under their very own names alone, for what a guess says of danger nobody has confirmed."""
    headers = list(headers)
    child = guesses.guessed_child(headers)
    columns = {"child": child} if child is not None else {}
    return replace(guess_column_map(headers, vocabulary), columns=columns, carries={})


def _usual(vocabulary: Vocabulary) -> frozenset[str]:
    return guesses.usual_headers()


CONTACTS = Purpose(_written, _guessed, _usual, ("child",))
