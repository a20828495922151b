"""An export written anew with made-up references, whole or not at all, never over anything."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from threshold.exports.files.surroundings import without_surroundings
from threshold.exports.formats.local_tables import MAP_NAME
from threshold.exports.formats.map_kind import format_of_map
from threshold.exports.formats.recognition import files_of_rows, is_census
from threshold.exports.rows.cells import read_references, tidy, unusable
from threshold.exports.rows.column_map import ColumnMap, read_column_map, usual_headers
from threshold.output.asides import aside_folder
from threshold.output.files import cannot_be_written, new_file
from threshold.privacy import identifying_field, identifying_text
from threshold.pseudonyms.census_xml import write_census
from threshold.pseudonyms.columns import Columns, Wanted, columns_of, known_headers
from threshold.pseudonyms.references import References
from threshold.pseudonyms.tables import Table, tables_of
from threshold.pseudonyms.write import suffix_for, write_file
from threshold.reading import BadInput, Problem
from threshold.vocabulary import Vocabulary

_NEW_NAME = "child_id"  # of a column whose header says that it holds what identifies


@dataclass(slots=True)
class Done:
    """What was done: files written, references made, and what else to say, each once."""

    files: int = 0
    children: bool = False  # whether any table has a column of children's references
    references: int = 0
    together: int = 0
    told: list[str] = field(default_factory=list)


def pseudonymise(
    export: Path, out: Path, key: bytes, wanted: Wanted, vocabulary: Vocabulary, map_: Path | None = None
) -> Done:
    """Write an export anew with made-up references.

    Raises BadInput where something cannot be read, where there is something at `out` already, or where no
    column of references is recognised; nothing is left then.
    """
    check_place(export, out)
    done, references = Done(), References(key)
    if not files_of_rows(export) and not export.is_dir() and is_census(export):
        with new_file(out) as aside:
            done.told += write_census(export, aside, references)
        done.files = 1
    else:
        _tables(export, out, references, _Asked(wanted, vocabulary, map_), done)
    if not references.made:
        raise _nothing_found(export)
    done.references, done.together = len(references.made), references.together
    return done


@dataclass(frozen=True, slots=True)
class _Asked:
    wanted: Wanted
    vocabulary: Vocabulary
    map_: Path | None

    def map_of(self, export: Path, file: Path) -> ColumnMap | None:
        """The column map of a file: the one given, or one that lies beside it, or in its folder."""
        beside = [
            file.with_name(f"{file.stem}.{MAP_NAME}"),
            file.with_name(MAP_NAME) if export.is_dir() else file,
        ]
        found = self.map_ or next((each for each in beside if each != file and each.is_file()), None)
        if found is None or format_of_map(export, found) not in (None, "events"):
            return None
        return read_column_map(found, self.vocabulary)


def check_place(export: Path, out: Path) -> None:
    """Raises BadInput where nothing can be read, or nothing may be written."""
    if not export.exists():
        raise BadInput(Problem("there is no such file or folder", str(export)))
    if out.exists():
        raise BadInput(
            Problem("there is something of this name already; name another", str(out), field="--out")
        )
    if export.resolve() in out.resolve().parents:
        raise BadInput(Problem("lies within the export; name another place", str(out), field="--out"))


def _tables(export: Path, out: Path, references: References, asked: _Asked, done: Done) -> None:
    by_file: dict[Path, list[Table]] = {}
    known = known_headers() | usual_headers(asked.vocabulary)
    if asked.map_ is not None and (given := asked.map_of(export, export)) is not None:
        known |= given.known()
    for table in tables_of(export, known | set(map(tidy, asked.wanted.keyed)), asked.wanted.dropped):
        changed = _changed(table, references, asked, export, done)
        if changed is not None:
            by_file.setdefault(table.file, []).append(changed)
    if not done.children:
        raise _nothing_found(export)
    if not export.is_dir():
        _need_suffix(export, out)
        _with_map(export, out, asked, by_file[export], done)
        return
    with _new_folder(out) as folder:
        for file, tables in by_file.items():
            write_file(folder / f"{file.stem}{suffix_for(file)}", tables)
            done.files += 1
        for file in sorted(export.glob(f"*{MAP_NAME}")):
            shutil.copyfile(file, folder / file.name)


def _nothing_found(export: Path) -> BadInput:
    message = "no column was recognised as the children's references; name it with --column"
    return BadInput(Problem(message, str(export)))


def _with_map(export: Path, out: Path, asked: _Asked, tables: list[Table], done: Done) -> None:
    """Write one file, and beside it the column map that lay beside the export."""
    own = export.with_name(f"{export.stem}.{MAP_NAME}")
    copied = own.is_file() and asked.map_ is None
    with ExitStack() as stack:
        if copied:
            beside = stack.enter_context(new_file(out.with_name(f"{out.stem}.{MAP_NAME}")))
            shutil.copyfile(own, beside)
        write_file(stack.enter_context(new_file(out)), tables)
    done.files = 1
    if copied:
        done.told.append(f"its column map is now {out.stem}.{MAP_NAME} as well")


def _changed(table: Table, references: References, asked: _Asked, export: Path, done: Done) -> Table | None:
    columns = columns_of(table.rows, asked.wanted, asked.map_of(export, table.file), asked.vocabulary)
    if columns.child is None and table.sheet is not None:
        done.told.append(
            f"{table.name}: left out, as no column in it was recognised as the child's reference"
        )
        return None
    done.children |= columns.child is not None
    rows = table.rows
    if table.loose and columns.child is not None:
        kept = without_surroundings(table.name, rows.with_row_index("row"), columns.child, ())
        rows = kept.rows.drop("row")
        if kept.set_aside:
            done.told.append(
                f"{table.name}: rows left out that are totals, footers and the like: {kept.set_aside:,}"
            )
    _tell(table, columns, done)
    rows = rows.drop(list(columns.dropped))
    rows = rows.with_columns(_keyed(rows[column], references) for column in columns.keyed)
    return table.with_rows(_renamed(rows, columns, table.name, done))


def _keyed(cells: pl.Series, references: References) -> pl.Series:
    """The column with references for what it holds; what is none, or can be none, stays none."""
    originals = read_references(cells)
    originals = originals.set(unusable(originals), None).cast(pl.String)
    different = originals.drop_nulls().unique(maintain_order=True)
    made = references.of(different)
    return originals.replace_strict(
        different, list(made.values()), default=None, return_dtype=pl.String
    ).alias(cells.name)


def _renamed(rows: pl.DataFrame, columns: Columns, name: str, done: Done) -> pl.DataFrame:
    """The rows without headers that would say of a reference that it is a number of the NHS, say."""
    names: dict[str, str] = {}
    for column in columns.keyed:
        if identifying_field(column) and column in rows.columns:
            new = (
                _NEW_NAME
                if column == columns.child and _NEW_NAME not in rows.columns
                else f"reference {len(names) + 1}"
            )
            names[column] = new
            done.told.append(f'{name}: {_quoted(column)} holds references now, and is called "{new}"')
    return rows.rename(names)


def _tell(table: Table, columns: Columns, done: Done) -> None:
    if columns.keyed:
        done.told.append(f"{table.name}: references instead of {_listed(columns.keyed)}")
    elif columns.child is None:
        done.told.append(f"{table.name}: no column of references was recognised in it")
    for column, held in columns.dropped.items():
        done.told.append(f"{table.name}: {_quoted(column)} is left out, as it holds {held}")
    if columns.asked:
        told = f"{_listed(columns.asked)} kept as it is, though each child has one of its own"
        done.told.append(f"{table.name}: {told}; if it is a reference, name it with --column")


def _listed(columns: tuple[str, ...]) -> str:
    return ", ".join(map(_quoted, columns))


def _quoted(header: str) -> str:
    """A header as it is told; one that identifies somebody is no header, and is not repeated."""
    return "a column" if any(identifying_text(header)) else f'"{header}"'


def _need_suffix(export: Path, out: Path) -> None:
    wanted = suffix_for(export)
    if out.suffix.lower() != wanted:
        message = f"must end in {wanted}, as a {export.suffix.lower()} file is written as one"
        raise BadInput(Problem(message, str(out), field="--out"))


@contextmanager
def _new_folder(out: Path) -> Iterator[Path]:
    """A folder that has its name only when it is whole; readable by its owner alone."""
    try:
        with aside_folder(out.absolute().parent) as aside:
            yield aside
            aside.rename(out)
    except OSError as error:
        raise cannot_be_written(out, error) from None
