"""A bar lies where its run did, as far as anybody knows."""

from datetime import date

import pytest

from threshold.reports.timeline.drawing import Span
from threshold.reports.timeline.runs import ending, span_of
from threshold.semantics.records import Run

from .making import TODAY

FIRST, LAST, NEXT = date(2026, 1, 5), date(2026, 3, 2), date(2026, 2, 1)


@pytest.mark.parametrize(
    ("run", "span", "end"),
    [
        (Run(FIRST, LAST, True, False), Span(FIRST, LAST, True, True, "day"), "2 Mar 2026"),
        (Run(FIRST, None, False, True), Span(FIRST, TODAY, True, True, "goes_on"), "goes on"),
        (
            Run(FIRST, None, False, False, superseded=NEXT),
            Span(FIRST, NEXT, True, True, "next"),
            "not in the file; the next began on 1 Feb 2026",
        ),
        (Run(FIRST, None, True, False), Span(FIRST, TODAY, False, True, "unclear"), "day not known"),
        (
            Run(FIRST, None, False, None, superseded=NEXT),
            Span(FIRST, TODAY, False, True, "unclear"),
            "not in the file; it may go on",
        ),
        (Run(None, LAST, True, False), Span(None, LAST, False, False, "day"), "2 Mar 2026"),
        (Run(None, None, False, True), Span(None, TODAY, False, False, "goes_on"), "goes on"),
        (Run(None, None, False, None), None, "not in the file; it may go on"),
        (Run(None, None, True, False), None, "day not known"),
    ],
)
def test_where_a_run_lies(run: Run, span: Span | None, end: str) -> None:
    assert span_of(run, None, TODAY) == span
    assert ending(run) == end


def test_a_run_known_by_its_entries_lies_between_them() -> None:
    run = Run(None, None, False, None, recorded=False, seen=FIRST)
    assert span_of(run, LAST, TODAY) == Span(FIRST, LAST, False, False, "unclear")
    assert span_of(Run(None, None, False, None, recorded=False), None, TODAY) is None
