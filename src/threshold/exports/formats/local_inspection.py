"""What a local export's columns and kinds of event would be read as, and a column map for it to edit."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from threshold.exports.files.delimited import DelimitedFile
from threshold.exports.files.sheets import SheetTable
from threshold.exports.files.surroundings import without_surroundings
from threshold.exports.formats.local_tables import NAMES, Table, find_tables
from threshold.exports.formats.recognition import LOCAL_EVENTS
from threshold.exports.request import Inspection, Request, Seen
from threshold.exports.rows.cells import tidy
from threshold.exports.rows.column_map import ColumnMap, event_of, usual_child_headers
from threshold.exports.rows.date_headers import event_in_words, find_date_columns
from threshold.exports.rows.map_draft import Findings, draft, extended
from threshold.output.words import many, spoken
from threshold.privacy import identifying_text
from threshold.reading import read_text
from threshold.vocabulary import Vocabulary

_MOST_LABELS = 200
_FEW = 5  # labels
_LONGEST = 60  # letters of a kind of event
_OF_SOMEBODY = "a column whose header may tell of somebody"
_PROPOSED = ", as the map proposes"
_OF_ROWS_OF_EVENTS = ("event", "on", "status")


@dataclass(frozen=True, slots=True)
class _Looked:
    """A table, what is read of it, and what was found beyond that."""

    table: Table
    columns: ColumnMap
    found: Findings
    notes: int = 0  # kinds of event that seem to be somebody's notes


def inspect(path: Path, request: Request) -> Inspection:
    """What each column would be read as, and a column map: a first one, or the one there with what is new."""
    there = find_tables(path, request, readable=False)
    looked = [_look(table, request.vocabulary) for table in there.tables]
    seen = [each for one in looked for each in _seen(one)]
    seen += [Seen(place, "the whole sheet, which is hidden") for place in there.unused]
    text = _column_map(looked, request)
    return Inspection(LOCAL_EVENTS, path.name, tuple(seen), text, kept=request.column_map is not None)


def _look(table: Table, vocabulary: Vocabulary) -> _Looked:
    columns, headers = table.columns, table.file.headers
    of_events = {"event", "on"} <= set(columns.columns) and not columns.dates
    named = table.whole.known()
    if table.map is None and not of_events:
        kept = {key: name for key, name in columns.columns.items() if key not in _OF_ROWS_OF_EVENTS}
        columns = replace(columns, columns=kept)
        named = frozenset(map(tidy, columns.wanted()))
    open_ = [header for header in headers if tidy(header) not in named]
    name = Path(table.file.name.rpartition(", ")[2]).stem
    dates = find_date_columns(_sample(table).select(() if of_events else open_), vocabulary, name)
    proposed = {header for found in dates.of_events.values() for header in found}
    spare = [
        header
        for header in open_
        if header not in proposed and header not in dates.unknown and not any(identifying_text(header))
    ]
    labels = _labels(table, columns)
    labels, notes = _without_notes(labels)
    if table.map is None:
        labels = {
            label: (event or event_in_words(label, vocabulary), rows)
            for label, (event, rows) in labels.items()
        }
    unknown = [header for header in dates.unknown if not any(identifying_text(header))]
    return _Looked(table, columns, Findings(dates.of_events, unknown, labels, tuple(spare)), notes)


def _sample(table: Table) -> pl.DataFrame:
    """Some rows, without totals and footers."""
    return _own(table, table.file.sample().with_row_index("row")).drop("row")


def _own(table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    child = table.columns.columns.get("child")
    if not table.loose or child is None:
        return rows
    return without_surroundings(table.file.name, rows, child, usual_child_headers()).rows


def _seen(looked: _Looked) -> list[Seen]:
    columns, place, found = looked.columns, looked.table.file.name, looked.found
    taken = {column: NAMES[key] for key, column in columns.columns.items()}
    taken |= {value.column: fact for fact, value in (*columns.facts.items(), *columns.carries.items())}
    taken |= {column: spoken(event_of(event)) for event, column in columns.dates.items()}
    if looked.table.map is None:
        proposed = ((event, header) for event, headers in found.dates.items() for header in headers)
        taken |= {header: spoken(event) + _PROPOSED for event, header in proposed}
    seen = list(_without_headers(looked.table))
    seen += [
        Seen(place, _shown(header, taken), taken.get(header, "")) for header in looked.table.file.headers
    ]
    for label, (event, count) in found.labels.items():
        left_out = event is None and tidy(label) in columns.events
        # What only its words tell is read once a map says so.
        only_words = _PROPOSED if event is not None and columns.events.get(tidy(label)) is None else ""
        said = "left out by the map" if left_out else (event or "") + only_words
        seen.append(Seen(place, f'"{label}"', said, count))
    if looked.notes:
        kinds = many(looked.notes, "kind of event", "kinds of event")
        seen.append(Seen(place, f"{kinds} more that may be notes, and are not repeated", rows=looked.notes))
    return seen


def _without_notes(
    labels: Mapping[str, tuple[str | None, int]],
) -> tuple[dict[str, tuple[str | None, int]], int]:
    """The labels without those that are notes rather than kinds of event, and how many these are.

    Of many that are not known and stand in one row each, most may tell of somebody.
    """
    once = [label for label, (event, rows) in labels.items() if event is None and rows == 1]
    if len(once) <= _FEW or len(once) * 2 <= len(labels):
        once = [label for label in once if len(label) > _LONGEST]
    return {label: told for label, told in labels.items() if label not in once}, len(once)


def _without_headers(table: Table) -> Iterator[Seen]:
    """What is said of a table whose first row may be a child's, and so is not repeated."""
    if isinstance(table.file, DelimitedFile | SheetTable) and table.file.headless:
        columns = many(len(table.file.headers), "column")
        yield Seen(
            table.file.name, f"the first row does not look like headers; there are {columns}, by number"
        )


