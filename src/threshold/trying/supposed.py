"""One request put to every open child under two policies: who may go ahead, from when, what is in the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial

import polars as pl

from threshold.audit.run import Progress, Silent
from threshold.audit.suppose import words
from threshold.batch.request_status import Request
from threshold.batch.suppose import Supposed, Supposing
from threshold.batch.suppose_replay import Alone
from threshold.exports import Export
from threshold.output.words import spoken
from threshold.trying.affected import affects_request
from threshold.trying.caused import as_flips, caused
from threshold.trying.compared import FLIPS
from threshold.trying.counting import NOBODY_CAN_TELL
from threshold.trying.fitted import Fitted, fitted
from threshold.trying.model import NONE, Aspect, Flow, Reach, Tried, Untried
from threshold.trying.pair import NEWER, OLDER
from threshold.trying.sides import Sides, left_out, those
from threshold.versions import Composed, Versions

SAMPLE = 200
_SAMPLE_OF_SOME = 20
_OPEN = ("undetermined", "conflict")
IN_THE_WAY = "in the way"
_KEYS = ("child", "aspect", "rule")


def try_request(
    versions: Versions,
    export: Export,
    request: Request,
    sample: int = SAMPLE,
    progress: Progress | None = None,
) -> Tried:
    """Put a request to every child who is open by either policy, under both of them.

    `sample` children are asked again one by one under each; raises as `try_export` does.
    """
    bar, sides = progress or Silent(), Sides(versions, export.tables.as_at)
    bar.stage("asking under both policies", 2 * export.children, "children")
    old = _Side(sides.old_files, fitted(export.tables, sides.old.vocabulary), request)
    new = _Side(sides.new_files, fitted(export.tables, sides.new.vocabulary), request)
    before, after = old.outcomes(bar), new.outcomes(bar)
    bar.stage("asking a sample one by one", 2 * min(sample, export.children), "children")
    replayed = [each.alone.replay(sample, decided_one=bar.advance) for each in (old, new)]
    bar.stage("finding which change it is", len(sides.changes), "changes")
    touched = sides.each(partial(affects_request, direction=request.direction))
    numbers = [number for number, rules in enumerate(touched) if rules]
    both = _beside(before, after)
    flips = _flips(both)
    causes = caused(flips, numbers, lambda rule: numbers, _Under(sides, old), tried=bar.advance)
    bar.stage("finding out what is not known", None, "children")
    return Tried(
        kind="suppose",
        name=export.source.name,
        number=both["child"].n_unique(),
        flipped=flips["child"].n_unique(),
        flips=tuple(as_flips(causes.flips, sides.changes)),
        flows=tuple(_flows(both)),
        untried=tuple(_untried(sides, numbers, both, new, bar)),
        left_out=left_out(export, [(OLDER, old.given.misread.len()), (NEWER, new.given.misread.len())]),
        reach=tuple(
            Reach(
                change,
                *_reach(both, touched[number]),
                causes.taken_back.get(number, 0),
                sides.apart.get(number, ""),
            )
            for number, change in enumerate(sides.changes)
        ),
        request=words(request),
        as_at=sides.day.isoformat(),
        later=sides.later,
        samples=min(replayed),
    )


@dataclass(frozen=True)
class _Side:
    """A policy, the export as it reads it, and what is asked for."""

    files: Composed
    given: Fitted
    request: Request

    @cached_property
    def supposed(self) -> Supposed:
        """What comes of it."""
        return Supposing(self.files, self.request).suppose(self.given.tables)

    @cached_property
    def alone(self) -> Alone:
        """The same, put to children one by one."""
        return Alone(self.files, self.given.tables, self.supposed, ())

    def outcomes(self, bar: Progress | None = None) -> pl.DataFrame:
        """A row for each thing that comes out of each child who is asked: child, aspect, rule and value."""
        asked, obstacles = self.supposed.asked, self.supposed.obstacles
        (bar or Silent()).advance(self.given.tables.facts.height)
        unanswered = (pl.col("status") == "undetermined") & ~pl.col("answered")
        status = pl.when(unanswered).then(pl.lit("unanswered")).otherwise(pl.col("status").cast(pl.String))
        until = pl.col("until").dt.to_string("%Y-%m-%d")
        parts = [
            asked.select("child", _said("status"), pl.lit("").alias("rule"), status.alias("value")),
            asked.select(
                "child",
                _said("earliest"),
                pl.lit("").alias("rule"),
                pl.col("earliest").dt.to_string("%Y-%m-%d").fill_null(NONE).alias("value"),
            ),
            obstacles.select(
                "child",
                _said("rule"),
                "rule",
                pl.concat_str(
                    pl.lit(IN_THE_WAY), pl.lit(" until ") + until, separator="", ignore_nulls=True
                ).alias("value"),
            ).unique(_KEYS, keep="first", maintain_order=True),
        ]
        return pl.concat(parts)


@dataclass(frozen=True)
class _Under:
    """What comes out otherwise under some of the changes, of everybody or of some children."""

    sides: Sides
    old: _Side

    def __call__(self, chosen: frozenset[int], only: pl.DataFrame | None) -> pl.DataFrame | None:
        files = self.sides.files(chosen)
        if files is None:
            return None
        old = self.old
        if only is not None:
            some = fitted(those(old.given.tables, only["child"]), self.sides.old.vocabulary)
            old = _Side(old.files, some, old.request)
        given = fitted(old.given.tables, files.at(self.sides.day).vocabulary)
        side = _Side(files, given, old.request)
        side.alone.replay(_SAMPLE_OF_SOME)
        return _flips(_beside(old.outcomes(), side.outcomes()))


def _said(aspect: Aspect) -> pl.Expr:
    return pl.lit(aspect).alias("aspect")


def _beside(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Both, each row beside itself; what is not there is `none`, such as of a child who is not open."""
    old, new = before.rename({"value": "before"}), after.rename({"value": "after"})
    both = old.join(new, on=_KEYS, how="full", coalesce=True, maintain_order="left_right")
    return both.with_columns(pl.col("before", "after").fill_null(NONE))


