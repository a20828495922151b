"""A decision as text: one screen, what to do first, and colour that repeats what the words say."""

import re

import pytest

from threshold.decisions.model import Note
from threshold.reports.text import as_text, in_colour, plainly

from .conftest import PACKS, decisions
from .making import action, check, decided, row


@pytest.mark.parametrize("pack", PACKS)
def test_one_screen(pack: str) -> None:
    for decision in decisions(pack):
        lines = as_text(decision).splitlines()
        assert len(lines) <= 60, decision.case
        assert max(map(len, lines)) <= 100, decision.case


@pytest.mark.parametrize("pack", PACKS)
def test_everything_fits_the_width_too(pack: str) -> None:
    for decision in decisions(pack)[::5]:
        # A name of a parameter or a list of places is never broken.
        words = max(map(len, as_text(decision, everything=True).split()))
        assert max(map(len, as_text(decision, everything=True).splitlines())) <= max(100, words + 4)


@pytest.mark.parametrize("pack", PACKS)
def test_what_to_do_comes_first(pack: str) -> None:
    for decision in decisions(pack):
        text = as_text(decision)
        assert " ".join(text.split()).startswith(" ".join(decision.recommendation.headline.split()))
        assert text.endswith("Advice only: a person decides.\n")


# One decision at a time


def test_a_decision_in_full() -> None:
    made = decided(
        status="blocked",
        headline="Step up to high: not yet",
        checks=(check("R"),),
        deadlines=(row(days=1),),
        notes=(Note("T01", "Nobody says when", "R"),),
    )
    assert as_text(made) == (
        "Step up to high: not yet\n"
        "C-1, as at 14 August 2026, policy p. Status: blocked\n"
        "Why\n"
        "  not met: Rule R. Do R [T-1]\n"
        "By when\n"
        "  What        Limit    From         Due          State       Source\n"
        "  Deadline L  5 days   12 Aug 2026  17 Aug 2026  1 day left  [T-1]\n"
        "Left open by the sources\n"
        "  Nobody says when [T01, at R]\n"
        "Advice only: a person decides.\n"
    )


def test_everything_is_shown_where_it_is_asked_for() -> None:
    made = decided(checks=(check("R", "not_applicable"),))
    assert "Rule R" not in as_text(made)
    assert "does not apply: Rule R [T-1]" in as_text(made, everything=True)


def test_a_long_line_is_broken_by_whole_words_and_set_in() -> None:
    clause = "AVERYLONGCLAUSE-" * 3
    made = decided(actions=(action("R", do=f"{'word ' * 25}{clause}"),))
    first, second = [line for line in as_text(made).splitlines() if "word" in line or clause in line]
    assert first.startswith("  Anyone: word word")
    assert second.startswith("    ")
    assert clause in second
    assert max(len(first), len(second)) <= 100


@pytest.mark.parametrize(
    ("parts", "colour"),
    [
        ({"status": "permitted"}, "green"),
        ({"status": "conditional"}, "yellow"),
        ({"status": "undetermined"}, "yellow"),
        ({"status": "blocked"}, "red"),
        ({"status": "conflict"}, "red"),
        ({"status": "advisory"}, "bold"),
        ({"status": "permitted", "direction": "safeguarding_now"}, "red"),
    ],
)
def test_the_headline_is_in_the_colour_of_the_status_and_danger_is_red(
    parts: dict[str, str], colour: str
) -> None:
    made = decided(actions=(action("R"),), **parts)
    painted: list[tuple[str, str]] = []

    def paint(text: str, in_: str) -> str:
        painted.append((text, in_))
        return text

    assert as_text(made, paint=paint) == as_text(made)
    assert painted == [("Step up to high: yes", colour), ("To do", "bold")]


def test_colour_is_taken_out_again_and_leaves_the_same_words() -> None:
    made = decided(actions=(action("R"),))
    coloured = as_text(made, paint=in_colour)
    assert coloured.startswith("\033[32mStep up to high: yes\033[0m\n")
    assert re.sub(r"\033\[\d+m", "", coloured) == as_text(made, paint=plainly) == as_text(made)


def test_a_ground_that_does_not_hold_is_left_out_where_another_may() -> None:
    no, open_ = check("G", effect="ground"), check("H", "undetermined", effect="ground")
    alone = decided(status="undetermined", checks=(no,))
    assert "Rule G" in as_text(alone)
    both = decided(status="undetermined", checks=(no, open_))
    assert "Rule G" not in as_text(both)
    assert "Rule H" in as_text(both)
    assert "Rule G" in as_text(both, everything=True)


def test_without_a_request_few_open_checks_are_told_and_all_that_failed() -> None:
    made = decided(
        status="advisory",
        checks=(*(check(f"O{each}", "undetermined") for each in range(5)), check("R"), check("S")),
    )
    text = as_text(made)
    assert [name for name in ("O0", "O1", "O2", "O3", "O4", "R", "S") if f"Rule {name}" in text] == [
        "O0",
        "O1",
        "O2",
        "R",
        "S",
    ]
    assert "and 2 more; --all shows every check" in text
