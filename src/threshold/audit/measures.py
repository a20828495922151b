"""How long things took, by which authorities compare themselves: measured run by run, whatever the policy."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl
from pydantic import BaseModel, ConfigDict, Field

from threshold.audit.model import Measure, MeasurePart, Spread
from threshold.audit.period import Period
from threshold.audit.tally import Teams
from threshold.batch import Results
from threshold.batch.dates import counted
from threshold.dates import Duration, parse_duration
from threshold.reading import parse_yaml, read_text
from threshold.reading.validate import validate
from threshold.vocabulary import Vocabulary

OPENED = "opened"
NOT_GIVEN = "not given"


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    counted: str
    each: str
    from_: str = Field(alias="from")
    to: str
    within: str
    unless: str = ""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    measures: dict[str, _Written]


@dataclass(frozen=True, slots=True)
class Definition:
    """What a measure measures; see `measures.yaml`."""

    name: str
    title: str
    counted: str
    each: str
    start: str
    end: str
    within: Duration
    unless: str = ""  # a fact that is false where none was needed


@cache
def definitions() -> tuple[Definition, ...]:
    """Every measure, in the order in which they are told."""
    path = Path(__file__).with_name("measures.yaml")
    written = validate(_File, parse_yaml(read_text(path, path.name), path.name)[0], path.name)
    return tuple(
        Definition(
            *(name, each.title, each.counted, each.each, each.from_, each.to),
            *(parse_duration(each.within), each.unless),
        )
        for name, each in written.measures.items()
    )


def days_kept(vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    """What the measures need of each run, by the episode whose run it is; what is declared of that."""
    kept: dict[str, dict[str, None]] = {}
    for each in definitions():
        if each.each not in vocabulary.episodes or not {each.start, each.end} <= {OPENED, *vocabulary.facts}:
            continue
        names = kept.setdefault(each.each, {})
        names |= {name: None for name in (each.start, each.end) if name != OPENED}
        names |= {each.unless: None} if each.unless in vocabulary.facts else {}
    return {episode: tuple(names) for episode, names in kept.items()}


def measured(results: Results, teams: Teams, period: Period | None = None) -> tuple[Measure, ...]:
    """The measures of a batch that kept the dates they need; of a period, where one is given."""
    found = (_measure(each, results, teams, period) for each in definitions() if each.each in results.days)
    return tuple(each for each in found if each is not None)


def _measure(each: Definition, results: Results, teams: Teams, period: Period | None) -> Measure | None:
    """One measure; None where the export has no such run, or none of which both days are known."""
    rows = _rows(each, results, teams)
    if period is not None:
        rows = rows.filter(period.holds("start", "end"))
    known = rows.filter(pl.col("start") <= pl.col("end"), pl.col("length").is_not_null())
    if not known.height:
        return None
    month = "start" if period is not None and period.by == "started" else "end"
    open_, none = pl.col("start").is_not_null() & pl.col("end").is_null(), pl.col("none_needed")
    by_month = known.with_columns(name=pl.col(month).dt.strftime("%Y-%m"))
    by_team = known.join(teams.pairs.select("pair", name="team"), on="pair")
    return Measure(
        measure=each.name,
        title=each.title,
        counted=each.counted,
        each=each.each,
        unit=each.within.unit,
        limit=each.within.number,
        spread=next(_spreads(known, each.within)),
        no_end=_many(rows, open_ & ~none),
        no_start=_many(rows, pl.col("start").is_null() & pl.col("end").is_not_null()),
        backward=_many(rows, pl.col("end") < pl.col("start")),
        months=tuple(_parts(by_month, each.within)),
        by_team=tuple(_parts(by_team, each.within)) if teams.has["team"] else (),
        not_needed=_many(rows, open_ & none),
    )


def _rows(each: Definition, results: Results, teams: Teams) -> pl.DataFrame:
    """A row for each run: when it was started and done, how long that took, and who works with the child."""
    units = results.units[each.each]
    days = results.days[each.each]
    start = units[OPENED] if each.start == OPENED else days[each.start]
    needed = days[each.unless].fill_null(True) if each.unless in days.columns else pl.lit(True)
    told = {"start": start, "end": days[each.end], "pair": teams.beside(results, each.each)}
    table = pl.DataFrame(told).with_columns(none_needed=~needed).filter(units["instance"].is_not_null())
    return table.with_columns(length=counted(pl.col("start"), pl.col("end"), each.within))


def _spreads(rows: pl.DataFrame, within: Duration, by: str | None = None) -> Iterator[Spread]:
    told = (
        pl.len().alias("n"),
        pl.col("length").median().alias("median"),
        pl.col("length").max().alias("most"),
        (pl.col("length") <= within.number).sum().alias("within"),
    )
    table = rows.select(told) if by is None else rows.group_by(by).agg(told).sort(by, nulls_last=True)
    for n, median, most, inside in table.select("n", "median", "most", "within").iter_rows():
        yield Spread(n, float(median), most, inside, round(inside / n, 6))


def _parts(rows: pl.DataFrame, within: Duration) -> Iterator[MeasurePart]:
    """The measure of each name, in their order; those without one come last."""
    names = rows["name"].unique().sort(nulls_last=True)
    for name, spread in zip(names, _spreads(rows, within, "name"), strict=True):
        yield MeasurePart(name or NOT_GIVEN, spread)


def _many(rows: pl.DataFrame, which: pl.Expr) -> int:
    return int(rows.select(which.fill_null(False).sum()).item())
