"""Charts of a workbook, drawn from cells of its own sheets: told apart by lightness, pattern and words."""

from dataclasses import dataclass
from typing import Any

from threshold.output.escaping import cell

_DARK, _LINE = "#404040", {"color": "#000000", "width": 0.75}
_PATTERNS: dict[str, dict[str, Any]] = {
    "met": {"fill": {"color": _DARK}, "border": _LINE},
    "not met": {
        "pattern": {"pattern": "wide_upward_diagonal", "fg_color": "#000000", "bg_color": "#FFFFFF"},
        "border": _LINE,
    },
    "cannot be told": {
        "pattern": {"pattern": "percent_5", "fg_color": "#606060", "bg_color": "#FFFFFF"},
        "border": {**_LINE, "dash_type": "dash"},
    },
}
_ROW = 30  # of pixels, for one bar


@dataclass(frozen=True, slots=True)
class Cells:
    """So many rows of one column of a sheet: the first and the last of them."""

    sheet: str
    column: int
    first: int
    last: int

    def place(self) -> list[str | int]:
        return [self.sheet, self.first, self.column, self.last, self.column]


def height(rules: int) -> int:
    """How high the chart of so many rules is."""
    return 120 + _ROW * rules


def shares(book: Any, names: Cells, met: int, missed: int, unknown: int) -> Any:
    """A bar for each rule: what was met, what was not and what cannot be told, each with its number."""
    chart = book.add_chart({"type": "bar", "subtype": "percent_stacked"})
    for (kind, drawn), column in zip(_PATTERNS.items(), (met, missed, unknown), strict=True):
        label = {"color": "#FFFFFF"} if kind == "met" else {"bold": True}
        values = Cells(names.sheet, column, names.first, names.last)
        chart.add_series(
            {
                "name": kind,
                "categories": names.place(),
                "values": values.place(),
                "gap": 40,
                "data_labels": {"value": True, "font": label, "num_format": "#,##0;;"},
                **drawn,
            }
        )
    chart.set_title({"name": "What was met, what was not, and what cannot be told", "overlay": False})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    chart.set_x_axis({"major_gridlines": {"visible": False}, "num_format": "0%"})
    chart.set_legend({"position": "top"})
    chart.set_size({"width": 1000, "height": height(names.last - names.first + 1)})
    return chart


def trend(book: Any, title: str, months: Cells, share: int) -> Any:
    """The share met, month by month of the due date."""
    chart = book.add_chart({"type": "line"})
    title = cell(title)  # what begins like a formula would be one
    values = Cells(months.sheet, share, months.first, months.last)
    chart.add_series(
        {
            "name": title,
            "categories": months.place(),
            "values": values.place(),
            "line": {"color": "#000000", "width": 1.5},
            "marker": {"type": "circle", "fill": {"color": "#000000"}, "border": {"color": "#000000"}},
            "data_labels": {"value": True, "position": "above", "num_format": "0%"},
        }
    )
    chart.set_title({"name": title, "name_font": {"size": 11}, "overlay": False})
    chart.set_y_axis({"min": 0, "max": 1, "major_unit": 0.5, "num_format": "0%"})
    chart.set_legend({"none": True})
    chart.set_size({"width": 495, "height": 260})
    return chart
