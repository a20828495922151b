"""A small export that every test here can count by hand, hostile references included."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("polars")

from threshold.audit.convention import COUNTING
from threshold.audit.model import SCHEMA, Audit, Rows, RuleSummary, SourceStamp
from threshold.audit.run import Run, run
from threshold.audit.tally import counts
from threshold.cli.main import main
from threshold.decisions.model import Citation, PolicyStamp
from threshold.exports import read_export
from threshold.policy import load_policy

AS_AT = "2026-08-14"
FORMULA, MARKUP, PATH = "=cmd()", "<script>alert(1)</script>", "a/../../x"

# Decisions on referrals: within 1 working day, day 0 being the referral's.
EVENTS = f"""child_id,event,date,team,worker,status
IN-TIME,referral,2026-03-02,North,W1,held
IN-TIME,referral_decision,2026-03-03,North,W1,held
EASTER,referral,2026-04-02,North,W1,held
EASTER,referral_decision,2026-04-07,North,W1,held
LATE,referral,2026-03-02,North,W2,held
LATE,referral_decision,2026-03-05,North,W2,held
OPEN,referral,2026-08-13,South,W3,held
{FORMULA},referral,2026-08-03,=South(),W3,held
{MARKUP},referral,2026-08-06,{MARKUP},W3,held
{PATH},referral,2026-08-07,South,W3,held
NOBODY,assessment_started,2026-08-03,South,W3,held
NOBODY,network_meeting,soon,South,W3,held
,referral,2026-08-03,South,W3,held
"""
COLUMNS = """columns: {child: child_id, event: event, on: date, team: team, worker: worker, status: status}
covers: {referral_decision: as_at}
"""
RULE = "WT-referral-decision"


@pytest.fixture(scope="session")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    (folder / "map.yaml").write_text(COLUMNS, encoding="utf-8")
    path = folder / "events.csv"
    path.write_text(EVENTS, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def done(export: Path) -> Run:
    """The export, evaluated under the national rules."""
    files = load_policy("national")
    read = read_export(export, files.vocabulary, date(2026, 8, 14), None, export.with_name("map.yaml"))
    return run(read, files, sample=3)


SUMMARY = RuleSummary(
    rule="R",
    title="Something is done",
    kind="deadline",
    source=Citation("p", "A paper", ("P-1",)),
    counted="within 5 working days, from referral received",
    each="",
    without=0,
    effect="warn",
    beside="",
    on_request=False,
    counts=counts({}),
    lateness=(),
    months=(),
    worst=(),
    by_team=(),
    by_worker=(),
)


def summary(rule: str, outcomes: Mapping[str, int], **changed: Any) -> RuleSummary:
    """A rule's summary of these outcomes; whatever else it says is made up."""
    return replace(SUMMARY, rule=rule, counts=counts(outcomes), **changed)


def audit_of(*rules: RuleSummary, **changed: Any) -> Audit:
    """An audit of these rules, of ten rows and eight children."""
    made = Audit(
        schema=SCHEMA,
        as_at=AS_AT,
        source=SourceStamp("events", "events.csv", "--as-at", (), ()),
        policy=PolicyStamp("p", "Small", "1", "d" * 64, ()),
        counting=COUNTING,
        rows=Rows(read=10, reported=9, refused=1),
        children=8,
        covers=(),
        replayed=3,
        quality=(),
        rules=rules,
    )
    return replace(made, **changed)


def rule(audit: Audit, name: str = RULE) -> RuleSummary:
    return next(each for each in audit.rules if each.rule == name)


@pytest.fixture
def threshold(
    export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """`threshold audit` on the export in a folder of its own: its exit status, what it printed, and said."""
    monkeypatch.chdir(tmp_path)

    def call(*options: str, path: Path = export) -> tuple[int, str, str]:
        given = ["--map", str(export.with_name("map.yaml"))] if "--map" not in options else []
        words = ["audit", str(path), *given, "--as-at", AS_AT, "--policy", "national", "--sample", "2"]
        monkeypatch.setattr(sys, "argv", ["threshold", *words, *options])
        status = main()
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return call
