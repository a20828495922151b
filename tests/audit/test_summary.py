"""An audit put together: rows that add up, findings, and which rules measure practice."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from threshold.audit.model import Covered
from threshold.audit.run import Run
from threshold.audit.summary import FIRST_ROWS, summarise
from threshold.batch import Batch
from threshold.exports import read_export
from threshold.policy import load_policy

from .conftest import RULE, rule


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


POLICY = load_policy("national").at(date(2026, 8, 14))


@pytest.mark.parametrize(
    ("bears_on", "on_request"),
    [((), False), (("step_up",), True), (("compliance",), False), (("step_up", "compliance"), False)],
)
def test_a_requirement_measures_practice_unless_it_bears_on_requests_alone(
    done: Run, bears_on: tuple[str, ...], on_request: bool
) -> None:
    def bearing(rules: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(replace(each, head=replace(each.head, bears_on=bears_on)) for each in rules)

    (pack,) = POLICY.packs
    changed = replace(pack, requirements=bearing(pack.requirements), deadlines=bearing(pack.deadlines))
    audit = summarise(done.export, done.results, replace(POLICY, packs=(changed,)))
    assert rule(audit, "WT-not-direct").on_request == on_request
    assert not rule(audit).on_request  # a deadline never is


def test_what_bears_on_requests_alone_is_not_told_by_team(done: Run) -> None:
    """Even where something came out of it."""
    checks = dict(done.results.checks)
    met = pl.lit("met").cast(checks[""]["WT-not-direct"].dtype)
    checks[""] = checks[""].with_columns(met.alias("WT-not-direct"))
    audit = summarise(done.export, replace(done.results, checks=checks), POLICY)
    asked = rule(audit, "WT-not-direct")
    assert (asked.counts.met, asked.on_request) == (8, True)
    assert asked.by_team == asked.by_worker == ()
    assert rule(audit).by_team


def test_rules_come_in_the_order_of_the_policy_and_each_is_told_of(done: Run) -> None:
    told: list[None] = []
    wants = {each.rule: each.wants for each in done.audit.rules}
    audit = summarise(done.export, done.results, POLICY, 3, (), lambda: told.append(None), wants)
    order = [each.head.id for pack in POLICY.packs for each in (*pack.deadlines, *pack.requirements)]
    assert [each.rule for each in audit.rules] == order
    assert len(told) == len(order)
    assert audit == done.audit


def test_a_rule_says_where_it_comes_from_and_what_follows(done: Run) -> None:
    found = rule(done.audit)
    assert (found.kind, found.effect, found.beside, found.each) == ("deadline", "warn", "", "referral")
    assert (found.source.pack, found.source.clauses) == ("national", (RULE,))
    assert found.counted == "within 1 working day, from when the referral was received"
    assert rule(done.audit, "WT-not-direct").kind == "requirement"


def test_events_are_complete_for_all_children_but_those_with_entries_that_cannot_be_read(
    tmp_path: Path,
) -> None:
    lines = ["A,referral,2026-03-02", "B,referral,soon", "B,referral,later", "C,cp_review,2026-03-02"]
    (tmp_path / "events.csv").write_text("\n".join(["child,event,on", *lines]), encoding="utf-8")
    columns = (
        "columns: {child: child, event: event, on: on}\ncovers: {referral: as_at, cp_review: 2026-08-01}"
    )
    (tmp_path / "map.yaml").write_text(columns, encoding="utf-8")
    files = load_policy("national")
    where = (tmp_path / "events.csv", files.vocabulary, date(2026, 8, 14), None, tmp_path / "map.yaml")
    export = read_export(*where)
    audit = summarise(export, Batch(POLICY, date(2026, 8, 14)).evaluate(export.tables), POLICY)
    assert audit.children == 3
    assert audit.covers == (Covered("cp_review", "2026-08-01", 3), Covered("referral", "2026-08-14", 2))


def test_findings_of_one_kind_place_and_column_are_one_line_the_most_frequent_first(done: Run) -> None:
    known = done.export.findings
    rows = [(2, "on", 1)] + [(number, "team", 1) for number in range(3, 16)] + [(None, "on", 5)]
    columns = {name: known.schema[name] for name in ("row", "column", "count")}
    findings = pl.DataFrame(rows, columns, orient="row").select(
        pl.lit("unreadable-date").cast(known.schema["kind"]).alias("kind"),
        pl.lit("events").cast(known.schema["place"]).alias("place"),
        *columns,
    )
    first, second = summarise(replace(done.export, findings=findings), done.results, POLICY).quality
    assert (first.column, first.count, first.rows) == ("team", 13, tuple(range(3, 3 + FIRST_ROWS)))
    assert (second.column, second.count, second.rows) == ("on", 6, (2,))
    assert first.meaning == second.meaning != ""


def test_an_audit_is_stamped_with_its_policy_and_its_export(done: Run) -> None:
    audit = done.audit
    assert (audit.policy.name, audit.policy.digest) == ("national", POLICY.digest)
    assert [pack.pack for pack in audit.policy.packs] == ["national"]
    assert (audit.as_at, audit.source.name, audit.children) == ("2026-08-14", "events.csv", 8)


CENSUS = """<Message><Header><ReferenceDate>2026-03-31</ReferenceDate></Header><Children><Child>
<ChildIdentifiers><LAchildID>C-1</LAchildID></ChildIdentifiers>
<CINdetails><CINreferralDate>2025-05-01</CINreferralDate>
<Assessments><AssessmentActualStartDate>2025-06-02</AssessmentActualStartDate>
<AssessmentAuthorisationDate>2025-05-20</AssessmentAuthorisationDate></Assessments></CINdetails>
</Child></Children></Message>
"""


def test_a_finding_on_a_census_names_the_rule_that_objects_to_the_same(tmp_path: Path) -> None:
    (tmp_path / "census.xml").write_text(CENSUS, encoding="utf-8")
    export = read_export(tmp_path / "census.xml", load_policy("national").vocabulary)
    batch = Batch(POLICY, date(2026, 3, 31))
    (found,) = [
        each
        for each in summarise(export, batch.evaluate(export.tables), POLICY).quality
        if each.kind == "negative-duration"
    ]
    assert (found.place, found.also) == ("Assessments", (8608,))
    local = replace(export, source=replace(export.source, format="local events"))
    assert all(not each.also for each in summarise(local, batch.evaluate(export.tables), POLICY).quality)
