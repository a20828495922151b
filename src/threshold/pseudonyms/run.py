"""An export written anew with made-up references, whole or not at all, never over anything."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from threshold.exports.formats.national_map import map_file
from threshold.exports.formats.recognition import files_of_rows, is_census
from threshold.exports.lookalikes import lookalikes
from threshold.exports.request import Request
from threshold.exports.rows.cells import read_references, unusable
from threshold.exports.rows.column_map import guess_column_map, usual_headers
from threshold.output.asides import aside_folder
from threshold.output.files import cannot_be_written, new_file
from threshold.output.words import many
from threshold.pseudonyms import told
from threshold.pseudonyms.cells import Cells
from threshold.pseudonyms.census_xml import write_census
from threshold.pseudonyms.columns import Chosen, Wanted, chosen, words_of_returns
from threshold.pseudonyms.names import Names, add_maps, names_of
from threshold.pseudonyms.originals import Originals
from threshold.pseudonyms.recheck import check_written
from threshold.pseudonyms.references import References
from threshold.pseudonyms.roles import closed_words
from threshold.pseudonyms.sources import Source, Sources, own_rows, sources
from threshold.pseudonyms.write import Table, suffix_for, write_file
from threshold.reading import BadInput, Problem
from threshold.vocabulary import Vocabulary


@dataclass(slots=True)
class Done:
    """What was done: files written, references made, and what else to say, each once."""

    files: int = 0
    references: int = 0
    told: list[str] = field(default_factory=list)


def pseudonymise(
    export: Path, out: Path, key: bytes, wanted: Wanted, vocabulary: Vocabulary, map_: Path | None = None
) -> Done:
    """Write an export anew with made-up references.

    Raises BadInput where something cannot be read, where there is something at `out` already, where no column
    of references is recognised, or where what was written would still hold one; nothing is left then.
    """
    check_place(export, out)
    closed = closed_words(vocabulary, guess_column_map((), vocabulary))
    closed |= words_of_returns() | usual_headers(vocabulary)
    references = References(key)
    if not files_of_rows(export) and not export.is_dir() and is_census(export):
        with new_file(out) as aside:
            said = write_census(export, aside, references, closed)
        done = Done(1, told=said)
    else:
        done = _tables(export, out, references, closed, wanted, Request(vocabulary, None, map_))
    if not references.made:
        raise _nothing_found(export)
    done.references = len(references.made)
    return done


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


def _tables(
    export: Path, out: Path, references: References, closed: frozenset[str], wanted: Wanted, request: Request
) -> Done:
    there = sources(export, request, wanted.named())
    single = None if export.is_dir() else out
    if single is not None:
        _need_suffix(export, out)
    pairs = _chosen(export, there, wanted)
    cells = Cells(references, _originals(pairs, references, closed), closed)
    names = names_of(there, pairs, cells, single)
    done = Done(files=len(names.files), told=list(_told(there, pairs, names, cells)))
    tables = [(source.file, _table(source, each, names, cells)) for source, each in pairs]
    mapped = map_file(export, request.column_map) is not None
    add_maps(names, there, pairs, cells, single, request.vocabulary, mapped)
    done.told += told.of_cells(cells.emptied, len(cells.teams), _alike(pairs))
    with ExitStack() as stack:
        folder = stack.enter_context(_new_folder(out)) if single is None else out.parent
        for name in (*names.files.values(), *names.maps):
            place = folder / name
            aside = place if single is None else stack.enter_context(new_file(place))
            _write(aside, name, tables, names)
            check_written([aside], cells.originals, closed)
    done.told += [f"wrote the column map {name} anew" for name in names.maps]
    return done


def _write(path: Path, name: str, tables: list[tuple[Path, Table]], names: Names) -> None:
    if name in names.maps:
        path.write_text(names.maps[name], encoding="utf-8")
    else:
        write_file(path, [table for file, table in tables if names.files[file] == name])


def _chosen(export: Path, there: Sources, wanted: Wanted) -> list[tuple[Source, Chosen]]:
    pairs = []
    for source in there.tables:
        each = chosen(source, wanted)
        if each.columns.child is None and source.local is not None:
            there.unread += 1
            continue
        going = [name for name in source.rows.columns if name in each.columns.roles]
        pairs.append((own_rows(replace(source, columns=each.columns), going), each))
    if not any(each.columns.child for _, each in pairs):
        raise _nothing_found(export)
    return pairs


def _originals(
    pairs: list[tuple[Source, Chosen]], references: References, closed: frozenset[str]
) -> Originals:
    """Make the references of all tables, and return what they were made of."""
    for source, each in pairs:
        for column, role in each.columns.roles.items():
            if role.kind in ("person", "reference") and column in source.rows.columns:
                references.learn(source.rows[column], role.kind == "person")
    return Originals(references.originals, closed)


def _table(source: Source, each: Chosen, names: Names, cells: Cells) -> Table:
    """A table as it is written: its columns in their order, under their new headers."""
    roles, new = each.columns.roles, names.headers[source.place]
    going = [header for header in source.headers if header in roles]
    columns = []
    for header in going:
        there = header in source.rows.columns
        given = (
            source.rows[header]
            if there
            else pl.Series([None], dtype=pl.String).new_from_index(0, source.rows.height)
        )
        columns.append(cells.out(given, roles[header]).alias(new.get(header, header)))
    return Table(names.sheets.get(source.place), pl.DataFrame(columns), source.hidden)


def _told(there: Sources, pairs: list[tuple[Source, Chosen]], names: Names, cells: Cells) -> Iterator[str]:
    for source, each in pairs:
        yield from told.of_columns(source, each, names.headers[source.place], cells.harmless)
        child = each.columns.child
        nameless = 0 if child is None else read_references(source.rows[child]).null_count()
        yield from told.of_rows(source, nameless)
    if there.unread:
        them = "it" if there.unread == 1 else "them"
        yield f"{many(there.unread, 'table')} left out, as no audit reads {them}"


def _alike(pairs: list[tuple[Source, Chosen]]) -> int:
    """How many references of children look like another."""
    found = [pl.Series([], dtype=pl.String)]
    for source, each in pairs:
        if each.columns.child is not None:
            found.append(
                read_references(source.rows[each.columns.child]).cast(pl.String).drop_nulls().unique()
            )
    children = pl.concat([each.rename("child") for each in found]).unique()
    odd = unusable(children)
    return len(lookalikes(children.filter(~odd), children.filter(odd)))


def _nothing_found(export: Path) -> BadInput:
    message = "no column was recognised as the children's references; name it with --column"
    return BadInput(Problem(message, str(export)))


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
