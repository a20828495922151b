"""Which part of a workbook holds which sheet, told from the workbook's own list without opening a sheet."""

import re
import zipfile
from html import unescape

BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_MOST = 1024**2  # bytes, packed: a list of sheets that is longer is none
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")


def sheet_parts(file: zipfile.ZipFile) -> list[tuple[str, str]]:
    """The name of each sheet with the part that holds it, in order; an empty part where none is told."""
    book, relations = (
        b"".join(
            file.read(each)
            for each in file.infolist()
            if each.filename == name and each.compress_size < _MOST
        )
        for name in (BOOK, RELATIONS)
    )
    targets = {
        attribute(tag, b"Id"): "xl/" + attribute(tag, b"Target").removeprefix("/xl/")
        for tag in _RELATION.findall(relations)
    }
    return [
        (attribute(tag, b"name"), targets.get(attribute(tag, rb"\w+:id"), "")) for tag in _SHEET.findall(book)
    ]


def attribute(tag: bytes, name: bytes) -> str:
    """An attribute of a tag; empty where it has none."""
    found = re.search(rb"\s" + name + rb'="([^"]*)"', tag)
    return unescape(found[1].decode("utf-8", "replace")) if found else ""
