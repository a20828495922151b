"""What is due by a whole export: of every child what a decision on it would tell, a column at a time."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

import polars as pl

from threshold.agenda.model import Gathered, Item, Unknown
from threshold.agenda.rules import About, deadlines_of, nothing_known
from threshold.audit.clocks_again import check_clocks
from threshold.audit.tally import Teams
from threshold.batch import Batch, Tables
from threshold.batch.evaluate import source_of
from threshold.batch.replay import replay
from threshold.dates import Duration
from threshold.decisions.model import Start
from threshold.exports import Export
from threshold.policy import Policy
from threshold.reading import BadInput, Problem, did_you_mean

SAMPLE = 200


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose children are meant; None: everybody's."""

    worker: str | None = None
    team: str | None = None


def gather(
    export: Export,
    policy: Policy,
    whose: Whose = Whose(),
    sample: int = SAMPLE,
    evaluated: Callable[[int], None] = lambda children: None,
) -> Gathered:
    """What is due of every child of an export; `sample` children are decided again one by one.

    Raises Difference if any of them comes out otherwise, BadInput where a clock does when it is worked out
    again, or where nobody's worker or team is called so; and CannotCompile as a batch does.
    """
    tables = export.tables
    children = _of(whose, export.allocated)
    results = Batch(policy, tables.as_at, current=True).evaluate(tables, evaluated)
    replay(tables, results, sample)
    check_clocks(results)
    everybody = results.units[""].select("child")
    named = everybody.join(
        Teams(export.allocated).of_children, on="child", how="left", maintain_order="left"
    ).with_columns(mine=pl.lit(True) if children is None else pl.col("child").is_in(children.implode()))
    ended = _ended(tables, policy)
    found = Gathered(moments={tables.as_at.isoformat()}, looked_at=int(named["mine"].sum()))
    for rule, about in deadlines_of(policy).items():
        clocks = _told(results.deadlines[rule], about, ended.get(about.rule.ends_with))
        theirs = clocks.with_columns(mine=named["mine"][clocks["row"]])
        found.leave_out("others", theirs.filter(~pl.col("mine"), kind="item").height)
        _add(found, theirs.filter("mine"), about, named, tables.as_at)
    return found


def _ended(tables: Tables, policy: Policy) -> dict[str, pl.Series]:
    """For each episode with which clocks end, the day on which each child's current run of it did."""
    source = source_of(tables, policy.vocabulary)
    episodes = {rule.ends_with for rule in policy.deadlines if rule.ends_with}
    return {
        name: source.records.runs(name)["closed"][source.records.current(name).row]
        for name in sorted(episodes)
    }


def _told(clocks: pl.DataFrame, about: About, ended: pl.Series | None) -> pl.DataFrame:
    """The clocks that are told or counted, and as what (`kind`): as `choosing.chosen` has it for a case."""
    state, day = pl.col("state").cast(pl.String), pl.col("due").is_not_null()
    stopped = pl.col("stopped_on")
    if ended is not None:
        # What has no limit, or began nobody knows when, was over with the run that it belongs to.
        unlimited = pl.col("start").is_null() | (state == "no_limit")
        stopped = pl.when(unlimited).then(pl.lit(ended[clocks["row"]])).otherwise(stopped)
    kind = (
        pl.when(state.is_in(["pending", "overdue"]))
        .then(pl.lit("item"))
        .when(state.is_in(["missed", "paused"]))
        .then(state)
        .when(stopped.is_not_null() | ~state.is_in(["cannot_tell", "no_limit"]))
        .then(pl.lit("over"))
        .when((state == "no_limit") | pl.lit(about.never_due))
        .then(pl.lit("no_limit"))
        .otherwise(pl.when(day).then(pl.lit("item")).otherwise(pl.lit("unknown")))
    )
    return clocks.with_columns(kind=kind).filter(pl.col("met_on").is_null(), pl.col("kind") != "over")


def _add(found: Gathered, clocks: pl.DataFrame, about: About, named: pl.DataFrame, as_at: date) -> None:
    """Add the clocks of one rule to what was found so far, as `from_decisions` does a row."""
    number = dict(clocks["kind"].value_counts().iter_rows())
    if about.on_request:
        found.leave_out("on_request", number.get("item", 0))
        return
    for why in ("missed", "paused", "no_limit"):
        found.leave_out(why, number.get(why, 0))
    found.items += _items(clocks.filter(kind="item"), about, named, as_at)
    unknown = clocks.filter(kind="unknown")
    if unknown.height:
        head = about.rule.head
        references = tuple(named["child"][unknown["row"]])
        asks = about.asks_start
        found.not_known(Unknown(head.id, head.title, asks, about.clauses, references, about.edition))


def _items(clocks: pl.DataFrame, about: About, named: pl.DataFrame, as_at: date) -> list[Item]:
    rule, by = about.rule, about.by(nothing_known(as_at))
    limit = rule.within.in_full if isinstance(rule.within, Duration) else ""
    told = clocks.select(
        "interval", pl.col("state", "unit").cast(pl.String), "start", "due", "due_at", "days"
    )
    names = named[clocks["row"]].select("child", pl.col("team", "worker").fill_null(""))
    return [
        Item(
            reference=child,
            rule=rule.head.id,
            title=rule.head.title,
            do=about.do,
            by=by,
            worker=worker,
            team=team,
            state=state,
            starts=Start(rule.starts, start.isoformat() if start else None),
            due=due_at.isoformat(timespec="minutes") if due_at else due.isoformat(),
            days=None if state == "cannot_tell" else days,
            unit=unit,
            limit=limit,
            interval=interval,
            question=about.asks_done if state == "cannot_tell" else "",
            clauses=about.clauses,
            as_at=as_at.isoformat(),
            edition=about.edition,
            looser=about.looser,
        )
        for (child, team, worker), (interval, state, unit, start, due, due_at, days) in zip(
            names.iter_rows(), told.iter_rows(), strict=True
        )
    ]


def _of(whose: Whose, allocated: pl.DataFrame) -> pl.Series | None:
    """The children of a worker and a team, among others perhaps; None: everybody.

    Raises BadInput where there is no such worker or team.
    """
    if whose.worker is None and whose.team is None:
        return None
    table = allocated
    for column, name in (("worker", whose.worker), ("team", whose.team)):
        if name is not None:
            known = allocated[column].drop_nulls().unique().sort().to_list()
            if name not in known:
                raise BadInput(Problem(_no_such(column, name, known), field=f"--{column}"))
            table = table.filter(pl.col(column) == name)
    return table["child"]


def _no_such(column: str, name: str, known: Collection[str]) -> str:
    if not known:
        return f"this export says of nobody which {column} has them; leave the option out"
    hint = did_you_mean(name, known)
    return f"there is no such {column}{hint or f'; --format csv shows each of the {len(known):,}'}"
