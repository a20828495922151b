"""Closures of List 6 beside the referrals of List 3: which belongs to which, and what nothing tells."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from tests.exports.conftest import Read, Sheets, findings

from threshold.exports.formats.closures import with_closures
from threshold.exports.formats.national_map import NationalMap
from threshold.exports.formats.returns import Return, Table
from threshold.exports.formats.specification import specification
from threshold.exports.request import Request
from threshold.vocabulary import Vocabulary

Make = Callable[[Sheets], Path]
REFERRALS = ["Child Unique ID", "Date of referral", "Referral NFA?"]
IN_NEED = ["Child Unique ID", "CIN Start Date", "CIN Closure Date", "Case status"]
MAY, JUNE, OCTOBER = date(2023, 5, 1), date(2023, 6, 12), date(2023, 10, 20)
OTHERS = [f"Z{number}" for number in range(6)]


def runs(workbook: Make, read: Read, referrals: list[list[Any]], in_need: list[list[Any]]) -> dict[str, Any]:
    """Of each child the referrals, each with its start and its end."""
    export = read(workbook({"List 3": [REFERRALS, *referrals], "List 6": [IN_NEED, *in_need]}))
    assert export.rows_in == len(referrals) + len(in_need)
    found: dict[str, Any] = {}
    bounds = export.tables.events.filter(pl.col("event").is_in(["referral", "referral_closed"]))
    for (child, ref), rows in bounds.partition_by("child", "ref", as_dict=True).items():
        days = {str(event): on for event, on in rows.select("event", "on").rows()}
        found.setdefault(str(child), []).append((ref is not None, days))
    found["told"] = {kind for kind, _, _ in findings(export)}
    return found


def test_tables_of_other_lists_are_left_as_they_are(vocabulary: Vocabulary) -> None:
    lists = Return(specification("annex-a.yaml"), Request(vocabulary), NationalMap(), JUNE, loosely=True)
    other = Table("List 4", "4", pl.DataFrame({"row": [2], "Child ID": ["A"]}), ("Child ID",))
    unread = Table("List 3", "3", None, ())
    assert with_closures([other, unread], lists) == [other, unread]


def test_a_closure_is_of_the_referral_that_it_names_by_its_day(workbook: Make, read: Read) -> None:
    found = runs(
        workbook,
        read,
        [["A", MAY, "No"], ["A", JUNE, "No"], ["B", MAY, "No"]],
        [["A", MAY, OCTOBER, "Closed"], ["B", MAY, None, "CIN"]],
    )
    assert (True, {"referral": MAY, "referral_closed": OCTOBER}) in found["A"]
    assert (True, {"referral": JUNE}) in found["A"]
    assert found["B"] == [(True, {"referral": MAY})]


def test_many_closures_leave_no_further_action_where_it_is(workbook: Make, read: Read) -> None:
    found = runs(
        workbook,
        read,
        [["A", MAY, "No"], ["A", JUNE, "Yes"], *([each, MAY, "No"] for each in OTHERS)],
        [[each, MAY, OCTOBER, "Closed"] for each in OTHERS],
    )
    assert (True, {"referral": JUNE, "referral_closed": None}) in found["A"]
    assert (True, {"referral": MAY}) in found["A"]


def test_a_closure_that_fits_no_referral_is_left_to_its_day(workbook: Make, read: Read) -> None:
    found = runs(workbook, read, [["A", MAY, "No"]], [["A", JUNE, OCTOBER, "Closed"]])
    assert (False, {"referral_closed": OCTOBER}) in found["A"]


def test_of_two_referrals_on_one_day_neither_is_taken_for_the_one_meant(workbook: Make, read: Read) -> None:
    found = runs(workbook, read, [["A", MAY, "No"], ["A", MAY, "Yes"]], [["A", MAY, OCTOBER, "Closed"]])
    assert (True, {"referral": MAY, "referral_closed": None}) in found["A"]
    assert (False, {"referral_closed": OCTOBER}) in found["A"]
    assert "shared-reference" not in found["told"]


def test_the_same_referral_twice_is_one(workbook: Make, read: Read) -> None:
    found = runs(workbook, read, [["A", MAY, "No"], ["A", MAY, "No"]], [["A", MAY, OCTOBER, "Closed"]])
    assert found["A"] == [(True, {"referral": MAY, "referral_closed": OCTOBER})]
    assert "duplicate" in found["told"]


def test_without_the_day_that_names_a_referral_nothing_is_named(workbook: Make, read: Read) -> None:
    found = runs(
        workbook, read, [["A", MAY, "No"]], [["A", None, OCTOBER, "Closed"], ["B", "soon", MAY, "x"]]
    )
    assert (False, {"referral_closed": OCTOBER}) in found["A"]
    assert found["B"] == [(False, {"referral_closed": MAY})]
