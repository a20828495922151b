"""Demo journeys as Annex A: its lists 3 to 7, the latest year, as a workbook or a folder of CSV files."""

from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl

from threshold.demo.dirt import soil_dates, soil_rows
from threshold.demo.journeys import Journeys
from threshold.output.files import new_file
from threshold.reading import BadInput, Problem

_CHILD = "Child Unique ID"
_CREATED = datetime(2026, 3, 31)  # a workbook holds its day of making, which would differ every time
_MOST_ROWS = 1_048_575  # what a sheet holds beside its headers


def write(journeys: Journeys, path: Path, dirt: float, seed: int) -> list[Path]:
    """Write a workbook (.xlsx), or a folder where the name has no ending; the files written.

    Raises BadInput for any other ending, and where there are more rows than a sheet can hold.
    """
    lists = {
        name: _soiled(rows, dirt, seed + number)
        for number, (name, rows) in enumerate(_lists(journeys).items())
    }
    if path.suffix.lower() == ".xlsx":
        _write_workbook(lists, path)
        return [path]
    if path.suffix:
        raise BadInput(
            Problem("Annex A ends in .xlsx; a name without an ending makes a folder of CSV files", str(path))
        )
    return _write_folder(lists, path)


def _lists(journeys: Journeys) -> dict[str, pl.DataFrame]:
    year = journeys.as_at - timedelta(days=365)
    lists = {
        "List 3": journeys.referrals.filter(pl.col("referral") > year).select(
            pl.col("child").alias(_CHILD),
            pl.col("referral").alias("Date of referral"),
            pl.lit("b) No").alias("Referral NFA?"),
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
    referred = latest.join(journeys.referrals.select("episode", "referral"), on="episode")
    return referred.sort("child").select(
        pl.col("child").alias(_CHILD),
        pl.col("referral").alias("CIN Start Date"),
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


def _soiled(rows: pl.DataFrame, dirt: float, seed: int) -> pl.DataFrame:
    if not dirt:
        return rows
    dates = [name for name, dtype in rows.schema.items() if dtype == pl.Date]
    ends = [name for name in dates if name.endswith(("Authorisation", "Conference", "End Date"))]
    rows = soil_rows(rows.rename({_CHILD: "child"}), [dates[0], *ends[:1]], dirt / 2, seed)
    return soil_dates(rows.rename({"child": _CHILD}), dates, dirt / 2, seed)


def _write_workbook(lists: dict[str, pl.DataFrame], path: Path) -> None:
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
            sheet.write_row(0, 0, rows.columns)
            for number, row in enumerate(rows.iter_rows(), 1):
                for column, cell in enumerate(row):
                    if cell is not None:
                        sheet.write(number, column, cell, None if isinstance(cell, str) else day)


def _write_folder(lists: dict[str, pl.DataFrame], path: Path) -> list[Path]:
    try:
        path.mkdir(mode=0o700)
    except OSError:
        message = "this folder cannot be made; does it exist already?"
        raise BadInput(Problem(message, str(path))) from None
    files = []
    for name, rows in lists.items():
        files.append(path / f"{name}.csv")
        with new_file(files[-1]) as file:
            rows.write_csv(file)
    return files
