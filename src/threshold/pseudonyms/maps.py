"""The column map of what is written: anew from what was understood, with nothing else of the old one."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from threshold.exports.formats.national_map import NationalMap, TableMap, sheet_name
from threshold.exports.rows.cells import tidy
from threshold.exports.rows.column_map import AS_AT, ColumnMap, ValueColumn, event_of, guess_column_map
from threshold.output.escaping import json_text
from threshold.vocabulary import Vocabulary

Renames = Mapping[str, str]  # header, with single spaces: the one that is written
Told = Callable[[str], bool]  # whether a header, or a label, may be told


def local_map(
    map_: ColumnMap, renames: Renames, header_told: Told, label_told: Told, vocabulary: Vocabulary
) -> str:
    """A map of local events. What it names that may tell of somebody, and no table has, is left out."""

    def header(name: str) -> str | None:
        spaced = " ".join(name.split())
        return renames.get(spaced) or (spaced if header_told(spaced) else None)

    columns: dict[str, object] = {}
    for key, first in map_.columns.items():
        given = (first, *map_.others.get(key, ()))
        names = [name for each in given if (name := header(each)) is not None]
        if names:
            columns[key] = names[0] if len(names) == 1 else list(dict.fromkeys(names))
    dates: dict[str, list[str]] = {}
    for name, column in map_.dates.items():
        if (new := header(column)) is not None:
            dates.setdefault(event_of(name), []).append(new)
    usual = guess_column_map((), vocabulary)
    return _text(
        {
            "columns": columns,
            "dates": {event: names[0] if len(names) == 1 else names for event, names in dates.items()},
            "events": _labels(map_.events, usual.events, label_told),
            "statuses": _labels(map_.statuses, usual.statuses, label_told),
            "facts": dict(_values(map_.facts, header, label_told)),
            "carries": dict(_values(map_.carries, header, label_told)),
            "covers": _covers(map_.covers),
            "written": _written(map_.first, map_.declared),
        }
    )


def _labels(
    own: Mapping[str, str | None], usual: Mapping[str, str | None], label_told: Told
) -> dict[str, str | None]:
    """The labels that are not known without a map."""
    return {
        label: said
        for label, said in own.items()
        if not (label in usual and usual[label] == said) and label and label_told(label)
    }


def _values(
    columns: Mapping[str, ValueColumn], header: Callable[[str], str | None], label_told: Told
) -> Iterator[tuple[str, object]]:
    for name, how in columns.items():
        if (column := header(how.column)) is None:
            continue
        said = {label: value for label, value in how.values.items() if label_told(label)}
        plain = not said and how.separator == ";"
        yield name, column if plain else {"column": column, "values": said, "separator": how.separator}


def national_map(
    map_: NationalMap, renames: Renames, sheets: Mapping[str, str], header_told: Told, label_told: Told
) -> str:
    """A map of a national return; `sheets` are the names that sheets and files have now, by the old ones."""
    lists: dict[str, list[dict[str, object]]] = {}
    for table in map_.tables:
        entry = dict(_columns(table, renames, header_told, label_told))
        if table.sheet:
            new = sheets.get(sheet_name(table.sheet)) or (table.sheet if header_told(table.sheet) else None)
            if new is None:
                continue
            entry = {"sheet": new} | entry
        lists.setdefault(table.key, []).append(entry)
    return _text(
        {
            "lists": {key: entries[0] if len(entries) == 1 else entries for key, entries in lists.items()},
            "covers": _covers(map_.covers),
            "written": _written(map_.first, map_.declared),
        },
        always=("lists",),
    )


def _columns(
    table: TableMap, renames: Renames, header_told: Told, label_told: Told
) -> Iterator[tuple[str, object]]:
    real = {tidy(header): new for header, new in renames.items()}
    for key, column in table.columns.items():
        new = real.get(tidy(column)) or (column if header_told(column) else None) if column else None
        if column and new is None:
            continue
        said = {label: value for label, value in table.values.get(key, {}).items() if label_told(label)}
        yield key, {"column": new, "values": said} if said else new


def _covers(covers: Mapping[str, date | None]) -> dict[str, str]:
    return {event: AS_AT if upto is None else upto.isoformat() for event, upto in covers.items()}


def _written(first: str, declared: bool) -> str | None:
    return f"{first} first" if declared else None


def _text(content: Mapping[str, object], always: Iterable[str] = ()) -> str:
    lines = [f"{key}: {json_text(value)}" for key, value in content.items() if value or key in always]
    return "".join(f"{line}\n" for line in lines)
