"""What the parts of a workbook (.xlsx) hold, taken tag by tag as a parser finds them."""

import re
from dataclasses import dataclass, field
from typing import Protocol

MOST_CELLS = 500_000

# Formats of dates and times that every workbook has by their numbers.
_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_NO_UNIT = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')  # of a format: what stands for itself, and colours
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_TRUE = ("1", "true")


@dataclass(frozen=True, slots=True)
class RawCell:
    """What a cell holds as text, and whether it is worked out, a date or an error."""

    text: str
    formula: bool = False
    date: bool = False
    error: bool = False


@dataclass(slots=True)
class Sheet:
    """A sheet, its rows and columns counted from 1.

    merged           the first and the last cell of each range of cells that are merged
    hidden_columns   the first and the last of columns side by side
    """

    name: str
    hidden: bool
    cells: dict[tuple[int, int], RawCell] = field(default_factory=dict)
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)


def local(tag: str) -> str:
    """A tag without the prefix of its name space."""
    return tag.rpartition(":")[2]


def column_letters(number: int) -> str:
    """The letters of a column: A for 1, AA for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def place_of(text: str) -> tuple[int, int]:
    """The row and column of a cell such as C7. Raises ValueError where it is none."""
    found = _PLACE.fullmatch(text)
    if found is None:
        raise ValueError("no cell is called so")
    column = 0
    for letter in found[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(found[2]), column


class PartReader(Protocol):
    """Takes what a part holds. Raises ValueError or IndexError for what makes no workbook."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A tag begins."""

    def end(self, tag: str) -> None:
        """A tag ends."""

    def text(self, text: str) -> None:
        """Text, within the tag that is open."""


class TagReader:
    """The attributes of every tag of one kind."""

    def __init__(self, tag: str) -> None:
        self._tag = tag
        self.found: list[dict[str, str]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Keep it, if it is one of them."""
        if tag == self._tag:
            self.found.append(attributes)

    def end(self, tag: str) -> None:
        """Nothing is to be done."""

    def text(self, text: str) -> None:
        """Nothing is to be done."""


class StringsReader:
    """The texts that cells share, each put together of its runs; how a text is pronounced is left out."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._runs: list[str] = []
        self._open = self._sound = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A text begins, or a run of it."""
        if tag == "si":
            self._runs = []
        self._sound = self._sound or tag == "rPh"
        self._open = tag == "t" and not self._sound

    def end(self, tag: str) -> None:
        """A text ends, or a run of it."""
        self._open = False
        if tag == "rPh":
            self._sound = False
        if tag == "si":
            self.found.append(_unescaped("".join(self._runs)))

    def text(self, text: str) -> None:
        """Text of a run."""
        if self._open:
            self._runs.append(text)


class StylesReader:
    """Whether each style of a cell shows a number as a date."""

    def __init__(self) -> None:
        self.dates: list[bool] = []
        self._formats: dict[str, bool] = {}
        self._of_cells = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A format is declared, or a style that uses one."""
        number = attributes.get("numFmtId", "0")
        if tag == "numFmt":
            units = _NO_UNIT.sub("", attributes.get("formatCode", "")).casefold()
            self._formats[number] = re.search("[dmyhs]", units) is not None
        elif tag == "cellXfs":
            self._of_cells = True
        elif tag == "xf" and self._of_cells:
            self.dates.append(self._formats.get(number, number.isdigit() and int(number[:4]) in _DATES))

    def end(self, tag: str) -> None:
        """The list of styles may end."""
        self._of_cells = self._of_cells and tag != "cellXfs"

    def text(self, text: str) -> None:
        """Nothing is to be done."""


class SheetReader:
    """The cells of a sheet. One that holds nothing is none, unless a formula works it out."""

    def __init__(self, sheet: Sheet, strings: list[str], dates: list[bool]) -> None:
        self._sheet, self._strings, self._dates = sheet, strings, dates
        self._row = self._column = 0
        self._cell: dict[str, str] = {}
        self._runs: list[str] = []
        self._formula = self._open = self._sound = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A row, a cell or what a cell holds begins."""
        match tag:
            case "row":
                self._row, self._column = int(attributes.get("r", self._row + 1)), 0
                if attributes.get("hidden") in _TRUE:
                    self._sheet.hidden_rows.add(self._row)
            case "col" if attributes.get("hidden") in _TRUE:
                self._sheet.hidden_columns.append((int(attributes["min"]), int(attributes["max"])))
            case "c":
                self._begin(attributes)
            case "f":
                self._formula = True
            case "rPh":
                self._sound = True
            case "mergeCell":
                corners = [place_of(each) for each in attributes["ref"].split(":")]
                self._sheet.merged.append((corners[0], corners[-1]))
        self._open = tag in ("v", "t") and not self._sound

    def end(self, tag: str) -> None:
        """A cell, or what it holds, ends."""
        self._open = False
        if tag == "rPh":
            self._sound = False
        elif tag == "c":
            cell = self._made()
            if cell.text or cell.formula:
                self._sheet.cells[self._row, self._column] = cell
            if len(self._sheet.cells) > MOST_CELLS:
                raise ValueError("no table has as many")

    def text(self, text: str) -> None:
        """Some of what a cell holds."""
        if self._open:
            self._runs.append(text)

    def _begin(self, attributes: dict[str, str]) -> None:
        self._cell, self._runs, self._formula = attributes, [], False
        self._column += 1
        if "r" in attributes:
            self._row, self._column = place_of(attributes["r"])

    def _made(self) -> RawCell:
        kind, held = self._cell.get("t", "n"), "".join(self._runs)
        if kind == "s":
            return RawCell(self._shared(held) if held else "", self._formula)
        if kind in ("str", "inlineStr"):
            return RawCell(_unescaped(held), self._formula)
        if kind == "b":
            return RawCell(("yes" if held in _TRUE else "no") if held else "", self._formula)
        if kind in ("e", "d"):
            return RawCell(held, self._formula, date=kind == "d", error=kind == "e")
        style = int(self._cell.get("s", "0"))
        shown_as_date = style < len(self._dates) and self._dates[style]
        return RawCell(_number(held) if held else "", self._formula, date=bool(held) and shown_as_date)

    def _shared(self, number: str) -> str:
        if not number.isdecimal():
            raise ValueError("no text has such a number")
        return self._strings[int(number)]


def _number(held: str) -> str:
    number = float(held)
    return str(int(number)) if number.is_integer() else repr(number)


def _unescaped(text: str) -> str:
    """Signs that XML cannot hold are written out in a workbook: _x000D_."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
