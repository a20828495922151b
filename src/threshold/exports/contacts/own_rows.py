"""Which rows of a table are contacts: titles, totals and footers are told and set aside, broken rows kept."""

from collections.abc import Callable, Iterator, Sequence

import polars as pl

from threshold.exports.contacts.model import Told
from threshold.exports.files.delimited import NOT_ROWS, ReadRows
from threshold.exports.files.surroundings import without_surroundings
from threshold.exports.formats.local_tables import Table
from threshold.exports.quality import MEANINGS
from threshold.exports.rows.column_map import usual_child_headers
from threshold.exports.rows.values import read_values
from threshold.vocabulary import Vocabulary

Tell = Callable[[Told], None]

NO_REFERENCE = "has no reference in the column that the map names; look at it in the file"
_ASIDE = {
    "empty": "holds no contacts",
    "footer": "stands below or between the contacts and is none of them",
    "header-again": "repeats the headers",
    "nothing-read": "holds nothing in the columns that are read; it is none of the contacts here",
    "title-line": "stands above the headers; it was not read",
    "total-row": "is a total and no contact",
}
_UNREAD = {
    "cut-short": "the file breaks off in this row, as it seems; export it anew",
    "hidden-rows": "a quotation mark may stand open here, and further contacts be hidden in a cell of this row; "
    "put the mark right in the file, for none of them was read",
    "ragged": "has more cells than the table has columns; look at it in the file",
    "unreadable-row": "cannot be read as a row; look at it in the file",
}


def own_rows(
    table: Table, read: ReadRows, vocabulary: Vocabulary, tell: Tell
) -> tuple[pl.DataFrame, dict[int, str]]:
    """The rows that are contacts, and those that are and cannot be read, with why; the rest is told."""
    unread: dict[int, str] = {}
    aside: list[tuple[str, str, list[int]]] = []
    for each in read.findings:
        for kind, column, numbers in _by_kind(each):
            if kind in NOT_ROWS:
                unread |= dict.fromkeys(numbers, _UNREAD[kind])
            else:
                aside.append((kind, column, numbers))
    rows = read.rows
    if table.loose and rows.height:
        own = without_surroundings(
            table.file.name, rows, table.columns.columns["child"], usual_child_headers()
        )
        for kind, column, numbers in (found for each in own.findings for found in _by_kind(each)):
            doubtful = rows.filter(pl.col("row").is_in(numbers)) if kind == "footer" else rows.clear()
            saying = _saying(table, vocabulary, doubtful)
            unread |= dict.fromkeys(saying, NO_REFERENCE)
            aside.append((kind, column, [number for number in numbers if number not in saying]))
        rows = own.rows
    for kind, column, numbers in aside:
        if numbers or kind not in _ASIDE:
            tell_of(table.file.name, kind, column, numbers, tell)
    return rows, unread


def tell_findings(found: pl.DataFrame, tell: Tell) -> None:
    """Tell of what was found of a table, once of each kind in each column."""
    for kind, column, rows in _by_kind(found):
        tell_of(str(found["place"][0]), kind, column, rows, tell)


def tell_of(place: str, kind: str, column: str, rows: Sequence[int], tell: Tell) -> None:
    """Tell of one kind of finding; rows that are none of a contact are set aside."""
    message = _ASIDE.get(kind) or MEANINGS[kind][0].lower() + MEANINGS[kind][1:]
    tell(Told(message, place, column, tuple(rows), aside=kind in _ASIDE and bool(rows)))


def _by_kind(found: pl.DataFrame) -> Iterator[tuple[str, str, list[int]]]:
    for (kind, column), part in found.group_by("kind", "column", maintain_order=True):
        yield str(kind), str(column or ""), [int(row) for row in part["row"].drop_nulls()]


def _saying(table: Table, vocabulary: Vocabulary, rows: pl.DataFrame) -> list[int]:
    """Which of these rows say anything of a contact: they are contacts, whatever stands for the reference."""
    said = pl.Series([False] * rows.height, dtype=pl.Boolean)
    for fact, how in table.columns.facts.items():
        values, _ = read_values(rows[how.column], vocabulary.facts[fact].type, how)
        said |= values.is_not_null()
    return [int(row) for row in rows["row"].filter(said)]
