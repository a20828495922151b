"""A sheet of a workbook: cells of each kind in their format, and how it comes out of a printer.

What comes from an export is written as text, quoted where a spreadsheet might run it.
"""

from collections.abc import Sequence
from datetime import date, datetime
from math import ceil
from typing import Any

from threshold.output.escaping import is_formula, terminal

LONGEST_TEXT = 32_000  # a cell holds 32,767
_A4 = 9
_LINE, _TITLE, _HIGHEST = 15, 20, 400  # of points
_SPACE = 0.95  # what a letter takes of a column's width, words being kept whole
_NARROW = 12  # a column of numbers, whose headings stand above their last digits
_LONGEST_FOOTER = 200  # a footer holds 255, and the pages' numbers are among them
_FORMATS = {
    "quoted": {"quote_prefix": True, "text_wrap": True, "valign": "top"},
    "text": {"text_wrap": True, "valign": "top"},
    "title": {"bold": True, "font_size": 14, "text_wrap": True, "valign": "top"},
    "bold": {"bold": True, "valign": "top"},
    "lead": {"bold": True, "text_wrap": True, "valign": "top"},
    "percent": {"num_format": "0.0%", "valign": "top"},
    "number": {"num_format": "#,##0", "valign": "top"},
    "half": {"num_format": "#,##0.0", "valign": "top"},
    "points": {"num_format": "+0.0;-0.0;0.0", "valign": "top"},
    "date": {"num_format": "d mmm yyyy"},
    "day": {"num_format": "d mmm yyyy", "align": "left", "valign": "top"},
    "moment": {"num_format": "d mmm yyyy hh:mm", "align": "left", "valign": "top"},
    "mark": {"quote_prefix": True},
    "wrapped": {"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"},
    "right": {"bold": True, "text_wrap": True, "bottom": 1, "valign": "top", "align": "right"},
}
# Of texts, each has a line of its own in the cell.
Value = str | tuple[str, ...] | int | float | date | None


class Sheets:
    """The sheets of one workbook, with the formats that they share and a footer that says what it is."""

    def __init__(self, book: Any, title: str) -> None:
        self.book, self._title = book, title
        self.formats = {name: book.add_format(each) for name, each in _FORMATS.items()}

    def add(self, name: str, widths: Sequence[int], upright: bool = False) -> "Sheet":
        """A sheet more, as wide as A4 on its side, on as many as it takes; `upright`: on one alone."""
        sheet = self.book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        if not upright:
            sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, int(upright))
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
        what = printable(self._title)[:_LONGEST_FOOTER].replace("&", "and")
        sheet.set_footer(f"&L&8{what}&R&8{name}: page &P of &N")
        return Sheet(sheet, self.formats, widths)


class Sheet:
    """One sheet, written from above."""

    def __init__(self, sheet: Any, formats: dict[str, Any], widths: Sequence[int]) -> None:
        self.sheet, self._formats, self._widths = sheet, formats, widths

    def title(self, text: str) -> None:
        """A title across all columns, on two lines where it is long."""
        if len(self._widths) > 1:
            self.sheet.merge_range(0, 0, 0, len(self._widths) - 1, "")
        self.sheet.write_string(0, 0, printable(text), self._formats["title"])
        self.sheet.set_row(0, 2 * _TITLE)

    def headings(self, place: int, names: Sequence[str], last: int) -> None:
        """The headings, on every printed page and above every row on a screen, with a filter of all below."""
        for column, name in enumerate(names):
            narrow = self._widths[column] <= _NARROW
            self.cells(place, (name,), "right" if narrow else "wrapped", column)
        self.sheet.set_row(place, 3 * _LINE)
        self.sheet.freeze_panes(place + 1, 0)
        self.sheet.repeat_rows(place)
        self.sheet.autofilter(place, 0, max(last, place + 1), len(names) - 1)
        self.printed(max(last, place + 1), len(names))

    def printed(self, last: int, columns: int) -> None:
        """What is printed: all down to the row `last`, and so many columns."""
        self.sheet.print_area(0, 0, last, columns - 1)

    def cells(self, place: int, values: Sequence[Value], style: str = "", column: int = 0) -> None:
        """Values beside each other; a fraction is a percentage unless `style` says otherwise."""
        for offset, value in enumerate(values, start=column):
            if value is None or value in ("", ()):
                continue
            if isinstance(value, str | tuple):
                text = printable(*([value] if isinstance(value, str) else value))
                kind = style or ("quoted" if is_formula(text) else "text")
                self.sheet.write_string(place, offset, text, self._formats[kind])
            elif isinstance(value, date):
                kind = style or ("moment" if isinstance(value, datetime) else "day")
                self.sheet.write_datetime(place, offset, value, self._formats[kind])
            else:
                number = "percent" if isinstance(value, float) else "number"
                self.sheet.write_number(place, offset, value, self._formats[style or number])
        self._heighten(place, values, column)

    def chart(self, column: int, down: int, chart: Any, said: str) -> None:
        """A chart in a column, so many pixels below the title, with words for those who cannot see it."""
        self.sheet.insert_chart(1, column, chart, {"y_offset": down, "description": printable(said)})

    def _heighten(self, place: int, values: Sequence[Value], column: int) -> None:
        """Room for what takes several lines: not every spreadsheet sees to it."""
        wide = zip(values, self._widths[column:], strict=False)
        lines = max((_lines(value, width) for value, width in wide), default=1)
        if lines > 1:
            self.sheet.set_row(place, min(_LINE * lines, _HIGHEST))

    def room(self) -> None:
        """Rows of a report that come later stand from the second row on: it tells how text and days look."""
        for column, style in enumerate(("mark", "date")):
            self.sheet.write_blank(1, column, None, self._formats[style])


def printable(*lines: str) -> str:
    """Lines of text that a cell can hold."""
    return "\n".join(map(terminal, lines))[:LONGEST_TEXT]


def _lines(value: Value, width: int) -> int:
    """How many lines a value takes in a column of this width."""
    texts = [value] if isinstance(value, str) else value if isinstance(value, tuple) else []
    return sum(max(1, ceil(_SPACE * len(text) / width)) for text in texts)
