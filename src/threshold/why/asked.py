"""What was asked about: a rule, a step, a clause with the rules that carry it, or a fact."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from threshold.output.words import spoken
from threshold.reading import BadInput, Problem, did_you_mean
from threshold.vocabulary.spelling import bare
from threshold.why.rules import rules_by_id
from threshold.why.tree import Trees

_SHORT = ("need.level", "recommendation.outcome", "consultation.advice")  # asked for most


@dataclass(frozen=True, slots=True)
class Asked:
    """What a word names: some rules, or a fact."""

    rules: tuple[Any, ...] = ()
    fact: str = ""


def asked(word: str, trees: Trees) -> Asked:
    """What a word names in the policy of a case. Raises BadInput with a hint where it names nothing.

    Capitals, spaces, hyphens and full stops need not be right, where only one name is meant.
    """
    rules, steps, clauses = rules_by_id(trees), _steps(trees), _clauses(trees)
    facts = trees.words.vocabulary.facts
    names = list(dict.fromkeys((*rules, *steps, *clauses, *facts)))
    for name in (word, *_spelled(word, names, facts)):
        if name in rules:
            return Asked((rules[name],))
        if name in steps:
            return Asked(steps[name])
        if name in clauses:
            return Asked(clauses[name])
        if name in facts:
            return Asked(fact=name)
    policy = trees.findings.policy
    announced = next((each for pack in policy.packs for each in pack.announced if each.id == word), None)
    if announced is not None:
        raise BadInput(Problem("is a rule that is not in force on this day (see --as-at)", field=word))
    known = [clause for pack in policy.packs for clause in pack.clauses]
    if word in known:
        message = "is a clause that no rule in force carries; `threshold policy show` says why"
        raise BadInput(Problem(message, field=word))
    hint = did_you_mean(word, [*names, *known]) or "; `threshold policy show` lists what there is"
    message = f"there is no rule, clause, step or fact of that name in the policy {policy.name}{hint}"
    raise BadInput(Problem(message, field="RULE"))


def _spelled(word: str, names: Iterable[str], facts: Iterable[str]) -> Iterator[str]:
    """The one name that a word is another spelling of, if there is just one; of a fact also as it is said."""
    ways: tuple[Callable[[str], str], ...] = (str.casefold, bare)
    for way in ways:
        same = [name for name in names if way(name) == way(word)]
        if len(same) == 1:
            yield same[0]
    said = [name for name in facts if bare(spoken(name)) == bare(word)]
    ends = [name for name in _SHORT if name.partition(".")[2] == word.casefold()]
    yield from said if len(said) == 1 else ends


def _steps(trees: Trees) -> dict[str, tuple[Any, ...]]:
    """The routes in which a step of each id stands."""
    found: dict[str, tuple[Any, ...]] = {}
    for route in trees.findings.policy.routes:
        for step in route.steps:
            found[step.id] = (*found.get(step.id, ()), route)
    return found


def _clauses(trees: Trees) -> dict[str, tuple[Any, ...]]:
    """The rules that carry each clause."""
    found: dict[str, dict[str, Any]] = {}
    for rule in rules_by_id(trees).values():
        carried = [*rule.head.carries, *(c for step in getattr(rule, "steps", ()) for c in step.carries)]
        for clause in carried:
            found.setdefault(clause, {})[rule.head.id] = rule
    return {clause: tuple(rules.values()) for clause, rules in found.items()}
