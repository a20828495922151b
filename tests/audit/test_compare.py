"""An audit beside an earlier one."""

from dataclasses import replace

from threshold.audit.compare import compare
from threshold.audit.model import Audit
from threshold.audit.run import Run
from threshold.audit.tally import counts

from .conftest import RULE


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
