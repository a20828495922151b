"""Local events: one flat CSV, Parquet or NDJSON file (or a folder of them) out of the case system.

A row is an event (child, event, date), or a piece of work with its dates side by side; the column map says.
"""

from datetime import date
from pathlib import Path

import polars as pl

from threshold.casefiles.privacy import identifying_text
from threshold.exports.files.delimited import DelimitedFile
from threshold.exports.files.records import NDJSON, PARQUET, NdjsonFile, ParquetFile
from threshold.exports.formats.recognition import LOCAL_EVENTS, files_of_rows
from threshold.exports.gathering import Export, Gathered, Source
from threshold.exports.quality import finding
from threshold.exports.request import Inspection, Request, Seen
from threshold.exports.rows.cells import tidy
from threshold.exports.rows.column_map import ColumnMap, draft, guess_column_map, read_column_map
from threshold.exports.rows.flat import take_events
from threshold.exports.rows.wide import Layout, take
from threshold.output.words import spoken
from threshold.reading import BadInput, Problem

MAP_NAME = "columns.yaml"

_MOST_LABELS = 200
_LABELLED = ("event", "status", "team", "worker")
_NAMES = {
    "child": "the child's reference",
    "event": "the kind of event",
    "on": "the date",
    "ref": "the reference that links a start to its end",
    "status": "whether it was held, planned or cancelled",
    "team": "the team",
    "worker": "the worker",
}

_File = DelimitedFile | ParquetFile | NdjsonFile


def read(path: Path, request: Request) -> Export:
    """The events as an export. Raises BadInput where columns are missing, or no date is given."""
    as_at, dated_by = request.dated(None, str(path))
    written = _written_map(path, request)
    gathered = Gathered()
    covers: dict[str, date] = {}
    for file in _files(path):
        whole = written or guess_column_map(file.headers, request.vocabulary)
        columns = whole.within(file.headers)
        _check(columns, file)
        missing = sorted(whole.wanted() - columns.wanted())
        gathered.findings.extend(finding("missing-column", file.name, None, name) for name in missing)
        # Nobody but who takes the rows holds on to them, so that what they fill is freed on the way.
        if columns.dates:
            take(gathered, file.name, _rows(gathered, file, columns), _layout(columns, request), as_at)
        else:
            take_events(
                gathered, file.name, _rows(gathered, file, columns), columns, request.vocabulary, as_at
            )
        covers |= {event: upto or as_at for event, upto in columns.covers.items()}
    guessed = () if written else ("what each column holds was guessed; no column map was given",)
    source = Source(LOCAL_EVENTS, path.name, dated_by, guessed)
    return gathered.export(request.vocabulary, covers, as_at, source)


def inspect(path: Path, request: Request) -> Inspection:
    """What each column would be read as, and a first column map to edit."""
    written = _written_map(path, request)
    seen: list[Seen] = []
    drafts: list[str] = []
    for file in _files(path):
        columns = written or guess_column_map(file.headers, request.vocabulary)
        taken = {column: _NAMES[key] for key, column in columns.columns.items()}
        taken |= {value.column: fact for fact, value in (*columns.facts.items(), *columns.carries.items())}
        taken |= {column: spoken(event) for event, column in columns.dates.items()}
        seen += [Seen(file.name, header, taken.get(header, "")) for header in file.headers]
        labels = _labels(file, columns)
        seen += [Seen(file.name, f'"{label}"', event or "") for label, event in labels.items()]
        drafts.append(draft(columns, file.headers, labels))
    return Inspection(LOCAL_EVENTS, path.name, tuple(seen), drafts[0])


def _rows(gathered: Gathered, file: _File, columns: ColumnMap) -> pl.DataFrame:
    """A file's rows, when what there is to tell of those that cannot be read has been told."""
    table = file.read(columns.wanted(), _labelled(columns))
    gathered.findings.extend(table.findings)
    gathered.rows_in += table.refused
    gathered.rows_refused += table.refused
    if not table.rows.height:
        gathered.findings.append(finding("empty", file.name))
    return table.rows


def _labelled(columns: ColumnMap) -> set[str]:
    """The columns in which few texts come again and again."""
    return {column for key, column in columns.columns.items() if key in _LABELLED}


def _layout(columns: ColumnMap, request: Request) -> Layout:
    """The columns of a file whose rows are pieces of work."""
    dates = columns.dates
    spans = tuple(
        (episode.opens, episode.closes)
        for episode in request.vocabulary.episodes.values()
        if {episode.opens, episode.closes} <= set(dates)
    )
    return Layout(
        child=columns.columns["child"],
        dates=dates,
        spans=spans,
        episodes=spans,
        facts={fact: (request.vocabulary.facts[fact].type, how) for fact, how in columns.facts.items()},
        team=columns.columns.get("team"),
        worker=columns.columns.get("worker"),
        first=columns.first,
    )


def _check(columns: ColumnMap, file: _File) -> None:
    """Raise BadInput where a file lacks what no row can do without."""
    if not file.headers:
        raise BadInput(Problem("the file is empty", file.name))
    lacking = [key for key in ("child", "event", "on") if key not in columns.columns]
    if columns.dates:
        lacking = [key for key in lacking if key == "child"]
    if lacking:
        names = ", ".join(_NAMES[key] for key in lacking)
        message = f"no column was found for {names}; name it in a column map (--inspect writes a first one)"
        raise BadInput(Problem(message, file.name))


def _labels(file: _File, columns: ColumnMap) -> dict[str, str | None]:
    """Each kind of event as the file writes it, and what it is taken for; nothing where it is free text."""
    column = columns.columns.get("event")
    if column is None or column not in file.headers:
        return {}
    written = file.read({column}).rows[column].cast(pl.String).drop_nulls().unique().sort()
    if len(written) > _MOST_LABELS:
        return {}
    once = {tidy(label): label for label in written if not any(identifying_text(label))}
    return {label: columns.events.get(each) for each, label in once.items()}


def _written_map(path: Path, request: Request) -> ColumnMap | None:
    """The map that was given, or that lies beside the export under its name; None where there is none."""
    beside = path / MAP_NAME if path.is_dir() else path.with_name(f"{path.stem}.{MAP_NAME}")
    given = request.column_map or (beside if beside.is_file() else None)
    return read_column_map(given, request.vocabulary) if given is not None else None


def _files(path: Path) -> list[_File]:
    return [_file(each, each.name) for each in files_of_rows(path) or [path]]


def _file(path: Path, name: str) -> _File:
    if path.suffix.lower() in PARQUET:
        return ParquetFile(path, name)
    if path.suffix.lower() in NDJSON:
        return NdjsonFile(path, name)
    return DelimitedFile(path, name)
