"""The questions that are worth asking, as text and as JSON."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from threshold.decisions import Decision
from threshold.decisions.headline import NO_RULE
from threshold.output.escaping import json_text
from threshold.output.terminal import WIDTH, wrapped
from threshold.output.words import listed, spoken

if TYPE_CHECKING:
    from threshold.questions.search import Question
    from threshold.questions.standing import Standing, ToAdd

FEW = 3
_ONLY_DANGER = f"{NO_RULE}: only what is said about danger may change what to do."
_FIELDS = ("asks", "fact", "event", "settles", "rules_out", "outcomes", "protection")


def questions_as_text(
    questions: Sequence["Question"],
    standing: "Standing",
    clauses: Mapping[str, Sequence[str]],
    width: int = WIDTH,
) -> str:
    """One question after another, each with clauses it bears on and where its answer goes in the file.

    `clauses` are those that each rule carries. Last what is to be added to entries that are
    there. Where there is none of that, why.
    """
    to_add = [line for each in standing.to_add for line in _to_add(each, width)]
    if not questions and to_add:
        return "\n".join(to_add)
    if not questions:
        first, *further = _nothing_to_ask(standing)
        lines = [*wrapped(first, width)]
        return "\n".join([*lines, *(each for why in further for each in wrapped(why, width, "- ", "  "))])
    told = wrapped(_ONLY_DANGER, width) if _has_no_rule(standing) else []
    asked = (_question(number, each, clauses, width) for number, each in enumerate(questions, 1))
    return "\n".join([*told, *(line for lines in asked for line in lines), *to_add])


def danger_as_text(decision: Decision, width: int = WIDTH) -> str:
    """What comes before every question where a child is to be protected now."""
    lines = wrapped(f"{decision.recommendation.headline}.", width)
    for action in (each for each in decision.actions if each.urgent):
        by = f"{action.by}: " if action.by else ""
        lines += wrapped(f"NOW. {by}{action.do}", width, "  ", "    ")
    return "\n".join(lines)


def questions_as_json(questions: Sequence["Question"]) -> str:
    """The questions as a list, with how much each of them is worth."""
    told = [
        {
            **{field: getattr(question, field) for field in _FIELDS},
            "facts": [
                {"fact": fact, "asks": asks} for fact, asks in zip(question.facts, question.each, strict=True)
            ],
        }
        for question in questions
    ]
    return json_text(told, indent=2)


def _to_add(what: "ToAdd", width: int) -> Iterator[str]:
    """What an entry that is there does not say: no answer of its own, but a key to be added to it."""
    yield from wrapped(f" -  {what.asks}", width, "", "    ")
    yield from wrapped(f"in the timeline: add `{what.key}` to the entry {what.event}", width, "    ", "    ")


def _has_no_rule(standing: "Standing") -> bool:
    return standing.status == "undetermined" and standing.answered is False


def _nothing_to_ask(standing: "Standing") -> Iterator[str]:
    if _has_no_rule(standing):
        yield f"{NO_RULE}: no answer to any question would change that."
    elif standing.status in ("undetermined", "conflict") and standing.contradictions:
        yield "Nothing that can be asked settles it: the case file contradicts itself."
        yield from standing.contradictions
    elif standing.status == "undetermined" and standing.no_rule_tells:
        facts = listed([spoken(name) for name in standing.no_rule_tells], "and")
        yield f"Nothing that can be asked settles it: no rule of this policy tells the {facts} here."
    elif standing.status == "undetermined":
        yield "It is still undetermined, and nothing was found that would settle it."
    else:
        yield "Nothing more needs to be asked: no answer would change status, direction or route."


def _question(
    number: int, question: "Question", clauses: Mapping[str, Sequence[str]], width: int
) -> Iterator[str]:
    carried = dict.fromkeys(clause for rule in question.settles for clause in clauses.get(rule, ()))
    because = f" [{', '.join([*carried][:FEW])}]" if carried else ""
    place = f"in the timeline: {question.event}" if question.event else f"in the file: {question.fact}"
    yield from wrapped(f"{number:>2}. {question.asks}{because}", width, "", "    ")
    for fact, asks in zip(question.facts, question.each, strict=True):
        yield from wrapped(f"{asks} {fact}", width, "    - ", "      ")
    if question.facts:
        place = "in the file: true for each that is there, false for the others"
    yield from wrapped(place, width, "    ", "    ")
