"""The figures of an audit, counted by hand."""

from threshold.audit.model import Counts
from threshold.audit.run import Run
from threshold.audit.tally import counts

from .conftest import FORMULA, rule


def test_every_outcome_is_counted_apart(done: Run) -> None:
    found = rule(done.audit).counts
    assert (found.met, found.late, found.overdue, found.pending) == (2, 1, 3, 1)
    assert found.cannot_tell == 1  # nobody said when the referral of NOBODY was
    assert (found.n, found.judged) == (8, 6)
    assert found.share == round(2 / 6, 6)
    assert found.least == round(2 / 7, 6)
    assert found.percent == "33.3% (2 of 6)"


def test_nothing_judged_is_no_share() -> None:
    assert counts({"pending": 3}) == Counts(pending=3, n=3)
    assert counts({}).percent == "none to judge"
    assert counts({"not_applicable": 4}).n == 0


def test_lateness_is_counted_in_the_unit_of_the_limit(done: Run) -> None:
    (late,) = rule(done.audit).lateness
    # Late by 2; overdue since 4, 7 and 10 August by 8, 5 and 4 working days.
    assert (late.unit, late.n, late.median, late.most) == ("working days", 4, 4.5, 8)
    assert [(each.label, each.late, each.overdue) for each in late.buckets[:2]] == [
        ("up to 5", 1, 2),
        ("6 to 10", 0, 1),
    ]
    assert sum(each.late + each.overdue for each in late.buckets) == late.n


def test_the_worst_come_first(done: Run) -> None:
    first, *others = rule(done.audit).worst
    assert (first.child, first.days, first.unit, first.due) == (FORMULA, 8, "working days", "2026-08-04")
    assert [each.days for each in others] == [5, 4, 2]


def test_months_are_those_of_the_due_date(done: Run) -> None:
    told = [(each.month, each.counts.met, each.counts.failed) for each in rule(done.audit).months]
    assert told == [("2026-03", 1, 1), ("2026-04", 1, 0), ("2026-08", 0, 3)]


def test_teams_and_workers_add_up(done: Run) -> None:
    found = rule(done.audit)
    for parts in (found.by_team, found.by_worker):
        assert sum(part.counts.n for part in parts) == found.counts.n
    north = next(part for part in found.by_team if part.name == "North")
    assert (north.counts.met, north.counts.late) == (2, 1)


def test_a_rule_about_each_assessment_counts_assessments(done: Run) -> None:
    found = rule(done.audit, "WT-assessment")
    assert (found.each, found.counts.n, found.without) == ("assessment", 1, 7)
