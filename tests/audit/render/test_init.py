"""Each format is the rendering of its module."""

import pytest

from threshold.audit.model import Audit
from threshold.audit.render import SUFFIXES, rendered
from threshold.audit.render.csv import as_csv
from threshold.audit.render.html import as_html
from threshold.audit.render.json import as_json
from threshold.audit.render.markdown import as_markdown
from threshold.audit.render.text import as_text

FORMATS = {"text": as_text, "json": as_json, "csv": as_csv, "markdown": as_markdown, "html": as_html}


@pytest.mark.parametrize("format_", FORMATS)
def test_a_format_is_rendered_by_its_module(audit: Audit, format_: str) -> None:
    assert rendered(audit, format_) == FORMATS[format_](audit)


def test_every_format_but_the_printed_text_has_a_suffix_of_its_own() -> None:
    assert set(SUFFIXES) == {*FORMATS, "xlsx"} - {"text"}
    assert len(set(SUFFIXES.values())) == len(SUFFIXES)
