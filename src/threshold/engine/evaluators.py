"""The two evaluators of conditions, and the rule that they must agree.

Each is prepared once with the conditions of a stage, and then maps the truth of every leaf to the truth of
every condition. One walks the trees in Python and is the one that explains; the other is durable-rules.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from threshold.conditions import Condition, Signals, Truth, truth
from threshold.engine import durable_rules

Conditions = Mapping[str, Condition]
Prepared = Callable[[Signals], Mapping[str, Truth]]


class Disagreement(Exception):
    """The evaluators differ on a rule: an internal error, after which nothing may be recommended."""

    def __init__(self, rule: str) -> None:
        super().__init__(
            f"internal error: the two evaluators do not agree on {rule}, so nothing is recommended; "
            "please report this with the rule's name"
        )
        self.rule = rule


@dataclass(frozen=True, slots=True)
class Evaluator:
    """A way to evaluate conditions, and the name that it goes by: told, or found when asked for."""

    title: str | Callable[[], str]
    prepare: Callable[[Conditions], Prepared]

    @property
    def name(self) -> str:
        return self.title if isinstance(self.title, str) else self.title()


def _in_python(conditions: Conditions) -> Prepared:
    # Rules share conditions, so each is asked for its truth once.
    numbers = {condition: number for number, condition in enumerate(dict.fromkeys(conditions.values()))}
    keys = [(key, numbers[condition]) for key, condition in conditions.items()]

    def evaluate(signals: Signals) -> dict[str, Truth]:
        truths = [truth(condition, signals) for condition in numbers]
        return {key: truths[number] for key, number in keys}

    return evaluate


PYTHON = Evaluator("python", _in_python)


def evaluators() -> tuple[Evaluator, ...]:
    """Those at hand: Python always, durable-rules where it is installed and works."""
    if not durable_rules.available():
        return (PYTHON,)
    return (PYTHON, Evaluator(durable_rules.title, durable_rules.prepare))


def missing_evaluator() -> str:
    """Which evaluator is not at hand, and why, in one sentence; empty where both are."""
    why = durable_rules.missing()
    return f"The second evaluator, durable-rules, is missing: {why}." if why else ""


def prepare(conditions: Conditions, using: tuple[Evaluator, ...]) -> Prepared:
    """One function that asks every evaluator. It raises Disagreement, naming the rule, if they differ."""
    first, *others = [evaluator.prepare(conditions) for evaluator in using]

    def agreed(signals: Signals) -> Mapping[str, Truth]:
        truths = first(signals)
        for other in others:
            second = other(signals)
            for key, value in truths.items():
                if second[key] is not value:
                    raise Disagreement(key)
        return truths

    return agreed
