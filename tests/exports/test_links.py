"""What an export states together stays together, and what cannot be a link is left to its date."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

pl = pytest.importorskip("polars")

from threshold.batch.links import bad_links  # noqa: E402
from threshold.exports.gathering import STATUS  # noqa: E402
from threshold.exports.links import Linked, Pairing, linked  # noqa: E402
from threshold.policy import load_policy  # noqa: E402
from threshold.vocabulary import Vocabulary  # noqa: E402

Entry = tuple[str, str, str | None, str | None]  # event, day of 2026, ref, of


def table(vocabulary: Vocabulary, *entries: Entry, child: str = "1", **columns: Any) -> Any:
    """The entries as a reader gathers them, each in a row of its own."""
    days = [date.fromisoformat(f"2026-{day}") for _, day, _, _ in entries]
    frame = pl.DataFrame(
        {
            "child": [child] * len(entries),
            "event": pl.Series([event for event, *_ in entries], dtype=pl.Enum(list(vocabulary.events))),
            "on": days,
            "status": pl.Series(["held"] * len(entries), dtype=STATUS),
            "ref": pl.Series([ref for _, _, ref, _ in entries], dtype=pl.String),
            "of": pl.Series([of for *_, of in entries], dtype=pl.String),
            "place": ["file"] * len(entries),
            "row": pl.Series(range(1, len(entries) + 1), dtype=pl.UInt32),
        }
    )
    return frame.with_columns(**columns)


def links(vocabulary: Vocabulary, *entries: Entry) -> Linked:
    found = linked(table(vocabulary, *entries), vocabulary)
    assert not list(bad_links(found.events, vocabulary))
    assert not {"place", "row"} & {*found.events.columns}
    return found


def told(found: Linked) -> set[tuple[str, int]]:
    return {(kind, row) for each in found.findings for kind, row in each.select("kind", "row").rows()}


def refs(found: Linked) -> list[tuple[str | None, str | None]]:
    return found.events.select("ref", "of").rows()


def test_a_start_and_its_end_are_one_run(vocabulary: Vocabulary) -> None:
    overlapping = [
        ("assessment_started", "01-05", "A", None),
        ("assessment_started", "02-02", "B", None),
        ("assessment_completed", "02-20", "B", None),
        ("assessment_completed", "05-01", "A", None),
    ]
    found = links(vocabulary, *overlapping)
    assert [ref for ref, _ in refs(found)] == [f"assessment {name}" for name in "ABBA"]
    assert found.pairing == (Pairing("assessment", 2, 0),)
    assert told(found) == set()


def test_one_reference_for_a_plan_and_all_that_happened_on_it(vocabulary: Vocabulary) -> None:
    found = links(
        vocabulary,
        ("referral", "01-02", "7", None),
        ("assessment_started", "01-05", "7", None),
        ("network_meeting", "01-20", "7", None),
        ("assessment_completed", "02-20", "7", None),
        ("cin_review", "03-20", "7", None),
    )
    assert refs(found) == [
        ("referral 7", None),
        ("assessment 7", "referral 7"),
        (None, "assessment 7"),
        ("assessment 7", None),
        # It belongs to a plan, and to what a plan lies within.
        (None, "referral 7"),
    ]


def test_what_belongs_to_something_says_so(vocabulary: Vocabulary) -> None:
    found = links(
        vocabulary,
        ("referral", "01-02", "R1", None),
        ("referral", "03-02", "R2", None),
        ("section_47_started", "03-05", "E", "R2"),
        ("cp_conference", "03-20", "E", "R2"),
        ("strategy_discussion", "03-05", None, "R2"),
        ("cp_review", "06-20", "X", "P"),
    )
    assert [of for _, of in refs(found)] == [None, None, "referral R2", "enquiry E", "referral R2", None]
    assert told(found) == {("unlinked", 6)}


def test_references_of_entries_link_nothing(vocabulary: Vocabulary) -> None:
    """A number of its own for each entry, as a register gives: an end must not seem to be missing."""
    starts = [("assessment_started", f"0{number}-05", f"s{number}", None) for number in (1, 2, 3)]
    ends = [("assessment_completed", f"0{number}-25", f"e{number}", None) for number in (1, 2, 3)]
    found = links(vocabulary, *starts, *ends)
    assert {ref for ref, _ in refs(found)} == {None}
    assert found.pairing == (Pairing("assessment", 0, 6),)


def test_a_reference_that_several_share_is_told_and_links_none_of_them(vocabulary: Vocabulary) -> None:
    """That of the case, say."""
    found = links(
        vocabulary,
        ("assessment_started", "01-05", "case", None),
        ("assessment_completed", "02-05", "case", None),
        ("assessment_started", "03-05", "case", None),
        ("assessment_started", "05-05", "other", None),
        ("assessment_completed", "06-05", "other", None),
    )
    assert [ref for ref, _ in refs(found)] == [None, None, None, "assessment other", "assessment other"]
    assert told(found) == {("shared-reference", row) for row in (1, 2, 3)}
    assert found.pairing == (Pairing("assessment", 1, 3),)


@pytest.mark.parametrize("with_start", [True, False])
def test_what_ends_twice_is_one_thing_that_ended_on_a_day_nobody_knows(
    vocabulary: Vocabulary, with_start: bool
) -> None:
    start: list[Entry] = [("assessment_started", "01-05", "A", None)] * with_start
    ends: list[Entry] = [("assessment_completed", day, "A", None) for day in ("02-05", "03-05")]
    other: list[Entry] = [
        ("assessment_started", "01-05", "B", None),
        ("assessment_completed", "02-05", "B", None),
        ("assessment_started", "01-05", "C", None),
        ("assessment_completed", "02-05", "C", None),
    ]
    found = links(vocabulary, *start, *ends, *other)
    runs = found.events.filter(pl.col("ref") == "assessment A").select("event", "on")
    assert [(str(event), on) for event, on in runs.rows()] == [
        *[("assessment_started", date(2026, 1, 5))] * with_start,
        ("assessment_completed", None),
    ]
    assert told(found) == {("several-ends", row + with_start) for row in (1, 2)}
    assert found.pairing == (Pairing("assessment", 3, 0),)
    assert set(found.gaps.rows()) == {("1", "assessment_completed")}


def test_what_begins_or_ends_again_on_the_same_day_is_said_twice(vocabulary: Vocabulary) -> None:
    found = links(
        vocabulary,
        ("assessment_started", "01-05", "A", None),
        ("assessment_started", "01-05", "A", None),
        ("assessment_completed", "02-05", "A", None),
        ("assessment_completed", "02-05", "A", None),
    )
    assert refs(found) == [("assessment A", None)] * 2
    assert found.events["on"].to_list() == [date(2026, 1, 5), date(2026, 2, 5)]
    assert told(found) == {("duplicate", 2), ("duplicate", 4)}
    assert found.pairing == (Pairing("assessment", 1, 0),)


def test_children_may_have_the_same_reference(vocabulary: Vocabulary) -> None:
    start: Entry = ("assessment_started", "01-05", "A", None)
    tables = [table(vocabulary, start, child=child) for child in "12"]
    found = linked(pl.concat(tables), vocabulary)
    assert found.events["ref"].to_list() == ["assessment A"] * 2
    assert not found.findings


def test_what_begins_before_what_it_belongs_to_or_outlasts_it_is_told(vocabulary: Vocabulary) -> None:
    found = links(
        vocabulary,
        ("referral", "02-02", "R", None),
        ("referral_closed", "04-02", "R", None),
        ("assessment_started", "01-26", "A", "R"),
        ("assessment_completed", "03-02", "A", "R"),
        ("assessment_started", "03-05", "B", "R"),
        ("assessment_started", "02-02", "C", "R"),
        ("assessment_completed", "02-20", "C", "R"),
    )
    assert told(found) == {("starts-before", 3), ("left-open", 5)}


def test_what_nobody_ends_in_the_whole_export_is_not_left_open(vocabulary: Vocabulary) -> None:
    found = links(
        vocabulary,
        ("referral", "02-02", "R", None),
        ("referral_closed", "04-02", "R", None),
        ("assessment_started", "02-26", "A", "R"),
    )
    assert told(found) == set()


def test_an_end_before_its_start_is_of_the_same_run_on_a_day_that_nobody_knows(
    vocabulary: Vocabulary,
) -> None:
    found = links(
        vocabulary,
        ("assessment_started", "03-05", "A", None),
        ("assessment_completed", "02-05", "A", None),
    )
    assert refs(found) == [("assessment A", None)] * 2
    assert found.events["on"].to_list() == [None, None]
    assert told(found) == {("negative-duration", 2)}
    assert found.gaps.rows() == [("1", "assessment_started"), ("1", "assessment_completed")]


def test_what_is_planned_links_nothing(vocabulary: Vocabulary) -> None:
    planned = pl.Series(["planned", "held"], dtype=STATUS)
    rows = table(
        vocabulary,
        ("cin_plan_started", "03-05", "P", None),
        ("cin_review", "03-20", "P", None),
        status=planned,
    )
    found = linked(rows, vocabulary)
    assert refs(found) == [(None, None), (None, None)]


def test_without_any_reference_all_is_as_it_was(vocabulary: Vocabulary) -> None:
    found = links(vocabulary, ("referral", "02-02", None, None), ("cin_review", "02-02", None, None))
    assert refs(found) == [(None, None)] * 2
    assert found.pairing == (Pairing("referral", 0, 1),)


def numbered(*days: tuple[str, str]) -> list[Entry]:
    """A referral and an assessment under each number, begun on these days."""
    bounds = zip(days, range(1, 100), strict=False)
    return [
        entry
        for (referred, started), number in bounds
        for entry in (
            ("referral", referred, str(number), None),
            ("assessment_started", started, str(number), None),
        )
    ]


def test_numbers_of_their_own_for_each_kind_of_work_link_nothing_across(vocabulary: Vocabulary) -> None:
    found = links(
        vocabulary,
        *numbered(("01-02", "01-05"), ("05-02", "02-05")),
        ("assessment_completed", "03-05", "2", None),
        ("assessment_started", "05-05", "C", "2"),
    )
    assert refs(found) == [
        ("referral 1", None),
        ("assessment 1", None),
        ("referral 2", None),
        ("assessment 2", None),
        ("assessment 2", None),
        ("assessment C", "referral 2"),
    ]
    assert told(found) == {("numbered-apart", None)}
    assert sum(each["count"].sum() for each in found.findings) == 2


def test_a_run_after_what_its_number_names_had_ended_is_none_of_its(vocabulary: Vocabulary) -> None:
    pairs = numbered(("01-02", "03-05"))
    assert "referral 1" in {of for _, of in refs(links(vocabulary, *pairs))}
    found = links(vocabulary, *pairs, ("referral_closed", "02-05", "1", None))
    assert {of for _, of in refs(found)} == {None}


@pytest.mark.parametrize(("odd", "linked"), [(1, True), (2, False)])
def test_of_references_that_are_meant_to_be_equal_a_few_may_be_odd(
    vocabulary: Vocabulary, odd: int, linked: bool
) -> None:
    sound = numbered(*[("02-02", "02-05")] * (20 - odd), *[("02-02", "02-01")] * odd)
    found = links(vocabulary, *sound)
    assert ({of for _, of in refs(found) if of} != set()) is linked
    kinds = {kind for kind, _ in told(found)}
    assert kinds == {"starts-before", *([] if linked else ["numbered-apart"])}


def test_what_stands_in_one_row_belongs_together_whatever_its_days_are(vocabulary: Vocabulary) -> None:
    pairs = numbered(("05-02", "02-05"), ("05-02", "02-05"), ("05-02", "06-05"))
    rows = pl.Series([1, 1, 2, 3, 4, 5], dtype=pl.UInt32)
    found = linked(table(vocabulary, *pairs, row=rows), vocabulary)
    assert [of for _, of in refs(found)] == [None, "referral 1", None, None, None, None]


def test_a_day_that_nobody_knows_is_no_odd_one(vocabulary: Vocabulary) -> None:
    unknown = pl.Series([None, date(2026, 1, 5)])
    found = linked(table(vocabulary, *numbered(("05-02", "02-05")), on=unknown), vocabulary)
    assert [of for _, of in refs(found)] == [None, "referral 1"]


EVENTS = (
    *("referral", "referral_closed", "assessment_started", "assessment_completed", "section_47_started"),
    *(
        "section_47_ended",
        "cp_conference",
        "cp_plan_started",
        "cp_plan_ended",
        "cp_review",
        "network_meeting",
    ),
)
REFERENCES = st.sampled_from([None, "1", "2", "request", "unknown", "Unknown"])
ENTRIES = st.lists(
    st.tuples(
        st.sampled_from("AB"),
        st.sampled_from(EVENTS),
        st.one_of(st.none(), st.integers(1, 9)),
        st.sampled_from(["held", "held", "held", "planned", "cancelled"]),
        REFERENCES,
        REFERENCES,
    ),
    max_size=14,
)


@given(ENTRIES)
def test_every_link_that_is_left_can_be(entries: list[tuple[Any, ...]]) -> None:
    """The batch does not look at them again."""
    vocabulary = load_policy().vocabulary
    rows = table(vocabulary, *((event, "01-01", ref, of) for _, event, _, _, ref, of in entries))
    rows = rows.with_columns(
        child=pl.Series([child for child, *_ in entries], dtype=pl.String),
        on=pl.Series([day and date(2026, 1, day) for _, _, day, *_ in entries], dtype=pl.Date),
        status=pl.Series([status for _, _, _, status, *_ in entries], dtype=STATUS),
    )
    found = linked(rows, vocabulary)
    assert not list(bad_links(found.events, vocabulary))
    assert "" not in {*found.events["ref"], *found.events["of"]}
