"""A decision as text: as much as there is room for, the rest counted, what matters never left out."""

import re
import sys
from functools import cache

import pytest

from threshold.decisions import Decision
from threshold.decisions.model import Consultation, Document, MissingFact, Note
from threshold.output.terminal import HEIGHT, WIDTH
from threshold.policy.protection import QUESTIONS
from threshold.reports.by_when import running
from threshold.reports.days import state
from threshold.reports.sections import sections, to_the_caller
from threshold.reports.text import as_text, closing, in_colour, on_a_screen, plainly

from .conftest import PACKS, decisions
from .making import SOURCE, action, check, decided, row, step

# Columns and rows; on the last two there is no room for anything that gives way.
SCREENS = [(40, 24), (60, 24), (80, 24), (120, 24), (100, 50), (80, 1), (20, 1)]
ROWS = HEIGHT - 1  # the cursor waits on the last

MORE = re.compile(r"\(and (\d+) more[:)]")
NOT_SHOWN = re.compile(r"Not shown: (.*)\.(?: --all shows everything\.)$")
HIDDEN = re.compile(r"\((\d+)[:)]")


def flat(text: str) -> str:
    """The text without its line breaks and indents."""
    return " ".join(text.split())


def left_out(text: str) -> int:
    """How many lines a screen says that it does not show."""
    body, _, last = flat(text).rpartition("Advice only: a person decides.")
    hidden = NOT_SHOWN.search(last)
    counted = [*MORE.findall(body), *(HIDDEN.findall(hidden[1]) if hidden else ())]
    return sum(map(int, counted))


@cache  # what takes its time is to lay so many out, and many tests look at each
def laid_out(pack: str, columns: int, rows: int = HEIGHT) -> tuple[tuple[Decision, str], ...]:
    return tuple((each, as_text(each, width=columns, height=rows)) for each in decisions(pack))


@cache
def every_screen(pack: str) -> tuple[tuple[Decision, str], ...]:
    return tuple((each, flat(text)) for size in SCREENS for each, text in laid_out(pack, *size))


# Room


@pytest.mark.parametrize("width", [60, 80, 120])
def test_at_least_ninety_five_in_a_hundred_fit_on_the_screen(width: int) -> None:
    too_long: dict[str, list[str]] = {pack: [] for pack in PACKS}
    for pack in PACKS:
        for decision, text in laid_out(pack, width):
            rows = text.count("\n")
            if rows > ROWS:
                too_long[pack].append(f"{decision.case} ({rows} rows)")
    told = [f"{width} columns, {ROWS} rows:"]
    for pack, cases in too_long.items():
        share = 1 - len(cases) / len(decisions(pack))
        told.append(f"  {pack}: {share:.1%} fit; {', '.join(cases) or 'all of them'}")
    sys.stdout.write("\n".join(told) + "\n")  # shown with pytest -rP
    of_all = sum(len(decisions(pack)) for pack in PACKS)
    assert 1 - sum(map(len, too_long.values())) / of_all >= 0.95, "\n".join(told)


@pytest.mark.parametrize("pack", PACKS)
def test_no_line_is_wider_than_the_screen(pack: str) -> None:
    for width in (40, 60, 80, 120):
        for decision, text in laid_out(pack, width):
            for line in text.splitlines():
                # A name of a parameter or a clause is never broken.
                assert len(line) <= width or len(line.split()) == 1, f"{decision.case}: {line}"


@pytest.mark.parametrize("pack", PACKS)
def test_everything_fits_the_width_too(pack: str) -> None:
    for decision in decisions(pack)[::5]:
        words = max(map(len, as_text(decision, everything=True).split()))
        lines = as_text(decision, everything=True, width=100).splitlines()
        assert max(map(len, lines)) <= max(100, words + 4)


@pytest.mark.parametrize("pack", PACKS)
def test_all_that_has_room_is_shown(pack: str) -> None:
    for decision in decisions(pack):
        text = as_text(decision, height=1000)
        assert left_out(text) == 0
        assert "--all" not in text
        for section in sections(decision):
            assert all(flat(line.text) in flat(text) for line in section.lines), decision.case


@pytest.mark.parametrize("pack", PACKS)
def test_what_is_left_out_is_counted(pack: str) -> None:
    for columns, rows in SCREENS:
        for decision, text in laid_out(pack, columns, rows):
            shown = len(re.findall(r"^  \S", text, re.MULTILINE))
            there = sum(len(section.lines) for section in sections(decision))
            assert shown + left_out(text) == there, f"{decision.case} at {columns} by {rows}"


