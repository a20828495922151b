"""Cells in all their dirt: headers, references, dates and answers as columns of clean values."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

from threshold.batch.columns import everywhere
from threshold.dates import FIRST_YEAR, LAST_YEAR
from threshold.exports.rows.dictionary import Encoded, dictionary_encoded, true_at
from threshold.exports.rows.moments import apart, local, on_the_clock
from threshold.output.escaping import terminal

# What people write where there is nothing; for a date, "not known" is something else: a date that is missing.
NOTHING = ("", "-", "--", "n/a", "na", "nan", "nat", "nil", "none", "null")
NOT_KNOWN = (*NOTHING, "not known", "not recorded", "not stated", "unknown", "unk", "tbc")
# What people write in place of a date where there is none yet, or will be none.
_NOT_HAPPENED = (
    r"^(?:no|never|nfa|tbc|tba|cancell?ed|declined|refused|withdrawn|abandoned|planned|booked|awaiting|pending|due)\b"
    r"|^not (?:yet|started|begun|commenced|allocated|held|done|due|required|needed|necessary|applicable)\b"
    r"|^(?:yet )?to (?:be|follow|start|begin|commence)\b"
)
YES = ("yes", "y", "true", "t", "1")
NO = ("no", "n", "false", "f", "0")

# What databases and programs write into a column of references where there is none.
_NO_REFERENCE = [
    way(word)
    for word in (*NOTHING, "<na>", "#n/a", "(null)", "(blank)")
    for way in (str, str.upper, str.title)
] + ["NaN", "NaT"]
_UNTIDY = r"^[\s#]|\s$|^$|\.0+$"
_SPACES = [sign for sign in map(chr, range(0x3001)) if sign.isspace()]  # none comes after U+3000
# Too long, or with signs that nobody sees; an answer, an object or a list in place of a reference; a long
# number of which a spreadsheet has kept the first figures only, so that several children come to share it.
_UNUSABLE = (
    r"(?s)[\p{C}\p{Zl}\p{Zp}]|^.{201}|^(?i:true|false)$|^\{\s*(?:\".*)?\}$|^\[.*\]$|^\d(?:\.\d+)?[Ee]\+\d+$"
)
_EXACT = 2.0**53  # from here on, numbers that a program counts in fractions are not told apart
_ROUNDED = "1E+16"
# The `a) ` of `a) Yes`, the `1 - ` of `1 - Yes`; what follows begins with a letter, for `2.0` is a number.
_PREFIX = r"^(?:[a-z]|\d{1,2})\s*[).:\-\x{2013}]\s*([a-z])"
_WHOLE = r"^(\d+)\.0+$"  # a whole number as a table with blanks writes it
_ERROR = r"^#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!)$"  # what a spreadsheet shows in place of a value
_A_DAY = 86_400  # seconds
_DAYS_BEFORE_1970 = 25_569  # a spreadsheet counts days from 30 December 1899
# A year of two digits is one of the calendar's, and of each two digits it has one year at most.
_THIS_CENTURY = LAST_YEAR % 100
_TWO_DIGITS = r"^(\d{1,2}/(?:\d{1,2}|[A-Za-z]{3,9}))/(\d{2})$"


@dataclass(frozen=True, slots=True)
class Dates:
    """A column of dates, and which cells could not be read or could be read two ways.

    `mixed` are cells left unread because both orders of day and month stand in the column, and nobody
    said which is meant;
    `settled` says that other cells show the day to come first; `short` are cells whose year has two digits.
    """

    on: pl.Series
    unreadable: pl.Series
    ambiguous: pl.Series
    mixed: pl.Series
    settled: bool
    short: pl.Series


def tidy(text: str) -> str:
    """A header or a label for comparing: small letters and digits, single spaces, no apostrophes."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[^0-9a-z]+", " ", re.sub("['\u2018\u2019`\u00b4]", "", plain)).strip()


def printable_line(text: str) -> str:
    """A header or a label on one line, without what commands a terminal or turns the direction of writing."""
    return terminal(" ".join("".join(sign if sign.isprintable() else " " for sign in text).split()))


