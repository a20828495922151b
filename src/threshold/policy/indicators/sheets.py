"""Indicators as a workbook (.xlsx): the one sheet that has the table, where nothing is hidden."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from threshold.output.words import listed
from threshold.policy.indicators.cells import Cell, tidied
from threshold.policy.indicators.grid import Row, WrittenSign, header_at, written_signs
from threshold.policy.indicators.model import Place
from threshold.policy.indicators.workbook import open_workbook
from threshold.policy.indicators.workbook_parts import Sheet, column_letters
from threshold.reading import BadInput, Problem

MOST_COLUMNS = 100
_NAMED = 8  # of many places of one kind; mending these shows the others


def read_workbook(path: Path) -> list[WrittenSign]:
    """What each row of the sheet says of a sign. Raises BadInput with all that is wrong with the workbook."""
    name = str(path)
    sheets = [sheet for sheet in open_workbook(path) if sheet.cells]
    if not sheets:
        raise BadInput(Problem("the file is empty; write a header and a row for each sign", name))
    several = len(sheets) > 1
    tables = [(sheet, _rows(sheet, name, several)) for sheet in sheets if not _too_wide(sheet)]
    with_header = [(sheet, rows) for sheet, rows in tables if header_at(rows) is not None]
    if not with_header and len(tables) == 1:
        with_header = tables
    if not tables:
        message = f"has more than {MOST_COLUMNS} columns; delete what stands beside the table of signs"
        raise BadInput(Problem(message, name))
    sheet, rows = _the_one(with_header, name)
    problems = list(_problems(sheet, rows, name, several))
    try:
        found = written_signs(rows, name)
    except BadInput as error:
        raise BadInput(*problems, *error.problems) from None
    if problems:
        raise BadInput(*problems)
    return found


def _the_one(tables: Sequence[tuple[Sheet, Sequence[Row]]], name: str) -> tuple[Sheet, Sequence[Row]]:
    """The sheet that has the table. Raises BadInput where none, or more than one, has."""
    if not tables:
        message = "no sheet has a header; let the first row of one name its columns: id, level, domain, asks"
        raise BadInput(Problem(message, name))
    named = listed([f'"{sheet.name}"' for sheet, _ in tables], "and")
    if len(tables) > 1:
        message = (
            f"the sheets {named} each have a table of signs; put all signs on one sheet, "
            "or delete the sheets that are not meant (hidden ones too)"
        )
        raise BadInput(Problem(message, name))
    if tables[0][0].hidden:
        message = f"the sheet {named}, which has the signs, is hidden; show it and look through it"
        raise BadInput(Problem(message, name))
    return tables[0]


def _too_wide(sheet: Sheet) -> bool:
    return len(_columns(sheet)) > MOST_COLUMNS


def _columns(sheet: Sheet) -> list[int]:
    return sorted({column for _, column in sheet.cells})


def _rows(sheet: Sheet, name: str, several: bool) -> list[Row]:
    """The rows that hold anything, each with all columns that hold anything anywhere."""
    columns = _columns(sheet)
    return [
        (row, [_cell(sheet, (row, column), name, several) for column in columns])
        for row in sorted({row for row, _ in sheet.cells})
    ]


def _cell(sheet: Sheet, at: tuple[int, int], name: str, several: bool) -> Cell:
    raw = sheet.cells.get(at)
    place = Place(name, at[0], _named(sheet, at, several))
    return Cell(tidied(raw.text), place, raw.date) if raw else Cell("", place)


def _named(sheet: Sheet, at: tuple[int, int], several: bool) -> str:
    cell = f"{column_letters(at[1])}{at[0]}"
    return f"{sheet.name}!{cell}" if several else cell


def _problems(sheet: Sheet, rows: Sequence[Row], name: str, several: bool) -> Iterator[Problem]:
    """What a sheet hides, and what in it may change by itself."""
    where = f'sheet "{sheet.name}"' if several else ""
    held = sorted(sheet.cells.items())
    columns = _columns(sheet)
    found = {
        "formulas in {}; copy the table and paste it as values": [
            _named(sheet, at, False) for at, cell in held if cell.formula
        ],
        "errors in {}; write what is meant": [_named(sheet, at, False) for at, cell in held if cell.error],
        "merged cells, {}; unmerge them, and fill in every row what holds for it": _merged(sheet, rows),
        "hidden rows, {}; show them (a filter may hide them), or delete them": [
            str(row) for row, _ in rows if row in sheet.hidden_rows
        ],
        "hidden columns, {}; show them, or delete them": [
            column_letters(each)
            for each in columns
            if any(first <= each <= last for first, last in sheet.hidden_columns)
        ],
    }
    for message, places in found.items():
        if places:
            yield Problem(f"has {message.format(_some(places))}", name, field=where)


def _merged(sheet: Sheet, rows: Sequence[Row]) -> list[str]:
    """The ranges that are merged within the table; a title above it is told by itself."""
    top, bottom = rows[header_at(rows) or 0][0], rows[-1][0]
    columns = _columns(sheet)
    return [
        f"{_named(sheet, first, False)}:{_named(sheet, last, False)}"
        for first, last in sheet.merged
        if first[0] <= bottom and last[0] >= top and first[1] <= columns[-1] and last[1] >= columns[0]
    ]


def _some(places: list[str]) -> str:
    shown = places[:_NAMED]
    return listed(shown, "and") if shown == places else f"{', '.join(shown)} and {len(places) - _NAMED} more"
