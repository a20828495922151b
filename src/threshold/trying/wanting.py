"""For want of what a rule cannot be told of children: of all who are alike, one is decided alone and asked.

Alike are those of whom every test comes out the same, and every clock stands open in the same way.
"""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import replace

import polars as pl

from threshold.audit.model import Wanted
from threshold.audit.wanted import Asked
from threshold.batch import Batch, Tables
from threshold.batch.columns import nothing
from threshold.batch.deadlines import Clocks
from threshold.batch.evaluate import frame_of, source_of
from threshold.batch.replay import cases
from threshold.batch.timeline.facts import Facts
from threshold.dates import OutsideCalendar
from threshold.output.words import spoken

MOST_ALIKE = 60  # kinds of children, for each thing that rules are about: the most frequent
NOT_LOOKED_INTO = "something that was not looked into"
Lacking = tuple[tuple[str, int], ...]


def wanting(tables: Tables, batch: Batch, left_open: Mapping[str, pl.Series]) -> dict[str, Lacking]:
    """By rule, what is missing and of how many of the children of whom it is open, the most wanted first.

    `left_open` has those children of each rule; the batch is of the rules that are asked about.
    """
    found: dict[str, list[pl.DataFrame]] = {rule: [] for rule in left_open}
    for anchor in batch.rules:
        names = [rule for rule in left_open if batch.anchors.get(rule) == anchor]
        if not names:
            continue
        whose = pl.concat([left_open[rule] for rule in names]).unique(maintain_order=True)
        mine = _of(tables, whose)
        alike = _alike(mine, batch, anchor, names)
        for (rule,), rows in (
            _asked(mine, batch, anchor, alike, names).partition_by("rule", as_dict=True).items()
        ):
            kinds = rows.select("alike", "item")
            found[str(rule)].append(
                alike.select("child", "alike").join(kinds, on="alike").unique(["child", "item"])
            )
    return {rule: _counted(parts, left_open[rule]) for rule, parts in found.items()}


def called(wanted: Wanted) -> str:
    """What is missing, as people call it."""
    if wanted.kind == "link":
        return f"which {spoken(wanted.name)} it belongs to"
    return spoken(wanted.name)


def _counted(parts: list[pl.DataFrame], whose: pl.Series) -> Lacking:
    """How many of these children lack each thing, and of how many it was not looked into."""
    rows = [part.filter(pl.col("child").is_in(whose.implode())) for part in parts]
    told = pl.concat(rows) if rows else pl.DataFrame(schema={"child": pl.String, "item": pl.String})
    counted = told.group_by("item").len().sort("len", "item", descending=[True, False])
    lacking = [(str(item), int(number)) for item, number in counted.select("item", "len").iter_rows()]
    rest = whose.len() - told["child"].n_unique()
    return (*lacking, *([(NOT_LOOKED_INTO, rest)] if rest else []))


def _of(tables: Tables, whose: pl.Series) -> Tables:
    """The tables of these children alone."""
    mine = pl.col("child").is_in(whose.implode())
    events, facts, gaps = (table.filter(mine) for table in (tables.events, tables.facts, tables.gaps))
    return replace(tables, events=events, facts=facts, gaps=gaps)


def _alike(tables: Tables, batch: Batch, anchor: str, rules: Collection[str]) -> pl.DataFrame:
    """Each unit's child and run, and the number of those that it is like; the most frequent are the first."""
    source = source_of(tables, batch.policy.vocabulary)
    units = source.units(anchor)
    of_children = Facts(source, source.units(""))
    facts = Facts(source, units, of_children) if anchor else of_children
    frame = frame_of(facts, batch.rules[anchor])
    program = batch.program(anchor, frozenset(frame.columns))
    frame = program.run(frame)
    marks = frame.select(name for name in frame.columns if name.startswith("test ")).with_row_index("row")
    clocks = Clocks(facts, program.signals, frame)
    for rule in (each for each in batch.rules[anchor].deadlines if each.head.id in rules):
        stands = (
            clocks.rows(rule)
            .group_by("row")
            .agg(
                (pl.col("state") == "cannot_tell").any().alias(f"open {rule.head.id}"),
                pl.col("start").is_null().any().alias(f"start {rule.head.id}"),
                pl.col("due").is_null().any().alias(f"due {rule.head.id}"),
            )
        )
        marks = marks.join(stands, on="row", how="left", maintain_order="left")
    names = source.stated["child"].gather(units.child).alias("child")
    gaps = tables.gaps.group_by("child").agg(
        pl.col("event").cast(pl.String).sort().str.join(" ").alias("gaps")
    )
    marks = marks.drop("row").with_columns(names).join(gaps, on="child", how="left", maintain_order="left")
    told = [name for name in marks.columns if name != "child"]
    groups = marks.group_by(told).len().sort("len", *told, descending=[True, *[False] * len(told)])
    groups = groups.drop("len").with_row_index("alike")
    numbers = marks.join(groups, on=told, how="left", nulls_equal=True, maintain_order="left")["alike"]
    run = nothing(pl.UInt32(), names.len())
    if anchor and units.place is not None:
        run = source.records.runs(anchor)["run"][units.place]
    return pl.DataFrame([names, numbers, run.alias("run")])


def _asked(
    tables: Tables, batch: Batch, anchor: str, alike: pl.DataFrame, rules: Collection[str]
) -> pl.DataFrame:
    """What each rule lacks of one of those who are alike: rows of alike, rule, item."""
    first = alike.filter(pl.col("alike") < MOST_ALIKE).unique("alike", keep="first", maintain_order=True)
    runs: dict[str, list[tuple[int, int | None]]] = {}
    for child, number, run in first.select("child", "alike", "run").iter_rows():
        runs.setdefault(child, []).append((number, run))
    asked, rows = Asked(tables, batch), []
    for case in cases(_of(tables, first["child"]), list(runs), batch.policy.vocabulary):
        reader = asked.reader(case)
        for number, run in runs[case.reference]:
            with suppress(OutsideCalendar):
                for rule, items in asked.of_run(anchor, None if run is None else run - 1, reader):
                    rows += [(number, rule, called(item)) for item in items if rule in rules]
    return pl.DataFrame(rows, {"alike": pl.UInt32, "rule": pl.String, "item": pl.String}, orient="row")
