"""Many cases at once come out as each does alone: every fact, requirement and deadline, run by run.

THRESHOLD_SEED gives other cases, THRESHOLD_BATCHES more or fewer batches of them. A failure names its batch.
"""

import os
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

import pytest

pl = pytest.importorskip("polars")

from threshold.batch import Batch, Tables  # noqa: E402
from threshold.batch.evaluate import source_of  # noqa: E402
from threshold.batch.replay import Replayed, by_case, compare, replay  # noqa: E402
from threshold.batch.timeline.facts import Facts  # noqa: E402
from threshold.casefiles import Case  # noqa: E402
from threshold.engine import evaluators  # noqa: E402
from threshold.policy import Policy, load_policy, policy_names  # noqa: E402
from threshold.semantics.records import Records  # noqa: E402
from threshold.semantics.timeline import read_facts  # noqa: E402
from threshold.vocabulary import ABSENT, UNDATED, UNKNOWN, State  # noqa: E402

from ..batch.making import brought_to, made_busy, made_linked, made_of_records, tables_of  # noqa: E402
from ..records import timelines as dense  # noqa: E402
from ..records.program import Carries, case_of, saying  # noqa: E402
from ..records.world import File, world_of  # noqa: E402
from .cases import Maker, drawn, examples_of  # noqa: E402
from .test_whole_cases import CASES  # noqa: E402

SEED = os.environ.get("THRESHOLD_SEED", "2026")
BATCHES = int(os.environ.get("THRESHOLD_BATCHES", "2"))
SIZE = 45
RECORDS = 150
TODAY = date(2026, 8, 14)
PYTHON = evaluators()[:1]
SAID = ("child_protection.conference_needed", "assessment.agencies_contacted", "referral.accepted")


def day(case: Case) -> date:
    assert case.as_at is not None
    return case.as_at.date() if isinstance(case.as_at, datetime) else case.as_at


def made(name: str, number: int) -> tuple[Policy, list[Case], Tables]:
    """A batch of random cases, at one of their dates and with its covers."""
    files = load_policy(name)
    policy = files.at(TODAY)
    maker = Maker(policy, examples_of(name))
    key = f"{SEED}/{name}/batch/{number}"
    first = maker.case(key)
    policy, as_at = files.at(day(first)), day(first)
    cases = []
    for place in range(SIZE):
        case = brought_to(maker.case(f"{key}/{place}"), f"R-{place}", as_at)
        more = (None, made_busy, made_of_records)[place % 3]
        case = more(case, policy.vocabulary, f"{key}/{place}") if more else case
        # Of some batches nothing is linked, as of most exports.
        cases.append(made_linked(case, policy.vocabulary, f"{key}/{place}") if number % 3 else case)
    tables = tables_of(cases, policy.vocabulary, as_at, first.covers)
    return policy, cases, with_gaps(with_last_days(tables, policy, key), key)


def with_last_days(tables: Tables, policy: Policy, key: str) -> Tables:
    """The tables, in which many kinds of event are covered up to the very day that something hangs on, or a
    day less: that on which a deadline is due, or the last of a span that is read.
    """
    days, draw = last_days(tables, policy), Random(key)
    covers = dict(tables.covers)
    for event in sorted(days):
        if draw.random() < 0.7:
            upto = draw.choices(list(days[event]), list(days[event].values()))[0]
            covers[event] = upto - timedelta(draw.choice((0, 0, 0, 1)))
    return replace(tables, covers=covers)


def last_days(tables: Tables, policy: Policy) -> dict[str, Counter[date]]:
    """For each kind of event the days before this one that something hangs on, and how often each does."""
    vocabulary, source = policy.vocabulary, source_of(tables, policy.vocabulary)
    facts, found = Facts(source, source.units("")), defaultdict[str, list[pl.Series]](list)
    for fact in vocabulary.facts.values():
        if fact.reading is None or not (fact.reading.during or fact.reading.by):
            continue
        ends = [source.records.runs(fact.reading.during)["closed"]] if fact.reading.during else []
        bound = facts.column(fact.reading.by) if fact.reading.by else None
        for event in fact.reading.events:
            found[event] += [*ends, bound.value] if bound is not None else ends
    for rule, clocks in Batch(policy, tables.as_at).evaluate(tables).deadlines.items():
        deadline = next(each for each in policy.deadlines if each.head.id == rule)
        reading = vocabulary.facts[deadline.met_by].reading if deadline.met_by else None
        for event in reading.events if reading is not None else (deadline.met_by_event,):
            found[event] += [clocks["due"], clocks["met_on"]]
    past = {
        event: Counter(day for day in pl.concat(days).drop_nulls() if day < tables.as_at)
        for event, days in found.items()
        if event and days
    }
    return {event: days for event, days in past.items() if days}


