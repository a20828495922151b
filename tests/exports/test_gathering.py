"""Pieces of an export put together: children once, answers that agree, and who works with whom."""

from collections import Counter
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from threshold.exports.gathering import STATUS, Export, Gathered, Source
from threshold.exports.quality import finding
from threshold.reading import BadInput
from threshold.vocabulary import Vocabulary

AS_AT = date(2024, 6, 1)
SOURCE = Source("local events", "report.csv", "the date asked for")


def children(*names: str) -> pl.Series:
    return pl.Series("child", names, pl.String)


def answers(fact: str, *pairs: tuple[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(pairs, schema=["child", fact], orient="row")


def whole(gathered: Gathered, vocabulary: Vocabulary) -> Export:
    return gathered.export(vocabulary, {"cin_review": AS_AT}, AS_AT, SOURCE)


def told(export: Export) -> list[tuple[str, str | None, int]]:
    return export.findings.select("kind", "column", "count").rows()


def test_a_child_counts_once_in_the_order_in_which_it_came(vocabulary: Vocabulary) -> None:
    export = whole(Gathered(children=[children("b", "a", "b"), children("a", "c")]), vocabulary)
    assert export.tables.facts["child"].to_list() == ["b", "a", "c"]
    assert export.children == 3


def test_rows_are_either_reported_or_refused(vocabulary: Vocabulary) -> None:
    gathered = Gathered(held=Counter({"a.csv": 7}))
    gathered.refuse("no-child", 2)
    gathered.use("a.csv", 7, 5, 0)
    export = whole(gathered, vocabulary)
    assert (export.rows_in, export.rows_reported, export.rows_refused) == (7, 5, 2)


@pytest.mark.parametrize(
    ("held", "came", "refused", "told"),
    [
        (8, 7, 2, "a.csv: holds 8 records, and 7 were read"),
        (7, 8, 3, "a.csv: holds 7 records, and 8 were read"),
        (7, 7, 1, "a.csv: holds 7 records, and 6 were read"),
        (7, 7, 3, "a.csv: holds 7 records, and 8 were read"),
    ],
)
def test_a_row_that_is_neither_used_nor_told_of_stops_everything(
    vocabulary: Vocabulary, held: int, came: int, refused: int, told: str
) -> None:
    gathered = Gathered(held=Counter({"a.csv": held}))
    gathered.refuse("no-child", refused)
    with pytest.raises(BadInput, match=told):  # noqa: PT012
        gathered.use("a.csv", came, 5, 0)
        whole(gathered, vocabulary)


def test_a_reason_that_counts_a_row_twice_stops_everything(vocabulary: Vocabulary) -> None:
    gathered = Gathered(held=Counter({"a.csv": 3}))
    gathered.refuse("no-child", 1)
    gathered.use("a.csv", 3, 2, 0)
    gathered.unused["duplicate"] += 1
    with pytest.raises(BadInput, match="nothing is reported"):
        whole(gathered, vocabulary)


def test_answers_that_agree_are_one_and_silence_is_no_answer(vocabulary: Vocabulary) -> None:
    gathered = Gathered(
        children=[children("1", "2", "3")],
        facts=[
            answers("need.complex", ("1", True), ("1", None), ("2", False)),
            answers("need.complex", ("1", True)),
        ],
    )
    export = whole(gathered, vocabulary)
    assert export.tables.facts["need.complex"].to_list() == [True, False, None]
    assert told(export) == []


def test_answers_that_differ_are_told_once_a_fact_and_not_known(vocabulary: Vocabulary) -> None:
    gathered = Gathered(
        children=[children("1", "2", "3")],
        facts=[
            answers("need.complex", ("1", True), ("2", False), ("3", True)),
            answers("need.additional", ("1", True), ("1", False)),
            answers("need.complex", ("1", False), ("2", True), ("1", True)),
        ],
    )
    export = whole(gathered, vocabulary)
    facts = export.tables.facts
    assert facts["need.complex"].to_list() == [None, None, True]
    assert facts["need.additional"].to_list() == [None] * 3
    assert told(export) == [
        ("different-answers", "need.additional", 1),
        ("different-answers", "need.complex", 2),
    ]


def test_answers_that_are_lists_are_compared_whole(vocabulary: Vocabulary) -> None:
    pairs = [("1", ["a", "b"]), ("1", ["a", "b"]), ("2", ["a"]), ("2", ["a", "b"])]
    export = whole(Gathered(children=[children("1", "2")], facts=[answers("parts", *pairs)]), vocabulary)
    assert export.tables.facts["parts"].to_list() == [["a", "b"], None]


@settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from([True, False, None])), max_size=8))
def test_a_fact_is_known_of_a_child_that_has_just_one_answer(
    vocabulary: Vocabulary, pairs: list[tuple[str, bool | None]]
) -> None:
    frame = pl.DataFrame(pairs, schema={"child": pl.String, "need.complex": pl.Boolean}, orient="row")
    export = whole(Gathered(children=[children(*"abc")], facts=[frame]), vocabulary)
    said = {name: {answer for child, answer in pairs if child == name} - {None} for name in "abc"}
    expected = [said[name].pop() if len(said[name]) == 1 else None for name in "abc"]
    assert export.tables.facts["need.complex"].to_list() == expected


