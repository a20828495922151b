"""Entries held against the cells that they come from: what is plain has to have been read as it stands."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, datetime
from typing import Any

import polars as pl
import pytest

from threshold.exports.gathering import STATUS
from threshold.exports.quality import finding
from threshold.exports.second_reading import Witness, check_reading, check_unread, plain_date
from threshold.reading import BadInput

CELLS = {"id": "001", "what": "Referral", "when": "31/03/2026", "state": ""}
ENTRY = {"child": "001", "event": "referral", "on": date(2026, 3, 31), "status": "held"}


def witness(**cells: object) -> Witness:
    def again(rows: Sequence[int], columns: Collection[str]) -> Iterator[tuple[int, dict[str, object]]]:
        yield from ((row, {**CELLS, **cells}) for row in rows if row < 9)

    return Witness(
        again, "id", {"": ["when"]}, "what", {"referral": "referral"}, "state", {"planned": "planned"}
    )


def entries(**entry: object) -> pl.DataFrame:
    told = {**ENTRY, "place": "a.csv", "row": 2, **entry}
    return pl.DataFrame([told]).cast(
        {"event": pl.Enum(["referral", "review"]), "status": STATUS, "row": pl.UInt32}
    )


def test_what_was_read_as_it_stands_is_let_pass() -> None:
    check_reading(entries(), {"a.csv": witness()})
    check_reading(entries(row=9), {"another.csv": witness()})
    check_reading(entries()[:0], {})


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"child": "002"}, "the child's reference"),
        ({"event": "review"}, "the kind of event"),
        ({"on": date(2026, 4, 1)}, "a date"),
        ({"status": "planned"}, "the status"),
        ({"row": 9}, "a row that is not there"),
    ],
)
def test_what_was_read_otherwise_is_named_by_its_row(entry: dict[str, Any], told: str) -> None:
    cells = {"state": "Held"} if "status" in entry else {}
    with pytest.raises(BadInput, match=f"row {entry.get('row', 2)}.*{told} was not read as it stands"):
        check_reading(entries(**entry), {"a.csv": witness(**cells)})


def test_a_day_where_nothing_stands_is_none() -> None:
    with pytest.raises(BadInput, match="a date"):
        check_reading(entries(), {"a.csv": witness(when=None)})


def test_of_what_is_not_plain_nothing_is_said() -> None:
    check_reading(entries(), {"a.csv": witness(when="last day of March", id=" #1 ")})


@pytest.mark.parametrize(("when", "stopped"), [("31/03/2026", True), ("31/02/2026", False), ("soon", False)])
def test_a_date_that_is_plain_is_not_called_unreadable(when: str, stopped: bool) -> None:
    told = [finding("unreadable-date", "a.csv", pl.Series([2]), "when")]
    check: Callable[[], None] = lambda: check_unread(told, {"a.csv": witness(when=when)})  # noqa: E731
    if stopped:
        with pytest.raises(BadInput, match="row 2"):
            check()
    else:
        check()


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-03-31", date(2026, 3, 31)),
        ("2026-03-31 10:30", date(2026, 3, 31)),
        ("2026-03-31T24:00:00", None),
        ("31.3.2026", date(2026, 3, 31)),
        ("31 March 2026", date(2026, 3, 31)),
        ("31-Mar-2026", date(2026, 3, 31)),
        ("46112", date(2026, 3, 31)),
        (datetime(2026, 3, 31, 8), date(2026, 3, 31)),
        (date(2026, 3, 31), date(2026, 3, 31)),
        ("2026-02-31", None),
        (None, None),
    ],
)
def test_a_day_is_plain_or_it_is_none(cell: object, day: date | None) -> None:
    assert plain_date(cell) == day


def test_which_of_day_and_month_comes_first_is_as_it_was_said() -> None:
    assert plain_date("03/04/2026", "month") == date(2026, 3, 4)
    assert plain_date("03/04/2026") == date(2026, 4, 3)
