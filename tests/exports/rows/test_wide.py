"""Rows that each are one piece of work: its dates, its answers, its team, and what is wrong with them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threshold.exports.gathering import Gathered
from threshold.exports.quality import together
from threshold.exports.rows.column_map import ValueColumn
from threshold.exports.rows.wide import Answer, Choice, Layout, take
from threshold.vocabulary import ValueType

AS_AT = date(2024, 6, 1)
HEADERS = ["Child", "Start", "End", "Note"]
DATES = {"assessment_started": "Start", "assessment_completed": "End"}
SPAN = ("assessment_started", "assessment_completed")
PLAIN = Layout(child="Child", dates=DATES, spans=(SPAN,), episodes=(SPAN,), begins=frozenset(SPAN[:1]))

Row = Sequence[str | None]


def taken(*rows: Row, layout: Layout = PLAIN) -> Gathered:
    """What these rows say, of which the first is row 2; cells that a row does not have are empty."""
    full = [[*row, *[None] * (len(HEADERS) - len(row))] for row in rows]
    table = pl.DataFrame(full, schema=dict.fromkeys(HEADERS, pl.String), orient="row")
    gathered = Gathered()
    take(gathered, "List", table.with_row_index("row", offset=2), layout, AS_AT)
    return gathered


def told(gathered: Gathered) -> list[tuple[str, int | None, str | None]]:
    """(kind, row, column) of everything that was found, in order of the rows."""
    return together(gathered.findings).select("kind", "row", "column").rows()


def gaps(gathered: Gathered) -> set[tuple[str, str]]:
    """(child, event) of everything that could not be read."""
    return {pair for frame in gathered.gaps for pair in frame.rows()}


def happened(gathered: Gathered) -> set[tuple[str, str, str]]:
    """(child, event, day) of everything that was read; "" where the day is not known."""
    rows = (frame.select("child", "event", "on").rows() for frame in gathered.events)
    return {(child, event, on.isoformat() if on else "") for frame in rows for child, event, on in frame}


def answers(gathered: Gathered, fact: str) -> list[tuple[str, Any]]:
    """(child, value) of a fact, row by row, as it was stated."""
    return [
        pair for frame in gathered.facts if frame.columns[1] == fact for pair in frame.drop_nulls().rows()
    ]


def test_each_date_of_a_row_is_an_event_under_the_row_s_own_reference() -> None:
    gathered = taken(["1", "2024-01-08", "2024-02-08"], ["2", "2024-01-09"])
    assert happened(gathered) == {
        ("1", "assessment_started", "2024-01-08"),
        ("1", "assessment_completed", "2024-02-08"),
        ("2", "assessment_started", "2024-01-09"),
    }
    refs = {(row["child"], row["ref"], row["status"]) for each in gathered.events for row in each.to_dicts()}
    assert refs == {("1", "List:2", "held"), ("2", "List:3", "held")}
    assert (gathered.rows_in, gathered.rows_refused, told(gathered)) == (2, 0, [])


def test_an_end_on_the_day_of_its_start_is_no_early_one() -> None:
    same, early = taken(["1", "2024-01-08", "2024-01-08"]), taken(["1", "2024-01-08", "2024-01-07"])
    assert (len(happened(same)), told(same), gaps(same)) == (2, [], set())
    assert happened(early) == {("1", event, "") for event in SPAN}
    assert told(early) == [("negative-duration", 2, "End")]
    assert gaps(early) == {("1", event) for event in SPAN}
    assert early.rows_refused == 0


def test_only_after_the_date_itself_is_it_too_late() -> None:
    gathered = taken(["1", "2024-06-01"], ["2", "2024-06-02"])
    assert told(gathered) == [("after-the-date", 3, "Start")]
    assert len(happened(gathered)) == 2


def test_an_end_without_a_start_is_kept_and_the_start_not_known() -> None:
    gathered = taken(["1", None, "2024-02-08"])
    assert told(gathered) == [("missing-start", 2, "Start")]
    assert gaps(gathered) == {("1", "assessment_started")}
    assert happened(gathered) == {("1", "assessment_completed", "2024-02-08")}


@pytest.mark.parametrize(
    ("start", "overlaps"), [("2024-02-07", True), ("2024-02-08", False), ("2024-02-09", False)]
)
def test_a_run_may_begin_on_the_day_that_the_last_one_ends(start: str, overlaps: bool) -> None:
    gathered = taken(["1", start], ["1", "2024-01-08", "2024-02-08"], ["2", "2024-01-20"])
    assert told(gathered) == [("overlap", 2, "Start")] * overlaps


def test_what_begins_after_a_run_that_has_not_ended_overlaps_it() -> None:
    gathered = taken(["1", "2024-01-08"], ["1", "2024-03-08", "2024-04-08"], ["2", "2024-04-01"])
    assert told(gathered) == [("overlap", 3, "Start")]


def test_a_long_run_is_remembered_behind_a_short_one() -> None:
    gathered = taken(
        ["1", "2024-01-08", "2024-05-08"],
        ["1", "2024-01-20", "2024-01-30"],
        ["1", "2024-04-08", "2024-05-01"],
    )
    assert told(gathered) == [("overlap", 3, "Start"), ("overlap", 4, "Start")]


def test_spans_that_are_no_episodes_may_overlap() -> None:
    layout = Layout(child="Child", dates=DATES, spans=(SPAN,))
    assert told(taken(["1", "2024-01-08"], ["1", "2024-03-08"], layout=layout)) == []


RUNS = st.lists(
    st.tuples(st.sampled_from("ab"), st.integers(0, 9), st.one_of(st.none(), st.integers(0, 6))),
    max_size=6,
    unique_by=lambda run: run[:2],
)


@settings(max_examples=40)
@given(RUNS)
def test_a_run_overlaps_where_an_earlier_one_of_its_child_still_goes_on(
    runs: list[tuple[str, int, int | None]],
) -> None:
    def day(number: int) -> str:
        return (date(2024, 1, 1) + timedelta(days=number)).isoformat()

    gathered = taken(
        *((child, day(start), None if days is None else day(start + days)) for child, start, days in runs)
    )
    expected = [
        ("overlap", number, "Start")
        for number, (child, start, _) in enumerate(runs, 2)
        if any(
            other == child and begun < start and (days is None or start < begun + days)
            for other, begun, days in runs
        )
    ]
    assert told(gathered) == expected


def test_an_unread_date_is_told_once_and_leaves_its_kind_unknown() -> None:
    gathered = taken(["1", "soon"], ["2", None, "later"])
    assert told(gathered) == [("unreadable-date", 2, "Start"), ("unreadable-date", 3, "End")]
    assert gaps(gathered) >= {("1", "assessment_started"), ("2", "assessment_completed")}
    assert (gathered.rows_in, gathered.rows_refused) == (2, 1)


def test_what_begins_on_a_day_that_cannot_be_read_has_begun() -> None:
    gathered = taken(["1", "soon"], ["1", "later"], ["2", "soon", "2024-02-08"], ["3", None, "2024-02-08"])
    begun = [row for each in gathered.events for row in each.rows() if row[1] == "assessment_started"]
    assert [(child, on, ref) for child, _, on, _, ref, *_ in begun] == [
        ("1", None, "List:2"),
        ("1", None, "List:3"),
        ("2", None, "List:4"),
    ]
    assert [row for kind, row, _ in told(gathered) if kind == "missing-start"] == [5]
    assert gaps(gathered) == {(child, "assessment_started") for child in "123"}
    assert gathered.rows_refused == 0


@pytest.mark.parametrize("words", ["Not started", "not yet", "TBC", "To be allocated", "Cancelled", "no"])
def test_what_is_said_not_to_have_begun_has_not(words: str) -> None:
    gathered = taken(["1", words])
    assert (happened(gathered), told(gathered)) == (set(), [("unreadable-date", 2, "Start")])


def test_a_start_that_cannot_be_read_and_was_not_held_is_none() -> None:
    layout = replace(PLAIN, status="Note", statuses={"booked": "planned"})
    assert happened(taken(["1", "soon", None, "Booked"], ["1", "soon", None, "hm"], layout=layout)) == set()


def test_what_is_taken_to_begin_on_the_day_of_something_unread_has_begun() -> None:
    opens = "section_47_started"
    layout = Layout(
        "Child", {"strategy_discussion": "Start"}, same_day={opens: "strategy_discussion"}, begins={opens}
    )
    assert happened(taken(["1", "soon"], ["2"], layout=layout)) == {("1", opens, "")}


def test_a_row_that_says_nothing_is_refused_and_nothing_of_its_child_counts_as_not_done() -> None:
    gathered = taken(["1"], ["2", "2024-01-08"])
    assert told(gathered) == [("no-date", 2, None)]
    assert gaps(gathered) == {("1", event) for event in DATES}
    assert gathered.rows_refused == 1
    assert pl.concat(gathered.children).to_list() == ["1", "2"]


def test_a_row_that_cannot_be_put_to_a_child_is_refused() -> None:
    gathered = taken(
        [None, "2024-01-08"], [" ", "2024-01-08"], ["a\tb", "2024-01-08"], [" 7.0 ", "2024-01-08"]
    )
    assert told(gathered) == [
        ("no-child", 2, "Child"),
        ("no-child", 3, "Child"),
        ("unreadable-reference", 4, "Child"),
    ]
    assert happened(gathered) == {("7", "assessment_started", "2024-01-08")}
    assert gathered.rows_refused == 3


def test_entries_are_the_same_by_what_they_say_and_not_by_how_it_is_written() -> None:
    gathered = taken(["1", "2024-01-08"], ["1.0", "8 January 2024", None, "anew"], ["1", "2024-01-09"])
    assert told(gathered) == [("duplicate", 3, None), ("overlap", 4, "Start")]
    assert len(happened(gathered)) == 2
    assert gathered.rows_refused == 1


def test_doubtful_orders_are_told_cell_by_cell_unless_the_column_settles_them() -> None:
    rows = [["1", "03/04/2024"], ["2", "04/03/2024"]]
    assert told(taken(*rows)) == [("ambiguous-date", 2, "Start"), ("ambiguous-date", 3, "Start")]
    settled = together(taken(*rows, ["3", "25/03/2024"]).findings)
    assert settled.select("kind", "row", "column", "count").rows() == [("day-first", None, "Start", 2)]
    mixed = taken(*rows, ["3", "03/25/2024"])
    assert [(kind, row) for kind, row, _ in told(mixed)] == [
        ("mixed-dates", 2),
        ("mixed-dates", 3),
        ("unreadable-date", 4),
    ]
    assert ("2", "assessment_started") in gaps(mixed)


def test_the_layout_says_which_comes_first_day_or_month() -> None:
    month = Layout(child="Child", dates=DATES, first="month")
    gathered = taken(["1", "03/04/2024"], ["2", "03/25/2024"], layout=month)
    assert ("1", "assessment_started", "2024-03-04") in happened(gathered)


ENQUIRY = Layout(
    child="Child",
    dates={"section_47_started": "Start", "cp_conference": "End"},
    spans=(("section_47_started", "cp_conference"),),
    same_day={"strategy_discussion": "section_47_started"},
    answers={"child_protection.conference_needed": Answer("Note", turned=True, shown_by="cp_conference")},
)


def test_what_is_taken_to_be_on_the_same_day_shares_its_date_and_its_gaps() -> None:
    gathered = taken(["1", "2024-01-08"], ["2", "soon"], ["3", None, "2024-01-08"], layout=ENQUIRY)
    assert ("1", "strategy_discussion", "2024-01-08") in happened(gathered)
    both = {(child, event) for child in "23" for event in ("section_47_started", "strategy_discussion")}
    assert both <= gaps(gathered)
    assert ("1", "strategy_discussion") not in gaps(gathered)


@pytest.mark.parametrize(
    ("conference", "note", "needed"),
    [
        (None, None, None),
        (None, "no", True),
        (None, "yes", False),
        ("2024-01-20", None, True),
        ("2024-01-20", "no", True),
        ("2024-01-20", "not known", True),
    ],
)
def test_an_answer_may_be_turned_or_shown_by_a_date(
    conference: str | None, note: str | None, needed: bool | None
) -> None:
    gathered = taken(["1", "2024-01-08", conference, note], layout=ENQUIRY)
    stated = answers(gathered, "child_protection.conference_needed")
    assert stated == ([] if needed is None else [("1", needed)])
    assert told(gathered) == []


def test_an_answer_that_its_own_row_denies_is_not_used() -> None:
    gathered = taken(["1", "2024-01-08", "2024-01-20", "yes"], layout=ENQUIRY)
    assert answers(gathered, "child_protection.conference_needed") == []
    assert told(gathered) == [("contradiction", 2, "Note")]
    assert ("1", "cp_conference", "2024-01-20") in happened(gathered)


def test_what_comes_before_what_leads_to_it_is_counted_as_it_stands() -> None:
    layout = replace(ENQUIRY, same_day={**ENQUIRY.same_day, "section_47_ended": "cp_conference"})
    gathered = taken(["1", "2024-01-20", "2024-01-08"], layout=layout)
    assert answers(gathered, "child_protection.conference_needed") == [("1", True)]
    assert told(gathered) == [("comes-before", 2, "End")]
    assert happened(gathered) == {
        ("1", "section_47_started", "2024-01-20"),
        ("1", "strategy_discussion", "2024-01-20"),
        ("1", "cp_conference", "2024-01-08"),
        ("1", "section_47_ended", ""),
    }
    assert gaps(gathered) == set()


def test_an_answer_alone_is_enough_for_a_row() -> None:
    gathered = taken(["1", None, None, "no"], ["2", None, None, "hm"], layout=ENQUIRY)
    assert answers(gathered, "child_protection.conference_needed") == [("1", True)]
    assert told(gathered) == [("no-date", 3, None), ("unreadable", 3, "Note")]
    assert gathered.rows_refused == 1


def test_of_the_words_of_a_choice_the_first_that_is_held_counts() -> None:
    words = {"Looked after": "care", "child protection": "child_protection"}
    layout = Layout(child="Child", dates={}, choices={"support.in_place": Choice("Note", words)})
    notes = ["b) CHILD-PROTECTION plan", "Child protection, looked after", "Closed", None]
    gathered = taken(*([str(number), None, None, note] for number, note in enumerate(notes)), layout=layout)
    assert answers(gathered, "support.in_place") == [("0", "child_protection"), ("1", "care")]


def test_other_facts_are_typed_by_the_vocabulary() -> None:
    how = (ValueType("number", least=1, most=4), ValueColumn("Note", {"high": "4"}))
    layout = Layout(child="Child", dates={}, facts={"level": how})
    gathered = taken(["1", None, None, "High"], ["2", None, None, "7"], layout=layout)
    assert answers(gathered, "level") == [("1", 4)]
    assert ("unreadable", 3, "Note") in told(gathered)


def test_the_latest_date_alone_is_no_event_and_leaves_its_kind_unknown() -> None:
    layout = Layout(child="Child", dates={"referral": "End"}, latest_only={"cp_review": "Start"})
    rows = [["1", "2024-01-08"], ["2", "soon", "2024-01-09"], ["3", None, "2024-01-09"]]
    gathered = taken(*rows, layout=layout)
    assert {event for _, event, _ in happened(gathered)} == {"referral"}
    assert gaps(gathered) == {("1", "cp_review"), ("2", "cp_review")}
    assert gathered.rows_refused == 0


def test_a_team_goes_with_the_rows_that_are_used() -> None:
    layout = Layout(child="Child", dates={"referral": "Start"}, team="End", worker="Note")
    rows = [["1", "2024-01-08", " North ", "W1"], ["2", None, "South", "W2"], ["3", "2024-01-08", None, None]]
    (allocated,) = taken(*rows, layout=layout).allocated
    assert allocated.rows() == [("1", "List:2", "North", "W1"), ("3", "List:4", None, None)]
    assert taken(*rows).allocated == []


def test_every_row_of_which_nothing_is_left_has_one_reason() -> None:
    gathered = taken(
        ["1", "2024-01-08", "2024-02-08"],
        ["1", "2024-01-08", "2024-02-08"],
        [None, "2024-01-08"],
        ["2"],
        ["3", None, "later"],
        ["3", None, "never"],
        ["4", "2024-03-08", "2024-02-08"],
        ["5", "soon", "2024-02-08"],
    )
    assert +gathered.unused == {
        "duplicate": 1,
        "no-child": 1,
        "no-date": 1,
        "unreadable-date": 2,
    }
    assert gathered.rows_refused == gathered.unused.total() == 5


ANY = Layout(
    child="Child",
    dates={"assessment_started": "Start", "section_47_started": "End"},
    facts={"child_protection.conference_needed": (ValueType("boolean"), ValueColumn("Note", {}))},
    begins=frozenset({"assessment_started", "section_47_started"}),
    said_of={"child_protection.conference_needed": ("section_47_started", "assessment_started")},
    of_any_kind=True,
)


def said(gathered: Gathered) -> set[tuple[str, str, bool | None]]:
    """What each entry says of the run that it begins."""
    fact = "child_protection.conference_needed"
    rows = (frame.select("child", "event", fact).rows() for frame in gathered.events)
    return {row for frame in rows for row in frame}


def test_what_a_row_says_is_said_of_the_run_that_it_begins() -> None:
    gathered = taken(
        ["1", None, "2024-01-08", "no"],
        ["2", "2024-01-08", "2024-01-08", "yes"],
        ["3", None, None, "yes"],
        ["4", None, "soon", "no"],
        ["5", "2024-01-08", None, "no"],
        ["6", "soon", "soon", "no"],
        layout=ANY,
    )
    assert said(gathered) == {
        ("1", "section_47_started", False),
        ("2", "assessment_started", None),
        ("2", "section_47_started", True),
        ("4", "section_47_started", False),
        ("5", "assessment_started", False),
        ("6", "section_47_started", False),
        ("6", "assessment_started", None),
    }
    assert answers(gathered, "child_protection.conference_needed") == [("3", True)]


def test_of_many_kinds_of_work_a_row_that_is_none_of_them_says_nothing_of_its_child() -> None:
    gathered = taken(["1"], ["1"], ["1", "-", " n/a "], ["1", "2024-01-08"], layout=ANY)
    assert told(gathered) == [("nothing-read", row, None) for row in (2, 3, 4)]
    assert gaps(gathered) == set()
    assert (gathered.rows_in, gathered.rows_refused, gathered.rows_left_out) == (4, 0, 3)


def test_of_many_kinds_of_work_only_that_whose_date_cannot_be_read_is_unknown() -> None:
    layout = replace(ANY, status="Child", dates={"cp_review": "Start", "cp_conference": "End"})
    layout = replace(layout, statuses={"1": "held"}, said_of={})
    gathered = taken(["1", "soon"], ["1", None, None, "hm"], ["2"], ["2", "2024-01-08"], layout=layout)
    assert gaps(gathered) == {("1", "cp_review"), ("2", "cp_review")}
    assert +gathered.unused == {
        "unreadable-date": 1, "unreadable": 1, "nothing-read": 1, "unknown-status": 1
    }  # fmt: skip
    assert gathered.rows_left_out == 1


def test_what_a_row_says_was_held_unless_its_state_says_otherwise() -> None:
    layout = replace(PLAIN, status="Note", statuses={"done": "held", "booked": "planned"})
    gathered = taken(
        ["1", "2024-01-08", "2024-02-08", "Done"],
        ["2", "2024-07-08", None, "Booked"],
        ["3", "2024-01-08", "2024-02-08", None],
        ["4", "2024-01-08", "2024-02-08", "Rearranged"],
        layout=layout,
    )
    states = {(row["child"], row["status"]) for each in gathered.events for row in each.to_dicts()}
    assert states == {("1", "held"), ("2", "planned"), ("3", "held")}
    assert told(gathered) == [("unknown-status", 5, "Note")]
    assert gaps(gathered) == {("4", event) for event in SPAN}
    assert +gathered.unused == {"unknown-status": 1}
