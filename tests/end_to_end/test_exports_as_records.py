"""Audits of exports whose records state what belongs to what: nobody accused, nobody reassured falsely."""

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("polars")

from typer.testing import CliRunner

from threshold.cli.main import app

Outcomes = dict[str, int]


def audit(export: Path, *options: str, out: Path | None = None) -> dict[str, Any]:
    """The audit's JSON."""
    out = out or export.parent / "out"
    found = CliRunner().invoke(
        app, ["audit", str(export), "--format", "json", "--out", str(out), "--exit-zero", *options]
    )
    assert found.exit_code == 0, found.output
    (path,) = out.glob("*.json")
    return json.loads(path.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def outcomes(found: dict[str, Any], rule: str) -> Outcomes:
    """How often each outcome of a rule came out, of all that it applies to or may."""
    (told,) = (each for each in found["rules"] if each["rule"] == rule)
    counts = told["counts"]
    skipped = ("n", "judged", "share", "least", "not_applicable")
    return {name: number for name, number in counts.items() if number and name not in skipped}


def element(name: str, *inside: str, **texts: str) -> str:
    held = "".join(f"<{key}>{text}</{key}>" for key, text in texts.items())
    return f"<{name}>{held}{''.join(inside)}</{name}>"


def census(folder: Path, *children: str) -> Path:
    """A census as at 31 March 2025, all on one line, as some systems write it."""
    path = folder / "census.xml"
    named = [
        element("Child", element("ChildIdentifiers", LAchildID=f"C{number}"), child)
        for number, child in enumerate(children, start=1)
    ]
    header = element("Header", element("CollectionDetails", ReferenceDate="2025-03-31"))
    path.write_text(element("Message", header, element("Children", *named)), encoding="utf-8")
    return path


def need(referral: str, *inside: str, **texts: str) -> str:
    return element("CINdetails", *inside, CINreferralDate=referral, **texts)


def assessment(start: str, end: str = "") -> str:
    done = {"AssessmentAuthorisationDate": end} if end else {}
    return element("Assessments", AssessmentActualStartDate=start, **done)


def enquiry(start: str, **texts: str) -> str:
    return element("Section47", S47ActualStartDate=start, **texts)


def test_every_review_in_one_element_counts(tmp_path: Path) -> None:
    days = "2024-04-02", "2024-09-30", "2025-03-03"
    reviews = "".join(f"<CPPreviewDate>{day}</CPPreviewDate>" for day in days)
    plan = element("ChildProtectionPlans", element("Reviews", reviews), CPPstartDate="2024-01-08")
    conference = enquiry("2023-12-20", DateOfInitialCPC="2024-01-08", ICPCnotRequired="0")
    found = audit(census(tmp_path, need("2023-12-18", conference, plan)))
    assert outcomes(found, "WT-first-review") == {"met": 1}
    assert outcomes(found, "WT-next-review") == {"met": 2, "pending": 1}
    assert found["rows"]["read"] == 6  # the episode, the enquiry, the plan, and each review


def test_each_enquiry_has_its_own_conference_and_its_own_answer(tmp_path: Path) -> None:
    late = enquiry("2024-09-02", DateOfInitialCPC="2024-11-01", ICPCnotRequired="0")
    met = enquiry("2024-12-02", DateOfInitialCPC="2024-12-16", ICPCnotRequired="0")
    none, not_held = enquiry("2024-06-03", ICPCnotRequired="1"), enquiry("2024-11-04", ICPCnotRequired="0")
    found = audit(census(tmp_path, need("2024-09-01", late, met), need("2024-06-01", none, not_held)))
    assert outcomes(found, "WT-conference") == {"met": 1, "late": 1, "overdue": 1}


def test_overlapping_assessments_each_have_their_own_end(tmp_path: Path) -> None:
    long, short = assessment("2024-01-02", "2024-07-31"), assessment("2024-02-01", "2024-03-01")
    found = audit(census(tmp_path, need("2024-01-02", long, short)))
    assert outcomes(found, "WT-assessment") == {"met": 1, "late": 1}
    assert "overlap" in {each["kind"] for each in found["quality"]}


def test_an_assessment_that_starts_before_its_referral_is_counted_and_told(tmp_path: Path) -> None:
    found = audit(census(tmp_path, need("2024-06-10", assessment("2024-06-03", "2024-11-29"))))
    assert outcomes(found, "WT-assessment") == {"late": 1}
    assert "starts-before" in {each["kind"] for each in found["quality"]}


def test_what_is_left_open_ends_with_its_referral_and_is_told(tmp_path: Path) -> None:
    before = need("2024-06-03", assessment("2024-06-03"), CINclosureDate="2024-06-20")
    after = need("2024-06-03", assessment("2024-06-03"), CINclosureDate="2024-08-16")
    done = need("2024-06-03", assessment("2024-06-03", "2024-07-01"))
    found = audit(census(tmp_path, before, after, done))
    assert outcomes(found, "WT-assessment") == {"ended": 1, "missed": 1, "met": 1}
    assert [each["count"] for each in found["quality"] if each["kind"] == "left-open"] == [2]


def test_an_assessment_is_not_judged_by_the_enquiry_of_a_later_referral(tmp_path: Path) -> None:
    first = need("2024-01-08", assessment("2024-01-08", "2024-02-05"), CINclosureDate="2024-03-01")
    later = enquiry("2024-09-16", DateOfInitialCPC="2024-09-27", ICPCnotRequired="0")
    found = audit(census(tmp_path, first + need("2024-09-02", later)))
    assert not {"late", "overdue", "missed", "met"} & outcomes(found, "RBC-2.8c").keys()


def events(folder: Path, *rows: str) -> Path:
    path = folder / "events.csv"
    path.write_text("\n".join(["child_id,event,date,ref_id", *rows, ""]), encoding="utf-8")
    covers = "{assessment_completed: as_at, referral: as_at, referral_closed: as_at}"
    text = f"columns: {{child: child_id, event: event, on: date, ref: ref_id}}\ncovers: {covers}\n"
    path.with_name("events.columns.yaml").write_text(text, encoding="utf-8")
    return path


def test_references_of_a_local_export_link_start_and_end(tmp_path: Path) -> None:
    rows = [
        "K1,referral,2024-01-02,",
        "K1,assessment_started,2024-01-02,A",
        "K1,assessment_started,2024-02-01,B",
        "K1,assessment_completed,2024-03-01,B",
        "K1,assessment_completed,2024-07-31,A",
    ]
    found = audit(events(tmp_path, *rows), "--as-at", "2024-12-31")
    assert outcomes(found, "WT-assessment") == {"met": 1, "late": 1}
    assert {"episode": "assessment", "linked": 2, "by_date": 0} in found["paired"]


def test_late_from_its_own_start_is_late_whenever_it_was_referred(tmp_path: Path) -> None:
    rows = [
        "K1,assessment_started,2023-11-06,A",
        "K1,assessment_completed,2024-08-30,A",
        "K2,assessment_started,2024-06-03,B",
        "K2,assessment_completed,2024-07-01,B",
    ]
    path = events(tmp_path, *rows)
    path.with_name("events.columns.yaml").write_text(
        "columns: {child: child_id, event: event, on: date, ref: ref_id}\n", encoding="utf-8"
    )
    found = audit(path, "--as-at", "2024-12-31")
    assert outcomes(found, "WT-assessment") == {"late": 1, "cannot_tell": 1}


def kinds(found: dict[str, Any]) -> set[str]:
    return {each["kind"] for each in found["quality"]}


def test_what_ends_before_it_begins_cannot_be_told_and_still_counts_as_one(tmp_path: Path) -> None:
    backward = need("2023-12-01", assessment("2024-05-01", "2024-04-01"))
    found = audit(census(tmp_path, backward, need("2023-12-01", assessment("2023-12-05", "2023-12-14"))))
    assert outcomes(found, "WT-assessment") == {"met": 1, "cannot_tell": 1}
    assert "negative-duration" in kinds(found)


def test_a_conference_before_its_enquiry_is_counted_as_it_stands(tmp_path: Path) -> None:
    early = enquiry("2023-12-05", DateOfInitialCPC="2023-12-04", ICPCnotRequired="0")
    plan = element(
        "ChildProtectionPlans", element("Reviews", CPPreviewDate="2024-02-01"), CPPstartDate="2023-12-04"
    )
    found = audit(census(tmp_path, need("2023-12-01", early, plan)))
    assert outcomes(found, "WT-conference") == {"early": 1}
    assert outcomes(found, "WT-first-review") == {"met": 1}
    assert "comes-before" in kinds(found)


def test_what_began_on_a_day_that_cannot_be_read_is_one_all_the_same(tmp_path: Path) -> None:
    unread = assessment("unknown", "2024-03-01")
    later = assessment("2024-01-05", "2024-02-01")
    found = audit(census(tmp_path, need("2023-12-01", unread, later)))
    assert sum(outcomes(found, "WT-assessment").values()) == 2
    assert "missing-start" not in kinds(found)


def test_numbers_of_each_kind_of_work_do_not_say_what_belongs_to_what(tmp_path: Path) -> None:
    rows = [
        "K1,referral,2023-04-17,1",
        "K1,assessment_started,2023-06-02,2",
        "K1,assessment_completed,2023-08-03,2",
        "K1,referral,2024-01-18,2",
    ]
    found = audit(events(tmp_path, *rows), "--as-at", "2024-12-31")
    assert outcomes(found, "WT-assessment") == {"late": 1}
    assert [each["count"] for each in found["quality"] if each["kind"] == "numbered-apart"] == [1]


def test_nobody_is_overdue_for_what_stands_under_another_spelling(tmp_path: Path) -> None:
    rows = [
        "C-001,referral,2026-01-05,",
        "C-001,assessment_started,2026-01-06,",
        "c-001,assessment_completed,2026-03-09,",
        "C-002,referral,2026-01-05,",
        "C-002,assessment_started,2026-01-06,",
    ]
    found = audit(events(tmp_path, *rows), "--as-at", "2026-06-01")
    assert outcomes(found, "WT-assessment") == {"cannot_tell": 2, "overdue": 1}
    assert [each["count"] for each in found["quality"] if each["kind"] == "alike-reference"] == [2]


def test_one_assessment_authorised_twice_is_one_that_cannot_be_told(tmp_path: Path) -> None:
    rows = [
        "C,referral,2026-01-05,",
        "C,assessment_started,2026-01-06,A1",
        "C,assessment_completed,2026-03-09,A1",
        "C,assessment_completed,2026-03-20,A1",
        "D,referral,2026-01-05,",
        "D,assessment_started,2026-01-06,A1",
        "D,assessment_completed,2026-03-09,A1",
    ]
    found = audit(events(tmp_path, *rows), "--as-at", "2026-06-01")
    assert outcomes(found, "WT-assessment") == {"cannot_tell": 1, "met": 1}
    assert [each["count"] for each in found["quality"] if each["kind"] == "several-ends"] == [2]


def test_an_end_before_the_only_start_is_neither_early_nor_is_the_start_overdue(tmp_path: Path) -> None:
    rows = [
        "C,referral,2026-01-05,",
        "C,assessment_started,2026-01-06,",
        "C,assessment_completed,2026-01-04,",
        "D,referral,2026-01-05,",
        "D,assessment_started,2026-01-06,",
        "D,assessment_completed,2026-03-09,",
    ]
    found = audit(events(tmp_path, *rows), "--as-at", "2026-06-01")
    assert outcomes(found, "WT-assessment") == {"cannot_tell": 1, "met": 1}


def test_nobody_is_overdue_beside_an_end_whose_reference_is_another(tmp_path: Path) -> None:
    rows = [
        "C,referral,2026-01-05,",
        "C,assessment_started,2026-01-06,A1",
        "C,assessment_completed,2026-03-09,a1",
        "D,referral,2026-01-05,",
        "D,assessment_started,2026-01-06,B1",
        "D,assessment_completed,2026-03-09,B1",
        "E,referral,2026-01-05,",
        "E,assessment_started,2026-01-06,C1",
    ]
    found = audit(events(tmp_path, *rows), "--as-at", "2026-06-01")
    told = outcomes(found, "WT-assessment")
    assert (told["overdue"], told["met"]) == (1, 1)
    assert told["cannot_tell"] >= 1


def wide(folder: Path, headers: str, map_: str, *rows: str) -> Path:
    path = folder / "work.csv"
    path.write_text("\n".join([headers, *rows, ""]), encoding="utf-8")
    path.with_name("work.columns.yaml").write_text(f"columns: {{child: ID}}\n{map_}", encoding="utf-8")
    return path


def test_a_row_without_any_date_that_is_read_takes_no_cover_away(tmp_path: Path) -> None:
    map_ = """\
dates: {cin_plan_started: Start, cin_plan_ended: End, cin_review: Review}
covers: {cin_plan_started: as_at, cin_plan_ended: as_at, cin_review: as_at}
"""
    rows = "A,2024-01-10,,,", "A,,,,2024-01-19", "B,2024-01-10,2024-09-01,2024-02-01,"
    found = audit(wide(tmp_path, "ID,Start,End,Review,Other", map_, *rows), "--as-at", "2024-12-31")
    assert outcomes(found, "RBC-2.9a")["overdue"] == 1
    assert (found["rows"]["refused"], found["rows"]["left_out"]) == (0, 1)


def test_what_a_row_says_is_of_its_enquiry_whatever_else_the_map_names(tmp_path: Path) -> None:
    map_ = """\
dates:
  {section_47_started: Enquiry, strategy_discussion: Talk, cp_conference: Held, assessment_started: Start}
facts: {child_protection.conference_needed: {column: Needed}}
covers: {section_47_started: as_at, strategy_discussion: as_at, cp_conference: as_at}
"""
    rows = (
        "A,Yes,2024-01-20,2024-01-19,2024-04-16,",
        "A,No,2024-06-20,2024-06-20,,",
        "B,Yes,2024-01-20,2024-01-19,2024-04-16,2024-01-10",
        "B,No,2024-06-20,2024-06-20,,",
    )
    found = audit(wide(tmp_path, "ID,Needed,Enquiry,Talk,Held,Start", map_, *rows), "--as-at", "2024-12-31")
    assert outcomes(found, "WT-conference") == {"late": 2}


PUBLIC = Path(__file__).parents[2].parent / "shared" / "public-inputs"
EXPECTED: dict[str, tuple[str, dict[str, Outcomes]]] = {
    "PR-01": ("census.xml", {"WT-first-review": {"met": 1}, "WT-next-review": {"met": 1, "ended": 1}}),
    "PR-03": ("census.xml", {"WT-conference": {"late": 1, "met": 1}}),
    "PR-05": ("census.xml", {"WT-conference": {"met": 2, "overdue": 1}}),
    "PR-07": ("census.xml", {"WT-assessment": {"late": 3, "met": 1}}),
    "PR-09": ("events.csv", {"WT-assessment": {"late": 1, "met": 1}}),
    "PR-11": ("census.xml", {"WT-assessment": {"late": 1, "met": 1}}),
    "PR-13": ("annex-a.xlsx", {"WT-assessment": {"late": 1}}),
    "PR-15": ("census.xml", {"WT-assessment": {"ended": 1, "met": 1}}),
    "PR-18": ("annex-a.xlsx", {"WT-assessment": {"late": 1}}),
    "PR-20": ("annex-a.xlsx", {"WT-assessment": {"met": 1}}),
    "PR-23": ("annex-a.xlsx", {"WT-conference": {"met": 3}}),
    "PR-26": ("census-tables", {"WT-assessment": {"met": 1, "late": 1}, "WT-conference": {"met": 1}}),
}


@pytest.mark.skipif(not PUBLIC.is_dir(), reason="the public inputs do not lie beside the project")
@pytest.mark.parametrize("name", EXPECTED)
def test_what_others_reported_comes_out_right(tmp_path: Path, name: str) -> None:
    file, wanted = EXPECTED[name]
    day = "2025-03-31" if file == "census-tables" else "2024-12-31"
    options = () if file == "census.xml" else ("--as-at", day)
    found = audit(PUBLIC / name / file, *options, out=tmp_path)
    assert {rule: outcomes(found, rule) for rule in wanted} == wanted
