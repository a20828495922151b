"""Pages: charts with the same numbers as tables, and nothing taken for more than text."""

from html.parser import HTMLParser

import pytest

from threshold.register.history import Part
from threshold.register.render.html import history_page, stats_page
from threshold.register.stats import stats

from ..conftest import ENTRIES, HOSTILE, entry


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
