"""Any timeline that a case file may hold: runs with references, and entries that belong to them."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from threshold.casefiles import Entry
from threshold.casefiles.links import belongs_among
from threshold.casefiles.model import ENTRY_STATUSES
from threshold.policy import load_policy
from threshold.vocabulary import Event, Value, ValueType

VOCABULARY = load_policy().vocabulary
FIRST = date(2026, 1, 1)


def value(kind: ValueType) -> st.SearchStrategy[Value]:
    """Any value of a type, by the name that is used for it."""
    match kind.kind:
        case "boolean":
            return st.booleans()
        case "datetime":
            return st.integers(0, 60 * 24 * 60).map(_hour)
        case "list":
            names = sorted({name for _, name in kind.names}) if kind.of == "role" else kind.values
            return st.lists(st.sampled_from(names), max_size=3, unique=True).map(tuple)
        case "role":
            return st.sampled_from(sorted({name for _, name in kind.names}))
        case _:
            return st.sampled_from(kind.values)


def _hour(minutes: int) -> datetime:
    return datetime(FIRST.year, FIRST.month, FIRST.day) + timedelta(minutes=minutes)


@st.composite
def carried(draw: Callable[..., Any], event: Event) -> Mapping[str, Value]:
    """Anything that an entry of a kind may carry, with all that it needs."""
    return {
        key: draw(value(kind))
        for key, kind in event.carries.items()
        if key in event.needs or draw(st.booleans())
    }


@st.composite
def good(draw: Callable[..., Any]) -> list[Entry]:
    """Any timeline whose links can be: a few runs, and entries that belong to them."""

    def day(least: int = 0) -> date | None:
        number = draw(st.one_of(st.none(), st.integers(least, 60)))
        return None if number is None else FIRST + timedelta(number)

    made: list[Entry] = []
    refs: dict[str, str] = {}
    for name in draw(st.lists(st.sampled_from(["referral", *VOCABULARY.episodes]), max_size=5)):
        spans, ref = VOCABULARY.episodes[name], f"x{len(refs)}"
        inside = [each for each, kind in refs.items() if kind == spans.within]
        of = draw(st.sampled_from(["", "request", *inside])) if spans.within else ""
        start = day()
        both = draw(st.sampled_from(["start", "end", "both"]))
        if both != "end":
            made.append(Entry(start, spans.opens, ref=ref, of=of))
        if both != "start":
            least = (start - FIRST).days if start and both == "both" else 0
            made.append(Entry(day(least), spans.closes, ref=ref, of=of))
        refs[ref] = name
    bounds = {each for spans in VOCABULARY.episodes.values() for each in (spans.opens, spans.closes)}
    kinds = [event for event in VOCABULARY.events if event not in bounds]
    for event in draw(st.lists(st.sampled_from(kinds), max_size=5)):
        may = belongs_among(event, VOCABULARY)
        names = [ref for ref, kind in refs.items() if may is None or kind in may]
        on, carries = day(), draw(carried(VOCABULARY.events[event]))
        if isinstance(at := carries.get("at"), datetime):
            on = at.date()
        of, status = draw(st.sampled_from(["", "request", *names])), draw(st.sampled_from(ENTRY_STATUSES))
        made.append(Entry(on, event, status, carries, of=of))
    draw(st.randoms()).shuffle(made)
    return made
