"""Rows that are each one event: what is refused, what is told, and how starts and ends belong together."""

from typing import Any

import pytest
from tests.exports.conftest import (
    EVENTS,
    HEADERS,
    MAP,
    ROWS,
    Read,
    Write,
    WriteMap,
    covered,
    events,
    findings,
)


@pytest.mark.parametrize(
    ("row", "finding"),
    [
        (["", "referral", "2024-01-02", "", ""], ("no-child", 6, "child_id")),
        (["a\0b", "referral", "2024-01-02", "", ""], ("unreadable-reference", 6, "child_id")),
        (["9", "Coffee", "2024-01-02", "", ""], ("unknown-event", 6, "event")),
        (["9", "referral", "soon", "", ""], ("unreadable-date", 6, "date")),
        (["9", "referral", "", "", ""], ("no-date", 6, "date")),
        (["9", "referral", "2024-01-02", "", "hm"], ("unknown-status", 6, "status")),
        (["9", "consent_given", "2024-01-02", "", ""], ("no-needed-value", 6, "for")),
        (["001", "referral", "2024-01-02", "", ""], ("duplicate", 6, None)),
        (["9", "referral", "2024-01-02", "", "", "x"], ("ragged", 6, None)),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_and_told(
    write: Write, read: Read, row: list[str], finding: Any
) -> None:
    export = read(write(*ROWS, row))
    assert findings(export) == {finding}
    assert events(export) == EVENTS
    assert (export.rows_in, export.rows_refused) == (5, 1)


def test_odd_but_usable_rows_are_told_and_kept(write: Write, read: Read) -> None:
    export = read(
        write(
            ["1", "referral", "2024-07-01", "", ""],
            ["2", "cp_plan_ended", "2024-03-01", "", ""],
            ["3", "assessment_started", "2024-01-02", "A1", ""],
            ["3", "assessment_started", "2024-01-20", "A2", ""],
            ["3", "assessment_completed", "2024-02-02", "A1", ""],
            ["3", "assessment_completed", "2024-02-20", "A2", ""],
            ["4", "multi_agency_meeting", "2024-07-01", "", "planned"],
        )
    )
    assert findings(export) == {
        ("after-the-date", 2, "date"),
        ("missing-start", 3, "event"),
        ("overlap", 5, "event"),
    }
    assert export.rows_refused == 0


def test_a_negative_duration_is_a_finding_and_no_figure(
    write: Write, read: Read, column_map: WriteMap
) -> None:
    path = write(
        *ROWS,
        ["3", "assessment_started", "2024-03-04", "A3", ""],
        ["3", "assessment_completed", "2024-02-04", "A3", ""],
    )
    covers = "covers: {assessment_started: as_at, assessment_completed: as_at}\n"
    export = read(path, column_map=column_map(MAP + covers))
    assert findings(export) == {("negative-duration", 7, "date")}
    assert events(export) == EVENTS
    assert covered(export, "001") == {"assessment_started", "assessment_completed"}
    assert covered(export, "3") == set()


def test_references_that_link_nothing_do_not_make_every_end_headless(write: Write, read: Read) -> None:
    export = read(
        write(
            ["1", "assessment_started", "2024-01-02", "E1", ""],
            ["1", "assessment_completed", "2024-02-02", "E2", ""],
        )
    )
    assert findings(export) == set()


def test_teams_are_taken_child_by_child_where_they_never_change(write: Write, read: Read) -> None:
    headers = [*HEADERS, "team"]
    same = read(write([*ROWS[0], "North"], [*ROWS[1], "North"], headers=headers))
    assert same.allocated.rows() == [("001", None, "North", None)]
    other = read(write([*ROWS[0], "North"], [*ROWS[1], "South"], headers=headers))
    assert set(other.allocated.rows()) == {("001", None, "North", None), ("001", "A1", "South", None)}
