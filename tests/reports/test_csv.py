"""Decisions as a table: a row for each, what people sort by, and nothing that a spreadsheet runs."""

import csv
import io
from typing import Any

import pytest

from threshold.decisions import Decision
from threshold.decisions.model import Consultation, Level, Protection, Request
from threshold.reports.csv import COLUMNS, csv_headings, csv_row

from .making import check, decided


def advised(advice: str, *not_ruled_out: str) -> Consultation:
    return Consultation(advice, not_ruled_out, (), (), ("T-1",))


def cells(made: Decision) -> dict[str, str]:
    (row,) = csv.DictReader(io.StringIO(csv_headings() + csv_row(made)))
    return row


def test_a_row_says_what_came_out() -> None:
    made = decided(
        case="C-7",
        family="F-2",
        status="blocked",
        answered=True,
        request=Request("step_down", "early_help", "2026-08-14", None, None),
        direction="continue",
        to=None,
        protection=Protection(False, None, False, True, ()),
        checks=(check("R", until="2026-09-01"), check("S", until="2026-08-20")),
        headline="Step down, and more: not now",
    )
    assert cells(made) == {
        "case": "C-7",
        "family": "F-2",
        "as_at": "2026-08-14",
        "policy": "p",
        "asked": "step_down",
        "asked_to": "early_help",
        "status": "blocked",
        "answered": "yes",
        "direction": "continue",
        "to": "",
        "level_of_need": "",
        "concern": "no",
        "protection_in_place": "",
        "protection_known": "yes",
        "earliest": "2026-09-01",
        "missing": "0",
        "headline": "Step down, and more: not now",
        "advice": "",
    }


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"answered": None, "request": None}, {"answered": "", "asked": ""}),
        ({"answered": False}, {"answered": "no"}),
        ({"protection": Protection(True, True, False, True, ("so",))}, {"concern": "yes"}),
        ({"protection": Protection(None, False, True, False, ())}, {"concern": "", "protection_known": "no"}),
        ({"level_of_need": Level(3, 3, (), "", "", (), (), None, ())}, {"level_of_need": "3"}),
        ({"level_of_need": Level(None, 2, (3,), "", "", (), (), None, ())}, {"level_of_need": "at least 2"}),
        ({"level_of_need": Level(None, None, (1, 2), "", "", (), (), None, ())}, {"level_of_need": ""}),
        ({"consultation": None}, {"advice": ""}),
        ({"consultation": Consultation(None, (), (), (), ())}, {"advice": ""}),
        ({"consultation": advised("start_caf")}, {"advice": "start_caf"}),
        ({"consultation": advised("ask_first", "refer_now")}, {"advice": "ask_first"}),
        ({"consultation": advised("refer_to_mash", "refer_now")}, {"advice": "at least refer_to_mash"}),
        ({"headline": "=1+1"}, {"headline": "'=1+1"}),
        ({"headline": 'two\nlines and "marks"'}, {"headline": 'two lines and "marks"'}),
        ({"checks": (check("R", decides=False, until="2026-09-01"),)}, {"earliest": ""}),
    ],
)
def test_what_is_not_known_is_empty(parts: dict[str, Any], told: dict[str, str]) -> None:
    row = cells(decided(**parts))
    assert {column: row[column] for column in told} == told


def test_the_headings_are_the_columns() -> None:
    assert csv_headings() == ",".join(COLUMNS) + "\n"
