"""A timeline as SVG: by itself, or for a page; wide with words beside the rows, or narrow with words above.

Nothing in it is run or fetched. Each row says in words what it shows, for whoever listens to it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from threshold.output.escaping import markup
from threshold.reports.timeline import shapes
from threshold.reports.timeline.drawing import Bar, ClockRow, Drawing, Lane
from threshold.reports.timeline.figures import Figures
from threshold.reports.timeline.legend import signs
from threshold.reports.timeline.measure import SIZE, SMALL, in_lines, width_of
from threshold.reports.timeline.scale import Scale, scale_of
from threshold.reports.timeline.words import (
    bar_brief,
    bar_full,
    clock_full,
    day_words,
    lane_brief,
    lane_full,
    titled,
)

_LINE = 15  # pixels from one line of words to the next
_GUTTER = 22  # for what has no day


@dataclass(frozen=True, slots=True)
class Layout:
    """How wide everything is, in pixels; without room for labels, all words stand above their row."""

    name: str
    labels: int
    chart: int
    side: int
    indent: int

    @property
    def width(self) -> int:
        return self.labels + self.chart + _GUTTER + self.side


WIDE = Layout("wide", labels=270, chart=600, side=310, indent=16)
NARROW = Layout("narrow", labels=0, chart=338, side=0, indent=10)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row before it is placed: what it says, to whom, and what draws its figure around a height."""

    label: str
    side: str
    spoken: str
    level: int
    kind: str  # bar, lane or clock
    bar: Bar
    drawn: Lane | ClockRow | None = None


def as_svg(drawing: Drawing, layout: Layout = WIDE, alone: bool = True) -> str:
    """The picture as one `svg` element, with a title, a description and words on every row.

    `alone`: what a page would say around it (what it is, what is current and what is left out) is in it.
    """
    return _Picture(drawing, layout).svg(alone)