def test_events_of_every_shape_stand_in_one_table(vocabulary: Vocabulary) -> None:
    plain = pl.DataFrame(
        {"child": ["1"], "event": ["referral"], "on": [AS_AT], "status": ["held"], "ref": ["r"]},
        schema_overrides={"status": STATUS},
    )
    meeting = plain.with_columns(pl.lit("network_meeting").alias("event"), attended=pl.lit("Family"))
    events = whole(Gathered(events=[plain, meeting]), vocabulary).tables.events
    assert events.columns == ["child", "event", "on", "status", "ref", "of", "attended"]
    assert events["event"].to_list() == ["referral", "network_meeting"]
    assert events["attended"].to_list() == [None, "Family"]
    assert events.schema["event"] == pl.Enum(list(vocabulary.events))


def test_only_rows_that_name_a_team_or_a_worker_allocate_anybody(vocabulary: Vocabulary) -> None:
    rows = [("1", "r", "North", None), ("2", None, None, "W2"), ("3", None, None, None)]
    schema = dict.fromkeys(("child", "ref", "team", "worker"), pl.String)
    whole_frame = pl.DataFrame(rows, schema=schema, orient="row")
    team_alone = pl.DataFrame({"child": ["4", "5"], "ref": ["s", "t"], "team": ["South", None]})
    export = whole(Gathered(allocated=[whole_frame, team_alone]), vocabulary)
    assert export.allocated.rows() == [*rows[:2], ("4", "s", "South", None)]


def test_findings_and_gaps_of_every_piece_are_kept(vocabulary: Vocabulary) -> None:
    gaps = [pl.DataFrame({"child": [name], "event": ["cin_review"]}) for name in "12"]
    gathered = Gathered(findings=[finding("empty", "b"), finding("empty", "a")], gaps=gaps)
    export = whole(gathered, vocabulary)
    assert export.findings["place"].to_list() == ["a", "b"]
    assert export.tables.gaps.rows() == [("1", "cin_review"), ("2", "cin_review")]


def test_an_export_with_nothing_in_it_has_tables_all_the_same(vocabulary: Vocabulary) -> None:
    export = whole(Gathered(), vocabulary)
    assert export.tables.events.columns == ["child", "event", "on", "status", "ref", "of"]
    assert (export.children, export.tables.covers, export.source) == (0, {}, SOURCE)
    assert export.allocated.columns == ["child", "ref", "team", "worker"]


def entries(event: str, status: str, *names: str) -> pl.DataFrame:
    return pl.DataFrame({"child": names}).select(
        "child",
        pl.lit(event).alias("event"),
        pl.lit(AS_AT).alias("on"),
        pl.lit(status, STATUS).alias("status"),
        pl.lit(None, pl.String).alias("ref"),
    )


def test_what_is_found_for_nobody_is_not_covered_and_named(vocabulary: Vocabulary) -> None:
    gathered = Gathered(children=[children("1", "2")], events=[entries("referral", "held", "1", "2")])
    export = whole(gathered, vocabulary)
    assert (export.tables.covers, export.unseen) == ({}, ("cin_review",))


def test_what_anybody_has_is_covered_for_everybody(vocabulary: Vocabulary) -> None:
    gathered = Gathered(children=[children("1", "2")], events=[entries("cin_review", "held", "2")])
    export = whole(gathered, vocabulary)
    assert (export.tables.covers, export.unseen) == ({"cin_review": AS_AT}, ())


def test_what_was_only_ever_planned_is_not_covered(vocabulary: Vocabulary) -> None:
    """A status under another name would look just so."""
    events = [entries("cin_review", status, "1") for status in ("planned", "cancelled")]
    assert whole(Gathered(children=[children("1")], events=events), vocabulary).unseen == ("cin_review",)


def test_each_row_that_is_not_used_is_counted_under_one_reason(vocabulary: Vocabulary) -> None:
    gathered = Gathered(held=Counter({"a.csv": 9}))
    gathered.refuse("no-child", 2)
    gathered.refuse("duplicate", 0)
    gathered.leave_out("total-row", 3)
    gathered.refuse("ragged", 1)
    gathered.use("a.csv", 9, 3, 0)
    export = whole(gathered, vocabulary)
    assert (export.rows_reported, export.rows_refused, export.rows_left_out) == (3, 3, 3)
    assert export.unused == {"total-row": 3, "no-child": 2, "ragged": 1}


def test_days_that_cannot_be_read_do_not_show_that_anything_is_recorded(vocabulary: Vocabulary) -> None:
    entry = pl.DataFrame(
        {"child": ["1"], "event": ["cin_review"], "on": [None], "status": pl.Series(["held"], dtype=STATUS)},
        schema_overrides={"on": pl.Date},
    )
    assert whole(Gathered(events=[entry]), vocabulary).unseen == ("cin_review",)
    assert whole(Gathered(events=[entry], seen={"cin_review"}), vocabulary).unseen == ()
