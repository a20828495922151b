"""The page needs nothing but itself; everybody is on it, in the list's order, and it can be used by all."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.handbook.conftest import Page

from threshold.worklist.model import Response
from threshold.worklist.render.html import as_html

from .conftest import HOSTILE, Told, row

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HEAD = ["As at 30 November 2026 at 09:00, policy ours. Advice only: a person decides."]


def words(page: str) -> str:
    return " ".join(" ".join(Page(page).text).split())


def test_the_page_is_sound_and_needs_nothing_but_itself(morning: Told) -> None:
    text = as_html(*morning)
    found = Page(text)
    assert not found.misplaced
    assert len(found.ids) == len({*found.ids})
    assert found.links
    assert not [link for link in found.links if not link.startswith("#") or link[1:] not in found.ids]
    assert not {tag for tag, _ in found.tags} & {"script", "link", "img", "iframe", "object", "form", "base"}
    assert not [name for _, each in found.tags for name in each if name == "src" or name.startswith("on")]
    assert "url(" not in text
    assert "@import" not in text
    assert "default-src 'none'; style-src 'unsafe-inline'" in text
    assert dict(found.tags[0][1]) == {"lang": "en-GB"}


def test_the_parts_stand_in_the_order_of_the_list_with_their_counts(morning: Told) -> None:
    text = as_html(*morning)
    headings = re.findall(r'<h2 id="([a-z_-]+)">(.*?)</h2>', text)
    told = [(place, re.sub("<.*?>", "", name)) for place, name in headings]
    assert told == [
        ("refer_now", "Refer now (1)"),
        ("unread", "Cannot be read (1)"),
        ("ask_first", "Ask about danger first (3)"),
        ("overdue", "Past its time (1)"),
        ("rest", "The rest, by colour (3)"),
        ("to-ask", "What to ask"),
    ]
    ranks = [int(rank) for rank in re.findall(r'data-label="Rank">(\d+)<', text)]
    assert ranks == list(range(1, 10))
    said = words(text)
    assert "1 to refer now, 1 that cannot be read, 3 to ask about danger first" in said
    assert "Advice only: a person decides." in said


def test_what_is_to_be_done_with_the_rest_stands_in_each_of_its_rows() -> None:
    rows = [row(act=act, rank=rank) for rank, act in enumerate(("pass_on", "find_out", "pass_on"), 1)]
    text = as_html(rows, HEAD, ())
    assert text.count("<h2") == 1
    assert text.count('<p class="act">Pass on</p>') == 2
    assert text.count('<p class="act">Find out</p>') == 1
    assert "3 red, 2 pass on, 1 find out" in words(text)


def test_a_row_says_all_that_is_known_of_a_contact() -> None:
    said = words(as_html([row()], HEAD, [("support in place", "What support is in place?")]))
    for told in (
        *(
            "MC-1 NEW",
            "Came in 30 November 2026",
            "Row 2",
            "Red level 3",
            "From: child in need",
            "To: The MASH",
        ),
        *(
            "Do: Send the form (by the MASH)",
            "1 h left",
            "30 November 2026 at 10:00",
            "within 2 hours",
            "One reason [OUR-1]",
            "Another [OUR-2]",
        ),
        *("Ask: support in place, consent to support", "Contradiction: It cannot be both"),
        *("Perhaps twice: the same reference: row 7", "Could not be read: contact.received: is no date"),
        *("support in place What support is in place?", "All of them are from contacts.csv."),
    ):
        assert told in said


def test_what_to_refer_now_means_is_not_said_in_every_row() -> None:
    assert "Do:" not in words(as_html([row(act="refer_now")], HEAD, ()))
    assert "Do:" in words(as_html([row(act="hold")], HEAD, ()))


def test_what_all_of_a_part_lack_is_asked_once_above_them() -> None:
    rows = [
        row(act="ask_first"),
        row(act="ask_first"),
        row(act="ask_first", missing=("support.in_place", "x.y")),
    ]
    said = words(as_html(rows, HEAD, ()))
    assert said.count("Of all of them ask: support in place") == said.count("support in place") == 1
    assert (said.count("Ask also: consent to support"), said.count("Ask also: x y")) == (2, 1)


def test_why_nobody_knows_of_danger_is_not_argued() -> None:
    assert "One reason" not in words(as_html([row(act="ask_first")], HEAD, ()))


def test_a_part_says_of_each_colour_how_many_in_the_order_of_the_list() -> None:
    rows = [row(act="overdue", colour=colour) for colour in ("blue", "red", "", "red", "puce")]
    text = as_html(rows, HEAD, ())
    assert "<caption>1 not rated, 2 red, 1 blue, 1 puce. Of all" in text
    assert 'class="act"' not in text
    assert "<nav" not in text


def test_what_is_not_there_says_nothing() -> None:
    bare = row(response=Response(), level=None, from_="", to="", received="", missing=(), conflicts=(), do=())
    said = words(as_html([bare], HEAD, ()))
    for told in (
        "level",
        "Do:",
        "From:",
        "To:",
        "Came in",
        "within",
        "Ask",
        "Contradiction",
        "None",
        "What to ask",
    ):
        assert told not in said
    assert "Not rated" in words(as_html([row(colour="")], HEAD, ()))


def test_what_is_new_or_changed_is_marked_and_what_is_the_same_is_not() -> None:
    rows = [row(since=since) for since in ("new", "changed", "same", "")]
    said = words(as_html(rows, HEAD, ()))
    assert (said.count("MC-1 NEW"), said.count("MC-1 CHANGED"), said.count("MC-1")) == (1, 1, 4)


def test_where_there_are_several_files_each_row_says_which() -> None:
    said = words(as_html([row(), row(place="night.csv", row=9)], HEAD, ()))
    assert "night.csv, row 9" in said
    assert "All of them" not in said


def test_what_cannot_be_read_says_where_it_is_and_why() -> None:
    lost = row(
        act="unread",
        reference="",
        since="",
        received="",
        response=Response(),
        problems=("the reference is empty",),
    )
    said = words(as_html([lost], HEAD, ()))
    assert "no reference contacts.csv, row 2 the reference is empty" in said
    assert "somebody has to look at each" in said


def test_nothing_that_a_contact_says_becomes_markup() -> None:
    fields = ("reference", "place", "colour", "status", "from_", "to", "ask")
    lists = ("why", "missing", "conflicts", "duplicates", "problems")
    told: dict[str, Any] = {**dict.fromkeys(fields, HOSTILE), **dict.fromkeys(lists, (HOSTILE,))}
    answer = Response(HOSTILE, "2026-11-30", HOSTILE, HOSTILE, 1, HOSTILE)
    rows = [row(**told, response=answer, act=act) for act in ("refer_now", "unread", "find_out")]
    text = as_html(rows, [HOSTILE], [(HOSTILE, HOSTILE)])
    found = Page(text)
    assert not {tag for tag, _ in found.tags} & {"script", "b"}
    assert not found.misplaced
    assert "\x1b" not in text
    assert {dict(each).get("class") for tag, each in found.tags if tag == "span"} <= {
        *("aside", "count", "colour none"),
        None,
    }


def test_no_contacts_is_a_page_as_well() -> None:
    text = as_html([], HEAD, ())
    assert not Page(text).misplaced
    assert "No contacts: there is nothing to triage." in words(text)
    assert "<table" not in text
    assert "<nav" not in text


def test_tables_have_captions_and_headings_for_those_who_hear_them(morning: Told) -> None:
    found = Page(as_html(*morning))
    tables = sum(tag == "table" for tag, _ in found.tags)
    assert tables == sum(tag == "caption" for tag, _ in found.tags) == 5
    assert {each["scope"] for tag, each in found.tags if tag == "th"} == {"col", "row"}
    assert sum(tag == "th" and each["scope"] == "row" for tag, each in found.tags) == 9
    levels = [int(tag[1]) for tag, _ in found.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    assert "<title>Worklist: as at 30 November 2026 at 09:00, policy our-mash</title>" in as_html(*morning)


def test_a_thousand_contacts_are_still_a_page() -> None:
    text = as_html([row(rank=rank) for rank in range(1, 1001)], HEAD, ())
    assert text.count('<tr role="row">') == 1001
    assert len(text) < 2_000_000


# In a browser


@pytest.fixture
def address(morning: Told, tmp_path: Path) -> str:
    rows, head, questions = morning
    path = tmp_path / "worklist.html"
    path.write_text(as_html([*rows, row(reference="R" * 64, to="W" * 40)], head, questions), encoding="utf-8")
    return path.as_uri()


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing(browser: Any, address: str, width: int) -> None:
    context = browser.new_context(bypass_csp=True, viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(address)
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    assert found.violations_count == 0, found.generate_report()
    assert len(found.response["passes"]) > 10
    context.close()


@pytest.mark.slow
@pytest.mark.parametrize("width", [320, 700, 1024, 1920])
def test_nothing_is_wider_than_the_screen_or_left_out_of_sight(
    browser: Any, address: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    cells = page.locator("tbody th, tbody td:not(:empty)")
    boxes = [cells.nth(place).bounding_box() for place in range(cells.count())]
    assert all(
        box and box["width"] > 0 and box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes
    )
    page.close()


@pytest.mark.slow
def test_on_paper_headings_are_on_every_sheet_and_no_row_is_torn(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    page.emulate_media(media="print")
    style = "(found) => [getComputedStyle(found).display, getComputedStyle(found).breakInside]"
    assert page.locator("thead").first.evaluate(style)[0] == "table-header-group"
    assert page.locator("tbody tr").first.evaluate(style) == ["table-row", "avoid"]
    assert not page.locator("nav").is_visible()
    page.close()
