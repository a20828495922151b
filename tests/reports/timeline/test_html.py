"""The page needs nothing but itself, and says in a table what the picture shows."""

import re
from html.parser import HTMLParser

from threshold.reports.timeline.html import as_html
from threshold.reports.timeline.table import table_of

from .making import clock, drawing, interval, lane, marks, run

MARKUP = "<script>alert('x')</script>\""


class Page(HTMLParser):
    """The tags of a page with their attributes, and the text of its table, cell by cell."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.cells: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in ("td", "th"):
            self.cells.append("")

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] in ("td", "th"):
            self.cells[-1] += data.strip()


def busy(label: str = "Referral") -> str:
    bar = run(
        label=label,
        current="yes",
        lanes=(lane(label, marks("2026-05-05")),),
        clocks=(clock(interval("overdue"), label=label),),
    )
    return as_html(drawing(bar, current=(label,), notes=(label,)))


def test_the_page_needs_nothing_but_itself() -> None:
    page = Page(busy())
    assert not {tag for tag, _ in page.tags} & {"script", "link", "img", "iframe", "object", "form", "a"}
    names = [name for _, attributes in page.tags for name in attributes]
    assert not [name for name in names if name in ("src", "href") or name.startswith("on")]
    assert "url(" not in busy()
    assert "default-src 'none'" in busy()


def test_nothing_from_a_file_becomes_markup() -> None:
    assert MARKUP not in busy(MARKUP)
    assert {tag for tag, _ in Page(busy(MARKUP)).tags} == {tag for tag, _ in Page(busy()).tags}


def test_the_table_has_every_row_and_its_roles() -> None:
    found = drawing(run(lanes=(lane("visit", marks("2026-05-05")),), clocks=(clock(),)))
    page, table = Page(as_html(found)), table_of(found)
    assert page.cells == [*table.headings, *(cell for row in table.rows for cell in row)]
    # As blocks on a narrow screen, rows and cells would be none to a screen reader without their roles.
    for tag, role in (("table", "table"), ("tr", "row"), ("td", "cell")):
        assert {attributes.get("role") for each, attributes in page.tags if each == tag} == {role}
    labels = [attributes["data-label"] for tag, attributes in page.tags if tag == "td"]
    assert labels[:5] == list(table.headings[1:])


def test_one_of_two_pictures_is_shown_and_each_has_its_own_names() -> None:
    ids = [attributes["id"] for _, attributes in Page(busy()).tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert re.findall(r'<div class="(\w+) across"', busy()) == ["wide", "narrow"]


def test_what_is_current_and_left_out_is_said() -> None:
    text = as_html(drawing(run(), current=("Current: Referral.",), notes=("Left out: 1 cancelled entry.",)))
    assert '<p class="lead">Current: Referral.</p>' in text
    assert "<li>Left out: 1 cancelled entry.</li>" in text
    assert "Advice only: a person decides." in text


def test_an_empty_timeline_has_neither_picture_nor_table() -> None:
    tags = {tag for tag, _ in Page(as_html(drawing(notes=("The file's timeline is empty.",)))).tags}
    assert not tags & {"svg", "table", "figure"}
    assert "h1" in tags
