"""The steps of a pack's routes and tables, where they are written."""

from collections.abc import Iterator
from dataclasses import replace

from threshold.policy.rule_file import StepEntry
from threshold.reading import Node
from threshold.reading.tree import child_of, item_of
from threshold.soundness.examination import Examination
from threshold.soundness.examined import Examined
from threshold.soundness.finding import Shown
from threshold.soundness.showing import A_CONCERN, at_step, with_goals


def steps_of(examined: Examined) -> Iterator[tuple[str, Node, StepEntry, bool]]:
    """Every step that may be taken, with its file, its place, and whether it is the row of a table."""
    for group in examined.held.groups:
        for route, node in group.entries("routes"):
            for key, steps in (("actions", route.actions), ("steps", route.steps)):
                for number, step in enumerate(steps):
                    if step.available:
                        yield group.file, item_of(child_of(node, key), number), step, key == "actions"


def let_go_at(step_id: str, examined: Examined, examination: Examination) -> Shown | None:
    """A child for whom there is a concern, and of whom this step is told: permitted, where it is a row."""
    for policy, pack in reversed(examined.resolved):
        for route in pack.routes:
            for step in route.steps:
                if step.id == step_id:
                    shown = with_goals(at_step(route, step, policy, examination.day_of(policy)), A_CONCERN)
                    if shown is not None and route.table_step:
                        return replace(shown, comes_to=("permitted", "conditional"))
                    return shown
    return None