def read_references(column: pl.Series) -> pl.Series:
    """References as text: no spaces around them, nothing where there is none, no `.0` from a spreadsheet.

    Which of them can be none, `unusable` tells.
    """
    if column.dtype == pl.Categorical:
        cells = dictionary_encoded(column)
        return cells.decode(read_references(cells.texts))
    text = _of_numbers(column) if column.dtype.is_float() else column.cast(pl.String)
    none = text.is_in(_NO_REFERENCE).fill_null(False)
    if none.any():
        text = text.set(none, None)
    # Most columns hold nothing at all of what makes a reference untidy, and that is seen in half the time.
    if not (text.str.contains_any(["#", ".0", *_SPACES]) | (text == "")).any():
        return text
    untidy = text.str.contains(_UNTIDY).fill_null(False)
    if not untidy.any():
        return text
    tidied = text.filter(untidy).str.strip_chars().str.replace(r"^(\d+)\.0+$", "$1")
    tidied = tidied.set(tidied.is_in(_NO_REFERENCE) | tidied.str.contains(_ERROR), None)
    return text.scatter(untidy.arg_true(), tidied)


def unusable(references: pl.Series) -> pl.Series:
    """Which references can be none: too long, cut by a spreadsheet, no text at all, or not to be printed."""
    return references.str.contains(_UNUSABLE).fill_null(False)


def says_nothing(column: pl.Series) -> pl.Series:
    """Which cells are blank, or hold what a spreadsheet shows in place of a value."""
    return column.str.contains(_ERROR) | (column.str.strip_chars() == "")


def read_links(column: pl.Series) -> pl.Series:
    """References that link one entry to another, without those that can link nothing."""
    references = read_references(column)
    odd = unusable(references)
    return references.set(odd, None) if odd.any() else references


def _of_numbers(column: pl.Series) -> pl.Series:
    """Numbers with fractions as text: whole ones as such, and none where several look like one."""
    texts = pl.select(
        pl.when(~column.is_finite())
        .then(None)
        .when(column.abs() >= _EXACT)
        .then(pl.lit(_ROUNDED))
        .when(column == column.round())
        .then(column.cast(pl.Int64, strict=False).cast(pl.String))
        .otherwise(column.cast(pl.String))
    )
    return texts.to_series()


def read_dates(column: pl.Series, first: Literal["day", "month"] = "day", declared: bool = False) -> Dates:
    """Dates from ISO, day/month/year, `1 Jan 2024`, 20240101, spreadsheet serials, with or without a time.

    `declared`: somebody said that it is so written, and one in the other order throws no doubt on the others.
    """
    none = everywhere(False, len(column))
    if column.dtype == pl.Datetime:
        column = local(column).dt.date()
    if column.dtype == pl.Date:
        return _within_calendar(column, column.is_not_null(), none, none, none, False)
    text = column.cast(pl.String)
    on = text.str.to_date("%Y-%m-%d", strict=False)
    if on.null_count() == text.null_count():
        return _within_calendar(on, text.is_not_null(), none, none, none, False)
    return _read_written(text, on, first, declared)


def says_not_happened(cells: pl.Series) -> pl.Series:
    """Which cells say in words that what they would date has not happened."""
    plain = cells.cast(pl.String).str.strip_chars().str.to_lowercase()
    return plain.str.contains(_NOT_HAPPENED).fill_null(False)


def read_moments(column: pl.Series, first: Literal["day", "month"] = "day") -> pl.Series:
    """Dates of every writing with their time of day, on England's clock; null for a cell without either."""
    if column.dtype == pl.Datetime:
        return local(column).cast(pl.Datetime("us"))
    cells = dictionary_encoded(column)
    kinds = _kinds_of_date(cells.texts, first)
    return cells.decode(on_the_clock(kinds["written"], apart(cells.texts)))


def _read_written(text: pl.Series, on: pl.Series, first: str, declared: bool) -> Dates:
    """The dates with those put in that are not written as ISO has it: most often they are few."""
    rest = (on.is_null() & text.is_not_null()).arg_true()
    cells = dictionary_encoded(text.gather(rest))
    kinds = _kinds_of_date(cells.texts, first)
    either = true_at(rest.filter(cells.marked(kinds["either"])), len(text))
    # A month where the day belongs throws doubt on every date of the column that could be read both ways.
    doubtful = kinds["other_order"].any() and not declared
    mixed = either if doubtful else everywhere(False, len(text))
    dated = on.scatter(rest, cells.decode(kinds["on"])).set(mixed, None)
    nothing = true_at(rest.filter(cells.marked(kinds["nothing"])), len(text))
    something = text.is_not_null() & ~nothing & ~mixed
    short = true_at(rest.filter(cells.marked(kinds["short"])), len(text))
    settled = bool(kinds["this_order"].any())
    return _within_calendar(dated, something, either & ~mixed, mixed, short, settled)


