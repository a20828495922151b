"""Rows that let go of a child and do not say so: what a refusal under a protection concern hangs on."""

import re
from collections.abc import Iterator, Mapping

from threshold.policy.model import BRAG_TABLE
from threshold.policy.rule_file import RouteEntry
from threshold.policy.soundness.examined import Examined
from threshold.reading import Problem
from threshold.reading.tree import child_of, item_of

# What an action's label says where somebody lets go of the child, and how it is told. Only whole words, or
# their beginnings: `end` is not in `send`, and `attend` ends nothing.
LETS_GO: Mapping[str, str] = {
    r"clos(?:e|es|ed|ing|ure)\b": "closes",  # nobody is responsible afterwards
    r"end(?:s|ed|ing)?\b": "ends",  # a plan or support that ends protects nobody
    r"stop(?:s|ped|ping)?\b": "stops",  # the same
    r"step(?:s|ped|ping)?[ -]?down": "steps down",  # less support, and another service
    r"transfer": "transfers",  # another team or authority takes the child on
    r"hand(?:s|ed|ing)?[ -]?(?:over|on|back)\b": "hands over",  # the same
    r"(?:no further action|nfa)\b": "does nothing further",  # a contact that goes no further is closed
}
_LETS_GO = {re.compile(rf"\b{pattern}", re.IGNORECASE): told for pattern, told in LETS_GO.items()}

_TO_ANOTHER = ("transfers", "hands over")  # which may be to whoever protects


def rows_without_moves(examined: Examined) -> Iterator[Problem]:
    """Rows of the workflow that let go of a child by their label, and have no `moves:`."""
    for group in examined.held.groups:
        for entry, node in group.entries("routes"):
            for number, told in _unsaid(entry):
                row = item_of(child_of(node, "actions"), number)
                message = (
                    f"by its label this {told}, and it does not say `moves:`, so that it may go ahead for a "
                    "child for whom there is a protection concern; write `moves: down`, or `up` or `same` "
                    "where it does not let go of the child"
                )
                yield Problem(message, group.file, row.line, row.column, entry.actions[number].id)


def rows_that_let_go_upwards(examined: Examined) -> Iterator[Problem]:
    """Rows of the workflow that let go of a child by their label, and say that they go up."""
    for group in examined.held.groups:
        for entry, node in group.entries("routes"):
            for number, row in enumerate(entry.actions):
                told = _told(row.action) if row.available and row.moves == "up" else None
                if told is not None and told not in _TO_ANOTHER:
                    place = child_of(item_of(child_of(node, "actions"), number), "moves")
                    message = (
                        f"by its label this {told}, and it says that it goes up, so that under a protection "
                        "concern it is permitted at once; write `moves: down`, or name it by what protects"
                    )
                    yield Problem(message, group.file, place.line, place.column, row.id)


def _unsaid(route: RouteEntry) -> Iterator[tuple[int, str]]:
    """The rows in question by their number, each with what its label says."""
    for number, row in enumerate(route.actions):
        if row.available and row.moves is None:
            told = _told(row.action)
            if told is not None:
                yield number, told


def _told(label: str) -> str | None:
    """What a row does by its label where that lets go of the child."""
    return next((told for pattern, told in _LETS_GO.items() if pattern.search(label)), None)


def colours_without_moves(examined: Examined) -> Iterator[Problem]:
    """A table of colours that does not say which of them end in social care, where triage is answered."""
    parameter = examined.held.parameters.get(BRAG_TABLE)
    if parameter is None or "moves" in parameter.entry.columns:
        return
    answered = any(
        "triage" in ground.asked.direction for policy, _ in examined.resolved for ground in policy.grounds
    )
    if answered:
        message = (
            "has no column `moves`, so that a contact of every colour counts as passing a social worker by, "
            "and under a protection concern even the most serious one is refused; add `moves: text`, and "
            "`up` in the rows of the colours that end in social care"
        )
        place = child_of(parameter.node, "columns")
        yield Problem(message, parameter.file, place.line, place.column, parameter.name)
