"""What a timeline says in words: of a row in short for its side, and in full for whoever cannot see it."""

from calendar import month_abbr
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

from threshold.output.words import listed, many
from threshold.reports.timeline.drawing import Bar, ClockRow, Interval, Lane, Mark
from threshold.semantics.closed_lists import DeadlineState

STATES: dict[DeadlineState, str] = {
    "met": "met",
    "late": "late",
    "pending": "still open",
    "overdue": "OVERDUE",
    "missed": "MISSED",
    "early": "EARLY",
    "ended": "ended",
    "paused": "paused",
    "cannot_tell": "unclear",
    "no_limit": "no limit is set",
}
_CURRENT = {"yes": "current", "no": "", "cannot_tell": "may be the current one"}
NO_DAY = "day not known"


def day_words(moment: date | None) -> str:
    """A day, or a day with its time, as people write it in a table."""
    if moment is None:
        return NO_DAY
    day = f"{moment.day} {month_abbr[moment.month]} {moment.year}"
    return f"{day} {moment:%H:%M}" if isinstance(moment, datetime) else day


def bar_brief(bar: Bar) -> str:
    """From when until when, in as few words as can be."""
    if bar.heading:
        return ""
    span = bar.span
    if span is None:
        return "no day is known"
    begun = day_words(span.first) if span.starts else "?"
    match span.finish:
        case "day":
            return f"{begun} to {day_words(span.last)}"
        case "goes_on":
            return f"{begun}, goes on"
        case "next":
            return f"{begun}, no end"
    return f"{begun} to ?" if span.starts else f"seen {day_words(span.first)}"


def bar_full(bar: Bar) -> str:
    """A bar as a sentence."""
    if bar.heading:
        return bar.label
    told = _CURRENT[bar.current]
    return f"{bar.label}{', ' if told else ''}{told}: start: {bar.begun}; end: {bar.ended}"


def titled(bar: Bar) -> str:
    """What a bar is called, and whether it is the current one of its kind."""
    return f"{bar.label} ({_CURRENT[bar.current]})" if bar.current != "no" else bar.label


def lane_brief(lane: Lane) -> str:
    """How many, and the day of the latest."""
    held, undated, planned = _sorted(lane)
    if not undated and not planned:
        return _latest(held)
    if len(lane.marks) == 1:
        return NO_DAY if undated else f"planned {planned[0].when}"
    counted = ((len(held), "held"), (len(planned), "planned"), (len(undated), "undated"))
    return ", ".join(f"{number} {what}" for number, what in counted if number)


def lane_full(lane: Lane) -> str:
    """Everything on a lane, day by day; several on one day are counted."""
    held, undated, planned = _sorted(lane)
    parts = [*_days(held)]
    if undated:
        parts.append(f"{many(len(undated), 'time')} on a day not known")
    parts += [f"planned for {each}" for each in _days(planned)]
    return f"{lane.label}: {'; '.join(parts)}"


def clock_brief(clock: ClockRow) -> str:
    """How the latest time stands, and when it is due."""
    last = clock.intervals[-1]
    told = STATES[last.state].removeprefix("still ") if clock.certain else "may apply"
    if last.due is not None:
        told = f"{told}, due {day_words(last.due)}"
    elif last.state == "early" and last.done is not None:
        told = f"{told}, {day_words(last.done)}"
    elif last.state == "paused" and last.stopped is not None:
        told = f"{told}, {day_words(last.stopped)}"
    return told


def clock_full(clock: ClockRow) -> str:
    """The latest time in full: start, due and how it stands; those before are counted."""
    *before, last = clock.intervals
    told = interval_words(last, clock.certain)
    if before:
        counted = Counter(each.state for each in before)
        were = listed([f"{number} {STATES[state]}" for state, number in counted.items()], "and")
        told += f"; before that: {were}"
    return told


def interval_words(interval: Interval, certain: bool) -> str:
    """One time that a clock ran: `from 1 May 2026, due 4 May 2026: OVERDUE by 3 days`."""
    due = f", due {interval.limit}" if interval.due is not None else ""
    starts = "a day not known" if interval.begun is None else interval.starts
    return f"from {starts}{due}: {stands(interval, certain)}"


def stands(interval: Interval, certain: bool) -> str:
    """How one time stands; nothing is said of it where it is not known whether the deadline applies."""
    return interval.told if certain else "it is not known whether this applies"


def _sorted(lane: Lane) -> tuple[list[Mark], list[Mark], list[Mark]]:
    """The marks of what happened on a known day, of what did on an unknown one, and of what is planned."""
    held = [mark for mark in lane.marks if not mark.planned]
    return (
        [mark for mark in held if mark.on is not None],
        [mark for mark in held if mark.on is None],
        [mark for mark in lane.marks if mark.planned],
    )


def _latest(held: list[Mark]) -> str:
    last = day_words(held[-1].on)
    return last if len(held) == 1 else f"{len(held)}, last {last}"


def _days(marks: list[Mark]) -> Iterator[str]:
    for when, number in Counter(mark.when for mark in marks).items():
        yield when if number == 1 else f"{when} ({number} times)"
