"""Two policies put to a whole export: who comes out otherwise, and by which single change.

Only rules are evaluated that can come out otherwise. A flip is put down to each change that brings it by
itself; where none does, to those without any of which it is not there.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial

import polars as pl

from threshold.audit.convention import on_request
from threshold.audit.run import Progress, Silent
from threshold.batch import Batch, Results, Tables
from threshold.batch.replay import replay
from threshold.exports import Export
from threshold.policy import Policy
from threshold.reading import BadInput
from threshold.trying.affected import Affected, affected
from threshold.trying.compared import FLIPS, Compared, compared
from threshold.trying.fitted import Fitted, fitted
from threshold.trying.model import Aspect, Flip, Reach, Tried, Untried
from threshold.trying.smallest import smallest
from threshold.trying.wanting import Lacking, wanting
from threshold.versions import Change, Versions

SAMPLE = 200
_SAMPLE_OF_SOME = 20  # of those on whom single changes are tried
NOBODY_CAN_TELL = "nobody can tell, before or after"
NO_REQUESTS = "it is asked of requests alone, and an export holds none: --suppose asks everybody who is open"
_KEY = ("rule", "aspect", "child", "place", "before", "after")


@dataclass(frozen=True)
class Sides:
    """The older and the newer policy on the day of an export, and each with one change more or less."""

    versions: Versions
    day: date
    apart: dict[int, str] = field(default_factory=dict)  # why a change cannot be made alone, by its number

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The changes that may make a difference."""
        return tuple(change for change in self.versions.changes if change.decides)

    @cached_property
    def old(self) -> Policy:
        """The older policy."""
        return self.versions.composed(()).at(self.day)

    @cached_property
    def new(self) -> Policy:
        """The newer one."""
        return self.versions.composed(self.versions.changes).at(self.day)

    @cached_property
    def alone(self) -> tuple[Policy | None, ...]:
        """The older policy with each change by itself; None where the change cannot stand alone."""
        if len(self.changes) == 1:
            return (self.new,)
        return tuple(self.composed([number]) for number in range(len(self.changes)))

    def without(self, number: int) -> Policy | None:
        """The newer policy without one of the changes; None where the others cannot stand without it."""
        return self.composed([place for place in range(len(self.changes)) if place != number])

    @cached_property
    def touched(self) -> tuple[Affected, ...]:
        """What each change touches: by itself or, where it cannot stand alone, beside all the others."""
        found = []
        for number, policy in enumerate(self.alone):
            without = self.without(number) if policy is None else None
            if policy is not None:
                found.append(affected(self.old, policy))
            elif without is not None:
                found.append(affected(without, self.new))
            else:
                found.append(affected(self.old, self.new))
        return tuple(found)

    @cached_property
    def later(self) -> str | None:
        """The first day after that of the export on which a change begins to make a difference."""
        days = [change.since for change in self.changes if change.since is not None]
        return min((day.isoformat() for day in days if day > self.day), default=None)

    def touches(self, number: int, rule: str) -> bool:
        """Whether a rule may come out otherwise by a change."""
        each = self.touched[number]
        return each.everywhere or rule in each.rules

    def touching(self, rule: str) -> tuple[Change, ...]:
        """The changes that a rule hangs on."""
        both = zip(self.changes, self.touched, strict=True)
        return tuple(change for change, each in both if rule in each.rules)

    def composed(self, chosen: Collection[int]) -> Policy | None:
        """The older policy with some of the changes; None where they cannot stand without others."""
        try:
            return self.versions.composed([self.changes[number] for number in sorted(chosen)]).at(self.day)
        except BadInput as error:
            if len(chosen) == 1:
                self.apart[next(iter(chosen))] = error.problems[0].message
            return None


def try_export(
    versions: Versions, export: Export, sample: int = SAMPLE, progress: Progress | None = None
) -> Tried:
    """Put both policies to every child of an export.

    `sample` children are decided again one by one under each.

    Raises Difference where any of them comes out otherwise, BadInput where a policy cannot be used on the day
    of the export, and CannotCompile where one has a rule that many cases cannot be put to.
    """
    bar, sides = progress or Silent(), Sides(versions, export.tables.as_at)
    rules = _rules(sides)
    bar.stage("evaluating under both policies", 2 * export.children, "children")
    old = _Side(sides.old, fitted(export.tables, sides.old.vocabulary), rules)
    new = _Side(sides.new, fitted(export.tables, sides.new.vocabulary), rules)
    before, after = old.results(bar), new.results(bar)
    bar.stage("deciding a sample one by one", 2 * min(sample, export.children), "children")
    replayed = [
        replay(each.given.tables, each.results(), sample, decided_one=bar.advance) for each in (old, new)
    ]
    bar.stage("comparing", len(rules), "rules")
    found = [_compared(rule, before, after, bar) for rule in rules]
    bar.stage("finding which change it is", len(sides.changes), "changes")
    causes = _because(sides, old.given.tables, before, found, bar)
    flips = causes.flips
    bar.stage("finding out what is not known", None)
    return Tried(
        kind="export",
        name=export.source.name,
        number=export.children,
        flipped=flips["child"].n_unique(),
        flips=tuple(_told(flips, sides.changes)),
        flows=tuple(flow for each in found for flow in each.flows),
        untried=tuple(_untried(sides, new, old, found)),
        left_out=tuple(_left_out(export, old, new)),
        reach=tuple(_reach(sides, found, causes)),
        as_at=sides.day.isoformat(),
        later=sides.later,
        samples=min(replayed),
    )


