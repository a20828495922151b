"""The Standard Safeguarding Dataset: a folder with a CSV or Parquet file for each table, linked by ids."""

from dataclasses import replace
from pathlib import Path

import polars as pl

from threshold.exports.formats.national_folder import folder_tables
from threshold.exports.formats.national_map import written_map
from threshold.exports.formats.recognition import SSD
from threshold.exports.formats.returns import Return, Table, inspection
from threshold.exports.formats.specification import Specification, specification
from threshold.exports.gathering import Export, Gathered
from threshold.exports.request import Inspection, Request
from threshold.exports.rows.cells import read_answers, read_dates, read_references
from threshold.reading import BadInput, Problem

_ENQUIRIES, _CONFERENCES, _PLANS, _REVIEWS = (
    "ssd_s47_enquiry", "ssd_initial_cp_conference", "ssd_cp_plans", "ssd_cp_reviews"
)  # fmt: skip
_INVOLVEMENTS = "ssd_involvements"
# In what an enquiry led to, as JSON: whether that was a conference.
_TO_A_CONFERENCE = r'(?i)"[A-Z0-9_]*CP_CONFERENCE[A-Z_]*"\s*:\s*"?(Y|N|1|0|true|false|yes|no)\b'


def read(path: Path, request: Request) -> Export:
    """The tables as an export. Raises BadInput where none can be read, or no date is given."""
    as_at, dated_by = request.dated(None, str(path))
    written = written_map(path, request.column_map, _specification(), request.vocabulary)
    dataset = Return(_specification(), request, written, as_at, loosely=False)
    tables = list(folder_tables(path, _specification(), written, dataset.gathered))
    for table in _joined(tables, dataset):
        if table.key == _INVOLVEMENTS:
            _involve(table, dataset)
        else:
            dataset.take(table)
    if not dataset.read_any:
        message = "holds none of the dataset's tables with their columns (ssd_cin_episodes and others)"
        raise BadInput(Problem(message, str(path)))
    return dataset.export(SSD, path, dated_by)


def inspect(path: Path, request: Request) -> Inspection:
    """Which columns of which tables are read, and which are not; and a first map."""
    written = written_map(path, request.column_map, _specification(), request.vocabulary)
    tables = folder_tables(path, _specification(), written, Gathered())
    return inspection(SSD, path, tables, _specification(), request, written, loosely=False)


def _joined(tables: list[Table], dataset: Return) -> list[Table]:
    """The tables with what one says of another put where it belongs."""
    held = _held(tables, dataset)
    plans = _children_of_plans(tables, dataset)
    joined = []
    for table in tables:
        if table.rows is None:
            joined.append(table)
        elif table.key == _ENQUIRIES:
            joined.append(_with_conferences(table, dataset, held))
        elif table.key == _CONFERENCES:
            joined.append(_other_conferences(table, dataset, held, _ids(tables, dataset)))
        elif table.key == _REVIEWS:
            joined.append(_with_children(table, dataset, plans))
        else:
            joined.append(table)
    return joined


def _held(tables: list[Table], dataset: Return) -> pl.DataFrame:
    """The first conference of each enquiry: `enquiry`, `day`, and where it stands, `place` and `row`."""
    found = [
        pl.DataFrame(schema={"enquiry": pl.String, "day": pl.Date, "place": pl.String, "row": pl.UInt32})
    ]
    known = _ids(tables, dataset)
    for table in tables:
        columns = dataset.columns(table) if table.key == _CONFERENCES else {}
        if table.rows is None or not {"child", "within", "cp_conference"} <= set(columns):
            continue
        rows = pl.DataFrame(
            {
                "enquiry": read_references(table.rows[columns["within"]]),
                "day": read_dates(table.rows[columns["cp_conference"]], dataset.written.first).on,
                "row": table.rows["row"].cast(pl.UInt32),
                "whose": read_references(table.rows[columns["child"]]),
            }
        ).with_columns(place=pl.lit(table.place))
        rows = rows.filter(pl.all_horizontal(pl.col("enquiry", "day", "whose").is_not_null()))
        found.append(rows.filter(rows["enquiry"].is_in(known.implode())).select(found[0].columns))
    return pl.concat(found).sort("day", "place", "row").unique("enquiry", keep="first", maintain_order=True)


def _ids(tables: list[Table], dataset: Return) -> pl.Series:
    """The ids of all enquiries."""
    found = [pl.Series("enquiry", [], pl.String)]
    for table in tables:
        columns = dataset.columns(table) if table.key == _ENQUIRIES else {}
        if table.rows is not None and "key" in columns:
            found.append(read_references(table.rows[columns["key"]]).drop_nulls().alias("enquiry"))
    return pl.concat(found).unique()


def _with_conferences(table: Table, dataset: Return, held: pl.DataFrame) -> Table:
    """The enquiries with the day of their conference, and whether one was needed."""
    assert table.rows is not None
    columns = dataset.columns(table)
    rows = table.rows.with_columns(_outcome(table.rows))
    if "key" in columns:
        ids = read_references(rows[columns["key"]]).alias("enquiry").to_frame()
        days = ids.join(held.select("enquiry", "day"), on="enquiry", how="left", maintain_order="left")["day"]
        # Of an id that stands twice only the first has the conference: it was held once.
        first = ids["enquiry"].is_first_distinct()
        rows = rows.with_columns(days.set(~first, None).alias("conference_held"))
    else:
        rows = rows.with_columns(pl.lit(None, pl.Date).alias("conference_held"))
    none_needed = (pl.col("conference_needed") == "no") & pl.col("conference_held").is_null()
    rows = rows.with_columns(pl.when(none_needed).then(pl.lit("yes")).alias("not_needed"))
    made = dataset.spec.groups[_ENQUIRIES].made
    return replace(table, rows=rows, columns=(*table.columns, *made))


