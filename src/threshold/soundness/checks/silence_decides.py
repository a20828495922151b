"""What decides hangs on whether anybody has said something: silence decides.

What nobody has told us is neither a yes nor a no. `known` and `not_known_to_be` may choose words, warnings
and notes.

What would happen: where something that permits, blocks or conditions reads them, a family is let through or
held back because nobody spoke.
How to mend it: test what is so; what nobody knows is then asked.
How far it looks: at every such test in what blocks, in conditions, in grounds, in scopes over them and in how
the facts are worked out that they read. A ground may rest on a concern that nobody has raised.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from threshold.conditions import COUNT, GROUPS, SILENT, facts_of
from threshold.policy.model import Policy
from threshold.policy.packs import RuleGroup
from threshold.policy.protection import CONCERN
from threshold.policy.rule_file import RequirementEntry, RouteEntry
from threshold.reading import Mapping as MappingNode
from threshold.reading import Node, Problem, plain
from threshold.reading.tree import child_of, items_of
from threshold.soundness.examination import Examination
from threshold.soundness.examined import Examined
from threshold.soundness.finding import Finding
from threshold.soundness.showing import decided_without, standing

CODE = "silence-decides"
_EFFECT = "A family is let through or held back because nobody spoke, not because of what is so"

_DECIDES = ("block", "condition")


@dataclass(frozen=True, slots=True)
class _Silent:
    """A test of whether anybody has said something, where it is written."""

    fact: str
    test: str
    value: Node
    place: Node


def check(examination: Examination) -> Iterator[Finding]:
    """Every such test that is written in what decides, at its line."""
    decides = deciding_facts(examination.policies)
    for examined in examination.packs:
        for problem, fact in _that_decides(examined, decides):
            rule = problem.field or ""
            if rule == "scope.applies":
                rule = _under(examined, problem)
            found = standing(rule, examined, examination)
            shown = None
            if found is not None and fact in examination.facts:
                shown = decided_without(fact, found[1], found[0], examination.day_of(found[0]))
            yield Finding(CODE, problem, _EFFECT, shown)


def _under(examined: Examined, problem: Problem) -> str:
    """The first rule that decides under the scope in which something was found."""
    for group in examined.held.groups:
        for premise in group.premises if group.file == problem.file else ():
            if premise.node.line <= (problem.line or 0) and _decide(group):
                entries = (*group.entries("requirements"), *group.entries("routes"))
                return next((entry.id for entry, _ in entries), "")
    return ""


def deciding_facts(policies: Iterable[Policy]) -> dict[str, str]:
    """The facts that what decides reads, directly or through definitions, each with a rule that does."""
    found: dict[str, str] = {}
    for policy in policies:
        for rule in policy.requirements:
            if rule.effect in _DECIDES:
                for name in (*facts_of(rule.applies), *facts_of(rule.satisfied)):
                    found.setdefault(name, rule.head.id)
        for ground in policy.grounds:
            for name in (*facts_of(ground.fits), *facts_of(ground.when)):
                found.setdefault(name, ground.head.id)
        # A definition is in a later stratum than those whose facts it reads.
        for stratum in reversed((*policy.strata, *policy.late_strata)):
            for definition in stratum:
                if definition.fact in found:
                    for row in definition.rows:
                        for name in facts_of(row.when):
                            found.setdefault(name, found[definition.fact])
    return found


def _that_decides(examined: Examined, decides: Mapping[str, str]) -> Iterator[tuple[Problem, str]]:
    """Every such test that is written in what decides, at its line; `decides` is from `deciding_facts`."""
    for group in examined.held.groups:
        yield from _in_scope(examined, group)
        for entry, node in group.entries("requirements"):
            yield from _in_requirement(entry, node, group.file)
        for entry, node in group.entries("grounds"):
            places = [child_of(node, key) for key in ("applies", "when") if getattr(entry, key) is not None]
            silent = [each for place in places for each in _silent(place) if not _of_the_concern(each)]
            yield from _told(silent, "a ground", group.file, entry.id)
    yield from _in_definitions(examined, decides)


def _in_scope(examined: Examined, group: RuleGroup) -> Iterator[tuple[Problem, str]]:
    """In the condition of a group's own scope, where something that decides stands under it."""
    premise = group.premises[-1] if group.premises else None
    if premise is None or premise.node is not child_of(group.node, "scope"):
        return
    under = [each for each in examined.held.groups if premise in each.premises]
    if any(_decide(each) for each in under):
        silent = _silent(child_of(premise.node, "applies"))
        yield from _told(silent, "a scope over what decides", group.file, "scope.applies")


def _decide(group: RuleGroup) -> bool:
    """Whether some rule of a group takes a scope's condition and decides by it."""
    requirements: list[RequirementEntry] = group.entry.requirements
    routes: list[RouteEntry] = group.entry.routes
    blocks = any(each.block or each.condition for each in requirements)
    return blocks or any(route.actions for route in routes)


def _in_requirement(entry: RequirementEntry, node: Node, file: str) -> Iterator[tuple[Problem, str]]:
    strength = next((name for name in _DECIDES if getattr(entry, name)), None)
    if strength is None:
        return
    parts = (child_of(part, "must") for part in items_of(child_of(node, strength)))
    for place in (child_of(node, "applies"), child_of(node, "unless"), *parts):
        if place is not node:
            where = "what blocks" if strength == "block" else "what is a condition"
            yield from _told(_silent(place), where, file, entry.id)


def _in_definitions(examined: Examined, decides: Mapping[str, str]) -> Iterator[tuple[Problem, str]]:
    """In how a fact is worked out that something that decides reads."""
    facts = {rule.head.id: rule.fact for _, pack in examined.resolved for rule in pack.definitions}
    for group in examined.held.groups:
        for entry, node in group.entries("definitions"):
            fact = facts.get(entry.id, entry.fact)
            if fact in decides:
                where = f"how {fact} is worked out, by which {decides[fact]} decides"
                for row in items_of(child_of(node, "rows")):
                    yield from _told(_silent(child_of(row, "when")), where, group.file, entry.id)


def _silent(condition: Node) -> Iterator[_Silent]:
    """The tests of a written condition that ask whether anybody has said something."""
    if not isinstance(condition, MappingNode):
        return
    for key, value in condition.entries.items():
        if key in (*GROUPS, COUNT):
            for item in items_of(value):
                yield from _silent(item)
        elif isinstance(value, MappingNode):
            for test in SILENT:
                if test in value.entries:
                    yield _Silent(key, test, value.entries[test], value.keys[test])


def _of_the_concern(silent: _Silent) -> bool:
    """The one silence that a ground may rest on: a concern that nobody has raised."""
    said = plain(silent.value)
    return (silent.fact, silent.test) == (CONCERN, "not_known_to_be") and said in ("true", ["true"])


def _told(found: Iterable[_Silent], where: str, file: str, rule: str) -> Iterator[tuple[Problem, str]]:
    for each in found:
        message = (
            f"silence decides: `{each.test}:` of {each.fact} stands in {where}, and a family is let through "
            "or held back because nobody spoke; test what is so, and what nobody knows is asked"
        )
        yield Problem(message, file, each.place.line, each.place.column, rule), each.fact
