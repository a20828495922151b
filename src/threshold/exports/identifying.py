"""References of an export that identify somebody are refused: they would come out in every result.

One reference alone proves nothing where there are many: a number of ten digits passes for one of the NHS one
time in eleven. So it goes by how many there are of a kind, and how often chance would make them.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import exp, log

import polars as pl

from threshold.exports.coded import are_days, eight_figures, names_in_code
from threshold.exports.gathering import Export
from threshold.output.words import many
from threshold.privacy import identifying_reference, nhs_check, upn_check
from threshold.reading import BadInput, Problem

_SAMPLE = 2_000  # different references that are looked at one by one
_BY_CHANCE = 1e-4  # no more often may chance alone lead to a refusal
_MOST = 100_000  # of as many at most it is looked whether they have the shape of a number with a check digit
_NHS = r"^\D{0,8}\d(?:[ .\-/]{0,3}\d){9}(?:\D{0,2}|[ \-/_.]\w{1,3})$"
_UPN = r"^(?i)[A-HJ-NP-RT-Z](?:[ .\-/]{0,3}\d){11}[ .\-/]{0,3}[\dA-Z]$"
_SHARE = {
    "a name": 0.05,
    "an e-mail address": 0.01,
    "a postcode": 0.05,
    "an address": 0.05,
    "a date of birth": 0.5,
    "a telephone number": 0.5,
    "a National Insurance number": 0.05,
}
_PLURAL = {
    "an NHS number": "NHS numbers",
    "a unique pupil number": "unique pupil numbers",
    "a name": "names of people",
    "an e-mail address": "e-mail addresses",
    "a postcode": "postcodes",
    "an address": "addresses",
    "a date of birth": "dates of birth",
    "a telephone number": "telephone numbers",
    "a National Insurance number": "National Insurance numbers",
}
_HOW = "make references first, and audit what it writes: threshold pseudonymise EXPORT --out NEW --key FILE"


@dataclass(frozen=True, slots=True)
class _Column:
    """A column that comes out in results: what it is of, its values, and kinds that it may hold."""

    of: str
    values: pl.Series
    may_hold: tuple[str, ...] = ()


def refuse_identifying(export: Export) -> None:
    """Raises BadInput where references of an export are such as identify somebody. None is ever repeated."""
    problems = [
        Problem(f"{column.of}: {looking_like(hits, of, kind)}; {_HOW}", export.source.name)
        for column in _columns(export)
        for kind, hits, of in identifying(column.values)
        if kind not in column.may_hold
    ]
    if problems:
        raise BadInput(*problems)


def looking_like(hits: int, of: int, kind: str) -> str:
    """How many of those looked at are of a kind, in words."""
    look = f"looks like {kind}" if hits == 1 else f"look like {_PLURAL[kind]}"
    return f"{hits:,} of {many(of, 'reference')} looked at {look}"


def identifying(values: pl.Series) -> Iterator[tuple[str, int, int]]:
    """Each kind of identifying detail that a column of references holds: how many of how many looked at."""
    values = values.drop_nulls()
    for kind, shape, check, chance in (
        ("an NHS number", _NHS, nhs_check, 1 / 11),
        ("a unique pupil number", _UPN, upn_check, 1 / 23),
    ):
        shaped, looked = _shaped(values, shape)
        hits = sum(map(check, shaped))
        if hits and _is_no_chance(hits, shaped.len(), chance, looked):
            yield kind, hits, looked
    yield from _by_shape(_some(values, _SAMPLE).unique(maintain_order=True))


def _columns(export: Export) -> Iterator[_Column]:
    events, allocated = export.tables.events, export.allocated
    dates = ("a date of birth",)  # what a plan is called may hold the day on which it began
    yield _Column("the references of children", export.tables.facts["child"])
    for column in ("ref", "of"):
        if column in events.columns:
            yield _Column("the references of work", events[column], dates)
    yield _Column("the references of workers", allocated["worker"])
    yield _Column("the names of teams", allocated["team"], (*dates, "a name", "an address", "a postcode"))


def _some(values: pl.Series, most: int) -> pl.Series:
    """So many at most, from everywhere in the column."""
    return values.gather_every(-(-values.len() // most)) if values.len() > most else values


def _shaped(values: pl.Series, shape: str) -> tuple[pl.Series, int]:
    """The different values of a shape, without what stands between their figures; and of how many."""
    long = values.filter(values.str.len_bytes().is_between(10, 40))
    some = _some(long, _MOST)
    shaped = some.filter(some.str.contains(shape)).unique(maintain_order=True)
    looked = values.len() if some.len() == long.len() else some.len()
    if looked <= _MOST:
        looked = _some(values, _MOST).n_unique()
    plain = shaped.str.replace_all(r"[^0-9A-Za-z]", "")
    if shape == _NHS:
        plain = plain.str.replace(r"^[A-Za-z]*(\d{10})\w*$", "$1")
    return _some(plain, _SAMPLE), looked


def _is_no_chance(hits: int, shaped: int, chance: float, of: int) -> bool:
    """Whether so many of those that have the shape cannot well have the check digit by chance.

    Where there are but one or two references, and all are such, it is refused as one in a case file is.
    """
    if hits == shaped == of:
        return True
    return hits >= 0.3 * shaped and _tail(hits, shaped, chance) < _BY_CHANCE


def _tail(hits: int, of: int, chance: float) -> float:
    """At most how likely it is that chance alone makes so many of so many (Chernoff's bound)."""
    share = hits / of
    if share <= chance:
        return 1.0
    rest = (1 - share) * log((1 - share) / (1 - chance)) if share < 1 else 0.0
    return exp(-of * (share * log(share / chance) + rest))


def _by_shape(sample: pl.Series) -> Iterator[tuple[str, int, int]]:
    """Kinds that are told by their shape."""
    kinds = {text: {*identifying_reference(text)} & _SHARE.keys() for text in sample}
    found = Counter(kind for each in kinds.values() for kind in each)
    runs = {text: run for text in kinds if (run := eight_figures(text))}
    if not are_days([*runs.values()]):
        found["a date of birth"] -= sum("a date of birth" in kinds[text] for text in runs)
    found["a name"] = max(found["a name"], names_in_code(kinds))
    for kind, hits in found.items():
        if (hits > 1 and hits >= _SHARE[kind] * sample.len()) or (hits and hits == sample.len()):
            yield kind, hits, sample.len()
