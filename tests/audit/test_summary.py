"""An audit put together: rows that add up, findings, and which rules measure practice."""

from threshold.audit.run import Run

from .conftest import rule


def test_rows_add_up_and_refused_ones_are_findings(done: Run) -> None:
    rows = done.audit.rows
    assert (rows.read, rows.reported, rows.refused) == (13, 11, 2)
    assert {(each.kind, each.rows) for each in done.audit.quality} >= {
        ("no-child", (14,)),
        ("unreadable-date", (13,)),
    }
    assert all("soon" not in str(each) for each in done.audit.quality)


def test_rules_on_requests_are_no_measure(done: Run) -> None:
    about = rule(done.audit, "WT-not-direct")
    assert about.on_request
    assert about not in done.audit.judged
