"""What stands around a table and is none of its rows: titles above the headers, totals and footers below.

People read these without a thought; a program takes them for headers, or for children. Here they are found.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from threshold.batch.columns import nothing
from threshold.exports.quality import finding
from threshold.exports.rows.cells import tidy
from threshold.exports.rows.dictionary import run_encoded

ROWS_BEFORE_HEADERS = 50

Row = Sequence[str | None]

# A cell that holds a number or a date is no header; `12 March 2026`, `31/03/2026 07:02`, `45,000` are such.
_VALUE = re.compile(
    r"[\s\d/.,:+\-\u00a3%()]*\d[\s\d/.,:+\-\u00a3%()TZ]*|\d{1,2}(?:st|nd|rd|th)?[\s\-/]*[A-Za-z]{3,9}[\s\-/,]*\d{2,4}",
)
# How full the headers are at least, beside the rows under them.
_AS_FULL = 0.6

_TOTAL = (
    r"(?i)^\W*(?:(?:grand|sub|overall|report|column|page|team|running|final)[\s-]*)?totals?"
    r"(?:\s*$|\s*[:=(#]|\s+\D|\s+[\d,.]+\W*$)|^[^\d:]*\s(?:sub[\s-]*)?totals?\W*$"
)
_COUNTED = (
    r"(?i)^\W*(?:sum|count|average|mean|median|minimum|maximum|min|max)(?:\s*$|\s*[:=]|\s+(?:of|by|for)\s)"
)
_FOOTER = (
    r"(?i)^\W*(?:"
    r"(?:produced|printed|generated|created|extracted|exported|downloaded|refreshed|run|published)"
    r"(?:\s+(?:on|at|by|from|date|time)\b|\s*[:=])"
    r"|(?:end|bottom)\s+of\s+\w|\*+\s*end\b"
    r"|(?:report|extract|print|data|query)"
    r"\s+(?:date|ends?|ended|as (?:at|of)|run|time|produced|generated|by|id)\b"
    r"|\(?\s*\d[\d,]*\s+(?:rows?|records?|lines?|results?|children|child|entries|items|cases)\b"
    r"|(?:rows?|records?|children|cases|lines)\s+(?:selected|returned|affected|found|listed|count)\b"
    r"|(?:number|no\.?)\s+of\s+\w"
    r"|page\s+\d|(?:(?:applied\s+)?filters?|parameters?|source|notes?|criteria|n\.?b\.?)\s*[:=]|applied\s+filters"
    r"|official\b|confidential\b|restricted\b|protect\b|\x{a9}|copyright\b|disclaimer\b"
    r")"
)
# What none of these, and no header, is without; references for children seldom have any of it.
_WORTH_A_LOOK = (
    r"(?i)[\s:=*(\x{a9}]|total|sum|count|average|mean|median|minimum|maximum"
    r"|official|confidential|restricted|protect|copyright|disclaimer"
)
# Of a cell that is alone in its row: several words, something before a colon, or signs before letters.
_SENTENCE = r"\pL{2,}[\s,.:;-]+\S*\pL{2,}|^\W*\pL[\pL\s]*[:=]|^[^\pL\pN#]+\pL"
_TITLED = r"^\W*\pL[\pL\s]*[:=]\s*$"
_OF_A_FOOTER = 3  # cells that are filled at most
_NUMBER = r"^[\d\s,.%\x{a3}-]*$"
_COUNT = r"^\d{1,4}$|^\d{1,3}(?:,\d{3})+$"  # five figures may be a spreadsheet's date
_POSITION = re.compile(r" \(column \d+\)$")


@dataclass(frozen=True, slots=True)
class TableRows:
    """The rows of a table that are its rows, and those set aside; `findings` tell of each of these."""

    rows: pl.DataFrame
    findings: list[pl.DataFrame]
    set_aside: int


def header_row(rows: Sequence[Row], known: Collection[str] = ()) -> int:
    """Which of the first rows of a table holds its headers; `known` are headers to look for, tidied.

    That is the one with most of these; where none has two, the first that is about as full as the fullest
    rows are and holds no value. Title lines are emptier, and rows of data hold dates or numbers.
    """
    filled = [[cell for cell in row if cell is not None and cell.strip()] for row in rows]
    named = [len({tidy(cell) for cell in row} & set(known)) for row in filled]
    best = max(range(len(rows)), key=named.__getitem__, default=0)
    if rows and named[best] >= 2:
        return _before_data(filled, [each for each in range(best + 1) if named[each] >= 2])
    fullest = sorted((len(row) for row in filled), reverse=True)
    # One row alone may be longer than all others by a slip.
    full = fullest[1] if len(fullest) > 2 and fullest[1] > 1 else max(fullest, default=0)
    likely = [
        number
        for number, row in enumerate(filled)
        if row and len(row) >= _AS_FULL * full and not _holds_a_value(row)
    ]
    if named and named[best] == 1 and best in likely:
        return best
    first = next((number for number, row in enumerate(filled) if row), 0)
    return next(iter(likely), first)


def _before_data(filled: Sequence[Sequence[str]], headers: Sequence[int]) -> int:
    """The last of these rows, unless rows of data stand between an earlier one and the next.

    Where a second table follows under other headers, the first ones count.
    """
    for header, following in pairwise(headers):
        if any(len(row) >= 2 and _holds_a_value(row) for row in filled[header + 1 : following]):
            return header
    return headers[-1]


def first_full(rows: Sequence[Row]) -> int:
    """The first of these rows that is about as full as the fullest are: of a table without headers."""
    filled = [sum(1 for cell in row if cell and cell.strip()) for row in rows]
    full = max(filled, default=0)
    return next((number for number, cells in enumerate(filled) if cells and cells >= _AS_FULL * full), 0)


def is_value(cell: str) -> bool:
    """Whether a cell holds a number or a date, which no header does."""
    return bool(_VALUE.fullmatch(cell.strip()))


def _holds_a_value(row: Sequence[str]) -> bool:
    return any(map(is_value, row))


def is_data(row: Row, known: Collection[str]) -> bool:
    """Whether what stands where headers should is a row of data: of a table that has no headers at all."""
    cells = [cell.strip() for cell in row if cell is not None]
    values = [cell for cell in cells if _VALUE.fullmatch(cell)]
    dated = any(re.search(r"\d[/.\-\s]|[A-Za-z]", value) for value in values)
    # One of them may be a kind of event, which a column of dates may be named after.
    return names_held(row, known) < 2 and (dated or len(values) > 1)


def names_held(row: Row, known: Collection[str]) -> int:
    """How many of the headers that are looked for a row holds."""
    return len({tidy(cell) for cell in row if cell} & set(known))


def title_lines(place: str, rows: Sequence[int]) -> list[pl.DataFrame]:
    """What is told of the lines above the headers, which have these numbers."""
    return [finding("title-line", place, pl.Series(rows, dtype=pl.UInt32))] if rows else []


def without_surroundings(
    place: str, rows: pl.DataFrame, child: str, headers: Collection[str] = ()
) -> TableRows:
    """The rows without totals, footers, headers that come again and rows of nothing; `child`: whose they are.

    `headers` are others under which the child may stand, in small letters. Only what the columns that are
    read hold is looked at.
    """
    marks = _marks(rows, child, {_POSITION.sub("", child).casefold(), *headers})
    if marks is None:
        return TableRows(rows, [], 0)
    aside = marks.filter(marks.is_not_null()).unique(maintain_order=True)
    findings = [finding(kind, place, rows["row"].filter(marks == kind), None) for kind in sorted(aside)]
    kept = rows.filter(marks.is_null())
    return TableRows(kept, findings, rows.height - kept.height)


def _marks(rows: pl.DataFrame, child: str, headers: Collection[str]) -> pl.Series | None:
    """Why each row is set aside; None where none is."""
    cells = rows[child].cast(pl.String)
    runs = run_encoded(cells)
    worth = runs.texts.str.contains(_WORTH_A_LOOK) | runs.texts.str.to_lowercase().is_in(list(headers))
    looked_at = runs.marked(worth.fill_null(True) | (runs.texts == "").fill_null(True))
    if not looked_at.any():
        return None
    # What is looked at closely is a small part of most files.
    values = [name for name in rows.columns if name not in ("row", child)]
    texts = rows.filter(looked_at).select(_text(name) for name in (child, *values))
    shape = texts.select(
        pl.sum_horizontal(pl.all().is_not_null()).alias("filled"),
        pl.coalesce(pl.all()).alias("label"),
        pl.all_horizontal(
            pl.lit(True), *(pl.col(name).str.contains(_NUMBER).fill_null(True) for name in values)
        ).alias("numbers"),
        pl.all_horizontal(
            pl.lit(True), *(pl.col(name).str.contains(_COUNT).fill_null(True) for name in values)
        ).alias("counts"),
    )
    label, filled = shape["label"], shape["filled"]
    # A sentence may have a count beside it.
    lone = (filled == 1) | ((filled == 2) & shape["counts"])
    sentence = lone & label.str.contains(_SENTENCE)
    if sentence.any():
        sentence &= ~_named_alike(label, cells.filter(~looked_at), texts[child].filter(~lone))
    below = label.str.contains(_FOOTER) & (filled <= _OF_A_FOOTER) | label.str.contains(_TITLED) & (
        filled <= 2
    )
    marks = pl.select(
        pl.when(filled == 0)
        .then(pl.lit("nothing-read"))
        .when(texts[child].str.to_lowercase().is_in(list(headers)).fill_null(False))
        .then(pl.lit("header-again"))
        .when(label.str.contains(_TOTAL) | (label.str.contains(_COUNTED) & shape["numbers"]))
        .then(pl.lit("total-row"))
        .when(below | sentence)
        .then(pl.lit("footer"))
    ).to_series()
    if marks.null_count() == len(marks):
        return None
    return nothing(pl.String(), rows.height).scatter(looked_at.arg_true(), marks)


def _text(name: str) -> pl.Expr:
    text = pl.col(name).cast(pl.String).str.strip_chars()
    return pl.when(text != "").then(text).alias(name)


def _named_alike(label: pl.Series, *references: pl.Series) -> pl.Series:
    """Which lone texts begin with a word that references begin with: `Child Two`, after `Child One`."""
    word = r"^\W*(\S+)\s"
    words = pl.concat([each.cast(pl.String).str.extract(word) for each in references]).drop_nulls().unique()
    return label.str.extract(word).is_in(words.implode()).fill_null(False)
