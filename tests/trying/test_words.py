"""What was tried, in sentences."""

import pytest

from threshold.trying.model import Flow, Tried, Untried
from threshold.trying.words import change_line, counted, headline, open_to_doubt, value, way, why
from threshold.versions import Change

A = Change("parameter", "town", "wait", "differs", "How long", "3 months", "6 months", None, True)


def of(kind: str, number: int, flipped: int) -> Tried:
    return Tried(kind, "it", number, flipped)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("tried", "said"),
    [
        (
            (of("export", 1240, 3), of("examples", 214, 12)),
            "3 of 1,240 children and 12 of 214 examples come out differently",
        ),
        ((of("cases", 9, 1),), "1 of 9 cases comes out differently"),
        ((of("cases", 9, 0),), "None of 9 cases comes out differently"),
        ((of("cases", 0, 0),), "Nothing could be tried"),
        ((), "Nothing was tried: name examples, case files, an export or a register to see who it concerns"),
    ],
)
def test_the_headline(tried: tuple[Tried, ...], said: str) -> None:
    assert headline(tried, (A,)) == said


def test_where_nothing_differs_that_is_the_headline() -> None:
    assert (
        headline((of("cases", 9, 0),), ()) == "Nothing that decides a case differs between the two policies"
    )


def test_who_could_not_be_tried_is_told_beside_it() -> None:
    doubtful = Tried("export", "it", 9, 0, untried=(Untried("because", 526),))
    assert open_to_doubt((doubtful,)).startswith("526 children could not be tried")
    assert open_to_doubt((of("cases", 9, 0),)) == ""


def test_for_want_of_what() -> None:
    told = why(Untried("nobody can tell", 2, (("consent", 2), ("plan", 1)), changes=(A,)), "cases")
    assert told == "wait (town), 2 cases: nobody can tell, for want of: consent (2), plan (1)"


def test_a_change_in_a_line() -> None:
    assert change_line(A) == "wait (town): How long: 3 months → 6 months"


@pytest.mark.parametrize(
    ("flow", "said"),
    [
        (Flow("status", "", "permitted", "blocked", 1), "status: permitted → blocked"),
        (Flow("earliest", "", "2026-01-01", "2026-04-01", 1), "earliest date: later"),
        (Flow("earliest", "", "none", "2026-04-01", 1), "earliest date: on a day now, on none before"),
        (Flow("deadline", "R", "running, due 2026-05-01", "running, due 2026-04-01", 1), "due earlier"),
        (Flow("route", "", "a", "b", 1), "route: other steps"),
    ],
)
def test_the_way_in_which_somebody_comes_out_differently(flow: Flow, said: str) -> None:
    assert way(flow).endswith(said)


def test_the_number_agrees() -> None:
    assert (counted(1, "export"), counted(1000, "register")) == ("1 child", "1,000 recorded decisions")


def test_a_state_with_a_doubt_is_said_as_people_say_it() -> None:
    assert value("cannot_tell, if it applies") == "cannot tell, if it applies"
