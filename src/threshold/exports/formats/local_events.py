"""Local events: flat files of rows (or a folder of them) and workbooks, out of the case system.

A row is an event (child, event, date), or a piece of work with its dates side by side; the column map says.
"""

from datetime import date
from functools import partial
from pathlib import Path

import polars as pl

from threshold.exports.files.records import ParquetFile
from threshold.exports.files.surroundings import without_surroundings
from threshold.exports.formats.local_copies import Copies
from threshold.exports.formats.local_cover import Filled, missing_columns, without_entries
from threshold.exports.formats.local_inspection import inspect
from threshold.exports.formats.local_tables import MAP_NAME, NAMES, Table, find_tables
from threshold.exports.formats.recognition import LOCAL_EVENTS
from threshold.exports.formats.specification import said_of
from threshold.exports.gathering import Export, Gathered, Source, count_read
from threshold.exports.quality import finding
from threshold.exports.request import Request
from threshold.exports.rows.column_map import ColumnMap, event_of, number_of, usual_child_headers
from threshold.exports.rows.flat import take_events
from threshold.exports.rows.wide import Layout, take
from threshold.exports.second_reading import Witness
from threshold.reading import BadInput, Problem

__all__ = ["MAP_NAME", "inspect", "read"]

_LABELLED = ("event", "status", "team", "worker")


def read(path: Path, request: Request) -> Export:
    """The events as an export. Raises BadInput where columns are missing, or no date is given."""
    as_at, dated_by = request.dated(None, str(path))
    found = find_tables(path, request)
    for table in found.tables:
        _check(table)
    gathered = Gathered(findings=[*found.findings, *missing_columns(found.tables, path.name)])
    covers: dict[str, date] = {}
    spans = [(episode.opens, episode.closes) for episode in request.vocabulary.episodes.values()]
    filled, copies = Filled(spans), Copies(len(found.tables))
    for table in found.tables:
        place, columns = table.file.name, table.columns
        # Nobody but who takes the rows holds on to them, so that what they fill is freed on the way.
        rows = partial(_rows, gathered, table, filled, copies)
        if "event" not in columns.columns or "on" not in columns.columns or columns.dates:
            layout = _layout(columns, request)
            gathered.witnesses[place] = layout.witness(table.file.again)
            take(gathered, place, rows(), layout, as_at)
        else:
            gathered.witnesses[place] = _witness(table)
            take_events(gathered, place, rows(), columns, request.vocabulary, as_at)
        covers |= {event: upto or as_at for event, upto in columns.covers.items()}
    gathered.findings += [
        *filled.findings(found.tables),
        *without_entries(covers, gathered.events, path.name),
    ]
    for event in filled.doubted(found.tables) & set(covers):
        gathered.findings.append(finding("covers-nothing", path.name, None, event))
        del covers[event]
    guessed = any(table.map is None for table in found.tables)
    proxies = ("what each column holds was guessed; no column map was given",) if guessed else ()
    source = Source(LOCAL_EVENTS, path.name, dated_by, proxies, tuple(found.unused))
    return gathered.export(request.vocabulary, covers, as_at, source)


def _rows(gathered: Gathered, table: Table, filled: Filled, copies: Copies) -> pl.DataFrame:
    """A table's rows, when what there is to tell of those that are none, or cannot be read, has been told."""
    place, columns = table.file.name, table.columns
    labelled = {column for key, column in columns.columns.items() if key in _LABELLED}
    read = table.file.read(columns.wanted(), labelled)
    count_read(gathered, place, read)
    rows = read.rows
    if table.loose:
        own = without_surroundings(place, rows, columns.columns["child"], usual_child_headers())
        gathered.findings.extend(own.findings)
        gathered.came[place] += own.set_aside
        for told in own.findings:
            gathered.leave_out(str(told["kind"].first()), told.height)
        rows = own.rows
    if not rows.height:
        gathered.findings.append(finding("empty", place))
    again = copies.of_earlier(rows, columns)
    if again.any():
        gathered.findings.append(finding("duplicate", place, rows["row"].filter(again)))
        gathered.came[place] += int(again.sum())
        gathered.refuse("duplicate", int(again.sum()))
        rows = rows.filter(~again)
    filled.look(table, rows)
    return rows


def _witness(table: Table) -> Witness:
    """How rows that are each one event can be read again."""
    columns, names = table.columns, table.columns.columns
    return Witness(
        again=table.file.again,
        child=names["child"],
        dates={"": [names["on"]]},
        event=names["event"],
        events=columns.events,
        status=names.get("status"),
        statuses=columns.statuses,
        first=columns.first,
    )


def _layout(columns: ColumnMap, request: Request) -> Layout:
    """The columns of a table whose rows are pieces of work."""
    numbers = {number_of(name) for name in columns.dates}
    pairs = [
        (episode.opens + number, episode.closes + number)
        for episode in request.vocabulary.episodes.values()
        for number in sorted(f" {each}" if each else "" for each in numbers)
    ]
    opens = {episode.opens for episode in request.vocabulary.episodes.values()}
    spans = tuple(pair for pair in pairs if set(pair) <= set(columns.dates))
    return Layout(
        child=columns.columns["child"],
        dates=columns.dates,
        spans=spans,
        episodes=spans,
        begins=frozenset(name for name in columns.dates if event_of(name) in opens),
        key=columns.columns.get("ref"),
        within=columns.columns.get("of"),
        said_of=said_of(columns.facts, columns.dates, request.vocabulary),
        of_any_kind=True,
        facts={fact: (request.vocabulary.facts[fact].type, how) for fact, how in columns.facts.items()},
        status=columns.columns.get("status"),
        statuses=columns.statuses,
        team=columns.columns.get("team"),
        worker=columns.columns.get("worker"),
        first=columns.first,
        declared=columns.declared,
    )


def _check(table: Table) -> None:
    """Raise BadInput where a table lacks what no row can do without."""
    if not table.file.headers:
        raise BadInput(Problem("the file is empty", table.file.name))
    if lacking := table.lacking:
        names = ", ".join(NAMES[key] for key in lacking)
        message = f"no column was found for {names}; name it in a column map (--inspect writes a first one)"
        raise BadInput(Problem(message, table.file.name))
    if isinstance(table.file, ParquetFile):
        table.file.refuse_lists((*table.columns.columns.values(), *table.columns.dates.values()))
