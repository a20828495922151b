"""The steps and actions of a workflow under other names: each is read as the one that its table lists."""

from collections.abc import MutableMapping
from dataclasses import dataclass

from threshold.policy import Policy
from threshold.vocabulary import UNKNOWN, State, as_label

STEP, ACTION = "request.step", "request.action"


@dataclass(frozen=True, slots=True)
class OtherNames:
    """The name listed of each step, by another; of each action on a step, by the step and another name."""

    steps: dict[str, str]
    actions: dict[tuple[str, str], str]

    def rename(self, states: MutableMapping[str, State]) -> None:
        """Put the names listed in the place of others."""
        step, action = states.get(STEP), states.get(ACTION)
        if isinstance(step, str) and step in self.steps:
            step = states[STEP] = self.steps[step]
        if not isinstance(action, str):
            return
        if isinstance(step, str):
            states[ACTION] = self.actions.get((step, action), action)
        elif any(action == other for _, other in self.actions):
            states[ACTION] = UNKNOWN  # which action it is, the step says


def other_names(policy: Policy) -> OtherNames:
    """Every other name that the tables of a policy's workflow give."""
    tables = [route for route in policy.routes if route.table_step]
    steps = {name: as_label(route.table_step) for route in tables for name in route.also}
    actions = {
        (as_label(route.table_step), name): as_label(step.action)
        for route in tables
        for step in route.steps
        for name in step.also
    }
    return OtherNames(steps, actions)
