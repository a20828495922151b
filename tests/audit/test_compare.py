"""An audit beside an earlier one."""

from dataclasses import replace

import pytest

from threshold.audit.compare import compare
from threshold.audit.model import Audit, Comparison, Covered
from threshold.audit.run import Run
from threshold.audit.tally import counts

from .conftest import RULE, audit_of, summary


def earlier(audit: Audit, **changes: object) -> Audit:
    rules = [
        replace(rule, counts=counts({"met": 3, "late": 1})) if rule.rule == RULE else rule
        for rule in audit.rules
    ]
    return replace(audit, as_at="2026-07-14", rules=tuple(rules), **changes)  # type: ignore[arg-type]


def test_a_change_is_told_in_percentage_points(done: Run) -> None:
    compared = compare(done.audit, earlier(done.audit)).compared
    assert compared is not None
    assert compared.as_at == "2026-07-14"
    change = next(each for each in compared.changes if each.rule == RULE)
    assert change.points == -41.7
    assert compared.notes == ()


def test_rules_come_and_go(done: Run) -> None:
    without = replace(done.audit, rules=tuple(rule for rule in done.audit.rules if rule.rule != RULE))
    new = compare(done.audit, without).compared
    gone = compare(without, done.audit).compared
    assert new is not None
    assert gone is not None
    assert [(each.rule, each.earlier, each.points) for each in new.changes if each.earlier is None] == [
        (RULE, None, None)
    ]
    assert [each.rule for each in gone.changes if each.now is None] == [RULE]


def test_what_makes_two_audits_differ_is_said(done: Run) -> None:
    then = earlier(done.audit, covers=(), policy=replace(done.audit.policy, digest="other"))
    compared = compare(done.audit, then).compared
    assert compared is not None
    assert len(compared.notes) == 2
    assert "policy is not the same" in compared.notes[0]


def compared(now: Audit, then: Audit) -> Comparison:
    found = compare(now, then).compared
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"policy": replace(audit_of().policy, digest="other")}, "The policy is not the same"),
        (
            {"source": replace(audit_of().source, format="annex-a")},
            "The earlier export was of another format",
        ),
        ({"as_at": "2026-08-15"}, "The audit compared with is later than this one."),
        ({"covers": (Covered("cp_review", "2026-08-14", 8),)}, "do not record the same events completely"),
    ],
)
def test_each_thing_that_makes_two_audits_differ_is_said_by_itself(
    changes: dict[str, object], told: str
) -> None:
    (note,) = compared(audit_of(), audit_of(**changes)).notes
    assert told in note


@pytest.mark.parametrize("as_at", ["2026-07-14", "2026-08-14"])
def test_an_audit_of_before_or_of_the_same_day_needs_no_note(as_at: str) -> None:
    assert compared(audit_of(), audit_of(as_at=as_at, source=replace(audit_of().source, name="x.csv"))) == (
        Comparison(as_at, "x.csv", (), ())
    )


@pytest.mark.parametrize(
    ("now", "then", "of", "notes"),
    [(10, 10, 10, 0), (10, 8, 8, 0), (9, 9, 10, 0), (9, 10, 10, 1), (10, 9, 10, 1), (9, 8, 8, 1)],
)
def test_an_event_is_recorded_as_completely_where_both_have_it_of_everybody_or_neither(
    now: int, then: int, of: int, notes: int
) -> None:
    today = audit_of(children=10, covers=(Covered("cp_review", "2026-08-14", now),))
    earlier = audit_of(children=of, covers=(Covered("cp_review", "2026-07-14", then),))
    assert len(compared(today, earlier).notes) == notes


def test_changes_come_in_the_order_of_now_with_what_is_gone_at_the_end() -> None:
    met, missed = {"met": 1}, {"late": 1}
    now = audit_of(summary("B", met), summary("NEW", met), summary("A", missed))
    then = audit_of(summary("GONE", met), summary("A", met), summary("B", met))
    changes = compared(now, then).changes
    assert [(each.rule, each.points) for each in changes] == [
        ("B", 0.0),
        ("NEW", None),
        ("A", -100.0),
        ("GONE", None),
    ]
    assert [each.rule for each in changes if each.earlier is None] == ["NEW"]
    assert [each.rule for each in changes if each.now is None] == ["GONE"]


def test_what_neither_audit_could_judge_is_no_change() -> None:
    open_, met = {"cannot_tell": 2}, {"met": 1}
    now = audit_of(summary("A", open_), summary("B", open_), summary("C", met), summary("D", open_))
    then = audit_of(summary("A", open_), summary("B", met), summary("C", open_))
    changes = compared(now, then).changes
    # Where one of the two has nothing to judge there is no number either.
    assert [(each.rule, each.points) for each in changes] == [("B", None), ("C", None)]
    assert all(each.earlier is not None and each.now is not None for each in changes)


def test_rules_on_requests_alone_do_not_change() -> None:
    asked = summary("A", {"not_met": 1}, on_request=True)
    assert compared(audit_of(asked), audit_of(summary("A", {"met": 1}))).changes[0].now is None
    assert compared(audit_of(asked), audit_of(asked)).changes == ()


@pytest.mark.parametrize(
    ("then", "now", "points"), [((1, 2), (2, 1), 33.3), ((2, 1), (1, 2), -33.3), ((1, 5), (1, 6), -2.4)]
)
def test_points_are_rounded_to_one_place(then: tuple[int, int], now: tuple[int, int], points: float) -> None:
    audits = [audit_of(summary("A", {"met": met, "late": late})) for met, late in (now, then)]
    assert compared(*audits).changes[0].points == points


def test_a_rule_is_called_what_it_is_called_now() -> None:
    now, then = (audit_of(summary("A", {"met": 1}, title=title)) for title in ("Held", "Was held"))
    assert [each.title for each in compared(now, then).changes] == ["Held"]
