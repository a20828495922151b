"""What a call comes to fits the screen whichever way it went, in the order in which it is needed."""

import pytest
from tests.interview.phone import LINE, by

from threshold.consultation.ways import ways
from threshold.interview.outcome import MOST_ROWS, is_urgent, now, outcome_lines, pages
from threshold.interview.prompts import Screen

SOCIAL_WORKER = by(
    immediate_danger=False,
    harm_suspected=False,
    concern=False,
    caller="professional",
    allocated_social_worker=True,
    open=None,
    evidence_of_consent=None,
)


def test_in_order() -> None:
    lines = outcome_lines(LINE.advised(SOCIAL_WORKER), Screen())
    starts = [line.partition(":")[0] for line in lines if not line.startswith(" ")]
    assert starts == ["Advice", "Say", "Then", "May be shared", "Not known"]
    assert lines[1].startswith("  Because ")
    assert "BAR-14-4" in " ".join(lines)


@pytest.mark.parametrize("plain", [False, True])
def test_on_every_way_it_fits_twenty_rows_and_says_everything(plain: bool) -> None:
    screen = Screen(plain=plain)
    for talk in ways(LINE.begin()).ended:
        advised = LINE.advised(talk)
        lines = outcome_lines(advised, screen)
        assert len(lines) <= MOST_ROWS
        assert max(map(len, lines)) <= screen.width
        whole = " ".join(" ".join(lines).split())
        for text in (*advised.say, *advised.share, advised.title, *advised.clauses):
            assert text in whole
        assert all(question.asks in whole for question in advised.unknown)
        assert all(step.by.casefold() in whole.casefold() and step.do in whole for step in advised.then)


def test_danger_has_a_first_word_of_its_own() -> None:
    advised = LINE.advised(LINE.begin().endangered())
    assert is_urgent(advised)
    assert outcome_lines(advised, Screen())[0].startswith("NOW: ")
    assert "999" in now(advised)
    assert not is_urgent(LINE.advised(SOCIAL_WORKER))


def test_read_out_each_line_says_what_it_is_of() -> None:
    lines = outcome_lines(LINE.advised(SOCIAL_WORKER), Screen(500, 24, plain=True))
    assert [line.partition(":")[0] for line in lines if line.startswith("Then")] == ["Then"] * 1


@pytest.mark.parametrize("room", [1, 3, 20, 0, -4])
def test_pages_hold_every_line_once(room: int) -> None:
    lines = [str(number) for number in range(7)]
    found = pages(lines, room)
    assert [line for page in found for line in page] == lines
    assert max(map(len, found)) <= max(room, 1)
