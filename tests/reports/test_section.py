"""A titled part says how much of it is left out, and who acts by that."""

import pytest

from threshold.reports.section import Line, Section

WRITE, VISIT, REST = Line("Write", 4, "Social Worker"), Line("Visit", 4, "Team Manager"), Line("Rest", 8)


@pytest.mark.parametrize(
    ("left_out", "heading"),
    [
        ((), "To do"),
        ((REST,), "To do (and 1 more)"),
        ((REST, WRITE), "To do (and 2 more: Social Worker)"),
        # Each of them once, in the order of the lines.
        ((VISIT, REST, WRITE, VISIT), "To do (and 4 more: Team Manager, Social Worker)"),
    ],
)
def test_a_heading_counts_what_is_left_out_and_names_who_acts(
    left_out: tuple[Line, ...], heading: str
) -> None:
    assert Section("To do", (Line("Read"),), left_out).heading == heading


def test_a_part_of_which_nothing_is_left_is_named_so_too() -> None:
    assert Section("Papers", left_out=(REST,)).not_shown == "Papers (1)"
    assert Section("Next steps", left_out=(WRITE, VISIT)).not_shown == (
        "Next steps (2: Social Worker, Team Manager)"
    )
