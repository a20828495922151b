"""Ends without a start: nobody is overdue beside one, and days that cannot both be right do not count."""

from typing import Any

import polars as pl
import pytest
from tests.exports.test_links import Entry, links, table, told

from threshold.exports.kinds import by_kind
from threshold.exports.links import linked
from threshold.exports.orphans import doubts
from threshold.vocabulary import Vocabulary

START, END = "assessment_started", "assessment_completed"
GAPS = [("1", START), ("1", END)]


def begun(day: str, ref: str | None = None) -> Entry:
    return (START, day, ref, None)


def ended(day: str, ref: str | None = None) -> Entry:
    return (END, day, ref, None)


def test_one_start_and_one_end_the_wrong_way_round_are_one_thing(vocabulary: Vocabulary) -> None:
    found = links(vocabulary, begun("03-05"), ended("03-03"), ("referral", "03-02", None, None))
    assert found.events["on"].is_null().to_list() == [True, True, False]
    assert told(found) == {("negative-duration", 2)}
    assert sorted(found.gaps.rows()) == sorted(GAPS)


@pytest.mark.parametrize(
    ("entries", "doubted"),
    [
        # As many ends as starts, of which the first has none before it: which is open nobody knows.
        ([ended("01-03"), begun("01-05"), begun("02-02"), ended("03-02")], True),
        # An end whose start came before the export began, and one thing that is open for certain.
        ([ended("01-03"), begun("01-05"), begun("02-02")], False),
        ([begun("01-05"), ended("01-05"), begun("02-02")], False),
        # The end of another reference, or of none, after the start of something that seems open.
        ([begun("01-05", "A"), ended("02-05", "a"), begun("01-05", "B"), ended("02-05", "B")], True),
        ([begun("01-05", "A"), ended("02-05")], True),
        ([begun("03-05", "A"), ended("02-05", "a"), begun("01-05", "B"), ended("02-05", "B")], False),
        ([begun("01-05"), ended("02-05", "A"), begun("01-05", "B"), ended("02-05", "B")], True),
        ([ended("02-05", "A"), begun("01-05", "B"), ended("02-05", "B")], False),
    ],
)
def test_an_end_without_a_start_may_be_that_of_what_seems_open(
    vocabulary: Vocabulary, entries: list[Entry], doubted: bool
) -> None:
    found = links(vocabulary, *entries)
    assert set(found.gaps.rows()) == ({("1", END)} if doubted else set())
    assert found.events["on"].null_count() == 0


def test_nobody_is_doubted_for_another_child(vocabulary: Vocabulary) -> None:
    tables = [
        table(vocabulary, *entries, child=child)
        for child, entries in (("1", [begun("03-05")]), ("2", [ended("01-05")]), ("3", [begun("01-05", "A")]))
    ]
    found = linked(pl.concat(tables), vocabulary)
    assert found.gaps.is_empty()
    assert not found.findings


def test_without_any_end_or_start_there_is_nothing_to_doubt(vocabulary: Vocabulary) -> None:
    episode = vocabulary.episodes["assessment"]
    marks: Any = table(vocabulary, begun("03-05")).select(
        "event", "on", "ref", **{"whose ref": None}, at=pl.lit(0, pl.UInt32), whose=1, held=True
    )
    runs = pl.DataFrame(schema={"at": pl.UInt32, "key": pl.UInt64})
    found = doubts(by_kind(marks), runs, runs, episode)
    assert len(found.backward) == len(found.ends) == 0
