"""The workbook reads back, runs nothing, and says what a sheet cannot hold."""

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import fastexcel
import pytest

from threshold.audit.compare import compare
from threshold.audit.model import Audit
from threshold.audit.render import xlsx
from threshold.audit.render.xlsx import write_xlsx
from threshold.audit.run import Run
from threshold.semantics.closed_lists import FAILED

from ..conftest import FORMULA, MARKUP, RULE, audit_of, summary


def test_the_workbook_reads_back(audit: Audit, done: Run, tmp_path: Path) -> None:
    path = tmp_path / "audit.xlsx"
    write_xlsx(path, done.with_audit(audit))
    book = fastexcel.read_excel(path)
    assert book.sheet_names == ["Summary", "Exceptions", "Data quality"]
    summary = book.load_sheet("Summary", header_row=None).to_polars().rows()
    row = next(row for row in summary if row[0] == RULE)
    assert float(row[3]) == pytest.approx(2 / 6, abs=0.001)
    missed = book.load_sheet("Exceptions").to_polars()
    assert missed["Child"].to_list().count(FORMULA) == 1
    assert MARKUP in missed["Child"].to_list()
    assert sorted(missed["By"].to_list()) == [2, 4, 5, 8]
    quality = book.load_sheet("Data quality").to_polars()
    assert quality["Row"].to_list()[:2] == [13, 14]


def test_the_workbook_has_no_formula_and_quotes_what_looks_like_one(done: Run, tmp_path: Path) -> None:
    path = tmp_path / "audit.xlsx"
    write_xlsx(path, done)
    with ZipFile(path) as book:
        parts = {name: ElementTree.fromstring(book.read(name)) for name in book.namelist()}
    assert not [name for name, part in parts.items() if part.findall(".//{*}f")]
    styles = parts["xl/styles.xml"].findall("{*}cellXfs/{*}xf")
    assert any(style.get("quotePrefix") in ("1", "true") for style in styles)
    assert parts["xl/worksheets/sheet2.xml"].find("{*}autoFilter") is not None


def test_the_workbook_says_what_a_sheet_cannot_hold(
    done: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 1)
    path = tmp_path / "audit.xlsx"
    write_xlsx(path, done)
    book = fastexcel.read_excel(path)
    summary = {row[0]: row[1] for row in book.load_sheet("Summary", header_row=None).to_polars().rows()}
    told = summary["Exceptions"]
    assert told == (
        "4 rows, of which the sheet Exceptions holds the first 1, and 3 are left out; "
        "--results FILE writes every one"
    )
    exceptions = book.load_sheet("Exceptions", header_row=None).to_polars()
    assert (exceptions.height, exceptions[2, 0]) == (3, told)
    sheet = ElementTree.fromstring(ZipFile(path).read("xl/worksheets/sheet2.xml"))
    assert [each.get("ref") for each in sheet.findall("{*}autoFilter")] == ["A1:N2"]
    assert book.load_sheet("Data quality", header_row=None).to_polars()[2, 0] is None


def test_nothing_is_left_of_a_workbook_that_was_interrupted(done: Run, tmp_path: Path) -> None:
    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_xlsx(tmp_path / "audit.xlsx", done, stop)
    assert list(tmp_path.iterdir()) == []


def sheets(run: Run, path: Path) -> dict[str, list[tuple[object, ...]]]:
    """What each sheet of the workbook holds, headings included."""
    write_xlsx(path, run)
    book = fastexcel.read_excel(path)
    return {name: book.load_sheet(name, header_row=None).to_polars().rows() for name in book.sheet_names}


def test_exceptions_are_what_was_missed_by_rules_that_measure_practice(done: Run, tmp_path: Path) -> None:
    told: list[int] = []
    write_xlsx(tmp_path / "audit.xlsx", done, told.append)
    headings, *rows = sheets(done, tmp_path / "audit.xlsx")["Exceptions"]
    assert headings[:4] == ("Rule", "Clauses", "What", "Child")
    assert {row[6] for row in rows} <= {state.replace("_", " ") for state in FAILED}
    assert {row[0] for row in rows} == {rule.rule for rule in done.audit.judged if rule.counts.failed}
    assert sum(told) == len(rows) == sum(rule.counts.failed for rule in done.audit.judged)


def test_the_summary_says_what_changed_beside_each_rule(done: Run, tmp_path: Path) -> None:
    then = replace(
        done.audit,
        as_at="2026-07-14",
        policy=replace(done.audit.policy, digest="other"),
        rules=tuple(
            summary(rule.rule, {"met": 1}) if rule.rule == RULE else rule for rule in done.audit.rules
        ),
    )
    rows = sheets(done.with_audit(compare(done.audit, then)), tmp_path / "audit.xlsx")["Summary"]
    headings = next(row for row in rows if row[0] == "Rule")
    row = next(row for row in rows if row[0] == RULE)
    place = headings.index("Points since 14 July 2026")
    assert float(str(row[place])) == -66.7
    assert str(rows[-1][0]).startswith("The policy is not the same")
    alone = sheets(done, tmp_path / "alone.xlsx")["Summary"]
    assert not [cell for row in alone for cell in row if str(cell).startswith("Points since")]


def test_what_could_not_be_judged_has_no_row_of_figures(done: Run, tmp_path: Path) -> None:
    audit = audit_of(summary("OPEN", {"cannot_tell": 2}), summary("ASKED", {"met": 3}, on_request=True))
    found = sheets(done.with_audit(audit), tmp_path / "audit.xlsx")
    names = [row[0] for row in found["Summary"]]
    assert not {"OPEN", "ASKED"} & set(names)
    assert [name for name in names if str(name).startswith("1 rule could not be judged")]
    assert len(found["Exceptions"]) == 1


def test_a_sheet_that_is_just_full_holds_all(
    done: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 4)
    found = sheets(done, tmp_path / "audit.xlsx")
    assert ("Exceptions", "4 rows, all in the sheet Exceptions") in [row[:2] for row in found["Summary"]]
    assert len(found["Exceptions"]) == 5


def test_a_change_in_points_is_no_percentage(done: Run, tmp_path: Path) -> None:
    """As a percentage it would be shown a hundred times as large."""
    then = replace(done.audit, rules=(summary(RULE, {"met": 1}),))
    write_xlsx(tmp_path / "audit.xlsx", done.with_audit(compare(done.audit, then)))
    sheet = ElementTree.fromstring(ZipFile(tmp_path / "audit.xlsx").read("xl/worksheets/sheet1.xml"))
    styles = {cell.findtext("{*}v"): cell.get("s") for cell in sheet.iter() if cell.tag.endswith("}c")}
    assert styles["-66.7"] is None
    assert styles["0.333333"] is not None
