"""The workbook reads back, runs nothing, and says what a sheet cannot hold."""

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import fastexcel
import pytest

from threshold.audit.compare import compare
from threshold.audit.model import Audit, Month
from threshold.audit.render import xlsx
from threshold.audit.render.xlsx import write_xlsx
from threshold.audit.run import Run
from threshold.audit.tally import counts
from threshold.semantics.closed_lists import FAILED

from ..conftest import FORMULA, MARKUP, RULE, audit_of, summary


def test_the_workbook_reads_back(audit: Audit, done: Run, tmp_path: Path) -> None:
    path = tmp_path / "audit.xlsx"
    write_xlsx(path, done.with_audit(audit))
    book = fastexcel.read_excel(path)
    assert book.sheet_names == [
        *("Summary", "Charts", "By rule", "Over time", "Exceptions", "Data quality", "How long it took"),
        *("Not judged", "What is lacking", "How it is counted"),
    ]
    rules = book.load_sheet("By rule").to_polars()
    (row,) = rules.filter(rules["Rule"] == RULE).to_dicts()
    assert row["What"] == "Decision on the referral"
    assert row["Share met"] == pytest.approx(2 / 6, abs=0.001)
    assert (row["n"], row["Judged"], row["Met"], row["Not met in all"]) == (7, 6, 2, 4)
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
    sheets = [name for name in parts if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 10
    assert not [name for name in sheets if parts[name].findall(".//{*}f")]
    styles = parts["xl/styles.xml"].findall("{*}cellXfs/{*}xf")
    assert any(style.get("quotePrefix") in ("1", "true") for style in styles)
    assert parts["xl/worksheets/sheet5.xml"].find("{*}autoFilter") is not None


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
    sheet = ElementTree.fromstring(ZipFile(path).read("xl/worksheets/sheet5.xml"))
    assert [each.get("ref") for each in sheet.findall("{*}autoFilter")] == ["A1:N2"]
    assert book.load_sheet("Data quality", header_row=None).to_polars().height == 2


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
    found = sheets(done.with_audit(compare(done.audit, then)), tmp_path / "audit.xlsx")
    rows = found["By rule"]
    headings, row = rows[0], next(row for row in rows if row[1] == RULE)
    place = headings.index("Points since 14 July 2026")
    assert float(str(row[place])) == -66.7
    notes = [str(row[1]) for row in found["Summary"] if row[0] == "Compared"]
    assert [note for note in notes if note.startswith("The policy is not the same")]
    alone = sheets(done, tmp_path / "alone.xlsx")["By rule"]
    assert not [cell for row in alone for cell in row if str(cell).startswith("Points since")]


def test_what_could_not_be_judged_has_no_row_of_figures(done: Run, tmp_path: Path) -> None:
    audit = audit_of(summary("OPEN", {"cannot_tell": 2}), summary("ASKED", {"met": 3}, on_request=True))
    found = sheets(done.with_audit(audit), tmp_path / "audit.xlsx")
    assert len(found["By rule"]) == 1
    assert [row[0] for row in found["Not judged"]] == ["Rule", "OPEN"]
    assert [row for row in found["Summary"] if str(row[1]).startswith("1 rule could not be judged")]
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
    sheet = ElementTree.fromstring(ZipFile(tmp_path / "audit.xlsx").read("xl/worksheets/sheet3.xml"))
    styles = {cell.findtext("{*}v"): cell.get("s") for cell in sheet.iter() if cell.tag.endswith("}c")}
    formats = ElementTree.fromstring(ZipFile(tmp_path / "audit.xlsx").read("xl/styles.xml"))
    codes = {each.get("numFmtId"): str(each.get("formatCode")) for each in formats.findall(".//{*}numFmt")}
    used = [codes.get(each.get("numFmtId"), "") for each in formats.findall("{*}cellXfs/{*}xf")]
    assert "%" not in used[int(styles["-66.7"] or 0)]
    assert "%" in used[int(styles["0.333333"] or 0)]


def parts(run: Run, path: Path) -> dict[str, ElementTree.Element]:
    """Each part of the workbook that is XML."""
    write_xlsx(path, run)
    with ZipFile(path) as book:
        return {name: ElementTree.fromstring(book.read(name)) for name in book.namelist()}


def test_every_sheet_is_ready_to_be_printed(done: Run, tmp_path: Path) -> None:
    found = parts(done, tmp_path / "audit.xlsx")
    for name, sheet in found.items():
        if not name.startswith("xl/worksheets/sheet"):
            continue
        (setup,) = sheet.findall("{*}pageSetup")
        assert setup.get("paperSize") == "9"  # A4
        upright = name.endswith("sheet2.xml")
        assert setup.get("orientation") == ("portrait" if upright else "landscape")
        assert (setup.get("fitToWidth") or "1", setup.get("fitToHeight") or "1") == (
            "1",
            "1" if upright else "0",
        )
        assert "page &P of &N" in (sheet.findtext("{*}headerFooter/{*}oddFooter") or "")
    names = found["xl/workbook.xml"].findall("{*}definedNames/{*}definedName")
    areas = [each.text for each in names if each.get("name") == "_xlnm.Print_Area"]
    repeated = [each.text for each in names if each.get("name") == "_xlnm.Print_Titles"]
    assert len(areas) == 10
    assert "Exceptions!$A$1:$N$5" in areas
    assert f"'By rule'!$A$1:$P${len(done.audit.judged) + 1}" in areas  # down to what is still open
    assert "Exceptions!$1:$1" in repeated
    assert len(repeated) == 7


def test_charts_are_drawn_from_cells_and_read_without_colour(done: Run, tmp_path: Path) -> None:
    found = parts(done, tmp_path / "audit.xlsx")
    chart = found["xl/charts/chart1.xml"]
    series = chart.findall(".//{*}ser")
    names = ["".join(each.findtext("{*}tx//{*}v") or "") for each in series]
    assert names == ["met", "not met", "cannot be told"]
    assert len({each.find("{*}spPr/{*}pattFill").get("prst") for each in series[1:]}) == 2  # type: ignore[union-attr]
    referred = {str(each.text) for each in chart.iter() if each.tag.endswith("}f")}
    assert all(each.startswith("'By rule'!") for each in referred)
    (drawing,) = [part for name, part in found.items() if name.startswith("xl/drawings/drawing")]
    said = [str(each.get("descr")) for each in drawing.iter() if each.tag.endswith("}cNvPr")]
    assert said[0].startswith(
        "What was met, by rule; the sheet By rule has the numbers. Decision on the referral"
    )


def test_a_chart_of_months_takes_those_that_are_over(done: Run, tmp_path: Path) -> None:
    months = tuple(Month(f"2026-{n:02}", counts({"met": 4, "late": 2})) for n in range(3, 10))
    first = summary(RULE, {"met": 3}, months=months[:1])
    audit = audit_of(first, summary("WT-assessment", {"met": 30}, months=months), as_at="2026-08-14")
    found = parts(done.with_audit(audit), tmp_path / "audit.xlsx")
    referred = [each.text for each in found["xl/charts/chart2.xml"].iter() if each.tag.endswith("}f")]
    assert referred == ["'Over time'!$C$3:$C$7", "'Over time'!$D$3:$D$7"]
    rows = sheets(done.with_audit(audit), tmp_path / "audit.xlsx")["Over time"]
    assert [row[1:3] for row in rows[2:7]][-1] == ("WT-assessment", "July 2026")


def test_a_title_that_is_long_goes_into_a_footer(done: Run, tmp_path: Path) -> None:
    source = replace(done.audit, policy=replace(done.audit.policy, title="P & Q " * 100))
    sheet = parts(done.with_audit(source), tmp_path / "audit.xlsx")["xl/worksheets/sheet1.xml"]
    assert 0 < len(sheet.findtext("{*}headerFooter/{*}oddFooter") or "") <= 255


def test_a_workbook_of_nothing_has_no_chart(done: Run, tmp_path: Path) -> None:
    found = parts(done.with_audit(audit_of()), tmp_path / "audit.xlsx")
    assert not [name for name in found if name.startswith("xl/charts/")]
