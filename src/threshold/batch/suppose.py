"""One request put to every open child: what it comes to, what stands in the way, and from when it would do.

Status, grounds and requirements are worked out a column at a time, as for a single case (S50), and so is the
day from which time alone mends what fails (S89). Whether a request may go ahead on that day (S90) is found by
putting it again as at that day, to all of whom it is the same.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, partial

import polars as pl

from threshold.batch.direction import every_proposal
from threshold.batch.evaluate import PORTION, frame_of, sources_of
from threshold.batch.open_cases import OPEN, Opened, opened
from threshold.batch.program import Program
from threshold.batch.protection_ends import SURE_CONCERN, SURE_IN_PLACE, with_ends
from threshold.batch.request_status import READ, Reply, Request, RequestTable, answering, deciding, fits
from threshold.batch.tables import Tables, checked, column_type
from threshold.batch.timeline.facts import Facts
from threshold.batch.timeline.source import Source
from threshold.batch.waiting import Wait, Waiting, latest
from threshold.policy import Policy, PolicyFiles
from threshold.policy.protection import CONCERN, IN_PLACE
from threshold.policy.traced import Traced, traced

AS_AT = "as at"
ALLOWED = ("permitted", "conditional")
OBSTACLES: Mapping[str, pl.DataType] = {
    "child": pl.String(),
    "rule": pl.String(),
    "part": pl.Int32(),
    "until": pl.Date(),
    "sure": pl.Boolean(),
}
_DIRECTION, _TO, _OF, _MADE = "request.direction", "request.to", "closure.of", "request.made"

@dataclass(frozen=True, slots=True)
class Supposed:
    """What came of it.

    everybody  a row for each child: `child`, `state` (as in `open_cases`), `ends` (its end would be recorded),
               and for each kind of thing a column, `open KIND` and `lacking KIND`
    asked      a row for each open child: `child`, `status`, `answered`, `earliest` (the day from which it may
               go ahead by time alone) and `held_until` (the day on which time alone has mended all that is
               known to fail); `alike` is one number for those of whom the same is
               known and not known, dates apart
    obstacles  a row for each thing that stands in a child's way: the `rule`, which `part` of a requirement
               speaks (from 0), and `until` when where time alone mends it; of protection, whether it is `sure`:
               not merely that nothing is recorded to have ended it, where not every end is recorded
    """

    request: Request
    everybody: pl.DataFrame
    asked: pl.DataFrame
    obstacles: pl.DataFrame


def with_request(tables: Tables, request: Request, policy: Policy) -> Tables:
    """The tables, in which everybody asks for the same on the day that they are as at."""
    names = pl.concat([tables.events["child"], tables.facts["child"]]).unique(maintain_order=True)
    said = (_DIRECTION, _TO, *((_OF,) if request.direction == "close" else ()))
    others = [name for name in tables.facts.columns if name.startswith("request.") or name in said]
    facts = names.to_frame("child").join(tables.facts.drop(others), on="child", how="left", maintain_order="left")
    values = {_DIRECTION: request.direction, _TO: request.to, _MADE: tables.as_at, _OF: request.of}
    types = {name: column_type(policy.vocabulary.facts[name].type) for name in values}
    return replace(
        tables,
        facts=facts.with_columns(
            pl.lit(value, dtype=types[name]).alias(name) for name, value in values.items() if value is not None
        ),
    )


class Asking:
    """A policy in force, compiled for one request of many children."""

    def __init__(self, policy: Policy, request: Request) -> None:
        self.policy, self.request = policy, request
        self.rules = deciding(policy, request)
        self.answering = answering(policy, request)
        self.kept: Traced = traced(policy, self.rules, [ground for _, ground in self.answering], READ)
        self._proposals = cache(lambda: every_proposal(policy))
        self._tables: dict[frozenset[str], RequestTable] = {}

    def table(self, columns: frozenset[str]) -> RequestTable:
        """The request's table over a frame with these columns; its tests are of the date in one of them."""
        if columns not in self._tables:
            told = replace(self.kept, requirements=())  # what an audit says of a requirement is not wanted
            program = Program(told, set(columns), pl.col(AS_AT), self._proposals)
            self._tables[columns] = RequestTable(self.policy, self.request, program)
        return self._tables[columns]

    def put(self, facts: Facts, asked: pl.Series | None = None) -> tuple[pl.DataFrame, RequestTable]:
        """The frame of those asked (None: everybody) with all that was worked out, `status` and `answered`."""
        frame = frame_of(facts, self.kept)
        frame = frame if asked is None else frame.filter(asked)
        frame = frame.with_columns(pl.lit(facts.source.timeline.as_at, dtype=pl.Date).alias(AS_AT))
        table = self.table(frozenset(frame.columns))
        frame = table.program.run(frame)
        for step in table.steps:
            frame = frame.with_columns(step)
        return frame.with_columns(table.status.alias("status"), table.answered.alias("answered")), table


