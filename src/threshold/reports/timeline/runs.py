"""Where the bar of a run lies, and how its end is told."""

from datetime import date

from threshold.reports.timeline.drawing import Span
from threshold.reports.timeline.words import NO_DAY, day_words
from threshold.semantics.records import Run


def span_of(run: Run, last_seen: date | None, today: date) -> Span | None:
    """The bar of a run; None where no day of it is known. `last_seen` is the day of its last own entry."""
    if not run.recorded:
        return _seen(run.seen, last_seen)
    starts = run.opened is not None
    if run.closed is not None:
        return Span(run.opened, run.closed, sure=starts, starts=starts, finish="day")
    if run.open:
        return Span(run.opened, today, sure=starts, starts=starts, finish="goes_on")
    if not starts:
        return None
    if run.superseded is not None and run.open is False and not run.ended:
        return Span(run.opened, run.superseded, sure=True, starts=True, finish="next")
    return Span(run.opened, today, sure=False, starts=True, finish="unclear")


def ending(run: Run) -> str:
    """How a run ended, or that it goes on, in words."""
    if run.closed is not None:
        return day_words(run.closed)
    if run.ended:
        return NO_DAY
    if run.open:
        return "goes on"
    if run.open is None:
        return "not in the file; it may go on"
    return f"not in the file; the next began on {day_words(run.superseded)}"


def _seen(first: date | None, last: date | None) -> Span | None:
    """Of a run that is known by its own entries alone: from the first of them to the last."""
    if first is None:
        return None
    return Span(first, last or first, sure=False, starts=False, finish="unclear")
