"""Demo journeys as a Standard Safeguarding Dataset: a folder with a file for each table."""

from pathlib import Path

import polars as pl

from threshold.demo.dirt import Dirt, soil_dates, soil_references
from threshold.demo.journeys import Journeys
from threshold.demo.tangles import tangle
from threshold.demo.untidy import spoil_columns, write_folder
from threshold.reading import BadInput, Problem

_PARQUET = ".parquet"


def write(journeys: Journeys, path: Path, dirt: Dirt, seed: int) -> list[Path]:
    """Write the folder; its files. They are CSV, or Parquet where the folder's name ends in `.parquet`.

    Raises BadInput where the name has any other ending.
    """
    if path.suffix not in ("", _PARQUET):
        message = "a Standard Safeguarding Dataset is a folder: a name without an ending, or with .parquet"
        raise BadInput(Problem(message, str(path)))
    tables = _tables(tangle(journeys, dirt, seed))
    soiled = {name: _soiled(rows, dirt, seed + number) for number, (name, rows) in enumerate(tables.items())}
    return write_folder(soiled, path, dirt, path.suffix or ".csv")


def _tables(journeys: Journeys) -> dict[str, pl.DataFrame]:
    enquiries = _numbered(journeys.enquiries, "E", "section_47_started")
    plans = _numbered(journeys.cp_plans, "P", "cp_plan_started")
    return {
        "ssd_person": _persons(journeys),
        "ssd_involvements": _involvements(journeys),
        "ssd_cin_episodes": _episodes(journeys),
        "ssd_cin_assessments": _assessments(journeys),
        "ssd_cin_plans": _cin_plans(journeys),
        "ssd_s47_enquiry": _enquiries(enquiries),
        "ssd_initial_cp_conference": _conferences(enquiries, plans),
        "ssd_cp_plans": _cp_plans(plans),
        "ssd_cp_reviews": _cp_reviews(journeys, plans),
    }


def _persons(journeys: Journeys) -> pl.DataFrame:
    return journeys.teams.select(pl.col("child").alias("pers_person_id"), pl.lit("U").alias("pers_sex"))


def _involvements(journeys: Journeys) -> pl.DataFrame:
    return journeys.teams.select(
        pl.format("I{}", "child").alias("invo_involvements_id"),
        pl.col("worker").alias("invo_professional_id"),
        pl.col("team").alias("invo_professional_team"),
        pl.col("child").alias("invo_person_id"),
    )


def _episodes(journeys: Journeys) -> pl.DataFrame:
    closed = pl.col("closed").is_not_null()
    return journeys.referrals.select(
        pl.format("R{}", "episode").alias("cine_referral_id"),
        pl.col("child").alias("cine_person_id"),
        pl.col("referral").alias("cine_referral_date"),
        pl.lit("N1").alias("cine_cin_primary_need_code"),
        pl.lit("1A").alias("cine_referral_source_code"),
        _flag("nfa").alias("cine_referral_nfa"),
        pl.when(closed).then(pl.lit("RC7")).alias("cine_close_reason"),
        pl.col("closed").alias("cine_close_date"),
    )


def _assessments(journeys: Journeys) -> pl.DataFrame:
    return _numbered(journeys.assessments, "A", "assessment_started").select(
        pl.col("id").alias("cina_assessment_id"),
        pl.col("child").alias("cina_person_id"),
        pl.format("R{}", "episode").alias("cina_referral_id"),
        pl.col("assessment_started").alias("cina_assessment_start_date"),
        pl.col("assessment_completed").alias("cina_assessment_auth_date"),
        pl.when(pl.col("assessment_completed").is_not_null())
        .then(_flag("in_need", turned=True))
        .alias("cina_assessment_outcome_nfa"),
    )


def _cin_plans(journeys: Journeys) -> pl.DataFrame:
    return _numbered(journeys.cin_plans, "C", "cin_plan_started").select(
        pl.col("id").alias("cinp_cin_plan_id"),
        pl.format("R{}", "episode").alias("cinp_referral_id"),
        pl.col("child").alias("cinp_person_id"),
        pl.col("cin_plan_started").alias("cinp_cin_plan_start_date"),
        pl.col("cin_plan_ended").alias("cinp_cin_plan_end_date"),
    )


