"""Cells in all their dirt: headers, references, dates and answers as columns of clean values."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

import polars as pl

from threshold.dates import FIRST_YEAR, LAST_YEAR

# What people write where there is nothing; for a date, "not known" is something else: a date that is missing.
NOTHING = ("", "-", "--", "n/a", "na", "nan", "nat", "nil", "none", "null")
NOT_KNOWN = (*NOTHING, "not known", "not recorded", "not stated", "unknown", "unk", "tbc")
YES = ("yes", "y", "true", "t", "1")
NO = ("no", "n", "false", "f", "0")

_UNPRINTABLE = r"(?s)[\x00-\x1f\x7f]|^.{201}"
_TIME = r"[T\s]+\d{1,2}:\d{2}.*$"
_PREFIX = r"^(?:[a-z]|\d{1,2})\s*[).:\-\x{2013}]\s*"  # the `a) ` of `a) Yes`, the `1 - ` of `1 - Yes`
_ERROR = r"^#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!)$"  # what a spreadsheet shows in place of a value
_DAYS_BEFORE_1970 = 25_569  # a spreadsheet counts days from 30 December 1899


@dataclass(frozen=True, slots=True)
class Dates:
    """A column of dates, and which cells could not be read or could be read two ways.

    `mixed` are cells left unread because both orders of day and month stand in the column;
    `settled` says that other cells show the day to come first.
    """

    on: pl.Series
    unreadable: pl.Series
    ambiguous: pl.Series
    mixed: pl.Series
    settled: bool


def tidy(text: str) -> str:
    """A header or a label for comparing: small letters and digits, single spaces, no apostrophes."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[^0-9a-z]+", " ", re.sub("['\u2018\u2019`\u00b4]", "", plain)).strip()


def read_references(column: pl.Series) -> pl.Series:
    """References as text: no spaces around them, nothing where there is none, no `.0` from a spreadsheet."""
    if column.dtype.is_float():
        column = column.cast(pl.Int64, strict=False)
    text = column.cast(pl.String)
    if text.str.contains(r"^[\s#]|\s$|^$|\.0$").any():
        text = text.str.strip_chars().str.replace(r"^(\d+)\.0$", "$1")
        text = text.set((text == "") | text.str.contains(_ERROR), None)
    return text


def unprintable(references: pl.Series) -> pl.Series:
    """Which references are too long, or hold control characters."""
    return references.str.contains(_UNPRINTABLE).fill_null(False)


def read_dates(column: pl.Series, first: Literal["day", "month"] = "day") -> Dates:
    """Dates from ISO, day/month/year, `1 Jan 2024`, 20240101, spreadsheet serials, with or without a time."""
    blank = pl.repeat(False, len(column), eager=True)
    if column.dtype == pl.Datetime:
        zone = getattr(column.dtype, "time_zone", None)
        column = (column.dt.convert_time_zone("Europe/London") if zone else column).dt.date()
    if column.dtype == pl.Date:
        return _within_calendar(column, column.is_not_null(), blank, blank, False)
    text = column.cast(pl.String)
    on = text.str.to_date("%Y-%m-%d", strict=False)
    if on.null_count() == text.null_count():
        return _within_calendar(on, text.is_not_null(), blank, blank, False)
    return _read_written(text, on, first)


def _read_written(text: pl.Series, on: pl.Series, first: str) -> Dates:
    rest = text.filter(on.is_null() & text.is_not_null())
    kinds = _kinds_of_date(rest.unique(), first)
    looked = pl.DataFrame({"text": text}).join(kinds, on="text", how="left", maintain_order="left")
    dated = pl.select(pl.coalesce(on, looked["on"])).to_series()
    either = looked["either"].fill_null(False)
    # A month where the day belongs throws doubt on every date of the column that could be read both ways.
    mixed = either if looked["other_order"].any() else pl.repeat(False, len(text), eager=True)
    dated = dated.set(mixed, None)
    something = text.is_not_null() & ~looked["nothing"].fill_null(False) & ~mixed
    return _within_calendar(dated, something, either & ~mixed, mixed, bool(looked["this_order"].any()))


