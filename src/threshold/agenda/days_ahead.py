"""The days ahead as a line of time: how much falls on each, and which are no working days."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from threshold.agenda.model import Item
from threshold.agenda.wording import WEEKDAYS, day
from threshold.dates import OutsideCalendar, is_working_day

CLOSED = "* is a weekend or a bank holiday"
_LABEL, _CELL = 6, 4


def days_ahead(items: Iterable[Item], first: date, last: date, width: int) -> Iterator[str]:
    """Three rows for as many days as fit the width, and further such rows for the others.

    Only what is still to come is counted; the days are those from `first` to `last`, both included.
    """
    due = Counter(item.due[:10] for item in items if item.state == "pending")
    fit = max(1, (width - _LABEL) // _CELL)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    for start in range(0, len(days), fit):
        some = days[start : start + fit]
        yield _row("", (WEEKDAYS[each.weekday()] for each in some))
        yield _row(day(some[0].isoformat()).split()[2], (f"{each.day}{_mark(each)}" for each in some))
        yield _row("due", (str(due[each.isoformat()] or ".") for each in some))


def _row(label: str, cells: Iterable[str]) -> str:
    # What stands under a day ends where its number ends, before the mark.
    return f"{label:<{_LABEL}}{''.join(f'{_aligned(cell):>{_CELL}}' for cell in cells)}".rstrip()


def _aligned(cell: str) -> str:
    return cell if cell.endswith("*") or cell in WEEKDAYS else f"{cell} "


def _mark(each: date) -> str:
    try:
        return "" if is_working_day(each) else "*"
    except OutsideCalendar:
        return "" if each.weekday() < 5 else "*"
