"""How many children of an export come out how at each value of a parameter, and where it turns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

import polars as pl

from threshold.audit.convention import on_request
from threshold.audit.run import Progress, Silent
from threshold.audit.suppose import words
from threshold.batch import Batch, Results
from threshold.batch.replay import replay
from threshold.batch.request_status import Request
from threshold.batch.suppose import Supposing
from threshold.batch.suppose_replay import Alone
from threshold.exports import Export
from threshold.policy import Policy, PolicyFiles
from threshold.reading import BadInput, Problem
from threshold.trying.affected import affected
from threshold.trying.compared import OPEN, compared
from threshold.trying.counting import NOBODY_CAN_TELL
from threshold.trying.export import NO_REQUESTS
from threshold.trying.model import Curve, Point, Untried

SAMPLE = 20  # children decided again one by one at each value


@dataclass(frozen=True, slots=True)
class _At:
    """A value, and the policy with it, or why it cannot be."""

    value: str
    policy: Policy | None
    old: bool = False
    failed: str = ""


@dataclass
class _Counts:
    """The points of one curve, value by value."""

    points: list[Point] = field(default_factory=list)

    def add(self, at: _At, counts: pl.DataFrame, turned: int) -> None:
        """One more value, with how often each state comes out (columns state and len)."""
        told = {str(state): int(number) for state, number in counts.select("state", "len").iter_rows()}
        self.points.append(Point(at.value, told, turned if self._judged else 0, at.old))

    def fail(self, at: _At) -> None:
        """One more value, at which nothing can be said."""
        self.points.append(Point(at.value, {}, 0, at.old, at.failed))

    @property
    def _judged(self) -> bool:
        return any(not point.failed for point in self.points)

    @property
    def turns(self) -> bool:
        """Whether anybody comes out otherwise anywhere."""
        return any(point.turned for point in self.points)


def curves_of_export(
    files: PolicyFiles,
    export: Export,
    parameter: str,
    values: Sequence[str],
    trial: tuple[str, ...] = (),
    progress: Progress | None = None,
) -> tuple[Curve, ...]:
    """A curve for each rule that hangs on a parameter (`pack.name`) and of which anybody comes out otherwise.

    Where nobody does, a curve for each of those rules, with how many stay open. A few children are decided
    again one by one at each value. No curve at all says that no rule in an export hangs on it; raises as
    `try_export` does.
    """
    bar, tables = progress or Silent(), export.tables
    at = _policies(files, export, parameter, values, trial)
    today = files.at(tables.as_at, trial)
    rules = _rules([today, *(each.policy for each in at if each.policy is not None)])
    bar.stage("evaluating at each value", len(at) * export.children, "children")
    counts = {rule: _Counts() for rule in rules}
    before: Results | None = None
    for each in at:
        if each.policy is None:
            for one in counts.values():
                one.fail(each)
            continue
        results = Batch(each.policy, tables.as_at, only=rules).evaluate(tables, bar.advance)
        replay(tables, results, SAMPLE)
        for rule, one in counts.items():
            one.add(each, _states(rule, results), _turned(rule, before, results))
        before = results
    if before is None:
        return ()
    curve = partial(Curve, parameter, "export", export.source.name)
    requests = {rule.head.id for rule in before.policy.requirements if on_request(rule)}
    found = {
        rule: curve(rule, _number(rule, before), tuple(one.points), tuple(_untried(rule, one, requests)))
        for rule, one in counts.items()
    }
    return tuple(each for rule, each in found.items() if counts[rule].turns) or tuple(found.values())


def curve_of_request(
    files: PolicyFiles,
    export: Export,
    parameter: str,
    values: Sequence[str],
    request: Request,
    trial: tuple[str, ...] = (),
    progress: Progress | None = None,
) -> Curve:
    """How many open children come out in each status at each value; asked again as in `curves_of_export`."""
    bar, counts = progress or Silent(), _Counts()
    at = _policies(files, export, parameter, values, trial)
    bar.stage("asking at each value", len(at) * export.children, "children")
    before: pl.DataFrame | None = None
    number = 0
    for each in at:
        if each.policy is None:
            counts.fail(each)
            continue
        setting = (*trial, f"{parameter}={each.value}")
        supposed = Supposing(files, request, setting).suppose(export.tables, bar.advance)
        Alone(files, export.tables, supposed, setting).replay(SAMPLE)
        unanswered = (pl.col("status") == "undetermined") & ~pl.col("answered")
        status = pl.when(unanswered).then(pl.lit("unanswered")).otherwise(pl.col("status").cast(pl.String))
        now = supposed.asked.select("child", status.alias("state"))
        turned = 0 if before is None else now.join(before, on=["child", "state"], how="anti").height
        counts.add(each, now.group_by("state").len().sort("len", "state", descending=[True, False]), turned)
        before, number = now, now.height
    left_open = min((point.counts.get("undetermined", 0) for point in counts.points), default=0)
    untried = (Untried(NOBODY_CAN_TELL, left_open),) if left_open else ()
    name = export.source.name
    return Curve(parameter, "suppose", name, "status", number, tuple(counts.points), untried, words(request))


def _policies(
    files: PolicyFiles, export: Export, parameter: str, values: Sequence[str], trial: tuple[str, ...]
) -> list[_At]:
    """The policy at each value. Raises BadInput where there is no such parameter, or none of them can be."""
    day = export.tables.as_at
    held = _shown(files.at(day, trial), parameter)
    found: list[_At] = []
    problems: list[Problem] = []
    for value in values:
        try:
            policy = files.at(day, (*trial, f"{parameter}={value}"))
        except BadInput as error:
            problems += error.problems
            found.append(_At(value, None, failed=error.problems[0].message))
            continue
        found.append(_At(value, policy, old=held == _shown(policy, parameter)))
    if problems and all(each.policy is None for each in found):
        raise BadInput(*dict.fromkeys(problems))
    return found


def _shown(policy: Policy, parameter: str) -> str | None:
    values = (each for pack in policy.packs for each in pack.parameters.values())
    return next((each.shown for each in values if each.name == parameter), None)


def _rules(policies: Sequence[Policy]) -> tuple[str, ...]:
    """The rules that hang on what differs between any of these policies."""
    found = {rule for each in policies[1:] for rule in affected(policies[0], each).rules}
    return tuple(sorted(found))


def _states(rule: str, results: Results) -> pl.DataFrame:
    """How often each state comes out of a rule, of those whom it is about."""
    flows = compared(rule, results, results).flows
    return pl.DataFrame(
        [(flow.after, flow.number) for flow in flows], {"state": pl.String, "len": pl.Int64}, orient="row"
    )


def _turned(rule: str, before: Results | None, after: Results) -> int:
    """How many children come to another state than before; another day alone is no turn."""
    if before is None:
        return 0
    flips = compared(rule, before, after).flips
    moved = pl.col("before").str.contains(", due ", literal=True)
    return flips.filter(~moved)["child"].n_unique()


def _number(rule: str, results: Results) -> int:
    return results.units[results.anchors[rule]]["child"].n_unique() if rule in results.anchors else 0


def _untried(rule: str, counts: _Counts, requests: set[str]) -> Iterator[Untried]:
    """How many stay open whatever the value."""
    points = [point for point in counts.points if not point.failed]
    least = min((sum(point.counts.get(state, 0) for state in OPEN) for point in points), default=0)
    if least:
        yield Untried(NO_REQUESTS if rule in requests else NOBODY_CAN_TELL, least, rule=rule)
