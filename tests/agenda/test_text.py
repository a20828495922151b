"""The screen: what matters in its first line, nothing cut without a word, at any width."""

from datetime import date, timedelta

import pytest

from threshold.agenda.model import Unknown
from threshold.agenda.text import as_text, headline

from .making import agenda, item, late, untold

UNKNOWN = Unknown("R-1", "Review", "When did it start?", ("R-1",), ("A", "B"))
MANY = [late(f"L-{n:02}", f"2026-07-{n:02}") for n in range(1, 21)]
MANY += [
    item(f"P-{n:02}", (date(2026, 8, 14) + timedelta(days=n)).isoformat(), worker="W-7") for n in range(40)
]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (agenda(), "Nothing is due."),
        (agenda(within="14 days"), "Nothing is overdue or due within 14 days."),
        (agenda(untold()), "Nothing is due; of 1 nobody can tell."),
        (agenda(late()), "1 overdue, nothing due within 14 days."),
        (
            agenda(late(), item(), item("Z", "2026-09-30")),
            "1 overdue, 1 due within 14 days, 1 later. Next: Assessment completed, C-1, Thu 20 Aug.",
        ),
        (
            agenda(item(due="2026-08-28"), within="10 working days"),
            "Nothing overdue, 1 due within 10 working days. Next: Assessment completed, C-1, Fri 28 Aug.",
        ),
        (
            agenda(item(due="2026-08-29")),
            "Nothing overdue or due within 14 days, 1 later. Next: Assessment completed, C-1, Sat 29 Aug.",
        ),
        (agenda(looked_at=0, refused=2), "Nothing was decided, so nothing can be told of what is due."),
    ],
)
def test_the_first_line_says_what_matters(told, said):
    assert headline(told) == said
    assert as_text(told, width=200).splitlines()[0] == said


def test_a_small_agenda_is_told_whole():
    told = agenda(
        late(), item(worker="W-7"), untold(), unknown=(UNKNOWN,), left_out={"missed": 2}, of="children"
    )
    assert as_text(told, width=100).splitlines() == [
        "1 overdue, 1 due within 14 days; of 1 nobody can tell. Next: Assessment completed, C-1, Thu 20 Aug.",
        "3 children, as at Fri 14 Aug 2026, policy default",
        "",
        "  Due         What                  Who                      Case    Left",
        "  Tue 11 Aug  Assessment completed  Lead practitioner        C-2     OVERDUE by 3 working days",
        "  Thu 20 Aug  Assessment completed  Lead practitioner (W-7)  C-1     4 working days left",
        "",
        "       Fri Sat Sun Mon Tue Wed Thu Fri Sat Sun Mon Tue Wed Thu Fri",
        "Aug    14  15* 16* 17  18  19  20  21  22* 23* 24  25  26  27  28",
        "due     .   .   .   .   .   .   1   .   .   .   .   .   .   .   .",
        "* is a weekend or a bank holiday",
        "",
        "Nobody can tell whether these were done, or whether they apply:",
        "  Tue 18 Aug 2026: Assessment completed, C-3. Was it done?",
        "",
        "Nobody can tell when these are due, or whether they began:",
        "  Review: A, B. When did it start?",
        "Not listed: 2 missed when what they belonged to ended or was paused.",
    ]


@pytest.mark.parametrize("width", [20, 40, 59, 60, 80, 100, 200])
@pytest.mark.parametrize("everything", [False, True])
def test_every_line_fits_and_what_is_not_shown_is_counted(width: int, everything: bool):
    told = agenda(*MANY, untold(), unknown=(UNKNOWN,), left_out={"no_limit": 7})
    lines = as_text(told, everything, width, 24).splitlines()
    assert all(len(line) <= width for line in lines), [line for line in lines if len(line) > width]
    text = " ".join(" ".join(lines).split())
    if everything:
        assert all(each.reference in text for each in MANY)
        assert "more" not in text
    else:
        shown = len({each.reference for each in MANY if each.state == "overdue" and each.reference in text})
        assert f"... and {60 - shown} more" in text
        assert "--all lists them" in text


@pytest.mark.parametrize(("width", "height"), [(80, 24), (100, 30), (120, 50)])
def test_many_fit_the_screen_with_a_line_for_the_cursor(width: int, height: int):
    told = agenda(*MANY, untold(), unknown=(UNKNOWN,), left_out={"no_limit": 7})
    lines = as_text(told, width=width, height=height).splitlines()
    assert len(lines) < height
    assert len(lines) > height - 4


def test_what_is_not_known_gives_way_to_what_is_due_but_never_without_a_word():
    told = agenda(*MANY, untold(), unknown=(UNKNOWN,))
    text = as_text(told)
    assert "When did it start?" not in text
    assert "Nobody can tell whether 1 more were done" in text
    assert "the day of 1 kind" in text


def test_of_many_children_only_the_number_is_told_without_all():
    unknown = Unknown("R-1", "Review", "", ("R-1",), tuple("ABCD"))
    told = agenda(item(), unknown=(unknown,), of="children")
    assert "  Review: 4 children." in as_text(told)
    assert "  Review: A, B, C, D." in as_text(told, everything=True)


def test_what_could_not_be_decided_is_said_at_the_top():
    assert as_text(agenda(item(), refused=2)).splitlines()[3] == (
        "2 cases or files were not decided: what is due there is not listed."
    )


def test_of_whom_and_by_what_is_said():
    told = agenda(item(), worker="W-7", team="North", trial=("a.b=1",), several=True)
    said = " ".join(as_text(told).split())
    assert "worker W-7, team North, each as at its own date, the latest Fri 14 Aug 2026" in said
    assert "with a.b=1, tried here only" in said
    assert "Thu 20 Aug 2026" in said
    assert "weekend" not in said  # days ahead of which day?


def test_a_span_that_is_asked_for_is_drawn_to_its_end_or_four_weeks():
    near = as_text(agenda(item(), within="1 week"), width=200)
    assert "Fri 21" not in near
    assert near.splitlines()[-3].endswith(" 20  21")
    far = as_text(agenda(item(), item("Z", "2026-12-01"), within="6 months"), width=200)
    assert "1 later, the last on Tue 1 Dec 2026" in far
    assert sum(line.startswith("due") for line in far.splitlines()) == 1
