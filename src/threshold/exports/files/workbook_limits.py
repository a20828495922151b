"""What a workbook would swell to, and where its error cells are, found before anything opens it.

Every part is unpacked once, in small pieces that are thrown away. What is counted of rows, columns and text
is never less than what opening takes, and may be more: whatever is not told cheaply counts as the worst.
"""

import re
import zipfile
import zlib
from array import array
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.parsers import expat

import polars as pl

from threshold.exports.files.limits import (
    MAX_COLUMNS,
    MAX_MEMBERS,
    MAX_RATIO,
    MAX_SHEET_ROWS,
    MAX_STRINGS,
    MAX_SWOLLEN,
    MEGABYTE,
    most_places,
    most_places_in_all,
    most_text_of_sheet,
)
from threshold.exports.files.sheet_parts import sheet_parts
from threshold.reading import BadInput, Problem

RATIO_MATTERS_FROM = 64 * MEGABYTE

Cells = list[tuple[int, int]]

_CHUNK = 1024**2
_END_OF_ROW = b"</row>"
_SWELLS = "this workbook would swell beyond what any list of children needs; it was not opened"
_ELSEWHERE = "this workbook keeps its text where none does; it was not opened"
_BEYOND = "this sheet names a cell beyond the last that a spreadsheet has; it was not opened"
_FAR = (
    "this sheet reaches over more cells than any list of children needs; "
    "delete what stands far below or beside the list, and save it again"
)
_STRANGE = "this sheet writes its cells as no spreadsheet does; open it and save it again"
_NOWHERE = "this sheet has errors (#N/A) in cells without a place; open it and save it again"

# A row and a cell as nearly every program writes them; the cell's column, row, type and content.
_USUAL_ROW = re.compile(rb'<row r="([0-9]{1,7})"')
_USUAL_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="[0-9]+")?(?: t="([a-zA-Z]+)")?(?:/>|>'
    rb'(?:<f(?: [a-z:]+="[^"<>]*")*(?:/>|>[^<]*</f>))?'
    rb"(<v>[^<]*</v>|<v/>|<is><t(?: xml:space=\"preserve\")?>[^<]*</t></is>)?</c>)"
)
# Whatever might be one; tags may have a prefix (<x:c>).
_ROW = re.compile(rb"[<:]row[\s/>]")
_CELL = re.compile(rb"[<:]c[\s/>]")
_NUMBERED = re.compile(rb'[<:](?:c|row)\s+(?:\w+="[^"<>]*"\s+)*r="[A-Z]{0,3}[0-9]{1,7}"')
_PLACE = re.compile(rb"\br\s*=\s*[\"']?\s*([A-Za-z]{0,3})([0-9]{1,7})")
_NUMBER = re.compile(rb">\s*\+?0*([0-9]{1,8})\s*(?=<)")
_NUMBER_IN_DISGUISE = re.compile(rb"<[!?]|>[\s0-9+]*&#")
_SHEET = b"sheetData"  # what every sheet has before its first row
# The same tags as a reader of XML finds them, the place (two letters of quotation, three groups) where told.
_OPENED = re.compile(rb"<(?:[^\s<>/!?=\"':]*:)*(?:c|row)[\s/>]")
_OTHERS = rb"(?:\s+(?!r[\s=])[^\s<>/=\"']+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'))*+"
_TAG = re.compile(
    rb"<(?:[^\s<>/!?=\"':]*:)*(c|row)"
    + _OTHERS
    + rb"(?:\s+r\s*=\s*(?:\"([A-Za-z]{1,3})?([0-9]{1,7})\"|'([A-Za-z]{1,3})?([0-9]{1,7})'))?"
    + _OTHERS
    + rb"\s*/?>"
)
_ERROR = rb"(?=[^>]*\st\s*=\s*[\"']e[\"'])"
_FILLED = rb"(?=[^>]*[^>/]>)"
_CELL_AT = rb"[^>]*\sr\s*=\s*[\"']([A-Za-z]{1,3})([0-9]{1,7})[\"']"
_ERROR_TAG = re.compile(rb"[<:]c\b" + _ERROR)
_ERROR_CELL = re.compile(rb"[<:]c\b" + _ERROR + _CELL_AT)
_FILLED_CELL = re.compile(rb"[<:]c\b" + _FILLED + _CELL_AT)
_STRINGS = re.compile(rb"[<:]sst[\s/>]")
_STRING = re.compile(rb"[<:]si(?:\s[^<>]*)?>\s*<")


