"""Sheets of a workbook as text, after a look at what it would swell to; no formula is ever evaluated."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from threshold.exports.files.counting import agree
from threshold.exports.files.limits import MAX_CELLS
from threshold.exports.files.ods_limits import CONTENT, check_repetitions
from threshold.exports.files.sheet_rows import Filled, filled_rows
from threshold.exports.files.trial import check_by_trial
from threshold.exports.files.workbook_limits import Cells, look_inside
from threshold.reading import BadInput, Problem

_BINARY = "xl/workbook.bin"  # of a workbook whose sheets are not written as XML


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: every row from the first, every cell as text or empty; an error (#REF!) is always `#N/A`.

    hidden   people who open the workbook do not see it
    filled   how many rows hold anything, counted by the sheet's own parts where it has such
    """

    name: str
    cells: pl.DataFrame
    hidden: bool = False
    filled: int | None = None


def read_sheets(path: Path, name: str) -> Iterator[Sheet | Problem]:
    """Each sheet, or what is wrong with it. Raises BadInput where the file is no workbook, or is a trap."""
    errors = _looked_through(path, name)
    import fastexcel

    try:
        reader = fastexcel.read_excel(path)
        names = reader.sheet_names
    except MemoryError:
        raise
    except Exception:
        raise BadInput(
            Problem("this is no workbook that can be read; is it damaged or locked?", name)
        ) from None
    except BaseException as error:
        raise _panicked(error, name) from None
    rows = _filled_rows(path, name)
    for sheet in names:
        found = _sheet(reader, sheet, name)
        if isinstance(found, Problem):
            yield found
        else:
            cells = _with_errors(found.cells, errors.get(sheet, []))
            yield Sheet(sheet, cells, found.hidden, _agreed(sheet, cells, rows))


def _filled_rows(path: Path, name: str) -> dict[str, Filled]:
    try:
        return filled_rows(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        raise BadInput(Problem("this workbook is damaged and cannot be read", name)) from None


def _agreed(sheet: str, cells: pl.DataFrame, rows: dict[str, Filled]) -> int | None:
    """How many rows hold anything; raises BadInput where more or fewer were read."""
    if sheet not in rows:
        return None
    read = (
        cells.height - int(cells.select(pl.all_horizontal(pl.all().is_null()).sum()).item())
        if cells.width
        else 0
    )
    agree(sheet, rows[sheet].nearest(read), read)
    return read


def _looked_through(path: Path, name: str) -> dict[str, Cells]:
    if not zipfile.is_zipfile(path):
        check_by_trial(path, name)
        return {}
    errors = look_inside(path, name)
    with zipfile.ZipFile(path) as file:
        names = file.namelist()
        if CONTENT in names:
            check_repetitions(file, path.stat().st_size, name)
        if _BINARY in map(str.lower, names):
            check_by_trial(path, name)
    return errors


def _sheet(reader: Any, sheet: str, name: str) -> Sheet | Problem:
    problem = Problem("this sheet cannot be read", name, field=sheet)
    try:
        # Rows are kept from the very first, so that a row's number is the one that people see.
        loaded = reader.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string")
        if loaded.height * loaded.width > MAX_CELLS:
            return Problem("this sheet has more cells than any list of children needs", name, field=sheet)
        found = Sheet(sheet, loaded.to_polars(), loaded.visible != "visible")
    except MemoryError:
        raise
    except Exception:
        return problem
    except BaseException as error:
        raise _panicked(error, name) from None
    return found


def _with_errors(cells: pl.DataFrame, errors: Cells) -> pl.DataFrame:
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
