"""Every way through a script: all where they can be counted, else a sample that can be drawn again."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from threshold.consultation.conversation import NOT_KNOWN, Conversation
from threshold.policy.script import ScriptQuestion
from threshold.vocabulary import Value

MOST = 5_000  # ways that are looked at; beyond that, as many drawn by chance
SEED = 1


@dataclass(frozen=True, slots=True)
class Ways:
    """Ways through a script, each to its end; `whole` says whether that is all of them."""

    ended: tuple[Conversation, ...]
    whole: bool


def ways(begin: Conversation, most: int = MOST, seed: int = SEED) -> Ways:
    """The ways that a conversation can go on."""
    found: list[Conversation] = []
    for ended in _all(begin):
        if len(found) == most:
            chance = random.Random(seed)
            return Ways(tuple(_one(begin, chance) for _ in range(most)), whole=False)
        found.append(ended)
    return Ways(tuple(found), whole=True)


def _all(conversation: Conversation) -> Iterator[Conversation]:
    question = conversation.next
    if question is None:
        yield conversation
        return
    for value in _answers(question):
        yield from _all(conversation.answered(question.fact, value))


def _one(conversation: Conversation, chance: random.Random) -> Conversation:
    while (question := conversation.next) is not None:
        conversation = conversation.answered(question.fact, chance.choice(_answers(question)))
    return conversation


def _answers(question: ScriptQuestion) -> tuple[Value | None, ...]:
    """All that a question can be answered with."""
    return (*[choice.value for choice in question.choices], NOT_KNOWN)