def _enquiries(enquiries: pl.DataFrame) -> pl.DataFrame:
    return enquiries.select(
        pl.col("id").alias("s47e_s47_enquiry_id"),
        pl.format("R{}", "episode").alias("s47e_referral_id"),
        pl.col("child").alias("s47e_person_id"),
        pl.col("section_47_started").alias("s47e_s47_start_date"),
        _flag("conference_needed", turned=True).alias("s47e_s47_nfa"),
        _led_to().alias("s47e_s47_outcome_json"),
    )


def _conferences(enquiries: pl.DataFrame, plans: pl.DataFrame) -> pl.DataFrame:
    held = enquiries.filter(pl.col("cp_conference").is_not_null())
    plan = plans.select("episode", pl.col("id").alias("plan")).unique("episode", keep="first")
    return held.join(plan, on="episode", how="left", maintain_order="left").select(
        pl.format("K{}", "id").alias("icpc_icpc_id"),
        pl.col("id").alias("icpc_s47_enquiry_id"),
        pl.col("child").alias("icpc_person_id"),
        pl.col("plan").alias("icpc_cp_plan_id"),
        pl.format("R{}", "episode").alias("icpc_referral_id"),
        pl.col("cp_conference").alias("icpc_icpc_date"),
    )


def _cp_plans(plans: pl.DataFrame) -> pl.DataFrame:
    return plans.select(
        pl.col("id").alias("cppl_cp_plan_id"),
        pl.format("R{}", "episode").alias("cppl_referral_id"),
        pl.col("child").alias("cppl_person_id"),
        pl.col("cp_plan_started").alias("cppl_cp_plan_start_date"),
        pl.col("cp_plan_ended").alias("cppl_cp_plan_end_date"),
    )


def _cp_reviews(journeys: Journeys, plans: pl.DataFrame) -> pl.DataFrame:
    plan = plans.select("episode", pl.col("id").alias("plan")).unique("episode", keep="first")
    reviews = journeys.cp_reviews.join(plan, on="episode", how="left", maintain_order="left")
    return reviews.with_row_index("number", offset=1).select(
        pl.format("V{}", "number").alias("cppr_cp_review_id"),
        pl.col("child").alias("cppr_person_id"),
        pl.col("plan").alias("cppr_cp_plan_id"),
        pl.col("cp_review").alias("cppr_cp_review_date"),
    )


def _numbered(rows: pl.DataFrame, letter: str, start: str) -> pl.DataFrame:
    """The rows with an id each: the number of the referral, and which under it; the same row has the same."""
    whole = pl.concat_str([pl.col(start), pl.exclude(start)], ignore_nulls=True)
    which = whole.rank("dense").over("episode")
    return rows.with_columns(pl.format("{}{}-{}", pl.lit(letter), "episode", which).alias("id"))


def _led_to() -> pl.Expr:
    """What an enquiry led to, as JSON."""
    flag = _flag("conference_needed")
    return pl.concat_str(pl.lit('{"OUTCOME_CP_CONFERENCE_FLAG": "'), flag, pl.lit('"}'))


def _flag(column: str, turned: bool = False) -> pl.Expr:
    yes, no = ("N", "Y") if turned else ("Y", "N")
    return pl.when(pl.col(column)).then(pl.lit(yes)).otherwise(pl.lit(no))


def _soiled(rows: pl.DataFrame, dirt: Dirt, seed: int) -> pl.DataFrame:
    dates = [name for name, dtype in rows.schema.items() if dtype == pl.Date]
    if not (dirt and dates):
        return rows
    child = next(name for name in rows.columns if name.endswith("_person_id"))
    rows = soil_dates(soil_references(rows, child, dirt, seed), dates, dirt, seed)
    return spoil_columns(rows, dates[-1], dirt)
