"""Rows of a sheet as the XML of a workbook, made a column at a time: a million take seconds, not minutes.

The workbook itself comes from elsewhere, with one row where these are to go.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.parsers.expat import ParserCreate
from zipfile import ZIP_DEFLATED, ZipFile

import polars as pl

from threshold.audit import cells
from threshold.output.sheet import LONGEST_TEXT

_DAY_0 = pl.date(1899, 12, 30)  # of a workbook's calendar
_LIKE_AN_ESCAPE = r"_x[0-9A-Fa-f]{4}_"  # which a workbook would take for a character by its number


@dataclass(frozen=True, slots=True)
class Styles:
    """The numbers that a workbook gives to two formats: text marked as such, and days."""

    quoted: str
    day: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Tables whose rows go one below the other from a sheet's second row on: text, whole numbers and days."""

    tables: Iterable[pl.DataFrame]

    def write(self, stream: IO[bytes], styles: Styles) -> None:
        first = 2
        for table in self.tables:
            stream.write(_xml(table, first, styles).encode())
            first += table.height


def put_in(book: IO[bytes], rows: Mapping[str, Rows], path: Path) -> None:
    """Write the workbook to `path`, with rows in the sheets whose parts are named.

    The second row of each of those sheets is their place; its first two cells, which are empty, have the
    styles of quoted text and of days.
    """
    with ZipFile(book) as source, ZipFile(path, "w", ZIP_DEFLATED) as target:
        if missing := rows.keys() - set(source.namelist()):
            raise ValueError(f"the workbook has no part {', '.join(sorted(missing))}")
        for member in source.infolist():
            content = source.read(member)
            if member.filename not in rows:
                target.writestr(member, content, ZIP_DEFLATED)
                continue
            places = _Places(content)
            before, after = places.parted()
            with target.open(member, "w") as stream:
                stream.write(before)
                rows[member.filename].write(stream, Styles(*places.styles[:2]))
                stream.write(after)


class _Places:
    """Where the dimension and the second row of a sheet stand in its XML, however that is written."""

    def __init__(self, sheet: bytes) -> None:
        self.styles: list[str] = []  # of the cells of the second row
        self._sheet = sheet
        self._spans: dict[str, tuple[int, int]] = {}
        self._within = ""
        self._began = self._latest = 0
        self._parser = ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.Parse(sheet, True)

    def parted(self) -> tuple[bytes, bytes]:
        """The sheet before and behind its second row, which itself is left out."""
        if "row" not in self._spans:
            raise ValueError("the sheet has no second row to put rows in its place")
        start, end = self._spans["row"]
        # The dimension may be left out, and would no longer be true.
        without, rest = self._spans.get("dimension", (start, start))
        return self._sheet[:without] + self._sheet[rest:start], self._sheet[end:]

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        self._latest = self._parser.CurrentByteIndex
        if tag == "dimension" or (tag == "row" and attributes.get("r") == "2"):
            self._within, self._began = tag, self._latest
        elif tag == "c" and self._within == "row":
            self.styles.append(attributes.get("s", "0"))

    def _end(self, name: str) -> None:
        if name.rpartition(" ")[2] == self._within:
            end = self._parser.CurrentByteIndex  # behind <tag/>, or before </tag>
            if self._latest != self._began or not self._sheet[self._began : end].endswith(b"/>"):
                end = self._sheet.index(b">", end) + 1
            self._spans[self._within] = (self._began, end)
            self._within = ""


def _xml(table: pl.DataFrame, first: int, styles: Styles) -> str:
    numbered = table.with_row_index("row number", offset=first)
    number = pl.col("row number").cast(pl.String)
    cells = [
        _cell(pl.col(name), kind, chr(ord("A") + place), number, styles)
        for place, (name, kind) in enumerate(table.schema.items())
    ]
    rows = pl.concat_str(pl.lit('<row r="'), number, pl.lit('">'), *cells, pl.lit("</row>"))
    return str(numbered.select(rows.str.join("")).item())


def _cell(value: pl.Expr, kind: pl.DataType, letter: str, row: pl.Expr, styles: Styles) -> pl.Expr:
    """A cell; nothing where there is no value."""
    start = pl.concat_str(pl.lit(f'<c r="{letter}'), row)
    if kind == pl.Date:
        days = (value - _DAY_0).dt.total_days().cast(pl.String)
        cell = pl.concat_str(start, pl.lit(f'" s="{styles.day}"><v>'), days, pl.lit("</v></c>"))
    elif kind.is_integer():
        cell = pl.concat_str(start, pl.lit('"><v>'), value.cast(pl.String), pl.lit("</v></c>"))
    else:
        text = value.cast(pl.String)
        run = cells.is_formula(cells.terminal(text))
        style = pl.when(run).then(pl.lit(f'" s="{styles.quoted}')).otherwise(pl.lit(""))
        opened = pl.lit('" t="inlineStr"><is><t xml:space="preserve">')
        cell = pl.concat_str(start, style, opened, _escaped(text), pl.lit("</t></is></c>"))
        cell = pl.when(text != "").then(cell)
    return cell.fill_null("")


def _escaped(text: pl.Expr) -> pl.Expr:
    """Text that a sheet can hold."""
    printable = cells.terminal(text).str.slice(0, LONGEST_TEXT)
    named = printable.str.replace_many(["&", "<", ">"], ["&amp;", "&lt;", "&gt;"])
    plain = named.str.replace_all("_x", "_x005F_x", literal=True)
    return pl.when(named.str.contains(_LIKE_AN_ESCAPE)).then(plain).otherwise(named)
