"""The values between two: `2 months..6 months` in steps of the unit, `1..5`, or any values by themselves."""

import re

from threshold.reading import BadInput, Problem

MOST = 60
_END = re.compile(r"^\s*(\d{1,6})\s*([a-z ]*?)\s*$")
_OPTION = "--range"


def read_range(text: str) -> tuple[str, tuple[str, ...]]:
    """A parameter (`pack.name`) and its values, from `pack.name=2 months..6 months` or `pack.name=a|b|c`.

    Raises BadInput where it says neither, or has more values than can be looked at.
    """
    name, equals, values = text.partition("=")
    if not equals or not name.strip() or not values.strip():
        raise BadInput(Problem("is written pack.parameter='2 months..6 months'", field=_OPTION))
    return name.strip(), steps(values)


def steps(text: str) -> tuple[str, ...]:
    """The values, the first and the last among them. Raises BadInput as `read_range` does."""
    if ".." not in text:
        found = tuple(each.strip() for each in text.split("|") if each.strip())
        if len(found) < 2:
            raise BadInput(
                Problem("names two values at least: `2 months..6 months` or `a | b`", field=_OPTION)
            )
        return _few(found)
    low, high = (_END.match(part) for part in text.split("..", 1))
    if low is None or high is None:
        message = "goes from one whole number to another, with the unit: `2 months..6 months`"
        raise BadInput(Problem(message, field=_OPTION))
    first, last = int(low[1]), int(high[1])
    unit = _plural(high[2])
    if low[2] and _plural(low[2]) != unit:
        raise BadInput(Problem("has one unit at both ends, such as `2 months..6 months`", field=_OPTION))
    if first >= last:
        raise BadInput(Problem("goes from the lower value to the higher", field=_OPTION))
    if last - first >= MOST:
        raise BadInput(Problem(f"takes {MOST} values at most; name fewer", field=_OPTION))
    return tuple(f"{number} {unit}".strip() for number in range(first, last + 1))


def _few(found: tuple[str, ...]) -> tuple[str, ...]:
    if len(found) > MOST:
        raise BadInput(Problem(f"takes {MOST} values at most; name fewer", field=_OPTION))
    return found


def _plural(unit: str) -> str:
    """A unit as lengths of time are written."""
    unit = " ".join(unit.split())
    return unit if not unit or unit.endswith("s") else f"{unit}s"
