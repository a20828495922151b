"""What went on after an episode had ended: the longest gap since, and the time served on another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from threshold.semantics.records.records import Records
from threshold.semantics.records.runs import NO_DAY, Run
from threshold.vocabulary import ABSENT, UNDATED, UNKNOWN, Missing, Reading, State

Span = tuple[date, date]  # first and last day


def longest_gap(records: Records, reading: Reading) -> State:
    """How many days at most have gone by, since the latest run ended, without any of the other episodes.

    Which of them go on while they have no end is for the vocabulary to say (`carries_over`).
    """
    goes_on = records.goes_on(reading.episode)
    if goes_on:
        return 0
    if goes_on is None and records.runs(reading.episode):
        return UNKNOWN
    since = _ended(records, reading.episode)
    if isinstance(since, Missing):
        return since
    if reading.certain and not _can_be_told(records, reading.among):
        return UNKNOWN
    spans = sorted(span for name in reading.among for span in _spans(records, name))
    longest, upto = 0, since
    for first, last in spans:
        if first > upto:
            longest = max(longest, (first - upto).days)
        upto = max(upto, last)
    return max(longest, (records.today - upto).days)


@dataclass(frozen=True, slots=True)
class Served:
    """Since when time has been served, and the days on which it was not."""

    begun: date
    breaks: int


def served(records: Records, reading: Reading) -> Served | Missing:
    """The time served on an episode after another had ended, over all its runs."""
    since = UNKNOWN if records.goes_on(reading.after) else _ended(records, reading.after)
    if isinstance(since, Missing):
        return since
    if any(_may_have_ended_since(run, since) for run in records.runs(reading.episode)):
        return UNKNOWN
    spans = sorted(_served(records, reading.episode, since))
    if not spans:
        if any(_may_be_since(run, since) for run in records.runs(reading.episode)):
            return UNDATED
        opens = records.vocabulary.episodes[reading.episode].opens
        return ABSENT if records.covered(opens) else UNKNOWN
    begun, upto = spans[0]
    breaks = 0
    for first, last in spans[1:]:
        breaks += max(0, (first - upto).days - 1)
        upto = max(upto, last)
    return Served(begun, breaks + (records.today - upto).days)


def _ended(records: Records, episode: str) -> date | Missing:
    """The day on which the latest run of an episode ended, wherever it belongs."""
    place = records.without_instance().current(episode, anywhere=True)
    if place is None:
        return ABSENT if records.covered(records.vocabulary.episodes[episode].opens) else UNKNOWN
    if not isinstance(place, int):
        return UNKNOWN
    return records.runs(episode)[place].closed or UNKNOWN


def _can_be_told(records: Records, among: Sequence[str]) -> bool:
    """Whether something among them is covered, and each of their runs has a day."""
    opens = (records.vocabulary.episodes[name].opens for name in among)
    dated = all(run.day != NO_DAY for name in among for run in records.runs(name))
    return dated and any(records.covered(event) for event in opens)


def _spans(records: Records, episode: str) -> Iterator[Span]:
    carries_over = records.vocabulary.episodes[episode].carries_over
    for run in records.runs(episode):
        first = run.opened or run.closed or run.seen
        if first is not None:
            goes_on = carries_over and run.recorded
            yield first, run.closed or (_upto(run, records.today) if goes_on else first)


def _served(records: Records, episode: str, since: date) -> Iterator[Span]:
    for run in records.runs(episode):
        if run.opened is None:
            continue
        last = run.closed or _upto(run, records.today)
        if last >= since:
            yield max(run.opened, since), last


def _may_have_ended_since(run: Run, day: date) -> bool:
    """Whether a run may have gone on after a day, and nobody knows until when."""
    return run.may_have_ended and run.opened is not None and (run.superseded is None or run.superseded >= day)


def _may_be_since(run: Run, day: date) -> bool:
    """Whether a run of which the start has no day may have gone on after a day."""
    return run.opened is None and (run.closed is None or run.closed >= day)


def _upto(run: Run, today: date) -> date:
    """The last day of a run that has no end with a day."""
    if run.ended:
        return run.opened or today
    return run.superseded or today
