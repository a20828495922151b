"""Which columns of a table hold dates, and of what: told by their headers and by what their cells hold."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl
from pydantic import BaseModel, ConfigDict

from threshold.exports.rows.cells import read_dates, tidy
from threshold.exports.rows.column_map import event_names
from threshold.privacy import identifying_field
from threshold.reading import parse_yaml, read_text
from threshold.reading.validate import validate
from threshold.vocabulary import Vocabulary

_MOSTLY = 0.8
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")  # CINPlanStart is CIN Plan Start
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)?")


class _Wording(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    same: dict[str, str]
    words: dict[str, list[str]]
    idle: list[str]


@dataclass(frozen=True, slots=True)
class DateColumns:
    """event: its columns, in their order; and the columns that hold dates of something unknown."""

    of_events: Mapping[str, tuple[str, ...]]
    unknown: tuple[str, ...]


def find_date_columns(rows: pl.DataFrame, vocabulary: Vocabulary, table: str = "") -> DateColumns:
    """What these columns are the dates of. A column that is blank goes by its header alone.

    `table` is what the table is called: `Start` in a sheet of CIN plans is when one of these started.
    """
    names = {_words(name): event for name, event in event_names(vocabulary).items()}
    found: dict[str, list[str]] = {}
    unknown: list[str] = []
    for header in rows.columns:
        ways = (header, _CAMEL.sub(" ", header), f"{table} {header}")
        event = next((names[words] for words in map(_words, map(tidy, ways)) if words in names), None)
        dated = _holds_dates(rows[header], known=event is not None)
        if event is not None and dated:
            found.setdefault(event, []).append(header)
        elif dated and not identifying_field(header) and rows[header].count():
            unknown.append(header)
    return DateColumns({event: tuple(headers) for event, headers in found.items()}, tuple(unknown))


def event_in_words(label: str, vocabulary: Vocabulary) -> str | None:
    """The event that a label means when it is read as a header is; None where it means none."""
    return {_words(name): event for name, event in event_names(vocabulary).items()}.get(_words(tidy(label)))


def _holds_dates(column: pl.Series, known: bool) -> bool:
    """Whether most cells are dates; bare numbers are such only where the header says so."""
    if column.dtype in (pl.Date, pl.Datetime):
        return True
    text = column.cast(pl.String).drop_nulls()
    if not known:
        text = text.filter(text.str.contains(r"\D"))
    if text.is_empty():
        return known
    if not text.str.contains(r"^\s*\d").any():
        return False  # every date begins with a figure, and that is soon seen
    return read_dates(text).on.count() >= _MOSTLY * (len(text) if known else column.count())


def _words(tidied: str) -> frozenset[str]:
    """What a header says, in words of one kind and in no order: `Date CIN plan closed` as `CIN Plan End`."""
    wording, text = _wording(), f" {tidied} "
    for phrase, instead in wording.same.items():
        text = text.replace(f" {phrase} ", f" {instead} ")
    same = {word: each for each, words in wording.words.items() for word in words}
    idle = set(wording.idle)
    said = [word for word in text.split() if word not in idle and not _ORDINAL.fullmatch(word)]
    return frozenset(same.get(word, word) for word in map(_of_one, said))


def _of_one(word: str) -> str:
    """A word for several as that for one: reviews, a review."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


@cache
def _wording() -> _Wording:
    path = Path(__file__).with_name("date-headers.yaml")
    return validate(_Wording, parse_yaml(read_text(path, path.name), path.name)[0], path.name)
