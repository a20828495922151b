"""A small world to think about on paper: a few episodes and events, days by number, short entries.

Day 1 is Monday 2 March 2026, so that days 1, 8, 15 are Mondays; today is day 60 unless a case says otherwise.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from .oracle import Oracle
from .world import File, Kind, Record, Span, World

SPANS = (
    Span("referral", "referral", "referral_closed"),
    Span("assessment", "assessment_started", "assessment_completed", within="referral"),
    Span("child_in_need", "cin_started", "cin_ended", within="referral", carries_over=True),
    Span("child_protection", "cp_started", "cp_ended", within="referral", carries_over=True),
    Span("enquiry", "enquiry_started", "enquiry_ended", within="referral", carries_over=True),
)
KINDS = (
    *(Kind(event) for span in SPANS for event in (span.opens, span.closes)),
    Kind("assessment_review", ("assessment",)),
    Kind("cin_review", ("child_in_need",)),
    Kind("cp_review", ("child_protection", "enquiry")),
    Kind("strategy", ("enquiry",)),
    Kind("decided", ("referral",)),
    Kind("managers_talk", ("referral",), answers=("agreed",)),
    Kind("consent_given", ("referral",)),
    Kind("consent_refused", ("referral",)),
    Kind("sought", ("referral",), comes_before=True),
    Kind("visit"),
)
WORLD = World({span.name: span for span in SPANS}, {kind.name: kind for kind in KINDS})
TODAY = 60


def day(number: int) -> date:
    return date(2026, 3, 1) + timedelta(days=number)


def at(number: int | None, event: str, ref: str = "", of: str = "", **carries: object) -> Record:
    """An entry held on that day; None where the day is not known."""
    return Record(None if number is None else day(number), event, "held", carries, ref, of)


def planned(number: int, event: str, ref: str = "", of: str = "") -> Record:
    return Record(day(number), event, "planned", {}, ref, of)


def told(*records: Record, covers: Mapping[str, int] | None = None, today: int = TODAY) -> Oracle:
    """What the oracle makes of these entries."""
    covered = {event: day(number) for event, number in (covers or {}).items()}
    return Oracle(File(WORLD, records, day(today), covered))


def runs_of(oracle: Oracle, episode: str) -> list[tuple[int | str | None, int | str | None, bool | None]]:
    """Each run as (start, end, open): days by number; "?" for what has no day, None for what is not there."""

    def number(record: Record | None) -> int | str | None:
        if record is None:
            return None
        return "?" if record.on is None else (record.on - day(0)).days

    return [(number(run.start), number(run.end), run.open) for run in oracle.runs(episode)]


def at_home(oracle: Oracle, record: Record, episode: str) -> object:
    """Which run an entry belongs to: by its place among all runs, from 0; None; or "unsure"."""
    found = oracle.home(record, episode)
    runs = oracle.runs(episode)
    return runs.index(found) if found in runs else ("unsure" if found else None)


def current(oracle: Oracle, episode: str, anywhere: bool = False) -> object:
    """Which run is current: by its place among all runs, from 0; None; or "unsure"."""
    found = oracle.current(episode, anywhere)
    runs = oracle.runs(episode)
    return runs.index(found) if found in runs else ("unsure" if found else None)
