"""How long it has been, and how long it went on: what is read over several runs (R21, R22)."""

from datetime import date

from .asks import State
from .episodes import open_anywhere, starts_covered
from .oracle import DAY, Oracle, Run, chosen
from .world import ABSENT, UNDATED, UNKNOWN, Missing


def longest_gap(oracle: Oracle, episode: str, among: tuple[str, ...], certain: bool) -> State:
    """R21"""
    runs, today = oracle.runs(episode), oracle.file.today
    if not runs:
        return ABSENT if starts_covered(oracle, episode) else UNKNOWN
    is_open = open_anywhere(oracle, oracle.world.spans[episode])
    if is_open is True:
        return 0
    latest = chosen(runs)
    ended = latest.end_day if isinstance(latest, Run) else None
    if is_open is UNKNOWN or ended is None:
        return UNKNOWN
    others = [run for other in among for run in oracle.runs(other)]
    if certain and (
        not any(starts_covered(oracle, other) for other in among) or any(run.day is None for run in others)
    ):
        return UNKNOWN
    spells = [spell for run in others if (spell := _spell(oracle, run))]
    longest, last, day = 0, ended, ended
    while day < today:
        day += DAY
        covering = [(first, until) for first, until in spells if first <= day <= until]
        if covering:
            # A stretch lies between two days unless one and the same run covers both.
            if not any(first <= last for first, _ in covering):
                longest = max(longest, (day - last).days)
            last = day
    return max(longest, (today - last).days)


def _spell(oracle: Oracle, run: Run) -> tuple[date, date] | None:
    """From when to when a run counts as going on."""
    if run.own:
        return (run.day, run.day) if run.day else None
    if run.start_day is None:
        return (run.end_day, run.end_day) if run.end_day else None
    if run.end:
        return run.start_day, run.end_day or run.start_day
    if not oracle.world.spans[run.episode].carries_over:
        return run.start_day, run.start_day
    return run.start_day, run.superseded or oracle.file.today


def served(oracle: Oracle, episode: str, after: str) -> State:
    """R22: the day on which the time began that was served after another episode had ended."""
    spells = served_spells(oracle, episode, after)
    return spells if isinstance(spells, Missing) else min(first for first, _ in spells)


def breaks(oracle: Oracle, episode: str, after: str) -> int:
    """R22: how many days since then were not served."""
    spells = served_spells(oracle, episode, after)
    if isinstance(spells, Missing):
        return 0
    last = day = min(first for first, _ in spells)
    lost = 0
    while day < oracle.file.today:
        day += DAY
        if any(first <= day <= until for first, until in spells):
            lost += (day - last).days - 1
            last = day
    return lost + (oracle.file.today - last).days


def served_spells(oracle: Oracle, episode: str, after: str) -> list[tuple[date, date]] | Missing:
    """From when to when each run went on that was served at all; or why that is not known."""
    before = oracle.runs(after)
    if not before:
        return ABSENT if starts_covered(oracle, after) else UNKNOWN
    latest = chosen(before)
    since = latest.end_day if isinstance(latest, Run) else None
    if open_anywhere(oracle, oracle.world.spans[after]) is not False or since is None:
        return UNKNOWN
    spells = []
    for run in oracle.runs(episode):
        if run.start_day is None:
            continue
        if run.loose and (run.superseded is None or run.superseded >= since):
            return UNKNOWN  # nobody knows until when it went on
        until = run.superseded or oracle.file.today
        if run.end:
            until = run.end_day or run.start_day
        if until >= since:
            spells.append((max(run.start_day, since), until))
    if not spells:
        days = [run.end_day for run in oracle.runs(episode) if run.start_day is None]
        if any(day is None or day >= since for day in days):
            return UNDATED  # there is one that may have gone on since
        return ABSENT if starts_covered(oracle, episode) else UNKNOWN
    return spells