def _outcome(rows: pl.DataFrame) -> pl.Series:
    """Whether an enquiry's outcome was a conference: yes, no, or nothing where it does not say.

    An enquiry that goes on has no outcome yet, whatever its flags are set to.
    """
    nothing = pl.Series([None], dtype=pl.Boolean).new_from_index(0, rows.height)
    by_name = {name.casefold(): name for name in rows.columns}

    def column(name: str) -> pl.Series | None:
        return rows[by_name[name]] if name in by_name else None

    led, nfa, ended = map(column, ("s47e_s47_outcome_json", "s47e_s47_nfa", "s47e_s47_end_date"))
    told = nothing if led is None else read_answers(led.cast(pl.String).str.extract(_TO_A_CONFERENCE))[0]
    over = nothing.is_not_null() if ended is None else ended.is_not_null()
    none = nothing if nfa is None else read_answers(nfa)[0]
    said = {"told": told, "over": over, "none": none}
    return (
        pl.DataFrame(said)
        .select(
            pl.when(pl.col("told"))
            .then(pl.lit("yes"))
            .when(pl.col("none") | (~pl.col("told") & pl.col("over")))
            .then(pl.lit("no"))
            .alias("conference_needed")
        )
        .to_series()
    )


def _other_conferences(table: Table, dataset: Return, held: pl.DataFrame, known: pl.Series) -> Table:
    """The conferences that stand with no enquiry; those that do are counted as read."""
    assert table.rows is not None
    columns = dataset.columns(table)
    rows = table.rows
    if "within" not in columns:
        return table
    taken = rows["row"].cast(pl.UInt32).is_in(held.filter(pl.col("place") == table.place)["row"].implode())
    dataset.gathered.use(table.place, int(taken.sum()), int(taken.sum()), dataset.gathered.rows_not_used)
    rows = rows.filter(~taken)
    # Without an enquiry it is at least of its referral.
    within = columns["within"]
    by_name = {name.casefold(): name for name in rows.columns}
    if "icpc_referral_id" in by_name:
        lost = ~read_references(rows[within]).is_in(known.implode()).fill_null(False)
        referral = pl.col(by_name["icpc_referral_id"])
        rows = rows.with_columns(pl.when(lost).then(referral).otherwise(pl.col(within)).alias(within))
    return replace(table, rows=rows)


def _children_of_plans(tables: list[Table], dataset: Return) -> pl.DataFrame:
    """Whose each child protection plan is: `plan`, `whose`."""
    found = [pl.DataFrame(schema={"plan": pl.String, "whose": pl.String})]
    for table in tables:
        columns = dataset.columns(table) if table.key == _PLANS else {}
        if table.rows is not None and {"child", "key"} <= set(columns):
            plan, whose = (read_references(table.rows[columns[key]]) for key in ("key", "child"))
            found.append(pl.DataFrame({"plan": plan, "whose": whose}).drop_nulls())
    return pl.concat(found).unique("plan", keep="none")


def _with_children(table: Table, dataset: Return, plans: pl.DataFrame) -> Table:
    """Reviews that do not say whose they are, with the child of their plan."""
    assert table.rows is not None
    by_name = {name.casefold(): name for name in table.columns}
    if dataset.columns(table) or "cppr_cp_plan_id" not in by_name:
        return table
    plan = read_references(table.rows[by_name["cppr_cp_plan_id"]]).alias("plan").to_frame()
    whose = plan.join(plans, on="plan", how="left", maintain_order="left")["whose"]
    rows = table.rows.with_columns(whose.alias("cppr_person_id"))
    return replace(table, rows=rows, columns=(*table.columns, "cppr_person_id"))


def _involve(table: Table, dataset: Return) -> None:
    """Take who works with each child now."""
    rows = table.rows
    by_name = {name.casefold(): name for name in table.columns}
    child = by_name.get("invo_person_id")
    if rows is None or child is None:
        dataset.take_children(table)
        return
    ends = by_name.get("invo_involvement_end_date")
    over = rows.select(
        pl.lit(False).alias("over") if ends is None else pl.col(ends).is_not_null()
    ).to_series()
    dataset.set_aside("ended-involvement", table.place, rows.filter(over))
    rows = rows.filter(~over)
    dataset.take_children(replace(table, rows=rows))
    who = {"team": "invo_professional_team", "worker": "invo_professional_id"}
    named = {key: read_references(rows[by_name[name]]) for key, name in who.items() if name in by_name}
    if named:
        whose = read_references(rows[child]).alias("child")
        said = pl.DataFrame({"child": whose, **named}).filter(pl.col("child").is_not_null())
        dataset.gathered.allocated.append(said.unique(maintain_order=True))


def _specification() -> Specification:
    return specification("ssd.yaml")
