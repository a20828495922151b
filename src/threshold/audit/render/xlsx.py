"""An audit as a workbook: a sheet for each purpose, in words, ready to be printed.

The rows that may be many, the exceptions and the findings about the data, are put in afterwards.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl

from threshold.audit.render import sections
from threshold.audit.render import sheet_pages as pages
from threshold.audit.render.sheet_rows import Rows, put_in
from threshold.audit.rows import Where, rows
from threshold.audit.run import Run
from threshold.exports import MEANINGS
from threshold.output.files import written_aside
from threshold.output.sheet import Sheet, Sheets
from threshold.semantics.closed_lists import FAILED

MOST_ROWS = 1_048_000  # a sheet holds 1,048,576

_AT_ONCE = 20_000
_EXCEPTIONS = (
    *(
        "Rule",
        "Clauses",
        "What",
        "Child",
        "Which",
        "Interval",
        "State",
        "Started",
        "Due",
        "Done",
        "By",
        "Unit",
    ),
    *("Team", "Worker"),
)
_QUALITY = ("What", "Where", "Row", "Column", "How many")


def write_xlsx(path: Path, run: Run, written: Callable[[int], None] = lambda _: None) -> None:
    """Write the workbook; `written` is told of every so many exceptions."""
    from xlsxwriter import Workbook

    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    frame = BytesIO()
    with Workbook(frame, options) as book:
        # The day of the audit, which is the same whenever the workbook is made.
        book.set_properties({"created": datetime.combine(date.fromisoformat(run.audit.as_at), time())})
        _Book(book, run).write()
    exceptions, quality = _sliced(_missed(run)), _sliced([_quality(run)])
    parts = {
        "xl/worksheets/sheet5.xml": Rows(_reporting(exceptions, written)),
        "xl/worksheets/sheet6.xml": Rows(quality),
    }
    with written_aside(path, make_folder=True) as aside:
        put_in(frame, parts, aside)


def _missed(run: Run) -> Iterator[pl.DataFrame]:
    """Every late, overdue, missed or unmet, rule by rule."""
    columns = ("child", "instance", "interval", "state", "start", "due", "met_on", "days", "unit")
    for rule in run.audit.judged:
        where = Where(states=frozenset(FAILED), rules=frozenset({rule.rule}))
        about = (rule.rule, " ".join(rule.source.clauses), rule.title)
        head = [pl.lit(text).alias(name) for text, name in zip(about, _EXCEPTIONS, strict=False)]
        for table in rows(run, where):
            told = table.with_columns(pl.col("state").replace_strict(sections.STATES))
            yield told.select(*head, *columns, "team", "worker")


def _quality(run: Run) -> pl.DataFrame:
    """Every finding about the data."""
    meaning = pl.col("kind").cast(pl.String).replace_strict(MEANINGS, return_dtype=pl.String)
    return run.export.findings.select(meaning, "place", "row", "column", "count")


def _sliced(tables: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """The same, in tables that are not too large to be made into XML at once, up to what a sheet holds."""
    left = MOST_ROWS
    for table in tables:
        yield from table.head(left).iter_slices(_AT_ONCE)
        left -= min(left, table.height)


def _reporting(tables: Iterable[pl.DataFrame], written: Callable[[int], None]) -> Iterator[pl.DataFrame]:
    for table in tables:
        yield table
        written(table.height)


def _where(number: int, sheet: str) -> str:
    """Where so many rows are, and how many are left out."""
    if number <= MOST_ROWS:
        return f"all in the sheet {sheet}"
    left = number - MOST_ROWS
    return f"of which the sheet {sheet} holds the first {MOST_ROWS:,}, and {left:,} are left out"


class _Book:
    """The sheets, without the rows that may be many: an empty row stands in their place."""

    def __init__(self, book: Any, run: Run) -> None:
        self.run = run
        self.sheets = Sheets(book, sections.title(run.audit))
        self.missed = sum(rule.counts.failed or 0 for rule in run.audit.judged)
        self.findings = run.export.findings.height

    def write(self) -> None:
        audit = self.run.audit
        add = self.sheets.add
        pages.summary(add(pages.SUMMARY, (16, 120)), audit, self._about())
        pages.charts(add(pages.CHARTS, (71, 71), upright=True), self.sheets, audit)
        pages.by_rule(add(pages.BY_RULE, (30, 16, 30, *(8,) * 22)), audit)
        pages.over_time(add(pages.OVER_TIME, (60, 22, 16, *(10,) * 6)), audit)
        exceptions = add(pages.EXCEPTIONS, (22, 22, 44, 18, 8, 8, 10, 13, 13, 13, 8, 13, 18, 18))
        self._many(exceptions, _EXCEPTIONS, self.missed)
        self._many(add(pages.QUALITY, (70, 24, 10, 34, 10)), _QUALITY, self.findings)
        pages.lengths(add(pages.LENGTHS, (40, 13, 22, 16, *(9,) * 10, 50)), audit)
        pages.not_judged(add(pages.NOT_JUDGED, (20, 60, 50, *(10,) * 8)), audit)
        pages.lacking(add(pages.LACKING, (44, 36, 10, 12, 60)), audit)
        pages.counting(add(pages.COUNTING, (20, 120)), audit)
        if self.missed > MOST_ROWS:
            exceptions.cells(MOST_ROWS + 1, (self._exceptions,))

    def _about(self) -> list[tuple[str, str]]:
        findings = sum(found.count for found in self.run.audit.quality)
        told = f"{findings:,} findings, {_where(self.findings, pages.QUALITY)}"
        return [(pages.EXCEPTIONS, self._exceptions), ("Data", told)]

    @property
    def _exceptions(self) -> str:
        more = "; --results FILE writes every one" if self.missed > MOST_ROWS else ""
        return f"{self.missed:,} rows, {_where(self.missed, pages.EXCEPTIONS)}{more}"

    def _many(self, sheet: Sheet, names: tuple[str, ...], number: int) -> None:
        """The headings of a sheet, and the place of so many rows."""
        sheet.headings(0, names, min(number, MOST_ROWS))
        sheet.room()
