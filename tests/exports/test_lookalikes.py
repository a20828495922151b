"""References that look alike: nothing is joined, and nobody is overdue for what another spelling has."""

from typing import Any

import polars as pl
import pytest
from tests.exports.conftest import JANUARY, MARCH, Read, Sheets, Write, WriteMap, covered, events, findings

from threshold.exports.lookalikes import lookalikes


def text(*cells: str) -> pl.Series:
    return pl.Series("child", cells, dtype=pl.String)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("C-001", "c-001"),
        ("00123", "123"),
        ("C-001", "C-1"),
        ("C 001", "C001"),
        ("C-001", "C\u2013001"),
        ("C-001", "\uff23-001"),
        ("0", "00"),
        ("0C-1", "C-1"),
    ],
)
def test_what_people_overlook_makes_no_difference(one: str, other: str) -> None:
    assert lookalikes(text(one, "D-7", other), text()).to_list() == [one, other]


@pytest.mark.parametrize(
    ("one", "other"), [("C-001", "C-010"), ("1-23", "12-3"), ("10", "1"), ("A1", "B1"), ("C-1.5", "C-15")]
)
def test_what_tells_children_apart_does(one: str, other: str) -> None:
    assert lookalikes(text(one, other), text("D")).to_list() == []


def test_what_cannot_be_used_may_look_like_what_can(write: Write, read: Read, column_map: WriteMap) -> None:
    path = write(
        ["C-1", "assessment_started", "2024-01-04", "", ""],
        ["C-1\u200b", "assessment_completed", "2024-02-04", "", ""],
        ["C-2", "assessment_completed", "2024-02-04", "", ""],
    )
    covers = "covers: {assessment_started: as_at, assessment_completed: as_at}\n"
    export = read(
        path, column_map=column_map("columns: {child: child_id, event: event, on: date}\n" + covers)
    )
    assert ("alike-reference", 2, None) in findings(export)
    assert covered(export, "C-1") == set()
    assert "assessment_completed" in covered(export, "C-2")
    assert (export.rows_in, export.rows_refused) == (3, 1)


def test_in_a_workbook_as_well_nothing_is_joined(workbook: Any, read: Read) -> None:
    headers = [
        "Child Unique ID",
        "Continuous Assessment Start Date",
        "Continuous Assessment Date of Authorisation",
    ]
    sheets: Sheets = {"List 4": [headers, ["a1", JANUARY, None], ["A1", None, MARCH], ["b", JANUARY, MARCH]]}
    export = read(workbook(sheets))
    assert {child for child, *_ in events(export)} == {"a1", "A1", "b"}
    assert {row for kind, row, _ in findings(export) if kind == "alike-reference"} == {2, 3}
    assert covered(export, "a1") == covered(export, "A1") == set()
    assert covered(export, "b") == {"assessment_completed"}
