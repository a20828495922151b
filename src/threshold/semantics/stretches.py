"""The stretches of time through which a repeating clock runs on, between the pauses of another episode."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from threshold.conditions import Moment
from threshold.dates import day_of
from threshold.semantics.records import Run


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time through which a clock runs on.

    begin    its first day; None where the clock has stood still ever since it was to start (`since`)
    stop     the day on which it ends, or a pause begins; None while it goes on
    paused   whether a pause ends it, and `goes_on` whether that pause has not ended, as far as is known
    """

    begin: Moment | None
    since: Moment
    stop: date | None
    paused: bool
    goes_on: bool = False


def stretches(begin: Moment, end: date | None, over: bool, pauses: Sequence[Run]) -> Iterator[Stretch]:
    """The stretches from a day on, to the end of what the clock belongs to, if that has ended.

    `over` says that it has, whether or not on a day that is known. Each pause cuts them; a clock that would
    start inside one starts when it ends.
    """
    start = begin
    for first, last in _joined(pauses):
        if last is not None and last <= day_of(start):
            continue
        if end is not None and first >= end:
            break
        if first > day_of(start):
            yield Stretch(start, start, first, paused=True, goes_on=last is None and not over)
        elif last is None and not over:
            begun = first if first > date.min else day_of(start)  # the day may not be known
            yield Stretch(None, start, begun, paused=True, goes_on=True)
        if last is None:
            return
        start = last
    if end is None or day_of(start) <= end:
        yield Stretch(start, start, end, paused=False)


def _joined(pauses: Sequence[Run]) -> Iterator[tuple[date, date | None]]:
    """The first and last days of the pauses in order, those that meet or overlap as one.

    A pause of which no day is known cuts nothing.
    """
    spans = [(run.opened or date.min, _last(run)) for run in pauses if run.opened or _last(run)]
    spans.sort(key=lambda span: span[0])
    position = 0
    while position < len(spans):
        first, last = spans[position]
        position += 1
        while last is not None and position < len(spans) and spans[position][0] <= last:
            other = spans[position][1]
            last = None if other is None else max(last, other)
            position += 1
        yield first, last


def _last(run: Run) -> date | None:
    """The day on which a pause ended; None while it goes on, as far as is known."""
    return run.closed or (None if run.ended else run.superseded)
