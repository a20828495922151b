"""Which rows of a table are contacts: titles, totals and footers are told and set aside, broken rows kept."""

from collections.abc import Callable, Iterator, Sequence

import polars as pl

from threshold.batch.columns import everywhere
from threshold.exports.contacts.guesses import usual_headers
from threshold.exports.contacts.model import Told
from threshold.exports.files.delimited import NOT_ROWS, ReadRows
from threshold.exports.files.surroundings import without_surroundings
from threshold.exports.formats.local_tables import Table
from threshold.exports.quality import MEANINGS
from threshold.exports.rows.cells import tidy
from threshold.exports.rows.column_map import usual_child_headers
from threshold.exports.rows.values import read_values
from threshold.vocabulary import Vocabulary

Tell = Callable[[Told], None]

_FIGURE = r"^[\s\d,.%]*$"
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
    "hidden-rows": "a quotation mark may stand open here, and further contacts be hidden in a cell of this "
    "row; put the mark right in the file, for none of them was read",
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
    contacts: set[int] = set()  # though their reference is the word of a header, or of a total
    if table.loose and rows.height:
        own = without_surroundings(
            table.file.name, rows, table.columns.columns["child"], usual_child_headers()
        )
        for kind, column, numbers in (found for each in own.findings for found in _by_kind(each)):
            doubtful = rows.filter(pl.col("row").is_in(numbers))
            saying = set(doubtful["row"].filter(_SAYS[kind](table, vocabulary, doubtful)))
            if kind == "footer":
                unread |= dict.fromkeys(sorted(saying), NO_REFERENCE)
            else:
                contacts |= saying
            aside.append((kind, column, [number for number in numbers if number not in saying]))
        rows = rows.filter(pl.col("row").is_in([*own.rows["row"], *contacts])) if contacts else own.rows
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


def _says_anything(table: Table, vocabulary: Vocabulary, rows: pl.DataFrame) -> pl.Series:
    """Which of these rows say anything of a contact: they are contacts, whatever stands for the reference."""
    said = everywhere(False, rows.height)
    for fact, how in table.columns.facts.items():
        values, _ = read_values(rows[how.column], vocabulary.facts[fact].type, how)
        said |= values.is_not_null()
    return said


def _answers(table: Table, vocabulary: Vocabulary, rows: pl.DataFrame) -> pl.Series:
    """Which of these rows answer a question, of danger even with a figure, which else is a sum or a count."""
    said = everywhere(False, rows.height)
    for fact, how in table.columns.facts.items():
        values, strange = read_values(rows[how.column], vocabulary.facts[fact].type, how)
        figure = rows[how.column].cast(pl.String).str.contains(_FIGURE).fill_null(False)
        read = values.is_not_null()
        said |= (read | (strange & ~figure)) if vocabulary.facts[fact].protection else (read & ~figure)
    return said


def _more_than_headers(table: Table, vocabulary: Vocabulary, rows: pl.DataFrame) -> pl.Series:
    """Which of these rows, the words of whose references are headers, say what no header is, or of danger."""
    headers = [*table.file.headers, *table.whole.wanted()]
    headers += [name for names in table.whole.others.values() for name in names]
    known = {*map(tidy, headers), *usual_headers(), ""}
    said = everywhere(False, rows.height)
    for fact, how in table.columns.facts.items():
        if vocabulary.facts[fact].protection:
            said |= read_values(rows[how.column], vocabulary.facts[fact].type, how)[0].is_not_null()
    for name in table.columns.wanted() - {table.columns.columns["child"]}:
        cells = rows[name].cast(pl.String)
        said |= pl.Series([tidy(cell or "") not in known for cell in cells], dtype=pl.Boolean)
    return said


# How a row that seems to be none of a contact shows that it is one all the same.
_SAYS: dict[str, Callable[[Table, Vocabulary, pl.DataFrame], pl.Series]] = {
    "footer": _says_anything,
    "header-again": _more_than_headers,
    "nothing-read": _says_anything,
    "total-row": _answers,
}