@dataclass
class Supposing:
    """One request under a policy, at any date: as at the export's, and as at those on which it may go ahead."""

    files: PolicyFiles
    request: Request
    trial: tuple[str, ...] = ()
    _asking: dict[int, Asking] = field(default_factory=dict)

    def asking(self, as_at: date) -> Asking:
        """The policy as it stands then, compiled; the same values in force are compiled once."""
        policy = self.files.at(as_at, self.trial)
        known = self._asking.get(id(policy))
        if known is None or known.policy is not policy:
            known = self._asking[id(policy)] = Asking(policy, self.request)
        return known

    def suppose(
        self,
        tables: Tables,
        put: Callable[[int], None] = lambda children: None,
        portion: int = PORTION,
    ) -> Supposed:
        """Put the request to every open child. `put` is called with how many more children were looked at.

        Raises CannotCompile, naming the rule, where a rule has a form that only single cases can be put to.
        """
        asking = self.asking(tables.as_at)
        given = with_request(checked(tables, asking.policy.vocabulary), self.request, asking.policy)
        parts = []
        before = 0
        for source in sources_of(given, asking.policy.vocabulary, portion):
            parts.append(self._of_portion(asking, source, before))
            before += source.children
            put(source.children)
        everybody, asked, obstacles = (
            pl.concat([getattr(part, name) for part in parts]) for name in ("everybody", "asked", "obstacles")
        )
        return Supposed(self.request, everybody, self._that_go_ahead(asked, given), obstacles)

    def _of_portion(self, asking: Asking, source: Source, before: int) -> Supposed:
        facts = Facts(source, source.units(""))
        found, names = opened(facts), source.stated["child"]
        frame, table = asking.put(facts, (found.state == OPEN).fill_null(False))
        frame = with_ends(frame, source, asking.policy.protection)
        mending = Waiting(table.program.signals, table.program.leaf)
        obstacles = pl.concat([pl.DataFrame(schema=OBSTACLES), *_obstacles(frame, table, mending, names)])
        asked = frame.select(pl.lit(names).gather("child").alias("child"), "status", "answered")
        asked = asked.with_columns(_earliest(frame, table, mending).alias("earliest"), _alike(frame) + before)
        return Supposed(self.request, _everybody(found, names), _held(asked, obstacles), obstacles)

    def _that_go_ahead(self, asked: pl.DataFrame, tables: Tables) -> pl.DataFrame:
        """With the earliest date of those alone who may go ahead on that day."""
        waiting = asked.filter(pl.col("earliest").is_not_null())
        found = [
            self._going_ahead(some["child"], tables, day)
            for (day,), some in sorted(waiting.partition_by("earliest", as_dict=True).items())
            if isinstance(day, date)
        ]
        go = pl.concat(found).implode() if found else pl.Series([[]], dtype=pl.List(pl.String))
        return asked.with_columns(pl.when(pl.col("child").is_in(go)).then("earliest").alias("earliest"))

    def _going_ahead(self, children: pl.Series, tables: Tables, day: date) -> pl.Series:
        """Which of these children may go ahead on a later day, all else being as it is known now."""
        mine = pl.col("child").is_in(children.implode())
        covers = {event: day if upto >= tables.as_at else upto for event, upto in tables.covers.items()}
        events, facts, gaps = (each.filter(mine) for each in (tables.events, tables.facts, tables.gaps))
        then = Tables(events, facts, covers, day, gaps)
        asking = self.asking(day)
        (source,) = sources_of(then, asking.policy.vocabulary, max(children.len(), 1))
        frame, _ = asking.put(Facts(source, source.units("")))
        return source.stated["child"].gather(frame.filter(pl.col("status").is_in(ALLOWED))["child"])


def _everybody(found: Opened, names: pl.Series) -> pl.DataFrame:
    about = pl.DataFrame({"child": names, "state": found.state, "ends": found.ends})
    kinds = [(found.by, "open"), (found.lacking, "lacking")]
    return about.hstack([each[name].alias(f"{of} {name}") for each, of in kinds for name in each.columns])


