"""Annex A, the lists that an inspection asks for: a workbook with a sheet for each, or a folder of CSVs."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from threshold.exports.files import workbook
from threshold.exports.files.delimited import DelimitedFile, delimited_files, unique_names
from threshold.exports.formats.recognition import ANNEX_A, list_number
from threshold.exports.formats.specification import Found, Group, Specification, find, specification
from threshold.exports.gathering import Export, Gathered, Source
from threshold.exports.quality import finding
from threshold.exports.request import Inspection, Request, Seen
from threshold.exports.rows.cells import tidy
from threshold.exports.rows.wide import take
from threshold.output.words import spoken
from threshold.reading import BadInput, Problem

_ROWS_BEFORE_HEADERS = 20


def read(path: Path, request: Request) -> Export:
    """The lists as an export. Raises BadInput where none can be read, or no date is given."""
    as_at, dated_by = request.dated(None, str(path))
    gathered = Gathered()
    covers: list[str] = []
    proxies: list[str] = []
    unused: list[str] = []
    read_any = False
    for place, group, rows in _lists(path, gathered):
        if group is None:
            unused.append(place)
            continue
        located = find(group, rows.columns, _specification(), request.vocabulary)
        if located is None:
            gathered.findings.append(finding("missing-column", place))
            continue
        read_any = True
        gathered.findings.extend(finding("missing-column", place, None, name) for name in located.missing)
        take(gathered, place, rows, located.layout, as_at)
        covers += covered(group, located, rows)
        proxies += group.proxies
        unused += group.unused
    if not read_any:
        message = "holds none of the lists of Annex A with their headers (List 1 to List 11)"
        raise BadInput(Problem(message, str(path)))
    source = Source(ANNEX_A, path.name, dated_by, tuple(proxies), tuple(unused))
    return gathered.export(request.vocabulary, dict.fromkeys(covers, as_at), as_at, source)


def inspect(path: Path, request: Request) -> Inspection:
    """Which columns of which lists are read, and which are not."""
    seen: list[Seen] = []
    for place, group, rows in _lists(path, Gathered()):
        columns = [column for column in rows.columns if column != "row"]
        located = find(group, columns, _specification(), request.vocabulary) if group is not None else None
        taken = taken_for(located) if located is not None else {}
        seen += [Seen(place, column, taken.get(column, "")) for column in columns]
        if located is not None:
            seen += [Seen(place, f"{name} (no such column)") for name in located.missing]
    return Inspection(ANNEX_A, path.name, tuple(seen))


def covered(group: Group, located: Found, rows: pl.DataFrame) -> Iterator[str]:
    """The kinds of event that a table records completely: a column that nobody filled in shows nothing."""
    layout = located.layout
    columns = {**layout.dates, **layout.latest_only}
    for event in group.covers:
        column = columns.get(layout.same_day.get(event, event))
        if column is not None and rows[column].null_count() < rows.height:
            yield event


def taken_for(located: Found) -> dict[str, str]:
    """Each column that is read, and what for."""
    layout = located.layout
    taken = {column: spoken(event) for event, column in layout.dates.items()}
    taken |= {column: f"the latest {spoken(event)}" for event, column in layout.latest_only.items()}
    taken |= {answer.column: fact for fact, answer in layout.answers.items()}
    taken |= {choice.column: fact for fact, choice in layout.choices.items()}
    taken[layout.child] = "the child's reference"
    for name, column in (("team", layout.team), ("worker", layout.worker)):
        if column is not None:
            taken[column] = f"the {name}"
    return taken


def _lists(path: Path, gathered: Gathered) -> Iterator[tuple[str, Group | None, pl.DataFrame]]:
    """Every list: its name, what it holds (None where it is not read here), and its rows by header."""
    tables = _files(path, gathered) if path.is_dir() else _sheets(path, gathered)
    for place, rows in tables:
        group = _specification().lists.get(list_number(place) or 0)
        if group is not None and not rows.height:
            gathered.findings.append(finding("empty", place))
        if group is None or rows.width:
            yield place, group, rows


def _sheets(path: Path, gathered: Gathered) -> Iterator[tuple[str, pl.DataFrame]]:
    for sheet in workbook.read_sheets(path, str(path)):
        if isinstance(sheet, Problem):
            gathered.findings.append(finding("stopped", sheet.field))
        else:
            yield sheet.name, _under_headers(sheet.cells)


def _files(folder: Path, gathered: Gathered) -> Iterator[tuple[str, pl.DataFrame]]:
    for path in delimited_files(folder):
        if list_number(path.stem):
            file = DelimitedFile(path, path.name)
            table = file.read(file.headers)
            gathered.findings.extend(table.findings)
            gathered.rows_in += table.refused
            gathered.rows_refused += table.refused
            yield path.stem, table.rows


def _under_headers(cells: pl.DataFrame) -> pl.DataFrame:
    """The rows under the header row, by header; nothing where no row looks like headers."""
    wanted = {tidy(name) for name in _specification().child}
    for number, row in enumerate(cells.head(_ROWS_BEFORE_HEADERS).iter_rows()):
        if wanted & {tidy(cell) for cell in row if cell is not None}:
            names = unique_names([cell or "" for cell in row])
            rows = cells.rename(dict(zip(cells.columns, names, strict=True)))
            numbered = rows.with_row_index("row", offset=1).slice(number + 1)
            return numbered.filter(pl.any_horizontal(pl.col(names).is_not_null()))
    return pl.DataFrame()


def _specification() -> Specification:
    return specification("annex-a.yaml")
