"""A workbook (.xlsx) opened strictly: its sheets with every cell, and what else a reader has to know of them.

It is read part by part with the standard library: what reads exports tells neither formulas nor merged
cells, and a policy has to be read where nothing of that is installed.
"""

import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from xml.parsers import expat

from threshold.policy.indicators.workbook_parts import (
    PartReader,
    Sheet,
    SheetReader,
    StringsReader,
    StylesReader,
    TagReader,
    local,
)
from threshold.reading import BadInput, Problem, kind_of, read_bytes

MEGABYTE = 1024 * 1024
MOST_UNPACKED = 64 * MEGABYTE  # of all parts together

_CHUNK = 64 * 1024
_ZIP, _OLD = b"PK", b"\xd0\xcf\x11\xe0"
_BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_STRINGS, _STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
_DAMAGED = "this workbook is damaged or locked, and cannot be read; open it and save it as .xlsx again"


def open_workbook(path: Path) -> list[Sheet]:
    """The sheets of a workbook, in order. Raises BadInput where it is none, damaged or far too large."""
    name = str(path)
    data = read_bytes(path, name)
    if not data.startswith(_ZIP):
        raise BadInput(Problem(_instead(data), name))
    try:
        with zipfile.ZipFile(BytesIO(data)) as file:
            return _Parts(file, name).sheets()
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
        raise BadInput(Problem(_DAMAGED, name)) from None
    except (ValueError, LookupError, expat.ExpatError):  # tags that make no workbook
        raise BadInput(Problem(_DAMAGED, name)) from None


def _instead(data: bytes) -> str:
    if not data.strip():
        return "the file is empty; save the table into it again"
    if data.startswith(_OLD):
        return "this workbook has a password, or is of the old kind (.xls); save it as .xlsx without one"
    if kind := kind_of(data):
        return f"this is {kind}, and not a workbook as its name says; save the table as .xlsx or CSV"
    if b"\0" in data:
        return _DAMAGED
    return "this is text, and not a workbook as its name says; if it is CSV, let its name end in .csv"


class _Parts:
    """The parts of an opened workbook."""

    def __init__(self, file: zipfile.ZipFile, name: str) -> None:
        self._file, self._name = file, name
        self._room = MOST_UNPACKED
        self._there = set(file.namelist())
        self._strings: list[str] = []
        self._dates: list[bool] = []

    def sheets(self) -> list[Sheet]:
        """Every sheet of cells."""
        if _BOOK not in self._there:
            message = "this is no Excel workbook, whatever its name; open it and save it as .xlsx or CSV"
            raise BadInput(Problem(message, self._name))
        targets = self._targets()
        self._strings = self._read_strings()
        self._dates = self._read_styles()
        found: list[Sheet] = []
        for tag in self._tags(_BOOK, "sheet"):
            key = next((value for name, value in tag.items() if name.endswith(":id")), "")
            hidden = tag.get("state", "visible") != "visible"
            sheet = Sheet(tag.get("name", ""), hidden)
            if (part := targets.get(key, "")) in self._there:
                self._parse(part, SheetReader(sheet, self._strings, self._dates))
                found.append(sheet)
        return found

    def _targets(self) -> dict[str, str]:
        """The part that each key names."""
        found = {}
        for tag in self._tags(_RELATIONS, "Relationship"):
            target = tag.get("Target", "")
            found[tag.get("Id", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
        return found

    def _tags(self, part: str, tag: str) -> list[dict[str, str]]:
        reader = TagReader(tag)
        if part in self._there:
            self._parse(part, reader)
        return reader.found

    def _read_strings(self) -> list[str]:
        reader = StringsReader()
        if _STRINGS in self._there:
            self._parse(_STRINGS, reader)
        return reader.found

    def _read_styles(self) -> list[bool]:
        reader = StylesReader()
        if _STYLES in self._there:
            self._parse(_STYLES, reader)
        return reader.dates

    def _parse(self, part: str, reader: PartReader) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = lambda tag, attributes: reader.start(local(tag), attributes)
        parser.EndElementHandler = lambda tag: reader.end(local(tag))
        parser.CharacterDataHandler = reader.text
        # No workbook declares entities, which could be made to swell without end.
        parser.StartDoctypeDeclHandler = self._refuse
        with self._file.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                self._room -= len(chunk)
                if self._room < 0:
                    message = "this workbook would swell beyond what any table needs; save it as CSV"
                    raise BadInput(Problem(message, self._name))
                parser.Parse(chunk, False)
        parser.Parse(b"", True)

    def _refuse(self, *_: object) -> None:
        message = "this workbook declares what none needs to; open it and save it as .xlsx again, or as CSV"
        raise BadInput(Problem(message, self._name))
