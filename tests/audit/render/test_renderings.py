"""Every format read back: the same figures in each, and nothing of an export that anything would obey."""

import csv
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import fastexcel
import jsonschema
import pytest

from threshold.audit.compare import compare
from threshold.audit.convention import COUNTING
from threshold.audit.model import Audit
from threshold.audit.render import charts, xlsx
from threshold.audit.render.csv import as_csv
from threshold.audit.render.html import as_html
from threshold.audit.render.json import as_json, read_earlier
from threshold.audit.render.markdown import as_markdown
from threshold.audit.render.text import as_text
from threshold.audit.render.xlsx import write_xlsx
from threshold.audit.run import Run
from threshold.output.escaping import formula
from threshold.reading import BadInput

from ..conftest import FORMULA, MARKUP, RULE

SCHEMA = Path(__file__).parents[3] / "schemas" / "audit.schema.json"
SHARE = "33.3%"


@pytest.fixture(scope="module")
def audit(done: Run) -> Audit:
    return compare(done.audit, done.audit)


def test_json_suits_its_schema_and_reads_back(audit: Audit, tmp_path: Path) -> None:
    jsonschema.validate(json.loads(as_json(audit)), json.loads(SCHEMA.read_text(encoding="utf-8")))
    path = tmp_path / "earlier.json"
    path.write_text(as_json(audit), encoding="utf-8")
    assert read_earlier(path) == audit


@pytest.mark.parametrize("text", ["", "[]", '{"schema": "threshold/audit/1"}', "[" * 100_000, "{"])
def test_what_is_no_earlier_audit(text: str, tmp_path: Path) -> None:
    path = tmp_path / "earlier.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput):
        read_earlier(path)


def test_text_says_what_to_look_at_then_data_quality_then_figures(audit: Audit) -> None:
    text = as_text(audit)
    assert text.startswith(
        "4 of 6 judged by 1 rule were not met, and 3 of them are overdue now; of 1 more it cannot be told.\n"
    )
    assert "13 read = 11 reported + 2 refused; 8 children" in text
    assert text.index("Data quality") < text.index("By rule") < text.index("The worst")
    assert re.search(rf"{RULE} +{SHARE} +28.6% +8 +2 +1 +3 ", text)
    for line in COUNTING:
        assert " ".join(line.split()) in " ".join(text.split())


def test_csv_has_every_rule_and_no_formula(audit: Audit) -> None:
    rows = list(csv.DictReader(StringIO(as_csv(audit))))
    assert [row["rule"] for row in rows] == [rule.rule for rule in audit.rules]
    row = next(row for row in rows if row["rule"] == RULE)
    assert (row["met"], row["late"], row["overdue"], row["late_unit"]) == ("2", "1", "3", "working days")
    assert "Day 0 is the start event" in row["counting"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\r=x"])
def test_what_a_spreadsheet_would_run_is_defused(text: str) -> None:
    assert formula(text) == f"'{text}"
    assert formula(f"a{text}") == f"a{text}"


def test_markdown_has_no_markup_of_the_export(audit: Audit) -> None:
    text = as_markdown(audit)
    assert "<script>" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert SHARE in text
    widths = {line.count(" | ") for line in text.splitlines() if line.startswith(f"| {RULE} | Decision")}
    assert len(widths) >= 1


class _Page(HTMLParser):
    """What a page holds: its tags with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def having(self, attribute: str) -> Iterator[str | None]:
        return (attributes[attribute] for _, attributes in self.tags if attribute in attributes)


def test_the_page_needs_nothing_but_itself(audit: Audit) -> None:
    page = _Page(as_html(audit))
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"script", "link", "img", "iframe", "object", "form"}
    assert not list(page.having("src"))
    assert all(link is not None and link.startswith("#") for link in page.having("href"))
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert {"url(#striped)", "url(#dotted)"} >= set(re.findall(r"url\([^)]*\)", as_html(audit)))


def test_the_page_escapes_what_the_export_holds(audit: Audit) -> None:
    source = as_html(audit)
    assert MARKUP not in source
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in source
    assert FORMULA in "".join(_Page(source).text)


def test_the_page_can_be_read_without_its_charts(audit: Audit) -> None:
    page = _Page(as_html(audit))
    drawn = [attributes for tag, attributes in page.tags if tag == "svg" and "aria-hidden" not in attributes]
    assert len(drawn) >= 2
    assert all(attributes.get("role") == "img" and attributes.get("aria-label") for attributes in drawn)
    tables = [tag for tag, _ in page.tags if tag == "table"]
    assert len(tables) == len([tag for tag, _ in page.tags if tag == "caption"]) > len(drawn)
    ids = list(page.having("id"))
    assert len(ids) == len(set(ids))
    assert {str(link)[1:] for link in page.having("href")} <= set(ids)


def test_a_bar_is_as_long_as_its_share(audit: Audit) -> None:
    drawn = charts.shares(audit.judged)
    missed, met = (
        float(width) for width in re.findall(r'class="(?:missed|met)".*?width="([\d.]+)"', drawn)[:2]
    )
    assert met / missed == pytest.approx(2 / 6, abs=0.001)
    assert "33.3% (2 of 6)" in drawn


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
