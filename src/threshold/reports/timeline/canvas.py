"""One line of a timeline as text: bars, marks and clocks put into cells along a scale."""

from datetime import date

from threshold.reports.timeline.drawing import ClockRow, Interval, Lane, Span
from threshold.reports.timeline.glyphs import Glyphs
from threshold.reports.timeline.legend import is_over
from threshold.reports.timeline.scale import Scale

_MOST = 9  # what one digit can count


class Canvas:
    """A line of cells; what is put later covers what was there."""

    def __init__(self, scale: Scale, width: int, glyphs: Glyphs, today: date) -> None:
        self.scale, self.width, self.glyphs, self.today = scale, width, glyphs, today
        self.cells = [" "] * width
        self.cells[self.column(today)] = glyphs.today

    def __str__(self) -> str:
        return "".join(self.cells)

    def column(self, day: date) -> int:
        """The cell in which a day lies."""
        return min(self.width - 1, max(0, int(self.scale.at(day) * self.width)))

    def bar(self, span: Span) -> "Canvas":
        """A bar with its ends."""
        glyphs = self.glyphs
        first, last = 0 if span.first is None else self.column(span.first), self.column(span.last)
        self._fill(first, last, glyphs.body if span.sure else glyphs.unsure)
        if span.starts:
            self.cells[first] = glyphs.start
        ends = {"day": glyphs.end, "goes_on": glyphs.goes_on, "next": glyphs.next}
        # Where the next one begins on the day on which this is over, both would be seen in one place.
        if first == last and span.starts:
            self.cells[last] = glyphs.goes_on if span.finish == "goes_on" else glyphs.short
        elif span.finish in ends:
            self.cells[last] = ends[span.finish]
        return self

    def lane(self, lane: Lane, span: Span | None) -> "Canvas":
        """The marks of a lane, on the bar that they belong to; several in one place are counted."""
        if span is not None:
            first = 0 if span.first is None else self.column(span.first)
            self._fill(first, self.column(span.last), self.glyphs.on_bar)
        places: dict[int, list[bool]] = {}
        for mark in lane.marks:
            if mark.on is not None:
                places.setdefault(self.column(mark.on), []).append(mark.planned)
        for place, planned in places.items():
            self.cells[place] = self._counted(planned)
        return self

    def clock(self, clock: ClockRow) -> "Canvas":
        """A clock through all the times that it ran."""
        for each in clock.intervals:
            self._interval(each)
        for due in clock.dues():
            self.cells[self.column(due)] = self.glyphs.due
        for each in clock.intervals:
            if each.done is not None:
                self.cells[self.column(each.done)] = self.glyphs.done
        return self

    def _interval(self, each: Interval) -> None:
        until, glyphs = each.until(self.today), self.glyphs
        if each.begun is None or until is None:
            return
        self._fill(self.column(each.begun), self.column(until), glyphs.clock)
        if is_over(each):
            self._fill(self.column(until), self.column(each.done or each.stopped or self.today), glyphs.over)
        self.cells[self.column(each.begun)] = glyphs.clock_start
        if each.stopped is not None:
            self.cells[self.column(each.stopped)] = glyphs.stopped

    def _counted(self, planned: list[bool]) -> str:
        if len(planned) == 1:
            return self.glyphs.planned if planned[0] else self.glyphs.held
        return str(len(planned)) if len(planned) <= _MOST else "+"

    def _fill(self, first: int, last: int, character: str) -> None:
        for place in range(min(first, last), max(first, last) + 1):
            self.cells[place] = character
