"""What files, sheets and columns are called when they are written anew, and the maps that go with them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from threshold.exports.formats.local_tables import MAP_NAME
from threshold.exports.formats.national_map import sheet_name
from threshold.exports.formats.specification import specification
from threshold.exports.rows.cells import tidy
from threshold.exports.rows.column_map import ColumnMap, guess_column_map
from threshold.privacy import identifying_field
from threshold.pseudonyms.cells import Cells
from threshold.pseudonyms.columns import Chosen
from threshold.pseudonyms.maps import local_map, national_map
from threshold.pseudonyms.sources import Source, Sources
from threshold.pseudonyms.write import suffix_for
from threshold.vocabulary import Vocabulary

_CHILD = "child_id"
_A_LIST = re.compile(r"list \d{1,2}")

Pair = tuple[Source, Chosen]


@dataclass(slots=True)
class Names:
    """The new names.

    files     by the old file
    sheets    by the place of the table
    headers   by the place of the table: new header by the old one, where it has another
    maps      the texts of column maps by the names of their files
    """

    files: dict[Path, str] = field(default_factory=dict)
    sheets: dict[str, str] = field(default_factory=dict)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    maps: dict[str, str] = field(default_factory=dict)


def names_of(there: Sources, pairs: Sequence[Pair], cells: Cells, out: Path | None) -> Names:
    """The new names; `out` is the file to write, where it is one."""
    names = Names()
    _places(names, there, pairs, cells, out)
    for source, chosen in pairs:
        names.headers[source.place] = _headers(source, chosen, cells)
    return names


def add_maps(
    names: Names, there: Sources, pairs: Sequence[Pair], cells: Cells, out: Path | None,
    vocabulary: Vocabulary, mapped: bool,
) -> None:  # fmt: skip
    """Add the column maps, once all cells are made fit to go out. `mapped`: the return has a map."""
    if there.national is None:
        _local_maps(names, pairs, cells, out, vocabulary)
    elif mapped:
        sheets = {
            sheet_name(source.sheet or source.file.stem): names.sheets.get(source.place)
            or Path(names.files[source.file]).stem
            for source, _ in pairs
        }
        shared = _spaced(names, pairs)
        names.maps[_map_name(out)] = national_map(
            there.national, shared, sheets, cells.harmless, cells.is_shown
        )


def _places(names: Names, there: Sources, pairs: Sequence[Pair], cells: Cells, out: Path | None) -> None:
    taken: set[str] = set()

    def free(name: str) -> str:
        new, number = name, 2
        while new.casefold() in taken:
            new, number = f"{name} part {number}", number + 1
        taken.add(new.casefold())
        return new

    files = list(dict.fromkeys(source.file for source, _ in pairs))
    width = len(str(len(files)))
    for number, file in enumerate(files, 1):
        keys = [source.key for source, _ in pairs if source.file == file]
        stem = (
            f"table {number:0{width}}" if there.national is None else _of_a_return(file.stem, keys[0], cells)
        )
        names.files[file] = out.name if out is not None else free(stem) + suffix_for(file)
    taken.clear()
    for number, (source, _) in enumerate(pairs, 1):
        if source.sheet is not None:
            name = (
                f"Table {number}" if there.national is None else _of_a_return(source.sheet, source.key, cells)
            )
            names.sheets[source.place] = free(name)


def _of_a_return(name: str, key: str, cells: Cells) -> str:
    """The name of a table of a return: as it is where that is a usual one."""
    usual = {tidy(key)}
    if key.isdigit():
        usual |= {
            tidy(each) for group in specification("annex-a.yaml").tables().values() for each in group.names
        }
        return name if tidy(name) in usual or _A_LIST.fullmatch(tidy(name)) else f"List {key}"
    return name if tidy(name) in usual else key


def _headers(source: Source, chosen: Chosen, cells: Cells) -> dict[str, str]:
    """Headers that would tell of somebody, or say of a reference that it is a number of the NHS."""
    new: dict[str, str] = {}
    for number, header in enumerate(source.headers, 1):
        role = chosen.columns.roles.get(header)
        if role is None:
            continue
        says = role.kind in ("person", "reference") and not source.key and identifying_field(header)
        if says and header == chosen.columns.child and _CHILD not in source.headers:
            new[header] = _CHILD
        elif says or not cells.harmless(header):
            new[header] = f"column {number}"
    return new


def _local_maps(
    names: Names, pairs: Sequence[Pair], cells: Cells, out: Path | None, vocabulary: Vocabulary
) -> None:
    groups: dict[Path | None, list[Pair]] = {}
    for source, chosen in pairs:
        assert source.local is not None
        map_, path = source.local
        child = chosen.columns.child
        if child is not None and "child" not in map_.within(source.headers).columns:
            map_ = replace(map_, columns={"child": child, **map_.columns})
        own = replace(source, local=(map_, path))
        if path is None and _guessed_anew(own, chosen, names, vocabulary):
            continue
        groups.setdefault(path, []).append((own, chosen))
    shared = [same for path, same in groups.items() if path is not None and len(same) == len(pairs)]
    for same in shared:
        names.maps[_map_name(out)] = _local(same, names, cells, vocabulary)
    for same in () if shared else groups.values():
        for source, chosen in same:
            stem = Path(names.files[source.file]).stem
            sheet = names.sheets.get(source.place)
            name = f"{stem}.{sheet}.{MAP_NAME}" if sheet else f"{stem}.{MAP_NAME}"
            names.maps[name] = _local([(source, chosen)], names, cells, vocabulary)


def _local(pairs: Sequence[Pair], names: Names, cells: Cells, vocabulary: Vocabulary) -> str:
    local = pairs[0][0].local
    assert local is not None
    return local_map(local[0], _spaced(names, pairs), cells.harmless, cells.is_shown, vocabulary)


def _spaced(names: Names, pairs: Sequence[Pair]) -> Mapping[str, str]:
    """The new header by the old one, with single spaces; a column that does not go out is not named."""
    return {
        " ".join(old.split()): new for source, _ in pairs for old, new in names.headers[source.place].items()
    }


def _guessed_anew(source: Source, chosen: Chosen, names: Names, vocabulary: Vocabulary) -> bool:
    """Whether without a map the new headers are taken for what the old ones are."""
    assert source.local is not None
    map_: ColumnMap = source.local[0]
    new = names.headers[source.place]
    going = [new.get(each, each) for each in source.headers if each in chosen.columns.roles]
    read = {key: new.get(column, column) for key, column in map_.columns.items()}
    read = {key: column for key, column in read.items() if column in going}
    return guess_column_map(going, vocabulary).columns == read


def _map_name(out: Path | None) -> str:
    return MAP_NAME if out is None else f"{out.stem}.{MAP_NAME}"
