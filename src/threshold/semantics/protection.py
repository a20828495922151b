"""Protection: whether there is a concern, and whether protection is in place.

What a record opens stands until a record closes it; an enquiry that nobody mentions opens nothing. Where
facts about danger contradict each other the concern is open, and the more dangerous reading is acted on
until somebody has asked.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from threshold.conditions import Truth
from threshold.policy.model import LEVEL, ProtectionRule
from threshold.policy.protection import (
    ASKED,
    DENIED,
    HIGHEST,
    IN_PLACE_LEVELS,
    LESS_THAN_RECORDED,
    LOWER,
    PLAN_UNCLEAR,
    QUESTIONS,
    SAID_TO_BE_NONE,
    SETTLING,
    STATED,
    answered_yes,
    concern_keys,
    settled_by_record,
    support_key,
)
from threshold.semantics.contradictions import Contradiction
from threshold.vocabulary import UNKNOWN, State, Value, Vocabulary

SUPPORT_DISAGREES = "support-disagrees"
ENQUIRY_DISAGREES = "enquiry-disagrees"
JUDGED_TOO_LOW = "level-judged-too-low"


@dataclass(frozen=True, slots=True)
class Protection:
    """What is known of a child's protection.

    `concern` and `in_place` are true, false or unknown. `acted_on` says that the child is to be protected
    now: there is a concern, or facts about danger contradict each other (`contradictory`). `because` says
    what calls for it. `highest` is the highest support stated or recorded; while none is stated, a record may
    be only the least that it can be (`at_least`).
    """

    concern: Truth
    in_place: Truth
    contradictory: bool
    because: tuple[str, ...]
    highest: State
    at_least: Value | None

    @property
    def acted_on(self) -> bool:
        return self.concern is True or self.contradictory


NOT_LOOKED_AT = Protection(None, None, False, (), UNKNOWN, None)


def protection(
    truths: Mapping[str, Truth],
    added: Sequence[ProtectionRule],
    contradictions: Sequence[Contradiction],
    vocabulary: Vocabulary,
) -> Protection:
    """Protection by the truth of its conditions, and what contradicts itself so far."""
    opened = tuple(why for key, why in concern_keys(added).items() if truths[key] is True)
    # A yes is never put in doubt: only where it is said that there is no concern can that be wrong.
    doubted = any({*QUESTIONS} & {*each.facts} for each in contradictions)
    contradictory = doubted and truths[SAID_TO_BE_NONE] is True and not opened
    concern = True if opened else None if contradictory else truths[ASKED]
    said = tuple(why for key, why in answered_yes().items() if truths[key] is True)
    order = vocabulary.facts[HIGHEST].order
    at_least = next((level for level in order if truths[support_key(level)] is True), None)
    settled = any(truths[key] is True for key in SETTLING) or at_least in settled_by_record(order)
    return Protection(
        concern=concern,
        in_place=_in_place(truths),
        contradictory=contradictory,
        because=(*opened, *said) if concern or contradictory else (),
        highest=at_least if settled and at_least is not None else UNKNOWN,
        at_least=at_least,
    )


def disagreements(truths: Mapping[str, Truth]) -> Iterator[Contradiction]:
    """What records contradict: they are acted on, and somebody has to ask."""
    if truths[LESS_THAN_RECORDED] is True:
        why = "The support stated as being in place is less than the records show"
        yield Contradiction(SUPPORT_DISAGREES, (STATED,), why)
    if truths[DENIED] is True:
        said = "it is also said that there is no concern or no suspected harm"
        yield Contradiction(ENQUIRY_DISAGREES, QUESTIONS[:2], f"A section 47 enquiry is open, and {said}")


def level_called_for(fact: str, found: Protection, vocabulary: Vocabulary) -> int | None:
    """The least that a judgement may come to under protection: the highest level there is.

    None where protection says nothing of this fact.
    """
    if fact != LEVEL or not (found.concern is True or found.in_place is True):
        return None
    return vocabulary.facts[LEVEL].type.most


def too_low(fact: str, least: int) -> Contradiction:
    """The contradiction where somebody judged the level lower than protection calls for."""
    why = f"The level of need was judged to be below {least}, which is what the child's protection calls for"
    return Contradiction(JUDGED_TOO_LOW, (fact,), why)


def _in_place(truths: Mapping[str, Truth]) -> Truth:
    each = [truths[support_key(level)] for level in IN_PLACE_LEVELS]
    if True in each:
        return True
    return False if truths[LOWER] is True and truths[PLAN_UNCLEAR] is not True else None
