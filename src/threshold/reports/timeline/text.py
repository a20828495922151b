"""A timeline as text: a line for each row, as many lines as fit; what is left out is counted."""

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from threshold.output.escaping import terminal
from threshold.output.terminal import WIDTH
from threshold.output.words import listed, many
from threshold.reports.timeline.canvas import Canvas
from threshold.reports.timeline.drawing import Bar, ClockRow, Drawing, Lane
from threshold.reports.timeline.glyphs import BOX, UNDATED, Glyphs
from threshold.reports.timeline.legend import signs
from threshold.reports.timeline.scale import scale_of
from threshold.reports.timeline.words import bar_brief, clock_brief, clock_full, lane_brief

_SIDE, _MOST_WIDE = 26, 160
# What matters least is left out first: the place of deadlines in what stays, by how they stand.
_STAYS = {"overdue": 2.0, "missed": 2.0, "pending": 2.5, "late": 2.5, "cannot_tell": 2.5}
_SETTLED = 5.5
_KINDS = {"run": ("run", ""), "kind": ("kind of event", "kinds of event"), "deadline": ("deadline", "")}


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with its place in what stays when there is no room: 0 stays longest."""

    lines: tuple[str, ...]
    weight: float
    kind: str  # what is counted where it is left out; "" for a heading


def as_text(drawing: Drawing, width: int = WIDTH, height: int | None = None, glyphs: Glyphs = BOX) -> str:
    """The timeline as text that ends in a line break, in lines of `width` characters.

    `height` is how many lines there may be; what matters least is left out then, and counted.
    """
    return _Page(drawing, max(60, min(width, _MOST_WIDE)), glyphs).text(height)


class _Page:
    def __init__(self, drawing: Drawing, width: int, glyphs: Glyphs) -> None:
        self.drawing, self.width, self.glyphs = drawing, width, glyphs
        self.label = min(40, (width - _SIDE) // 2 - 2)
        self.chart = width - _SIDE - self.label - 4
        self.scale = scale_of(drawing.days())

    def text(self, height: int | None) -> str:
        head, foot = [*self._head()], [*self._foot()]
        rows, left_out = [*self._rows(explained=True)], list[str]()
        if height is not None:
            rows, left_out = self._that_fit(rows, max(5, height - len(head) - len(foot)))
        body = [line for row in rows for line in row.lines]
        lines = [*head, *body, *left_out, *foot]
        return "\n".join(terminal(line).rstrip() for line in lines) + "\n"

    def _that_fit(self, rows: list[_Row], room: int) -> tuple[list[_Row], list[str]]:
        """As many rows as fit, deadlines on a line each if need be; and what is said of the others."""
        if _lines(rows) > room:
            rows = [*self._rows(explained=False)]
        kept, said = rows, list[str]()
        while _lines(kept) + len(said) > room:
            kept, dropped = _fitting(rows, min(_lines(kept) - 1, room - max(1, len(said))))
            said = self._left_out(dropped)
        return kept, said

    def _head(self) -> Iterator[str]:
        yield from self._wrapped(f"{self.drawing.title}, {self.drawing.about}")
        yield from self._wrapped(" ".join(self.drawing.current))
        if not self.drawing.bars:
            return
        yield self._pointer()
        if axis := self._axis().rstrip():
            yield axis

    def _pointer(self) -> str:
        """The words that point to today's line."""
        column = self._canvas().column(self.drawing.today)
        words = f"today, {self.drawing.today.day} {self.drawing.today:%b %Y}"
        line = " " * (self.label + 2)
        if column >= len(words) + 1:
            return f"{line}{words:>{column - 1}} {self.glyphs.pointer}"
        return f"{line}{' ' * column}{self.glyphs.pointer} {words}"

    def _axis(self) -> str:
        cells = [" "] * (self.chart + _SIDE)
        free = 0
        for tick in self.scale.ticks(self.chart):
            place = self._canvas().column(tick.day)
            if place >= free and place + len(tick.label) <= self.chart + 4:
                cells[place : place + len(tick.label)] = tick.label
                free = place + len(tick.label) + 1
        return " " * (self.label + 2) + "".join(cells)

    def _rows(self, explained: bool) -> Iterator[_Row]:
        """Current runs stay longest, then what is due, what happened in them, and other runs."""
        for bar in self.drawing.bars:
            under = [*self._on(bar, explained)]
            if bar.heading:
                yield _Row((self._bar(bar),), min((row.weight for row in under), default=4) - 0.1, "")
            else:
                yield _Row((self._bar(bar),), 4 + bar.level / 2 if bar.current == "no" else 1, "run")
            yield from under

    def _on(self, bar: Bar, explained: bool) -> Iterator[_Row]:
        for lane in bar.lanes:
            undated = any(mark.on is None for mark in lane.marks)
            canvas = self._canvas().lane(lane, bar.span)
            line = self._line("", bar.level + 1, lane.label, canvas, lane_brief(lane), undated)
            yield _Row((line,), 6 if bar.current == "no" and not bar.heading else 3, "kind")
        for clock in bar.clocks:
            stays = _STAYS.get(clock.intervals[-1].state, _SETTLED) if clock.certain else _SETTLED
            yield _Row((*self._clock(clock, bar.level + 1, explained),), stays, "deadline")

    def _bar(self, bar: Bar) -> str:
        marker = {"yes": self.glyphs.current, "cannot_tell": UNDATED, "no": ""}[bar.current]
        canvas = self._canvas() if bar.span is None else self._canvas().bar(bar.span)
        return self._line(
            marker, bar.level, bar.label, canvas, bar_brief(bar), bar.span is None and not bar.heading
        )

    def _clock(self, clock: ClockRow, level: int, explained: bool) -> Iterator[str]:
        undated = any(each.begun is None for each in clock.intervals)
        yield self._line("", level, clock.label, self._canvas().clock(clock), clock_brief(clock), undated)
        if explained:
            indent = " " * (2 * level + 3)
            words = f"{clock_full(clock)} {clock.source}"
            yield from textwrap.wrap(
                words,
                self.width,
                initial_indent=indent,
                subsequent_indent=indent,
                break_on_hyphens=False,  # clauses stay whole
            )

    def _line(self, marker: str, level: int, label: str, canvas: Canvas, side: str, undated: bool) -> str:
        label = self._cut(f"{'  ' * level}{label}", self.label)
        gutter = UNDATED if undated else " "
        return f"{marker or ' '}{label:<{self.label}} {canvas}{gutter} {self._cut(side, _SIDE)}"

    def _left_out(self, dropped: Sequence[_Row]) -> list[str]:
        counted = Counter(row.kind for row in dropped if row.kind)
        if not counted:
            return []
        words = [many(number, *_KINDS[kind]) for kind, number in counted.items()]
        return self._wrapped(f"Not shown here: {listed(words, 'and')}; --all shows every one.")

    def _foot(self) -> Iterator[str]:
        yield from self._wrapped(" ".join(self.drawing.notes))
        if self.drawing.bars:
            yield from self._wrapped("  ".join(self._legend()))

    def _legend(self) -> Iterator[str]:
        if any(bar.current == "yes" for bar in self.drawing.bars):
            yield f"{self.glyphs.current} current"
        for sign, meaning in signs(self.drawing):
            yield f"{self.glyphs.sign(sign)} {meaning}".replace(" ", "\N{NO-BREAK SPACE}")
        if any(self._has_heaps(lane) for bar in self.drawing.bars for lane in bar.lanes):
            yield "2-9, + as many in one place".replace(" ", "\N{NO-BREAK SPACE}")

    def _has_heaps(self, lane: Lane) -> bool:
        places = [self._canvas().column(mark.on) for mark in lane.marks if mark.on is not None]
        return len(places) > len(set(places))

    def _canvas(self) -> Canvas:
        return Canvas(self.scale, self.chart, self.glyphs, self.drawing.today)

    def _wrapped(self, text: str) -> list[str]:
        lines = textwrap.wrap(text, self.width, subsequent_indent="  ", break_on_hyphens=False)
        return [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]

    def _cut(self, text: str, width: int) -> str:
        return text if len(text) <= width else f"{text[: width - 1].rstrip()}{self.glyphs.cut}"


def _lines(rows: Sequence[_Row]) -> int:
    return sum(len(row.lines) for row in rows)


def _fitting(rows: Sequence[_Row], most: int) -> tuple[list[_Row], list[_Row]]:
    """The rows that stay, and those that go: what matters least first, and of as much the earlier."""
    by_weight = sorted(range(len(rows)), key=lambda at: (rows[at].weight, -at))
    kept: set[int] = set()
    for at in by_weight:
        most -= len(rows[at].lines)
        if most < 0:
            break
        kept.add(at)
    # A heading stands over something.
    kept -= {at for at in kept if not rows[at].kind and not _under(rows, at) & kept}
    return [rows[at] for at in sorted(kept)], [row for at, row in enumerate(rows) if at not in kept]


def _under(rows: Sequence[_Row], heading: int) -> set[int]:
    """The places of the rows from a heading to the next."""
    rest = range(heading + 1, len(rows))
    return set(rest[: next((number for number, at in enumerate(rest) if not rows[at].kind), None)])
