"""What is wrong with an export's data: the kind and the place of each finding, never what a cell holds."""

from collections.abc import Iterable

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
    "ambiguous-date": "Could be day/month or month/day, and no other date settles which; day first was taken",
    "contradiction": "Two columns of one row cannot both be so; neither was used",
    "day-first": "Could be day/month or month/day; other dates in the column show that the day comes first",
    "different-answers": "One child has different answers to one question; it counts as not known",
    "duplicate": "The same entry stands in an earlier row; it was counted once",
    "empty": "Holds no rows",
    "left-out": "The column map leaves this kind of entry out",
    "missing-column": "A column that is read here was not found",
    "missing-start": "Ends without having begun",
    "mixed-dates": "Day/month and month/day stand in one column, so this date cannot be told",
    "negative-duration": "Ends before it begins; neither date was used",
    "no-child": "Has no reference for the child",
    "no-date": "Has no date",
    "no-needed-value": "Lacks what an entry of this kind must say",
    "overlap": "Begins before an earlier one of its kind has ended",
    "ragged": "Has more cells than the table has columns",
    "stopped": "The file breaks off or is damaged here; nothing from here on was read",
    "unknown-event": "Is no kind of event that is known here",
    "unknown-status": "Is neither held, planned nor cancelled",
    "unreadable": "Cannot be read as the value that belongs here",
    "unreadable-date": "Is no date that can be read, or one outside the years of the calendar",
    "unreadable-reference": "Is too long for a reference, or holds characters that cannot be printed",
    "unreadable-row": "Cannot be read as a row",
}


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


def together(findings: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """All findings in one frame, in the order of place, row and kind."""
    frames = [frame for frame in findings if frame.height]
    if not frames:
        return pl.DataFrame(schema=SCHEMA)
    return pl.concat(frames).sort("place", "row", "kind", "column", nulls_last=False, maintain_order=True)
