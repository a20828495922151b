"""Which way a request goes: up, down, past the eyes of a social worker, or neither."""

from typing import Literal

from threshold.conditions import Truth
from threshold.policy.inference_plan import fits_key
from threshold.policy.model import BRAG_TABLE
from threshold.policy.protection import below_social_care
from threshold.semantics.findings import Findings
from threshold.vocabulary import Missing, State

# What tells whether social care took a case whose CAF closes: why it closes, and what became of the referral.
WHY_CLOSED = "caf.closing_reason"
ACCEPTED, TURNED_DOWN = "referral.accepted", ("child_in_need.assessed", "referral.meets_threshold")

COLOUR = "contact.brag"

# Diverting: no social worker looks at the contact.
Way = Literal["up", "down", "divert", "same"]


def way_of(findings: Findings) -> Way:
    """Which way goes what is asked for or, where nothing is, what the facts point to."""
    match findings.proposed:
        case "step_up":
            to = findings.facts.state("proposed.to")
            return "divert" if _below(findings, to) else "up"
        case "step_down":
            return "down"
        case "close":
            return "same" if _taken_by_social_care(findings) else "down"
        case "step_across":
            return "divert"
        case "triage":
            return _of_the_colour(findings)
        case "workflow":
            return _of_the_rows(findings)
        case _:
            return "same"


def leaves_protection(findings: Findings) -> Truth:
    """Whether it closes, diverts or would leave Child in Need out, where protection is in place."""
    way = way_of(findings)
    if way != "down" or findings.proposed != "step_down":
        return way in ("down", "divert")
    to = findings.facts.state("proposed.to")
    return None if isinstance(to, Missing) else _below(findings, to)


def _below(findings: Findings, support: State) -> bool:
    """Whether it is known to be a support below social care."""
    return support in below_social_care(findings.policy.vocabulary)


def _taken_by_social_care(findings: Findings) -> bool:
    """Whether a CAF closes because social care took the case: nobody is left without a social worker.

    To say that it stepped up is not enough: social care accepted it, or already has the child.
    """
    facts = findings.facts
    least = findings.protection.at_least
    with_social_care = least is not None and not _below(findings, least)
    return (
        facts.state("closure.of") == "caf_episode"
        and facts.state(WHY_CLOSED) == "stepped_up"
        and (with_social_care or _accepted(findings))
    )


def _accepted(findings: Findings) -> bool:
    """Whether social care accepted the case, and nothing says that it has not kept it."""
    facts = findings.facts
    return facts.state(ACCEPTED) is True and all(facts.state(name) is not False for name in TURNED_DOWN)


def _of_the_colour(findings: Findings) -> Way:
    """Triage ends where its colour's row says; while that is open, a concern takes it up."""
    colour = findings.facts.state(COLOUR)
    if isinstance(colour, Missing) or str(colour) not in findings.policy.table(BRAG_TABLE):
        return "up" if findings.protection.concern is True else "divert"
    return "up" if goes_up(str(colour), findings) else "divert"


def goes_up(colour: str, findings: Findings) -> bool:
    """Whether the row of a colour says that its contacts end in social care."""
    return findings.policy.table(BRAG_TABLE).get(colour, {}).get("moves") == "up"


def _of_the_rows(findings: Findings) -> Way:
    """Where the rows of the workflow that are asked for take the child; down, if any of them does.

    A row that is named goes its own way, whether its table answers here or not: what hands a child on does so
    on every map.
    """
    step, action = (findings.facts.state(name) for name in ("request.step", "request.action"))
    named = {
        ground.moves
        for ground in findings.policy.grounds
        if ground.moves is not None and step in ground.asked.step and action in ground.asked.action
    }
    moves = named or {
        ground.moves
        for ground in findings.policy.grounds
        if ground.moves is not None and findings.truths[fits_key(ground)] is True
    }
    return "down" if "down" in moves else "up" if "up" in moves else "same"
