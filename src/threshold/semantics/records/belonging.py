"""To which of several runs something belongs by its day: what held it, else the nearer one.

The last one ended before counts only if nothing new (a referral) came in between.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from threshold.semantics.records.runs import Run


def by_day(day: date, runs: Sequence[Run], among: Sequence[int], renewals: Sequence[date]) -> int | None:
    """The place (in `runs`) of the run that something of this day belongs to; None if it is none of them.

    `among` are the places of the runs that come into question, in order; `renewals` the days from which on
    what had ended before has nothing more to do with what happens.
    """
    held = [place for place in among if runs[place].holds(day)]
    if held:
        return held[-1]
    before = _ended_before(day, runs, among)
    if before is not None and any(_last_day(runs[before]) < each <= day for each in renewals):
        before = None
    after = _begun_after(day, runs, among)
    if before is None or after is None:
        return after if before is None else before
    opened = runs[after].opened
    assert opened is not None
    return before if day - _last_day(runs[before]) <= opened - day else after


def by_nearest_start(day: date, runs: Sequence[Run], among: Sequence[int]) -> int | None:
    """The place of the run whose start is nearest, for what leads to it; as near, the later one."""
    dated = [(place, start) for place in among if (start := runs[place].opened or runs[place].closed)]
    near = min(dated, key=lambda each: (abs(each[1] - day), -each[0]), default=None)
    return near[0] if near else None


def _ended_before(day: date, runs: Sequence[Run], among: Sequence[int]) -> int | None:
    """The one that ended last before a day."""
    past = [place for place in among if _over(runs[place]) and _last_day(runs[place]) < day]
    return max(past, key=lambda place: (_last_day(runs[place]), place), default=None)


def _begun_after(day: date, runs: Sequence[Run], among: Sequence[int]) -> int | None:
    """The one that began next after a day."""
    ahead = [(opened, place) for place in among if (opened := runs[place].opened) and opened > day]
    return min(ahead)[1] if ahead else None


def _over(run: Run) -> bool:
    return run.end is not None or run.superseded is not None


def _last_day(run: Run) -> date:
    if run.end is not None:
        return run.end
    assert run.superseded is not None
    return run.superseded - timedelta(1)
