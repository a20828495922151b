"""From the tables of an export to results: children by number, a portion at a time, each anchor in turn."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cache

import polars as pl

from threshold.batch.columns import where
from threshold.batch.deadlines import Clocks, check_deadline
from threshold.batch.direction import every_proposal
from threshold.batch.program import Program
from threshold.batch.results import Results
from threshold.batch.signals import absent_name, breaks_name, doubt_name, undated_name, whole_day_name
from threshold.batch.status import status_name
from threshold.batch.tables import Tables, carried_type, checked
from threshold.batch.timeline.entries import Timeline
from threshold.batch.timeline.facts import Facts
from threshold.batch.timeline.source import Source, Units
from threshold.casefiles.model import OF_THE_REQUEST
from threshold.policy import Deadline, Policy, Requirement
from threshold.policy.anchors import anchor_of
from threshold.policy.traced import Traced, traced
from threshold.reading import BadInput, Problem
from threshold.vocabulary import Vocabulary

PORTION = 250_000  # each costs half a second of its own, and memory: a million children in four take 2.7 GiB


class Batch:
    """A policy for many cases, as at a date; its rules are compiled for the columns that they meet.

    `keep` names dates, by the episode of whose every run they are wanted, that are kept beside the results.
    `current`: deadlines alone, and of each child those that a decision on it tells, which looks at the runs
    that are current. `only`: no rules but these.
    """

    def __init__(
        self,
        policy: Policy,
        as_at: date,
        keep: Mapping[str, Sequence[str]] | None = None,
        *,
        current: bool = False,
        only: Collection[str] | None = None,
    ) -> None:
        self.policy, self.as_at, self.keep = policy, as_at, keep or {}
        every: list[Requirement | Deadline] = [*(() if current else policy.requirements), *policy.deadlines]
        known = [rule for rule in every if only is None or rule.head.id in only]
        self.anchors = {rule.head.id: "" if current else anchor_of(rule, policy.vocabulary) for rule in known}
        self.rules = {
            anchor: traced(policy, [rule for rule in known if self.anchors[rule.head.id] == anchor])
            for anchor in dict.fromkeys(("", *self.anchors.values(), *self.keep))
        }
        self._proposals = cache(lambda: every_proposal(policy))
        self._programs: dict[tuple[str, frozenset[str]], Program] = {}

    def program(self, anchor: str, columns: frozenset[str]) -> Program:
        """The steps that evaluate an anchor's rules over a frame that has these columns."""
        key = (anchor, columns)
        if key not in self._programs:
            self._programs[key] = Program(self.rules[anchor], set(columns), self.as_at, self._proposals)
        return self._programs[key]

    def evaluate(
        self,
        tables: Tables,
        evaluated: Callable[[int], None] = lambda children: None,
        portion: int = PORTION,
    ) -> Results:
        """The results for every child of an export, `portion` children at a time.

        `evaluated` is called with how many more there are now.

        Raises CannotCompile, naming the rule, where a rule has a form that only single cases can be put to.
        Raises BadInput where the tables are not as `threshold.batch` describes them, or of another date.
        """
        given = checked(tables, self.policy.vocabulary)
        if given.as_at != self.as_at:
            raise BadInput(
                Problem("is not the date that the policy was compiled for", "tables", field="as_at")
            )
        for rule in (rule for rule in self.policy.deadlines if rule.head.id in self.anchors):
            check_deadline(rule, self.policy.vocabulary)
        whole = _numbered(given, self.policy.vocabulary)

        def part(start: int) -> list[_Part]:
            source = whole.source(start, portion)
            found = list(self._parts(source, source.stated["child"]))
            evaluated(source.children)
            return found

        # Much of the work is on one column after the other: two portions at a time keep two cores busy.
        with ThreadPoolExecutor(pl.thread_pool_size()) as threads:
            found = list(threads.map(part, range(0, max(whole.facts.height, 1), portion)))
        return self._together(found)

    def _parts(self, source: Source, names: pl.Series) -> Iterator["_Part"]:
        of_children = Facts(source, source.units(""))
        for anchor, kept in self.rules.items():
            units = source.units(anchor)
            facts = Facts(source, units, of_children) if anchor else of_children
            frame = frame_of(facts, kept)
            program = self.program(anchor, frozenset(frame.columns))
            frame = program.run(frame)
            clocks = Clocks(facts, program.signals, frame)
            found = {rule.head.id: clocks.rows(rule) for rule in kept.deadlines}
            statuses = frame.select(
                pl.col(status_name(rule)).alias(rule.head.id) for rule in kept.requirements
            )
            kept_days = _days(facts, self.keep.get(anchor, ()), self.policy.vocabulary)
            yield _Part(anchor, _about(source, units, names), statuses, found, kept_days)

    def _together(self, portions: Sequence[Sequence["_Part"]]) -> Results:
        units: dict[str, list[pl.DataFrame]] = {}
        checks: dict[str, list[pl.DataFrame]] = {}
        deadlines: dict[str, list[pl.DataFrame]] = {}
        days: dict[str, list[pl.DataFrame]] = {}
        for part in (part for parts in portions for part in parts):
            before = sum(earlier.height for earlier in units.get(part.anchor, ()))
            units.setdefault(part.anchor, []).append(part.units)
            checks.setdefault(part.anchor, []).append(part.checks)
            days.setdefault(part.anchor, []).append(part.days)
            for rule, rows in part.deadlines.items():
                deadlines.setdefault(rule, []).append(
                    rows.with_columns(pl.col("row") + before) if before else rows
                )
        return Results(
            self.policy,
            self.as_at,
            {anchor: pl.concat(parts) for anchor, parts in units.items()},
            {anchor: pl.concat(parts) for anchor, parts in checks.items()},
            {rule: pl.concat(parts) for rule, parts in deadlines.items()},
            self.anchors,
            {anchor: pl.concat(parts) for anchor, parts in days.items() if anchor in self.keep},
        )


