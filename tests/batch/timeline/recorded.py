"""A small vocabulary with episodes of every kind, children of whom little is recorded, and what is known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import polars as pl

from threshold.batch.evaluate import source_of
from threshold.batch.timeline.facts import Facts
from threshold.batch.timeline.source import Source
from threshold.casefiles import Case, Entry
from threshold.semantics.timeline import read_facts
from threshold.vocabulary import (
    ABSENT,
    UNDATED,
    UNKNOWN,
    Episode,
    Event,
    Fact,
    Reading,
    Value,
    ValueType,
    Vocabulary,
)
from threshold.vocabulary.model import Settling

from ..making import tables_of

TODAY = date(2026, 8, 14)
DAY = timedelta(1)
DATE, FLAG, NUMBER = ValueType("date"), ValueType("boolean"), ValueType("number", least=0, most=99)
OUTCOME, CONSENT = (
    ValueType("choice", ("good", "poor")),
    ValueType("choice", ("given", "refused", "withdrawn")),
)
GOOD: tuple[tuple[str, Value], ...] = (("outcome", "good"),)

first = partial(Reading, "first")
latest = partial(Reading, "latest")
spell = partial(Reading, events=("began", "ended"), episode="spell")
READ: dict[str, tuple[ValueType, Reading]] = {
    "visit.first": (DATE, first(("visit",))),
    "visit.latest": (DATE, latest(("visit",))),
    "visit.count": (NUMBER, Reading("count", ("visit",))),
    "visit.ever": (FLAG, Reading("ever", ("visit", "ended"))),
    "visit.outcome": (OUTCOME, latest(("visit",), give="outcome")),
    "visit.planned": (DATE, latest(("visit",), status="held or planned")),
    "visit.ahead": (DATE, latest(("visit",), status="planned")),
    "good.ahead": (DATE, latest(("visit",), status="planned", where=GOOD)),
    "either.first": (DATE, first(("visit", "seen"))),
    "good.first": (DATE, first(("visit",), where=GOOD)),
    "good.count": (NUMBER, Reading("count", ("visit",), where=GOOD)),
    "seen.first": (DATE, first(("seen",))),
    "since.seen": (DATE, first(("visit",), since="seen.first")),
    "since.count": (NUMBER, Reading("count", ("visit",), since="seen.first")),
    "until.seen": (DATE, latest(("visit",), by="seen.first")),
    "spell.open": (FLAG, spell("open")),
    "spell.began": (DATE, spell("opened")),
    "spell.ended": (DATE, spell("closed")),
    "spell.visit": (DATE, latest(("visit",), during="spell")),
    "spell.visits": (NUMBER, Reading("count", ("visit",), during="spell")),
    "spell.until_seen": (DATE, latest(("visit",), during="spell", by="seen.first")),
    "spell.since_seen": (DATE, latest(("visit",), during="spell", since="seen.first")),
    "care.began": (DATE, Reading("opened", ("cared", "let_go"), episode="care")),
    "talk.call": (DATE, first(("call",), during="talk")),
    "plan.since_spell": (DATE, first(("visit",), during="plan", since="spell.began")),
}
BELONGS = {"visit": ("spell", "plan"), "call": ("stay", "talk")}
STATES = {
    "began": {"both.wanted": FLAG},
    "ended": {"both.wanted": FLAG},
    "talked": {"talk.wanted": FLAG, "both.wanted": FLAG},
    "hung_up": {"talk.wanted": FLAG, "both.wanted": FLAG},
}
VOCABULARY = Vocabulary(
    {
        **{name: Fact(name, kind, reading=reading) for name, (kind, reading) in READ.items()},
        "told.flag": Fact("told.flag", FLAG),
        "talk.wanted": Fact("talk.wanted", FLAG, about=("talk",)),
        "both.wanted": Fact("both.wanted", FLAG, about=("spell", "talk")),
        "told.default": Fact("told.default", FLAG, default=False),
        "told.day": Fact("told.day", DATE),
        "told.target": Fact("told.target", DATE, ahead=True),
        "told.consent": Fact(
            "told.consent",
            CONSENT,
            settling=Settling((("gave", "given"), ("withdrew", "withdrawn")), (("for", "sharing"),)),
        ),
    },
    {
        name: Event(name, "", carries, belongs_to=BELONGS.get(name, ()), states=STATES.get(name, {}))
        for name, carries in {
            "visit": {"outcome": OUTCOME},
            "seen": {},
            "began": {},
            "ended": {},
            "planned": {},
            "dropped": {},
            "gave": {"for": ValueType("choice", ("sharing", "support"))},
            "withdrew": {"for": ValueType("choice", ("sharing", "support"))},
            "came": {},
            "left": {},
            "talked": {},
            "hung_up": {},
            "call": {},
            "cared": {},
            "let_go": {},
        }.items()
    },
    {
        "spell": Episode("spell", "began", "ended"),
        "plan": Episode("plan", "planned", "dropped"),
        "stay": Episode("stay", "came", "left"),
        "talk": Episode("talk", "talked", "hung_up", within="stay"),
        "care": Episode("care", "cared", "let_go", within="stay", carries_over=True),
    },
    (),
)


def on(day: int, event: str, status: str = "held", **carries: Value) -> Entry:
    """An entry so many days ago."""
    return Entry(TODAY - day * DAY, event, status, carries)  # type: ignore[arg-type]


def nobody_knows(event: str, **carries: Value) -> Entry:
    """An entry on a day that nobody knows."""
    return Entry(None, event, "held", carries)


def link(entry: Entry, ref: str = "", of: str = "") -> Entry:
    """The entry with what it is about, and what that belongs to."""
    return replace(entry, ref=ref, of=of)


def ago(days: int) -> date:
    return TODAY - days * DAY


def source(
    *timelines: Iterable[Entry],
    given: Sequence[Mapping[str, Value]] = (),
    gaps: Sequence[tuple[str, str]] = (),
    **covers: int,
) -> Source:
    """Children C-0, C-1 .. and what is recorded of them; `covers` up to so many days ago."""
    told = [*given, *({} for _ in timelines)]
    cases = [Case(f"C-{number}", told[number], tuple(entries)) for number, entries in enumerate(timelines)]
    upto = {event: ago(days) for event, days in covers.items()}
    missed = pl.DataFrame(gaps, {"child": pl.String, "event": pl.String}, orient="row")
    tables = replace(tables_of(cases, VOCABULARY, TODAY, upto), gaps=missed)
    return source_of(tables, VOCABULARY)


def states(of: Source, name: str, anchor: str = "") -> list[object]:
    """What is known of a fact of every unit, in the order of the children; what is in doubt stands too."""
    of_children = Facts(of, of.units(""))
    facts = Facts(of, of.units(anchor), of_children) if anchor else of_children
    column = facts.column(name)
    if column is None:
        return [UNKNOWN] * facts.units.child.len()
    nowhere = pl.Series([False]).new_from_index(0, column.value.len())
    masks = (nowhere if mask is None else mask for mask in (column.absent, column.undated))
    names = of.stated["child"][facts.units.child]
    told = [
        (name, value if value is not None else ABSENT if none else UNDATED if undated else UNKNOWN)
        for name, value, none, undated in zip(names, column.value, *masks, strict=True)
    ]
    return [state for _, state in sorted(told, key=lambda each: each[0])]


def state(name: str, *entries: Entry, **covers: int) -> object:
    """A fact of one child, the same as it is of a single case."""
    (found,) = states(source(entries, **covers), name)
    case = Case("C-0", {}, entries, {event: ago(days) for event, days in covers.items()})
    facts, contradictions = read_facts(case, VOCABULARY, TODAY)
    assert not contradictions
    assert found == facts.state(name)
    return found
