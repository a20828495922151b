"""What an example case may expect of a decision: the `expect:` part of its file, strictly read."""

from collections.abc import Callable
from typing import Annotated, Any, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

from threshold.policy import Effect
from threshold.reading import did_you_mean
from threshold.reading.validate import TrueOrFalse
from threshold.semantics.closed_lists import DEADLINE_STATES, STATUSES, CheckStatus, Direction
from threshold.vocabulary import parse_moment

NONE = "none"  # where that nothing comes out is what is expected
PAPER_STATES = ("attached", "absent", "unknown")


def _one_of(choices: tuple[str, ...]) -> Callable[[Any], Any]:
    def chosen(value: Any) -> Any:
        if isinstance(value, str) and value not in choices:
            raise ValueError(f"must be one of {', '.join(choices)}{did_you_mean(value, choices)}")
        return value

    return chosen


def _day_or_none(value: Any) -> Any:
    if isinstance(value, str) and value != NONE:
        try:
            parse_moment(value)
        except ValueError as error:
            raise ValueError(f"{error}; or `{NONE}`") from None
    return value


def _as_text(value: Any) -> Any:
    """Several values as a decision's JSON gives them: in one text."""
    return ", ".join(map(str, value)) if isinstance(value, list) else value


def _words(value: Any) -> Any:
    if isinstance(value, str) and not value.split():
        raise ValueError("must not be empty")
    return " ".join(value.split()) if isinstance(value, str) else value


ADecision = Annotated[str, BeforeValidator(_one_of(STATUSES))]
ADirection = Annotated[str, BeforeValidator(_one_of(get_args(Direction)))]
ACheck = Annotated[str, BeforeValidator(_one_of(get_args(CheckStatus)))]
ADeadline = Annotated[str, BeforeValidator(_one_of(DEADLINE_STATES))]
AStrength = Annotated[str, BeforeValidator(_one_of(get_args(Effect)))]
APaper = Annotated[str, BeforeValidator(_one_of(PAPER_STATES))]
DayOrNone = Annotated[str, BeforeValidator(_day_or_none)]
AValue = Annotated[str, BeforeValidator(_as_text)]
Words = Annotated[str, BeforeValidator(_words)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ExpectedDeadline(_Entry):
    """Of a repeating deadline, the current interval is meant."""

    due: str | None = None
    state: ADeadline | None = None
    days: str | None = None


class ExpectedStep(_Entry):
    """Who takes a step of the route or does what a rule asks, and whom it goes to (`none`: nobody)."""

    by: str | None = None
    to: str | None = None


_NONE_OF_THEM = ("route", "withheld", "conflicts")  # of these, an empty list expects that there are none


class Expectation(_Entry):
    """The `expect:` of an example case; only what it names is compared."""

    policy: str | None = None
    status: ADecision | None = None
    answered: TrueOrFalse | None = None
    direction: ADirection | None = None
    to: str | None = None
    level: str | None = None
    at_least: str | None = None
    brag: str | None = None
    outcome: str | None = None
    earliest: DayOrNone | None = None
    checks: dict[str, ACheck] = {}
    deadlines: dict[str, ExpectedDeadline] = {}
    route: list[str] | None = None
    steps: dict[str, ExpectedStep] = {}
    strengths: dict[str, AStrength] = {}
    says: dict[str, Words] = {}
    who: dict[str, ExpectedStep] = {}
    withheld: list[str] | None = None
    facts: dict[str, AValue] = {}
    documents: dict[str, APaper] = {}
    actions: list[str] = []
    urgent: list[str] = []
    missing: list[str] = []
    not_missing: list[str] = []
    conflicts: list[str] | None = None
    notes: list[str] = []
    printed: list[Words] = []
    not_printed: list[Words] = []

    @model_validator(mode="before")
    @classmethod
    def _says_something(cls, given: Any) -> Any:
        """A key with nothing behind it would pass whatever came out."""
        for key, value in given.items() if isinstance(given, dict) else ():
            if value in (None, "", {}) or (value == [] and key not in _NONE_OF_THEM):
                raise ValueError(f"`{key}` says nothing; leave it out, or say what is expected")
        if isinstance(given, dict) and not given.keys() - {"policy"}:
            raise ValueError("nothing is expected, so that it would pass whatever came out")
        return given
