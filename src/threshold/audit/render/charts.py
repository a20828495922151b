"""Charts as inline SVG, small and by hand: told apart by pattern and by words, never by colour alone.

Every chart has its numbers written on it and, on the page, in a table beside it.
"""

from collections.abc import Sequence
from html import escape

from threshold.audit.model import Lateness, Month, RuleSummary

_ROW, _LABEL, _BAR, _WORDS = 28, 190, 300, 190
_COLUMN, _HEIGHT, _TOP, _FOOT = 84, 130, 24, 40
_MONTH, _MOST_MONTHS = 44, 24

PATTERNS = (
    '<svg width="0" height="0" aria-hidden="true" style="position:absolute"><defs>'
    '<pattern id="striped" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="#fff"/><rect width="2.5" height="6" fill="#333"/></pattern>'
    '<pattern id="dotted" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<rect width="6" height="6" fill="#fff"/><circle cx="3" cy="3" r="1.4" fill="#333"/></pattern>'
    "</defs></svg>"
)


def shares(rules: Sequence[RuleSummary]) -> str:
    """A bar for each rule: its full length all that was judged, the filled part what was met."""
    height = _ROW * len(rules)
    bars = "".join(_share(place, rule) for place, rule in enumerate(rules))
    label = "Share met by rule: of each bar, the filled part was met; the striped part was not"
    return _svg(label, _LABEL + _BAR + _WORDS, height, bars)


def _share(place: int, rule: RuleSummary) -> str:
    top, middle = place * _ROW + 4, place * _ROW + 18
    met = _BAR * (rule.counts.share or 0)
    return (
        _text(_LABEL - 8, middle, _short(rule.rule), "end")
        + _rect("missed", _LABEL, top, _BAR, _ROW - 8)
        + _rect("met", _LABEL, top, met, _ROW - 8)
        + _text(_LABEL + _BAR + 8, middle, rule.counts.percent)
    )


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
    axis = _text(width / 2, _TOP + _HEIGHT + 36, f"{late_by_unit.unit} late", "middle")
    label = f"How many were late by how many {late_by_unit.unit}: dotted was done late, striped was not done"
    return _svg(label, width, _TOP + _HEIGHT + _FOOT, "".join(columns) + axis)


def trend(months: Sequence[Month]) -> str:
    """The share met of what fell due in each month; a month with nothing to judge is left open."""
    shown = [month for month in months if month.counts.judged][-_MOST_MONTHS:]
    floor = _TOP + _HEIGHT
    columns, points = [], []
    for place, month in enumerate(shown):
        centre, share = place * _MONTH + _MONTH / 2 + 42, month.counts.share or 0
        height = floor - _HEIGHT * share
        points.append(f"{centre:.1f},{height:.1f}")
        columns.append(
            f'<circle class="point" cx="{centre:.1f}" cy="{height:.1f}" r="4"/>'
            + _text(centre, height - 8, f"{100 * share:.0f}", "middle")
            + _text(centre, floor + 16, month.month[5:], "middle")
            + (_text(centre, floor + 32, month.month[:4], "middle") if _new_year(shown, place) else "")
        )
    lines = "".join(
        f'<line class="grid" x1="42" x2="{len(shown) * _MONTH + 42}" y1="{floor - _HEIGHT * at / 100:.1f}" '
        f'y2="{floor - _HEIGHT * at / 100:.1f}"/>'
        + _text(38, floor - _HEIGHT * at / 100 + 4, f"{at}%", "end")
        for at in (0, 50, 100)
    )
    line = f'<polyline class="trend" points="{" ".join(points)}"/>'
    label = "The share met of what fell due in each month, in hundredths"
    return _svg(label, len(shown) * _MONTH + 52, floor + _FOOT, lines + line + "".join(columns))


def _new_year(shown: Sequence[Month], place: int) -> bool:
    return place == 0 or shown[place].month[:4] != shown[place - 1].month[:4]


def _svg(label: str, width: float, height: float, content: str) -> str:
    return (
        f'<svg role="img" aria-label="{escape(label)}" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}">{content}</svg>'
    )


def _rect(kind: str, left: float, top: float, width: float, height: float) -> str:
    return f'<rect class="{kind}" x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}"/>'


def _text(left: float, top: float, text: str, anchor: str = "start") -> str:
    return f'<text x="{left:.1f}" y="{top:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _short(text: str) -> str:
    return text if len(text) <= 24 else f"{text[:23]}…"
