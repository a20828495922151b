"""What becomes of a contact or a call, and with which recommendation each of it agrees.

A recommendation names a direction, and no outcome of a contact: which of them it comes to is read off it
here, and never more than it says. For whoever records an entry, and for whoever looks at one.
"""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from threshold.output.words import spoken
from threshold.vocabulary import ContactOutcome

OUTCOMES: tuple[ContactOutcome, ...] = get_args(ContactOutcome)
START_CAF, PASS_ON, NO_FURTHER_ACTION = OUTCOMES
_IN_WORDS: Mapping[str, str] = {START_CAF: "start a CAF"}
_MAY_GO_AHEAD = ("permitted", "conditional")
PASSED_ON = ("triage", "step_across")  # the directions in which a contact is passed on


def in_words(decision: str) -> str:
    """A decision as people say it."""
    return _IN_WORDS.get(decision) or spoken(decision)


def agreeing(recommended: Mapping[str, Any]) -> tuple[str, ...]:
    """The decisions that agree with a recommendation, as plain data: its direction first, then outcomes.

    None where nothing was recommended. Raises ValueError where it is no recommendation.
    """
    try:
        direction = recommended["recommendation"]["direction"]
        named = () if direction == "undetermined" else (direction,)
        return (*named, *_outcomes(recommended))
    except (KeyError, TypeError, AttributeError):
        raise ValueError("this is no recommendation") from None


def danger(recommended: Mapping[str, Any]) -> str:
    """Why nothing can be left undone for this child, or not yet; empty where nothing speaks against it.

    Of a recommendation of before grounds nobody can tell. Raises ValueError where it is no recommendation.
    """
    try:
        direction = recommended["recommendation"]["direction"]
        protection = recommended.get("protection")
        if direction == "safeguarding_now" or (protection or {}).get("concern") is True:
            return "the child is to be protected now"
        if protection is None or protection["concern"] is None or not protection["known"]:
            return "nobody knows yet whether the child has to be protected"
        if protection["contradictory"]:
            return "what is said about danger contradicts itself"
        return "the child is under protection already" if protection["in_place"] is True else ""
    except (KeyError, TypeError, AttributeError):
        raise ValueError("this is no recommendation") from None


def _outcomes(recommended: Mapping[str, Any]) -> Iterator[str]:
    """The outcomes of a contact that a recommendation comes to.

    One that is passed on goes where the recommendation says. Everything else ends the matter below social
    care, so that nothing about danger may be open or said.
    """
    status, advised = recommended["status"], recommended["recommendation"]
    if advised["direction"] in PASSED_ON and status in _MAY_GO_AHEAD:
        yield PASS_ON
    if danger(recommended):
        return
    call = recommended.get("consultation") or {"advice": None, "not_ruled_out": []}
    settled = None if call["not_ruled_out"] else call["advice"]
    stands = status in (*_MAY_GO_AHEAD, "advisory")
    way = (advised["outcome"], advised["direction"]) if stands else (None, None)
    if settled == "start_caf" or (way == ("offer_caf", "step_down") and advised["to"] == "early_help"):
        yield START_CAF
    if settled == "neither" or (way == ("close_contact", "close") and _of_a_contact(recommended["request"])):
        yield NO_FURTHER_ACTION


def _of_a_contact(request: Mapping[str, Any] | None) -> bool:
    """Whether it is a contact that is to close, where anything is asked for."""
    return request is None or request["of"] == "contact"
