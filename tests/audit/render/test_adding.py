"""What is printed beside n adds up to it, in every format and both editions."""

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import fastexcel
import pytest
from xlsxwriter import Workbook

from threshold.audit.edition import for_board
from threshold.audit.model import Audit
from threshold.audit.render import adding, rendered
from threshold.audit.render import sheet_pages as pages
from threshold.audit.suppress import suppress
from threshold.audit.tally import counts
from threshold.output.sheet import Sheets
from threshold.semantics.closed_lists import AUDIT_STATES

from ..conftest import audit_of, summary

# Every outcome in some rule, each by another number, so that one left out of a sum is seen.
ALL = {state: 2**place for place, state in enumerate(AUDIT_STATES)}
SOME = (
    {"met": 35, "late": 5},
    {"met": 9, "ended": 22, "cannot_tell": 3},
    {"late": 1, "early": 35, "paused": 2},
)
OPEN = {"cannot_tell": 9, "conflict": 4, "pending": 7, "early": 5, "no_limit": 6}
N = [sum(ALL.values()) - ALL["not_applicable"], 40, 34, 38]
Rows = list[dict[str, str]]


def made() -> Audit:
    judged = [summary(f"R-{place}", each) for place, each in enumerate((ALL, *SOME))]
    return audit_of(*judged, summary("OPEN", OPEN))


class _Tables(HTMLParser):
    """The tables of a page: of each, its rows of cells, headings first."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[list[list[str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.found.append([])
        elif tag == "tr":
            self.found[-1].append([])
        elif tag in ("td", "th"):
            self.found[-1][-1].append("")

    def handle_data(self, data: str) -> None:
        if self.found and self.found[-1] and self.found[-1][-1]:
            self.found[-1][-1][-1] += data.strip()


def by_heading(table: list[list[str]]) -> Rows:
    headings, *rows = table
    return [dict(zip(headings, row, strict=True)) for row in rows]


def of_html(page: str) -> Iterator[Rows]:
    yield from (by_heading(table) for table in _Tables(page).found if "n" in table[0])


def of_markdown(text: str) -> Iterator[Rows]:
    tables = re.findall(r"(?:^\|.*\|\n)+", text, re.MULTILINE)
    for table in tables:
        rows = [line.strip("| ").split(" | ") for line in table.splitlines() if not line.startswith("| --")]
        rows = [[cell.strip() for cell in row] for row in rows]
        if "n" in rows[0]:
            yield by_heading([row + [""] * (len(rows[0]) - len(row)) for row in rows])


def number(cell: str) -> int:
    """The first number of a cell: `24: 2 early, 22 ended before due` are 24."""
    found = re.match(r"[\d,]+", cell)
    return int(found.group().replace(",", "")) if found else 0


def beside_n(row: dict[str, str]) -> int:
    """All that stands to the right of n and is neither a share nor a word."""
    names = list(row)
    return sum(
        number(row[name]) for name in names[names.index("n") + 1 :] if name not in ("Share met", "At least")
    )


@pytest.mark.parametrize("edition", ["team", "board"])
@pytest.mark.parametrize("format_", ["html", "markdown"])
def test_what_stands_beside_n_in_a_table_is_n(format_: str, edition: str) -> None:
    audit = for_board(made()) if edition == "board" else made()
    printed = rendered(audit, format_)
    tables = list(of_html(printed) if format_ == "html" else of_markdown(printed))
    assert [number(row["n"]) for row in tables[0]] == N
    assert len(tables) == (
        2 if (format_, edition) == ("html", "team") else 1
    )  # what could not be judged, too
    for row in (row for table in tables for row in table):
        assert beside_n(row) == number(row["n"]), row
    assert "n is all that a rule applies to" in printed


@pytest.mark.parametrize("edition", ["team", "board"])
def test_the_text_says_n_as_a_sum(edition: str) -> None:
    audit = for_board(made()) if edition == "board" else made()
    text = re.sub(r"\s+", " ", rendered(audit, "text"))
    sums = re.findall(r"n ([\d,]+) = ([\d,]+ [a-z ]+?(?: \+ [\d,]+ [a-z ]+?)*)(?:;| \d| n )", text)
    assert [number(n) for n, _ in sums] == N
    for n, parts in sums:
        assert sum(number(part) for part in parts.split(" + ")) == number(n)
    assert "n is all that a rule applies to" in text


def test_a_row_of_the_csv_has_every_part_of_n() -> None:
    for row in csv.DictReader(StringIO(rendered(made(), "csv"))):
        assert sum(int(row[state]) for state in AUDIT_STATES if state != "not_applicable") == int(row["n"])


def test_a_row_of_the_workbook_adds_up_even_where_only_what_is_printed_is_read(tmp_path: Path) -> None:
    with Workbook(tmp_path / "a.xlsx") as book:
        sheets = Sheets(book, "Title")
        pages.by_rule(sheets.add(pages.BY_RULE, (9,) * 30), made())
        pages.not_judged(sheets.add(pages.NOT_JUDGED, (9,) * 30), made())
    read = fastexcel.read_excel(tmp_path / "a.xlsx")
    rows = read.load_sheet(pages.BY_RULE).to_polars().to_dicts()
    assert [row["n"] for row in rows] == N
    for row in rows:
        printed = ("Judged", "Cannot tell in all", "Neither way in all", "Still open")
        assert sum(row[name] for name in printed) == row["n"]
        assert row["Met"] + row["Not met in all"] == row["Judged"]
    (row,) = read.load_sheet(pages.NOT_JUDGED).to_polars().to_dicts()
    assert sum(value for value in list(row.values())[4:]) == row["n"] == 31


def test_what_counts_neither_way_is_told_with_why() -> None:
    assert adding.neither(counts({"met": 1})) == "0"
    assert adding.neither(counts({"ended": 22})) == "22 ended before due"
    assert adding.neither(counts({"early": 2, "ended": 1200})) == "1,202: 2 early, 1,200 ended before due"


def test_a_sum_of_which_a_part_is_hidden_is_none_and_says_what_is_hidden() -> None:
    (rule,) = suppress(audit_of(summary("R", {"met": 95, "late": 3, "ended": 7})), 5).rules
    assert adding.sum_of(rule.counts) == "n 105: 7 ended before due; hidden: met, late"
    (rule,) = suppress(audit_of(summary("R", {"met": 3, "late": 4})), 5).rules
    assert adding.sum_of(rule.counts) == "n 7: hidden: met, late"
    (rule,) = suppress(audit_of(summary("R", {"met": 1, "late": 2})), 5).rules
    assert adding.sum_of(rule.counts) == "every number is hidden"
    (rule,) = suppress(audit_of(summary("R", {"met": 95, "ended": 3, "early": 50})), 5).rules
    assert adding.neither(rule.counts) == "hidden"


def test_how_many_were_not_met_in_all_is_told_where_only_the_ways_are_hidden() -> None:
    known = counts({"met": 95, "late": 59, "overdue": 2})
    hidden = replace(known, late=None, overdue=None)
    assert adding.sum_of(hidden) == "n 156: 95 met, 61 not met in all; hidden: late, overdue"
    assert "in all" not in adding.sum_of(replace(hidden, judged=None))


def test_a_rule_that_applies_to_nobody_has_an_n_of_nothing() -> None:
    assert adding.sum_of(counts({"not_applicable": 8})) == "n 0 = 0"
