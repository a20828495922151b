"""Demo journeys as local events: one flat file, and the column map that reads it."""

from pathlib import Path

import polars as pl

from threshold.demo.dirt import Dirt, soil_dates, soil_references
from threshold.demo.journeys import Journeys
from threshold.demo.tangles import tangle
from threshold.demo.untidy import spoil_columns, write_csv
from threshold.output.files import new_file
from threshold.reading import BadInput, Problem

SUFFIXES = (".csv", ".parquet", ".ndjson")

# What this file would hold completely, were it real: everything but what began before it does.
COVERED = (
    "assessment_completed",
    "assessment_started",
    "cin_meeting",
    "cin_plan_ended",
    "cin_plan_started",
    "cin_review",
    "core_group",
    "cp_conference",
    "cp_plan_ended",
    "cp_review",
    "network_meeting",
    "referral_decision",
    "section_47_started",
    "strategy_discussion",
)

_STARTS = ("assessment_started", "section_47_started")  # what may be there twice under one referral
_ANSWERS = {"in_need": "assessment_completed", "conference_needed": "section_47_started"}

_MAP = """# How the demo data is to be read; a map for a real report looks just like this.
columns: {child: child_id, event: event, on: date, ref: ref_id, team: team, worker: worker}
facts:
  child_in_need.assessed: in_need
  child_protection.conference_needed: conference_needed
covers:
"""


def write(journeys: Journeys, path: Path, dirt: Dirt, seed: int) -> list[Path]:
    """Write the events, and their column map beside them; the files written.

    Raises BadInput where the ending of the name is none of SUFFIXES.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise BadInput(Problem(f"local events end in {', '.join(SUFFIXES)}", str(path)))
    rows = _events(tangle(journeys, dirt, seed))
    if dirt:
        rows = soil_dates(soil_references(rows, "child", dirt, seed), ["date"], dirt, seed)
    rows = spoil_columns(rows.rename({"child": "child_id"}), "in_need", dirt)
    beside = path.with_name(f"{path.stem}.columns.yaml")
    # Within one another, so that neither is there without the other.
    with new_file(beside) as map_:
        map_.write_text(_MAP + "".join(f"  {event}: as_at\n" for event in COVERED), encoding="utf-8")
        _write_rows(rows, path, dirt)
    return [path, beside]


def _write_rows(rows: pl.DataFrame, path: Path, dirt: Dirt) -> None:
    match path.suffix.lower():
        case ".parquet":
            with new_file(path) as file:
                rows.write_parquet(file)
        case ".ndjson":
            with new_file(path) as file:
                rows.write_ndjson(file)
        case _:
            write_csv(rows, path, "Events of all children", dirt)


def _events(journeys: Journeys) -> pl.DataFrame:
    """One row for each event, in the order of child and date."""
    enquiries = journeys.enquiries.with_columns(strategy_discussion=pl.col("section_47_started"))
    tables = {
        "R": journeys.referrals.drop("closed", "nfa"),
        "A": journeys.assessments,
        "E": enquiries,
        "N": journeys.cin_plans,
        "P": journeys.cp_plans,
        "V": journeys.cin_reviews,
        "W": journeys.cp_reviews,
    }
    rows = pl.concat([_long(table, letter) for letter, table in tables.items()], how="diagonal")
    return rows.join(journeys.teams, on="child", how="left").sort("child", "date", "event")


def _long(table: pl.DataFrame, letter: str) -> pl.DataFrame:
    """The table's dates below one another; an answer stands beside the event that it is known from."""
    dates = [name for name, dtype in table.schema.items() if dtype == pl.Date]
    answers = [name for name in _ANSWERS if name in table.columns]
    table = table.with_columns(ref_id=pl.lit(letter) + pl.col("episode").cast(pl.String) + _which(table))
    long = table.unpivot(
        dates, index=["child", "ref_id", *answers], variable_name="event", value_name="date"
    ).filter(pl.col("date").is_not_null())
    return long.select(
        "child",
        "event",
        "date",
        "ref_id",
        *(pl.when(pl.col("event") == _ANSWERS[name]).then(pl.col(name)).alias(name) for name in answers),
    )


def _which(table: pl.DataFrame) -> pl.Expr:
    """`.2` for the second assessment or enquiry under one referral: each has a reference of its own."""
    start = next((name for name in _STARTS if name in table.columns), None)
    if start is None:
        return pl.lit("")
    number = pl.col(start).rank("dense").over("episode").fill_null(1)
    return pl.when(number > 1).then(pl.format(".{}", number)).otherwise(pl.lit(""))
