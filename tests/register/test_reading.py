"""Lists, counts and pages: what they say, and that nothing in them is taken for more than text."""

import csv
import io
import json
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threshold.reading import BadInput
from threshold.register import Decided, Entry, Summary, stats
from threshold.register.chain import Link
from threshold.register.entries import summary_from
from threshold.register.history import Part
from threshold.register.query import COLUMNS, find
from threshold.register.render.csv import list_csv
from threshold.register.render.html import history_page, stats_page
from threshold.register.render.markdown import parts_markdown
from threshold.register.render.text import list_text, parts_text, stats_text

from .conftest import SUMMARY

HOSTILE = "<script>alert(1)</script> & \"quoted\" 'so' =1+1 [x](y) *b* | pipe"


def entry(number: int, **changed: object) -> Entry:
    link = Link(number, f"2026-04-01T12:{number:02}:00Z", "c", None, "p", "h")
    return Entry(link, replace(SUMMARY, **changed))


def decided(agrees: bool, decision: str = "step_down", by: str = "Team Manager") -> Decided:
    return Decided(decision, by, "TM-07", agrees, "" if agrees else "Why")


ENTRIES = [
    entry(1, case="C-1"),
    entry(2, case="C-2", decided=decided(False, "continue"), clauses=("RBC-4.2a", "RBC-5.1")),
    entry(3, case="C-1", decided=decided(False), clauses=("RBC-5.1",), authority="mismatch"),
    Entry(Link(4, "2026-04-01T12:04:00Z", "c", None, "p", "h"), None),
    entry(5, case="2"),
]


@pytest.mark.parametrize(
    ("references", "numbers"),
    [([], [1, 2, 3, 4, 5]), (["C-1"], [1, 3]), (["4"], [4]), (["2"], [5]), (["C-2", "1"], [1, 2])],
)
def test_entries_are_found_by_case_or_else_by_number(references, numbers):
    assert [each.link.number for each in find(ENTRIES, references)] == numbers


def test_what_is_not_there_is_told():
    with pytest.raises(BadInput, match='did you mean "C-1"'):
        find(ENTRIES, ["C-11"])


def test_a_list_has_one_row_for_each():
    lines = list_text(ENTRIES).splitlines()
    assert len(lines) == 6
    assert "C-2" in lines[2]
    assert "continue" in lines[2]
    assert "yes" in lines[2]
    assert lines[3].endswith("(!)")
    assert "erased" in lines[4]


def test_counts_are_by_clause_direction_status_and_role():
    counted = stats(ENTRIES)
    assert (counted.all.decisions, counted.all.overridden, counted.all.percent) == (4, 2, 50)
    assert [(each.name, each.decisions, each.overridden) for each in counted.by_clause] == [
        ("RBC-5.1", 2, 2),
        ("RBC-4.2a", 3, 1),
    ]
    assert [(each.name, each.overridden) for each in counted.by_direction] == [
        ("step down", 1),
        ("step down, decided continue", 1),
    ]
    assert (counted.mismatches, counted.erased) == (1, 1)
    assert "2 of 4 overridden (50%)" in stats_text(counted)


def test_an_empty_register_has_nothing_to_count():
    assert "no decisions" in stats_text(stats([]))
    assert "No decisions" in stats_page(stats([]))


class Page(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href", "onload", "onclick")]

    def handle_data(self, data):
        self.words.append(data)


def test_a_page_of_counts_has_charts_and_the_same_numbers_as_tables():
    page = Page(stats_page(stats(ENTRIES)))
    assert page.tags.count("svg") == page.tags.count("table") == 4
    assert "2 of 2 overridden (100%)" in page.words
    assert "script" not in page.tags
    assert page.links == []


@pytest.mark.parametrize("page", ["history", "stats"])
def test_nothing_in_a_page_is_taken_for_more_than_text(page):
    if page == "history":
        made = history_page(HOSTILE, [Part(HOSTILE, ((HOSTILE, HOSTILE),))])
    else:
        made = stats_page(stats([entry(1, clauses=(HOSTILE[:30],))]))
    found = Page(made)
    assert "script" not in found.tags
    assert any("<script>" in word for word in found.words)


def test_markdown_s_own_characters_are_harmless():
    made = parts_markdown("C-1", [Part("Entry 1", (("Reason", HOSTILE + "\n# heading"),))])
    assert "<script>" not in made.replace("\\<script\\>", "")
    assert "\n# heading" not in made
    assert "[x](y)" not in made


def test_text_names_every_part():
    assert parts_text([Part("Entry 1", (("Reason", "Why"),))]) == "Entry 1\n  Reason: Why"


@given(st.text(max_size=30))
def test_no_cell_of_csv_is_a_formula(text):
    summary = replace(SUMMARY, decided=replace(SUMMARY.decided, by=text))
    made = list_csv([replace(ENTRIES[0], summary=summary)])
    cell = list(csv.reader(io.StringIO(made, newline="")))[1][COLUMNS.index("role")]
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell.removeprefix("'") == text.removeprefix("'") or "\r" in text or "\n" in text


def test_a_summary_is_read_back_as_it_was_written():
    assert summary_from(SUMMARY.as_json()) == SUMMARY


def test_what_a_later_program_adds_to_a_summary_is_passed_over():
    data = json.loads(SUMMARY.as_json())
    data |= {"later": 1, "decided": data["decided"] | {"later": 2}}
    assert summary_from(json.dumps(data)) == SUMMARY
    assert isinstance(SUMMARY, Summary)
