"""What becomes of each column: made into references, left out because it identifies, or kept as it is."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

import polars as pl

from threshold.exports.formats.specification import specification, usual_headers
from threshold.exports.identifying import identifying
from threshold.exports.rows.cells import tidy
from threshold.exports.rows.column_map import ColumnMap, guess_column_map
from threshold.privacy import identifying_field, identifying_text
from threshold.vocabulary import Vocabulary

_RETURNS = ("annex-a.yaml", "census.yaml", "ssd.yaml")
_LINKS = ("ref", "of")
_PERSON_ID = re.compile(
    r"(?:^|.* )(?:person|child|client|service user|pupil|patient|sibling|family|mother|father|carer|legacy|"
    r"mosaic|lcs|ics|ehm|liquidlogic|common child|household) "
    r"(?:(?:unique|system|record|reference|common|legacy|internal) )?"
    r"(?:id|ids|identifier|number|no|num|ref|reference|urn)"
)
_SAMPLE = 2_000  # cells of a column that are looked at for what identifies
_DATE = r"^\s*\d{1,4}[-/. ]\S{1,9}[-/. ]\d{1,4}"
_WORDS = r"\pL{2,}.*\s.*\pL{2,}|@"  # free text, and no date or label of one word


@dataclass(frozen=True, slots=True)
class Columns:
    """What becomes of the columns of one table.

    keyed     made into references
    dropped   column: what it holds
    asked     columns that have a value of their own for each child, and are kept: somebody should look
    """

    child: str | None
    keyed: tuple[str, ...]
    dropped: dict[str, str]
    asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user says of columns, by their headers: made into references, kept, left out."""

    keyed: Collection[str] = ()
    kept: Collection[str] = ()
    dropped: Collection[str] = ()


def columns_of(rows: pl.DataFrame, wanted: Wanted, map_: ColumnMap | None, vocabulary: Vocabulary) -> Columns:
    """What becomes of the columns of a table."""
    local = (map_ or guess_column_map(rows.columns, vocabulary)).within(rows.columns)
    named = _among(rows.columns, wanted.keyed)
    child = _child(rows.columns, named, local)
    keyed = [child] if child else []
    keyed += [column for column in named if column not in keyed]
    if child and ("event" in local.columns or local.dates):
        # Of national returns what links stays as it is: numbers of records, which are nobody's.
        keyed += [local.columns[key] for key in _LINKS if key in local.columns]
    keyed += [column for column in rows.columns if _PERSON_ID.fullmatch(tidy(column))]
    keyed += [column for column in _workers(rows.columns, local) if _identifies(rows[column])]
    if child:
        keyed += [column for column in rows.columns if column not in keyed and _holds(rows, column, child)]
    keyed = list(dict.fromkeys(keyed))
    read = {*local.wanted(), *_workers(rows.columns, local), *_among(rows.columns, _shared("team"))}
    dropped = {
        column: held
        for column in rows.columns
        if column not in keyed and column not in _among(rows.columns, wanted.kept)
        if (held := _held(rows[column], column in read))
    }
    rest = [column for column in rows.columns if column not in keyed and column not in dropped]
    usual = {column for column in rest if tidy(column) in _of_returns()}
    unread = [column for column in rest if column not in read and column not in usual]
    asked = [column for column in unread if child and _one_each(rows, column, child)]
    return Columns(child, tuple(keyed), dropped, tuple(asked))


@cache
def _of_returns() -> frozenset[str]:
    """Every header that a national return has, tidied."""
    return frozenset(header for file in _RETURNS for header in usual_headers(specification(file)))


def known_headers() -> frozenset[str]:
    """The headers of national returns under which whose a row is stands, tidied."""
    return frozenset(map(tidy, (*_shared("child"), *_shared("team"), *_shared("worker"))))


def _shared(key: str) -> list[str]:
    return [name for file in _RETURNS for name in getattr(specification(file), key)]


def _among(columns: Collection[str], names: Collection[str]) -> list[str]:
    tidied = set(map(tidy, names))
    return [column for column in columns if tidy(column) in tidied]


def _child(columns: Collection[str], named: list[str], local: ColumnMap) -> str | None:
    national = _among(columns, _shared("child"))
    return next(iter((*named, *filter(None, [local.columns.get("child")]), *national)), None)


def _workers(columns: Collection[str], local: ColumnMap) -> list[str]:
    own = local.columns.get("worker")
    return [*([own] if own else []), *_among(columns, _shared("worker"))]


def _identifies(cells: pl.Series) -> bool:
    return cells.dtype == pl.String and any(True for _ in identifying(cells))


def _held(cells: pl.Series, read: bool) -> str | None:
    """What that identifies a column holds, by its header (unless it is read) or by its cells."""
    if not read and (held := identifying_field(cells.name)):
        return held
    if cells.dtype != pl.String:
        return None
    return next(iter((*_kinds(cells, read), *_in_text(cells))), None)


def _kinds(cells: pl.Series, read: bool) -> Iterator[str]:
    """What references look like; days are dates of events, and what is read may be called after a place."""
    for kind, _, _ in identifying(cells):
        if kind != "a date of birth" and not (read and kind in ("a name", "an address")):
            yield kind


def _in_text(cells: pl.Series) -> Iterator[str]:
    texts = cells.drop_nulls().unique(maintain_order=True)
    texts = texts.filter(texts.str.contains(_WORDS))
    for text in texts.gather_every(max(1, texts.len() // _SAMPLE)):
        yield from identifying_text(text)


def _holds(rows: pl.DataFrame, column: str, child: str) -> bool:
    """Whether a column holds the reference of the child within others of its own, as 4711-A1 does."""
    if rows[column].dtype != pl.String:
        return False
    some = rows.select(
        pl.col(child).cast(pl.String).alias("whose"), pl.col(column).alias("cell")
    ).drop_nulls()
    some = some.filter(pl.col("whose").str.len_chars() >= 4).head(_SAMPLE)
    held = some.select((pl.col("cell").str.contains(pl.col("whose"), literal=True)).sum()).item()
    return some.height > 0 and held > 0.3 * some.height


def _one_each(rows: pl.DataFrame, column: str, child: str) -> bool:
    """Whether each child has one value of this column, and each value one child."""
    if not (rows[column].dtype == pl.String or rows[column].dtype.is_integer()):
        return False
    cells = rows[column].cast(pl.String).drop_nulls()
    if cells.head(_SAMPLE).str.contains(_DATE).mean() or not cells.len():
        return False
    pairs = rows.select(child, column).drop_nulls().unique()
    children, values = pairs[child].n_unique(), pairs[column].n_unique()
    return children > 20 and pairs.height == children == values