def _obstacles(
    frame: pl.DataFrame, table: RequestTable, mending: Waiting, names: pl.Series
) -> Iterator[pl.DataFrame]:
    """What stands in the way of those who may not go ahead, or only on a condition."""
    barred = pl.col("status") != "permitted"
    for each in _kinds(table, mending):
        rows = frame.filter((barred & each.stands).fill_null(False))
        if rows.height:
            told = rows.with_columns(
                names.gather(rows["child"]).alias("child"),
                pl.lit(each.rule).alias("rule"),
                each.part.cast(pl.Int32).alias("part"),
                each.until(rows).alias("until"),
                each.sure.alias("sure"),
            )
            yield told.select(*OBSTACLES)


@dataclass(frozen=True, slots=True)
class _Obstacle:
    """Something that may stand in the way: where it does, until when, and what else is told of it."""

    rule: str
    stands: pl.Expr
    until: Callable[[pl.DataFrame], pl.Series]
    part: pl.Expr = pl.lit(None, dtype=pl.Int32)
    sure: pl.Expr = pl.lit(True)


def _kinds(table: RequestTable, mending: Waiting) -> Iterator[_Obstacle]:
    """Whatever may stand in the way."""
    yield _Obstacle(CONCERN, table.refused_by_a_concern, _no_day, sure=pl.col(SURE_CONCERN))
    yield _Obstacle(IN_PLACE, table.passes_by_protection, _no_day, sure=pl.col(SURE_IN_PLACE))
    for reply in table.replies:
        for ground in reply.grounds:
            until = partial(mending.holds_from, ground)
            yield _Obstacle(ground.head.id, table.stands_against(reply, ground), until)
    for rule in table.deciding:
        part = table.part_that_failed(rule)
        yield _Obstacle(rule.head.id, table.fails(rule), partial(mending.mends, rule), part)


def _earliest(frame: pl.DataFrame, table: RequestTable, mending: Waiting) -> pl.Series:
    """The day on which time alone is over, of those who are blocked and safe, and who lack nothing but time."""
    waits = (pl.col("status") == "blocked") & ~pl.col(CONCERN)
    waiting = frame.select(waits.fill_null(False)).to_series()
    rows = frame.filter(waiting)
    if not rows.height:
        return _no_day(frame)
    found = [
        Wait(mending.mends(rule, rows), _mask(rows, table.fails(rule) | table.open(rule)), rule.effect == "block")
        for rule in table.deciding
    ]
    for reply in table.replies:
        not_held = reply.there & ~reply.holds.fill_null(False)
        found.append(Wait(_first_to_hold(reply, rows, mending), _mask(rows, not_held)))
    return _no_day(frame).scatter(waiting.arg_true(), latest(found)) if found else _no_day(frame)


def _first_to_hold(reply: Reply, rows: pl.DataFrame, mending: Waiting) -> pl.Series:
    """The first day on which time alone makes one of a pack's grounds hold that fit."""
    days = [
        mending.holds_from(ground, rows).zip_with(_mask(rows, fits(ground)), _no_day(rows)).alias(str(number))
        for number, ground in enumerate(reply.grounds)
    ]
    return pl.DataFrame(days).select(pl.min_horizontal(pl.all()).alias("first"))["first"]


def _held(asked: pl.DataFrame, obstacles: pl.DataFrame) -> pl.DataFrame:
    """With the day on which time alone has mended all that is known to stand in a blocked child's way."""
    last = obstacles.group_by("child").agg(
        pl.when(~pl.col("until").is_null().any()).then(pl.col("until").max()).alias("held_until")
    )
    found = asked.join(last, on="child", how="left", maintain_order="left")
    return found.with_columns(pl.when(pl.col("status") == "blocked").then("held_until"))


def _alike(frame: pl.DataFrame) -> pl.Series:
    """A number for each of those of whom the same is known and not known, dates apart."""
    marks = frame.select(
        pl.col(name) if dtype == pl.Boolean else pl.col(name).is_null()
        for name, dtype in frame.schema.items()
        if name != "child"
    )
    differ = [mark.name for mark in marks if mark.n_unique() > 1]
    if not differ:
        return pl.Series("alike", [0], dtype=pl.UInt32).new_from_index(0, frame.height)
    first = marks.with_row_index("alike").unique(differ, keep="first", maintain_order=True)
    joined = marks.join(first, on=differ, how="left", nulls_equal=True, maintain_order="left")
    return joined["alike"]


def _mask(rows: pl.DataFrame, holds: pl.Expr) -> pl.Series:
    return rows.select(holds.fill_null(False).alias("holds"))["holds"]


def _no_day(frame: pl.DataFrame) -> pl.Series:
    return pl.Series([None], dtype=pl.Date).new_from_index(0, frame.height)
