"""Sheets of a workbook as text, after a look at what it would swell to; no formula is ever evaluated."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import unescape

import polars as pl

from threshold.reading import BadInput, Problem

SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
MAX_SWOLLEN = 1024**3
MAX_RATIO = 200
RATIO_MATTERS_FROM = 64 * 1024**2
MAX_MEMBERS = 5_000
MAX_CELLS = 50_000_000

_CHUNK = 1024**2
_ERROR_CELL = re.compile(rb'<c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]{1,3})([0-9]{1,7})"')
_FILLED_CELL = re.compile(rb'<c\b(?=[^>]*[^>/]>)[^>]*\br="([A-Z]{1,3})([0-9]{1,7})"')
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: every row from the first, every cell as text or empty; an error (#REF!) is always `#N/A`."""

    name: str
    cells: pl.DataFrame


def read_sheets(path: Path, name: str) -> Iterator[Sheet | Problem]:
    """Each sheet, or what is wrong with it. Raises BadInput where the file is no workbook, or is a trap."""
    errors = _look_inside(path, name) if zipfile.is_zipfile(path) else {}
    import fastexcel

    try:
        reader = fastexcel.read_excel(path)
        names = reader.sheet_names
    except Exception:
        raise BadInput(
            Problem("this is no workbook that can be read; is it damaged or locked?", name)
        ) from None
    except BaseException as error:
        raise _panicked(error, name) from None
    for sheet in names:
        cells = _cells(reader, sheet, name)
        if isinstance(cells, Problem):
            yield cells
        else:
            yield Sheet(sheet, _with_errors(cells, errors.get(sheet, [])))


def _cells(reader: Any, sheet: str, name: str) -> pl.DataFrame | Problem:
    problem = Problem("this sheet cannot be read", name, field=sheet)
    try:
        # Rows are kept from the very first, so that a row's number is the one that people see.
        loaded = reader.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string")
        if loaded.height * loaded.width > MAX_CELLS:
            return Problem("this sheet has more cells than any list of children needs", name, field=sheet)
        cells: pl.DataFrame = loaded.to_polars()
    except Exception:
        return problem
    except BaseException as error:
        raise _panicked(error, name) from None
    return cells


def _with_errors(cells: pl.DataFrame, errors: list[tuple[int, int]]) -> pl.DataFrame:
    """Reading as text leaves error cells empty, and what is empty would count as never done."""
    by_column: dict[int, list[int]] = {}
    for row, column in errors:
        if row < cells.height and column < cells.width:
            by_column.setdefault(column, []).append(row)
    return cells.with_columns(
        cells.to_series(column).scatter(rows, "#N/A") for column, rows in by_column.items()
    )


def _panicked(error: BaseException, name: str) -> BaseException:
    """A library written in Rust reports a broken promise of its own as something that is no Exception."""
    if type(error).__name__ != "PanicException":
        return error
    return BadInput(Problem("this workbook is damaged and cannot be read", name))


def _look_inside(path: Path, name: str) -> dict[str, list[tuple[int, int]]]:
    """Where each sheet holds cells that are errors (#N/A), which reading as text would leave empty.

    Everything is unpacked once in small pieces and thrown away. Raises BadInput where it would swell too far.
    """
    try:
        with zipfile.ZipFile(path) as file:
            members = file.infolist()
            _not_too_large(members, path, name)
            return _errors_by_sheet(file, members, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        raise BadInput(Problem("this workbook is damaged or locked, and cannot be read", name)) from None


def _not_too_large(members: list[zipfile.ZipInfo], path: Path, name: str) -> None:
    swollen = sum(member.file_size for member in members)
    ratio = swollen / max(1, path.stat().st_size)
    if (
        len(members) > MAX_MEMBERS
        or swollen > MAX_SWOLLEN
        or (swollen > RATIO_MATTERS_FROM and ratio > MAX_RATIO)
    ):
        message = "this workbook would swell beyond what any list of children needs; it was not opened"
        raise BadInput(Problem(message, name))


def _errors_by_sheet(
    file: zipfile.ZipFile, members: list[zipfile.ZipInfo], name: str
) -> dict[str, list[tuple[int, int]]]:
    small: dict[str, bytes] = {}
    errors: dict[str, list[tuple[int, int]]] = {}
    for member in members:
        if member.filename in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels") and member.file_size < _CHUNK:
            small[member.filename] = file.read(member)
        elif found := list(_matches(file, member, _ERROR_CELL, name)):
            first = min(column for _, column in _matches(file, member, _FILLED_CELL, name))
            errors[member.filename] = [(row, column - first) for row, column in found]
    if not errors:
        return {}
    targets = {
        _attribute(tag, b"Id"): "xl/" + _attribute(tag, b"Target").removeprefix("/xl/")
        for tag in _RELATION.findall(small.get("xl/_rels/workbook.xml.rels", b""))
    }
    return {
        _attribute(tag, b"name"): errors[target]
        for tag in _SHEET.findall(small.get("xl/workbook.xml", b""))
        if (target := targets.get(_attribute(tag, rb"\w+:id"), "")) in errors
    }


def _matches(
    file: zipfile.ZipFile, member: zipfile.ZipInfo, cell: re.Pattern[bytes], name: str
) -> Iterator[tuple[int, int]]:
    """Unpack a member to its end, by what it really holds; yield (row, column) of the cells that match."""
    unpacked, tail = 0, b""
    with file.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            unpacked += len(chunk)
            if unpacked > MAX_SWOLLEN:
                raise BadInput(Problem("this workbook would swell beyond all measure", name))
            text = tail + chunk
            whole = text.rfind(b">") + 1
            for letters, row in cell.findall(text[:whole]):
                yield int(row) - 1, _column(letters)
            tail = text[whole:][-_CHUNK:]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - ord("A") + 1
    return number - 1


def _attribute(tag: bytes, name: bytes) -> str:
    found = re.search(rb"\s" + name + rb'="([^"]*)"', tag)
    return unescape(found[1].decode("utf-8", "replace"), {"&quot;": '"', "&apos;": "'"}) if found else ""
