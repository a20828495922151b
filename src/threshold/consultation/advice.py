"""What a call comes to: what is advised and why, what to say, to do and to share, and what nobody knew."""

from dataclasses import dataclass

from threshold.consultation.case import case_of
from threshold.consultation.conversation import Conversation, holds
from threshold.consultation.floor import Floor, seriousness
from threshold.policy.script import NextStep, Outcome, ScriptQuestion
from threshold.vocabulary import Vocabulary

BY_THE_RULES = "the rules ask for more than the answers alone would call for"


@dataclass(frozen=True, slots=True)
class Advised:
    """What a caller is advised.

    outcome   the id of the script's outcome
    advice    a value of `consultation.advice`
    say       what is read out; `then` what is done next; `share` what may be told
    unknown   the questions to which nobody knew the answer
    raised    whether the rules asked for more than the script
    """

    outcome: str
    advice: str
    title: str
    because: str
    clauses: tuple[str, ...]
    say: tuple[str, ...]
    then: tuple[NextStep, ...]
    share: tuple[str, ...]
    unknown: tuple[ScriptQuestion, ...]
    raised: bool = False


class NoOutcome(Exception):
    """The script has no outcome for these answers; `policy check` would have said so."""


def advised(floor: Floor, vocabulary: Vocabulary, conversation: Conversation) -> Advised:
    """What the answers come to: the script's outcome, or a more serious one where the rules ask for more.

    Raises NoOutcome where the script has none.
    """
    outcome = conversation.outcome
    if outcome is None:
        raise NoOutcome
    least = floor.of(case_of(conversation.answers, vocabulary, conversation.day))
    order = seriousness(vocabulary)
    if order.index(outcome.advice) <= order.index(least):
        return _advised(outcome, conversation)
    rank = {each.id: order.index(each.advice) for each in conversation.script.outcomes}
    serious = [each for each in conversation.script.outcomes if rank[each.id] <= order.index(least)]
    if not serious:
        raise NoOutcome
    return _advised(max(serious, key=lambda each: rank[each.id]), conversation, raised=True)


def _advised(outcome: Outcome, conversation: Conversation, raised: bool = False) -> Advised:
    facts, script = conversation.facts, conversation.script
    return Advised(
        outcome=outcome.id,
        advice=outcome.advice,
        title=outcome.title,
        because=BY_THE_RULES if raised else outcome.because,
        clauses=outcome.carries,
        say=tuple(words.text for words in outcome.say if holds(words.when, facts)),
        then=tuple(step for step in outcome.then if holds(step.when, facts)),
        share=tuple(words.text for words in outcome.share if holds(words.when, facts)),
        unknown=tuple(script.question(fact) for fact, said in conversation.answers.items() if said is None),
        raised=raised,
    )
