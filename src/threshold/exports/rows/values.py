"""Columns of stated values, typed as the vocabulary says; each distinct text is looked at once."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from threshold.batch.tables import column_type
from threshold.exports.rows.cells import NOT_KNOWN, read_answers, read_dates, read_moments, tidy
from threshold.exports.rows.column_map import NOT_SAID, ValueColumn, label_of
from threshold.exports.rows.dictionary import dictionary_encoded
from threshold.privacy import identifying_text
from threshold.vocabulary import ValueType, item_type, parse_text

# What a yes/no question reads whatever words its map names beside.
_PLAIN = {**dict.fromkeys(("yes", "y", "true"), True), **dict.fromkeys(("no", "n", "false"), False)}


def read_values(column: pl.Series, kind: ValueType, how: ValueColumn) -> tuple[pl.Series, pl.Series]:
    """The values, null where there is none; and which cells hold something that cannot be read."""
    if isinstance(column.dtype, pl.List) and not kind.is_list:
        column = _as_text(column, how.separator)
    if kind.kind == "boolean" and not how.values:
        return read_answers(column)
    if kind.kind == "datetime" and (moments := _moments(column, how)) is not None:
        return moments, column.is_not_null() & moments.is_null()
    if kind.is_date:
        dates = read_dates(column, how.first, how.declared)
        return dates.on, dates.unreadable | dates.mixed
    dtype = pl.String() if kind.kind in ("choice", "role") else column_type(kind)
    cells = dictionary_encoded(_as_text(column, how.separator))
    names = {label_of(value, how.exact): value for value in kind.values} | dict(how.values)
    if kind.kind == "boolean":
        names = {word: str(meaning).lower() for word, meaning in answers_known(how.values).items()}
    parsed = [_parsed(each, kind, names, how) for each in cells.texts]
    values = pl.Series([value for value, _ in parsed], dtype=dtype)
    strange = pl.Series([strange for _, strange in parsed], dtype=pl.Boolean)
    return cells.decode(values), cells.marked(strange)


def answers_known(values: Mapping[str, str | bool]) -> dict[str, str | bool]:
    """The words of a yes/no question: those that a map names, and beside them the plain ones.

    Where the map turns a plain word round (a yes that means no), only the map knows what the column says.
    """
    turned = any(
        str(values.get(word)).lower() == str(not meaning).lower() for word, meaning in _PLAIN.items()
    )
    return dict(values) if turned else {**_PLAIN, **values}


def _moments(column: pl.Series, how: ValueColumn) -> pl.Series | None:
    """Dates with times of day; None where the column holds days alone."""
    if column.dtype == pl.Datetime:
        return read_moments(column, how.first)
    if column.dtype != pl.String or not column.str.contains(r"\d{1,2}:\d{2}").any():
        return None
    return read_moments(column, how.first)


def _as_text(column: pl.Series, separator: str) -> pl.Series:
    if isinstance(column.dtype, pl.List):
        return column.cast(pl.List(pl.String)).list.join(separator)
    return column.cast(pl.String)


def _parsed(text: str, kind: ValueType, names: Mapping[str, str], how: ValueColumn) -> tuple[Any, bool]:
    """The value of one text, and whether it holds something that cannot be read."""
    if text.strip().casefold() in NOT_KNOWN:
        return None, False
    if names.get(label_of(text, how.exact), "").casefold() in NOT_SAID:
        return None, False
    try:
        if kind.is_list:
            item = item_type(kind)
            pieces = text.strip().strip("[]").split(how.separator if how.separator in text else ",")
            cleaned = (piece.strip().strip('"').strip() for piece in pieces)
            return [_one(piece, item, names, how.exact) for piece in cleaned if piece], False
        return _one(text, kind, names, how.exact), False
    except ValueError:
        return None, True


def _one(text: str, kind: ValueType, names: Mapping[str, str], exact: bool) -> Any:
    named = names.get(label_of(text, exact), " ".join(text.split()))
    # A yes about danger is one whatever stands behind it; only a no has to be plain.
    said = exact and text.strip()[:1].isalnum()
    if said and tidy(text) in (tidy(label) for label, value in names.items() if value == "true"):
        named = "true"
    if kind.kind in ("text", "label") and any(identifying_text(named)):
        raise ValueError("identifies a child")
    return parse_text(named, kind)