@dataclass(frozen=True, slots=True)
class _Part:
    """The results of one anchor's rules for some children."""

    anchor: str
    units: pl.DataFrame
    checks: pl.DataFrame
    deadlines: Mapping[str, pl.DataFrame]
    days: pl.DataFrame


def source_of(tables: Tables, vocabulary: Vocabulary) -> Source:
    """What the facts of all children are read from, in one portion; they are numbered as they appear."""
    whole = _numbered(checked(tables, vocabulary), vocabulary)
    return whole.source(0, whole.facts.height)


def sources_of(tables: Tables, vocabulary: Vocabulary, portion: int = PORTION) -> Iterator[Source]:
    """What the facts of all children are read from, a portion of them after the other.

    The tables have been checked (`tables.checked`), but for their date.
    """
    whole = _numbered(tables, vocabulary)
    return (whole.source(start, portion) for start in range(0, max(whole.facts.height, 1), portion))


@dataclass(frozen=True, slots=True)
class _Numbered:
    """Tables in which each child has a number, by order of appearance: its place in `facts`."""

    given: Tables
    vocabulary: Vocabulary
    facts: pl.DataFrame
    events: pl.DataFrame
    gaps: pl.DataFrame

    def source(self, start: int, portion: int) -> Source:
        """What the facts of so many children are read from; there they are numbered from 0."""
        some = self.facts.slice(start, portion)
        events, gaps = (
            table.filter(pl.col("child").is_between(start, start + some.height - 1)).with_columns(
                pl.col("child") - start
            )
            for table in (self.events, self.gaps)
        )
        timeline = Timeline(some.height, events, self.given.as_at)
        by_event = gaps.partition_by("event", as_dict=True)
        missed = {str(event): rows["child"] for (event,), rows in by_event.items()}
        return Source(self.vocabulary, some, timeline, self.given.covers, missed)


def _numbered(tables: Tables, vocabulary: Vocabulary) -> _Numbered:
    events, child = tables.events, tables.events["child"]
    heads = child.filter(child.ne_missing(child.shift(1))) if events.height else child
    together = heads.n_unique() == heads.len()
    known = heads if together else child.unique(maintain_order=True)
    others = tables.facts["child"]
    if known.len():
        others = others.filter(~others.is_in(known.implode()))
    children = pl.DataFrame({"child": pl.concat([known, others])})
    numbers = children.with_columns(number=pl.int_range(pl.len(), dtype=pl.UInt32))
    if together:  # each child's entries lie together: to count the changes is enough
        number = (child.ne_missing(child.shift(1)).cast(pl.UInt32).cum_sum() - 1) if events.height else child
    else:
        number = events.select("child").join(numbers, on="child", how="left", maintain_order="left")["number"]
    rows = events.select(
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("row"),
        number.cast(pl.UInt32).alias("child"),
        "event",
        "status",
        pl.col("on").cast(pl.Int32).alias("day"),
        *(
            pl.col(name) if name in events.columns else pl.lit(None, dtype=dtype).alias(name)
            for name, dtype in _read(vocabulary).items()
        ),
        *(name for name in _said_of_runs(vocabulary) if name in events.columns),
        *_links(events),
    )
    facts = tables.facts
    if not facts["child"].equals(children["child"]):
        facts = children.join(facts, on="child", how="left", maintain_order="left")
    gaps = tables.gaps.join(numbers, on="child").select(pl.col("number").alias("child"), "event")
    return _Numbered(tables, vocabulary, facts, rows, gaps)


