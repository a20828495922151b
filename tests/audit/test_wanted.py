"""What a rule lacks where it cannot be told of, found by looking at children of whom it cannot be told."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

pytest.importorskip("polars")

from threshold.audit.model import Audit, Unseen
from threshold.audit.run import Run, run
from threshold.audit.wanted import wanted
from threshold.batch import Batch
from threshold.exports import read_export
from threshold.policy import load_policy

from .conftest import RULE, rule

AS_AT = date(2026, 8, 14)
COLUMNS = "columns: {child: child, event: event, on: date}\n"
Audited = Callable[..., Audit]


@pytest.fixture
def audited(tmp_path: Path) -> Audited:
    """The audit of these rows (child, event, date) under the national rules, with these lines in the map."""

    def audit(*rows: str, lines: str = "", header: str = "child,event,date") -> Audit:
        (tmp_path / "map.yaml").write_text(COLUMNS + lines, encoding="utf-8")
        path = tmp_path / "events.csv"
        path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
        files = load_policy("national")
        export = read_export(path, files.vocabulary, AS_AT, None, tmp_path / "map.yaml")
        return run(export, files, sample=2).audit

    return audit


def test_it_is_asked_of_the_tables_and_their_results(done: Run) -> None:
    """Of seven referrals in an export that covers decisions, nothing is open."""
    found = wanted(done.export.tables, done.results, Batch(done.results.policy, AS_AT))
    assert RULE not in found
    assert [each.name for each in found["WT-assessment"]] == ["referral"]


def lacks(audit: Audit, name: str) -> list[tuple[str, str, bool]]:
    return [(each.kind, each.name, each.recorded) for each in rule(audit, name).wants]


def test_the_event_that_would_meet_a_deadline_is_named(audited: Audited) -> None:
    audit = audited("C-1,referral,2026-03-02", "C-2,referral,2026-03-02")
    assert rule(audit, "WT-referral-decision").counts.cannot_tell == 2
    assert lacks(audit, "WT-referral-decision") == [("event", "referral_decision", False)]
    assert rule(audit, "WT-referral-decision").wants[0].asks.endswith("?")


def test_what_somebody_has_lacks_only_that_everybody_s_is_there(audited: Audited) -> None:
    audit = audited("C-1,referral,2026-03-02", "C-2,referral,2026-03-02", "C-2,referral_decision,2026-03-03")
    assert lacks(audit, "WT-referral-decision") == [("event", "referral_decision", True)]


def test_a_rule_that_can_be_told_of_everybody_lacks_nothing(audited: Audited) -> None:
    rows = ("C-1,referral,2026-03-02", "C-2,referral,2026-03-02", "C-2,referral_decision,2026-03-03")
    audit = audited(*rows, lines="covers: {referral_decision: as_at}\n")
    found = rule(audit, "WT-referral-decision")
    assert (found.counts.met, found.counts.overdue, found.wants) == (1, 1, ())


def test_the_column_that_a_rule_hangs_on_is_named(audited: Audited) -> None:
    rows = ("C-1,section_47_started,2026-03-02", "C-1,strategy_discussion,2026-03-02")
    audit = audited(*rows)
    assert ("fact", "child_protection.conference_needed", False) in lacks(audit, "WT-conference")


def test_an_event_said_to_be_complete_and_found_for_nobody_accuses_nobody(audited: Audited) -> None:
    lines = "covers: {referral_decision: as_at}\nevents: {Outcome agreeed: referral_decision}\n"
    rows = ("C-1,referral,2026-03-02", "C-1,Outcome agreed,2026-03-03", "C-2,referral,2026-03-02")
    audit = audited(*rows, lines=lines)
    found = rule(audit, "WT-referral-decision")
    assert (found.counts.cannot_tell, found.counts.overdue, found.counts.share) == (2, 0, None)
    assert audit.failed == 0
    assert audit.covers == ()
    (unseen,) = audit.unseen
    assert unseen.event == "referral_decision"
    assert "WT-referral-decision" in unseen.rules


def test_a_column_that_is_missing_covers_nothing(audited: Audited) -> None:
    lines = "dates: {referral: Referred, referral_decision: Decidet}\ncovers: {referral_decision: as_at}\n"
    audit = audited("C-1,2026-03-02,2026-03-03", lines=lines, header="child,Referred,Decided")
    assert [(each.kind, each.column) for each in audit.quality if each.column == "Decidet"] == [
        ("missing-column", "Decidet")
    ]
    assert [each.event for each in audit.unseen] == ["referral_decision"]
    assert rule(audit, "WT-referral-decision").counts.overdue == 0


def test_a_column_that_is_blank_for_everybody_covers_nothing(audited: Audited) -> None:
    lines = "dates: {referral: Referred, referral_decision: Decided}\ncovers: {referral_decision: as_at}\n"
    audit = audited("C-1,2026-03-02,", "C-2,2026-03-02,", lines=lines, header="child,Referred,Decided")
    assert [each.event for each in audit.unseen] == ["referral_decision"]
    assert rule(audit, "WT-referral-decision").counts.overdue == 0


def test_a_column_of_nothing_but_rubbish_covers_nothing(audited: Audited) -> None:
    lines = "dates: {referral: Referred, referral_decision: Decided}\ncovers: {referral_decision: as_at}\n"
    audit = audited("C-1,2026-03-02,soon", "C-2,2026-03-02,", lines=lines, header="child,Referred,Decided")
    assert rule(audit, "WT-referral-decision").counts.overdue == 0


def test_nobody_lacks_anything_in_an_export_without_children(audited: Audited) -> None:
    audit = audited(lines="covers: {cin_review: as_at}\n")
    assert all(not each.wants for each in audit.rules)
    assert audit.unseen == (Unseen("cin_review", ()),)


def test_of_a_child_with_very_many_assessments_only_the_latest_are_asked_about(audited: Audited) -> None:
    """A report whose rows are all of one child would else take for ever."""
    starts = [date(2025, 1, 1) + timedelta(days=number) for number in range(300)]
    audit = audited("C-1,referral,2025-01-01", *(f"C-1,assessment_started,{day}" for day in starts))
    assert ("event", "assessment_completed", False) in lacks(audit, "WT-assessment")
