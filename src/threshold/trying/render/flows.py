"""A picture of flows: how many came out how before, on the left, and after, on the right, bands between.

Grey bands stay where they are; dark, hatched ones move, so that it reads as well in black and white. Every
number stands beside it as text, and a table says all of it again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from threshold.output.escaping import markup
from threshold.trying.model import Flow
from threshold.trying.words import value

_WIDTH, _LEFT, _RIGHT, _POST = 720, 210, 510, 14
_HEIGHT, _LEAST, _GAP, _TOP = 240, 3.0, 26.0, 20.0


@dataclass(frozen=True, slots=True)
class _Post:
    """A state on one side: where it begins, and how high it is."""

    top: float
    height: float
    number: int


def flows_svg(flows: Sequence[Flow], title: str, id_: str) -> str:
    """The picture, with its title for those who hear it, under an id of its own; empty without flows."""
    if not flows:
        return ""
    total = sum(flow.number for flow in flows)
    thick = {id(flow): max(_LEAST, _HEIGHT * flow.number / total) for flow in flows}
    states = [*dict.fromkeys((*(flow.before for flow in flows), *(flow.after for flow in flows)))]
    before = _posts([(state, [f for f in flows if f.before == state]) for state in states], thick)
    after = _posts([(state, [f for f in flows if f.after == state]) for state in states], thick)
    height = max(post.top + post.height for post in (*before.values(), *after.values())) + 12
    bands = _bands(flows, states, before, after, thick, id_)
    posts = "".join(
        _post(state, post, left)
        for side, left in ((before, True), (after, False))
        for state, post in side.items()
    )
    return (
        f'<svg viewBox="0 0 {_WIDTH} {height:.0f}" role="img" aria-labelledby="{id_}">'
        f'<title id="{id_}">{markup(title)}</title>'
        f'<defs><pattern id="{id_}-moved" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="6" height="6" fill="#5b7fa3"/>'
        '<rect width="2.5" height="6" fill="#14324f"/></pattern></defs>'
        f'<text x="{_LEFT}" y="12" text-anchor="end" class="head">before</text>'
        f'<text x="{_RIGHT}" y="12" class="head">after</text>{bands}{posts}</svg>\n'
    )


def _posts(sides: Sequence[tuple[str, Sequence[Flow]]], thick: Mapping[int, float]) -> Mapping[str, _Post]:
    """One below the other, in one order on both sides, with room for a line of text each."""
    found, top = {}, _TOP
    for state, flows in sides:
        if flows:
            height = sum(thick[id(flow)] for flow in flows)
            found[state] = _Post(top, height, sum(flow.number for flow in flows))
            top += max(height + 8, _GAP)
    return found


def _bands(
    flows: Sequence[Flow],
    states: Sequence[str],
    before: Mapping[str, _Post],
    after: Mapping[str, _Post],
    thick: Mapping[int, float],
    id_: str,
) -> str:
    """Those who stay first, so that those who move lie over them."""
    leaves = {state: post.top for state, post in before.items()}
    arrives = {state: post.top for state, post in after.items()}
    in_order = sorted(flows, key=lambda flow: (states.index(flow.before), states.index(flow.after)))
    starts = {}
    for flow in in_order:
        starts[id(flow)] = leaves[flow.before]
        leaves[flow.before] += thick[id(flow)]
    ends = {}
    for flow in sorted(flows, key=lambda flow: (states.index(flow.after), states.index(flow.before))):
        ends[id(flow)] = arrives[flow.after]
        arrives[flow.after] += thick[id(flow)]
    drawn = sorted(in_order, key=lambda flow: flow.before != flow.after)
    return "".join(_band(flow, starts[id(flow)], ends[id(flow)], thick[id(flow)], id_) for flow in drawn)


def _band(flow: Flow, start: float, end: float, thick: float, id_: str) -> str:
    left, right, half = _LEFT + _POST, _RIGHT - _POST, (_LEFT + _RIGHT) / 2
    shape = (
        f"M{left} {start:.1f}C{half} {start:.1f} {half} {end:.1f} {right} {end:.1f}"
        f"V{end + thick:.1f}C{half} {end + thick:.1f} {half} {start + thick:.1f} {left} {start + thick:.1f}Z"
    )
    stays = flow.before == flow.after
    told = f"{value(flow.before)} to {value(flow.after)}: {flow.number:,}"
    fill = "#d9d9d9" if stays else f"url(#{id_}-moved)"
    return f'<path d="{shape}" fill="{fill}"><title>{markup(told)}</title></path>'


def _post(state: str, post: _Post, left: bool) -> str:
    x, anchor = (_LEFT - 8, ' text-anchor="end"') if left else (_RIGHT + 8, "")
    place = _LEFT if left else _RIGHT - _POST
    middle = post.top + post.height / 2 + 5
    label = f"{value(state)} {post.number:,}"
    return (
        f'<rect x="{place}" y="{post.top:.1f}" width="{_POST}" height="{post.height:.1f}" fill="#1a1a1a"/>'
        f'<text x="{x}" y="{middle:.1f}"{anchor}>{markup(label)}</text>'
    )
