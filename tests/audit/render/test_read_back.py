"""What is told is read back: a number or a bar that is not the audit's is found."""

import pytest

from threshold.audit.model import Audit
from threshold.audit.render import rendered
from threshold.audit.render.read_back import check_told
from threshold.audit.suppress import suppress
from threshold.reading import BadInput

from ..conftest import audit_of, summary

AUDIT = audit_of(
    summary("R-1", {"met": 30, "late": 10, "cannot_tell": 8}), summary("R-2", {"met": 7, "overdue": 9})
)


@pytest.mark.parametrize("format_", ["text", "json", "csv", "markdown", "html"])
@pytest.mark.parametrize("audit", [AUDIT, suppress(AUDIT, 5)], ids=["all", "hidden"])
def test_what_is_told_is_let_pass(audit: Audit, format_: str) -> None:
    assert rendered(audit, format_)


@pytest.mark.parametrize(
    "title", ["a\u00a0b", "a\nb", "a\u00adb", '<b> & "c"', " a  b ", "a\x1b[2Jb", "é\u200b"]
)
@pytest.mark.parametrize("format_", ["text", "json", "csv", "markdown", "html"])
def test_a_title_may_hold_any_sign(format_: str, title: str) -> None:
    assert rendered(audit_of(summary("R-1", {"met": 30, "late": 10}, title=title)), format_)


@pytest.mark.parametrize(
    "title", ["x: 7 met, 9 not, 0 cannot be told", "x: 7 met, 9 not, 0 cannot be told; y", ""]
)
def test_a_title_may_hold_what_a_bar_says(title: str) -> None:
    two = (summary("R-1", {"met": 7, "late": 9}, title="x"), summary("R-2", {"met": 3}, title=title))
    for rules in (two, two[::-1]):
        assert rendered(audit_of(*rules), "html")


@pytest.mark.parametrize(
    ("format_", "right", "wrong"),
    [
        ("json", '"met": 30', '"met": 31'),
        ("csv", ",48,40,", ",48,41,"),
        ("html", "30 met, 10 not", "31 met, 9 not"),
        ("html", 'width="162.5"', 'width="170.5"'),
    ],
)
def test_a_number_or_a_bar_that_is_another_is_found(format_: str, right: str, wrong: str) -> None:
    text = rendered(AUDIT, format_)
    assert right in text
    with pytest.raises(BadInput, match="nothing is reported"):
        check_told(AUDIT, format_, text.replace(right, wrong))
