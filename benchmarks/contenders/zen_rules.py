"""The same rules for zen-engine: one graph with an expression for each derived fact and each requirement.

It is given what suits it: the static loader, which compiles the graph once; many cases in one call; and
expressions, which it evaluates faster than decision tables with as many columns as there are facts.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from contenders.rails import STATUSES, Language, Rails
from contenders.subset import DEFINED, REQUESTS
from threshold.conditions import Test
from threshold.policy import Policy, Requirement
from threshold.vocabulary import Value

KEY = "rules"


class ZenRules:
    """The rules loaded into zen-engine. Raises ImportError where it is not installed."""

    def __init__(self, policy: Policy) -> None:
        from zen import ZenEngine

        self.rules = [_key(rule) for rule in policy.requirements]
        loader = {"type": "static", "content": {KEY: _graph(policy)}}
        self.engine = ZenEngine({"loader": loader})

    def requests(self, known: Iterable[Mapping[str, Value]]) -> list[dict[str, Any]]:
        """The cases as zen-engine takes them."""
        return [
            {"key": KEY, "context": {_name(fact): value for fact, value in each.items()}} for each in known
        ]

    def run(self, requests: list[dict[str, Any]]) -> list[list[str]]:
        """Each case's statuses, in the order of the requirements."""
        answers = self.engine.evaluate_batch(requests)
        found = [each["data"]["result"] for each in answers]
        return [[result[rule] for rule in self.rules] for result in found]


def _graph(policy: Policy) -> dict[str, Any]:
    expressions = [(_name(fact), text) for fact, text in _LANGUAGE.derived_facts(policy)]
    expressions += [(_key(rule), _LANGUAGE.status(rule)) for rule in policy.requirements]
    written = [{"id": key, "key": key, "value": text} for key, text in expressions]
    return {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in"},
            {
                "id": "rules",
                "type": "expressionNode",
                "name": "rules",
                "content": {"expressions": written, "passThrough": False},
            },
            {"id": "out", "type": "outputNode", "name": "out"},
        ],
        "edges": [
            {"id": "1", "sourceId": "in", "targetId": "rules", "type": "edge"},
            {"id": "2", "sourceId": "rules", "targetId": "out", "type": "edge"},
        ],
    }


def _key(rule: Requirement) -> str:
    return rule.head.id.replace(".", "_")  # zen-engine takes a point for a step into what lies inside


def _name(fact: str) -> str:
    return REQUESTS.get(fact, fact).replace(".", "_")


def _test(leaf: Test) -> Rails:
    # What the same graph has worked out is read through `$`.
    name = _name(leaf.fact) if leaf.fact not in DEFINED else f"$.{_name(leaf.fact)}"
    if leaf.operator == "known":
        return Rails(f"{name} != null", f"{name} == null")
    assert isinstance(leaf.operand, tuple), leaf
    if leaf.operator == "at_most":
        bound = leaf.operand[0]
        return Rails(f"{name} != null and {name} <= {bound}", f"{name} != null and {name} > {bound}")
    assert leaf.operator == "is", leaf
    values = [_literal(value) for value in leaf.operand]
    if len(values) == 1:
        return Rails(f"{name} == {values[0]}", f"{name} != null and {name} != {values[0]}")
    listed = ", ".join(values)
    return Rails(f"{name} in [{listed}]", f"{name} != null and {name} not in [{listed}]")


def _literal(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else f"'{value}'"


_LANGUAGE = Language(
    both="and",
    either="or",
    true="true",
    false="false",
    unknown="null",
    statuses={status: f"'{status}'" for status in STATUSES},
    value=lambda _, value: _literal(value),
    test=_test,
    pick=lambda holds, one, other: f"({holds}) ? {one} : {other}",
)
