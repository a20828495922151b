"""Charts as inline SVG, small and by hand: told apart by pattern and by words, never by colour alone.

Every chart has its numbers written on it, says them again to those who cannot see it, and on the page has
them in a table beside it.
"""

import textwrap
from collections.abc import Sequence

from threshold.audit.model import HIDDEN, Counts, Lateness, Month, RuleSummary
from threshold.output.escaping import markup

_ROW, _LABEL, _BAR, _WORDS, _LEGEND = 38, 310, 260, 190, 26
_COLUMN, _HEIGHT, _TOP, _FOOT = 84, 130, 24, 44
_MONTH, _MOST_MONTHS = 44, 24
_LETTERS = 44  # of a label, on each of its two lines
_WIDE_ENOUGH = 30  # a part of a bar that its number fits on

PATTERNS = (
    '<svg width="0" height="0" aria-hidden="true" style="position:absolute"><defs>'
    '<pattern id="striped" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="#fff"/><rect width="2.5" height="6" fill="#333"/></pattern>'
    '<pattern id="dotted" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<rect width="6" height="6" fill="#fff"/><circle cx="3" cy="3" r="1.4" fill="#333"/></pattern>'
    '<pattern id="unknown" width="12" height="14" patternUnits="userSpaceOnUse">'
    '<rect width="12" height="14" fill="#fff"/>'
    '<text x="3" y="11" style="font-size:9px;fill:#444">?</text></pattern>'
    "</defs></svg>"
)
_PARTS = (("met", "met"), ("missed", "late, overdue, missed or not met"), ("unknown", "cannot be told"))


def shares(rules: Sequence[RuleSummary]) -> str:
    """A bar for each rule: its full length all that was judged or cannot be told, in three parts.

    What cannot be told takes its room, so that a share of a few is not drawn as one of all. A rule of which
    a number is hidden has no bar, which would show it as nothing.
    """
    known = [(rule, parts) for rule in rules if (parts := _parted(rule.counts))]
    if not known:
        return ""
    bars = "".join(_share(place, rule, parts) for place, (rule, parts) in enumerate(known))
    told = "; ".join(
        f"{rule.title}: {met:,} met, {missed:,} not, {unknown:,} cannot be told"
        for rule, (met, missed, unknown) in known
    )
    height = _LEGEND + _ROW * len(known)
    return _svg(f"What was met, by rule. {told}", _LABEL + _BAR + _WORDS, height, _legend() + bars)


def drawable(counts: Counts) -> bool:
    """Whether all that a bar shows is told."""
    return _parted(counts) is not None


def _parted(counts: Counts) -> tuple[int, int, int] | None:
    """How many were met, were not, and cannot be told; nothing where any of it is hidden."""
    numbers = (counts.met, counts.failed, counts.cannot_tell, counts.conflict)
    met, failed, unknown, conflict = numbers
    if met is None or failed is None or unknown is None or conflict is None or counts.share is None:
        return None
    return met, failed, unknown + conflict


def _legend() -> str:
    places = (0, 72, 310)
    return "".join(
        _rect(kind, left + 1, 2, 22, 14) + _text(left + 28, 14, word)
        for left, (kind, word) in zip(places, _PARTS, strict=True)
    )


def _share(place: int, rule: RuleSummary, parts: tuple[int, int, int]) -> str:
    top = _LEGEND + place * _ROW + 5
    drawn, left, total = [], float(_LABEL), sum(parts)
    for (kind, _), number in zip(_PARTS, parts, strict=True):
        width = _BAR * number / total
        drawn.append(_rect(kind, left, top, width, _ROW - 14))
        if width >= _WIDE_ENOUGH:
            drawn.append(_on(kind, left + width / 2, top + 16, f"{number:,}"))
        left += width
    judged, unknown = parts[0] + parts[1], parts[2]
    beside = [f"{100 * (rule.counts.share or 0):.1f}% of {judged:,} judged"]
    beside += [f"{unknown:,} of {total:,} cannot be told"] if unknown else []
    return (
        _lines(_LABEL - 8, top + 15, _label(rule), "end")
        + "".join(drawn)
        + _lines(_LABEL + _BAR + 8, top + 15, beside)
    )


def _label(rule: RuleSummary) -> list[str]:
    """What a rule asks in words, and its code beside them."""
    return textwrap.wrap(f"{rule.title} ({_short(rule.rule)})", _LETTERS, max_lines=2, placeholder=" …")


