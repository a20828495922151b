"""Values that somebody tries without writing them down: `pack.name=value`, `pack.name@2027-04-01=value`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from threshold.reading import BadInput, Problem
from threshold.vocabulary import parse_date


@dataclass(frozen=True, slots=True)
class Tried:
    """A value of a parameter (`pack.name`) as it was written, and from which day it holds; None: always."""

    name: str
    value: str
    since: date | None


def tried(text: str) -> Tried:
    """A trial by its text. Raises BadInput where it is none."""
    before, equals, value = text.partition("=")
    name, at, day = before.partition("@")
    if not equals or not name.strip():
        raise BadInput(Problem("a trial is written pack.parameter=value", field="--set"))
    return Tried(name.strip(), value.strip(), _day(day.strip()) if at else None)


def days_of(trial: Iterable[str]) -> set[date]:
    """The days from which values are tried. Raises BadInput as `tried` does."""
    return {each.since for each in map(tried, trial) if each.since is not None}


def _day(text: str) -> date:
    try:
        return parse_date(text)
    except ValueError:
        message = "a value is tried from a day on as in pack.parameter@2027-04-01=value"
        raise BadInput(Problem(message, field="--set")) from None
