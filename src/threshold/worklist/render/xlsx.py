"""The worklist as a workbook: a sheet of all contacts to be filtered, and one that says what it is."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path

from threshold.output.files import written_aside
from threshold.output.sheet import Sheet, Sheets, Value
from threshold.output.words import plainly, sentence
from threshold.reading import BadInput, Problem
from threshold.worklist.model import IN_WORDS, SCHEMA, Row
from threshold.worklist.render import columns
from threshold.worklist.render.csv import level
from threshold.worklist.render.moments import moment
from threshold.worklist.render.text import summary

MOST_ROWS = 1_048_575  # below the headings

_LIST, _ABOUT = "Worklist", "About"
# The version of the columns is the same for all, and stands once on the other sheet.
_COLUMNS = tuple(column for column in columns.COLUMNS if column.name != "schema")
_KEPT_IN_VIEW = 3  # up to the reference
_PAGES_WIDE = 2
_PAPER = "--format html makes a page for paper and for a wall"
_NO_DAY = date(2000, 1, 1)  # where no contact could be read


def write_workbook(rows: Sequence[Row], head: Sequence[str], out: Path) -> None:
    """Write the workbook, whole or not at all; `head` is what is to be said once of all of the rows.

    Raises BadInput where there are more than a sheet holds, and where it cannot be written.
    """
    from xlsxwriter import Workbook

    if len(rows) > MOST_ROWS:
        message = f"a sheet holds {MOST_ROWS:,} contacts, and there are more; use --format csv"
        raise BadInput(Problem(message, field="--format"))
    # No file of its own meanwhile, which would be left behind where the program is stopped.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with written_aside(out, make_folder=True) as aside, Workbook(str(aside), options) as book:
        book.set_properties({"created": datetime.combine(_day(rows), time())})
        sheets = Sheets(book, " ".join(["Worklist.", *head[:1]]))
        _list(sheets.add(_LIST, [column.width for column in _COLUMNS]), rows)
        _about(sheets.add(_ABOUT, (24, 110)), rows, head)


def _day(rows: Sequence[Row]) -> date:
    """The day of the list, which is the same whenever the workbook is made."""
    return date.fromisoformat(max((row.as_at for row in rows), default="")[:10] or _NO_DAY.isoformat())


def _list(sheet: Sheet, rows: Sequence[Row]) -> None:
    sheet.headings(0, [column.heading for column in _COLUMNS], len(rows))
    sheet.sheet.freeze_panes(1, _KEPT_IN_VIEW)
    sheet.sheet.repeat_columns(0, _KEPT_IN_VIEW - 1)
    sheet.sheet.fit_to_pages(_PAGES_WIDE, 0)
    for place, row in enumerate(rows, 1):
        sheet.cells(place, tuple(_cells(row)))


def _cells(row: Row) -> Iterator[Value]:
    """A contact's cells in words, by the columns; days, times and numbers as what they are."""
    answer, read = row.response, row.act != "unread"
    yield from (row.rank, IN_WORDS[row.act], row.reference)
    yield sentence(plainly(row.colour)) if row.colour else "Not rated" if read else None
    yield row.level if row.level is not None else level(row)
    yield from (plainly(row.from_), row.to, moment(row.received), moment(answer.due), answer.within)
    yield from (plainly(answer.state), answer.minutes, answer.left)
    yield from (plainly(row.status), plainly(row.direction), row.danger, row.do, row.why)
    yield from (tuple(map(plainly, row.missing)), row.ask, row.conflicts, row.duplicates, row.problems)
    yield from (row.since, row.place, row.row, moment(row.as_at), answer.rule)


def _about(sheet: Sheet, rows: Sequence[Row], head: Sequence[str]) -> None:
    sheet.title("Worklist")
    told = [
        ("What", summary(rows, head)),
        *(("", line) for line in head),
        ("On paper", _PAPER),
        ("Columns", SCHEMA),
    ]
    place = 2
    for part in (
        told,
        [("What to do", "means"), *((IN_WORDS[act], means) for act, means in columns.ACTS.items())],
        [("Column", "means"), *((column.heading, column.means.replace("_", " ")) for column in _COLUMNS)],
    ):
        for number, line in enumerate(part):
            sheet.cells(place, line, "lead" if not number else "")
            place += 1
        place += 1
    sheet.printed(place - 2, 2)
