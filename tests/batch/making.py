"""From cases to the tables of a batch, and cases brought together to one date so that many make one batch."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

import polars as pl

from threshold.batch import Tables, carried_type, column_type
from threshold.batch.tables import WHOLE_DAY
from threshold.casefiles import Case, Entry
from threshold.casefiles.links import bad_links, belongs_among
from threshold.vocabulary import Value, Vocabulary


def tables_of(
    cases: Iterable[Case], vocabulary: Vocabulary, as_at: date, covers: Mapping[str, date]
) -> Tables:
    """The tables that hold these cases; their own dates and covers are left out."""
    cases = list(cases)
    kinds = [each for event in vocabulary.events.values() for each in event.carries.items()]
    frame = {name: pl.String() for name in ("child", "event", "status", "ref", "of")} | {"on": pl.Date()}
    events: list[dict[str, Any]] = []
    facts: list[dict[str, Any]] = []
    typed: dict[str, pl.DataType] = {"child": pl.String()}
    for case in cases:
        facts.append({"child": case.reference})
        for entry in case.timeline:
            carries = {name: _cell(value) for name, value in entry.carries.items()}
            known = {"child": case.reference, "event": entry.event, "on": entry.on, "status": entry.status}
            links = {"ref": entry.ref or None, "of": entry.of or None}
            events.append({**known, **links, **carries})
        for name, value in case.given.items():
            typed[name] = column_type(vocabulary.facts[name].type)
            facts[-1][name] = _cell(value)
            if vocabulary.facts[name].type.kind == "datetime":
                typed[name + WHOLE_DAY] = pl.Boolean()
                facts[-1][name + WHOLE_DAY] = not isinstance(value, datetime)
                facts[-1][name] = _moment(value)
    schema = frame | {name: carried_type(kind) for name, kind in kinds}
    said = {name: kind for event in vocabulary.events.values() for name, kind in event.states.items()}
    used = {name for case in cases for entry in case.timeline for name in entry.carries}
    schema |= {name: column_type(kind) for name, kind in said.items() if name in used}
    return Tables(pl.DataFrame(events, schema), pl.DataFrame(facts, typed), covers, as_at)


def _cell(value: Value) -> object:
    if not isinstance(value, tuple):
        return value
    return [item[1] if isinstance(item, tuple) else item for item in value]


def _moment(value: Value) -> datetime:
    assert isinstance(value, date)
    return value if isinstance(value, datetime) else datetime.combine(value, time())


def brought_to(case: Case, reference: str, as_at: date) -> Case:
    """The case under another reference, all its dates moved so that it is decided on a certain day."""
    assert case.as_at is not None
    own = case.as_at.date() if isinstance(case.as_at, datetime) else case.as_at
    by = as_at - own
    given = {name: value + by if isinstance(value, date) else value for name, value in case.given.items()}
    timeline = tuple(moved(entry, by) for entry in case.timeline)
    return replace(
        case, reference=reference, as_at=as_at, given=given, timeline=timeline, overrides={}, expect=None
    )


def moved(entry: Entry, by: timedelta) -> Entry:
    """The entry as many days later, at the same time of day where it has one."""
    carries = {key: v + by if isinstance(v, datetime) else v for key, v in entry.carries.items()}
    return replace(entry, on=None if entry.on is None else entry.on + by, carries=carries)


def made_busy(case: Case, vocabulary: Vocabulary, key: str) -> Case:
    """The case with many entries more: runs of episodes on end and on one day, and what lies in them."""
    assert case.as_at is not None
    random, entries, today = Random(key), list(case.timeline), case.as_at
    for episode in random.sample(list(vocabulary.episodes.values()), random.choice((0, 1, 1, 2))):
        within = {
            event
            for fact in vocabulary.facts.values()
            if fact.reading is not None and fact.reading.during == episode.name
            for event in fact.reading.events
        }
        kinds = [*sorted(within), *[episode.opens, episode.closes] * 4]
        span = random.choice((3, 40, 400))
        for _ in range(random.randrange(1, 9)):
            status = random.choices(("held", "planned", "cancelled"), (9, 1, 1))[0]
            entry = Entry(today - timedelta(random.randrange(span)), random.choice(kinds), status)  # type: ignore[arg-type]
            entries.insert(random.randrange(len(entries) + 1), entry)
    for event in (*random.sample(sorted(vocabulary.events), 2), "cin_review", "cp_review", "tac_meeting"):
        for _ in range(random.choice((0, 0, 1, 4))):
            entries.append(Entry(today - timedelta(random.randrange(-2, 300)), event))
    for event in ("consent_given", "consent_refused", "consent_withdrawn"):
        if random.random() < 0.2:
            carries = {"for": random.choice(("sharing", "step_up"))}
            entries.append(Entry(today - timedelta(random.randrange(5)), event, "held", carries))
    return replace(case, timeline=tuple(entries))


def made_linked(case: Case, vocabulary: Vocabulary, key: str) -> Case:
    """The case with references, what they belong to, and days that nobody knows; all of it such as can be."""
    random = Random(key)
    undated = random.choice((0, 0, 0.05, 0.2, 0.4))
    linked, belonging = (random.choice((0, 0, 0.2, 0.6)) for _ in range(2))
    own = {event: name for name, each in vocabulary.episodes.items() for event in (each.opens, each.closes)}
    entries = []
    for entry in case.timeline:
        # Starts and ends of one thing share a reference now and then; so do others with nothing.
        ref = f"{own.get(entry.event, entry.event)} {random.randrange(3)}" if random.random() < linked else ""
        on = None if random.random() < undated and "at" not in entry.carries else entry.on
        entries.append(replace(entry, on=on, ref=ref))
    refs = sorted({entry.ref for entry in entries} - {""})
    for place, entry in enumerate(entries):
        if random.random() < belonging:
            may = belongs_among(entry.event, vocabulary)
            fitting = [each for each in refs if may is None or each.rpartition(" ")[0] in may]
            entries[place] = replace(entry, of=random.choice(["request", *fitting, *fitting]))
    linked_entries = without_bad_links(entries, vocabulary)
    return replace(case, timeline=tuple(_saying(entry, vocabulary, random) for entry in linked_entries))


def _saying(entry: Entry, vocabulary: Vocabulary, random: Random) -> Entry:
    """The entry, which may state something of the run that it begins or ends."""
    may = {n: k for n, k in vocabulary.events[entry.event].states.items() if k.kind in ("boolean", "choice")}
    if not entry.ref or not may or random.random() < 0.4:
        return entry
    chosen = random.sample(sorted(may), min(len(may), random.choice((1, 2, 5))))
    said = {name: random.choice(may[name].values or (True, False)) for name in chosen}
    return replace(entry, carries={**entry.carries, **said})


def without_bad_links(entries: list[Entry], vocabulary: Vocabulary) -> tuple[Entry, ...]:
    """The entries without the links that cannot be."""
    while bad := next(bad_links(entries, vocabulary), None):
        key = "of" if bad.key == "of" else "ref"
        entries[bad.place] = replace(entries[bad.place], **{key: ""})
    return tuple(entries)


def made_of_records(case: Case, vocabulary: Vocabulary, key: str) -> Case:
    """The case with a timeline of several referrals, and of runs and entries of what lies within them."""
    assert case.as_at is not None
    random, today = Random(key), case.as_at
    episodes = random.sample(list(vocabulary.episodes.values()), random.choice((1, 1, 2, 4)))
    outer = {vocabulary.episodes[each.within] for each in episodes if each.within}
    bounds = [event for each in episodes for event in (each.opens, each.closes)]
    around = [event for each in outer for event in (each.opens, each.opens, each.closes)]
    names = {each.name for each in (*episodes, *outer)}
    inside = [event.name for event in vocabulary.events.values() if names & {*event.belongs_to}]
    span, entries = random.choice((6, 25, 120, 500)), []
    kinds = [(bounds, 1, 9), (around, 0, 6), (inside, 0, 9)]
    for events, least, most in kinds:
        for _ in range(random.randrange(least, most) if events else 0):
            event = vocabulary.events[random.choice(events)]
            status = random.choices(("held", "planned"), (12, 1))[0]
            carries = {
                name: random.choice(kind.values)
                for name, kind in event.carries.items()
                if kind.kind == "choice" and (name in event.needs or random.random() < 0.7)
            }
            on = today - timedelta(random.randrange(span))
            entries.append(Entry(on, event.name, status, carries))  # type: ignore[arg-type]
    random.shuffle(entries)
    return replace(case, timeline=tuple(entries))
