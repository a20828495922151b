"""What a rule lacks where an export leaves it open: the columns, events and references that would judge it.

A few of the children of whom it cannot be told are decided again one by one, and asked what is not known of
them. What is told is theirs: of others a rule may lack other things too.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

import polars as pl

from threshold.audit.convention import on_request
from threshold.audit.model import Wanted
from threshold.batch import Batch, Results, Tables
from threshold.batch.replay import cases, holds
from threshold.casefiles import Case
from threshold.dates import OutsideCalendar
from threshold.engine import CompiledPolicy
from threshold.engine.decide import inferred
from threshold.engine.evaluators import PYTHON
from threshold.policy import Deadline, Requirement
from threshold.policy.inference_plan import applies_key, satisfied_key
from threshold.semantics.deadlines import clocks
from threshold.semantics.events_to_ask import events_open
from threshold.semantics.findings import Findings
from threshold.semantics.records import Records
from threshold.semantics.timeline import Reader
from threshold.vocabulary import Fact, Vocabulary

MOST_CHILDREN = 12
MOST_RUNS = 12
_FIRST = 2_000
_OF_REQUESTS = ("request.", "proposed.")
Rule = Requirement | Deadline


def wanted(tables: Tables, results: Results, batch: Batch) -> dict[str, tuple[Wanted, ...]]:
    """By rule what it lacks, what most of the children lack first; nothing of a rule that lacks nothing."""
    known: list[Rule] = [*results.policy.requirements, *results.policy.deadlines]
    rules = [rule for rule in known if not on_request(rule)]
    names = _chosen(results, rules)
    if not names:
        return {}
    lacking: dict[str, Counter[Wanted]] = {}
    asked = Asked(tables, batch)
    for case in cases(_of(tables, names), names, results.policy.vocabulary):
        for rule, wants in asked.of(case):
            lacking.setdefault(rule, Counter()).update(wants)
    return {rule: _in_order(counted) for rule, counted in lacking.items() if counted}


class Asked:
    """The policy of a batch for single cases, asked what is not known of them."""

    def __init__(self, tables: Tables, batch: Batch) -> None:
        self._found, self._rules, self._as_at = _Recorded(tables), batch.rules, batch.as_at
        self._vocabulary = batch.policy.vocabulary
        self._compiled = {
            anchor: CompiledPolicy(batch.policy, (PYTHON,), holds, rules.stages)
            for anchor, rules in batch.rules.items()
        }

    def reader(self, case: Case) -> Reader:
        """What a child's facts are read from."""
        return Reader(Records(case, self._vocabulary, self._as_at), self._as_at)

    def of(self, case: Case) -> Iterator[tuple[str, set[Wanted]]]:
        """What each rule lacks of a child, and of each run of what the rule is about."""
        reader = self.reader(case)
        for anchor in self._rules:
            for run in _runs(len(reader.records.runs(anchor))) if anchor else (None,):
                # What leaves the calendar cannot be told, whatever else were known.
                with suppress(OutsideCalendar):
                    yield from self.of_run(anchor, run, reader)

    def of_run(self, anchor: str, run: int | None, reader: Reader) -> Iterator[tuple[str, set[Wanted]]]:
        """What each rule about such runs lacks of one of them (from 0), or of a child without any.

        Raises OutsideCalendar where a count leaves the calendar.
        """
        rules, instance = self._rules[anchor], (anchor, run) if run is not None else None
        records = reader.records.looking_at(instance)
        facts = reader.facts(instance, rules.facts)
        said = reader.contradicting(instance)
        findings = inferred(self._compiled[anchor], facts, said, records)
        known: tuple[Rule, ...] = (*rules.requirements, *rules.deadlines)
        for rule in (rule for rule in known if not on_request(rule)):
            yield rule.head.id, {*_told(_lacked(rule, findings), records, self._found)}


def _runs(number: int) -> range:
    """The latest runs of a child that may have any number of them."""
    return range(max(0, number - MOST_RUNS), number)


