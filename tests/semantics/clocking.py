"""Deadlines and timelines of a few words, and the rows that come out."""

from dataclasses import replace
from datetime import date, timedelta

from threshold.casefiles import Case, Entry
from threshold.conditions import ALWAYS, Facts
from threshold.dates import Duration, Unit
from threshold.policy import Deadline, Head
from threshold.semantics.deadlines import Clock, clocks
from threshold.semantics.records import Records
from threshold.vocabulary import State
from threshold.vocabulary.model import Episode, Event, Reading, Vocabulary
from threshold.vocabulary.model import Fact as Declared
from threshold.vocabulary.values import ValueType

from ..dates import oracle

# The days of Christmas: weekends, three bank holidays and a year's end lie in between.
START = date(2026, 12, 18)
DAYS = [START + timedelta(n) for n in range(50)]
HEAD = Head("L", "The visit", "tiny", ("T-1",))
OF_A_SPELL = replace(HEAD, each="spell")
SEEN = Declared("seen.on", ValueType("date"), reading=Reading("first", ("seen",)))
BEGAN = Declared("start", ValueType("date"), asks="When did it begin?")
EPISODES = {name: Episode(name, f"{name}_started", f"{name}_ended") for name in ("spell", "stay")}
EVENTS = {
    **{name: Event(name, "When?", {}) for each in EPISODES.values() for name in (each.opens, each.closes)},
    "seen": Event("seen", "When?", {}),
    "visit": Event("visit", "When?", {}, belongs_to=("spell",)),
}
VOCABULARY = Vocabulary({"seen.on": SEEN, "start": BEGAN}, EVENTS, EPISODES, ())
LIMITS: list[tuple[int, Unit]] = [(0, "days"), (7, "days"), (1, "weeks"), (5, "working days"), (1, "months")]
REPEATS: dict[str, object] = {"met_by": "", "met_by_event": "seen", "repeats": True}


def due(number: int, unit: Unit) -> date:
    match unit:
        case "working days":
            return oracle.add_working_days(START, number)
        case "months":
            return oracle.add_months(START, number)
        case _:
            return START + timedelta(number * (7 if unit == "weeks" else 1))


def deadline(number: int, unit: Unit, **more: object) -> Deadline:
    by: dict[str, object] = {"met_by": "seen.on"} | more
    head = OF_A_SPELL if "ends_with" in more else HEAD
    return Deadline(head, ALWAYS, "start", Duration(number, unit), **by)  # type: ignore[arg-type]


def rows(
    rule: Deadline,
    as_at: date,
    covers: date | None = None,
    held: list[date] | None = None,
    end: date | None = None,
    **states: State,
) -> list[Clock]:
    """The rows with these entries `seen`, and a spell from the start to its end, if it has one."""
    timeline = [Entry(START, "spell_started"), *(Entry(day, "seen") for day in held or [])]
    if end is not None:
        timeline.append(Entry(end, "spell_ended"))
    case = Case("C-1", {}, tuple(timeline), dict.fromkeys(("seen", "spell_ended"), covers) if covers else {})
    known = {"start": START, **{name.replace("_", "."): state for name, state in states.items()}}
    return told(rule, Facts(as_at, known), case)


def told(rule: Deadline, facts: Facts, case: Case, applies: bool | None = True) -> list[Clock]:
    return list(clocks(rule, applies, facts, Records(case, VOCABULARY, facts.as_at)))


def repeating(**more: object) -> Deadline:
    return deadline(10, "days", **REPEATS, **more)
