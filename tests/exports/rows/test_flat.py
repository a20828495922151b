"""Rows that are each one event: what is refused, what is told, and how starts and ends belong together."""

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
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
    stated,
)

from threshold.exports.gathering import Gathered
from threshold.exports.quality import together
from threshold.exports.rows.column_map import guess_column_map
from threshold.exports.rows.flat import take_events
from threshold.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("row", "finding"),
    [
        (["", "referral", "2024-01-02", "", ""], ("no-child", 6, "child_id")),
        (["a\0b", "referral", "2024-01-02", "", ""], ("unreadable-reference", 6, "child_id")),
        (["9", "Coffee", "2024-01-02", "", ""], ("unknown-event", 6, "event")),
        (["9", "cin_review", "soon", "", ""], ("unreadable-date", 6, "date")),
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
    assert events(export) == EVENTS | {
        ("3", event, "") for event in ("assessment_started", "assessment_completed")
    }
    assert export.tables.events["ref"].to_list() == [
        None,
        *["assessment A1"] * 2,
        None,
        *["assessment A3"] * 2,
    ]
    assert export.rows_refused == 0
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


def started(child: str, on: str, ref: str) -> list[str]:
    return [child, "assessment_started", on, ref, ""]


def completed(child: str, on: str, ref: str) -> list[str]:
    return [child, "assessment_completed", on, ref, ""]


def test_where_one_reference_has_two_starts_nothing_is_said_to_end_early(write: Write, read: Read) -> None:
    end = completed("1", "2024-02-04", "A")
    one = read(write(started("1", "2024-03-04", "A"), end))
    assert findings(one) == {("negative-duration", 3, "date")}
    assert events(one) == {("1", "assessment_started", ""), ("1", "assessment_completed", "")}
    two = read(write(started("1", "2024-03-04", "A"), started("1", "2024-03-11", "A"), end))
    assert findings(two) == {("shared-reference", row, None) for row in (2, 3, 4)}
    assert len(events(two)) == 3
    assert two.tables.events["ref"].to_list() == [None] * 3


def test_an_end_on_the_day_of_its_start_is_no_early_one(write: Write, read: Read) -> None:
    export = read(write(started("1", "2024-03-04", "A"), completed("1", "2024-03-04", "A")))
    assert findings(export) == set()
    assert len(events(export)) == 2


def test_a_reference_belongs_to_its_child_alone(write: Write, read: Read) -> None:
    export = read(
        write(
            started("1", "2024-03-04", "A"),
            completed("1", "2024-02-04", "A"),
            started("2", "2024-01-04", "A"),
            completed("2", "2024-02-04", "A"),
        )
    )
    assert findings(export) == {("negative-duration", 3, "date")}
    assert {child for child, _, on in events(export) if on} == {"2"}


@pytest.mark.parametrize(("unlinked", "told"), [(0, False), (1, True), (2, False)])
def test_from_half_of_the_ends_linked_references_are_trusted(
    write: Write, read: Read, unlinked: int, told: bool
) -> None:
    rows = [started("1", "2024-01-04", "A"), completed("1", "2024-02-04", "A")]
    for child in ("2", "3")[:unlinked]:
        rows += [started(child, "2024-01-04", "B"), completed(child, "2024-02-04", "elsewhere")]
    assert findings(read(write(*rows))) == ({("missing-start", 5, "event")} if told else set())


def test_an_end_without_a_reference_needs_an_earlier_start_without_one(write: Write, read: Read) -> None:
    export = read(
        write(
            started("1", "2024-01-04", "A"),
            completed("1", "2024-02-04", "A"),
            started("2", "2024-01-04", ""),
            completed("2", "2024-02-04", ""),
            started("3", "2024-01-04", "B"),
            completed("3", "2024-02-04", ""),
        )
    )
    assert findings(export) == {("missing-start", 7, "event")}


def test_one_thing_that_ends_twice_overlaps_with_nothing(write: Write, read: Read) -> None:
    ends = (completed("1", day, "A") for day in ("2024-02-04", "2024-03-04"))
    export = read(write(started("1", "2024-01-04", "A"), *ends))
    assert findings(export) == {("several-ends", row, None) for row in (3, 4)}


def test_without_links_an_end_needs_an_earlier_start_of_its_child(write: Write, read: Read) -> None:
    export = read(
        write(
            started("1", "2024-01-04", ""),
            started("1", "2024-03-04", ""),
            completed("1", "2024-01-04", ""),
            started("2", "2024-02-05", ""),
            completed("2", "2024-02-04", ""),
            completed("3", "2024-02-04", ""),
        )
    )
    # Which of the two days of the second child is wrong nobody knows (see `exports.orphans`).
    told = {("missing-start", row, "event") for row in (6, 7)}
    assert findings(export) == told | {("negative-duration", 6, None)}


def test_what_was_not_held_begins_and_ends_nothing(write: Write, read: Read, column_map: WriteMap) -> None:
    path = write(
        ["1", "assessment_started", "2024-03-04", "A", "planned"],
        ["1", "assessment_completed", "2024-02-04", "A", "planned"],
        ["2", "assessment_completed", "2024-02-04", "B", "cancelled"],
        ["3", "assessment_started", "2024-02-04", "C", "held"],
    )
    export = read(path, column_map=column_map(MAP + "covers: {assessment_started: as_at}\n"))
    assert findings(export) == set()
    assert covered(export, "2") == {"assessment_started"}


def test_a_start_that_is_only_planned_is_no_start(write: Write, read: Read, column_map: WriteMap) -> None:
    planned = ["1", "assessment_started", "2024-01-04", "A", "planned"]
    another = ["2", "assessment_started", "2024-01-04", "B", "held"]
    path = write(planned, completed("1", "2024-02-04", "A"), another)
    covers = "covers: {assessment_started: as_at, assessment_completed: as_at}\n"
    export = read(path, column_map=column_map(MAP + covers))
    assert findings(export) == {("missing-start", 3, "event")}
    assert covered(export, "1") == {"assessment_completed"}


def test_only_after_the_date_itself_is_it_too_late(write: Write, read: Read) -> None:
    rows = [[str(number), "referral", f"2024-0{number}-01", "", ""] for number in (5, 6, 7)]
    export = read(write(*rows))
    assert findings(export) == {("after-the-date", 4, "date")}
    assert len(events(export)) == 3


def test_runs_that_end_where_the_next_begins_do_not_overlap(write: Write, read: Read) -> None:
    rows = [
        *(started("1", "2024-01-04", "A"), completed("1", "2024-02-04", "A")),
        *(started("1", "2024-02-04", "B"), completed("1", "2024-03-04", "B")),
        *(started("2", "2024-01-20", "C"), completed("2", "2024-01-30", "C")),
    ]
    assert findings(read(write(*rows))) == set()
    rows[2] = started("1", "2024-02-03", "B")
    assert findings(read(write(*rows))) == {("overlap", 4, "event")}


def test_an_end_without_a_start_overlaps_nothing(write: Write, read: Read) -> None:
    rows = [
        completed("1", "2024-03-04", "elsewhere"),
        *(started("1", "2024-01-04", "A"), completed("1", "2024-02-04", "A")),
        *(started("1", "2024-02-05", "B"), completed("1", "2024-03-05", "B")),
    ]
    assert findings(read(write(*rows))) == {("missing-start", 2, "event")}


def test_a_run_without_an_end_is_compared_with_no_other(write: Write, read: Read) -> None:
    rows = [
        started("1", "2024-01-04", "A"),
        *(started("1", "2024-02-04", "B"), completed("1", "2024-03-04", "B")),
        started("1", "2024-02-10", "C"),
    ]
    export = read(write(*rows))
    assert findings(export) == set()
    assert len(events(export)) == 4
    other = [started("1", "2024-02-20", "D"), completed("1", "2024-02-25", "D")]
    assert findings(read(write(*rows, *other))) == {("overlap", 6, "event")}


RUNS = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 12), st.integers(0, 8)),
    max_size=8,
    unique_by=lambda run: run[:2],
)


