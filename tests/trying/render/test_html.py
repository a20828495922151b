"""A trial as a page: it runs nothing and loads nothing, and says every number as text."""

import re

from tests.trying.made import TRIAL

from threshold.trying.model import Curve, Point, Trial
from threshold.trying.render.html import as_html

CURVE = Curve("town.wait", "cases", "of <town>", "status", 9, (Point("1 month", {"blocked": 9}),))


def test_the_headline_comes_first_and_every_flow_is_text_too() -> None:
    page = as_html(TRIAL)
    assert "<h1>31 of 60 cases come out differently</h1>" in page
    assert "<svg" in page
    row = '<td>permitted</td><td>blocked</td><td class="number">30</td>'
    assert row in page


def test_names_from_elsewhere_do_no_harm() -> None:
    page = as_html(TRIAL)
    assert "<script" not in page
    assert "\x1b" not in page
    assert "&lt;script&gt;" in page


def test_nothing_is_loaded_and_nothing_runs() -> None:
    page = as_html(TRIAL)
    assert "default-src 'none'" in page
    assert not re.search(r"(?:src|href)=|url\((?!#)|@import|\son\w+=", page)


def test_ids_stand_once() -> None:
    page = as_html(Trial("old", "new", TRIAL.changes, (TRIAL.tried[0], TRIAL.tried[0]), (CURVE, CURVE)))
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids)) > 3


def test_a_curve_is_told_with_its_values() -> None:
    page = as_html(Trial("old", "new", (), (), (CURVE,)))
    assert "<td>1 month</td>" in page
    assert "of &lt;town&gt;" in page
