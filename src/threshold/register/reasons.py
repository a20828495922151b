"""When a decision needs its reason written down, and whether what was written may be stored."""

import re
from collections.abc import Iterator

from threshold.casefiles import Case
from threshold.casefiles.read import REFERENCE
from threshold.conditions import Facts
from threshold.decisions import Decision
from threshold.privacy import identifying_reference, identifying_text
from threshold.reading import Problem
from threshold.register.entries import Decided
from threshold.register.outcomes import NO_FURTHER_ACTION, OUTCOMES, PASS_ON, PASSED_ON, START_CAF
from threshold.vocabulary import Missing, Vocabulary

LONGEST_REASON = 4_000  # characters
_OPEN = ("blocked", "undetermined", "conflict")
_WANTING = ("not_met", "undetermined")
_GIVEN = "given"
_PROTECTS = "safeguarding_now"
_NO_TEXT = re.compile("[\ud800-\udfff]")  # what Python makes of such bytes on a command line
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def reasons_called_for(
    decision: Decision, case: Case, facts: Facts, decided: Decided, vocabulary: Vocabulary, danger: str = ""
) -> Iterator[str]:
    """Why this decision needs a reason; nothing where it needs none.

    `danger` is what speaks against leaving it at that, where nothing more is to be done.
    """
    direction = decision.recommendation.direction
    if not decided.agrees:
        yield "the recommendation is overridden"
    if danger and decided.decision == NO_FURTHER_ACTION:
        yield f"nothing more is to be done, although {danger}"
    if decision.status in _OPEN:
        yield f"the recommendation is {decision.status}"
    elif direction == "undetermined" and not (decided.agrees and decided.decision in OUTCOMES):
        yield "no direction could be recommended"
    if case.overrides:
        yield "a level or rating was changed"
    for fact in vocabulary.facts.values():
        if fact.calls_for_reason and facts.state(fact.name) is True:
            yield f'"{fact.asks}" is answered with yes'
    # What is passed on, or goes on as a CAF, goes the way that was recommended, with the consents for that.
    way = [direction] if decided.decision in (PASS_ON, START_CAF) else []
    ways = (decided.decision, *way)
    if any(_without_consent(facts, each, vocabulary) for each in ways) or (
        any(each in PASSED_ON for each in ways) and _family_to_be_asked(decision, vocabulary)
    ):
        yield "it goes ahead without the family's consent"


def tidy(reason: str) -> str:
    """A reason with its spaces and line breaks made plain, as text pasted from elsewhere often needs."""
    lines = reason.replace("\r\n", "\n").split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def problems(decided: Decided) -> Iterator[Problem]:
    """What keeps a reference or a reason from being stored. Neither is ever repeated."""
    if not re.fullmatch(REFERENCE, decided.reference):
        message = "must be a made-up reference such as TM-07: letters, digits, dots and dashes, no spaces"
        yield Problem(message, field="--reference")
    for kind in identifying_reference(decided.reference):
        yield Problem(f"looks like {kind}; use a made-up reference", field="--reference")
    yield from reason_problems(decided.reason)


def reason_problems(reason: str) -> Iterator[Problem]:
    """What keeps a reason from being stored; it is never repeated."""
    if not _NO_TEXT.search(reason):
        for kind in identifying_text(reason):
            yield Problem(f"seems to hold {kind}, which is not stored here; leave it out", field="--reason")
    for problem in form_problems(reason):
        yield Problem(problem, field="--reason")


def form_problems(reason: str) -> Iterator[str]:
    """What is wrong with the form of a reason, whatever it says."""
    if _NO_TEXT.search(reason):
        yield "holds bytes that are no text in UTF-8; type it anew, or give it in a file (--reason-file)"
        return
    if len(reason) > LONGEST_REASON:
        yield f"is longer than {LONGEST_REASON} characters; put it shorter"
    if _CONTROL.search(reason):
        yield "holds characters that cannot be seen; write plain text"


def _family_to_be_asked(decision: Decision, vocabulary: Vocabulary) -> bool:
    """Whether what is recommended may go ahead only once the family has been asked.

    Which consent a contact needs hangs on where it goes: the rules tell it, and no list of directions.
    """
    consents = {fact.name for fact in vocabulary.facts.values() if fact.consent_for}
    wanting = (check for check in decision.checks if check.decides and check.status in _WANTING)
    return decision.status == "conditional" and any(
        consents & {*check.facts_used, *check.missing} for check in wanting
    )


def _without_consent(facts: Facts, decision: str, vocabulary: Vocabulary) -> bool:
    """Whether a consent to this direction is known not to be given, or none is known to be.

    To protect a child no consent is needed (IS-no-consent-needed), and what nobody has said is no reason to
    stop; to act against what the family has said is written down all the same.
    """
    states = [facts.state(fact.name) for fact in vocabulary.facts.values() if decision in fact.consent_for]
    refused = any(state != _GIVEN for state in states if not isinstance(state, Missing))
    if decision == _PROTECTS:
        return refused
    return bool(states) and (refused or _GIVEN not in states)
