"""A picture of a curve: a line for each state over the values of a parameter, told apart by dashes."""

from threshold.output.escaping import markup
from threshold.trying.model import Curve
from threshold.trying.render.curve import curve_title
from threshold.trying.words import value

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _FOOT = 720, 300, 60, 560, 20, 250
_DASHES = ("", "8 4", "2 4", "12 4 2 4", "4 2", "1 6")
_LABEL = 16


def curve_svg(curve: Curve, id_: str) -> str:
    """The picture, with its title for those who hear it; empty where fewer than two values could be tried."""
    points = [point for point in curve.points if not point.failed]
    states = [*dict.fromkeys(state for point in points for state in point.counts)]
    if len(points) < 2 or not states:
        return ""
    most = max((max(point.counts.values(), default=0) for point in points), default=0) or 1
    across = [_LEFT + (_RIGHT - _LEFT) * place / (len(points) - 1) for place in range(len(points))]
    lines, ends = [], []
    for number, state in enumerate(states):
        heights = [_FOOT - (_FOOT - _TOP) * point.counts.get(state, 0) / most for point in points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(across, heights, strict=True))
        dash = _DASHES[number % len(_DASHES)]
        lines.append(
            f'<polyline points="{path}" fill="none" stroke="#14324f" stroke-width="2.5" '
            f'stroke-dasharray="{dash}"/>'
        )
        ends.append((heights[-1], state))
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-labelledby="{id_}">'
        f'<title id="{id_}">{markup(curve_title(curve))}</title>'
        f'<path d="M{_LEFT} {_TOP}V{_FOOT}H{_RIGHT}" fill="none" stroke="#767676"/>'
        f'<text x="{_LEFT - 6}" y="{_TOP + 5}" text-anchor="end" class="axis">{most:,}</text>'
        f'<text x="{_LEFT - 6}" y="{_FOOT + 4}" text-anchor="end" class="axis">0</text>'
        f"{''.join(lines)}{_names(ends)}{_values(curve, across)}</svg>\n"
    )


def _names(ends: list[tuple[float, str]]) -> str:
    """The name of each line at its end, moved down where two would lie over each other."""
    told, last = [], 0.0
    for height, state in sorted(ends):
        last = max(height + 5, last + _LABEL)
        told.append(f'<text x="{_RIGHT + 8}" y="{last:.1f}">{markup(value(state))}</text>')
    return "".join(told)


def _values(curve: Curve, across: list[float]) -> str:
    """The values below, as many as there is room for, and always the one of today."""
    points = [point for point in curve.points if not point.failed]
    every = -(-len(points) // 6)
    return "".join(
        f'<text x="{x:.1f}" y="{_FOOT + (34 if point.old else 18)}" text-anchor="middle" class="axis">'
        f"{markup(point.value)}{' (today)' if point.old else ''}</text>"
        for place, (point, x) in enumerate(zip(points, across, strict=True))
        if point.old or place % every == 0
    )