@settings(max_examples=50)
@given(RUNS)
def test_a_run_overlaps_where_an_earlier_one_of_its_child_still_goes_on(
    vocabulary: Vocabulary, runs: list[tuple[str, int, int]]
) -> None:
    rows = [
        (child, event, date(2024, 1, 1) + timedelta(days=day), str(number))
        for number, (child, start, days) in enumerate(runs)
        for event, day in (("assessment_started", start), ("assessment_completed", start + days))
    ]
    table = pl.DataFrame(rows, schema=HEADERS[:4], orient="row").with_row_index("row", offset=2)
    gathered = Gathered()
    columns = guess_column_map(HEADERS[:4], vocabulary)
    take_events(gathered, "report.csv", table, columns, vocabulary, date(2024, 6, 1))
    expected = [
        ("overlap", 2 + 2 * number)
        for number, (child, start, _) in enumerate(runs)
        if any(other == child and begun < start < begun + days for other, begun, days in runs)
    ]
    assert together(gathered.findings).select("kind", "row").rows() == expected


@pytest.mark.parametrize("status", ["", "Done", "-"])
def test_where_no_status_is_said_it_was_held(write: Write, read: Read, status: str) -> None:
    export = read(write(["1", "referral", "2024-01-02", "", status]))
    assert export.tables.events["status"].to_list() == ["held"]
    assert findings(export) == set()