# What is never left out, however small the screen


@pytest.mark.parametrize("pack", PACKS)
def test_the_headline_comes_first_and_whose_decision_it_is_last(pack: str) -> None:
    for decision, text in every_screen(pack):
        beginning = (decision.recommendation.headline, *to_the_caller(decision), f"{decision.case}, as at ")
        assert text.startswith(flat(" ".join(beginning)))
        assert "Advice only: a person decides." in text


@pytest.mark.parametrize("pack", PACKS)
def test_nothing_about_danger_is_ever_left_out(pack: str) -> None:
    for decision, text in every_screen(pack):
        if decision.recommendation.direction == "safeguarding_now":
            assert all(flat(line) in text for line in decision.recommendation.because), decision.case
        else:
            danger = [each for each in decision.missing if each.fact in QUESTIONS]
            assert all(flat(each.question) in text for each in danger), decision.case
        assert all(flat(each.do) in text for each in decision.actions if each.urgent), decision.case


@pytest.mark.parametrize("pack", PACKS)
def test_no_date_that_presses_is_ever_left_out(pack: str) -> None:
    for decision, text in every_screen(pack):
        for each in running(decision):
            cannot_tell = each.state == "cannot_tell" and each.due is not None
            if each.state in ("overdue", "missed", "pending") or cannot_tell:
                assert flat(state(each)) in text, f"{decision.case}: {each.title}"


@pytest.mark.parametrize("pack", PACKS)
def test_who_acts_is_always_named(pack: str) -> None:
    for decision, text in every_screen(pack):
        owners = {each.by for each in decision.actions}
        owners |= {each.added_by for each in decision.route if each.available and not each.done}
        assert all(flat(owner) in text for owner in owners), decision.case


def test_the_examples_hold_what_never_gives_way() -> None:
    made = [decision for pack in PACKS for decision in decisions(pack)]
    assert any(each.recommendation.direction == "safeguarding_now" for each in made)
    assert any(action.urgent for each in made for action in each.actions)
    assert {fact.fact for each in made for fact in each.missing} >= {*QUESTIONS}
    states = {row.state for each in made for row in running(each)}
    assert states >= {"overdue", "missed", "pending", "cannot_tell"}


def test_of_the_way_the_next_step_stays_and_of_the_others_who_takes_them() -> None:
    """The next of those that do not stand among what is to be done."""
    made = decided(
        actions=(action("R"),),
        route=(
            step(1, action="Do R", added_by="Anyone"),
            step(2, added_by="Team Manager"),
            step(3, action="Visit", added_by="Lead Professional"),
        ),
    )
    assert as_text(made, height=1).splitlines()[-3:] == [
        "Next steps (and 1 more: Lead Professional)",
        "  1. Team Manager: Write [T-1]",
        "Advice only: a person decides. --all shows everything.",
    ]


# One decision at a time

FULL = decided(
    status="blocked",
    headline="Step up to high: not yet",
    checks=(check("R"),),
    deadlines=(row(days=1),),
    documents=(Document("form", "attached", SOURCE),),
    missing=tuple(MissingFact(f"t.{name}", f"{name}?", ("R",)) for name in "abc"),
    notes=(Note("T01", "Nobody says when", "R"),),
)


def test_a_decision_in_full() -> None:
    assert (WIDTH, HEIGHT) == (80, 24)
    assert as_text(FULL) == (
        "Step up to high: not yet\n"
        "C-1, as at 14 August 2026, policy p. Status: blocked\n"
        "By when\n"
        "  Deadline L: due 17 Aug 2026, 1 day left [T-1]\n"
        "Why\n"
        "  not met: Rule R. Do R [T-1]\n"
        "Papers\n"
        "  form: attached [T-1]\n"
        "Not known\n"
        "  a? [T-1]\n"
        "  b? [T-1]\n"
        "  c? [T-1]\n"
        "Left open by the sources\n"
        "  Nobody says when (T01, at R)\n"
        "Advice only: a person decides.\n"
    )


