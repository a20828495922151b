"""What is wrong with an export's data: the kind and the place of each finding, never what a cell holds."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import polars as pl

SCHEMA: dict[str, type[pl.DataType]] = {
    "kind": pl.String,
    "place": pl.String,  # the sheet, the file or the group of a census
    "row": pl.UInt32,  # counted as a spreadsheet counts; in a census the line
    "column": pl.String,
    "count": pl.UInt32,  # how many cells or rows one finding stands for
}

MEANINGS = {
    "after-the-date": "Dated after the date of the audit, though it is said to have happened",
    "alike-reference": (
        "This reference differs from another by capitals, spaces or leading noughts alone; nothing was "
        "joined, and what is not recorded under it does not count as not done"
    ),
    "ambiguous-date": "Could be day/month or month/day, and no other date settles which; day first was taken",
    "blank-column": "Nobody has anything in this column, so it shows nothing",
    "comes-before": "Comes before what leads to it; it was counted as it stands",
    "contradiction": (
        "Says no, though a date of the same thing says yes: a conference was held, say, in an enquiry that "
        "needed none; the answer counts as not known"
    ),
    "covers-nothing": (
        "The column map says that such entries are recorded completely, but what would show it is missing or "
        "blank; that there is none counts for nothing"
    ),
    "cut-short": (
        "The file breaks off in this row, as it seems: it is shorter than those before it and has no end; it "
        "was not read. Export it anew"
    ),
    "day-first": "Could be day/month or month/day; other dates of the table show that the day comes first",
    "different-answers": "One child has different answers to one question; it counts as not known",
    "duplicate": "The same entry stands in an earlier row; it was counted once",
    "empty": "Holds no rows",
    "ended-involvement": "Is of somebody who no longer works with the child; not used",
    "footer": "Stands below or between the rows and is none of them",
    "header-again": "Repeats the headers",
    "header-twice": "Several columns have this header; none says what the first does not, and that was read",
    "hidden-rows": (
        "A cell in quotation marks holds what seems to be further rows, as where one was left open; neither "
        "this row nor those in it were read. Put the marks right in the export"
    ),
    "hidden-sheet": "This sheet is hidden; it was not read",
    "hidden-sheet-read": "This sheet is hidden; it was read, for no other could be, or the map names it",
    "lacks-cover": (
        "Another sheet or file of the kind lacks this date, or could not be read; that there is none counts "
        "for nothing"
    ),
    "left-out": "The column map leaves this kind of entry out",
    "missing-column": "A column that is read here was not found",
    "missing-sheet": "The column map names this sheet or file, and the export does not have it",
    "missing-start": "Ends without having begun",
    "left-open": "Has no end, though what it belongs to has ended",
    "mixed-dates": "Day/month and month/day stand in one column, so this date cannot be told",
    "negative-duration": "Ends before it begins; it counts as done on days that nobody knows",
    "no-child": "Has no reference for the child",
    "no-date": "Has no date",
    "no-needed-value": "Lacks what an entry of this kind must say",
    "numbered-apart": (
        "Its reference is that of another kind of work, but the days of such pairs do not fit; what belongs "
        "to what was told by date"
    ),
    "overlap": "Begins before an earlier one of its kind has ended",
    "no-room": "The last column for such dates is filled; whether there were more cannot be told",
    "nothing-read": "Holds nothing in the columns that are read here",
    "other-label": "Is a label that is not known here, or that says nothing which is read; it was not used",
    "other-words": "A column was taken for one that is read here, though its header has other words",
    "ragged": "Has more cells than the table has columns",
    "several-ends": (
        "Its reference has ended on several days; it counts once, and on which day it ended cannot be told"
    ),
    "several-tables": (
        "Holds several tables side by side, whose rows cannot be told apart; not read: give a file for each"
    ),
    "shared-reference": "Its reference is that of several of one kind; starts and ends were paired by date",
    "short-year": (
        "The year has two digits; 00 to 50 was read as 2000 to 2050, 90 to 99 as 1990 to 1999, nothing else"
    ),
    "starts-before": "Begins before what it belongs to; it was counted as it stands",
    "stopped": "The file breaks off or is damaged here; nothing from here on was read",
    "title-line": "Stands above the headers; it was not read",
    "total-row": "Is a total, not a child",
    "unclear-column": "Two columns could be the one that is read here; none of them was",
    "unknown-event": "Is no kind of event that is known here",
    "unknown-status": "Is neither held, planned nor cancelled",
    "unlinked": "Names something that it belongs to and the export does not hold; its date was gone by",
    "unreadable": "Cannot be read as the value that belongs here",
    "unreadable-date": "Is no date that can be read, or one outside the years of the calendar",
    "unreadable-reference": (
        "Is no reference: too long, a number cut short by a spreadsheet (1E+11), yes or no, a list, or with "
        "signs that cannot be printed"
    ),
    "unreadable-row": "Cannot be read as a row",
    "unread-rows": "A row of a table of which the needed columns were not found; a column map can name them",
    "unread-sibling": "Is numbered like a column that is read, and was not read; these cover nothing",
    "unread-table": "Has no columns that tell whose it is, what and when; nothing of it was read",
}


@cache
def census_rules() -> Mapping[str, Mapping[str, tuple[int, ...]]]:
    """The rules of the census that object to the same thing, by the kind of a finding and its place there."""
    from pydantic import TypeAdapter

    from threshold.reading import parse_yaml, plain, read_text

    path = Path(__file__).with_name("census-rules.yaml")
    written = plain(parse_yaml(read_text(path, path.name), path.name)[0])
    return TypeAdapter(dict[str, dict[str, tuple[int, ...]]]).validate_python(written)


def finding(kind: str, place: str, rows: pl.Series | None = None, column: str | None = None) -> pl.DataFrame:
    """One finding of a kind for each of these rows, or one for the whole place."""
    assert kind in MEANINGS, kind
    numbers = pl.Series("row", [None], pl.UInt32) if rows is None else rows.cast(pl.UInt32).alias("row")
    return pl.DataFrame({"row": numbers}).select(
        pl.lit(kind).alias("kind"),
        pl.lit(place).alias("place"),
        "row",
        pl.lit(column, pl.String).alias("column"),
        pl.lit(1, pl.UInt32).alias("count"),
    )


def summed(kind: str, place: str, count: int, column: str | None = None) -> pl.DataFrame:
    """One finding that stands for many cells."""
    return finding(kind, place, None, column).with_columns(pl.lit(count, pl.UInt32).alias("count"))


def by_place(kind: str, rows: pl.DataFrame, column: str | None = None) -> Iterator[pl.DataFrame]:
    """A finding for each of these rows (`place`, `row`) in any of several files or sheets."""
    for (place,), some in rows.partition_by("place", as_dict=True, maintain_order=True).items():
        yield finding(kind, str(place), some["row"], column)


def together(findings: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """All findings in one frame, in the order of place, row and kind."""
    frames = [frame for frame in findings if frame.height]
    if not frames:
        return pl.DataFrame(schema=SCHEMA)
    return pl.concat(frames).sort("place", "row", "kind", "column", nulls_last=False, maintain_order=True)