@pytest.mark.parametrize(
    ("row", "still"),
    [
        (["1", "cin_review", "soon", "", ""], {"referral"}),
        (["1", "cin_review", "", "", ""], {"referral"}),
        (["1", "cin_review", "2024-01-02", "", "hm"], {"referral"}),
        (["1", "Coffee", "soon", "", ""], {"cin_review", "referral"}),
        (["1", "", "2024-01-02", "", ""], set()),
        (["1", "#N/A", "2024-01-02", "", ""], set()),
        (["1", "Cin reveiw", "2024-01-02", "", ""], {"referral"}),
        (["1", "referal", "", "", ""], {"cin_review"}),
    ],
)
def test_of_a_child_with_an_entry_unread_that_kind_is_not_covered(
    write: Write, read: Read, column_map: WriteMap, row: list[str], still: set[str]
) -> None:
    path = write(row, ["2", "cin_review", "2024-01-02", "", ""], ["2", "referral", "2024-01-02", "", ""])
    export = read(path, column_map=column_map(MAP + "covers: {cin_review: as_at, referral: as_at}\n"))
    assert covered(export, "1") == still
    assert covered(export, "2") == {"cin_review", "referral"}


@pytest.mark.parametrize(
    "row", [["1", "cin_review", "2024-01-02", "", "", "more"], ["", "1", "x", "", "", "y"]]
)
def test_of_a_child_with_a_row_that_is_too_long_nothing_is_covered(
    write: Write, read: Read, column_map: WriteMap, row: list[str]
) -> None:
    rows = [[child, "cin_review", "2024-01-02", "", ""] for child in ("1", "2")]
    export = read(write(row, *rows), column_map=column_map(MAP + "covers: {cin_review: as_at}\n"))
    assert (covered(export, "1"), covered(export, "2")) == (set(), {"cin_review"})
    assert export.tables.gaps["child"].unique().to_list() == ["1"]


def test_only_entries_of_the_kind_carry_what_a_column_says(write: Write, read: Read) -> None:
    path = write(
        ["1", "network_meeting", "2024-01-02", "Social Worker"],
        ["1", "referral", "2024-01-02", "Social Worker"],
        ["1", "network_meeting", "2024-01-03", "Nobody"],
        ["1", "referral", "2024-01-03", "Nobody"],
        headers=[*HEADERS[:3], "attended"],
    )
    export = read(path)
    assert export.tables.events["attended"].to_list() == [["Social Worker"], None, None, None]
    assert findings(export) == {("unreadable", 4, "attended")}


def test_a_row_that_states_a_fact_is_not_refused_though_it_is_no_event(write: Write, read: Read) -> None:
    headers = [*HEADERS[:3], "need.complex"]
    path = write(
        ["1", "referral", "2024-01-02", "yes"],
        ["1", "referral", "2024-01-02", "yes"],
        ["2", "Coffee", "2024-01-02", "no"],
        ["3", "Coffee", "2024-01-02", ""],
        headers=headers,
    )
    export = read(path)
    assert stated(export, "need.complex") == {"1": True, "2": False}
    assert (export.rows_in, export.rows_refused) == (4, 1)
    assert {kind for kind, _, _ in findings(export)} == {"duplicate", "unknown-event"}


def test_children_of_refused_rows_are_still_children_of_the_export(write: Write, read: Read) -> None:
    export = read(write(["1", "Coffee", "2024-01-02", "", ""], ["2", "referral", "2024-01-02", "", ""]))
    assert export.tables.facts["child"].to_list() == ["1", "2"]


