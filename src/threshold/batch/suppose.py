"""One request put to every open child: what it comes to, what stands in the way, and from when it would do.

Status, grounds and requirements are worked out a column at a time, as for a single case (S50), and so is the
day from which time alone mends what fails (S89). Whether a request may go ahead on that day (S90) is found by
putting it again as at that day, to all of whom it is the same.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from threshold.batch.asking import Asking, together, with_request
from threshold.batch.evaluate import PORTION, sources_of
from threshold.batch.obstacles import OBSTACLES, obstacles
from threshold.batch.open_cases import OPEN, Opened, opened
from threshold.batch.protection_ends import SURE_CONCERN, with_ends
from threshold.batch.request_status import Reply, Request, RequestTable, fits
from threshold.batch.tables import Tables, checked
from threshold.batch.timeline.facts import Facts
from threshold.batch.timeline.source import Source
from threshold.batch.waiting import Wait, Waiting, latest, no_day
from threshold.policy import DatedPolicy
from threshold.policy.protection import CONCERN

ALLOWED = ("permitted", "conditional")


@dataclass(frozen=True, slots=True)
class Supposed:
    """What came of it.

    everybody  a row for each child: `child`, `state` (as in `open_cases`), `ends` (every end of what is open
               would be recorded), and for each kind of thing two columns, `open KIND` and `lacking KIND`
    asked      a row for each open child: `child`, `status` and `answered`;
               `sure`: it does not go up merely because no end of a concern is on a record that may lack it;
               `earliest`: the day from which it may go ahead by time alone;
               `held_until`: the day on which time alone has mended all that is known to stand in its way;
               `alike`: one number for all of whom the same is known and not known, dates apart
    obstacles  a row for each thing that stands in a child's way: the `rule`, which `part` of a requirement
               speaks (from 0), and `until` when, where time alone mends it; of protection, whether it is
               `sure`, rather than that no end is on a record that may lack it
    """

    request: Request
    everybody: pl.DataFrame
    asked: pl.DataFrame
    obstacles: pl.DataFrame


@dataclass
class Supposing:
    """One request under a policy as at any date: the export's, and those on which it may go ahead."""

    files: DatedPolicy
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
        return Supposed(
            self.request,
            pl.concat([part.everybody for part in parts]),
            self._that_go_ahead(pl.concat([part.asked for part in parts]), given),
            pl.concat([part.obstacles for part in parts]),
        )

    def _of_portion(self, asking: Asking, source: Source, before: int) -> Supposed:
        facts = Facts(source, source.units(""))
        found, names = opened(facts), source.stated["child"]
        frame, table = asking.answer(asking.frame(facts, found.state == OPEN))
        frame = with_ends(frame, source, asking.policy.protection)
        mending = Waiting(table.program.signals, table.program.leaf)
        barring = pl.concat([pl.DataFrame(schema=OBSTACLES), *obstacles(frame, table, mending, names)])
        at_once = table.up & (pl.col("status") == "permitted") & pl.col(CONCERN).fill_null(False)
        asked = frame.select(
            pl.lit(names).gather("child").alias("child"),
            "status",
            "answered",
            (~at_once | pl.col(SURE_CONCERN)).alias("sure"),
        )
        asked = asked.with_columns(_earliest(frame, table, mending).alias("earliest"), _alike(frame) + before)
        return Supposed(self.request, _everybody(found, names), _held(asked, barring), barring)

    def _that_go_ahead(self, asked: pl.DataFrame, tables: Tables) -> pl.DataFrame:
        """With the earliest date of those alone who may go ahead on that day."""
        days = asked.filter(pl.col("earliest").is_not_null()).select("child", "earliest")
        frames: dict[int, tuple[Asking, list[pl.DataFrame]]] = {}
        for day, some in _by_day(tables, days):
            asking = self.asking(day)
            frames.setdefault(id(asking), (asking, []))[1].append(_as_at(asking, some))
        going = [pl.Series("child", [], dtype=pl.String)]
        for (
            asking,
            parts,
        ) in frames.values():  # under the same values in force all days are looked at together
            frame, _ = asking.answer(together(parts))
            going.append(frame.filter(pl.col("status").is_in(ALLOWED))["name"].alias("child"))
        go = pl.concat(going).implode()
        return asked.with_columns(pl.when(pl.col("child").is_in(go)).then("earliest").alias("earliest"))


def _as_at(asking: Asking, tables: Tables) -> pl.DataFrame:
    """What the answers of these children hang on as at the day of their tables, each by `name`."""
    (source,) = sources_of(tables, asking.policy.vocabulary, max(tables.facts.height, 1))
    frame = asking.frame(Facts(source, source.units("")))
    return frame.with_columns(source.stated["child"].gather(frame["child"]).alias("name"))


def _by_day(tables: Tables, days: pl.DataFrame) -> Iterator[tuple[date, Tables]]:
    """The tables of those children whose day it is, as at that day: all else is as it is known now."""
    parts = [
        each.join(days, on="child", maintain_order="left").partition_by(
            "earliest", as_dict=True, include_key=False
        )
        for each in (tables.events, tables.facts, tables.gaps)
    ]
    nothing = [each.clear() for each in (tables.events, tables.facts, tables.gaps)]
    for (day,) in sorted(parts[1]):
        covers = {event: day if upto >= tables.as_at else upto for event, upto in tables.covers.items()}
        events, facts, gaps = (part.get((day,), empty) for part, empty in zip(parts, nothing, strict=True))
        yield day, Tables(events, facts, covers, day, gaps, tables.links_hold)


def _everybody(found: Opened, names: pl.Series) -> pl.DataFrame:
    about = pl.DataFrame({"child": names, "state": found.state, "ends": found.ends})
    kinds = [(found.by, "open"), (found.lacking, "lacking")]
    return about.hstack([each[name].alias(f"{of} {name}") for each, of in kinds for name in each.columns])


def _earliest(frame: pl.DataFrame, table: RequestTable, mending: Waiting) -> pl.Series:
    """The day on which the last wait is over, of those who are blocked and safe and lack nothing but time."""
    waits = (pl.col("status") == "blocked") & ~pl.col(CONCERN)
    waiting = frame.select(waits.fill_null(False)).to_series()
    rows = frame.filter(waiting)
    if not rows.height:
        return no_day(frame)
    found = [
        Wait(
            mending.mends(rule, rows),
            _mask(rows, table.fails(rule) | table.open(rule)),
            rule.effect == "block",
        )
        for rule in table.deciding
    ]
    for reply in table.replies:
        not_held = reply.there & ~reply.holds.fill_null(False)
        found.append(Wait(_first_to_hold(reply, rows, mending), _mask(rows, not_held)))
    return no_day(frame).scatter(waiting.arg_true(), latest(found)) if found else no_day(frame)


def _first_to_hold(reply: Reply, rows: pl.DataFrame, mending: Waiting) -> pl.Series:
    """The first day on which time alone makes one of a pack's grounds hold that fit."""
    days = [
        mending.holds_from(ground, rows).zip_with(_mask(rows, fits(ground)), no_day(rows)).alias(str(number))
        for number, ground in enumerate(reply.grounds)
    ]
    return pl.DataFrame(days).select(pl.min_horizontal(pl.all()).alias("first"))["first"]


def _held(asked: pl.DataFrame, barring: pl.DataFrame) -> pl.DataFrame:
    """With the day on which time alone has mended all that is known to stand in a blocked child's way."""
    last = barring.group_by("child").agg(
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