@dataclass(frozen=True, slots=True)
class _Causes:
    """The flips with their causes; and of how many each change, by its number, is taken back by others."""

    flips: pl.DataFrame
    taken_back: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Side:
    """A policy, and the export as it reads it."""

    policy: Policy
    given: Fitted
    rules: Collection[str]

    @cached_property
    def batch(self) -> Batch:
        """The rules that can come out otherwise, compiled."""
        return Batch(self.policy, self.given.tables.as_at, only=self.rules)

    @cached_property
    def _found(self) -> list[Results]:
        return []

    def results(self, bar: Progress | None = None) -> Results:
        """What they come to, evaluated once."""
        if not self._found:
            self._found.append(self.batch.evaluate(self.given.tables, (bar or Silent()).advance))
        return self._found[0]


def _rules(sides: Sides) -> tuple[str, ...]:
    """The rules that can come out otherwise, in order."""
    found = affected(sides.old, sides.new)
    if not found.everywhere:
        return found.rules
    every = {
        rule.head.id for each in (sides.old, sides.new) for rule in (*each.requirements, *each.deadlines)
    }
    return tuple(sorted(every))


def _compared(rule: str, before: Results, after: Results, bar: Progress) -> Compared:
    found = compared(rule, before, after)
    bar.advance(1)
    return found


def _because(sides: Sides, tables: Tables, old: Results, found: Sequence[Compared], bar: Progress) -> _Causes:
    """The flips, each with the numbers of the changes that bring it, and whether only together."""
    flips = pl.concat([pl.DataFrame(schema=FLIPS), *(each.flips for each in found)]).with_row_index("flip")
    flips = flips.with_columns(because=pl.lit([], pl.List(pl.UInt32)), together=pl.lit(False))
    touching = [number for number, each in enumerate(sides.touched) if each.rules or each.everywhere]
    if len(touching) == 1:  # nothing else differs on that day
        return _Causes(flips.with_columns(because=pl.lit(touching, pl.List(pl.UInt32))))
    by_itself, taken_back = [], {}
    for number in touching:
        policy = sides.alone[number]
        if policy is not None:
            rules = [each.rule for each in found if sides.touches(number, each.rule)]
            alone = _flips_under(policy, tables, old, rules)
            same = _same(flips, alone)
            by_itself.append(same.with_columns(pl.lit(number, pl.UInt32).alias("number")))
            its = flips.join(same, on="flip", how="semi")["child"].implode()
            taken_back[number] = alone.filter(~pl.col("child").is_in(its))["child"].n_unique()
        bar.advance(1)
    flips = _put_down(flips, by_itself, together=False)
    rest = flips.filter(pl.col("because").list.len() == 0)
    if rest.height:
        flips = _put_down(flips, [*_needed(sides, tables, rest, touching)], together=True)
    return _Causes(flips, taken_back)


def _needed(
    sides: Sides, tables: Tables, rest: pl.DataFrame, touching: Sequence[int]
) -> Iterator[pl.DataFrame]:
    """Of the flips that no change brings by itself: which of them need each other, as flip and number."""
    mine = pl.col("child").is_in(rest["child"].unique().implode())
    parts = {name: getattr(tables, name).filter(mine) for name in ("events", "facts", "gaps")}
    tables = replace(tables, **parts)
    for (rule,), flips in rest.partition_by("rule", as_dict=True, maintain_order=True).items():
        under = _Under(sides, tables, str(rule), flips)
        among = [number for number in touching if sides.touches(number, str(rule))]
        # Flips of one rule may need different changes: those that need the same are looked at together.
        left = flips["flip"]
        while left.len():
            one = int(left[0])
            chosen = smallest(among, partial(under.brings, one)) or frozenset()
            alike = left.filter(left.is_in(under.that_flip_so(chosen).implode())) if chosen else left.head(1)
            for number in sorted(chosen):
                yield alike.to_frame().with_columns(pl.lit(number, pl.UInt32).alias("number"))
            left = left.filter(~left.is_in(alike.implode()))


