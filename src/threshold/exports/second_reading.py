"""Some entries held against the cells that they come from, which are read from the source a second time.

It is found again by the number of its row, by another way than the reader's, and its cells are understood by
other code: whose it is, what happened and when. What that code does not understand, it says nothing about.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Literal

import numpy as np
import numpy.typing as npt
import polars as pl

from threshold.dates import FIRST_YEAR, LAST_YEAR
from threshold.exports.rows.cells import tidy
from threshold.reading import BadInput, Problem

SAMPLE = 200
Cells = Mapping[str, object]  # header: what stands there
# These columns of these rows, each with its number.
Again = Callable[[Sequence[int], Collection[str]], Iterable[tuple[int, Cells]]]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ](?!24)\d{2}:\d{2}(?::\d{2})?)?")
_NUMBERS = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_IN_WORDS = re.compile(r"(\d{1,2})[ \-]([A-Za-z]{3,9})[ \-](\d{4})")
_SERIAL = re.compile(r"\d{5}")
_DAY_0 = date(1899, 12, 30)  # of a spreadsheet
_FIRST, _LAST, _SORTS = -25_567, 47_482, 5  # 1900 to 2100, as days since 1970


@dataclass(frozen=True, slots=True)
class Witness:
    """How the rows of a place can be read again.

    child      the column that says whose a row is
    dates      kind of event: the columns that may give its day
    event      the column that says what happened, where a row is one event, and what its labels mean
    status     the column that says whether it was held, and what its labels mean
    """

    again: Again
    child: str
    dates: Mapping[str, Sequence[str]]
    event: str | None = None
    events: Mapping[str, str | None] = field(default_factory=dict)
    status: str | None = None
    statuses: Mapping[str, str] = field(default_factory=dict)
    first: Literal["day", "month"] = "day"

    def read(self, rows: Iterable[int]) -> dict[int, list[Cells]]:
        """What stands in these rows; several records may have one number."""
        dates = (column for columns in self.dates.values() for column in columns)
        wanted = {self.child, *dates, *filter(None, (self.event, self.status))}
        found: dict[int, list[Cells]] = {}
        for row, cells in self.again(sorted(set(rows)), wanted):
            found.setdefault(row, []).append(cells)
        return found


def check_reading(events: pl.DataFrame, witnesses: Mapping[str, Witness], sample: int = SAMPLE) -> None:
    """Raise BadInput, naming the file and the row, where a row does not say what was taken from it.

    `events` are `child`, `event`, `on`, `status`, `place` and `row`.
    """
    some = events[_chosen(events, sample)]
    for (place,), mine in some.partition_by("place", as_dict=True, maintain_order=True).items():
        witness = witnesses.get(str(place))
        if witness is None:
            continue
        found = witness.read(mine["row"])
        for entry in mine.iter_rows(named=True):
            wrong = _wrong(entry, found.get(entry["row"], []), witness)
            if wrong:
                raise _stopped(str(place), entry["row"], wrong)


def check_unread(
    findings: Iterable[pl.DataFrame], witnesses: Mapping[str, Witness], sample: int = SAMPLE
) -> None:
    """Raise BadInput, naming the file and the row, where a date is said to be unreadable that is plain."""
    unread = [told for told in findings if told.height and told["kind"][0] == "unreadable-date"]
    for told in unread:
        place, column = str(told["place"][0]), told["column"][0]
        witness = witnesses.get(place)
        if witness is None:
            continue
        for row, cells in witness.read(told["row"].drop_nulls().head(sample)).items():
            day = plain_date(cells[0].get(column), witness.first) if len(cells) == 1 else None
            if day is not None and FIRST_YEAR <= day.year <= LAST_YEAR:
                raise _stopped(place, row, "a date")


def _stopped(place: str, row: int, wrong: str) -> BadInput:
    message = (
        f"internal error: {wrong} was not read as it stands there, so nothing is reported; please report "
        "this with the kind of file"
    )
    return BadInput(Problem(message, f"{place}, row {row}"))


def _wrong(entry: Mapping[str, object], rows: Sequence[Cells], witness: Witness) -> str:
    """What an entry says otherwise than every one of the rows; empty where one says the same."""
    said = [next(_differing(entry, cells, witness), "") for cells in rows]
    if not rows:
        return "a row that is not there"
    return "" if "" in said else said[0]


def _differing(entry: Mapping[str, object], cells: Cells, witness: Witness) -> Iterator[str]:
    reference = _reference(cells.get(witness.child))
    if reference is not None and reference != entry["child"]:
        yield "the child's reference"
    kind = str(entry["event"])
    if witness.event is not None and witness.events.get(tidy(_text(cells.get(witness.event)))) != kind:
        yield "the kind of event"
    if witness.status is not None:
        label = tidy(_text(cells.get(witness.status)))
        if label and witness.statuses.get(label) != entry["status"]:
            yield "the status"
    columns = witness.dates.get(kind, witness.dates.get("", ()))
    written = [cells[column] for column in columns if cells.get(column) not in (None, "")]
    possible = [plain_date(each, witness.first) for each in written]
    if entry["on"] is not None and written and None not in possible:
        if entry["on"] not in possible:
            yield "a date"
    elif entry["on"] is not None and columns and set(columns) <= set(cells) and not written:
        yield "a date"


def plain_date(cell: object, first: Literal["day", "month"] = "day") -> date | None:
    """The day that a cell means, where it is written plainly."""
    if isinstance(cell, datetime):
        return cell.date() if cell.tzinfo is None else None
    if isinstance(cell, date):
        return cell
    text = _text(cell)
    if found := _ISO.fullmatch(text):
        return _day(*map(int, found.groups()))
    if found := _NUMBERS.fullmatch(text):
        one, other, year = map(int, found.groups())
        return _day(year, other, one) if first == "day" else _day(year, one, other)
    if (found := _IN_WORDS.fullmatch(text)) and found[2][:3].lower() in _MONTHS:
        return _day(int(found[3]), _MONTHS.index(found[2][:3].lower()) + 1, int(found[1]))
    return _DAY_0 + timedelta(days=int(text)) if _SERIAL.fullmatch(text) else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).strip()


def _reference(cell: object) -> str | None:
    """A reference as it would be read, where it is plain text or a whole number."""
    if not isinstance(cell, str | int) or isinstance(cell, bool):
        return None
    text = str(cell).strip()
    return text if re.fullmatch(r"[\w\-/.]+", text) and not re.search(r"\.0+$|^#", text) else None


def _chosen(events: pl.DataFrame, sample: int) -> list[int]:
    """The places of some entries: of each file, kind and sort of day the first and last, and any others.

    Sorts are days that are easily taken for others: at the ends of months, leap days and weekends. They are
    the same for the same export.
    """
    if not sample or not events.height:
        return []
    chosen = {0, events.height - 1}
    for column in ("event", "status"):
        codes = events[column].to_physical().fill_null(0).to_numpy()
        for code in range(int(codes.max()) + 1):
            chosen |= _bounds(codes == code)
    place = events["place"]
    chosen.update((place != place.shift()).fill_null(True).arg_true().head(sample))
    days = events["on"].to_physical().fill_null(0).to_numpy()
    sorts = _sorts_of_day()[days - _FIRST]
    for sort in range(_SORTS):
        chosen |= _bounds(sorts & (1 << sort) != 0)
    others = np.random.default_rng(events.height).integers(0, events.height, sample)
    return sorted(chosen.union(others.tolist()))


def _bounds(which: npt.NDArray[np.bool_]) -> set[int]:
    """The first and the last place of these."""
    first = int(which.argmax())
    return {first, which.size - 1 - int(which[::-1].argmax())} if which[first] else set()


@cache
def _sorts_of_day() -> npt.NDArray[np.uint8]:
    """Of each day, which sorts it is of: a bit for each."""
    days = np.arange(_FIRST, _LAST)
    dated = days.astype("datetime64[D]")
    month = dated.astype("datetime64[M]")
    into = (dated - month.astype("datetime64[D]")).astype(np.int64)
    sorts = (
        into == 0,
        into >= 29,
        (into == 28) & (month.astype(np.int64) % 12 == 1),
        days % 7 == 2,
        days % 7 == 3,
    )
    return sum(
        (sort.astype(np.uint8) << place for place, sort in enumerate(sorts)), np.zeros(days.size, np.uint8)
    )