def _kinds_of_date(text: pl.Series, first: str) -> pl.DataFrame:
    """Each distinct text with its date, and whether its day and month could be exchanged."""
    times = apart(text)
    plain = pl.col("day").str.strip_chars()
    written = plain.str.replace_all(r"[\s,./\-]+", "/")
    short = written.str.extract(_TWO_DIGITS, 2).cast(pl.Int32, strict=False)
    century = pl.when(short <= _THIS_CENTURY).then(pl.lit("20")).otherwise(pl.lit("19"))
    dashed = (
        pl.when(short.is_not_null())
        .then(written.str.extract(_TWO_DIGITS, 1) + "/" + century + written.str.extract(_TWO_DIGITS, 2))
        .otherwise(written)
    )
    numbers = dashed.str.extract_groups(r"^(?<a>\d{1,2})/(?<b>\d{1,2})/\d{4}$")
    a = numbers.struct.field("a").cast(pl.Int32, strict=False)
    b = numbers.struct.field("b").cast(pl.Int32, strict=False)
    day, month = (a, b) if first == "day" else (b, a)
    order = "%d/%m/%Y" if first == "day" else "%m/%d/%Y"
    serial = plain.str.extract(r"^(\d{5})(?:\.\d+)?$").cast(pl.Int32, strict=False) - _DAYS_BEFORE_1970
    kinds = times.with_columns(
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
        ).alias("written"),
        ((a <= 12) & (b <= 12) & (a != b)).fill_null(False).alias("either"),
        ((day > 12) & (month <= 12)).fill_null(False).alias("this_order"),
        ((month > 12) & (day <= 12)).fill_null(False).alias("other_order"),
        plain.str.to_lowercase().is_in(NOTHING).alias("nothing"),
        short.is_not_null().alias("short"),
    )
    # A moment in a zone of its own may be another day on England's clock.
    elsewhere = kinds["offset"].is_not_null()
    on = kinds["written"]
    # So may the end of a day, 24:00: it is the start of the next.
    elsewhere |= (kinds["seconds"] == _A_DAY).fill_null(False)
    if elsewhere.any():
        there = on_the_clock(on, times).dt.date()
        on = on.zip_with(~elsewhere, there)
    return kinds.with_columns(on.alias("on"))


def _within_calendar(
    on: pl.Series,
    something: pl.Series,
    ambiguous: pl.Series,
    mixed: pl.Series,
    short: pl.Series,
    settled: bool,
) -> Dates:
    outside = ((on < date(FIRST_YEAR, 1, 1)) | (on > date(LAST_YEAR, 12, 31))).fill_null(False)
    on = on.set(outside, None) if outside.any() else on
    unreadable = something & on.is_null()
    there = on.is_not_null()
    return Dates(on.alias("on"), unreadable, ambiguous & there, mixed, settled, short & there)


def read_answers(column: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Yes and no in any dress (`a) Yes`, `1 - Yes`, `Y`) as true and false; and which cells are neither."""
    if column.dtype == pl.Boolean:
        return column, everywhere(False, len(column))
    cells = dictionary_encoded(column)
    read = pl.DataFrame({"text": cells.texts}).select(
        pl.when(_bare("text").is_in(YES))
        .then(True)
        .when(_bare("text").is_in(NO))
        .then(False)
        .alias("answer"),
        (~_bare("text").is_in(NOT_KNOWN)).alias("said"),
    )
    return cells.decode(read["answer"]), cells.marked(read["said"] & read["answer"].is_null())


def labels(column: pl.Series) -> Encoded:
    """A column encoded to its labels, for comparing with those of a map: tidied as headers are."""
    cells = dictionary_encoded(column)
    return Encoded(pl.Series([tidy(text) for text in cells.texts], dtype=pl.String), cells.which)


def _plain(name: str) -> pl.Expr:
    return pl.col(name).str.strip_chars().str.to_lowercase()


def _bare(name: str) -> pl.Expr:
    plain = _plain(name).str.replace(_WHOLE, "$1")
    return pl.when(plain.is_in((*YES, *NO))).then(plain).otherwise(plain.str.replace(_PREFIX, "$1"))