@dataclass
class _Under:
    """The flips of one rule under any choice of changes; each choice is tried once."""

    sides: Sides
    tables: Tables
    rule: str
    flips: pl.DataFrame
    _known: dict[frozenset[int], pl.Series] = field(default_factory=dict)

    def brings(self, flip: int, chosen: frozenset[int]) -> bool:
        """Whether these changes bring a flip."""
        return flip in self.that_flip_so(chosen)

    def that_flip_so(self, chosen: frozenset[int]) -> pl.Series:
        """The flips that are there under the older policy with these changes."""
        if chosen not in self._known:
            policy = self.sides.composed(chosen)
            under = self.flips.clear()
            if policy is not None:
                under = _flips_under(policy, self.tables, self._old, [self.rule])
            self._known[chosen] = _same(self.flips, under)["flip"]
        return self._known[chosen]

    @cached_property
    def _old(self) -> Results:
        policy = self.sides.old
        return _Side(policy, fitted(self.tables, policy.vocabulary), [self.rule]).results()


def _flips_under(policy: Policy, tables: Tables, old: Results, rules: Sequence[str]) -> pl.DataFrame:
    """What comes out otherwise under another policy than under the older; a few are decided again."""
    side = _Side(policy, fitted(tables, policy.vocabulary), rules)
    after = side.results()
    replay(side.given.tables, after, _SAMPLE_OF_SOME)
    return pl.concat([pl.DataFrame(schema=FLIPS), *(compared(each, old, after).flips for each in rules)])


def _same(flips: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """Which flips are just the same among others."""
    return flips.join(others, on=_KEY, how="semi", nulls_equal=True).select("flip")


def _put_down(flips: pl.DataFrame, by: Sequence[pl.DataFrame], together: bool) -> pl.DataFrame:
    """The flips with those changes, where they are not put down to any yet."""
    told = pl.concat([pl.DataFrame(schema={"flip": pl.UInt32, "number": pl.UInt32}), *by])
    told = told.group_by("flip").agg(pl.col("number").sort())
    flips = flips.join(told, on="flip", how="left", maintain_order="left")
    new = (pl.col("because").list.len() == 0) & pl.col("number").is_not_null()
    return flips.with_columns(
        because=pl.when(new).then("number").otherwise("because"),
        together=pl.when(new)
        .then(pl.lit(together) & (pl.col("number").list.len() > 1))
        .otherwise("together"),
    ).drop("number")


def _told(flips: pl.DataFrame, changes: Sequence[Change]) -> Iterator[Flip]:
    """The flips as data, child by child."""
    known: dict[tuple[int, ...], tuple[Change, ...]] = {}
    for rule, aspect, child, place, before, after, numbers, together in (
        flips.sort("child", "rule", "flip").select(*FLIPS, "because", "together").iter_rows()
    ):
        because = known.setdefault(tuple(numbers), tuple(changes[number] for number in numbers))
        kind: Aspect = aspect
        yield Flip(child, kind, rule, before, after, because, together, place or "")


def _reach(sides: Sides, found: Sequence[Compared], causes: _Causes) -> Iterator[Reach]:
    """How far each change was put to the test."""
    for number, change in enumerate(sides.changes):
        mine = [one for one in found if one.rule in sides.touched[number].rules]
        nobody = pl.Series("child", [], pl.String)
        judged = pl.concat([nobody, *(one.judged for one in mine)]).unique()
        left_open = pl.concat([nobody, *(one.open for one in mine)]).unique()
        cannot_tell = left_open.filter(~left_open.is_in(judged.implode()))
        back, apart = causes.taken_back.get(number, 0), sides.apart.get(number, "")
        yield Reach(change, judged.len(), cannot_tell.len(), back, apart)


def _untried(sides: Sides, new: _Side, old: _Side, found: Sequence[Compared]) -> Iterator[Untried]:
    """Of each rule of how many it stays open, and for want of what; the most first."""
    left_open = {each.rule: each.open for each in found if each.open.len()}
    lacking: dict[str, Lacking] = {}
    requests = {rule.head.id for each in (old, new) for rule in each.policy.requirements if on_request(rule)}
    for side in (new, old):  # what a rule lacks that is gone, the older policy tells
        asked = {
            rule: whose
            for rule, whose in left_open.items()
            if rule in side.batch.anchors and rule not in lacking and rule not in requests
        }
        if asked:
            lacking |= wanting(side.given.tables, side.batch, asked)
    for rule, whose in sorted(left_open.items(), key=lambda pair: (-pair[1].len(), pair[0])):
        why = NO_REQUESTS if rule in requests else NOBODY_CAN_TELL
        yield Untried(why, whose.len(), lacking.get(rule, ()), rule, sides.touching(rule))


def _left_out(export: Export, old: _Side, new: _Side) -> Iterator[Untried]:
    """What could not be put to a policy at all."""
    for side, called in ((old, "older"), (new, "newer")):
        if number := side.given.misread.len():
            why = f"the {called} policy does not know a value that they state, and takes it as not known"
            yield Untried(why, number)
    if export.rows_refused:
        yield Untried("rows of the export that cannot be read", export.rows_refused)
    if export.rows_left_out:
        yield Untried("rows that the column map leaves out, or that are of no child", export.rows_left_out)
