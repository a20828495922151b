"""The text fits its screen, says what it leaves out, and needs no colour and no Unicode."""

from dataclasses import replace

import pytest

from threshold.output.terminal import HEIGHT, WIDTH
from threshold.reports.timeline.drawing import Bar
from threshold.reports.timeline.glyphs import PLAIN
from threshold.reports.timeline.text import as_text

from .making import clock, drawing, interval, lane, marks, run


def many_runs() -> list[Bar]:
    return [
        run(label=f"Referral R-{number}", lanes=(lane("visit", marks("2026-04-05")),)) for number in range(30)
    ]


def test_a_timeline_as_text() -> None:
    found = drawing(
        run(label="Referral R-1", ended="20 May 2026"),
        run(
            "2026-04-10",
            "2026-06-01",
            label="Plan",
            level=1,
            current="yes",
            lanes=(lane("visit", marks("2026-05-05", None), marks("2026-06-20", planned=True)),),
            clocks=(clock(interval("overdue")),),
        ),
        current=("Current: Plan.",),
        notes=("Left out: 1 cancelled entry.",),
    )
    assert (
        as_text(found, glyphs=PLAIN).splitlines()
        == [
            "Timeline of C-1, as at 1 June 2026, policy default",
            "Current: Plan.",
            "                                          v today, 1 Jun 2026",
            "                           Apr 2026   Jun 2026",
            " Referral R-1              [==========]   :          1 Apr 2026 to 20 May 2026",
            "@  Plan                      [============]          10 Apr 2026 to 1 Jun 2026",
            "     visit                   .......*......     o  ? 1 held, 1 planned, 1 undat.",
            "     Visit                            |----D         OVERDUE, due 30 May 2026",
            "       from 1 May 2026, due 30 May 2026: it is overdue [V-1]",
            "Left out: 1 cancelled entry.",
            "@ current  [=] from start to end  * took place  o planned  ? day not known",
            "  |- a deadline runs  D due  + past due  : today",
        ]
        or as_text(found, glyphs=PLAIN).isascii()
    )


@pytest.mark.parametrize("width", [60, 80, 100, 160])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    long = run(label=f"Referral {'R' * 64}", clocks=(clock(label="A very long title " * 8),))
    text = as_text(drawing(long, *many_runs(), current=("Current: " + "Referral " * 30,)), width)
    assert max(map(len, text.splitlines())) <= width


def test_a_wider_terminal_has_a_wider_picture() -> None:
    first, second = (as_text(drawing(run()), width).splitlines() for width in (80, 140))
    assert len(max(first, key=len)) < len(max(second, key=len))


@pytest.mark.parametrize("height", [12, 23, 40, 59])
def test_the_text_fits_the_screen_and_counts_what_does_not(height: int) -> None:
    text = as_text(drawing(*many_runs()), height=height)
    lines = text.splitlines()
    assert len(lines) <= height
    shown_runs = sum(line.startswith(" Referral") for line in lines)
    shown_lanes = sum("visit" in line for line in lines)
    [told] = [line for line in lines if line.startswith("Not shown here: ")]
    runs, kinds = 30 - shown_runs, 30 - shown_lanes
    assert f"{kinds} kinds of event" in told
    assert (f"{runs} runs" in told) is bool(runs)
    assert "--all" in told


def test_everything_is_shown_where_there_is_room() -> None:
    found = drawing(*many_runs())
    assert as_text(found) == as_text(found, height=500)
    assert "Not shown" not in as_text(found)


def test_what_matters_most_stays_longest() -> None:
    now = run(
        label="Plan now",
        current="yes",
        lanes=(lane("visit", marks("2026-05-05")),),
        clocks=(
            clock(interval("met", done="2026-05-04"), label="Kept"),
            clock(interval("overdue"), label="Not kept"),
            clock(interval("cannot_tell"), label="Perhaps", certain=False),
        ),
    )
    text = as_text(drawing(*many_runs(), now), height=11)
    assert "Plan now" in text
    assert "Not kept" in text
    assert not any(word in text for word in ("Kept", "Perhaps", "Referral R-0 "))


def test_deadlines_are_explained_where_there_is_room() -> None:
    found = drawing(run(current="yes", clocks=tuple(clock(label=f"Visit {each}") for each in range(6))))
    assert "from 1 May 2026, due 30 May 2026: it is pending [V-1]" in as_text(found, height=HEIGHT)
    short = as_text(found, height=14)
    assert "from 1 May 2026" not in short
    assert "open, due 30 May 2026" in short
    assert "Not shown" not in short


def test_a_clause_stays_whole() -> None:
    text = as_text(drawing(run(clocks=(replace(clock(), source="[WT-initial-conference-of-a-plan]"),))))
    assert "[WT-initial-conference-of-a-plan]" in text


def test_a_heading_stands_over_something_or_not_at_all() -> None:
    talks = (lane("first talk", marks("2026-05-05")), lane("second talk", marks("2026-05-06")))
    loose = Bar("Elsewhere", heading=True, lanes=talks)
    busy = run(label="Plan", current="yes", clocks=tuple(clock(interval("overdue")) for _ in range(20)))
    texts = [as_text(drawing(busy, loose), height=height) for height in range(8, 80)]
    assert all(("Elsewhere" in text) is ("talk" in text) for text in texts)
    assert {"talk" in text for text in texts} == {True, False}


def test_an_empty_timeline_says_so() -> None:
    found = drawing(notes=("The file's timeline is empty.",))
    assert as_text(found).splitlines() == [
        "Timeline of C-1, as at 1 June 2026, policy default",
        "The file's timeline is empty.",
    ]


def test_what_is_current_or_may_be_is_marked_without_colour() -> None:
    bars = [run(label=f"Plan {each}", current=each) for each in ("yes", "no", "cannot_tell")]
    lines = as_text(drawing(*bars)).splitlines()
    assert [line[0] for line in lines if "Plan" in line] == ["»", " ", "?"]
    assert any(line.startswith("» current") for line in lines)
    assert "\033" not in as_text(drawing(*bars))


def test_today_is_pointed_to_on_whichever_side_there_is_room() -> None:
    early = as_text(drawing(run("2026-01-01", "2026-05-31")))
    late = as_text(drawing(run("2026-05-31", "2026-12-31")))
    assert "today, 1 Jun 2026 ▼" in early
    assert "▼ today, 1 Jun 2026" in late


def test_a_terminal_obeys_nothing_from_a_file() -> None:
    found = replace(drawing(run(label="Plan \x1b[2J")), title="Timeline \x07")
    text = as_text(found)
    assert text.replace("\n", "").isprintable()
    assert "Plan ?[2J" in text


def test_the_same_drawing_gives_the_same_text() -> None:
    assert as_text(drawing(*many_runs()), WIDTH, 23) == as_text(drawing(*many_runs()), WIDTH, 23)
