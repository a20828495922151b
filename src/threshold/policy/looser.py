"""Local limits beside statutory ones: which of them can end later, compared over the whole calendar.

Lengths in different units are no fixed number of days: 9 weeks end after 45 working days in most of the year
and before them in some of it. So both are counted from every day, and what can ever end later is looser.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from threshold.conditions import Lookup
from threshold.dates import FIRST_YEAR, LAST_YEAR, Duration, Moment, add, day_of, days_between
from threshold.output.words import many, spoken
from threshold.policy.model import Deadline, Pack
from threshold.vocabulary import Value, shown

# A limit in hours is counted from these times of a day: its ends, and just after an office has opened.
_TIMES = (time(0), time(9), time(9, 1), time(17), time(23, 59))
_FROM = date(2025, 1, 1)  # a day to name as an example is looked for from here on first
_Limit = Duration | Lookup | None


@dataclass(frozen=True, slots=True)
class Looser:
    """A local limit that can end later than the statutory one beside it.

    `line` is said at every line of the deadline, `text` once of the whole policy.
    """

    line: str
    text: str


@dataclass(frozen=True, slots=True)
class Later:
    """By how many days a limit ends later at most (0: by hours only), and a start from which it does."""

    days: int
    start: Moment


def looser_than_statute(packs: Sequence[Pack]) -> dict[str, Looser]:
    """The local limits that are looser than the statutory one beside them, by the id of their deadline."""
    found = {}
    for rule, statutory in _pairs(packs):
        told = list(_looser(rule, statutory)) if rule.starts == statutory.starts else []
        if told:
            line = "; ".join(each.line for each in told)
            text = "; ".join(each.text for each in told)
            found[rule.head.id] = Looser(
                f"looser than the statutory {line}",
                f"{rule.head.title}: {text} ({statutory.head.id})",
            )
    return found


def not_compared(packs: Sequence[Pack]) -> Iterator[str]:
    """Local limits of which nobody can tell, for they count from something else than the statutory ones."""
    for rule, statutory in _pairs(packs):
        if rule.starts != statutory.starts and rule.within is not None and statutory.within is not None:
            yield (
                f"{rule.head.id} and the statutory {statutory.head.id} are not compared beforehand: one "
                f"counts from {spoken(rule.starts)}, the other from {spoken(statutory.starts)}; a decision "
                "that has both dates compares them"
            )


@lru_cache(maxsize=1000)
def ends_later(local: Duration, statutory: Duration) -> Later | None:
    """By how much a limit ends later than another at most, from any day of the calendar; None: never."""
    if local == statutory:
        return None
    hours = [limit for limit in (local, statutory) if "hours" in limit.unit]
    worst: Later | None = None
    for start in _starts(bool(hours)):
        try:
            ends, by = add(start, local), add(start, statutory)
        except ValueError:  # beyond the calendar
            continue
        if _end(ends) > _end(by):
            days = days_between(day_of(by), day_of(ends))
            if worst is None or days > worst.days:
                worst = Later(days, start)
    return worst


def _pairs(packs: Sequence[Pack]) -> Iterator[tuple[Deadline, Deadline]]:
    """Each local deadline with the statutory one that it stands beside."""
    deadlines = {rule.head.id: rule for pack in packs for rule in pack.deadlines}
    for rule in deadlines.values():
        if rule.beside in deadlines:
            yield rule, deadlines[rule.beside]


def _looser(rule: Deadline, statutory: Deadline) -> Iterator[Looser]:
    """What is looser: the limit, or one row of a table after the other."""
    for row, local, national in _side_by_side(rule.within, statutory.within):
        if not isinstance(local, Duration) or not isinstance(national, Duration):
            continue  # where no number is set, nothing ends
        later = ends_later(local, national)
        if later is not None:
            where = f" for {shown(row)}" if row else ""
            text = f"the local limit of {local}{where} is looser than the statutory {national}"
            yield Looser(f"{national}{where}", text + _example(local, national, later))


def _side_by_side(local: _Limit, statutory: _Limit) -> Iterator[tuple[str, Value | None, Value | None]]:
    """The limits to compare, each with the row of the table that it stands in; empty where there is none."""
    if not isinstance(local, Lookup) and not isinstance(statutory, Lookup):
        yield "", local, statutory
        return
    tables = [limit for limit in (local, statutory) if isinstance(limit, Lookup)]
    if isinstance(local, Lookup) and isinstance(statutory, Lookup) and local.row_fact != statutory.row_fact:
        # Any row of the one may meet any row of the other.
        yield from ((row, cell, other) for row, cell in local.cells for _, other in statutory.cells)
        return
    rows: Mapping[str, None] = dict.fromkeys(row for table in tables for row, _ in table.cells)
    yield from ((row, _cell(local, row), _cell(statutory, row)) for row in rows)


def _cell(limit: _Limit, row: str) -> Value | None:
    return dict(limit.cells).get(row) if isinstance(limit, Lookup) else limit


def _example(local: Duration, statutory: Duration, later: Later) -> str:
    """Where lengths of different units are compared, a day that anybody can count from."""
    if local.unit == statutory.unit:
        return ""
    ends, by = add(later.start, local), add(later.start, statutory)
    more = f"by up to {many(later.days, 'day')}" if later.days else "by hours"
    return f", {more}: from {shown(later.start)} it ends on {shown(ends)}, the statutory one on {shown(by)}"


def _starts(hours: bool) -> Iterator[Moment]:
    """Every day of the calendar, with several times of it where hours are counted; recent ones first."""
    first, last = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
    for begin, end in ((_FROM, last), (first, _FROM - timedelta(days=1))):
        for ordinal in range(begin.toordinal(), end.toordinal() + 1):
            day = date.fromordinal(ordinal)
            if hours:
                yield from (datetime.combine(day, each) for each in _TIMES)
            else:
                yield day


def _end(moment: Moment) -> datetime:
    """A day is over at its end."""
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time.max)
