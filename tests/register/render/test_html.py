"""Pages: charts with the same numbers as tables, and nothing taken for more than text."""

import re
from html.parser import HTMLParser

import pytest

from threshold.register.history import NOTE, Part
from threshold.register.render.html import history_page, stats_page
from threshold.register.stats import stats

from ..conftest import ENTRIES, HOSTILE, decided, entry


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


def bars(page: str, kind: str) -> list[float]:
    return [float(width) for width in re.findall(rf'<rect class="{kind}"[^>]* width="([\d.]+)"', page)]


def test_a_bar_is_as_long_as_its_decisions_and_filled_as_far_as_they_were_overridden():
    names = ["A"] * 4 + ["B"] * 2 + ["C"]
    overridden = {1, 5}
    made = [
        entry(number, clauses=(name,), decided=decided(number not in overridden))
        for number, name in enumerate(names, 1)
    ]
    page = stats_page(stats(made))
    assert bars(page, "all")[:3] == [300, 150, 75]
    assert bars(page, "over")[:3] == [75, 75, 0]


def test_a_chart_has_the_most_overridden_and_the_table_everything():
    page = stats_page(stats([entry(1, clauses=tuple(f"A-{number:02}" for number in range(45)))]))
    chart, table = page.split("</figure>")[:2]
    assert chart.count('class="all"') == 40
    assert table.count('<th scope="row">A-') == 45


def test_a_long_name_is_cut_in_the_chart_alone():
    names = ("x" * 34, "y" * 35)
    page = stats_page(stats([entry(1, clauses=names)]))
    assert page.count("x" * 34) == 2
    assert page.count("y" * 35) == 1
    assert f">{'y' * 33}…</text>" in page


def test_a_page_of_counts_says_what_was_not_counted():
    told = " ".join(Page(stats_page(stats(ENTRIES))).words)
    assert "2 of 4 overridden (50%), from 2026-04-01 12:01 UTC to 2026-04-01 12:05 UTC." in told
    assert "1 by a role that the policy does not name for it." in told
    assert "1 erased, not counted." in told
    assert "erased" not in stats_page(stats(ENTRIES[:1]))


def test_a_history_has_every_line_and_says_that_it_is_advice():
    page = Page(history_page("C-1", [Part("Entry 1", (("Reason", "one\ntwo"),)), Part("Entry 2", ())]))
    assert page.words.count("Decisions on C-1") == 2
    for word in ("Entry 1", "Entry 2", "Reason", "one", "two", NOTE):
        assert word in page.words
