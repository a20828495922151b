"""What the signs of a drawing mean: only of those that occur in it."""

from collections.abc import Iterator

from threshold.reports.timeline.drawing import Bar, Drawing, Interval

MEANINGS = {
    "run": "from start to end",
    "goes_on": "goes on",
    "next": "no end in the file; the next one began",
    "unsure": "at some time in here",
    "held": "took place",
    "planned": "planned",
    "undated": "day not known",
    "clock": "a deadline runs",
    "due": "due",
    "done": "done",
    "over": "past due",
    "stopped": "stopped, not done",
    "today": "today",
}


def signs(drawing: Drawing) -> list[tuple[str, str]]:
    """Each sign that the drawing needs, with its meaning, always in one order."""
    used = {"today", *(sign for bar in drawing.bars for sign in _of_bar(bar))}
    return [(sign, meaning) for sign, meaning in MEANINGS.items() if sign in used]


def is_over(interval: Interval) -> bool:
    """Whether a clock ran on after it was due."""
    return interval.due is not None and interval.state in ("late", "overdue", "missed")


def _of_bar(bar: Bar) -> Iterator[str]:
    if bar.span is not None:
        yield "run" if bar.span.sure else "unsure"
        if bar.span.finish in ("goes_on", "next"):
            yield bar.span.finish
        if not bar.span.starts or bar.span.finish == "unclear":
            yield "undated"
    elif not bar.heading:
        yield "undated"
    for lane in bar.lanes:
        for mark in lane.marks:
            yield "undated" if mark.on is None else "planned" if mark.planned else "held"
    for clock in bar.clocks:
        for each in clock.intervals:
            yield from _of_clock(each)
        yield from ("due" for _ in clock.dues())


def _of_clock(interval: Interval) -> Iterator[str]:
    yield "undated" if interval.begun is None else "clock"
    if interval.done is not None:
        yield "done"
    elif interval.stopped is not None:
        yield "stopped"
    if is_over(interval):
        yield "over"
