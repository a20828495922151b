"""What an audit's figures say of themselves."""

import pytest

from threshold.audit.model import Bucket, Counts

from .conftest import audit_of, summary


def test_late_overdue_and_not_met_are_all_failed() -> None:
    assert Counts(met=1, late=2, overdue=4, not_met=8, cannot_tell=16, pending=32).failed == 14


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        (Counts(met=2, judged=3, share=0.666667), "66.7% (2 of 3)"),
        (Counts(met=0, judged=1200, share=0.0), "0.0% (0 of 1,200)"),
        (Counts(pending=3), "none to judge"),
    ],
)
def test_a_share_is_told_with_what_it_is_a_share_of(counts: Counts, told: str) -> None:
    assert counts.percent == told


@pytest.mark.parametrize(
    ("least", "most", "label"),
    [(0, 5, "up to 5"), (1, 5, "up to 5"), (2, 5, "2 to 5"), (6, 10, "6 to 10"), (81, None, "over 80")],
)
def test_a_span_is_named_by_its_bounds(least: int, most: int | None, label: str) -> None:
    assert Bucket(least, most, 0, 0).label == label


def test_a_rule_measures_practice_where_something_was_judged_and_not_on_requests_alone_or_as_a_note() -> None:
    judged, missed = summary("A", {"met": 1}), summary("B", {"overdue": 1})
    asked, open_ = summary("C", {"not_met": 4}, on_request=True), summary("D", {"cannot_tell": 9})
    noted = summary("E", {"not_met": 4}, effect="note")
    audit = audit_of(missed, open_, asked, judged, noted)
    assert [rule.rule for rule in audit.judged] == ["B", "A"]
    assert audit.failed == 1
