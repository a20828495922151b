"""A timeline as a table: a row for each run, event and time that a clock ran, none left out."""

from collections.abc import Iterator
from itertools import groupby

from threshold.output.tables import Table
from threshold.reports.timeline.drawing import Bar, Drawing, Interval, Lane
from threshold.reports.timeline.words import stands

_HEADINGS = ("What", "Kind", "From, or on", "Until, or due", "How it stands", "Belongs to")
Cells = tuple[str, ...]


def table_of(drawing: Drawing) -> Table:
    """The same as the picture, in the same order."""
    rows = [row for place in range(len(drawing.bars)) for row in _rows(drawing, place)]
    return Table(_HEADINGS, tuple(_counted(each, len([*same])) for each, same in groupby(rows)))


def _counted(row: Cells, number: int) -> Cells:
    """A row of which the same stands several times."""
    what, *rest = row
    return row if number == 1 else (f"{what}, {number} times", *rest)


def _rows(drawing: Drawing, place: int) -> Iterator[Cells]:
    bar = drawing.bars[place]
    if not bar.heading:
        told = {"yes": "current", "no": "", "cannot_tell": "may be the current one"}[bar.current]
        yield (bar.label, "run", bar.begun, bar.ended, told, _around(drawing, place))
    for lane in bar.lanes:
        yield from _marks(bar, lane)
    for clock in bar.clocks:
        for each in clock.intervals:
            yield _clock(bar, f"{clock.label} {clock.source}", each, clock.certain)


def _around(drawing: Drawing, place: int) -> str:
    """What a bar stands under: the last one before it that is less deep."""
    level = drawing.bars[place].level
    before = reversed(drawing.bars[:place])
    return next((each.label for each in before if each.level < level), "")


def _marks(bar: Bar, lane: Lane) -> Iterator[Cells]:
    for mark in lane.marks:
        what = f"{lane.label} ({mark.says})" if mark.says else lane.label
        belongs = f"{bar.label}; also {mark.also}" if mark.also else bar.label
        yield (what, "event", mark.when, "", "planned" if mark.planned else "took place", belongs)


def _clock(bar: Bar, label: str, each: Interval, certain: bool) -> Cells:
    return (label, "deadline", each.starts, each.limit, stands(each, certain), bar.label)
