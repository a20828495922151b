"""Demo journeys as Annex A: its lists 3 to 7, the latest year, as a workbook or a folder of CSV files."""

from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl

from threshold.demo.dirt import Dirt, soil_dates, soil_references
from threshold.demo.journeys import Journeys
from threshold.demo.tangles import tangle
from threshold.demo.untidy import lines_around, spoil_columns, write_folder
from threshold.output.files import new_file
from threshold.reading import BadInput, Problem

_CHILD = "Child Unique ID"
_CREATED = datetime(2026, 3, 31)  # a workbook holds its day of making, which would differ every time
_MOST_ROWS = 1_048_575  # what a sheet holds beside its headers

_NAMED = {
    "List 3": "Referrals",
    "List 4": "Assessments",
    "List 5": "Sec47 and ICPC",
    "List 6": "Children in Need",
    "List 7": "Child Protection",
}
_OTHER_HEADERS = {
    "Date of referral": "Referral date",
    "Referral NFA?": "Referral - NFA (Y/N)",
    "Continuous Assessment Start Date": "Assessment start date",
    "Continuous Assessment Date of Authorisation": "Date assessment authorised",
    "Strategy discussion initiating Section 47 Enquiry Start Date": "Sec 47 enquiry start date",
    "Was an Initial Child Protection Conference deemed unnecessary?": "ICPC deemed unnecessary (Y/N)",
    "Date of Initial Child Protection Conference": "Initial CP Conference date",
    "Child Protection Plan Start Date": "CP Plan Start Date",
    "Child Protection Plan End Date": "CP Plan End Date",
    "Date of latest review conference": "Date of latest review conference (if any)",
}
_OTHER_STATUSES = {"b) Child protection plan": "CPP", "c) Child in need plan": "CiN"}


def write(journeys: Journeys, path: Path, dirt: Dirt, seed: int) -> list[Path]:
    """Write a workbook (.xlsx), or a folder where the name has no ending; the files written.

    Raises BadInput for any other ending, and where there are more rows than a sheet can hold.
    """
    lists = {
        name: _soiled(rows, dirt, seed + number)
        for number, (name, rows) in enumerate(_lists(tangle(journeys, dirt, seed)).items())
    }
    if "named-sheets" in dirt:
        lists = {_NAMED[name]: rows for name, rows in lists.items()}
    if path.suffix.lower() == ".xlsx":
        _write_workbook(lists, path, dirt)
        return [path]
    if path.suffix:
        raise BadInput(
            Problem("Annex A ends in .xlsx; a name without an ending makes a folder of CSV files", str(path))
        )
    return write_folder(lists, path, dirt)


def _lists(journeys: Journeys) -> dict[str, pl.DataFrame]:
    year = journeys.as_at - timedelta(days=365)
    lists = {
        "List 3": journeys.referrals.filter(pl.col("referral") > year).select(
            pl.col("child").alias(_CHILD),
            pl.col("referral").alias("Date of referral"),
            _yes_no("nfa").alias("Referral NFA?"),
        ),
        "List 4": journeys.assessments.filter(_open_since("assessment_completed", year)).select(
            pl.col("child").alias(_CHILD),
            pl.col("assessment_started").alias("Continuous Assessment Start Date"),
            pl.col("assessment_completed").alias("Continuous Assessment Date of Authorisation"),
            pl.when(pl.col("assessment_completed").is_not_null())
            .then(_yes_no("in_need"))
            .alias("Was the child assessed as requiring LA children\u2019s social care support?"),
        ),
        "List 5": journeys.enquiries.filter(pl.col("section_47_started") > year).select(
            pl.col("child").alias(_CHILD),
            pl.col("section_47_started").alias(
                "Strategy discussion initiating Section 47 Enquiry Start Date"
            ),
            _yes_no("conference_needed", turned=True).alias(
                "Was an Initial Child Protection Conference deemed unnecessary?"
            ),
            pl.col("cp_conference").alias("Date of Initial Child Protection Conference"),
        ),
        "List 6": _children_in_need(journeys),
        "List 7": _protection_plans(journeys, year),
    }
    who = journeys.teams.rename({"child": _CHILD, "team": "Allocated Team", "worker": "Allocated Worker"})
    return {
        name: rows.join(who, on=_CHILD, how="left", maintain_order="left") for name, rows in lists.items()
    }