def lateness(late_by_unit: Lateness) -> str:
    """A column for each span of lateness: what was done late below, what was not done above."""
    most = max(each.late + each.not_done for each in late_by_unit.buckets) or 1
    columns = []
    for place, each in enumerate(late_by_unit.buckets):
        left, floor = place * _COLUMN + 12, _TOP + _HEIGHT
        late, not_done = (_HEIGHT * number / most for number in (each.late, each.not_done))
        centre = left + (_COLUMN - 24) / 2
        columns.append(
            _rect("done", left, floor - late, _COLUMN - 24, late)
            + _rect("missed", left, floor - late - not_done, _COLUMN - 24, not_done)
            + _text(centre, floor - late - not_done - 6, f"{each.late + each.not_done:,}", "middle")
            + _text(centre, floor + 18, each.label, "middle")
        )
    width = _COLUMN * len(late_by_unit.buckets)
    axis = _text(
        width / 2, _TOP + _HEIGHT + 36, f"{late_by_unit.unit} late (n = {late_by_unit.n:,})", "middle"
    )
    numbers = "; ".join(
        f"{each.label}: {each.late:,} done late, {each.not_done:,} not" for each in late_by_unit.buckets
    )
    were = "was" if late_by_unit.n == 1 else "were"
    label = f"By how many {late_by_unit.unit} {late_by_unit.n:,} {were} late. {numbers}"
    return _svg(label, width, _TOP + _HEIGHT + _FOOT, "".join(columns) + axis)


def trend(months: Sequence[Month], most: int = _MOST_MONTHS) -> str:
    """The share met of what fell due in each month, and of how many; one with nothing to judge is left out.

    Where some cannot be told, a line goes down to the share if all of these had been missed.
    """
    shown = [month for month in months if month.counts.judged][-most:]
    points = [_point(place, month) for place, month in enumerate(shown)]
    floor, right = _TOP + _HEIGHT, len(shown) * _MONTH + 42
    lines = "".join(
        f'<line class="grid" x1="42" x2="{right}" y1="{_at(at / 100):.1f}" y2="{_at(at / 100):.1f}"/>'
        + _text(38, _at(at / 100) + 4, f"{at}%", "end")
        for at in (0, 50, 100)
    )
    path = " ".join(
        f"{_centre(place):.1f},{_at(each.counts.share or 0):.1f}" for place, each in enumerate(shown)
    )
    drawn = lines + f'<polyline class="trend" points="{path}"/>' + "".join(points)
    years = "".join(
        _text(_centre(place), floor + 48, each.month[:4], "middle")
        for place, each in enumerate(shown)
        if _new_year(shown, place)
    )
    rows = _text(38, floor + 16, "month", "end") + _text(38, floor + 32, "n", "end")
    numbers = "; ".join(f"{each.month}: {each.counts.percent}" for each in shown)
    label = f"The share met of what fell due in each month, in hundredths. {numbers}"
    return _svg(label, right + 10, floor + 54, drawn + rows + years)


def _point(place: int, month: Month) -> str:
    centre, floor = _centre(place), _TOP + _HEIGHT
    height, least = _at(month.counts.share or 0), month.counts.least
    down = ""
    if least is not None and least < (month.counts.share or 0):
        ends = f'y1="{height:.1f}" y2="{_at(least):.1f}"'
        down = f'<line class="range" x1="{centre:.1f}" x2="{centre:.1f}" {ends}/>'
    number = HIDDEN if month.counts.judged is None else f"{month.counts.judged:,}"
    return (
        down
        + f'<circle class="point" cx="{centre:.1f}" cy="{height:.1f}" r="4"/>'
        + _text(centre, height - 8, f"{100 * (month.counts.share or 0):.0f}", "middle")
        + _text(centre, floor + 16, month.month[5:], "middle")
        + _text(centre, floor + 32, number, "middle")
    )


def _centre(place: int) -> float:
    return place * _MONTH + _MONTH / 2 + 42


def _at(share: float) -> float:
    return _TOP + _HEIGHT * (1 - share)


def _new_year(shown: Sequence[Month], place: int) -> bool:
    return place == 0 or shown[place].month[:4] != shown[place - 1].month[:4]


def _svg(label: str, width: float, height: float, content: str) -> str:
    return (
        f'<svg role="img" aria-label="{markup(label)}" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}">{content}</svg>'
    )


def _rect(kind: str, left: float, top: float, width: float, height: float) -> str:
    return f'<rect class="{kind}" x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}"/>'


def _on(kind: str, left: float, top: float, text: str) -> str:
    """A number on a part of a bar, readable on its pattern."""
    return f'<text class="on-{kind}" x="{left:.1f}" y="{top:.1f}" text-anchor="middle">{markup(text)}</text>'


def _lines(left: float, middle: float, lines: Sequence[str], anchor: str = "start") -> str:
    """One line in the middle, or two around it."""
    first = middle - 7 * (len(lines) - 1)
    return "".join(_text(left, first + 14 * place, line, anchor) for place, line in enumerate(lines))


def _text(left: float, top: float, text: str, anchor: str = "start") -> str:
    return f'<text x="{left:.1f}" y="{top:.1f}" text-anchor="{anchor}">{markup(text)}</text>'


def _short(text: str) -> str:
    return text if len(text) <= 24 else f"{text[:23]}…"
