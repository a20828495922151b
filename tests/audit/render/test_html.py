"""The page needs nothing but itself, runs nothing of an export, and can be read without its charts."""

import re
from dataclasses import replace

from threshold.audit.model import Audit, Month
from threshold.audit.render.html import as_html
from threshold.audit.suppress import suppress
from threshold.audit.tally import counts

from ..conftest import FORMULA, MARKUP, audit_of, summary
from .conftest import Page


def test_the_page_needs_nothing_but_itself(audit: Audit) -> None:
    page = Page(as_html(audit))
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"script", "link", "img", "iframe", "object", "form"}
    assert not list(page.having("src"))
    assert all(link is not None and link.startswith("#") for link in page.having("href"))
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert {"url(#striped)", "url(#dotted)", "url(#unknown)"} >= set(
        re.findall(r"url\([^)]*\)", as_html(audit))
    )


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


def test_a_trend_needs_two_months_with_something_to_judge() -> None:
    def drawn(*outcomes: dict[str, int]) -> int:
        months = tuple(Month(f"2026-{place:02}", counts(each)) for place, each in enumerate(outcomes, 1))
        return as_html(audit_of(summary("R", {"met": 1}, months=months))).count('<polyline class="trend"')

    assert drawn({"met": 1}) == 0
    assert drawn({"met": 1}, {"pending": 1}) == 0
    assert drawn({"met": 1}, {"late": 1}) == 1


def test_a_rule_about_each_assessment_says_how_many_children_have_none() -> None:
    text = "".join(Page(as_html(audit_of(summary("R", {"met": 1}, each="assessment", without=1234)))).text)
    assert "each of a child's assessments counts, and 1,234 children have none" in text
    one = as_html(audit_of(summary("R", {"met": 1}, each="child protection", without=1)))
    assert "each of a child's child protection plans counts, and 1 child has none" in one
    assert "children have none" not in as_html(audit_of(summary("R", {"met": 1}, without=1234)))


def test_what_was_not_judged_is_told_apart() -> None:
    open_, asked = summary("OPEN", {"cannot_tell": 7}), summary("ASKED", {"met": 3}, on_request=True)
    page = Page(as_html(audit_of(open_, asked)))
    text = "".join(page.text)
    assert "OPEN" in text
    assert "ASKED" not in text
    assert text.count("1 rule could not be judged by what the export holds, 0 rules applied to nobody") == 2
    assert "each" not in set(page.having("id"))  # no rule has figures
    for nothing in (page, Page(as_html(audit_of()))):
        assert {str(link)[1:] for link in nothing.having("href")} <= {*nothing.having("id")}


def test_a_page_says_what_changed_only_beside_an_earlier_audit(audit: Audit) -> None:
    alone = as_html(replace(audit, compared=None))
    assert 'id="changes"' not in alone
    assert "#changes" not in alone
    assert 'id="changes"' in as_html(audit)


def test_how_long_it_took_and_what_lacks_stand_on_the_page(audit: Audit) -> None:
    page = as_html(audit)
    assert '<h2 id="lengths">How long it took</h2>' in page
    assert "Referral to the decision on it" in page
    assert "What would let more of them be judged" in page
    assert '<h2 id="children">' not in page


def test_small_numbers_are_hidden_on_the_page(audit: Audit) -> None:
    page = as_html(suppress(audit, 5))
    assert "hidden" in page
    assert "Numbers from 1 to 4 are hidden" in page
    assert "W1" not in page
