"""How far ahead: calendar days and working days as they are written, the last of them included."""

import pytest

from threshold.agenda.span import read_span
from threshold.reading import BadInput

from .making import item


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("14 days", "2026-08-28"),
        ("0 days", "2026-08-14"),
        ("10 working days", "2026-08-28"),
        ("11 working days", "2026-09-01"),  # 31 August is a bank holiday
        ("2 weeks", "2026-08-28"),
        ("1 month", "2026-09-14"),
    ],
)
def test_the_last_day_is_within_and_the_next_is_not(text: str, last: str):
    span = read_span(text)
    assert span.last_day("2026-08-14") == span.last_day("2026-08-14T16:30") == last
    assert span.holds(item(due=last))
    assert span.holds(item(due=f"{last}T23:59"))
    assert not span.holds(item(due=f"{last[:-1]}{int(last[-1]) + 1}"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("fortnight", "a whole number in figures"),
        ("14", "needs a unit"),
        ("24 hours", "counts whole days"),
        ("1 year", "counts whole days"),
        ("-3 days", "cannot be negative"),
    ],
)
def test_anything_else_is_refused_with_what_to_write(text: str, said: str):
    with pytest.raises(BadInput, match=said) as refused:
        read_span(text)
    assert refused.value.problems[0].field == "--within"


def test_what_lies_beyond_the_calendar_is_refused():
    with pytest.raises(BadInput, match="Working days are known only"):
        read_span("30 working days").last_day("2050-12-20")
