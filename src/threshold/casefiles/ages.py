"""How old the child is on a day, by an age, a month of birth or both: what every possible birth agrees on."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from threshold.output.words import listed
from threshold.vocabulary import ABSENT, UNKNOWN, Missing, State, Value

AGE, UNBORN, BORN_MONTH = "child.age", "child.unborn", "child.born_month"
SETTLED = (AGE, UNBORN)  # what rules read, worked out from all three
AGES = (*SETTLED, BORN_MONTH)
OLDEST = 25  # years: nobody older is helped as a child or as somebody who has left care
NOT_BORN = "unborn"  # what is written in place of an age
MONTHS_AHEAD = 10  # in how many months, at the most, an unborn child is born
# Where a case file states each, at its head.
HEADS = {AGE: "age", UNBORN: "age", BORN_MONTH: "born_month"}
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Births:
    """The days on one of which the child was born, or will be: the first and the last of them."""

    first: date
    last: date


def written_at_the_head(fact: str, value: Value) -> tuple[str, Value] | None:
    """The key at the head of a case file that states a fact, and what stands there; None where none does."""
    if fact == UNBORN:
        return (HEADS[fact], NOT_BORN) if value is True else None
    return (HEADS[fact], value) if fact in HEADS else None


def births(given: Mapping[str, Value], of: date) -> Births | None:
    """The days on which a child may be born of whom this is stated as of a day; None where there are none."""
    first, last = _latest(of, OLDEST + 1) + _DAY, _months_ahead(of)
    age, unborn, month = (given.get(name) for name in AGES)
    if isinstance(month, str):
        year, number = map(int, month.split("-"))
        first = max(first, date(year, number, 1))
        last = min(last, date(year, number, monthrange(year, number)[1]))
    if unborn is True:
        first = max(first, of + _DAY)
    elif unborn is False:
        last = min(last, of)
    if isinstance(age, int):
        first, last = max(first, _latest(of, age + 1) + _DAY), min(last, _latest(of, age))
    return Births(first, last) if first <= last else None


def at_odds(given: Mapping[str, Value], of: date) -> bool:
    """Whether no child could be what is stated of this one as of a day."""
    return stated(given) and births(given, of) is None


def why_not(given: Mapping[str, Value]) -> str:
    """What cannot be so of what is stated, in words that repeat none of it."""
    told = ((AGE, "the age"), (BORN_MONTH, "the month of birth"), (UNBORN, "whether the child is born"))
    names = [words for name, words in told if name in given]
    if len(names) == 1:
        return f"No child can be of {names[0]} that the file says, as at its date"
    return f"What the file says of {listed(names, 'and')} cannot all be so"


def stated(given: Mapping[str, Value]) -> bool:
    """Whether anything is stated of how old the child is."""
    return any(name in given for name in AGES)


def known(given: Mapping[str, Value], of: date, on: date) -> dict[str, State]:
    """What is known on a day of the age and of whether the child is unborn, stated as of another or the same.

    Nothing where nothing is stated; both unknown where it is at odds with itself.
    """
    if not stated(given):
        return {}
    born = births(given, of)
    if born is None:
        return {AGE: UNKNOWN, UNBORN: UNKNOWN}
    if born.first > on:
        return {AGE: ABSENT, UNBORN: True}
    if born.last > on:
        return {AGE: UNKNOWN, UNBORN: UNKNOWN}
    oldest, youngest = years(born.first, on), years(born.last, on)
    return {AGE: oldest if oldest == youngest else UNKNOWN, UNBORN: False}


def as_of(given: Mapping[str, Value], of: date, on: date) -> dict[str, Value]:
    """All that is given, as of another day: of age and unborn what is known then; a month of birth stays."""
    moved = {name: value for name, value in given.items() if name not in SETTLED}
    if of == on or at_odds(given, of):
        return dict(given)
    told = known(given, of, on)
    for name in SETTLED:
        value = told.get(name, UNKNOWN)
        if not isinstance(value, Missing):
            return moved | {name: value}
    return moved


def years(born: date, on: date) -> int:
    """How many birthdays somebody has had: who was born on 29 February has one on 1 March in other years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _latest(on: date, age: int) -> date:
    """The last day on which somebody can have been born who has reached this age."""
    year = on.year - age
    return date(year, on.month, min(on.day, monthrange(year, on.month)[1]))


def _months_ahead(on: date) -> date:
    """The end of the month in which a child is born at the latest."""
    year, month = divmod(on.year * 12 + on.month - 1 + MONTHS_AHEAD, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])
