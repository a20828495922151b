"""The questions that are worth asking, as text and as JSON."""

import json
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threshold.questions.search import Question

WIDTH = 100
_NOT_RULES = ("need.level", "route")


def questions_as_text(questions: Sequence["Question"]) -> str:
    """One question after another, each with the rules it bears on and where its answer goes in the file."""
    if not questions:
        return "Nothing more needs to be asked: no answer would change status, direction or route."
    return "\n".join(line for number, each in enumerate(questions, 1) for line in _question(number, each))


def questions_as_json(questions: Sequence["Question"]) -> str:
    """The questions as a list, with how much each of them is worth."""
    return json.dumps([asdict(each) for each in questions], ensure_ascii=False, indent=2)


def _question(number: int, question: "Question") -> Iterator[str]:
    rules = [rule for rule in question.settles if rule not in _NOT_RULES]
    because = f" [{', '.join(rules[:3])}]" if rules else ""
    place = f"in the timeline: {question.event}" if question.event else f"in the file: {question.fact}"
    for text, indent in ((f"{number:>2}. {question.asks}{because}", ""), (place, "    ")):
        yield from textwrap.wrap(
            text, WIDTH, initial_indent=indent, subsequent_indent="    ", break_on_hyphens=False
        )