def with_gaps(tables: Tables, key: str) -> Tables:
    """The tables, in which of some children something that is covered could not be read."""
    draw = Random(key)
    pairs = [(child, event) for child in tables.facts["child"] for event in tables.covers]
    rows = [pair for pair in pairs if draw.random() < 0.15]
    return replace(tables, gaps=pl.DataFrame(rows, {"child": pl.String, "event": pl.String}, orient="row"))


def alone(case: Case, tables: Tables) -> Case:
    """A case by itself, with what the tables cover of it."""
    missed = set(tables.gaps.filter(pl.col("child") == case.reference)["event"])
    covers = {event: upto for event, upto in tables.covers.items() if event not in missed}
    return Case(case.reference, case.given, case.timeline, covers, as_at=tables.as_at)


def decided_alike(policy: Policy, cases: list[Case], tables: Tables) -> Counter[str]:
    """How often each state came out. Raises Difference where batch and engine differ."""
    results = Batch(policy, tables.as_at).evaluate(tables, portion=25)
    # Of every run every rule, so that what each hangs on is not taken from the batch.
    whole, traced = (Replayed(results, using=PYTHON, whole=each) for each in (True, False))
    found = by_case(results, [case.reference for case in cases])
    seen: Counter[str] = Counter()
    for case in cases:
        one = alone(case, tables)
        wanted = whole.expected(one)
        assert traced.expected(one) == wanted
        compare(one, found[case.reference], wanted)
        seen.update(str(row[0]) for rows in wanted.values() for row in rows)
    return seen


SEEN = {"met", "not_met", "undetermined", "not_applicable", "conflict", "cannot_tell"}