def _shown(header: str, taken: Mapping[str, str]) -> str:
    """A header, unless it seems to tell of somebody and is not read."""
    return _OF_SOMEBODY if header not in taken and any(identifying_text(header)) else header


def _labels(table: Table, columns: ColumnMap) -> dict[str, tuple[str | None, int]]:
    """Each kind of event as written, what it is taken for, and in how many rows; none of free text."""
    column = columns.columns.get("event")
    if column is None or columns.dates:
        return {}
    read = [name for key, name in columns.columns.items() if key in ("child", "event", "on")]
    cells = _own(table, table.file.read(read).rows)[column].cast(pl.String).drop_nulls()
    counts = dict(cells.value_counts(sort=True).rows()) if cells.n_unique() <= _MOST_LABELS else {}
    once: dict[str, str] = {}
    rows: dict[str, int] = {}
    for label in sorted(counts):
        once[tidy(label)] = label
        rows[tidy(label)] = rows.get(tidy(label), 0) + counts[label]
    return {
        label: (columns.events.get(each), rows[each])
        for each, label in once.items()
        if each and not any(identifying_text(label))
    }


def _column_map(looked: Sequence[_Looked], request: Request) -> str | None:
    """The map given, or beside the export, with what is new; else a first one. None of several."""
    guessed = [one for one in looked if one.table.map is None]
    if guessed:
        return draft(_together([one.columns for one in guessed]), _all([one.found for one in guessed]))
    maps = {one.table.map for one in looked if one.table.map is not None}
    if len(maps) > 1:
        return None
    (path,) = maps
    found = _all([_beyond(one) for one in looked])
    return extended(read_text(path, str(path)), found)


def _beyond(looked: _Looked) -> Findings:
    """What is new to a map: kinds of event that it leaves out on purpose are not."""
    labels = {
        label: known
        for label, known in looked.found.labels.items()
        if tidy(label) not in looked.columns.events
    }
    return replace(looked.found, labels=labels)


def _together(maps: Sequence[ColumnMap]) -> ColumnMap:
    """One map of what was guessed of several tables, which may call one thing by different names."""
    names: dict[str, list[str]] = {}
    for one in maps:
        for key, column in one.columns.items():
            if column not in names.setdefault(key, []):
                names[key].append(column)
    return replace(
        maps[0],
        columns={key: columns[0] for key, columns in names.items()},
        others={key: tuple(columns[1:]) for key, columns in names.items()},
        facts={key: value for one in maps for key, value in one.facts.items()},
        carries={key: value for one in maps for key, value in one.carries.items()},
    )


def _all(findings: Sequence[Findings]) -> Findings:
    dates: dict[str, list[str]] = {}
    labels: dict[str, tuple[str | None, int]] = {}
    for found in findings:
        for event, headers in found.dates.items():
            dates.setdefault(event, []).extend(each for each in headers if each not in dates.get(event, []))
        for label, (kind, rows) in found.labels.items():
            labels[label] = (kind, rows + labels.get(label, (None, 0))[1])
    return Findings(
        dates,
        _each_once(found.unknown for found in findings),
        labels,
        _each_once(found.spare for found in findings),
    )


def _each_once(lists: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for one in lists for each in one))
