"""The fields of forms: what they are called, and what is amiss with what was typed; never what it was."""

from collections.abc import Iterable
from dataclasses import dataclass

from threshold.output.words import sentence

LABELS = {
    "caller.name": "The caller's name",
    "caller.agency": "Their agency",
    "caller.role": "Their role",
    "caller.telephone": "Their telephone number",
    "why": "Why they called",
    "summary": "What was talked about",
    "advice_given": "The advice that you gave",
    "differs_because": "Why you advised otherwise",
    "follow_up": "The day to follow it up by",
    "follow_up_about": "What is to be followed up",
    "adviser": "Your own reference",
    "what": "What was done, or came of it",
    "next": "The day to follow it up by",
    "about": "What is to be done then",
}


@dataclass(frozen=True, slots=True)
class Amiss:
    """One thing amiss with a field; `label` is what the field is called, where that has to be said."""

    field: str
    message: str
    label: str = ""


def by_field(problems: Iterable[Amiss]) -> dict[str, str]:
    """All that is amiss with each field."""
    found: dict[str, list[str]] = {}
    for problem in problems:
        found.setdefault(problem.field, []).append(sentence(problem.message))
    return {field: ". ".join(messages) for field, messages in found.items()}
