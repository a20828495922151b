"""What is due by a whole export: of every child what a decision on it would tell, a column at a time."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

import polars as pl

from threshold.agenda.model import Gathered, Item, Unknown
from threshold.agenda.rules import About, deadlines_of, nothing_known
from threshold.audit.clocks_again import check_clocks
from threshold.audit.tally import Teams
from threshold.batch import Batch, replay
from threshold.decisions.model import Start
from threshold.exports import Export
from threshold.policy import Policy
from threshold.reading import BadInput, Problem, did_you_mean

SAMPLE = 200
_OPEN = ("pending", "overdue", "cannot_tell")


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
    of_children = Teams(export.allocated).of_children
    children = _of(whose, of_children, tables.facts["child"])
    results = Batch(policy, tables.as_at, current=True).evaluate(tables, evaluated)
    replay(tables, results, sample)
    check_clocks(results)
    everybody = results.units[""]["child"]
    found = Gathered(moments={tables.as_at.isoformat()})
    mine = pl.Series([True]).new_from_index(0, everybody.len()) if children is None else everybody.is_in(children.implode())
    found.looked_at = int(mine.sum())
    named = pl.DataFrame({"child": everybody}).join(of_children, on="child", how="left", maintain_order="left")
    for rule, about in deadlines_of(policy).items():
        clocks = results.deadlines[rule].with_columns(mine=mine[results.deadlines[rule]["row"]])
        found.leave_out("others", _due(clocks.filter(~pl.col("mine"))).height)
        _gather(found, clocks.filter("mine"), about, named, tables.as_at)
    return found


def _gather(found: Gathered, clocks: pl.DataFrame, about: About, named: pl.DataFrame, as_at: date) -> None:
    """Add the clocks of one rule, as `choosing.chosen` has them and `from_decisions` tells them."""
    clocks = clocks.filter(pl.col("met_on").is_null())
    for why in ("missed", "paused"):
        found.leave_out(why, clocks.filter(pl.col("state") == why).height)
    last = pl.col("interval").is_null() | (pl.col("interval") == pl.col("interval").max().over("row"))
    running = clocks.filter(last, pl.col("stopped_on").is_null())
    due = _due(running)
    if about.on_request:
        found.leave_out("on_request", due.height)
        return
    told = due if not about.never_due else due.clear()
    found.items += _items(told, about, named, as_at)
    vague = running.filter(pl.col("state").is_in(["cannot_tell", "no_limit"])).filter(
        pl.col("due").is_null() | pl.lit(about.never_due)
    )
    without = vague.filter(pl.lit(about.never_due) | (pl.col("state") == "no_limit"))
    found.leave_out("no_limit", without.height)
    begun = clocks.filter(pl.col("start").is_not_null())["row"]
    unknown = vague.filter(~pl.col("row").is_in(begun.implode())) if not about.never_due else vague.clear()
    unknown = unknown.filter(pl.col("state") != "no_limit")
    if unknown.height:
        head = about.rule.head
        references = tuple(named["child"][unknown["row"]].unique(maintain_order=True))
        found.not_known(Unknown(head.id, head.title, about.asks_start, about.clauses, references))


def _due(clocks: pl.DataFrame) -> pl.DataFrame:
    """The clocks that are open and have a day."""
    open_ = pl.col("state").cast(pl.String).is_in(_OPEN)
    return clocks.filter(open_, pl.col("due").is_not_null(), pl.col("met_on").is_null())


def _items(clocks: pl.DataFrame, about: About, named: pl.DataFrame, as_at: date) -> list[Item]:
    rule, by = about.rule, about.by(nothing_known(as_at))
    limit = str(rule.within) if hasattr(rule.within, "unit") else ""
    told = clocks.select(
        "row", "interval", pl.col("state", "unit").cast(pl.String), "start", "due", "due_at", "days"
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
        )
        for (child, team, worker), (_, interval, state, unit, start, due, due_at, days) in zip(
            names.iter_rows(), told.iter_rows(), strict=True
        )
    ]


def _of(whose: Whose, of_children: pl.DataFrame, everybody: pl.Series) -> pl.Series | None:
    """The children of a worker and a team; None: everybody. Raises BadInput where there is no such."""
    if whose.worker is None and whose.team is None:
        return None
    table = of_children
    for column, name in (("worker", whose.worker), ("team", whose.team)):
        if name is not None:
            known = table[column].drop_nulls().unique().sort().to_list()
            if name not in known:
                raise BadInput(Problem(_no_such(column, name, known), field=f"--{column}"))
            table = table.filter(pl.col(column) == name)
    return table["child"]


def _no_such(column: str, name: str, known: Collection[str]) -> str:
    if not known:
        return f"this export says of nobody which {column} has them; leave the option out"
    hint = did_you_mean(name, known)
    few = f"; there are {len(known):,}, and --format csv lists them"
    return f"there is no such {column}{hint or few}"
