"""A question of a script as it is put, and what was typed as its answer."""

import re

from threshold.interview.asking import UNKNOWN, Passed
from threshold.interview.choices import chosen
from threshold.interview.prompts import Prompt
from threshold.output.words import sentence
from threshold.policy.script import ScriptQuestion
from threshold.vocabulary import Value, ValueType

_NOT_KNOWN = "not known"
_NEEDED = "Enter is no answer here: type one of the numbers, or u where nobody knows."


def prompt_of(question: ScriptQuestion, heading: str, notes: tuple[str, ...] = ()) -> Prompt:
    """The question and what it means in the script's words, its answers numbered; last, that nobody knows."""
    number = len(question.choices) + 1
    yes_or_no = all(isinstance(choice.value, bool) for choice in question.choices)
    can = f"Type a number from 1 to {number}{', or y, n or u' if yes_or_no else ', or the words'}."
    means = (f"{question.means}.",) if question.means else ()
    needed = "" if notes else _NEEDED
    options = (*(choice.words for choice in question.choices), _NOT_KNOWN)
    return Prompt(question.asks, can, heading, options, (*means, *notes), needed=needed)


def answer(text: str, question: ScriptQuestion, kind: ValueType) -> Value | Passed:
    """The answer that was typed. Raises ValueError in plain words."""
    number = len(question.choices) + 1
    if re.fullmatch(rf"{number}[.)]?", text) or text.casefold() in UNKNOWN:
        return Passed.UNKNOWN
    if re.fullmatch("[0-9]+[.)]?", text) and not 1 <= int(text.rstrip(".)")[:6]) <= number:
        raise ValueError(f"is no number from 1 to {number}")
    return chosen(text, kind, question.asks, question.choices)


def in_words(question: ScriptQuestion, value: Value | None) -> str:
    """An answer in the words in which it is offered."""
    said = next((choice.words for choice in question.choices if choice.value == value), _NOT_KNOWN)
    return sentence(said)
