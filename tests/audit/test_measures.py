"""How long things took, counted by hand: in working days, with day 0 the first of the two."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

pytest.importorskip("polars")

from threshold.audit.measures import days_kept, definitions, measured
from threshold.audit.model import Measure, Spread
from threshold.audit.period import By, Period
from threshold.audit.rows import Where, rows
from threshold.audit.run import Run, run
from threshold.audit.tally import Teams
from threshold.exports import read_export
from threshold.policy import load_policy

from .conftest import RULE, rule

AS_AT = date(2026, 8, 14)
COLUMNS = (
    "columns: {child: child, event: event, on: date, team: team}\ncovers: {assessment_completed: as_at}\n"
)
# 2 March 2026 is a Monday; the two bank holidays of Easter are 3 and 6 April.
ROWS = """child,event,date,team
A,referral,2026-03-02,North
A,assessment_started,2026-03-04,North
A,assessment_completed,2026-03-09,North
B,referral,2026-03-02,North
B,assessment_started,2026-03-16,North
B,assessment_completed,2026-05-08,North
C,referral,2026-03-02,South
C,assessment_started,2026-03-02,South
C,assessment_completed,2026-03-02,South
D,referral,2026-06-01,South
D,assessment_started,2026-06-02,South
E,referral,2026-03-02,
E,section_47_started,2026-03-03,
E,strategy_discussion,2026-03-03,
E,cp_conference,2026-03-25,
"""
Measured = Callable[..., dict[str, Measure]]


@pytest.fixture
def audited(tmp_path: Path) -> Callable[..., Run]:
    def audit(rows: str = ROWS, period: Period | None = None, more: str = "") -> Run:
        (tmp_path / "map.yaml").write_text(COLUMNS + more, encoding="utf-8")
        (tmp_path / "events.csv").write_text(rows, encoding="utf-8")
        files = load_policy("national")
        export = read_export(tmp_path / "events.csv", files.vocabulary, AS_AT, None, tmp_path / "map.yaml")
        return run(export, files, sample=2, period=period)

    return audit


@pytest.fixture
def told(audited: Callable[..., Run]) -> Measured:
    def measure(rows: str = ROWS, period: Period | None = None) -> dict[str, Measure]:
        return {each.measure: each for each in audited(rows, period).audit.measures}

    return measure


def test_the_same_assessments_are_measured_from_the_referral_and_from_their_start(told: Measured) -> None:
    found = told()
    # From 2 March: A 5, B 47 less two bank holidays less the early May one, C 0. D has no end.
    referral = found["assessment-from-referral"]
    assert (referral.unit, referral.limit, referral.no_end) == ("working days", 45, 1)
    assert referral.spread == Spread(n=3, median=5, most=46, within=2, share=0.666667)
    # From their own start: A 3, B 36, C 0.
    assert found["assessment-from-start"].spread == Spread(n=3, median=3, most=36, within=3, share=1.0)


def test_a_conference_is_measured_from_the_strategy_discussion(told: Measured) -> None:
    """From 3 to 25 March it is 16 working days."""
    found = told()["conference"]
    assert found.spread == Spread(n=1, median=16, most=16, within=0, share=0.0)


def test_where_no_conference_was_needed_none_is_wanting(audited: Callable[..., Run]) -> None:
    """Of three enquiries without one, one needed none, one did, and of one nobody says."""
    head, *lines = ROWS.splitlines()
    rows = [f"{head},needed", *(f"{line}," if line[0] != "E" else f"{line},yes" for line in lines)]
    for child, needed in (("F", "no"), ("G", "yes"), ("H", "")):
        rows += [
            f"{child},{event},2026-03-03,,{needed}" for event in ("section_47_started", "strategy_discussion")
        ]
    stated = "facts: {child_protection.conference_needed: {column: needed}}\n"
    found = {each.measure: each for each in audited("\n".join(rows) + "\n", more=stated).audit.measures}
    conference = found["conference"]
    assert (conference.spread, conference.not_needed, conference.no_end) == (
        Spread(n=1, median=16, most=16, within=0, share=0.0),
        1,
        2,
    )


def test_months_and_teams_add_up(told: Measured) -> None:
    found = told()["assessment-from-start"]
    assert [(each.name, each.spread.n) for each in found.months] == [("2026-03", 2), ("2026-05", 1)]
    assert [(each.name, each.spread.n) for each in found.by_team] == [("North", 2), ("South", 1)]


def test_what_nothing_is_known_of_is_no_measure(told: Measured) -> None:
    assert told("child,event,date,team\nA,referral,2026-03-02,North\n") == {}


def test_what_ends_before_it_begins_is_no_measure_of_anything(told: Measured) -> None:
    backward = "F,referral,2026-05-02,\nF,referral_decision,2026-05-01,\nA,referral_decision,2026-03-03,\n"
    found = told(ROWS + backward)
    # From a Saturday back to the Friday before it no working day goes by.
    assert (found["referral-decision"].spread.n, found["referral-decision"].backward) == (1, 1)


def of_april_and_may(by: By) -> Period:
    return Period(date(2026, 4, 1), date(2026, 5, 31), by)


def test_of_a_period_what_was_done_in_it_is_measured(told: Measured) -> None:
    found = told(period=of_april_and_may("done"))
    assert found.keys() == {"assessment-from-referral", "assessment-from-start"}
    assert found["assessment-from-start"].spread.n == 1
    assert found["assessment-from-start"].no_end == 0


def test_of_a_period_what_was_started_in_it_is_measured_by_that_month(told: Measured) -> None:
    found = told(period=Period(date(2026, 3, 3), date(2026, 6, 30), "started"))["assessment-from-start"]
    assert (found.spread.n, found.no_end) == (2, 1)
    assert [each.name for each in found.months] == ["2026-03"]


def test_the_figures_of_rules_are_of_the_period_and_what_was_not_done_is_told(
    audited: Callable[..., Run],
) -> None:
    everything = rule(audited().audit, "WT-assessment").counts
    assert (everything.met, everything.late, everything.overdue) == (2, 1, 1)
    done = audited(period=of_april_and_may("done")).audit
    counts = rule(done, "WT-assessment").counts
    assert (counts.met, counts.late, counts.overdue, counts.n) == (0, 1, 0, 1)
    assert done.period is not None
    assert (done.period.by, done.period.not_done) == ("done", 0)
    summer = audited(period=Period(date(2026, 6, 1), date(2026, 8, 31))).audit
    assert summer.period is not None
    assert (summer.period.not_done, rule(summer, "WT-assessment").counts.n) == (1, 0)
    started = audited(period=Period(date(2026, 6, 1), date(2026, 6, 30), "started")).audit
    counts = rule(started, "WT-assessment").counts
    assert (counts.met, counts.late, counts.overdue, counts.n) == (0, 0, 1, 1)
    assert started.period is not None
    assert started.period.not_done == 0


def test_two_halves_come_to_the_whole(audited: Callable[..., Run]) -> None:
    """Of what was done; and of what was started, where its start is known."""
    days = [(date(2026, 3, 1), date(2026, 3, 31)), (date(2026, 4, 1), AS_AT), (date(2026, 3, 1), AS_AT)]
    for by in get_args(By):
        *halves, whole = (audited(period=Period(*each, by)).audit for each in days)
        for summary in whole.rules:
            found = [rule(half, summary.rule).counts for half in halves]
            if summary.kind == "deadline" and not summary.on_request:
                for name in ("met", "late", "overdue", "missed", "pending", "cannot_tell"):
                    assert sum(getattr(each, name) for each in found) == getattr(summary.counts, name)


UNSTARTED = """child,event,date,team
F,assessment_started,2026-01-05,North
F,assessment_completed,2026-04-20,North
"""


def test_what_was_late_whenever_it_was_started_may_be_of_another_period(audited: Callable[..., Run]) -> None:
    """Its referral is not in the export, so nobody knows from when its clock ran."""
    rows_ = ROWS + UNSTARTED.split("\n", 1)[1]
    assert rule(audited(rows_).audit, "WT-assessment").counts.late == 2
    done = audited(rows_, period=of_april_and_may("done"))
    assert rule(done.audit, "WT-assessment").counts.late == 2
    started = audited(rows_, period=of_april_and_may("started"))
    counts = rule(started.audit, "WT-assessment").counts
    assert (counts.late, counts.cannot_tell, counts.n) == (0, 1, 1)
    for states, number in ((frozenset({"late"}), 0), (frozenset({"cannot_tell"}), 1), (None, 1)):
        (table,) = rows(started, Where(states=states, rules=frozenset({"WT-assessment"})))
        assert table.height == number


def test_dates_are_kept_for_every_measure(done: Run) -> None:
    kept = days_kept(done.results.policy.vocabulary)
    assert {each.each for each in definitions()} == kept.keys()
    assert all(done.results.days[episode].columns == [*names] for episode, names in kept.items())
    (decided,) = measured(done.results, Teams(done.export.allocated))
    assert (decided.measure, decided.spread.n) == ("referral-decision", 3)
    assert rule(done.audit, RULE).counts.late == decided.spread.n - decided.spread.within
