"""The short sheets of the workbook say in words what they hold."""

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import fastexcel
from xlsxwriter import Workbook

from threshold.audit.compare import compare
from threshold.audit.model import Audit, Measure, MeasurePart, Month, Spread, Wanted
from threshold.audit.render import sheet_pages as pages
from threshold.audit.tally import counts
from threshold.output.sheet import Sheets

from ..conftest import audit_of, summary

WIDE = (20,) * 30
OTHER = replace(audit_of().policy, digest="other")


def written(path: Path, audit: Audit) -> dict[str, list[tuple[object, ...]]]:
    with Workbook(path) as book:
        sheets = Sheets(book, "Title")
        pages.summary(sheets.add(pages.SUMMARY, (20, 80)), audit, [("Exceptions", "none")])
        pages.charts(sheets.add(pages.CHARTS, (80, 80), upright=True), sheets, audit)
        pages.by_rule(sheets.add(pages.BY_RULE, WIDE), audit)
        pages.over_time(sheets.add(pages.OVER_TIME, WIDE), audit)
        pages.lengths(sheets.add(pages.LENGTHS, WIDE), audit)
        pages.not_judged(sheets.add(pages.NOT_JUDGED, WIDE), audit)
        pages.lacking(sheets.add(pages.LACKING, WIDE), audit)
        pages.counting(sheets.add(pages.COUNTING, (20, 80)), audit)
    read = fastexcel.read_excel(path)
    tables = {name: read.load_sheet(name, header_row=None).to_polars() for name in read.sheet_names}
    return {name: [tuple(map(value, row)) for row in table.rows()] for name, table in tables.items()}


def value(cell: object) -> object:
    """What a cell holds: below its heading, a number is read as text."""
    try:
        number = float(str(cell))
    except ValueError:
        return cell
    return int(number) if number.is_integer() else number


def test_the_summary_says_what_it_is_of_and_what_to_look_at(tmp_path: Path) -> None:
    rows = written(tmp_path / "a.xlsx", audit_of(summary("R", {"met": 1, "late": 2})))[pages.SUMMARY]
    told = {row[0]: row[1] for row in rows}
    assert rows[0][0] == "Children's services: timeliness of work on cases, as at 14 August 2026"
    assert told["In short"] == "2 of 3 judged by 1 rule were not met, and 0 of them are overdue now."
    assert told["Policy"] == "Small (p, version 1)"
    assert str(told["Period"]).startswith("all that the export holds, up to 14 August 2026")
    assert told["Look at first"] == "Something is done (R): 2 of 3 judged were not met, 33.3% were."
    assert told["Exceptions"] == "none"


def test_rules_are_told_in_words_with_what_cannot_be_told(tmp_path: Path) -> None:
    rule = summary("R", {"met": 97, "late": 10, "cannot_tell": 600, "conflict": 23, "early": 4, "ended": 3})
    headings, row = written(tmp_path / "a.xlsx", audit_of(rule))[pages.BY_RULE]
    told = dict(zip(headings, row, strict=True))
    assert (told["What"], told["Rule"]) == ("Something is done", "R")
    assert (told["Judged"], told["Not met in all"], told["Cannot tell in all"]) == (107, 10, 623)
    assert told["Neither way in all"] == 7


def test_each_month_stands_in_a_row_of_its_own(tmp_path: Path) -> None:
    months = (Month("2026-05", counts({"met": 3, "late": 1})), Month("2026-06", counts({"pending": 1})))
    audit = audit_of(summary("R", {"met": 3}, months=months))
    headings, *rows = written(tmp_path / "a.xlsx", audit)[pages.OVER_TIME]
    assert headings[:5] == ("What", "Rule", "Due in", "Share met", "Judged")
    assert rows == [("Something is done", "R", "May 2026", 0.75, 4, 3, 1, 0, 0)]


def test_what_lacks_is_counted_in_numbers(tmp_path: Path) -> None:
    wants = (Wanted("event", "cin_review", "Was it?", False),)
    found = written(tmp_path / "a.xlsx", audit_of(summary("R", {"cannot_tell": 7}, wants=wants)))
    assert found[pages.LACKING][1] == ("event Child in Need review", "cin_review", 1, "1 rule", "R")
    assert found[pages.NOT_JUDGED][1][:4] == (
        "R",
        "Something is done",
        "within 5 working days, from referral received",
        7,
    )


def test_how_long_it_took_is_told_in_all_by_month_and_by_team(tmp_path: Path) -> None:
    spread, few = Spread(1200, 12.5, 90, 1000, 0.833333), Spread(2, 3, 4, 2, 1.0)
    parts = ((MeasurePart("2026-03", few),), (MeasurePart("North", few),))
    measure = Measure("m", "M", "from a to b", "enquiry", "days", 15, spread, 3, 2, 1, *parts, not_needed=4)
    headings, *rows = written(tmp_path / "a.xlsx", audit_of(measures=(measure,)))[pages.LENGTHS]
    everything, month, team = (dict(zip(headings, row, strict=True)) for row in rows)
    told = (
        "By",
        "Measured",
        "Within limit",
        "Longer",
        "Share within",
        "Median",
        "None needed",
        "No end on record",
    )
    assert [everything[name] for name in told] == ["All", 1200, 1000, 200, 0.833, 12.5, 4, 3]
    assert [(each["By"], each["Which"], each["Measured"]) for each in (month, team)] == [
        ("Done in", "2026-03", 2),
        ("Team", "North", 2),
    ]
    assert everything["Counted"] == "from a to b"


def test_how_it_is_counted_stands_in_the_workbook_too(tmp_path: Path) -> None:
    rows = written(tmp_path / "a.xlsx", audit_of())[pages.COUNTING]
    assert ("How it is counted", "Day 0 is the day of the event that starts the clock.") in rows
    assert [row for row in rows if row[0] == "These figures"]


def test_what_changed_stands_beside_each_rule_and_the_chart_still_finds_what_was_met(tmp_path: Path) -> None:
    then = audit_of(summary("R", {"met": 1}), policy=audit_of().policy, as_at="2026-07-14")
    other = compare(audit_of(summary("R", {"met": 1, "late": 1}), children=9), then)
    found = written(tmp_path / "a.xlsx", other)
    told = dict(zip(*found[pages.BY_RULE], strict=True))
    assert (told["Points since 14 July 2026"], told["Met"], told["Late"]) == (-50, 1, 1)
    drawn = ElementTree.fromstring(ZipFile(tmp_path / "a.xlsx").read("xl/charts/chart1.xml"))
    met = [each.text for each in drawn.iter() if each.tag.endswith("}f")][1]
    assert met == "'By rule'!$L$2"
    assert found[pages.BY_RULE][0][11] == "Met"


def test_what_makes_two_audits_hard_to_compare_is_told(tmp_path: Path) -> None:
    then = replace(audit_of(summary("R", {"met": 1})), as_at="2026-07-14", policy=OTHER)
    found = written(tmp_path / "a.xlsx", compare(audit_of(summary("R", {"met": 1})), then))
    assert [row for row in found[pages.SUMMARY] if row[0] == "Compared"]
