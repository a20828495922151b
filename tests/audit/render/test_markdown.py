"""The paper for a meeting: the same figures, and no markup of the export."""

from threshold.audit.model import Audit
from threshold.audit.render.markdown import as_markdown

from ..conftest import RULE
from .conftest import SHARE


def test_markdown_has_no_markup_of_the_export(audit: Audit) -> None:
    text = as_markdown(audit)
    assert "<script>" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert SHARE in text
    widths = {line.count(" | ") for line in text.splitlines() if line.startswith(f"| {RULE} | Decision")}
    assert len(widths) >= 1
