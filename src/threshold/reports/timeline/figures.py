"""The figures of a timeline's rows, laid along a scale in pixels."""

from collections.abc import Iterator, Sequence
from datetime import date

from threshold.reports.timeline import shapes
from threshold.reports.timeline.drawing import Bar, ClockRow, Interval, Lane, Span
from threshold.reports.timeline.legend import is_over
from threshold.reports.timeline.scale import Scale

_LEAST = 6.0  # pixels: a bar of a few days among years is no narrower
_THICK = 14.0
_ASIDE = 24.0  # pixels: no mark lies further from its day


class Figures:
    """Draws bars, marks and clocks at a height, from `left` on and `width` wide."""

    def __init__(self, scale: Scale, left: float, width: float, today: date) -> None:
        self.scale, self.left, self.width, self.today = scale, left, width, today

    def x(self, day: date) -> float:
        """Where a day lies."""
        return self.left + self.scale.at(day) * self.width

    def _ends(self, span: Span) -> tuple[float, float]:
        first = self.left if span.first is None else self.x(span.first)
        return first, max(self.x(span.last), first + _LEAST)

    def stand(self, bar: Bar, top: float, bottom: float) -> str:
        """The ground on which stands what belongs to a bar, as long as the bar."""
        if bar.span is None or not (bar.lanes or bar.clocks):
            return ""
        first, last = self._ends(bar.span)
        return shapes.box("stand", first, top, last - first, bottom - top)

    def bar(self, bar: Bar, middle: float) -> str:
        """A bar: filled where it surely went on, dashed where it did so at some time."""
        if bar.heading:
            return ""
        if bar.span is None:
            return shapes.undated(self.left + self.width + 10, middle)
        (first, last), span = self._ends(bar.span), bar.span
        kind = "unsure" if not span.sure else "current" if bar.current == "yes" else "run"
        top, bottom = middle - _THICK / 2, middle + _THICK / 2
        parts = [shapes.box(kind, first, top, last - first, _THICK)]
        if span.starts:
            parts.append(shapes.line("line", first, top - 2, first, bottom + 2))
        if span.finish == "day":
            parts.append(shapes.line("line", last, top - 2, last, bottom + 2))
        elif span.finish == "goes_on":
            parts.append(shapes.arrow(last, middle, _THICK / 2 + 1))
        elif span.finish == "next":
            parts += [shapes.line("line", last, top - 2 + each, last, top + 2 + each) for each in (0, 6, 12)]
        if not span.starts or span.finish == "unclear":
            parts.append(shapes.undated(self.left + self.width + 10, middle))
        return "".join(parts)

    def lane(self, lane: Lane, middle: float) -> str:
        """The marks of a lane: what would lie on top of each other is counted."""
        parts, free = list[str](), self.left - 8
        for centre, number, planned in self._gathered(lane):
            half = shapes.width_of_mark(number) / 2
            # What is planned may lie where something took place: it is put beside it.
            at = min(max(centre, free + half), centre + _ASIDE)
            parts.append(shapes.mark(at, middle, number, planned))
            free = at + half + 1
        if any(mark.on is None for mark in lane.marks):
            parts.append(shapes.undated(self.left + self.width + 10, middle))
        return "".join(parts)

    def _gathered(self, lane: Lane) -> list[tuple[float, int, bool]]:
        found: list[tuple[float, int, bool]] = []
        for planned in (False, True):
            days = [mark.on for mark in lane.marks if mark.on is not None and mark.planned == planned]
            found += [(*each, planned) for each in clusters([self.x(day) for day in sorted(days)])]
        return sorted(found)

    def clock(self, clock: ClockRow, middle: float) -> str:
        """A clock through all the times that it ran."""
        parts = [piece for each in clock.intervals for piece in self._running(each, middle)]
        # What was done is seen even where the next time begins on the same day.
        parts += [shapes.diamond(self.x(due), middle) for due in clock.dues()]
        parts += [shapes.square(self.x(e.done), middle) for e in clock.intervals if e.done is not None]
        if any(each.begun is None for each in clock.intervals):
            parts.append(shapes.undated(self.left + self.width + 10, middle))
        return "".join(parts)

    def _running(self, each: Interval, middle: float) -> Iterator[str]:
        until = each.until(self.today)
        if each.begun is None or until is None:
            return
        first, last = self.x(each.begun), self.x(until)
        yield shapes.line("line", first, middle - 5, first, middle + 5)
        yield shapes.line("line", first, middle, last, middle)
        if is_over(each):
            end = self.x(each.done or each.stopped or self.today)
            yield shapes.line("over", last, middle, max(end, last + _LEAST), middle)
        if each.stopped is not None:
            yield shapes.cross(self.x(each.stopped), middle)

    def sign(self, sign: str, left: float, middle: float) -> str:
        """A sign of the legend, 30 pixels wide."""
        top, centre = middle - 5, left + 15
        match sign:
            case "run":
                return shapes.box("run", left, top, 30, 10)
            case "goes_on":
                return shapes.box("run", left, top, 22, 10) + shapes.arrow(left + 22, middle, 6)
            case "next":
                ends = (shapes.line("line", left + 30, top + at, left + 30, top + at + 2) for at in (0, 4, 8))
                return shapes.box("run", left, top, 30, 10) + "".join(ends)
            case "unsure":
                return shapes.box("unsure", left, top, 30, 10)
            case "held" | "planned":
                return shapes.mark(centre, middle, 1, sign == "planned")
            case "undated":
                return shapes.undated(centre, middle)
            case "clock":
                start = shapes.line("line", left, top, left, middle + 5)
                return start + shapes.line("line", left, middle, left + 30, middle)
            case "over":
                return shapes.line("over", left, middle, left + 30, middle)
            case "today":
                return shapes.line("now", centre, middle - 9, centre, middle + 9)
        return {"due": shapes.diamond, "done": shapes.square, "stopped": shapes.cross}[sign](centre, middle)


def clusters(places: Sequence[float]) -> list[tuple[float, int]]:
    """Places in order, put together where their marks would touch: the middle of each heap, and how many."""
    found: list[tuple[float, int]] = []
    for place in places:
        found.append((place, 1))
        while len(found) > 1 and _touch(*found[-2:]):
            (left, some), (right, more) = found[-2:]
            found[-2:] = [((left * some + right * more) / (some + more), some + more)]
    return found


def _touch(left: tuple[float, int], right: tuple[float, int]) -> bool:
    widths = shapes.width_of_mark(left[1]) + shapes.width_of_mark(right[1])
    return right[0] - left[0] < widths / 2 + 1
