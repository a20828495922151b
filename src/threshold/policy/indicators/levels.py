"""The levels that a table writes, held against those that there are, and against each other."""

from collections.abc import Iterator

from threshold.policy.indicators.cells import whole_number
from threshold.policy.indicators.model import IndicatorTable, Place
from threshold.reading import Problem, did_you_mean
from threshold.vocabulary import ValueType, parse_text

_UNNAMED = (
    "levels are named here, but vocabulary.yaml names none; write `levels: [..]` there, from the least up, "
    "or write a number for each level"
)


def wrong_levels(table: IndicatorTable, kind: ValueType) -> Iterator[Problem]:
    """Levels that there are none of, a sign of danger below the highest, and an `otherwise` above a sign.

    `kind` is that of the level of need: how many levels there are, and their names.
    """
    problems = list(_unknown(table, kind))
    yield from problems
    if not problems:
        yield from _danger_below_the_highest(table, kind)
        yield from _otherwise_above_a_sign(table, kind)


def _unknown(table: IndicatorTable, kind: ValueType) -> Iterator[Problem]:
    written: list[tuple[str, Place | None, str]] = [
        *((sign.level, sign.level_at or sign.place, "level") for sign in table.signs),
        *((each.level, each.level_at or each.place, "is") for each in table.combinations),
        *([(table.otherwise, table.otherwise_at, "otherwise")] if table.otherwise else []),
    ]
    for level, place, field in written:
        wrong = _fault(level, kind)
        if not wrong:
            continue
        if not kind.names and not whole_number(level).isdigit():
            yield _at(place, table, _UNNAMED, field)
            return  # so it is of all others that are names
        yield _at(place, table, wrong, field)


def _fault(level: str, kind: ValueType) -> str:
    try:
        parse_text(level, kind)
    except ValueError as error:
        return f"{error}{did_you_mean(level, [name for name, _ in kind.names])}"
    return ""


def _danger_below_the_highest(table: IndicatorTable, kind: ValueType) -> Iterator[Problem]:
    for sign in table.signs:
        if sign.protection and _number(sign.level, kind) != kind.most:
            message = (
                "a sign of `protection` makes the highest level by itself, and this one stands lower; "
                f"write {_name(kind.most, kind)}, or take `protection` away"
            )
            yield (sign.level_at or sign.place).problem(message, "level")


def _otherwise_above_a_sign(table: IndicatorTable, kind: ValueType) -> Iterator[Problem]:
    made = [_number(sign.level, kind) for sign in table.signs]
    made += [_number(each.level, kind) for each in table.combinations]
    lowest = min(made, default=0)
    if not table.otherwise or not made or _number(table.otherwise, kind) <= lowest:
        return
    message = (
        f"a child of whom no sign is there would be above one with a sign of {_name(lowest, kind)}; "
        f"write {_name(kind.least, kind)}, or leave `otherwise` out"
    )
    yield _at(table.otherwise_at, table, message, "otherwise")


def _number(level: str, kind: ValueType) -> int:
    number = parse_text(level, kind)
    assert isinstance(number, int), "a level is a number, whatever it is called"
    return number


def _name(level: int | None, kind: ValueType) -> str:
    """A level as somebody writes it into the table."""
    return next((name for name, number in kind.names if number == str(level)), str(level))


def _at(place: Place | None, table: IndicatorTable, message: str, field: str) -> Problem:
    return (place or Place(str(table.files[0]), 1)).problem(message, field)
