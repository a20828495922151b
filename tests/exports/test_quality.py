"""Findings: a kind, a place and a count, in one frame and one order."""

import polars as pl
import pytest

from threshold.exports.formats.specification import specification
from threshold.exports.quality import SCHEMA, census_rules, finding, summed, together


def test_each_row_is_a_finding_of_its_own() -> None:
    frame = finding("no-date", "List 4", pl.Series([3, 5]), "Start")
    assert frame.rows() == [("no-date", "List 4", row, "Start", 1) for row in (3, 5)]
    assert frame.schema == SCHEMA


def test_without_rows_the_whole_place_is_meant() -> None:
    assert finding("empty", "List 4").rows() == [("empty", "List 4", None, None, 1)]
    assert finding("empty", "List 4", pl.Series([], dtype=pl.UInt32)).is_empty()


def test_one_finding_may_stand_for_many_cells() -> None:
    frame = summed("day-first", "List 4", 7, "Start")
    assert frame.rows() == [("day-first", "List 4", None, "Start", 7)]
    assert frame.schema == SCHEMA


def test_a_kind_that_has_no_meaning_is_none() -> None:
    with pytest.raises(AssertionError):
        finding("odd", "List 4")


def test_findings_come_by_place_then_row_then_kind_and_column() -> None:
    frames = [
        finding("no-date", "b", pl.Series([2])),
        finding("unreadable-date", "a", pl.Series([9]), "y"),
        finding("after-the-date", "a", pl.Series([10])),
        finding("unreadable-date", "a", pl.Series([9]), "x"),
        finding("duplicate", "a", pl.Series([9])),
        summed("day-first", "a", 3),
        finding("duplicate", "a", pl.Series([], dtype=pl.UInt32)),
    ]
    assert together(frames).select("place", "row", "kind", "column").rows() == [
        ("a", None, "day-first", None),
        ("a", 9, "duplicate", None),
        ("a", 9, "unreadable-date", "x"),
        ("a", 9, "unreadable-date", "y"),
        ("a", 10, "after-the-date", None),
        ("b", 2, "no-date", None),
    ]


def test_nothing_found_is_a_frame_like_any_other() -> None:
    assert together([]).schema == together([finding("empty", "a")]).schema == SCHEMA
    assert together([finding("no-date", "a", pl.Series([], dtype=pl.UInt32))]).is_empty()


def test_rules_of_the_census_are_known_by_kind_and_group() -> None:
    rules = census_rules()
    assert rules["overlap"]["CINdetails"] == (8820,)
    assert rules["negative-duration"]["Assessments"] == (8608,)
    assert rules["comes-before"]["Section47"] == (8615,)
    groups = set(specification("census.yaml").groups)
    assert all(set(places) <= groups for places in rules.values())
    assert all(1000 <= number <= 9999 for each in rules.values() for some in each.values() for number in some)
