"""The questions of a decision, each once: as many as its first line counts and its reports list."""

from collections.abc import Iterable

from threshold.decisions.model import MissingFact
from threshold.output.words import sentences


def of_the_way(each: MissingFact) -> bool:
    """Whether a fact settles nothing but who takes which step."""
    return {*each.settles} == {"route"}


def questions(missing: Iterable[MissingFact]) -> dict[str, tuple[str, ...]]:
    """Each question, in order, with what it settles; of one that joins several, what no other asks.

    A question about events may be made up of a question for each: those that are asked anyway are not
    asked, nor counted, again.
    """
    missing = list(missing)
    alone = {each.question for each in missing if len(sentences(each.question)) == 1}
    asked: dict[str, dict[str, None]] = {}
    for each in missing:
        parts = sentences(each.question)
        further = " ".join(part for part in parts if part not in alone)
        for text in [each.question] if each.question in alone else [further] if further else parts:
            asked.setdefault(text, {}).update(dict.fromkeys(each.settles))
    return {text: tuple(settles) for text, settles in asked.items()}
