"""The page needs nothing but itself; everything on it is escaped, and every link leads somewhere on it."""

import re
from functools import cache
from itertools import pairwise

import pytest

from threshold.handbook import as_html, page
from threshold.handbook.model import Document, Grid, Line, Lines, Said, Section, Stage, Terms, Way
from threshold.output.tables import Table
from threshold.policy import policy_names

from .conftest import Page, Small, book, small_book

MARKUP = "<script>alert('x')</script>\" & <b>"
RULES = f"""
requirements:
  - id: R
    title: {MARKUP!r}
    carries: [T-1]
    bears_on: [close]
    block:
      - must: {{t.text: {MARKUP!r}}}
        else: {MARKUP!r}
        unknown: {MARKUP!r}
        do: {MARKUP!r}
        by: {MARKUP!r}
routes:
  - id: W
    title: Table
    carries: [T-1]
    step: {MARKUP!r}
    actions: [{{W-1: {MARKUP!r}, by: {MARKUP!r}, to: {MARKUP!r}, says: {MARKUP!r}}}]
"""


@cache
def whole(name: str) -> str:
    """The page of a policy that comes along."""
    return as_html(page(book(name), None))


@pytest.mark.parametrize("name", policy_names())
def test_the_page_of_every_policy_is_sound(name: str) -> None:
    text = whole(name)
    found = Page(text)
    assert not found.misplaced
    ids = {*found.ids}
    assert len(found.ids) == len(ids)
    assert found.links
    assert not [link for link in found.links if not link.startswith("#") or link[1:] not in ids]


@pytest.mark.parametrize("name", policy_names())
def test_the_page_needs_nothing_but_itself(name: str) -> None:
    text = whole(name)
    tags = Page(text).tags
    assert not {tag for tag, _ in tags} & {"script", "link", "img", "iframe", "object", "form", "base"}
    assert not [name for _, each in tags for name in each if name == "src" or name.startswith("on")]
    assert "url(" not in text
    assert "@import" not in text
    assert "default-src 'none'; style-src 'unsafe-inline'" in text


def test_nothing_that_a_pack_says_becomes_markup(small: Small) -> None:
    made = small_book(small, RULES.replace("\\'", "''").replace('\\"', '"'))
    for word in (None, "R", "W", "W-1", "tiny", "t.text"):
        text = as_html(page(made, word))
        found = Page(text)
        assert MARKUP not in text
        assert not {tag for tag, _ in found.tags} & {"script", "b"}
        assert not found.misplaced
    assert MARKUP in "".join(Page(as_html(page(made, "R"))).text)


def test_headings_go_down_one_level_at_a_time_and_landmarks_are_there() -> None:
    found = Page(whole("step-up-step-down"))
    levels = [int(tag[1]) for tag, _ in found.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    assert {"header", "nav", "main"} <= {tag for tag, _ in found.tags}
    assert dict(found.tags[0][1]) == {"lang": "en-GB"}


def test_tables_have_captions_headings_and_roles() -> None:
    found = Page(whole("step-up-step-down"))
    tables = sum(tag == "table" for tag, _ in found.tags)
    assert tables == sum(tag == "caption" for tag, _ in found.tags) > 3
    for tag, attributes in found.tags:
        if tag == "th":
            assert attributes["scope"] in ("col", "row")
        if tag in ("table", "tr", "td"):
            assert attributes["role"] in ("table", "row", "cell")


def test_names_lead_to_their_places_and_ordinary_words_do_not() -> None:
    section = Section(
        "R-1: brag",
        (Said("See R-2, levels, x.levels and (parameter most_days); a R-22 and R-2x are others."),),
        anchor="rule:R-1",
        pack="x",
    )
    other = Section("R-2", anchor="rule:R-2")
    rows = (("levels", ""), ("most_days", ""))
    values = Grid("V", Table(("P", "V"), rows), ("parameter:x.levels", "parameter:x.most_days"))
    found = Page(as_html(Document("D", (), (section, other, Section("V", (values,), anchor="values")))))
    assert [link for link in found.links if "-R-" in link or "parameter" in link] == [
        "#rule-R-1",
        "#rule-R-2",
        "#rule-R-2",
        "#parameter-x.levels",
        "#parameter-x.most_days",
    ]


def test_each_kind_of_block_is_drawn() -> None:
    section = Section(
        "S",
        (
            Terms((("What", "is what"),)),
            Lines("Where", (Line("one", (Line("two"),), ("three",)),), numbered=True),
            Grid("None here", Table(("A",), ())),
            Way(
                "Steps",
                (Stage("S-1", "A", "Ask", "B", ("by post",)), Stage("S-2", "", "Close", "", (), False)),
            ),
        ),
    )
    text = as_html(Document("D", (), (section,)))
    assert "<dt>What</dt><dd>is what</dd>" in text
    assert '<ol><li>one<ul><li>two</li></ul><p class="note">three</p></li></ol>' in text
    assert "<p>None.</p>" in text
    assert '<ol class="way in-order" role="list">' in text
    assert "N/A, not available" in text
    assert text.count('class="by"') == text.count('class="to"') == 1
    assert "<nav" not in text


def test_what_stands_before_and_after_a_name_that_leads_somewhere_is_escaped() -> None:
    told = Section("S", (Said("<i>x</i> R-2 <b>y</b>"),))
    text = as_html(Document("D <i>", (("<i>", "<b>"),), (told, Section("R-2 <i>", anchor="rule:R-2"))))
    assert '&lt;i&gt;x&lt;/i&gt; <a href="#rule-R-2">R-2</a> &lt;b&gt;y&lt;/b&gt;' in text
    assert not {tag for tag, _ in Page(text).tags} & {"i", "b"}
