"""Some entries held against the cells that they come from, which are read from the source a second time.

It is found again by the number of its row, by another way than the reader's, and its cells are understood by
other code: whose it is, what happened and when. What that code does not understand, it says nothing about.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl

from threshold.exports.rows.cells import tidy
from threshold.reading import BadInput, Problem

SAMPLE = 200
Cells = Mapping[str, object]  # header: what stands there
Again = Callable[[Sequence[int]], Iterable[tuple[int, Cells]]]  # of these rows, each with its number

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ](?!24)\d{2}:\d{2}(?::\d{2})?)?")
_NUMBERS = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_IN_WORDS = re.compile(r"(\d{1,2})[ \-]([A-Za-z]{3,9})[ \-](\d{4})")
_SERIAL = re.compile(r"\d{5}")
_DAY_0 = date(1899, 12, 30)  # of a spreadsheet


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


def check_reading(events: pl.DataFrame, witnesses: Mapping[str, Witness], sample: int = SAMPLE) -> None:
    """Raise BadInput, naming the file and the row, where a row does not say what was taken from it.

    `events` are `child`, `event`, `on`, `status`, `place` and `row`.
    """
    some = events[_chosen(events, sample)]
    for (place,), mine in some.partition_by("place", as_dict=True, maintain_order=True).items():
        witness = witnesses.get(str(place))
        if witness is None:
            continue
        found: dict[int, list[Cells]] = {}
        for row, cells in witness.again(sorted(set(mine["row"]))):
            found.setdefault(row, []).append(cells)
        for entry in mine.iter_rows(named=True):
            wrong = _wrong(entry, found.get(entry["row"], []), witness)
            if wrong:
                raise _stopped(str(place), entry["row"], wrong)


def _stopped(place: str, row: int, wrong: str) -> BadInput:
    message = (
        f"internal error: {wrong} was not read as it stands there, so nothing is reported; please report this "
        "with the kind of file"
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
    possible = [plain_dates(each) for each in written]
    if entry["on"] is not None and written and all(possible):
        if not any(entry["on"] in each for each in possible):
            yield "a date"
    elif entry["on"] is not None and columns and set(columns) <= set(cells) and not written:
        yield "a date"


def plain_dates(cell: object) -> set[date]:
    """The days that a cell may mean, by its plain writing; none where it is not written plainly."""
    if isinstance(cell, datetime):
        return {cell.date()} if cell.tzinfo is None else set()
    if isinstance(cell, date):
        return {cell}
    text = _text(cell)
    numbers: list[tuple[str | int, ...]] = []
    if found := _ISO.fullmatch(text):
        numbers = [found.groups()]
    elif found := _NUMBERS.fullmatch(text):
        one, other, year = found.groups()
        numbers = [(year, other, one), (year, one, other)]
    elif (found := _IN_WORDS.fullmatch(text)) and found[2][:3].lower() in _MONTHS:
        numbers = [(found[3], _MONTHS.index(found[2][:3].lower()) + 1, found[1])]
    elif _SERIAL.fullmatch(text):
        return {_DAY_0 + timedelta(days=int(text))}
    return {day for each in numbers if (day := _day(*map(int, each))) is not None}


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

    They are the same for the same export.
    """
    if not sample or not events.height:
        return []
    at = np.arange(events.height)
    chosen: dict[int, None] = {}
    for column in ("place", "event", "status"):
        firsts = events.select(pl.int_range(pl.len()).alias("at"), column).group_by(
            column, maintain_order=True
        )
        for one in firsts.agg(pl.col("at").first(), pl.col("at").last().alias("end")).tail(sample).rows():
            chosen |= dict.fromkeys(one[1:])
    days = events["on"].to_physical().fill_null(0).to_numpy()
    for holds in _sorts_of_day(days):
        places = at[holds]
        chosen |= dict.fromkeys(int(places[each]) for each in (0, -1) if places.size)
    others = np.random.default_rng(len(at)).choice(at, min(sample, at.size), replace=False)
    chosen |= dict.fromkeys(int(each) for each in others)
    return sorted(list(chosen)[: max(sample, 1)])


def _sorts_of_day(days: npt.NDArray[np.int32]) -> Iterator[npt.NDArray[np.bool_]]:
    """Days that are easily taken for others: at the ends of months and years, leap days, and weekends."""
    dated = days.astype("datetime64[D]")
    month = dated.astype("datetime64[M]")
    into = (dated - month.astype("datetime64[D]")).astype(np.int32)
    yield into == 0
    yield into >= 29
    yield (into == 28) & (month.astype(np.int32) % 12 == 1)
    yield days % 7 == 2
    yield days % 7 == 3