def look_inside(path: Path, name: str) -> dict[str, Cells]:
    """Where each sheet holds cells that are errors (#N/A), which reading as text would leave empty.

    Places are (row, column) from 0, columns counted from the first that is filled. Raises BadInput where the
    workbook is damaged, or would swell too far.
    """
    try:
        with zipfile.ZipFile(path) as file:
            members = file.infolist()
            _not_too_large(members, path, name)
            as_they_are(members)
            return _errors_by_sheet(file, members, path.stat().st_size, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        raise BadInput(Problem("this workbook is damaged or locked, and cannot be read", name)) from None


def as_they_are(members: list[zipfile.ZipInfo]) -> None:
    """From here on, members are unpacked to their end, whatever they say that they come to.

    A reader that goes by what is packed would find more than one that goes by what is said.
    """
    for member in members:
        member.file_size = 2 * MAX_SWOLLEN


def names_of_sheets(path: Path) -> list[str]:
    """What the sheets are called, told without opening any; nothing where that is not told so cheaply."""
    try:
        with zipfile.ZipFile(path) as file:
            return [name for name, _ in sheet_parts(file) if name]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        return []


def _not_too_large(members: list[zipfile.ZipInfo], path: Path, name: str) -> None:
    swollen = sum(member.file_size for member in members)
    ratio = swollen / max(1, path.stat().st_size)
    if (
        len(members) > MAX_MEMBERS
        or swollen > MAX_SWOLLEN
        or (swollen > RATIO_MATTERS_FROM and ratio > MAX_RATIO)
    ):
        raise BadInput(Problem(_SWELLS, name))


def _errors_by_sheet(
    file: zipfile.ZipFile, members: list[zipfile.ZipInfo], size: int, name: str
) -> dict[str, Cells]:
    sheets = {part: name for name, part in sheet_parts(file)}
    strings = [member for member in members if _holds_strings(file, member)]
    if len(strings) > 1:
        raise BadInput(Problem(_ELSEWHERE, name))
    lengths = _lengths(file, strings, name)
    errors: dict[str, Cells] = {}
    places = 0
    for member in members:
        if member in strings:
            continue
        sheet = sheets.get(member.filename, "")
        part = _Part(lengths, size, places)
        for piece in _pieces(file, member, name):
            part.take(piece)
            if wrong := part.swells():
                raise BadInput(Problem(wrong, name, field=sheet))
        places += part.places
        if part.errors and sheet:
            pieces = _pieces(file, member, name)
            first = min(_column(letters) for piece in pieces for letters, _ in _FILLED_CELL.findall(piece))
            errors[sheet] = [(row, column - first) for row, column in part.errors]
    return errors


class _Part:
    """What one part of a workbook would hold, were it a sheet; the parts before reach over so many cells."""

    def __init__(self, lengths: pl.Series, size: int, before: int) -> None:
        self._size, self._before = size, before
        self._lengths = lengths
        self._longest = int(lengths.to_numpy().max(initial=0))
        self.errors: Cells = []
        self._strings = self._sheet = False
        self._wrong = ""
        # Whether some cell, or some error, tells no place.
        self._unplaced = self._lost = False
        self._text = 0
        # The last row and column that are filled, and the last row that has a number.
        self._row = self._column = self._numbered = 0
        # How many rows, and cells side by side, may be without a number.
        self._more_rows = self._more_columns = self._in_row = 0

    def take(self, piece: bytes) -> None:
        """Count what a piece adds."""
        self._strings |= (b"si>" in piece or b"si " in piece) and _STRING.search(piece) is not None
        self._sheet = self._sheet or _SHEET in piece
        rows = _USUAL_ROW.findall(piece)
        self._numbered = max(self._numbered, *map(int, rows), 0)
        cells = _USUAL_CELL.findall(piece)
        if _are_all(len(rows), piece, b"row", _ROW) and _are_all(len(cells), piece, b"c", _CELL):
            self._count(cells)
        else:
            self._suppose(piece)

    @property
    def places(self) -> int:
        """How many cells it reaches over."""
        rows = max(self._row, self._numbered + self._more_rows if self._more_columns else 0)
        return rows * (self._column + self._more_columns)

    def swells(self) -> str:
        """What is too much about it; empty where nothing is."""
        if self._strings:
            return _ELSEWHERE
        if self._text > most_text_of_sheet(self._size):
            return "this sheet repeats long text until it is more than any list of children needs"
        if self.places > min(most_places(self._size), most_places_in_all(self._size) - self._before):
            return _FAR
        if self._wrong or self._lost or (self.errors and self._unplaced):
            return self._wrong or _NOWHERE
        return _FAR if self._sheet and self._column + self._more_columns > MAX_COLUMNS else ""

    def _count(self, cells: list[tuple[bytes, bytes, bytes, bytes]]) -> None:
        """Count cells of which all is known."""
        columns = {column for column, _, _, content in cells if content}
        rows = {row for _, row, _, content in cells if content}
        self._reach(columns, rows)
        if self._sheet:
            self._bound(columns, rows)
        self.errors += [_place(column, row) for column, row, kind, _ in cells if kind == b"e"]
        if self._longest:
            self._read([content[3:-4] for _, _, kind, content in cells if kind == b"s"], self._longest)

    def _suppose(self, piece: bytes) -> None:
        """Count the most that a piece may hold, whatever it is."""
        places = self._told_by_tags(piece) if self._sheet else set(_PLACE.findall(piece))
        self._reach({column for column, _ in places if column}, {row for _, row in places})
        by_row = [len(_CELL.findall(row)) for row in _ROW.split(piece)]
        if len(_NUMBERED.findall(piece)) < sum(by_row) + len(by_row) - 1:
            self._more_rows += len(by_row) - 1
            self._more_columns = max(self._more_columns, self._in_row + by_row[0], *by_row)
            self._in_row = by_row[-1] + (self._in_row if len(by_row) == 1 else 0)
        errors = _ERROR_CELL.findall(piece)
        self.errors += [_place(column, row) for column, row in errors]
        self._lost |= self._sheet and len(errors) < len(_ERROR_TAG.findall(piece))
        if self._longest:
            self._read(_NUMBER.findall(piece), 0)
            self._text += self._longest * len(_NUMBER_IN_DISGUISE.findall(piece))

    def _told_by_tags(self, piece: bytes) -> set[tuple[bytes, bytes]]:
        """The places that cells and rows of a sheet tell; each has to be one that can be."""
        tags = _TAG.findall(piece)
        if len(tags) != len(_OPENED.findall(piece)):
            self._wrong = self._wrong or _STRANGE
            return set(_PLACE.findall(piece))
        self._unplaced |= any(kind == b"c" and not (row or other) for kind, _, row, _, other in tags)
        places = {(column or other, row or last) for _, column, row, other, last in tags} - {(b"", b"")}
        self._bound({column for column, _ in places if column}, {row for _, row in places})
        return places

    def _bound(self, columns: set[bytes], rows: set[bytes]) -> None:
        if any(_column(each) >= MAX_COLUMNS for each in columns) or any(
            not 0 < int(each) <= MAX_SHEET_ROWS for each in rows
        ):
            self._wrong = self._wrong or _BEYOND

    def _reach(self, columns: set[bytes], rows: set[bytes]) -> None:
        self._column = max(self._column, *(_column(letters) + 1 for letters in columns), 0)
        self._row = max(self._row, *map(int, rows), 0)

    def _read(self, numbers: list[bytes], otherwise: int) -> None:
        """Count the text of shared strings by their numbers; `otherwise` for what is none."""
        places = pl.Series(numbers, dtype=pl.Binary).cast(pl.String).cast(pl.UInt32, strict=False)
        known = places.filter(places < self._lengths.len())
        self._text += int(self._lengths.gather(known).sum()) + otherwise * places.null_count()


def _are_all(found: int, piece: bytes, tag: bytes, pattern: re.Pattern[bytes]) -> bool:
    """Whether a piece may hold no more tags than were found; their letters are counted first, for speed."""
    return found == piece.count(b"<" + tag) + piece.count(b":" + tag) or found == len(pattern.findall(piece))


def _holds_strings(file: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    with file.open(member) as stream:
        return _STRINGS.search(stream.read(_CHUNK)) is not None


def _lengths(file: zipfile.ZipFile, members: list[zipfile.ZipInfo], name: str) -> pl.Series:
    """How many bytes each of the strings has that cells share."""
    lengths = array("Q")

    def begin(tag: str, attributes: Mapping[str, str]) -> None:
        # As many as it says that there are is what room is made for.
        if tag == "sst" or tag.endswith(":sst"):
            said = [said for key, said in attributes.items() if key.lower().endswith("count")]
            if any(not each.isdecimal() or int(each) > MAX_STRINGS for each in said):
                raise BadInput(Problem(_SWELLS, name))
        if tag == "si" or tag.endswith(":si"):
            if len(lengths) == MAX_STRINGS:
                raise BadInput(Problem(_SWELLS, name))
            lengths.append(0)

    def add(text: str) -> None:
        if lengths:
            lengths[-1] += len(text.encode())

    def refuse(*_: object) -> None:
        raise BadInput(Problem("this workbook declares what none needs to; it was not opened", name))

    for member in members:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = begin
        parser.CharacterDataHandler = add
        parser.StartDoctypeDeclHandler = refuse
        try:
            with file.open(member) as stream:
                parser.ParseFile(stream)
        except expat.ExpatError:
            raise BadInput(Problem("this workbook is damaged and cannot be read", name)) from None
    return pl.Series(lengths, dtype=pl.UInt64)


def _pieces(file: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    """A member from its start to its end, by what it really holds; no piece ends within a tag.

    The end of a tag begins the next piece too, so that what follows it can be told from what is in a tag.
    """
    unpacked, rest = 0, b""
    with file.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            unpacked += len(chunk)
            text = rest + chunk
            row = text.rfind(_END_OF_ROW)
            whole = row + len(_END_OF_ROW) if row >= 0 else text.rfind(b">") + 1
            yield text[:whole]
            rest = text[whole:]
            if unpacked > MAX_SWOLLEN or (len(rest) > 2 * _CHUNK and b"<" in rest):
                raise BadInput(Problem(_SWELLS, name))
            rest = b">" + rest[-2 * _CHUNK :]
    yield rest


def _place(column: bytes, row: bytes) -> tuple[int, int]:
    """The row and column of a cell, both from 0."""
    return int(row) - 1, _column(column)


def _column(letters: bytes) -> int:
    """The place of a column, from 0."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - ord("A") + 1
    return number - 1