@pytest.mark.slow
@pytest.mark.parametrize("name", policy_names())
def test_random_cases_come_out_alike(name: str):
    seen: Counter[str] = Counter()
    # Everything in `default` also comes by itself, in the policy of its pack.
    least = -(-BATCHES // 2) if name == "default" else BATCHES
    for number in range(8 * least):
        # A generator that never gets anywhere would prove nothing; what is rare takes some more batches.
        if number >= least and seen.keys() >= SEEN:
            break
        policy, cases, tables = made(name, number)
        seen += decided_alike(policy, cases, tables)
    assert seen.keys() >= SEEN
    assert {"pending", "late", "overdue"} & seen.keys()


@pytest.mark.slow
def test_examples_come_out_alike():
    """Each under its own policy, at its own date; one with a person's judgement without it."""
    examples = drawn(examples_of(""), CASES // 2, f"{SEED}/alike")
    batches: dict[tuple[str, date, tuple[tuple[str, date], ...]], list[Case]] = {}
    for number, case in enumerate(examples):
        key = (case.expect["policy"], day(case), tuple(sorted(case.covers.items())))
        batches.setdefault(key, []).append(brought_to(case, f"E-{number}", day(case)))
    for (name, as_at, covers), cases in batches.items():
        policy = load_policy(name).at(as_at)
        decided_alike(policy, cases, tables_of(cases, policy.vocabulary, as_at, dict(covers)))


@pytest.mark.parametrize("number", range(2))
def test_facts_are_read_alike(number: int):
    policy, cases, tables = made("default", 100 + number)
    all_facts_are_read_alike(policy, cases, tables)


@pytest.mark.parametrize("covered", [0.0, 0.4, 1.0])
def test_records_are_read_alike(covered: float):
    """Of many children of whom little else is known: links, what has no day, and many runs close by."""
    policy, draw = load_policy("default").at(TODAY), Random(f"{SEED}/records/{covered}")
    cases = []
    for place in range(RECORDS):
        name, case = f"{SEED}/{covered}/{place}", Case(f"R-{place}", {}, (), as_at=TODAY)
        case = made_of_records(case, policy.vocabulary, name)
        cases.append(made_linked(case, policy.vocabulary, name) if place % 4 else case)
    covers = {
        event: TODAY - timedelta(draw.choice((0, 0, 0, 3, 20)))
        for event in policy.vocabulary.events
        if draw.random() < covered
    }
    tables = tables_of(cases, policy.vocabulary, TODAY, covers)
    all_facts_are_read_alike(policy, cases, with_gaps(tables, "records") if covered < 1 else tables)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(2))
def test_records_that_meet_come_out_alike(number: int):
    """Timelines as dense as those of the oracle of records, with what entries state of their own run."""
    policy, draw = load_policy("national").at(dense.TODAY), Random(f"{SEED}/dense/{number}")
    world, carries = world_of(policy.vocabulary), Carries(policy.vocabulary)
    cases = []
    for place in range(RECORDS):
        key = f"{SEED}/dense/{number}/{place}"
        about = draw.choice((("assessment", "enquiry"), ("child_protection",), ("enquiry",), ()))
        file = saying(dense.timeline(world, key, carries, about), policy.vocabulary, key, SAID)
        given: dict[str, object] = {name: draw.random() < 0.7 for name in SAID if draw.random() < 0.5}
        cases.append(replace(case_of(with_good_links(file), given), reference=f"R-{place}", covers={}))
    covers = {
        event: dense.TODAY - timedelta(draw.choice((0, 0, 0, 3, 20)))
        for event in policy.vocabulary.events
        if draw.random() < 0.9
    }
    tables = tables_of(cases, policy.vocabulary, dense.TODAY, covers)
    seen = decided_alike(policy, cases, tables)
    assert {"overdue", "late", "early", "ended", "cannot_tell"} <= seen.keys()
    all_facts_are_read_alike(policy, cases, tables)


def with_good_links(file: File) -> File:
    """The file without links to what is only planned, which no export may have."""
    held = {record.ref for record in file.records if record.status == "held"} | {"request"}
    kept = tuple(each if each.of in held else replace(each, of="") for each in file.records)
    return replace(file, records=kept)


def all_facts_are_read_alike(policy: Policy, cases: list[Case], tables: Tables) -> None:
    """Every fact of the vocabulary, of every run of every episode; absent and unknown told apart."""
    by_name = {case.reference: case for case in cases}
    source = source_of(tables, policy.vocabulary)
    names = source.stated["child"]
    of_children = Facts(source, source.units(""))
    for anchor in ("", *policy.vocabulary.episodes):
        units = source.units(anchor)
        facts = Facts(source, units, of_children) if anchor else of_children
        columns = {name: states_of(facts, name) for name in policy.vocabulary.facts}
        served = {
            name: column.breaks.fill_null(0)
            for name in policy.vocabulary.facts
            if (column := facts.column(name)) is not None and column.breaks is not None
        }
        seen: Counter[int] = Counter()
        for place, child in enumerate(units.child):
            case = by_name[names[child]]
            one = alone(case, tables)
            spans = Records(one, policy.vocabulary, tables.as_at).runs(anchor) if anchor else ()
            instance = (anchor, seen[child]) if spans else None
            seen[child] += 1
            wanted, _ = read_facts(one, policy.vocabulary, tables.as_at, instance)
            found = {name: states[place] for name, states in columns.items()}
            assert {name: breaks[place] for name, breaks in served.items() if breaks[place]} == wanted.breaks
            assert found == {name: comparable(wanted.state(name)) for name in columns}, (anchor, place)
            assert instance is None or seen[child] <= len(spans)


def states_of(facts: Facts, name: str) -> list[object]:
    """A fact of every unit, as the engine would give it."""
    fact, column, doubt = facts.source.vocabulary.facts[name], facts.column(name), facts.doubt(name)
    if column is None:
        return [UNKNOWN] * facts.units.child.len()
    nowhere = pl.Series([False]).new_from_index(0, column.value.len())
    doubtful = doubt if doubt is not None and not fact.protection else nowhere
    masks = (column.absent, column.undated, column.whole_day, doubtful)
    table = zip(column.value, *(nowhere if mask is None else mask for mask in masks), strict=True)
    return [state(*row) for row in table]


def state(value: object, absent: bool, undated: bool, whole_day: bool | None, doubtful: bool) -> object:
    if doubtful or (value is None and not absent and not undated):
        return UNKNOWN
    if value is None:
        assert not (absent and undated)
        return ABSENT if absent else UNDATED
    assert not absent
    assert not undated
    if whole_day:
        assert isinstance(value, datetime)
        return value.date()
    return value.to_list() if isinstance(value, pl.Series) else value


def comparable(state: State) -> object:
    """A state as a column holds it: a list, and of ratings only the numbers."""
    if isinstance(state, tuple):
        return [item[1] if isinstance(item, tuple) else item for item in state]
    return state


@pytest.mark.slow
def test_a_sample_rebuilt_from_the_tables_comes_out_alike():
    policy, _, tables = made("caf-team", 200)
    results = Batch(policy, tables.as_at).evaluate(tables)
    assert replay(tables, results, sample=40) == 40


def test_the_order_of_rows_and_the_size_of_portions_change_nothing():
    policy, cases, tables = made("national", 300)
    batch = Batch(policy, tables.as_at)
    # Children apart from each other, each one's entries still in their order.
    place = pl.int_range(pl.len()).over("child")
    scattered = tables.events.with_columns(place=place).sort("place", "child", maintain_order=True)
    other = replace(tables, events=scattered.drop("place"))
    once = batch.evaluate(tables)
    assert in_order(once.table()) == in_order(batch.evaluate(other, portion=7).table())
    assert once.table().height > len(cases) * len(policy.requirements)


def in_order(table: pl.DataFrame) -> list[tuple[object, ...]]:
    # Early ones have no interval, but each a day of its own.
    return table.sort("child", "rule", "instance", "interval", "start", "met_on").rows()
