"""An audit as a workbook: summary, exceptions to filter by rule and clause, data quality.

Everything from the export is written as text, quoted where a spreadsheet might run it.
"""

from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl

from threshold.audit.convention import SHORT
from threshold.audit.render import sections
from threshold.audit.render.sheet_rows import LONGEST_TEXT, Rows, put_in
from threshold.audit.rows import Where, rows
from threshold.audit.run import Run
from threshold.exports import MEANINGS
from threshold.output.escaping import is_formula
from threshold.output.files import written_aside
from threshold.semantics.closed_lists import AUDIT_STATES, FAILED

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
        _Book(book, run).write()
    exceptions, quality = _sliced(_missed(run)), _sliced([_quality(run)])
    parts = {
        "xl/worksheets/sheet2.xml": Rows(_reporting(exceptions, written)),
        "xl/worksheets/sheet3.xml": Rows(quality),
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
        self.book, self.run = book, run
        self.missed = sum(rule.counts.failed for rule in run.audit.judged)
        self.findings = run.export.findings.height
        formats = {
            "quoted": {"quote_prefix": True},
            "bold": {"bold": True},
            "percent": {"num_format": "0.0%"},
            "number": {"num_format": "#,##0"},
            "date": {"num_format": "d mmm yyyy"},
            "wrapped": {"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"},
        }
        self.formats = {name: book.add_format(each) for name, each in formats.items()} | {"plain": None}

    def write(self) -> None:
        summary, exceptions, quality = (
            self.book.add_worksheet(name) for name in ("Summary", "Exceptions", "Data quality")
        )
        self._summary(summary)
        widths = (22, 22, 44, 18, 8, 8, 10, 13, 13, 13, 8, 13, 18, 18)
        missed = self._head(exceptions, _EXCEPTIONS, widths, self.missed)
        if self.missed > MOST_ROWS:
            self._cells(exceptions, missed + 1, (self._exceptions,))
        findings = self._head(quality, _QUALITY, (70, 24, 10, 34, 10), self.findings)
        self._cells(quality, findings + 2, (SHORT,))

    def _summary(self, sheet: Any) -> None:
        audit = self.run.audit
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 48)
        sheet.set_column(2, 2, 44)
        place = 0
        head = [(sections.title(audit), ""), (sections.headline(audit), ""), *sections.facts(audit)]
        head += [("Counted", line) for line in audit.counting]
        head += [("Exceptions", self._exceptions)]
        findings = sum(found.count for found in audit.quality)
        head += [("Data", f"{findings:,} findings, {_where(self.findings, 'Data quality')}")]
        head += [("Data", line) for line in sections.caveats(audit)]
        for what, told in head:
            self._cells(sheet, place, (what, told), "bold" if not told else "plain")
            place += 1
        place += 1
        headings = ("Rule", "What", "Counted", "Share met", "At least", "n")
        outcomes = tuple(sections.HEADINGS[name] for name in AUDIT_STATES)
        changes = {each.rule: each for each in audit.compared.changes} if audit.compared else {}
        since = (f"Points since {sections.day(audit.compared.as_at)}",) if audit.compared else ()
        self._cells(sheet, place, (*headings, *outcomes, *since), "wrapped")
        for rule in audit.judged:
            place += 1
            counts = rule.counts
            cells = (rule.rule, sections.name(rule), rule.counted, counts.share, counts.least, counts.n)
            numbers = (getattr(counts, name) for name in AUDIT_STATES)
            change = (changes[rule.rule].points if rule.rule in changes else None,) if since else ()
            self._cells(sheet, place, (*cells, *numbers))
            self._cells(sheet, place, change, column=len(headings) + len(outcomes), plain_numbers=True)
        self._cells(sheet, place + 2, (sections.left_out(audit),))
        self._cells(sheet, place + 3, (sections.ADVICE,))
        if changes and audit.compared:
            for offset, note in enumerate(audit.compared.notes):
                self._cells(sheet, place + 4 + offset, (note,))

    @property
    def _exceptions(self) -> str:
        more = "; --results FILE writes every one" if self.missed > MOST_ROWS else ""
        return f"{self.missed:,} rows, {_where(self.missed, 'Exceptions')}{more}"

    def _head(self, sheet: Any, names: tuple[str, ...], widths: tuple[int, ...], number: int) -> int:
        """The headings, and the place of so many rows; returns where the last of them will be."""
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        self._cells(sheet, 0, names, "wrapped")
        sheet.freeze_panes(1, 0)
        for column, style in enumerate(("quoted", "date")):
            sheet.write_blank(1, column, None, self.formats[style])
        last = min(number, MOST_ROWS)
        sheet.autofilter(0, 0, max(last, 1), len(names) - 1)
        return last

    def _cells(
        self,
        sheet: Any,
        place: int,
        values: tuple[Any, ...],
        style: str = "plain",
        column: int = 0,
        plain_numbers: bool = False,
    ) -> None:
        for offset, value in enumerate(values, start=column):
            if value is None or value == "":
                continue
            if isinstance(value, str):
                kind = "quoted" if style == "plain" and is_formula(value) else style
                sheet.write_string(place, offset, _printable(value), self.formats[kind])
            else:
                number = "percent" if isinstance(value, float) else "number"
                sheet.write_number(place, offset, value, self.formats["plain" if plain_numbers else number])


def _printable(text: str) -> str:
    """Text that a sheet can hold."""
    if not text.isprintable():
        text = "".join(each if each.isprintable() else "?" for each in text)
    return text[:LONGEST_TEXT]
