"""The runs of one episode: by the reference that starts and ends share, else paired in order of time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from threshold.casefiles import Entry
from threshold.conditions import Truth

NO_DAY = date.min  # where runs without any day stand in the order


@dataclass(frozen=True, slots=True)
class Run:
    """One run of an episode.

    opened      the day on which it began; None where the file has none
    closed      the day on which it ended; None where the file has none
    ended       whether an end is recorded, on whatever day
    open        whether it goes on; None where that cannot be told
    superseded  the day on which the next one began, from which on one without an end counts as over
    ref, of     its reference, and that of what it belongs to
    may_have_ended  whether one of the recorded ends may be its own, and nobody can tell
    recorded    whether a start or an end is recorded; else it is known by entries of its own alone
    seen        the earliest day of those entries
    """

    opened: date | None
    closed: date | None
    ended: bool
    open: Truth
    superseded: date | None = None
    ref: str = ""
    of: str = ""
    may_have_ended: bool = False
    recorded: bool = True
    seen: date | None = None

    @property
    def day(self) -> date:
        """Where it stands in the order of runs."""
        return self.opened or self.closed or self.seen or NO_DAY

    @property
    def end(self) -> date | None:
        """The day of its end as far as one is known: an end without a day may be that of its start."""
        return self.opened if self.ended and self.closed is None else self.closed

    def holds(self, day: date) -> bool:
        """Whether a day falls inside it: both ends included, the next one's start not.

        One of which no day is known may have held any.
        """
        if self.opened is not None and day < self.opened:
            return False
        if self.ended:
            return self.end is None or day <= self.end
        return self.superseded is None or day < self.superseded


@dataclass(frozen=True, slots=True)
class Paired:
    """The runs that recorded starts and ends make, in order.

    `goes_on` is whether one of them is open, though it may be unknown which; `left_open` whether one of
    them has no end of its own.
    """

    runs: tuple[Run, ...]
    goes_on: Truth
    left_open: Truth


def paired(starts: Sequence[Entry], ends: Sequence[Entry], in_file: Sequence[Entry], opens: str) -> Paired:
    """The runs of held starts and ends, each oldest first; `in_file` are the same in the file's order."""
    linked = _linked(in_file, opens)
    starts, ends = ([e for e in each if not e.ref] for each in (starts, ends))
    undated = any(each.on is None for each in (*starts, *ends))
    if undated and len(starts) <= 1 and len(ends) <= 1:
        # One of each belong together, whatever their days.
        pair = _pair(starts, ends)
        both = [*_in_doubt([pair], linked, loose=False), *_in_doubt(linked, [pair], loose=False)]
        found = sorted(both, key=lambda run: run.day)
        return Paired(tuple(found), _goes_on(found, loose=False), _left_open(found, linked, None))
    by_day = by_date(starts, ends)
    if undated:
        by_day = [run if run.ended else replace(run, open=None, may_have_ended=bool(ends)) for run in by_day]
    unlinked = [*by_day, *_undated(starts, ends)]
    loose = bool(starts) and any(end.on is None for end in ends)
    linked, unlinked = _in_doubt(linked, unlinked, loose), _in_doubt(unlinked, linked, loose=False)
    by_day = unlinked[: len(by_day)]
    found = sorted([*by_day, *linked, *unlinked[len(by_day) :]], key=lambda run: run.day)
    return Paired(
        tuple(found),
        _goes_on(found, loose=undated and bool(starts) and not ends),
        _left_open(found, linked, len(starts) - len(ends) if undated else None),
    )


def _in_doubt(runs: Sequence[Run], others: Sequence[Run], loose: bool) -> list[Run]:
    """Runs of which those without an end may have that of one of the others, which has no start.

    One kind has references, the other has none: somebody may have left one out. They go on until an end of
    their own says otherwise; but nothing is held against anybody that such an end may answer. `loose`: there
    is one without a day that closes nothing in particular.
    """
    ends = [run for run in others if run.ended and run.opened is None]

    def may_have_ended(run: Run) -> bool:
        after = (end.closed is None or run.opened is None or end.closed >= run.opened for end in ends)
        return run.may_have_ended or (not run.ended and (loose or any(after)))

    return [replace(run, may_have_ended=may_have_ended(run)) for run in runs]


def _goes_on(runs: Sequence[Run], loose: bool) -> Truth:
    open_ = [run.open for run in runs]
    # Several began, on days of which one is unknown, and none ended: the last of them goes on.
    if True in open_ or loose:
        return True
    return None if None in open_ else False


def _left_open(runs: Sequence[Run], linked: Sequence[Run], more_starts: int | None) -> Truth:
    """`more_starts`: how many more unlinked starts than ends, where days do not tell which ends whose."""
    if more_starts is None:
        return any(not run.ended for run in runs)
    if more_starts > 0 or any(not run.ended for run in linked):
        return True
    return None if any(not run.ended for run in runs) else False


def _linked(in_file: Sequence[Entry], opens: str) -> list[Run]:
    """A run for each reference, in the order in which the file first names them."""
    found: dict[str, Run] = {}
    for entry in (e for e in in_file if e.ref):
        run = found.get(entry.ref, Run(None, None, False, True, ref=entry.ref))
        if entry.event == opens:
            run = replace(run, opened=run.opened or entry.on, of=entry.of or run.of)
        else:
            run = replace(run, closed=run.closed or entry.on, ended=True, open=False, of=run.of or entry.of)
        found[entry.ref] = run
    return [*found.values()]


def _pair(starts: Sequence[Entry], ends: Sequence[Entry]) -> Run:
    """The run of at most one start and at most one end."""
    begun, ended = ([*starts, None][0], [*ends, None][0])
    return Run(
        opened=begun.on if begun else None,
        closed=ended.on if ended else None,
        ended=ended is not None,
        open=ended is None,
        of=(begun.of if begun else "") or (ended.of if ended else ""),
    )


def _undated(starts: Sequence[Entry], ends: Sequence[Entry]) -> Iterable[Run]:
    """Each start without a day is a run; so is each such end where nothing ever started that it could end."""
    for entry in (e for e in starts if e.on is None):
        yield Run(None, None, ended=False, open=None, of=entry.of, may_have_ended=bool(ends))
    for entry in (e for e in ends if e.on is None and not starts):
        yield Run(None, None, ended=True, open=False, of=entry.of)


def by_date(starts: Sequence[Entry], ends: Sequence[Entry]) -> list[Run]:
    """Dated starts and ends paired in order of time; a start while one is open begins a run of its own."""
    marks = [(e.on, False, e.of) for e in starts if e.on is not None]
    marks += [(e.on, True, e.of) for e in ends if e.on is not None]
    # On one day an end comes first, as far as a run is open by then.
    marks.sort(key=lambda mark: (mark[0], not mark[1]))
    found: list[Run] = []
    position = 0
    while position < len(marks):
        day, ends_one, of = marks[position]
        is_open = bool(found) and not found[-1].ended
        starts_today = [at for at in range(position, len(marks)) if marks[at][:2] == (day, False)]
        if ends_one and not is_open and starts_today:
            # Begun and ended on one day: the start comes first.
            marks.insert(position, marks.pop(starts_today[0]))
            continue
        if not ends_one:
            if found and not found[-1].ended:
                found[-1] = replace(found[-1], superseded=day, open=False)
            found.append(Run(day, None, ended=False, open=True, of=of))
        elif is_open:
            found[-1] = replace(found[-1], closed=day, ended=True, open=False, of=found[-1].of or of)
        else:
            found.append(Run(None, day, ended=True, open=False, of=of))
        position += 1
    return found
