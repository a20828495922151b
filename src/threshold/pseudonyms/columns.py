"""Which columns of a table go out: those that are read, those that the user names, and no other."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import polars as pl

from threshold.exports.formats.specification import specification, usual_headers
from threshold.exports.identifying import identifying
from threshold.exports.rows.cells import read_dates, read_references, tidy
from threshold.privacy import identifying_field
from threshold.pseudonyms.originals import DAY
from threshold.pseudonyms.roles import KEPT, PERSON, Columns
from threshold.pseudonyms.sources import Source

_RETURNS = ("annex-a.yaml", "census.yaml", "ssd.yaml")
_PERSON_ID = re.compile(
    r"(?:^|.* )(?:person|child|client|service user|pupil|patient|sibling|family|mother|father|carer|legacy|"
    r"mosaic|lcs|ics|ehm|liquidlogic|common child|household) "
    r"(?:(?:unique|system|record|reference|common|legacy|internal) )?"
    r"(?:id|ids|identifier|number|no|num|ref|reference|urn)"
)
_SAMPLE = 2_000
_MOSTLY = 0.8
_A_BIRTH = "a date that is one for each child and no event's, as that of birth is"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user says of columns, by their headers: made into references, kept, left out."""

    keyed: Collection[str] = ()
    kept: Collection[str] = ()
    dropped: Collection[str] = ()

    def named(self) -> frozenset[str]:
        """Every column that is to be read for this, tidied."""
        return frozenset(map(tidy, (*self.keyed, *self.kept)))


@dataclass(frozen=True, slots=True)
class Chosen:
    """What becomes of the columns of a table.

    columns   those that go out, by what they are
    withheld  header: why it does not go out, though it is read or was to be kept
    asked     columns kept that have a value of their own for each child: somebody should look
    """

    columns: Columns
    withheld: dict[str, str]
    asked: tuple[str, ...]


def chosen(source: Source, wanted: Wanted) -> Chosen:
    """The columns of a table that go out."""
    columns, withheld = Columns(source.columns.child, dict(source.columns.roles)), {}
    named, kept = (_among(source.rows.columns, names) for names in (wanted.keyed, wanted.kept))
    if columns.child is None and source.local is not None:
        columns.child = next(iter(named), None)
    for column in named:
        columns.roles[column] = PERSON
    for column in kept:
        if column not in columns.roles:
            columns.roles[column] = PERSON if _PERSON_ID.fullmatch(tidy(column)) else KEPT
    for column in _among(source.headers, wanted.dropped):
        if columns.roles.pop(column, None) is not None:
            withheld[column] = "as --drop names it"
    child = columns.child
    for column, role in list(columns.roles.items()):
        stated = role.stated and column not in kept
        if not (stated or role.kind == "kept") or column not in source.rows.columns:
            continue
        why = _held(source.rows[column]) if role.kind == "kept" else None
        if why is None and child is not None and _one_day_each(source.rows, column, child):
            why = _A_BIRTH
        if why is not None:
            del columns.roles[column]
            withheld[column] = f"as it holds {why}"
    asked = [each for each, role in columns.roles.items() if role.kind == "kept"]
    alone = [each for each in asked if child is not None and _one_each(source.rows, each, child)]
    return Chosen(columns, withheld, tuple(alone))


def words_of_returns() -> frozenset[str]:
    """Every header that a national return has, and every label of a choice, tidied."""
    returns = [specification(file) for file in _RETURNS]
    headers = {header for each in returns for header in usual_headers(each)}
    groups = [group for each in returns for group in each.tables().values()]
    return frozenset(headers | {tidy(w) for group in groups for c in group.choices.values() for w in c.words})


def _among(columns: Collection[str], names: Collection[str]) -> list[str]:
    tidied = set(map(tidy, names))
    return [column for column in columns if tidy(column) in tidied]


def _held(cells: pl.Series) -> str | None:
    """What a column holds that no word of the user's makes fit to go out."""
    if held := identifying_field(cells.name):
        return held
    return next((kind for kind in _kinds(cells) if kind != "a date of birth"), None)


def _kinds(cells: pl.Series) -> Iterator[str]:
    if cells.dtype == pl.String or cells.dtype.is_integer():
        texts = cells.cast(pl.String)
        yield from (kind for kind, _, _ in identifying(texts.filter(~texts.str.contains(DAY))))


def _one_day_each(rows: pl.DataFrame, column: str, child: str) -> bool:
    """Whether a column holds dates, and nearly every child has one of them in all its rows."""
    cells = rows[column]
    if cells.dtype in (pl.Date, pl.Datetime):
        days = cells.cast(pl.Date)
    elif cells.dtype == pl.String or cells.dtype.is_integer():
        days = read_dates(cells.cast(pl.String)).on
    else:
        return False
    filled = cells.drop_nulls().cast(pl.String)
    filled = filled.filter(filled.str.strip_chars() != "")
    if not filled.len() or days.count() < _MOSTLY * filled.len():
        return False
    pairs = pl.DataFrame({"child": read_references(rows[child]), "day": days}).drop_nulls()
    each = pairs.group_by("child").agg(pl.col("day").n_unique().alias("days"), pl.len().alias("rows"))
    several = each.filter(pl.col("rows") > 1)
    looked = several if several.height else each
    return looked.height > 0 and int((looked["days"] == 1).sum()) >= _MOSTLY * looked.height


def _one_each(rows: pl.DataFrame, column: str, child: str) -> bool:
    """Whether each child has one value of this column, and each value one child."""
    if not (rows[column].dtype == pl.String or rows[column].dtype.is_integer()):
        return False
    cells = rows[column].cast(pl.String).drop_nulls()
    if not cells.len() or cells.head(_SAMPLE).str.contains(DAY).mean():
        return False
    pairs = rows.select(child, column).drop_nulls().unique()
    children, values = pairs[child].n_unique(), pairs[column].n_unique()
    return children > 20 and pairs.height == children == values
