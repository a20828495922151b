"""The rows behind an audit's figures, a rule at a time, with pack, team and worker beside each.

Of a rule about each assessment or the like, a child without any has no row.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import polars as pl

from threshold.audit.run import Run
from threshold.audit.tally import Teams
from threshold.exports.formats.recognition import LOCAL_EVENTS, SSD
from threshold.reading import BadInput, Problem, did_you_mean
from threshold.semantics.closed_lists import AUDIT_STATES

COLUMNS = (
    *("child", "rule", "pack", "title", "anchor", "instance", "opened", "interval", "state", "start", "due"),
    *("due_at", "met_on", "days", "unit", "stopped_on", "team", "worker", "ref"),
)
# What these formats call a reference is the case system's; elsewhere the reader numbers things itself.
_REFERENCED = (LOCAL_EVENTS, SSD)
_OF_A_ROW = r":\d"  # as a reader calls what has no other reference than its row
_KEYS = ("status", "rule", "clause", "pack", "team", "worker")


@dataclass(frozen=True, slots=True)
class Where:
    """Which rows are meant; None: all of them."""

    states: frozenset[str] | None = None
    rules: frozenset[str] | None = None
    teams: frozenset[str] | None = None
    workers: frozenset[str] | None = None
    children: frozenset[str] | None = None


def rows(run: Run, where: Where = Where()) -> Iterator[pl.DataFrame]:
    """A table for each rule, in the columns of COLUMNS; `state` is as in an audit."""
    of_children = Teams(run.export.allocated).of_children
    about = {rule.rule: rule for rule in run.audit.rules}
    wanted = where.states
    if wanted is not None and "cannot_tell" in wanted:
        wanted = wanted | {"undetermined"}
    # Of a period by what was started in it, some states are others than those of the results.
    states = None if run.period is not None and run.period.by == "started" else wanted
    for rule, summary in about.items():
        if where.rules is not None and rule not in where.rules:
            continue
        table = run.results.table(rules=[rule], states=states, children=where.children)
        if run.results.anchors[rule]:
            table = table.filter(pl.col("instance").is_not_null())
        table = _of_period(table, rule, run)
        if wanted is not None and states is None:
            table = table.filter(pl.col("state").cast(pl.String).is_in(list(wanted)))
        yield _matching(
            table.join(of_children, on="child", how="left", maintain_order="left")
            .with_columns(
                _reference(table, run, run.results.anchors[rule]),
                pack=pl.lit(summary.source.pack),
                title=pl.lit(summary.title),
                state=pl.col("state").cast(pl.String).replace("undetermined", "cannot_tell"),
            )
            .select(COLUMNS),
            where,
        )


def _reference(table: pl.DataFrame, run: Run, anchor: str) -> pl.Series:
    """What the export calls the run of each row; null where it gives no reference, or two began that day."""
    events = run.export.tables.events
    if not anchor or "ref" not in events.columns or run.export.source.format not in _REFERENCED:
        return pl.Series("ref", [None], pl.String).new_from_index(0, table.height)
    begins = run.results.policy.vocabulary.episodes[anchor].opens
    told = pl.col("ref").str.replace(f"^{anchor.replace('_', ' ')} ", "")
    named = (
        events.filter(pl.col("event") == begins, pl.col("status") == "held", pl.col("ref").is_not_null())
        .select("child", opened=pl.col("on").cast(pl.Date), ref=told)
        .filter(~pl.col("ref").str.contains(_OF_A_ROW))
        .unique()
        .unique(["child", "opened"], keep="none")
    )
    return table.join(named, on=["child", "opened"], how="left", maintain_order="left")["ref"]


def _of_period(table: pl.DataFrame, rule: str, run: Run) -> pl.DataFrame:
    """The rows that an audit's figures count, where these are of a period (see `tally.of_period`)."""
    period, anchor = run.period, run.results.anchors[rule]
    if period is None:
        return table
    states = table.schema["state"]
    if rule in run.results.deadlines:
        held = table.filter(period.holds("start", "met_on"))
        return held.with_columns(state=period.judged("start", states))
    if not anchor:
        return table
    closed = run.results.units[anchor].select("child", "instance", "closed")
    days = table.join(closed, on=("child", "instance"), how="left", maintain_order="left")
    held = days.filter(period.holds("opened", "closed")).drop("closed")
    return held.with_columns(state=period.judged("opened", states))


def read_where(terms: Collection[str], run: Run) -> Where:
    """What `status=overdue rule=WT-assessment team=North,South` means.

    Terms apply together; values with commas between them are alternatives. Raises BadInput otherwise.
    """
    wanted: dict[str, set[str]] = {}
    for term in (each for text in terms for each in _split(text)):
        key, equals, values = term.partition("=")
        if not equals or key not in _KEYS:
            message = f"a term is such as status=overdue, and begins with one of {', '.join(_KEYS)}"
            raise BadInput(Problem(f"{message}{did_you_mean(key, _KEYS)}", field="--where"))
        wanted.setdefault(key, set()).update(value.strip() for value in values.split(","))
    _known("status", wanted.get("status", set()), AUDIT_STATES)
    _known("rule", wanted.get("rule", set()), [rule.rule for rule in run.audit.rules])
    return Where(
        states=_maybe(wanted.get("status")),
        rules=_rules(wanted, run),
        teams=_maybe(wanted.get("team")),
        workers=_maybe(wanted.get("worker")),
    )


def _split(text: str) -> list[str]:
    """The terms of a text; a value may have spaces, for a team's name may."""
    terms: list[str] = []
    for word in text.split():
        if "=" in word or not terms:
            terms.append(word)
        else:
            terms[-1] += f" {word}"
    return terms


def _known(key: str, values: Collection[str], known: Collection[str]) -> None:
    for value in values:
        if value not in known:
            hint = did_you_mean(value, known)
            raise BadInput(Problem(f"there is no such {key}{hint}", field="--where"))


def _rules(wanted: dict[str, set[str]], run: Run) -> frozenset[str] | None:
    """The rules that all of the terms on rules, clauses and packs allow."""
    if not {"rule", "clause", "pack"} & wanted.keys():
        return None
    return frozenset(
        rule.rule
        for rule in run.audit.rules
        if ("rule" not in wanted or rule.rule in wanted["rule"])
        and ("clause" not in wanted or wanted["clause"] & set(rule.source.clauses))
        and ("pack" not in wanted or rule.source.pack in wanted["pack"])
    )


def _maybe(values: set[str] | None) -> frozenset[str] | None:
    return None if values is None else frozenset(values)


def _matching(table: pl.DataFrame, where: Where) -> pl.DataFrame:
    for column, values in (("team", where.teams), ("worker", where.workers)):
        if values is not None:
            table = table.filter(pl.col(column).is_in(list(values)))
    return table
