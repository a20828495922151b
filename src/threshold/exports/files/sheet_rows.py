"""How many rows of each sheet of a workbook hold anything, by the sheet's own parts and not by its reader."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from threshold.exports.files.sheet_parts import attribute, sheet_parts

_CHUNK = 1024**2
_STRINGS = "xl/sharedStrings.xml"
_CONTENT = "content.xml"

_ROW = re.compile(rb"<(?:\w+:)?row[\s>]")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|t)(?:\s[^<>]*)?>([^<]+)<")
_MAYBE = re.compile(rb"<(?:\w+:)?(?:v|is)[\s/>]")
_STRING = re.compile(rb"<(?:\w+:)?si[\s/>]")
_TEXT = re.compile(rb"<(?:\w+:)?t(?:\s[^<>]*)?>[^<]")

_TABLE = re.compile(rb"<table:table\s[^>]*>")
_TABLE_ROW = re.compile(rb"<table:table-row[\s/>]")
_NOTE = re.compile(rb"<office:annotation\b.*?</office:annotation>", re.DOTALL)
_REPEATED = re.compile(rb'^[^>]*number-rows-repeated="(\d{1,7})"')
_TYPED = re.compile(rb'office:value-type="(?!string)')
_PARAGRAPH = re.compile(rb"<text:p\b[^>]*>(?:<[^>]*>)*[^<]")
_MAYBE_TYPED = re.compile(rb"office:value-type=|<text:p\b")


@dataclass(frozen=True, slots=True)
class Filled:
    """How many rows hold anything: `least` for certain, `most` with those whose cells may hold no letter."""

    least: int
    most: int

    def nearest(self, read: int) -> int:
        """As many rows as there are, where a reader says so many; another number where there cannot be."""
        return min(max(read, self.least), self.most)


def filled_rows(path: Path) -> dict[str, Filled]:
    """Of each sheet, by its name; none of a sheet, or of a kind of workbook, that has no such parts."""
    if not zipfile.is_zipfile(path):
        return {}
    with zipfile.ZipFile(path) as file:
        names = set(file.namelist())
        if _CONTENT in names:
            return _of_tables(_NOTE.sub(b"", file.read(_CONTENT)))
        empty = _empty_strings(file) if _STRINGS in names else frozenset()
        return {sheet: _of_sheet(file, part, empty) for sheet, part in sheet_parts(file) if part in names}


def _of_sheet(file: zipfile.ZipFile, part: str, empty: frozenset[bytes]) -> Filled:
    least = most = 0
    for row in _split(file, part, _ROW):
        certain = any(value not in empty for value in _VALUE.findall(row)) if empty else _VALUE.search(row)
        least += bool(certain)
        most += bool(certain) or _MAYBE.search(row) is not None
    return Filled(least, most)


def _split(file: zipfile.ZipFile, part: str, tag: re.Pattern[bytes]) -> Iterator[bytes]:
    """What follows each such tag, up to the next; held a piece at a time."""
    rest, begun = b"", False
    with file.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            places = [found.start() for found in tag.finditer(rest + chunk)]
            text = rest + chunk
            if not places:
                rest = text
                continue
            for start, end in zip([0, *places], places, strict=False):
                if begun and start < end:
                    yield text[start:end]
                begun = True
            rest = text[places[-1] :]
    if begun:
        yield rest


def _empty_strings(file: zipfile.ZipFile) -> frozenset[bytes]:
    """The numbers of shared strings without a letter."""
    found = enumerate(_split(file, _STRINGS, _STRING))
    return frozenset(str(number).encode() for number, text in found if not _TEXT.search(text))


def _of_tables(content: bytes) -> dict[str, Filled]:
    """Of an OpenDocument sheet, one row of which may stand for many."""
    tables = list(_TABLE.finditer(content))
    ends = [*(table.start() for table in tables[1:]), len(content)]
    found = {}
    for table, end in zip(tables, ends, strict=True):
        least = most = 0
        for row in _TABLE_ROW.split(content[table.end() : end])[1:]:
            times = int(repeated[1]) if (repeated := _REPEATED.match(row)) else 1
            certain = _TYPED.search(row) or _PARAGRAPH.search(row)
            least += times * bool(certain)
            most += times * bool(certain or _MAYBE_TYPED.search(row))
        found[attribute(table[0], rb"table:name")] = Filled(least, most)
    return found
