"""Outcomes, lateness, months, teams and the worst of a rule, counted by hand."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from statistics import median
from typing import Any

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from threshold.audit.model import Counts
from threshold.audit.run import Run
from threshold.audit.tally import SEVERAL, WORST, Tally, Teams, counts, tally
from threshold.batch import Results
from threshold.batch.deadlines import SCHEMA
from threshold.policy import load_policy
from threshold.semantics.closed_lists import AUDITED_STATUSES

from .conftest import FORMULA, rule

TODAY = date(2026, 8, 14)
POLICY = load_policy("national").at(TODAY)
DUE = date(2026, 3, 2)


def clocks(
    *rows: Mapping[str, Any], children: Sequence[str] = (), instances: Sequence[int | None] = ()
) -> Results:
    """One deadline, R, of these clocks: each of a child of its own unless told otherwise."""
    known = list(children) or [f"C-{number:02}" for number in range(len(rows))]
    common = {"row": 0, "interval": None, "start": None, "due": DUE, "unit": "days"}
    table = [{**common, "row": place, **row} for place, row in enumerate(rows)]
    units = {"child": known, "instance": list(instances) or [None] * len(known)}
    anchor = "assessment" if instances else ""
    frame = pl.DataFrame(units, {"child": pl.String(), "instance": pl.UInt32()})
    everybody = frame.unique("child", maintain_order=True)
    return Results(
        POLICY,
        TODAY,
        {"": everybody, anchor: frame},
        {},
        {"R": pl.DataFrame(table, schema=SCHEMA)},
        {"R": anchor},
    )


def late(*days: int, unit: str = "days", state: str = "late") -> list[dict[str, Any]]:
    return [{"state": state, "days": number, "unit": unit} for number in days]


def tallied(*rows: Mapping[str, Any], teams: Teams | None = None, **how: Any) -> Tally:
    """The tally of these clocks; without teams unless told otherwise."""
    return tally("R", clocks(*rows, **how), teams or allocated())


def allocated(*rows: tuple[str, str | None, str | None]) -> Teams:
    return Teams(pl.DataFrame(rows, dict.fromkeys(("child", "team", "worker"), pl.String()), orient="row"))


def teams_of(*teams: str | None) -> str | None:
    """The team of a child with a row for each of these, beside another child with two teams."""
    known = allocated(*(("C-1", team, None) for team in teams), ("C-2", "East", None), ("C-2", "West", None))
    assert known.of_children.height == 2
    found: dict[str, str | None] = dict(known.of_children.select("child", "team").iter_rows())
    assert found["C-2"] == SEVERAL
    return found["C-1"]


def test_every_outcome_is_counted_apart(done: Run) -> None:
    found = rule(done.audit).counts
    assert (found.met, found.late, found.overdue, found.pending) == (2, 1, 3, 1)
    # NOBODY was never referred, as far as the export tells, and counts nowhere.
    assert rule(done.audit).without == 1
    assert (found.n, found.judged, found.cannot_tell) == (7, 6, 0)
    assert found.share == found.least == round(2 / 6, 6)
    assert found.percent == "33.3% (2 of 6)"


def test_what_was_early_ended_or_is_paused_is_no_part_of_the_share() -> None:
    found = counts({"met": 3, "missed": 1, "early": 5, "ended": 6, "paused": 7})
    assert (found.n, found.judged, found.failed) == (22, 4, 1)
    assert found.share == found.least == 0.75


def test_what_was_missed_is_told_apart_from_what_is_overdue_still() -> None:
    found = tallied(*late(3, state="missed"), *late(4, state="overdue"), *late(5), *late(2, state="met"))
    (told,) = found.lateness
    assert (told.n, told.median) == (3, 4)
    assert [(each.late, each.overdue, each.missed) for each in told.buckets[:1]] == [(1, 1, 1)]
    assert [each.outcome for each in found.worst] == ["late", "overdue", "missed"]


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


def test_the_share_is_of_what_was_judged_and_at_least_of_what_might_have_been() -> None:
    found = counts({"met": 2, "late": 1, "cannot_tell": 1, "conflict": 1, "pending": 5, "not_applicable": 9})
    assert (found.n, found.judged) == (10, 3)
    assert (found.share, found.least) == (0.666667, 0.4)


def test_what_nothing_was_judged_of_is_not_told_to_be_missed() -> None:
    found = counts({"cannot_tell": 3, "conflict": 1})
    assert (found.n, found.judged, found.share, found.least) == (4, 0, None, None)


def test_one_more_that_cannot_be_told_lowers_the_least_share_alone() -> None:
    before, after = counts({"met": 3, "late": 1}), counts({"met": 3, "late": 1, "cannot_tell": 4})
    assert (before.share, before.least) == (0.75, 0.75)
    assert (after.share, after.least) == (0.75, 0.375)


def test_a_clock_that_cannot_be_told_is_counted_as_such() -> None:
    found = tallied({"state": "met"}, {"state": "cannot_tell", "due": None}, {"state": "cannot_tell"})
    assert (found.counts.met, found.counts.cannot_tell, found.counts.judged) == (1, 2, 1)
    # Without a due date it falls into no month.
    assert [(each.month, each.counts.cannot_tell) for each in found.months] == [("2026-03", 1)]


def test_a_requirement_that_is_left_open_cannot_be_told() -> None:
    states = pl.Series(["met", "undetermined", "conflict", "not_met", "not_applicable"])
    units = pl.DataFrame({"child": list("ABCDE"), "instance": [None] * 5})
    checks = {"": pl.DataFrame({"R": states.cast(pl.Enum(AUDITED_STATUSES))})}
    teams = allocated(*((child, "North", None) for child in "ABCDE"))
    found = tally("R", Results(POLICY, TODAY, {"": units}, checks, {}, {"R": ""}), teams)
    for told in (found.counts, found.by_team[0].counts):
        assert (told.met, told.not_met, told.cannot_tell, told.conflict) == (1, 1, 1, 1)
    assert found.counts.n == 4
    assert (found.lateness, found.months, found.worst) == ((), (), ())


def test_a_child_without_a_clock_is_one_to_whom_the_rule_does_not_apply() -> None:
    """However many intervals the others have."""
    clock = {"state": "met", "row": 0}
    found = tallied({**clock, "interval": 1}, {**clock, "interval": 2}, children=["A", "B", "C"])
    assert (found.counts.met, found.counts.not_applicable, found.counts.n) == (2, 2, 2)


def test_a_child_without_an_episode_counts_nowhere() -> None:
    rows = ({"state": "late", "days": 3}, {"state": "cannot_tell"})
    found = tallied(*rows, children=["A", "B", "C"], instances=[1, None, 1])
    assert found.without == 1
    assert (found.counts.late, found.counts.cannot_tell, found.counts.not_applicable) == (1, 0, 1)
    assert [each.child for each in found.worst] == ["A"]


def test_no_child_is_without_where_every_child_counts_once() -> None:
    assert tallied({"state": "met"}, {"state": "late", "days": 1}).without == 0


@pytest.mark.parametrize(
    ("days", "middle"),
    [
        ((4,), 4),
        ((1, 2, 9), 2),
        ((2, 2, 9), 2),
        ((2, 9, 9), 9),
        ((1, 4), 2.5),
        ((1, 2, 5, 9), 3.5),
        ((2, 2, 2, 9), 2),
        ((2, 2, 9, 9), 5.5),
        ((3, 1, 2, 2, 2), 2),
    ],
)
def test_the_median_is_the_middle_or_halfway_between_the_two(days: tuple[int, ...], middle: float) -> None:
    (found,) = tallied(*late(*days)).lateness
    assert (found.n, found.median, found.most) == (len(days), middle, max(days))


@given(done=st.lists(st.integers(0, 12), max_size=12), overdue=st.lists(st.integers(0, 12), max_size=12))
@example(done=[5, 5, 5], overdue=[5, 5])
def test_the_median_is_that_of_late_and_overdue_together(done: list[int], overdue: list[int]) -> None:
    found = tallied(*late(*done), *late(*overdue, state="overdue")).lateness
    every = done + overdue
    assert [(each.n, each.median, each.most) for each in found] == (
        [(len(every), median(every), max(every))] if every else []
    )


@pytest.mark.parametrize(
    ("unit", "bounds"),
    [
        ("days", (7, 14, 28, 56, 91)),
        ("working days", (5, 10, 20, 40, 80)),
        ("hours", (4, 24, 72, 168)),
    ],
)
def test_a_span_holds_its_bound_and_the_next_span_begins_one_beyond(
    unit: str, bounds: tuple[int, ...]
) -> None:
    on, beyond = bounds, tuple(bound + 1 for bound in bounds)
    (found,) = tallied(*late(*on, unit=unit), *late(*beyond, unit=unit, state="overdue")).lateness
    assert [(each.least, each.most) for each in found.buckets] == list(
        zip((0, *beyond), (*on, None), strict=True)
    )
    assert [each.late for each in found.buckets] == [1] * len(bounds) + [0]
    assert [each.overdue for each in found.buckets] == [0] + [1] * len(bounds)


def test_the_first_span_begins_on_the_due_date_itself() -> None:
    """A limit in hours may be missed by less than one of them."""
    (found,) = tallied(*late(0, unit="hours")).lateness
    assert found.buckets[0].late == 1


def test_each_unit_has_a_lateness_of_its_own() -> None:
    found = tallied(*late(3, 5), *late(50, unit="hours"), *late(8, unit="working days")).lateness
    assert {(each.unit, each.n, each.most) for each in found} == {
        ("days", 2, 5),
        ("hours", 1, 50),
        ("working days", 1, 8),
    }


def test_days_of_what_was_not_missed_are_no_lateness() -> None:
    found = tallied({"state": "pending", "days": 4}, {"state": "met"}, {"state": "no_limit", "days": 90})
    assert (found.lateness, found.worst) == ((), ())


def test_a_month_holds_what_was_due_from_its_first_day_to_its_last() -> None:
    days = [date(2026, 3, 31), date(2026, 3, 1), date(2025, 12, 31), date(2026, 4, 1)]
    found = tallied(*({"state": "met", "due": day} for day in days)).months
    assert [(each.month, each.counts.met) for each in found] == [
        ("2025-12", 1),
        ("2026-03", 2),
        ("2026-04", 1),
    ]


def test_a_month_without_anything_to_judge_has_no_share() -> None:
    (month,) = tallied({"state": "pending"}).months
    assert (month.counts.n, month.counts.share) == (1, None)


def test_hours_and_days_are_set_beside_each_other_in_the_worst() -> None:
    found = tallied(*late(30, unit="hours"), *late(1, 2), *late(2, unit="working days", state="overdue"))
    assert [(each.days, each.unit) for each in found.worst[2:]] == [(30, "hours"), (1, "days")]
    assert {(each.days, each.outcome) for each in found.worst[:2]} == {(2, "late"), (2, "overdue")}


def test_eight_working_hours_go_beside_a_day() -> None:
    found = tallied(*late(9, 7, unit="working hours"), *late(1))
    assert [(each.days, each.unit) for each in found.worst] == [
        (9, "working hours"),
        (1, "days"),
        (7, "working hours"),
    ]
    assert [each.late for each in found.lateness[1].buckets] == [0, 1, 1, 0, 0]


def test_of_those_missed_by_as_much_the_one_due_first_comes_first_then_by_name() -> None:
    earlier = DUE - timedelta(1)
    rows = [{"state": "late", "days": 3, "interval": number, "row": 0} for number in (2, 1)]
    rows += [{"state": "late", "days": 3, "row": 1}, {"state": "late", "days": 3, "row": 2, "due": earlier}]
    found = tallied(*rows, children=["B", "A", "C"])
    assert [(each.child, each.interval) for each in found.worst] == [
        ("C", None),
        ("A", None),
        ("B", 1),
        ("B", 2),
    ]


def test_the_worst_are_ten_at_most_and_none_of_them_was_missed_by_less_than_another() -> None:
    found = tallied(*late(*range(1, WORST + 3))).worst
    assert [each.days for each in found] == list(range(WORST + 2, 2, -1))


def test_one_of_the_worst_says_who_when_and_which() -> None:
    row = {"state": "late", "days": 3, "start": date(2026, 2, 2), "met_on": date(2026, 3, 5), "interval": 2}
    teams = allocated(("A", "North", "W1"))
    (found,) = tallied(row, children=["A"], instances=[4], teams=teams).worst
    assert (found.child, found.instance, found.interval, found.outcome) == ("A", 4, 2, "late")
    assert (found.start, found.due, found.met_on) == ("2026-02-02", "2026-03-02", "2026-03-05")
    assert (found.team, found.worker) == ("North", "W1")


@pytest.mark.parametrize(
    ("rows", "team"),
    [
        (("North",), "North"),
        (("North", "North"), "North"),
        (("North", None), "North"),
        ((None, "North", None, "North"), "North"),
        (("North", "South"), SEVERAL),
        (("North", "South", "North"), SEVERAL),
        (("North", None, "South"), SEVERAL),
        ((None, None), None),
    ],
)
def test_a_child_with_rows_of_two_teams_has_several(rows: tuple[str | None, ...], team: str | None) -> None:
    assert teams_of(*rows) == team


def test_teams_and_workers_are_told_apart() -> None:
    found = allocated(("C-1", "North", "W1"), ("C-1", "North", "W2")).of_children.rows()
    assert found == [("C-1", "North", SEVERAL)]


def test_whoever_is_with_several_teams_is_counted_once_under_that_name() -> None:
    teams = allocated(("A", "North", None), ("A", "South", None), ("B", "South", None), ("C", None, None))
    found = tallied({"state": "met"}, *late(2, 3), children=["A", "B", "C"], teams=teams)
    told = [(part.name, part.counts.met, part.counts.late) for part in found.by_team]
    assert told == [("South", 0, 1), (SEVERAL, 1, 0), ("not given", 0, 1)]
    assert found.by_worker == ()  # an export without workers


def test_nothing_is_counted_by_team_where_nothing_was_judged() -> None:
    teams = allocated(("A", "North", "W1"))
    found = tallied({"state": "pending"}, children=["A"], teams=teams)
    assert (found.by_team, found.by_worker) == ((), ())


def test_nothing_is_counted_by_team_where_that_is_not_asked_for() -> None:
    teams, results = allocated(("A", "North", "W1")), clocks(*late(1), children=["A"])
    assert [part.name for part in tally("R", results, teams).by_worker] == ["W1"]
    found = tally("R", results, teams, by_team=False)
    assert (found.counts.late, found.by_team, found.by_worker) == (1, (), ())