def _chosen(results: Results, rules: Iterable[Rule]) -> list[str]:
    """Children of whom something cannot be told: for each rule one, and no more than serve."""
    chosen: dict[str, None] = {}
    for rule in rules:
        # Most often one of the first few will do, and of a million children not all are to be looked at.
        open_ = _open(rule.head.id, results, _FIRST)
        open_ = open_ if open_.len() else _open(rule.head.id, results, None)
        if open_.len() and not chosen.keys() & {*open_}:
            chosen[open_[0]] = None
        if len(chosen) == MOST_CHILDREN:
            break
    return list(chosen)


def _open(rule: str, results: Results, first: int | None) -> pl.Series:
    """A few children of whom a rule cannot be told, out of the first of its rows, or of all."""
    anchor = results.anchors[rule]
    units = results.units[anchor]
    if rule in results.deadlines:
        table = results.deadlines[rule].head(first or results.deadlines[rule].height)
        rows = table["row"].filter(table["state"] == "cannot_tell")
    else:
        states = results.checks[anchor][rule]
        rows = (states.head(first or states.len()) == "undetermined").arg_true()
    if anchor:
        rows = rows.filter(units["instance"].gather(rows).is_not_null())
    return units["child"].gather(rows.head(MOST_CHILDREN))


def _of(tables: Tables, names: Sequence[str]) -> Tables:
    """The tables of these children alone."""
    mine = pl.col("child").is_in(names)
    events, facts, gaps = (table.filter(mine) for table in (tables.events, tables.facts, tables.gaps))
    return Tables(events, facts, tables.covers, tables.as_at, gaps)


class _Recorded:
    """What an export has of anybody, so that what it has nowhere can be told from what is left blank."""

    def __init__(self, tables: Tables) -> None:
        self.events = {*tables.events["event"].unique().cast(pl.String)}
        self.facts = {column.name for column in tables.facts if column.null_count() < len(column)}


def _lacked(rule: Rule, findings: Findings) -> Iterator[str]:
    """The facts and kinds of event that are not known and keep a rule open."""
    applies = findings.truths[applies_key(rule)]
    if applies is None:
        yield from findings.unknown(rule.applies)
    if applies is False:
        return
    if isinstance(rule, Requirement):
        if findings.truths[satisfied_key(rule)] is None:
            yield from findings.unknown(rule.satisfied)
        return
    for clock in clocks(rule, applies, findings.facts, findings.records, findings.doubtful):
        if clock.state == "cannot_tell":
            yield from clock.missing


def _told(names: Iterable[str], records: Records, found: _Recorded) -> Iterator[Wanted]:
    """What stands behind these names: stated facts, kinds of event, and what belongs to which."""
    facts = records.vocabulary.facts
    for name in dict.fromkeys(names):
        if name.startswith(_OF_REQUESTS):
            continue
        fact = facts.get(name)
        if fact is None:
            yield _event(name, records.vocabulary, found)
        elif fact.reading is None and fact.given:
            yield Wanted("fact", name, fact.asks, name in found.facts)
        elif fact.reading is not None:
            yield from _behind(fact, records, found)


def _behind(fact: Fact, records: Records, found: _Recorded) -> Iterator[Wanted]:
    """The kinds of event that would tell a fact; where they are there, what they belong to is what lacks."""
    assert fact.reading is not None
    events = events_open(records, fact.reading)
    for event in events:
        yield _event(event, records.vocabulary, found)
    episode = fact.reading.episode or fact.reading.during
    if not events and episode:
        yield Wanted("link", episode, "", True)


def _event(event: str, vocabulary: Vocabulary, found: _Recorded) -> Wanted:
    return Wanted("event", event, vocabulary.events[event].asks, event in found.events)


def _in_order(counted: Mapping[Wanted, int]) -> tuple[Wanted, ...]:
    return tuple(sorted(counted, key=lambda each: (-counted[each], each.kind, each.name)))
