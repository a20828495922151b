"""What an OpenDocument workbook would swell to: one cell or row in it may stand for a million."""

import zipfile
from collections.abc import Mapping
from xml.parsers import expat

from threshold.exports.files.limits import (
    MAX_COLUMNS,
    most_places,
    most_places_in_all,
    most_repeated,
    most_text_of_sheet,
)
from threshold.exports.files.workbook_limits import as_they_are
from threshold.reading import BadInput, Problem

CONTENT = "content.xml"

_SWELLS = "this workbook repeats cells until they are more than any list of children needs; it was not opened"
_CHUNK = 1024**2
_MOST = 10**9  # repetitions that are counted; more are as bad


def check_repetitions(file: zipfile.ZipFile, size: int, name: str) -> None:
    """Raises BadInput where a sheet would have too many cells or too much text, or the content is damaged.

    `size` is that of the whole workbook, in bytes.
    """
    counted = _Counted(size, name)
    as_they_are(file.infolist())
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = counted.begin
    parser.EndElementHandler = counted.end
    parser.CharacterDataHandler = counted.read
    parser.StartDoctypeDeclHandler = counted.refuse
    try:
        with file.open(CONTENT) as stream:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk)
            parser.Parse(b"", True)
    except expat.ExpatError:
        raise BadInput(Problem("this workbook is damaged and cannot be read", name)) from None


class _Counted:
    """Rows, columns and text of the sheet that is being read; cells and rows that are empty hold nothing."""

    def __init__(self, size: int, name: str) -> None:
        self._size, self._name = size, name
        self._text = self._cells = self._row = self._width = 0
        self._places = 0  # of the sheets before this one
        self._start_sheet()

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A tag opens. Its prefix may be any."""
        kind = _local(tag)
        if kind == "table":
            self._start_sheet()
        elif kind == "table-row":
            self._rows = _times(attributes, "number-rows-repeated")
            self._column = self._filled_column = self._row_text = self._row_cells = 0
        elif kind in ("table-cell", "covered-table-cell"):
            self._columns = _times(attributes, "number-columns-repeated")
            self._filled = any(_local(key) == "value-type" for key in attributes)
            self._cell_text = 0
        elif kind == "s":
            self._cell_text += _times(attributes, "c")

    def end(self, tag: str) -> None:
        """A tag closes."""
        kind = _local(tag)
        if kind in ("table-cell", "covered-table-cell"):
            self._column += self._columns
            if self._filled or self._cell_text:
                self._filled_column = self._column
                self._row_text += self._cell_text * self._columns
                self._row_cells += self._columns
        elif kind == "table-row":
            self._row += self._rows
            if self._filled_column:
                self._width = max(self._width, self._filled_column)
                self._text += self._row_text * self._rows
                self._cells += self._row_cells * self._rows
                places = self._row * self._width
                if (
                    self._width > MAX_COLUMNS
                    or places > most_places(self._size)
                    or places + self._places > most_places_in_all(self._size)
                    or self._cells > most_repeated(self._size)
                    or self._text > most_text_of_sheet(self._size)
                ):
                    raise BadInput(Problem(_SWELLS, self._name))

    def read(self, text: str) -> None:
        """Text of a cell."""
        self._cell_text += len(text.encode())

    def refuse(self, *_: object) -> None:
        """A document type, which can hold a trap."""
        raise BadInput(Problem("this workbook declares what none needs to; it was not opened", self._name))

    def _start_sheet(self) -> None:
        self._places += self._row * self._width
        self._row = self._rows = self._width = 0
        self._column = self._columns = self._filled_column = 0
        self._row_text = self._row_cells = self._cell_text = 0
        self._filled = False


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _times(attributes: Mapping[str, str], wanted: str) -> int:
    """How many times a cell, row or space stands; as often as is counted where no number says it."""
    written = next((value for key, value in attributes.items() if _local(key) == wanted), "1").strip()
    return min(int(written), _MOST) if written.isdecimal() and len(written) < 12 else _MOST