def _read(vocabulary: Vocabulary) -> dict[str, pl.DataType]:
    """What entries carry that any fact is read from, with its type."""
    read: set[str] = set()
    for fact in vocabulary.facts.values():
        wanted = fact.settling.where if fact.settling is not None else ()
        if fact.reading is not None:
            wanted, read = fact.reading.where, read | {fact.reading.give}
        read |= {key for key, _ in wanted}
    kinds = (each for event in vocabulary.events.values() for each in event.carries.items())
    return {name: carried_type(kind) for name, kind in kinds if name in read}


def _said_of_runs(vocabulary: Vocabulary) -> dict[str, None]:
    """The facts that entries may state of the run that they begin or end."""
    return dict.fromkeys(name for event in vocabulary.events.values() for name in event.states)


def _links(events: pl.DataFrame) -> list[pl.Series]:
    """The references of entries and of what they belong to as numbers; and whether that is the request."""
    if not {"ref", "of"} & {*events.columns}:
        return []
    empty = pl.Series([None], dtype=pl.String).new_from_index(0, events.height)
    ref, of = (events[name] if name in events.columns else empty for name in ("ref", "of"))
    asked = (of == OF_THE_REQUEST).fill_null(False)
    # Among ten million references, two of one number are as likely as one in 300,000.
    ref, of = (where(each.is_not_null(), each.hash(0).reinterpret(signed=True)) for each in (ref, of))
    return [ref.alias("ref"), where(~asked, of).alias("of"), asked.alias("asked")]


def frame_of(facts: Facts, kept: Traced) -> pl.DataFrame:
    """The facts that some rules hang on, as columns; what is in doubt is unknown, except of protection."""
    vocabulary, columns = facts.source.vocabulary, [facts.units.child.alias("child")]
    for name in sorted(kept.facts):
        fact = vocabulary.facts[name]
        if fact.derived:
            continue
        doubt = None if fact.protection else facts.doubt(name)
        if doubt is not None:
            columns.append(doubt.alias(doubt_name(name)))
        column = facts.column(name)
        if column is None:
            continue
        column = column.unless(doubt)
        columns.append(column.value.alias(name))
        for mask, named in (
            (column.absent, absent_name(name)),
            (column.undated, undated_name(name)),
            (column.whole_day, whole_day_name(name)),
            (column.breaks, breaks_name(name)),
        ):
            if mask is not None:
                columns.append(mask.alias(named))
    return pl.DataFrame(columns)


def _days(facts: Facts, names: Sequence[str], vocabulary: Vocabulary) -> pl.DataFrame:
    """Dates and truths that are to be kept; null where they are not known, or in doubt."""
    columns = []
    for name in names:
        column = facts.column(name)
        dtype = pl.Boolean() if vocabulary.facts[name].type.kind == "boolean" else pl.Date()
        empty = pl.Series(name, [None], dtype).new_from_index(0, facts.units.child.len())
        value = empty if column is None else column.unless(facts.doubt(name)).value
        columns.append(value.cast(dtype).alias(name))
    return pl.DataFrame(columns)


def _about(source: Source, units: Units, names: pl.Series) -> pl.DataFrame:
    """Which child and which run each unit is."""
    child = names[units.child]
    if not units.anchor or units.place is None:
        days = {name: pl.lit(None, dtype=pl.Date) for name in ("opened", "closed")}
        return pl.DataFrame({"child": child}).with_columns(instance=pl.lit(None, dtype=pl.UInt32), **days)
    runs = source.records.runs(units.anchor)
    return pl.DataFrame(
        {
            "child": child,
            "instance": runs["run"][units.place],
            "opened": runs["opened"][units.place],
            "closed": runs["closed"][units.place],
        }
    )
