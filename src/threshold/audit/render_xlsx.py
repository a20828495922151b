"""An audit as a workbook: summary, exceptions to filter by rule and clause, data quality.

Everything from the export is written as text, quoted where a spreadsheet might run it.
"""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from threshold.audit import sections
from threshold.audit.convention import SHORT
from threshold.audit.defused import dangerous
from threshold.audit.files import written_aside
from threshold.audit.model import FAILED, OUTCOMES
from threshold.audit.rows import Where, rows
from threshold.audit.run import Run
from threshold.exports import MEANINGS

MOST_ROWS = 1_048_000  # a sheet holds 1,048,576

_DAY_0 = date(1899, 12, 30)  # of a workbook's calendar
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

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with written_aside(path) as aside:
        book = Workbook(str(aside), options)
        try:
            _Book(book, run).write(written)
        finally:
            book.close()


class _Book:
    """The sheets, written from the top down, each row once."""

    def __init__(self, book: Any, run: Run) -> None:
        self.book, self.run = book, run
        formats = {
            "quoted": {"quote_prefix": True},
            "bold": {"bold": True},
            "percent": {"num_format": "0.0%"},
            "number": {"num_format": "#,##0"},
            "date": {"num_format": "d mmm yyyy"},
            "wrapped": {"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"},
        }
        self.formats = {name: book.add_format(each) for name, each in formats.items()} | {"plain": None}

    def write(self, written: Callable[[int], None]) -> None:
        summary, exceptions, quality = (
            self.book.add_worksheet(name) for name in ("Summary", "Exceptions", "Data quality")
        )
        self._summary(summary)
        self._exceptions(exceptions, written)
        self._quality(quality)

    def _summary(self, sheet: Any) -> None:
        audit = self.run.audit
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 48)
        sheet.set_column(2, 2, 44)
        place = 0
        head = [(sections.title(audit), ""), (sections.headline(audit), ""), *sections.facts(audit)]
        head += [("Counted", line) for line in audit.counting]
        findings = sum(found.count for found in audit.quality)
        head += [("Data", f"{findings:,} findings, all in the sheet Data quality")]
        head += [("Data", line) for line in sections.caveats(audit)]
        for what, told in head:
            self._cells(sheet, place, (what, told), "bold" if not told else "plain")
            place += 1
        place += 1
        headings = ("Rule", "What", "Counted", "Share met", "At least", "n")
        outcomes = tuple(sections.HEADINGS[name] for name in OUTCOMES)
        changes = {each.rule: each for each in audit.compared.changes} if audit.compared else {}
        since = (f"Points since {sections.day(audit.compared.as_at)}",) if audit.compared else ()
        self._cells(sheet, place, (*headings, *outcomes, *since), "wrapped")
        for rule in audit.judged:
            place += 1
            counts = rule.counts
            cells = (rule.rule, sections.name(rule), rule.counted, counts.share, counts.least, counts.n)
            numbers = (getattr(counts, name) for name in OUTCOMES)
            change = (changes[rule.rule].points if rule.rule in changes else None,) if since else ()
            self._cells(sheet, place, (*cells, *numbers))
            self._cells(sheet, place, change, column=len(headings) + len(outcomes), plain_numbers=True)
        self._cells(sheet, place + 2, (sections.left_out(audit),))
        self._cells(sheet, place + 3, (sections.ADVICE,))
        if changes and audit.compared:
            for offset, note in enumerate(audit.compared.notes):
                self._cells(sheet, place + 4 + offset, (note,))

    def _exceptions(self, sheet: Any, written: Callable[[int], None]) -> None:
        for column, width in enumerate((22, 22, 44, 18, 8, 8, 10, 13, 13, 13, 8, 13, 18, 18)):
            sheet.set_column(column, column, width)
        self._cells(sheet, 0, _EXCEPTIONS, "wrapped")
        sheet.freeze_panes(1, 0)
        place = 0
        for cells in self._missed(written):
            place += 1
            if place > MOST_ROWS:
                self._cells(sheet, place, ("More than a sheet holds: --results writes them all.",))
                break
            self._cells(sheet, place, cells, plain_numbers=True)
        sheet.autofilter(0, 0, max(place, 1), len(_EXCEPTIONS) - 1)

    def _missed(self, written: Callable[[int], None]) -> Iterator[tuple[Any, ...]]:
        """Every late, overdue or unmet, rule by rule."""
        for rule in self.run.audit.judged:
            clauses = " ".join(rule.source.clauses)
            where = Where(states=frozenset(FAILED), rules=frozenset({rule.rule}))
            columns = ("child", "instance", "interval", "state", "start", "due", "met_on", "days", "unit")
            for table in rows(self.run, where):
                written(table.height)
                for child, instance, interval, state, *others in table.select(
                    *columns, "team", "worker"
                ).iter_rows():
                    told = sections.STATES[state]
                    yield (rule.rule, clauses, rule.title, child, instance, interval, told, *others)

    def _quality(self, sheet: Any) -> None:
        for column, width in enumerate((70, 24, 10, 34, 10)):
            sheet.set_column(column, column, width)
        self._cells(sheet, 0, _QUALITY, "wrapped")
        sheet.freeze_panes(1, 0)
        findings = self.run.export.findings.head(MOST_ROWS).select("kind", "place", "row", "column", "count")
        for place, (kind, *others) in enumerate(findings.iter_rows(), start=1):
            self._cells(sheet, place, (MEANINGS[kind], *others), plain_numbers=True)
        sheet.autofilter(0, 0, max(findings.height, 1), len(_QUALITY) - 1)
        self._cells(sheet, findings.height + 2, (SHORT,))

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
                kind = "quoted" if style == "plain" and dangerous(value) else style
                sheet.write_string(place, offset, _printable(value), self.formats[kind])
            elif isinstance(value, date):
                # The same as write_datetime, which takes longer to get there.
                sheet.write_number(place, offset, (value - _DAY_0).days, self.formats["date"])
            else:
                number = "percent" if isinstance(value, float) else "number"
                sheet.write_number(place, offset, value, self.formats["plain" if plain_numbers else number])


def _printable(text: str) -> str:
    """Text that a sheet can hold."""
    if not text.isprintable():
        text = "".join(each if each.isprintable() else "?" for each in text)
    return text[:32_000]
