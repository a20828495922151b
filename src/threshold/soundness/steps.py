"""The steps of a pack's routes and tables, where they are written."""

from collections.abc import Iterator

from threshold.policy.rule_file import StepEntry
from threshold.reading import Node
from threshold.reading.tree import child_of, item_of
from threshold.soundness.examined import Examined


def steps_of(examined: Examined) -> Iterator[tuple[str, Node, StepEntry, bool]]:
    """Every step that may be taken, with its file, its place, and whether it is the row of a table."""
    for group in examined.held.groups:
        for route, node in group.entries("routes"):
            for key, steps in (("actions", route.actions), ("steps", route.steps)):
                for number, step in enumerate(steps):
                    if step.available:
                        yield group.file, item_of(child_of(node, key), number), step, key == "actions"
