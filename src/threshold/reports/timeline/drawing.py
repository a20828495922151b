"""A timeline as it is drawn, before any renderer: bars, what stands on them, and clocks.

Nothing here knows of cases or policies: days, words and what kind of thing each is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from threshold.semantics.closed_lists import DeadlineState

# How a bar ends: on its day; it goes on; the next of its kind took its place; or nobody can tell.
Finish = Literal["day", "goes_on", "next", "unclear"]
Current = Literal["yes", "no", "cannot_tell"]


@dataclass(frozen=True, slots=True)
class Span:
    """Where a bar lies: its first and last day; no first day is as early as the picture goes.

    `sure` is whether it went on through all of it; else it did so for some of it, or may have.
    """

    first: date | None
    last: date
    sure: bool
    starts: bool  # whether the first day is that of its start
    finish: Finish


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that happened, or is planned; no day where nobody knows it."""

    on: date | None
    when: str
    planned: bool = False
    says: str = ""  # its reference and what else belongs on it
    also: str = ""  # to what else it belongs


@dataclass(frozen=True, slots=True)
class Lane:
    """What happened of one kind."""

    label: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Interval:
    """One time that a clock ran: from its start until it was due, done or stopped, and how it stands."""

    state: DeadlineState
    begun: date | None
    due: date | None
    done: date | None
    stopped: date | None
    starts: str  # the start, in words
    limit: str  # when it is due, in words
    told: str  # how it stands, in words

    def until(self, today: date) -> date | None:
        """The day up to which the clock ran, and was not past due; None where its start has no day."""
        begun = self.begun
        if begun is None or self.state == "early":
            return begun
        ends = [day for day in (self.due, self.done, self.stopped) if day is not None and day >= begun]
        return min(ends, default=max(begun, today))


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One deadline with the times that its clock ran, the latest last."""

    label: str
    source: str
    intervals: tuple[Interval, ...]
    certain: bool = True  # whether it is known to apply

    def dues(self) -> Iterator[date]:
        """The days to show on which it was due: of an earlier time that was kept, its end is what counts."""
        for place, each in enumerate(self.intervals, start=1):
            if each.due is not None and (each.state != "met" or place == len(self.intervals)):
                yield each.due


@dataclass(frozen=True, slots=True)
class Bar:
    """Something that went on for a while, or a mere heading, with what stands on and under it.

    `level` is how deep it stands inside others. Without a span no day of it is known, or it is a heading.
    """

    label: str
    level: int = 0
    span: Span | None = None
    current: Current = "no"
    begun: str = ""
    ended: str = ""
    heading: bool = False
    lanes: tuple[Lane, ...] = ()
    clocks: tuple[ClockRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """One timeline.

    `about` is of what, as at when; `current` says which bars are the current ones; `notes` what is not drawn.
    """

    title: str
    about: str
    today: date
    bars: tuple[Bar, ...]
    current: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def days(self) -> Iterator[date]:
        """Every day that is drawn, in no order."""
        yield self.today
        for bar in self.bars:
            found: list[date | None] = [mark.on for lane in bar.lanes for mark in lane.marks]
            found += [day for clock in bar.clocks for each in clock.intervals for day in _days_of(each)]
            if bar.span is not None:
                found += [bar.span.first, bar.span.last]
            yield from (day for day in found if day is not None)


def _days_of(interval: Interval) -> tuple[date | None, ...]:
    return interval.begun, interval.due, interval.done, interval.stopped