def _flips(both: pl.DataFrame) -> pl.DataFrame:
    """What comes out otherwise."""
    turned = both.filter(pl.col("before") != pl.col("after"))
    return turned.with_columns(place=pl.lit(None, pl.String)).select(*FLIPS)


def _flows(both: pl.DataFrame) -> Iterator[Flow]:
    """How many came out so before and so after; of dates only whether there is one, and what moves."""
    short = [
        pl.when(pl.col(name).str.starts_with(IN_THE_WAY)).then(pl.lit(IN_THE_WAY)).otherwise(name).alias(name)
        for name in ("before", "after")
    ]
    told = both.filter(pl.col("aspect") != "earliest").with_columns(short)
    counted = told.group_by("aspect", "rule", "before", "after", maintain_order=True).len()
    for aspect, rule, before, after, number in counted.sort(
        "len", descending=True, maintain_order=True
    ).iter_rows():
        kind: Aspect = aspect
        yield Flow(kind, rule, before, after, number)


def _reach(both: pl.DataFrame, touched: frozenset[str]) -> tuple[int, int]:
    """Of how many a change was put to the test, and of how many the answer stays open both times.

    Of one who is blocked by other things alone nobody looked further; it counts for neither.
    """
    if not touched:
        return 0, 0
    status = both.filter(pl.col("aspect") == "status")
    rest = ("blocked", *_OPEN, "unanswered", NONE)
    went_through = status.filter(~pl.col("before").is_in(rest) | ~pl.col("after").is_in(rest))["child"]
    in_the_way = both.filter((pl.col("aspect") == "rule") & pl.col("rule").is_in(list(touched)))["child"]
    judged = pl.concat([went_through, in_the_way]).unique()
    left_open = _left_open(status)
    return judged.len(), left_open.filter(~left_open.is_in(judged.implode())).len()


def _left_open(status: pl.DataFrame) -> pl.Series:
    """The children of whom nobody can tell before or after."""
    return status.filter(pl.col("before").is_in(_OPEN) & pl.col("after").is_in(_OPEN))["child"]


def _untried(
    sides: Sides, numbers: list[int], both: pl.DataFrame, new: _Side, bar: Progress
) -> Iterator[Untried]:
    """Of how many the answer stays open, and for want of what; and whom no ground answers."""
    changes = tuple(sides.changes[number] for number in numbers)
    status = both.filter(pl.col("aspect") == "status")
    whose = _left_open(status)
    if whose.len():
        wanted = new.alone.wanting(bar.advance).of_children().filter(pl.col("child").is_in(whose.implode()))
        counted = wanted.unique().group_by("fact").len().sort("len", "fact", descending=[True, False])
        lacking = tuple(
            (spoken(fact) if fact else "which of two contradictory facts holds", int(number))
            for fact, number in counted.iter_rows()
        )
        yield Untried(NOBODY_CAN_TELL, whose.len(), lacking, "", changes)
    silent = status.filter((pl.col("before") == "unanswered") & (pl.col("after") == "unanswered")).height
    if silent:
        yield Untried("neither policy has a rule that answers it", silent, (), "", changes)
