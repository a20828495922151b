"""Dirt as real exports have it: the kinds that can be asked for, and dates and references in each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from threshold.reading import BadInput, Problem, did_you_mean

USUAL_SHARE = 0.05  # of the rows, where a kind is asked for by its name alone

# What is wrong with which records; named as the findings of an audit are, where there is one.
OF_RECORDS = {
    "after-the-date": "dated ten years ahead",
    "before-referral": "an assessment that began a week before the referral it belongs to",
    "contradiction": "a conference that was held although it is said that none was needed",
    "duplicate": "the same record twice",
    "left-open": "an episode that is closed while its assessment was never completed",
    "missing-start": "an end without a start",
    "negative-duration": "ends before it begins",
    "no-further-action": "a second referral a few days later that led to nothing",
    "overlap": "a second assessment that began before the first was done",
    "two-enquiries": "a second enquiry under the same referral",
}
# What is wrong with how a cell is written.
OF_DATES = {
    "unreadable-date": "text in place of a date",
    "day-first": "31/03/2026",
    "mixed-dates": "03/31/2026",
    "two-digit-years": "31/03/26",
    "time-of-day": "2026-03-31 00:00:00",
    "error-cell": "#REF!, as a spreadsheet shows it",
}
OF_REFERENCES = {
    "no-child": "no reference for the child",
    "padded-reference": "spaces around the reference",
}
# What is wrong with a whole file: these are there or not, and have no share.
AROUND_TABLES = {
    "title-lines": "lines above the headers that say what the report is",
    "separator-line": "sep=; as the first line, and semicolons",
    "blank-lines": "a line without anything in it",
    "totals": "a row of totals and a footer at the end",
}
OF_FILES = {
    **AROUND_TABLES,
    "blank-column": "a column of ends that nobody filled in",
    "missing-column": "a column of ends left out",
    "misspelt-column": "a header with a slip of the pen",
}
OF_ANNEX_A = {
    "named-sheets": "sheets named by what they hold",
    "other-headers": "headers in other words",
    "other-statuses": "case status in other words",
}
WHOLE = {**OF_FILES, **OF_ANNEX_A}
KINDS: Mapping[str, str] = {**OF_RECORDS, **OF_REFERENCES, **OF_DATES, **WHOLE}


@dataclass(frozen=True, slots=True)
class Dirt:
    """How large a share of the rows is spoiled in which way; a kind that concerns the whole file has 1."""

    shares: Mapping[str, float] = field(default_factory=dict)

    def __contains__(self, kind: str) -> bool:
        return bool(self.shares.get(kind))

    def __bool__(self) -> bool:
        return any(self.shares.values())

    def of(self, kinds: Mapping[str, str]) -> dict[str, float]:
        """Those of these kinds that were asked for, in their order, each with its share."""
        return {kind: self.shares[kind] for kind in kinds if kind in self}


CLEAN = Dirt()


def mixed(share: float) -> Dirt:
    """So large a share of the rows spoiled: half of it in their dates, half in the record."""
    eighths = dict.fromkeys(("no-child", "after-the-date", "negative-duration", "duplicate"), share / 8)
    return Dirt(eighths | dict.fromkeys(("unreadable-date", "day-first"), share / 4) if share else {})


def read_dirt(text: str) -> Dirt:
    """Dirt as it is asked for: a share of the rows (`0.02`), or kinds by name (`overlap,no-child=0.1`).

    Raises BadInput where it is neither.
    """
    if _number(text) is not None:
        return mixed(_share(text))
    return Dirt(dict(_named(each.strip()) for each in text.split(",") if each.strip()))


def not_in(dirt: Dirt, format_: str, path: Path) -> list[str]:
    """The kinds that were asked for and that such a file of this format cannot have."""
    impossible: set[str] = set() if format_ == "annex-a" else set(OF_ANNEX_A)
    suffix = path.suffix.lower()
    if format_ == "census":
        impossible |= set(OF_FILES)
    elif suffix in (".parquet", ".ndjson"):
        impossible |= set(AROUND_TABLES)
    elif suffix == ".xlsx":
        impossible.add("separator-line")
    return [kind for kind in dirt.shares if kind in impossible and kind in dirt]


def _named(text: str) -> tuple[str, float]:
    kind, given, share = text.partition("=")
    kind = kind.strip()
    if kind not in KINDS:
        message = f"no such kind of dirt is known{did_you_mean(kind, KINDS)}; known: {', '.join(KINDS)}"
        raise BadInput(Problem(message, field="--dirt"))
    if given and kind in WHOLE:
        raise BadInput(Problem(f"{kind} concerns the whole file and has no share", field="--dirt"))
    return kind, 1.0 if kind in WHOLE else _share(share) if given else USUAL_SHARE


def _share(text: str) -> float:
    share = _number(text)
    if share is None or not 0 <= share <= 1:
        raise BadInput(
            Problem("it must be a number from 0.0 to 1.0, or kinds of dirt by name", field="--dirt")
        )
    return share


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def soil_dates(rows: pl.DataFrame, columns: list[str], dirt: Dirt, seed: int) -> pl.DataFrame:
    """Dates as text: most in ISO form, the others as was asked for."""
    drawn = np.random.default_rng([seed, 1])
    texts = []
    for name in columns:
        lots = _lots(dirt.of(OF_DATES), drawn.random(rows.height))
        ways = {
            "unreadable-date": pl.lit("see notes"),
            "day-first": pl.col(name).dt.strftime("%d/%m/%Y"),
            "mixed-dates": pl.col(name).dt.strftime("%m/%d/%Y"),
            "two-digit-years": pl.col(name).dt.strftime("%d/%m/%y"),
            "time-of-day": pl.col(name).dt.strftime("%Y-%m-%d 00:00:00"),
            "error-cell": pl.lit("#REF!"),
        }
        written = [pl.when(lot & pl.col(name).is_not_null()).then(ways[kind]) for kind, lot in lots.items()]
        texts.append(pl.coalesce(*written, pl.col(name).dt.strftime("%Y-%m-%d")).alias(name))
    return rows.with_columns(texts)


def soil_references(rows: pl.DataFrame, column: str, dirt: Dirt, seed: int) -> pl.DataFrame:
    """References left out, or with spaces around them."""
    lots = _lots(dirt.of(OF_REFERENCES), np.random.default_rng([seed, 2]).random(rows.height))
    reference = pl.col(column)
    if "padded-reference" in lots:
        reference = pl.when(lots["padded-reference"]).then(pl.format(" {}  ", reference)).otherwise(reference)
    if "no-child" in lots:
        reference = pl.when(~lots["no-child"]).then(reference)
    return rows.with_columns(reference.alias(column))


def spoiled(rows: pl.DataFrame, kind: str, dirt: Dirt, seed: int) -> pl.Series:
    """Which rows are to be spoiled in this way; others for each kind."""
    number = list(KINDS).index(kind)
    return pl.Series(
        "lot", np.random.default_rng([seed, 3, number]).random(rows.height) < dirt.shares.get(kind, 0)
    )


def _lots(shares: Mapping[str, float], drawn: npt.NDArray[np.float64]) -> dict[str, pl.Series]:
    """Which rows each kind falls to; one kind a row, so that all together have no more than every row."""
    most = max(1.0, sum(shares.values()))
    lots, reached = {}, 0.0
    for kind, share in shares.items():
        lots[kind] = pl.Series("lot", (drawn >= reached) & (drawn < reached + share / most))
        reached += share / most
    return lots
