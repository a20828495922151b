"""The two evaluators of conditions, and the rule that they must agree.

Each is prepared once with the conditions of a stage, and then maps the truth of every leaf to the truth of
every condition. One walks the trees in Python and is the one that explains; the other is durable-rules.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from threshold.conditions import Condition, Signals, Test, Truth, tests, truth
from threshold.engine import durable_rules
from threshold.policy.inference_plan import rule_of

Conditions = Mapping[str, Condition]
Prepared = Callable[[Signals], Mapping[str, Truth]]


_once: dict[str, None] = {}


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
    """A way to evaluate conditions, and the name that it goes by: told, or found when asked for.

    `leaves_out` names the conditions, by their keys, that it is not asked about.
    """

    title: str | Callable[[], str]
    prepare: Callable[[Conditions], Prepared]
    leaves_out: Callable[[Conditions], Collection[str]] = lambda conditions: ()

    @property
    def name(self) -> str:
        return self.title if isinstance(self.title, str) else self.title()


class _InPython:
    """Walks the trees in Python. Where no leaf has changed since the last time, a condition is as it was.

    Much as in a Rete network, an evaluation costs as much as has changed.
    """

    def __init__(self, conditions: Conditions) -> None:
        # Rules share conditions, so each is asked for its truth once.
        numbers = {condition: number for number, condition in enumerate(dict.fromkeys(conditions.values()))}
        self._conditions = tuple(numbers)
        self._keys = [(key, numbers[condition]) for key, condition in conditions.items()]
        self._reading: dict[Test, set[int]] = {}
        for condition, number in numbers.items():
            for leaf in tests(condition):
                self._reading.setdefault(leaf, set()).add(number)
        self._last: tuple[list[Test], list[Truth], list[Truth]] = [], [], []

    def __call__(self, signals: Signals) -> dict[str, Truth]:
        leaves, told = list(signals), list(signals.values())
        asked, before, truths = self._last
        if truths and leaves == asked:
            truths = truths.copy()  # what was found before stays as it is, whoever asks at the same time
            changed = (leaf for leaf, old, new in zip(leaves, before, told, strict=True) if old is not new)
            for number in {number for leaf in changed for number in self._reading.get(leaf, ())}:
                truths[number] = truth(self._conditions[number], signals)
        else:
            truths = [truth(condition, signals) for condition in self._conditions]
        self._last = leaves, told, truths
        return {key: truths[number] for key, number in self._keys}


PYTHON = Evaluator("python", _InPython)


def evaluators() -> tuple[Evaluator, ...]:
    """Those at hand: Python always, durable-rules where it is installed and works."""
    if not durable_rules.available():
        return (PYTHON,)
    return (PYTHON, Evaluator(durable_rules.title, durable_rules.prepare, durable_rules.not_asked_about))


def missing_evaluator() -> str:
    """Which evaluator is not at hand, and why, in one sentence; empty where both are."""
    why = durable_rules.missing()
    return f"The second evaluator, durable-rules, is missing: {why}." if why else ""


def evaluated_once() -> tuple[str, ...]:
    """The rules that this process has evaluated by the first evaluator alone though there are two."""
    return tuple(_once)


def prepare(conditions: Conditions, using: tuple[Evaluator, ...]) -> Prepared:
    """One function that asks every evaluator. It raises Disagreement, naming the rule, if they differ.

    What all but the first leave out is evaluated by the first alone, and remembered for `evaluated_once`.
    """
    for evaluator in using[1:]:
        _once.update(dict.fromkeys(map(rule_of, evaluator.leaves_out(conditions))))
    first, *others = [evaluator.prepare(conditions) for evaluator in using]

    def agreed(signals: Signals) -> Mapping[str, Truth]:
        truths = first(signals)
        for other in others:
            second = other(signals)
            for key, value in second.items():
                if truths[key] is not value:
                    raise Disagreement(key)
        return truths

    return agreed