@pytest.mark.parametrize(
    ("height", "told"),
    [
        # The cursor has its row too.
        (16, as_text(FULL)),
        (
            15,
            "Step up to high: not yet\n"
            "C-1, as at 14 August 2026, policy p. Status: blocked\n"
            "By when\n"
            "  Deadline L: due 17 Aug 2026, 1 day left [T-1]\n"
            "Why\n"
            "  not met: Rule R. Do R [T-1]\n"
            "Papers\n"
            "  form: attached [T-1]\n"
            "Not known\n"
            "  a? [T-1]\n"
            "  b? [T-1]\n"
            "  c? [T-1]\n"
            "Advice only: a person decides. Not shown: Left open by the sources (1). --all\n"
            "shows everything.\n",
        ),
        (
            11,
            "Step up to high: not yet\n"
            "C-1, as at 14 August 2026, policy p. Status: blocked\n"
            "By when\n"
            "  Deadline L: due 17 Aug 2026, 1 day left [T-1]\n"
            "Why\n"
            "  not met: Rule R. Do R [T-1]\n"
            "Not known (and 2 more)\n"
            "  a? [T-1]\n"
            "Advice only: a person decides. Not shown: Papers (1), Left open by the sources\n"
            "(1). --all shows everything.\n",
        ),
        (
            1,
            "Step up to high: not yet\n"
            "C-1, as at 14 August 2026, policy p. Status: blocked\n"
            "By when\n"
            "  Deadline L: due 17 Aug 2026, 1 day left [T-1]\n"
            "Advice only: a person decides. Not shown: Why (1), Papers (1), Not known (3),\n"
            "Left open by the sources (1). --all shows everything.\n",
        ),
    ],
)
def test_what_there_is_no_room_for_gives_way_and_is_counted(height: int, told: str) -> None:
    assert as_text(FULL, height=height) == told


def test_the_last_line_names_what_is_not_shown_at_all_and_how_to_see_it() -> None:
    assert closing(on_a_screen(FULL)) == "Advice only: a person decides."
    assert closing(on_a_screen(FULL, height=15)) == (
        "Advice only: a person decides. Not shown: Left open by the sources (1). --all shows everything."
    )
    # Where each part has something left, --all alone is named.
    asks = decided(missing=FULL.missing)
    assert closing(on_a_screen(asks, height=7)) == "Advice only: a person decides. --all shows everything."


def test_everything_is_shown_where_it_is_asked_for_whatever_the_room() -> None:
    made = decided(checks=(check("R", "not_applicable"),), missing=FULL.missing)
    assert "Rule R" not in as_text(made)
    text = as_text(made, everything=True, height=1)
    assert "does not apply: Rule R [T-1]" in text
    assert left_out(text) == 0


def test_a_long_line_is_broken_by_whole_words_and_set_in() -> None:
    clause = "AVERYLONGCLAUSE-" * 3
    made = decided(headline="word " * 30 + "end", actions=(action("R", do=f"{'word ' * 20}{clause}"),))
    head, second, about, title, first, more, last, _ = as_text(made).splitlines()
    assert head == ("word " * 16).strip()
    assert second == "word " * 14 + "end"
    assert about.startswith("C-1, ")
    assert title == "To do"
    assert first.startswith("  Anyone: word word")
    assert more.startswith("    word")
    assert last.startswith(f"    {clause}")


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


def test_colour_takes_no_room() -> None:
    for decision in decisions(PACKS[0])[::7]:
        coloured = as_text(decision, paint=in_colour, width=60)
        assert re.sub(r"\033\[\d+m", "", coloured) == as_text(decision, width=60)


@pytest.mark.parametrize("status", ["permitted", "blocked", "advisory"])
def test_where_a_child_is_to_be_protected_the_status_is_urgent_whatever_was_asked_for(status: str) -> None:
    about = "C-1, as at 14 August 2026, policy p. Status: "
    assert as_text(decided(status=status)).splitlines()[1] == f"{about}{status}"
    urgent = decided(status=status, direction="safeguarding_now")
    assert as_text(urgent).splitlines()[1] == f"{about}urgent ({status})"


def test_the_advice_to_a_caller_comes_right_below_the_headline() -> None:
    made = decided(consultation=Consultation("start_caf", (), (), (), ("BAR-CL-4",)))
    headline, advice, *_ = as_text(made).splitlines()
    assert (headline, advice) == (
        made.recommendation.headline,
        "Advice to the caller: start a CAF [BAR-CL-4]",
    )
    assert "Advice to the caller" not in as_text(decided())


def test_a_long_advice_takes_room_from_what_gives_way() -> None:
    advised = Consultation("refer_to_mash", ("refer_now",), (), (), ("BAR-CL-4", "BAR-4F-a", "BAR-4F-c"))
    made = decided(consultation=advised, notes=tuple(Note("", f"Note {number}") for number in range(40)))
    screen = as_text(made, width=60).splitlines()
    assert len(screen) == ROWS
    assert screen[1:3] == [
        "Advice to the caller: refer to the MASH; not ruled out:",
        "refer now [BAR-CL-4, BAR-4F-a, BAR-4F-c]",
    ]