class _Picture:
    def __init__(self, drawing: Drawing, layout: Layout) -> None:
        self.drawing, self.layout = drawing, layout
        self.scale: Scale = scale_of(drawing.days())
        self.figures = Figures(self.scale, layout.labels, layout.chart, drawing.today)

    def svg(self, alone: bool) -> str:
        head, start = self._said((self.drawing.about, *self.drawing.current), 40) if alone else ("", 4.0)
        if alone:
            head = shapes.text(4, 22, self.drawing.title, "title") + head
        top, rows, stands = start + 42, list[str](), list[str]()
        for bar in self.drawing.bars:
            drawn, bottom = self._bar(bar, top)
            stands.append(self.figures.stand(bar, top, bottom))
            rows.append(drawn)
            top = bottom + 6
        frame = self._frame(start, top) if self.drawing.bars else ""
        legend, height = self._legend(top + 22) if self.drawing.bars else ("", start)
        notes, height = self._said(self.drawing.notes, height + 10) if alone else ("", height)
        name, width = self.layout.name, self.layout.width
        return (
            f'<svg class="tl" xmlns="http://www.w3.org/2000/svg" role="group" '
            f'aria-labelledby="tl-{name}-title" aria-describedby="tl-{name}-desc" '
            f'viewBox="0 0 {width} {height:.0f}" width="{width}" height="{height:.0f}">'
            f'<title id="tl-{name}-title">{markup(self.drawing.title)}</title>'
            f'<desc id="tl-{name}-desc">{markup(self._described())}</desc>'
            f"<style>{shapes.STYLE}</style>"
            f'<rect width="{width}" height="{height:.0f}" fill="#fff"/>'
            f"{''.join(stands)}{head}{frame}{''.join(rows)}{legend}{notes}</svg>\n"
        )

    def _said(self, sentences: Sequence[str], top: float) -> tuple[str, float]:
        """Sentences below each other, from a height on, and where they end."""
        lines = [line for each in sentences for line in in_lines(each, self.layout.width - 8)]
        return _block(4, top, lines, ""), top + _LINE * len(lines)

    def _described(self) -> str:
        parts = [self.drawing.about, *self.drawing.current, *self.drawing.notes]
        return ". ".join(part.rstrip(".") for part in parts) + "."

    # The rows of a bar

    def _bar(self, bar: Bar, top: float) -> tuple[str, float]:
        """A bar and everything on it, and where it ends."""
        drawn = []
        for row in _rows(bar):
            made, top = self._row(row, top)
            drawn.append(made)
        return "".join(drawn), top

    def _row(self, row: _Row, top: float) -> tuple[str, float]:
        words, middle, bottom = self._words(row, top)
        match row.drawn:
            case Lane():
                figure = self.figures.lane(row.drawn, middle)
            case ClockRow():
                figure = self.figures.clock(row.drawn, middle)
            case _:
                figure = self.figures.bar(row.bar, middle)
        said = markup(row.spoken)
        return f'<g role="img" aria-label="{said}"><title>{said}</title>{words}{figure}</g>', bottom

    def _words(self, row: _Row, top: float) -> tuple[str, float, float]:
        """The words of a row, the height around which its figure is drawn, and where the row ends."""
        layout = self.layout
        kind = "bold" if row.kind == "bar" and (row.bar.current == "yes" or row.bar.heading) else ""
        left = 4.0 + layout.indent * row.level
        if not layout.labels:
            return self._above(row, left, top, kind)
        label = in_lines(row.label, layout.labels - left - 6, SIZE, bool(kind))
        side = in_lines(row.side, layout.side - 8, SMALL)
        height = max(22, _LINE * max(len(label), len(side)) + 6)
        beside = layout.labels + layout.chart + _GUTTER + 6
        words = _block(left, top + 15, label, kind) + _block(beside, top + 15, side, "small")
        return words, top + 11, top + height

    def _above(self, row: _Row, left: float, top: float, kind: str) -> tuple[str, float, float]:
        """As `_words`, where they stand above the figure; a heading has none."""
        room = self.layout.chart + _GUTTER - left
        bold = bool(kind)
        label, side = in_lines(row.label, room, SIZE, bold), in_lines(row.side, room, SMALL)
        beside = left + width_of(row.label, SIZE, bold) + 10
        if beside + width_of(row.side, SMALL) <= room:
            words = shapes.text(left, top + 12, row.label, kind)
            words += shapes.text(beside, top + 12, row.side, "small")
            under = top + _LINE
        else:
            under = top + _LINE * len(label)
            words = _block(left, top + 12, label, kind) + _block(left, under + 12, side, "small")
            under += _LINE * len(side)
        if row.kind == "bar" and row.bar.heading:
            return words, top, under + 2
        return words, under + 11, under + 24

    # What is around them

    def _frame(self, top: float, bottom: float) -> str:
        figures, layout = self.figures, self.layout
        parts, free = [], 0.0
        for tick in self.scale.ticks(layout.chart / 6):
            at = figures.x(tick.day)
            parts.append(shapes.line("grid", at, top + 34, at, bottom))
            width = width_of(tick.label, SMALL)
            if at >= free and at + width <= layout.width:
                parts.append(shapes.text(at + 2, top + 31, tick.label, "small"))
                free = at + width + 6
        now = figures.x(self.drawing.today)
        words = f"today, {day_words(self.drawing.today)}"
        fits = now + width_of(words, SIZE, True) <= layout.labels + layout.chart
        parts.append(
            shapes.text(now + 4 if fits else now - 4, top + 11, words, "bold", "" if fits else "end")
        )
        parts.append(shapes.line("now", now, top, now, bottom))
        return f'<g aria-hidden="true">{"".join(parts)}</g>'

    def _legend(self, top: float) -> tuple[str, float]:
        """The signs with their meanings, as many on a line as fit, and where they end."""
        parts, left = [], 8.0
        for sign, meaning in signs(self.drawing) if self.drawing.bars else ():
            width = 44 + width_of(meaning, SMALL)
            if left + width > self.layout.width and left > 8:
                left, top = 8.0, top + 22
            parts.append(self.figures.sign(sign, left, top))
            parts.append(shapes.text(left + 36, top + 4, meaning, "small"))
            left += width + 14
        return f'<g role="group" aria-label="What the signs mean">{"".join(parts)}</g>', top + 16


def _rows(bar: Bar) -> Iterator[_Row]:
    yield _Row(titled(bar), bar_brief(bar), bar_full(bar), bar.level, "bar", bar)
    for lane in bar.lanes:
        yield _Row(
            lane.label, lane_brief(lane), f"{bar.label}: {lane_full(lane)}", bar.level + 1, "lane", bar, lane
        )
    for clock in bar.clocks:
        side = clock_full(clock)
        spoken = f"{bar.label}: deadline: {clock.label}: {side} {clock.source}"
        label = f"{clock.label} {clock.source}"
        yield _Row(label, side, spoken, bar.level + 1, "clock", bar, clock)


def _block(left: float, top: float, lines: Sequence[str], kind: str) -> str:
    return "".join(shapes.text(left, top + _LINE * at, each, kind) for at, each in enumerate(lines))
