"""Timelines of a few words, read as case files are, and their runs written as briefly.

`5 referral ref: r; ? referral_closed` is an entry on day 5 and one whose day nobody knows. A run is written
`5..9`, with `?` for a start, or an end, that is recorded without a day or that must have been.
"""

from datetime import date, timedelta

from threshold.casefiles import Case, read_case
from threshold.policy import load_policy
from threshold.reading import parse_yaml
from threshold.semantics.records import Records, Run
from threshold.semantics.timeline import read_facts
from threshold.vocabulary import Missing, State

VOCABULARY = load_policy().vocabulary
FIRST = date(2026, 1, 1)
TODAY = 100


def on(number: int) -> date:
    return FIRST + timedelta(number)


def number(day: date | None) -> str:
    return "?" if day is None else str((day - FIRST).days)


def case(timeline: str, covers: str = "") -> Case:
    """The case of a timeline; `covers` names the kinds of event that it holds completely.

    It does so up to today, or up to the day that is written as in `ehm_transfer:50`.
    """
    lines = ["case: C-1", "timeline:"]
    for entry in filter(None, (each.strip() for each in timeline.split(";"))):
        day, event, *more = entry.split(" ", 2)
        written = "unknown" if day == "?" else on(int(day)).isoformat()
        lines.append(f"  - {{on: {written}, event: {event}{''.join(f', {each}' for each in more)}}}")
    lines.append("covers:")
    for event, _, upto in (each.partition(":") for each in covers.split()):
        lines.append(f"  {event}: {on(int(upto or TODAY)).isoformat()}")
    (node,) = parse_yaml("\n".join(lines), "case.yaml")
    return read_case(node, "case.yaml", VOCABULARY)


def records(timeline: str, covers: str = "", instance: tuple[str, int] | None = None) -> Records:
    return Records(case(timeline, covers), VOCABULARY, on(TODAY), instance)


def written(run: Run) -> str:
    """A run in short, with what is known of its going on where it has no end."""
    if run.ended:
        return f"{number(run.opened)}..{number(run.closed)}"
    how = "open" if run.open else "may be open" if run.open is None else "superseded"
    return f"{number(run.opened)}.. {how}"


def runs(timeline: str, episode: str, covers: str = "") -> list[str]:
    return [written(run) for run in records(timeline, covers).runs(episode)]


def fact(name: str, timeline: str, covers: str = "", instance: tuple[str, int] | None = None) -> object:
    """A fact in short: a day by its number, what is missing by its name, else the value."""
    state = read_facts(case(timeline, covers), VOCABULARY, on(TODAY), instance)[0].state(name)
    return short(state)


def short(state: State) -> object:
    if isinstance(state, Missing):
        return state.name.casefold()
    return (state - FIRST).days if isinstance(state, date) else state
