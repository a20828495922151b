"""Labels of a choice in the many spellings that people give them: `CIN`, `b) CP Plan`, `CLA - S20`.

A label is read only where every word of it is known: `CP ended` or `awaiting CIN plan` is not what `CP` is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import polars as pl

from threshold.exports.rows.cells import NOT_KNOWN, tidy
from threshold.exports.rows.dictionary import dictionary_encoded


@dataclass(frozen=True, slots=True)
class Labels:
    """A column of labels: the value of each cell, and which cells hold a label that says none."""

    values: pl.Series
    unknown: pl.Series


def read_labels(
    column: pl.Series, words: Mapping[str, str], beside: Sequence[str], said: Mapping[str, str] | None = None
) -> Labels:
    """The values of the labels.

    `words` say a value; of several values the first in this order counts. `beside` are words that may stand
    with them. `said`: what somebody says of a whole label, tidied. Each distinct label is looked at once.
    """
    cells = dictionary_encoded(column)
    own = said or {}
    read = [own.get(tidy(text)) or _value(text, tuple(words.items()), tuple(beside)) for text in cells.texts]
    nothing = pl.Series([text.strip().casefold() in NOT_KNOWN for text in cells.texts], dtype=pl.Boolean)
    values = pl.Series(read, dtype=pl.String)
    return Labels(cells.decode(values), cells.marked(values.is_null() & ~nothing))


def _value(text: str, words: tuple[tuple[str, str], ...], beside: tuple[str, ...]) -> str | None:
    left = f" {_letters(text)} "
    found: set[str] = set()
    for phrase, value in _longest_first(words):
        if f" {phrase} " in left:
            found.add(value)
            left = left.replace(f" {phrase} ", "  ")
    if set(left.split()) - _tidied(beside):
        return None
    return next((value for _, value in words if value in found), None)


def _letters(text: str) -> str:
    """The label's words, without the `b) ` before it, and with `C.I.N.` as one word."""
    parts = tidy(text).split()
    if (
        len(parts) > 1
        and len(parts[0]) <= 2
        and (len(parts[0]) == 1 or parts[0].isdigit())
        and len(parts[1]) > 1
    ):
        parts = parts[1:]
    joined: list[str] = []
    single = False
    for part in parts:
        if len(part) == 1 and part.isalpha() and single:
            joined[-1] += part
        else:
            joined.append(part)
        single = len(part) == 1 and part.isalpha()
    return " ".join(joined)


@cache
def _longest_first(words: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    return sorted(((tidy(phrase), value) for phrase, value in words), key=lambda each: -len(each[0]))


@cache
def _tidied(beside: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(tidy, beside))
