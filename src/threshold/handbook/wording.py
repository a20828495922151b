"""What the kinds of rule, their strengths and their people are called where a policy is read."""

from collections.abc import Iterable

from threshold.conditions.words import Phrase, Words
from threshold.handbook.model import Line
from threshold.handbook.uses import Rule
from threshold.output.words import listed, plainly
from threshold.policy import (
    Action,
    ConflictRule,
    Deadline,
    Definition,
    Ground,
    ProtectionRule,
    Requirement,
    Route,
    Who,
)

STRENGTHS = {
    "block": "Blocks: without it the request does not go ahead for now",
    "condition": "A condition: without it the request may go ahead once this is mended",
    "warn": "A warning, which never changes the answer",
    "note": "A note, which never changes the answer",
}
_MANY = 8  # so many that are counted stand in one paragraph, where fewer have a line each
_SHORT = {"block": "blocks", "condition": "condition", "warn": "warning", "note": "note"}
_REQUESTS = {
    "step_up": "step up",
    "step_down": "step down",
    "step_across": "step across",
    "close": "closing",
    "triage": "triage",
    "workflow": "actions of the workflow",
    "compliance": "audits",
}
MOVES = {
    "up": "ends in social care",
    "down": "closes, hands the child on, or goes a way that a protection concern bars",
    "same": "goes neither up nor down",
}


def kind_of(rule: Rule) -> str:
    """What a rule is called in a list of rules of all kinds."""
    match rule:
        case Ground():
            return "ground"
        case Definition():
            return "definition"
        case Requirement():
            return f"requirement, {_SHORT[rule.effect]}"
        case Deadline():
            return "deadline"
        case Route():
            return "workflow table" if rule.table_step else "route"
        case ConflictRule():
            return "contradiction"
        case ProtectionRule():
            return "protection"
        case _:
            return "what comes first"


def requests(bears_on: Iterable[str]) -> str:
    """The requests that a rule counts for."""
    return listed([_REQUESTS.get(each, plainly(each)) for each in bears_on], "and")


def named(name: str) -> str:
    """The name of somebody as rules write it; empty where they say that it is nobody."""
    return {"none": "", "self": "themselves"}.get(name, name)


def who(person: Who, words: Words) -> str:
    """Somebody, or each of those among whom a fact chooses; nobody named is empty."""
    if not person.fact:
        return named(person.name)
    chosen = [f"{named(name) or 'nobody'} ({plainly(value)})" for value, name in person.choices]
    return f"{listed(chosen)}, by {words.of(person.fact)}"


def to_do(action: Action, words: Words) -> str:
    """What is to be done, by whom and to whom."""
    to = "" if action.to is None else who(action.to, words)
    urgent = "at once, " if action.urgent else ""
    return f"{who(action.by, words)}: {urgent}{action.do}{f' (to: {to})' if to else ''}"


def line(phrase: Phrase) -> Line:
    """A phrase as a line; what names how the lines below it belong together ends with a colon."""
    if phrase.counting and len(phrase.parts) > _MANY:
        return Line(f"{phrase.text}: {'; '.join(part.in_line for part in phrase.parts)}")
    below = tuple(line(part) for part in phrase.parts)
    return Line(f"{phrase.text}:" if below else phrase.text, below)