def test_doubtful_orders_are_told_cell_by_cell_unless_the_column_settles_them(
    write: Write, read: Read
) -> None:
    rows = [["1", "referral", "03/04/2024", "", ""], ["2", "referral", "04/03/2024", "", ""]]
    assert findings(read(write(*rows))) == {("ambiguous-date", 2, "date"), ("ambiguous-date", 3, "date")}
    settled = read(write(*rows, ["3", "referral", "25/03/2024", "", ""]))
    assert settled.findings.select("kind", "row", "count").rows() == [("day-first", None, 2)]
    mixed = read(write(*rows, ["3", "referral", "03/25/2024", "", ""]))
    assert {(kind, row) for kind, row, _ in findings(mixed)} == {
        ("mixed-dates", 2), ("mixed-dates", 3), ("unreadable-date", 4),
    }  # fmt: skip


def test_every_row_that_is_not_used_has_one_reason(write: Write, read: Read, column_map: WriteMap) -> None:
    path = write(
        ["1", "referral", "2024-01-02", "", ""],
        ["1", "referral", "2024-01-02", "", ""],
        ["", "referral", "soon", "", "hm"],
        ["x" * 300, "referral", "2024-01-02", "", ""],
        ["1", "Coffee", "soon", "", "hm"],
        ["1", "Note", "soon", "", ""],
        ["1", "cin_review", "soon", "", "hm"],
        ["1", "cin_review", "", "", "hm"],
        ["1", "cin_review", "2024-01-02", "", "hm"],
        ["1", "consent_given", "2024-01-02", "", ""],
        started("1", "2024-03-01", "A"),
        completed("1", "2024-02-01", "A"),
        ["1", "referral", "2024-01-02", "", "", "one", "more"],
        ["Total", "13", "", "", ""],
    )
    export = read(path, column_map=column_map(MAP + "events: {Note: ~}\n"))
    assert export.unused == {
        "ragged": 1,
        "no-child": 1,
        "unreadable-reference": 1,
        "unknown-event": 1,
        "left-out": 1,
        "unreadable-date": 1,
        "no-date": 1,
        "unknown-status": 1,
        "no-needed-value": 1,
        "duplicate": 1,
        "total-row": 1,
    }
    assert (export.rows_in, export.rows_reported) == (14, 3)
    assert sum(export.unused.values()) == export.rows_refused + export.rows_left_out == 11


def test_what_begins_on_a_day_that_cannot_be_read_has_begun(write: Write, read: Read) -> None:
    path = write(
        started("1", "soon", "A"),
        completed("1", "2024-02-04", "A"),
        started("2", "soon", ""),
        started("2", "32/01/2024", ""),
        started("2", "soon", ""),
        ["3", "assessment_started", "", "B", ""],
        ["3", "assessment_started", "soon", "B", "planned"],
        ["3", "assessment_started", "soon", "B", "hm"],
        started("5", "Not started yet", "D"),
        completed("4", "soon", "C"),
    )
    export = read(path)
    assert sorted(export.tables.events.select("child", "event", "on", "ref").rows()) == [
        ("1", "assessment_completed", date(2024, 2, 4), "assessment A"),
        ("1", "assessment_started", None, "assessment A"),
        *[("2", "assessment_started", None, None)] * 2,
    ]
    assert {kind for kind, _, _ in findings(export)} == {
        "unreadable-date", "duplicate", "no-date", "unknown-status"
    }  # fmt: skip
    assert export.unused == {"unreadable-date": 4, "duplicate": 1, "no-date": 1}
    gaps = {*export.tables.gaps.rows()}
    assert {("1", "assessment_started"), ("2", "assessment_started"), ("4", "assessment_completed")} <= gaps


@pytest.mark.parametrize("ref", ["A", ""])
def test_an_end_whose_start_cannot_be_read_did_begin(write: Write, read: Read, ref: str) -> None:
    export = read(write(started("1", "soon", ref), completed("1", "2024-02-04", ref)))
    assert findings(export) == {("unreadable-date", 2, "date")}


def test_a_row_that_states_a_fact_is_used_whatever_else_is_wrong_with_it(
    write: Write, read: Read, column_map: WriteMap
) -> None:
    headers = [*HEADERS[:3], "Need"]
    path = write(["1", "Coffee", "soon", "yes"], ["2", "cin_review", "soon", ""], headers=headers)
    text = "columns: {child: child_id, event: event, on: date}\nfacts: {child_in_need.assessed: Need}\n"
    export = read(path, column_map=column_map(text))
    assert (export.rows_reported, export.unused) == (1, {"unreadable-date": 1})
