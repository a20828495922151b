"""The page needs nothing but itself, runs nothing of an export, and can be read without its charts."""

import re

from threshold.audit.model import Audit
from threshold.audit.render.html import as_html

from ..conftest import FORMULA, MARKUP
from .conftest import Page


def test_the_page_needs_nothing_but_itself(audit: Audit) -> None:
    page = Page(as_html(audit))
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
    assert FORMULA in "".join(Page(source).text)


def test_the_page_can_be_read_without_its_charts(audit: Audit) -> None:
    page = Page(as_html(audit))
    drawn = [attributes for tag, attributes in page.tags if tag == "svg" and "aria-hidden" not in attributes]
    assert len(drawn) >= 2
    assert all(attributes.get("role") == "img" and attributes.get("aria-label") for attributes in drawn)
    tables = [tag for tag, _ in page.tags if tag == "table"]
    assert len(tables) == len([tag for tag, _ in page.tags if tag == "caption"]) > len(drawn)
    ids = list(page.having("id"))
    assert len(ids) == len(set(ids))
    assert {str(link)[1:] for link in page.having("href")} <= set(ids)