def _kinds_of_date(text: pl.Series, first: str) -> pl.DataFrame:
    """Each distinct text with its date, and whether its day and month could be exchanged."""
    plain = pl.col("text").str.strip_chars().str.replace(_TIME, "")
    dashed = plain.str.replace_all(r"[\s./\-]+", "/")
    numbers = dashed.str.extract_groups(r"^(?<a>\d{1,2})/(?<b>\d{1,2})/\d{4}$")
    a = numbers.struct.field("a").cast(pl.Int32, strict=False)
    b = numbers.struct.field("b").cast(pl.Int32, strict=False)
    day, month = (a, b) if first == "day" else (b, a)
    order = "%d/%m/%Y" if first == "day" else "%m/%d/%Y"
    serial = plain.str.extract(r"^(\d{5})(?:\.\d+)?$").cast(pl.Int32, strict=False) - _DAYS_BEFORE_1970
    return pl.DataFrame({"text": text}).with_columns(
        pl.coalesce(
            pl.when(dashed.str.contains(r"^\d{4}/")).then(dashed.str.to_date("%Y/%m/%d", strict=False)),
            pl.when(a.is_not_null()).then(dashed.str.to_date(order, strict=False)),
            pl.when(dashed.str.contains(r"/\d{4}$")).then(
                pl.coalesce(
                    dashed.str.to_date("%d/%b/%Y", strict=False), dashed.str.to_date("%d/%B/%Y", strict=False)
                )
            ),
            pl.when(plain.str.contains(r"^\d{8}$")).then(plain.str.to_date("%Y%m%d", strict=False)),
            serial.cast(pl.Date),
        ).alias("on"),
        ((a <= 12) & (b <= 12) & (a != b)).fill_null(False).alias("either"),
        ((day > 12) & (month <= 12)).fill_null(False).alias("this_order"),
        ((month > 12) & (day <= 12)).fill_null(False).alias("other_order"),
        plain.str.to_lowercase().is_in(NOTHING).alias("nothing"),
    )


def _within_calendar(
    on: pl.Series, something: pl.Series, ambiguous: pl.Series, mixed: pl.Series, settled: bool
) -> Dates:
    years = on.dt.year()
    outside = ((years < FIRST_YEAR) | (years > LAST_YEAR)).fill_null(False)
    on = on.set(outside, None) if outside.any() else on
    unreadable = something & on.is_null()
    return Dates(on.alias("on"), unreadable, ambiguous & on.is_not_null(), mixed, settled)


def read_answers(column: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Yes and no in any dress (`a) Yes`, `1 - Yes`, `Y`) as true and false; and which cells are neither."""
    if column.dtype == pl.Boolean:
        return column, pl.repeat(False, len(column), eager=True)
    answers = pl.DataFrame({"text": column.cast(pl.String)}).select(
        pl.when(_bare("text").is_in(YES))
        .then(True)
        .when(_bare("text").is_in(NO))
        .then(False)
        .alias("answer"),
        (pl.col("text").is_not_null() & ~_bare("text").is_in(NOT_KNOWN)).alias("strange"),
    )
    return answers["answer"], answers["strange"] & answers["answer"].is_null()


def labels(column: pl.Series) -> pl.Series:
    """Labels for comparing with those of a map: tidied as headers are."""
    text = column.cast(pl.String)
    known = text.unique().drop_nulls()
    if not len(known):
        return text
    tidied = pl.Series([tidy(each) for each in known], dtype=pl.String)
    return text.replace_strict(known, tidied, default=None, return_dtype=pl.String)


def _plain(name: str) -> pl.Expr:
    return pl.col(name).str.strip_chars().str.to_lowercase()


def _bare(name: str) -> pl.Expr:
    plain = _plain(name)
    return pl.when(plain.is_in((*YES, *NO))).then(plain).otherwise(plain.str.replace(_PREFIX, ""))
