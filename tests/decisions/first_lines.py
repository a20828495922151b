"""Conclusions and the lines beneath a first line, made by hand for its tests."""

from dataclasses import replace
from typing import Any

from threshold.decisions.headline import Told, headline
from threshold.decisions.model import (
    ActionLine,
    Check,
    Citation,
    DeadlineRow,
    Limit,
    MissingFact,
    Request,
    RouteStep,
    Start,
)
from threshold.policy import Pack
from threshold.policy.model import Source
from threshold.policy.protection import QUESTIONS
from threshold.semantics.closed_lists import Direction, Status
from threshold.semantics.grounds import Answer
from threshold.semantics.protection import Protection
from threshold.semantics.routes import Way
from threshold.semantics.status import Conclusion
from threshold.vocabulary import UNKNOWN

DOWN = Request("step_down", "early_help", None, None, None)
FLOW = Request("workflow", None, None, "Visit", "Close the case")
HARM = "significant harm is suspected"
HERE = Citation("tiny", "A paper", ("T-1",))
NOTHING = Told("2026-08-14", UNKNOWN, UNKNOWN, (), (), (), (), (), (), ())
A, B = (MissingFact(f"t.{letter}", f"{letter.upper()}?", ("R",)) for letter in "ab")
PACK = Pack("tiny", "Tiny", Source("A paper", "P", "2020"), {}, (), (), (), (), (), (), (), (), {})

DANGER = MissingFact(QUESTIONS[1], "Is harm suspected?", ("SAFE",))
LATE = "First visit: overdue by 4 days, due 6 August 2026"
ACT = "SW: Visit at once"
OPEN = "No direction can be named yet: 2 things are not known"


def came(
    direction: Direction,
    status: Status,
    answered: bool = True,
    contradictory: bool = False,
    because: tuple[str, ...] = (HARM,),
) -> Conclusion:
    replies = (Answer(PACK, ()),) if answered else ()
    found = Protection(None, False, contradictory, because, UNKNOWN, None)
    return Conclusion(status, direction, Way((), ()), (), (), replies, found)


def check(until: str | None = None, decides: bool = True, **parts: Any) -> Check:
    """A check that is not met and blocks."""
    made = Check(
        "R", "R", "not_met", "block", decides, True, "", 1, "No", "", until, None, {}, (), (), (),
        HERE,
    )  # fmt: skip
    return replace(made, **parts)


def row(title: str, state: str = "overdue", days: int = 4, **parts: Any) -> DeadlineRow:
    """A deadline of five days that applies."""
    start, limit = Start("t.day", "2026-08-01"), Limit(5, "days")
    made = DeadlineRow(
        title, title, start, limit, "2026-08-06", None, "overdue", days, "days", None, None, None, None,
        "", True, True, (), "", (), HERE,
    )  # fmt: skip
    return replace(made, state=state, **parts)


def action(do: str, by: str = "SW", **parts: Any) -> ActionLine:
    return replace(ActionLine(do, by, None, False, False, "R", HERE), **parts)


def step(action: str, **parts: Any) -> RouteStep:
    made = RouteStep(1, "W-1", "", action, "action", "Manager", "", "", "", True, True, None, (), HERE)
    return replace(made, **parts)


def advice(direction: Direction, to: str | None = None, **parts: Any) -> str:
    """The first line where nothing is asked for."""
    return headline(came(direction, "advisory"), None, to, replace(NOTHING, **parts))