def _children_in_need(journeys: Journeys) -> pl.DataFrame:
    """Every child with a plan that is open, with the plan that counts for more."""
    protected = journeys.cp_plans.filter(pl.col("cp_plan_ended").is_null()).select(
        "child", "episode", pl.lit("b) Child protection plan").alias("status")
    )
    in_need = journeys.cin_plans.filter(pl.col("cin_plan_ended").is_null()).select(
        "child", "episode", pl.lit("c) Child in need plan").alias("status")
    )
    latest = pl.concat([protected, in_need]).unique("child", keep="first", maintain_order=True)
    referred = latest.join(journeys.referrals.select("episode", "referral").unique("episode"), on="episode")
    return referred.sort("child").select(
        pl.col("child").alias(_CHILD),
        pl.col("referral").alias("CIN Start Date"),
        pl.lit(None, pl.String).alias("CIN Closure Date"),
        pl.col("status").alias("Case Status"),
    )


def _protection_plans(journeys: Journeys, year: date) -> pl.DataFrame:
    reviews = journeys.cp_reviews.group_by("episode").agg(pl.col("cp_review").max())
    plans = journeys.cp_plans.filter(_open_since("cp_plan_ended", year))
    latest = plans.sort("child", "cp_plan_started").unique("child", keep="last", maintain_order=True)
    return latest.join(reviews, on="episode", how="left", maintain_order="left").select(
        pl.col("child").alias(_CHILD),
        pl.col("cp_plan_started").alias("Child Protection Plan Start Date"),
        pl.col("cp_review").alias("Date of latest review conference"),
        pl.col("cp_plan_ended").alias("Child Protection Plan End Date"),
    )


def _open_since(end: str, day: date) -> pl.Expr:
    return pl.col(end).is_null() | (pl.col(end) > day)


def _yes_no(flag: str, turned: bool = False) -> pl.Expr:
    yes, no = ("b) No", "a) Yes") if turned else ("a) Yes", "b) No")
    return pl.when(pl.col(flag)).then(pl.lit(yes)).otherwise(pl.lit(no))


def _soiled(rows: pl.DataFrame, dirt: Dirt, seed: int) -> pl.DataFrame:
    if not dirt:
        return rows
    dates = [name for name, dtype in rows.schema.items() if dtype == pl.Date]
    rows = soil_dates(soil_references(rows, _CHILD, dirt, seed), dates, dirt, seed)
    rows = spoil_columns(rows, dates[-1], dirt)
    if "other-statuses" in dirt and "Case Status" in rows.columns:
        rows = rows.with_columns(pl.col("Case Status").replace(_OTHER_STATUSES))
    if "other-headers" in dirt:
        rows = rows.rename({name: _OTHER_HEADERS.get(name, name) for name in rows.columns})
    return rows


def _write_workbook(lists: dict[str, pl.DataFrame], path: Path, dirt: Dirt) -> None:
    if max(rows.height for rows in lists.values()) > _MOST_ROWS:
        message = "a sheet cannot hold so many rows; a name without an ending makes a folder of CSV files"
        raise BadInput(Problem(message, str(path)))
    from xlsxwriter import Workbook

    with (
        new_file(path) as file,
        Workbook(file, {"constant_memory": True, "strings_to_formulas": False}) as book,
    ):
        book.set_properties({"created": _CREATED})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in lists.items():
            sheet = book.add_worksheet(name)
            for number, line in enumerate(lines_around(rows, f"Annex A, {name}", dirt)):
                for column, cell in enumerate(line):
                    if cell is not None:
                        sheet.write(number, column, cell, day if isinstance(cell, date) else None)
