"""Steps that let go of a child and do not say so: what a refusal under a protection concern hangs on."""

from collections.abc import Iterator

from threshold.policy.letting_go import TO_ANOTHER, let_go_by_label
from threshold.policy.model import BRAG_TABLE
from threshold.policy.rule_file import StepEntry
from threshold.policy.soundness.examined import Examined
from threshold.reading import Node, Problem
from threshold.reading.tree import child_of, item_of


def rows_without_moves(examined: Examined) -> Iterator[Problem]:
    """Steps that let go of a child by their label, and have no `moves:`."""
    for file, place, step, of_table in _steps(examined):
        told = let_go_by_label(step.action) if step.moves is None else None
        if told is not None:
            then = "may go ahead" if of_table else "is held back by its label alone, or not at all,"
            message = (
                f"by its label this {told}, and it does not say `moves:`, so that it {then} for a "
                "child for whom there is a protection concern; write `moves: down`, or `up` or `same` "
                "where it does not let go of the child"
            )
            yield Problem(message, file, place.line, place.column, step.id)


def rows_that_let_go_upwards(examined: Examined) -> Iterator[Problem]:
    """Steps that let go of a child by their label, and say that they go up."""
    for file, node, step, of_table in _steps(examined):
        told = let_go_by_label(step.action) if step.moves == "up" else None
        if told is not None and told not in TO_ANOTHER:
            place = child_of(node, "moves")
            then = "permitted" if of_table else "told"
            message = (
                f"by its label this {told}, and it says that it goes up, so that under a protection "
                f"concern it is {then} at once; write `moves: down`, or name it by what protects"
            )
            yield Problem(message, file, place.line, place.column, step.id)


def _steps(examined: Examined) -> Iterator[tuple[str, Node, StepEntry, bool]]:
    """Every step that may be taken, with its file, its place, and whether it is the row of a table."""
    for group in examined.held.groups:
        for route, node in group.entries("routes"):
            for key, steps in (("actions", route.actions), ("steps", route.steps)):
                for number, step in enumerate(steps):
                    if step.available:
                        yield group.file, item_of(child_of(node, key), number), step, key == "actions"


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
