"""A curve as a table: how many come out how at each value, and where it turns."""

from collections.abc import Iterator
from dataclasses import replace

from threshold.output import terminal
from threshold.output.tables import Table, plain_table
from threshold.trying.model import Curve
from threshold.trying.words import counted, value, why


def curve_table(curve: Curve) -> Table:
    """The values down, the statuses or states across; how many turn at each value; `today` marks the old."""
    states = [*dict.fromkeys(state for point in curve.points for state in point.counts)]
    rows = []
    for point in curve.points:
        name = f"{point.value}{' (today)' if point.old else ''}"
        if point.failed:
            rows.append((name, *("" for _ in states), "cannot be"))
            continue
        numbers = [f"{point.counts.get(state, 0):,}" for state in states]
        rows.append((name, *numbers, f"{point.turned:,}" if point.turned else ""))
    headings = ("value", *map(value, states), "turn here")
    return Table(headings, tuple(rows), frozenset(range(1, len(headings))))


def curve_title(curve: Curve) -> str:
    """What the curve is of."""
    of = "status" if curve.what == "status" else f"{curve.what}"
    supposed = f", {curve.request} supposed" if curve.request else ""
    return f"{curve.parameter}, by {of}, over {counted(curve.number, curve.kind)} of {curve.name}{supposed}"


def turning(curve: Curve) -> str:
    """Where somebody comes out otherwise than at the value before."""
    at = [f"{point.value} ({point.turned:,})" for point in curve.points if point.turned]
    if not at:
        return "It turns nowhere: everybody comes out the same at each of these values"
    return f"It turns at {', '.join(at)}"


def _within(table: Table, width: int) -> list[str]:
    """The table as lines; where they are too long, with each word of a heading below the other."""
    lines = plain_table(table)
    if max(map(len, lines)) <= width:
        return lines
    first, *others = table.headings
    narrow = [None, *(max(map(len, (*each.split(), "1,000,000"))) for each in others)]
    # As a row of its own a heading takes no more room than its longest word.
    beneath = replace(table, headings=("",) * len(narrow), rows=((first, *others), *table.rows))
    return [line for line in plain_table(beneath, narrow) if line.strip()]


def curve_lines(curve: Curve, width: int) -> Iterator[str]:
    """The curve for a screen."""
    yield from terminal.wrapped(curve_title(curve), width, "", "  ")
    yield from _within(curve_table(curve), width)
    yield from terminal.wrapped(turning(curve), width, "", "  ")
    for point in curve.points:
        if point.failed:
            yield from terminal.wrapped(f"{point.value} cannot be: {point.failed}", width, "  ", "    ")
    for each in curve.untried:
        yield from terminal.wrapped(f"Cannot be tried: {why(each, curve.kind)}", width, "  ", "    ")
