"""Every condition of a rule as its author wrote it: what it is called there, and what hangs on it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from threshold.conditions import ALWAYS, NEVER, All, Any, AtLeast, Condition, Not, Test
from threshold.policy.model import (
    ConflictRule,
    Deadline,
    Definition,
    Effect,
    Ground,
    Pack,
    ProtectionRule,
    Requirement,
    Route,
)
from threshold.vocabulary import Fact, Value, shown

_MISSED: Mapping[Effect, str] = {
    "block": "nobody to whom it applies can ever be permitted what it bears on",
    "condition": "whoever it applies to is permitted on a condition that nobody can meet",
}
_NOBODY = "nobody is ever held back, warned or told anything by it"


@dataclass(frozen=True, slots=True)
class Said:
    """A condition that stands in a rule.

    `where` is the key that it stands under; `within` has to hold for it to be looked at. `if_never` and
    `if_always` are what happens to people where it can never be true, and where it can never be false; where
    one of these is empty, that is no fault.
    """

    rule: str
    where: str
    condition: Condition
    if_never: str
    if_always: str
    within: Condition = ALWAYS
    asks: bool = False  # it says what must be so


def said_of(pack: Pack) -> Iterator[Said]:
    """The conditions of a pack's rules, but for those that hold by being left out."""
    for each in _every(pack):
        if each.condition not in (ALWAYS, NEVER):
            yield each


def _every(pack: Pack) -> Iterator[Said]:
    for requirement in pack.requirements:
        yield from _of_requirement(requirement)
    for deadline in pack.deadlines:
        yield _applies(deadline, "this clock never runs for anybody")
    for definition in pack.definitions:
        yield from _of_definition(definition)
    for route in pack.routes:
        yield from _of_route(route)
    for ground in pack.grounds:
        yield from _of_ground(ground)
    for rule in pack.protection:
        yield _of_protection(rule)
    for conflict in pack.conflicts:
        yield _of_conflict(conflict)


def _of_requirement(rule: Requirement) -> Iterator[Said]:
    name, effect = rule.head.id, rule.effect
    yield _applies(rule, f"it is never asked of anybody: {_NOBODY}")
    for number, part in enumerate(rule.parts, 1):
        where = "`must`" if len(rule.parts) == 1 else f"the `must` of part {number}"
        saved = "" if rule.unless == NEVER else ", but for its exception"
        # A warning or a note may be for everybody to whom its rule applies.
        missed = _MISSED.get(effect, "") and _MISSED[effect] + saved
        yield Said(name, where, part.must, missed, _NOBODY, rule.applies, asks=True)
    if rule.unless != NEVER:
        always = f"the exception always saves whoever it applies to: {_NOBODY}"
        yield Said(name, "`unless`", rule.unless, "the exception never saves anybody", always)


def _applies(rule: Requirement | Deadline, if_never: str) -> Said:
    always = "it applies to everybody, whatever the condition looks as if it left out"
    return Said(rule.head.id, "`applies`", rule.applies, if_never, always)


def _of_definition(rule: Definition) -> Iterator[Said]:
    for row in rule.rows:
        key = row.key.partition("#")[2]
        never = f"{rule.fact} never comes to be {shown(row.value)} by this row"
        always = f"{rule.fact} comes to be {shown(row.value)} of everybody by this row"
        yield Said(rule.head.id, f"the `when` of row {key}", row.when, never, always)


def _of_route(rule: Route) -> Iterator[Said]:
    if not rule.table_step:
        always = "this route is taken for everybody"
        yield Said(rule.head.id, "`when`", rule.when, "this route is never taken", always)
    for step in rule.steps:
        never, always = "this step is never told to anybody", "this step is told to everybody"
        yield Said(rule.head.id, f"the `when` of {step.id}", step.when, never, always)
        never = "this step is never shown as done, whoever did it"
        always = "this step is shown as done from the beginning, so that nobody does it"
        yield Said(rule.head.id, f"the `done` of {step.id}", step.done, never, always)


def _of_ground(rule: Ground) -> Iterator[Said]:
    """That a ground never holds is a finding of its own."""
    if rule.of_workflow:
        return
    always = (
        "whoever asks for it is permitted, whatever is known of the child, unless something stands against"
    )
    yield Said(rule.head.id, "`when`", rule.when, "", always)
    for said in rule.otherwise:
        yield Said(rule.head.id, "the `when` of an `else`", said.when, "these words are never said", "")


def _of_protection(rule: ProtectionRule) -> Said:
    always = "there is a protection concern for every child"
    return Said(rule.head.id, "`when`", rule.when, "no child is ever protected by this", always)


def _of_conflict(rule: ConflictRule) -> Said:
    always = "what it names is in doubt for every child"
    return Said(rule.head.id, "`when`", rule.when, "this contradiction is never found", always)


def parts_of(condition: Condition) -> Iterator[tuple[Condition, bool]]:
    """Every part of `any` and `all` inside a condition, and whether it is one of several ways (`any`)."""
    if isinstance(condition, All | Any) and len(condition.parts) > 1:
        for part in condition.parts:
            yield part, isinstance(condition, Any)
            yield from parts_of(part)


def asking_whether_known(condition: Condition, facts: Mapping[str, Fact]) -> Condition:
    """The condition with what names every value of a fact read as what it asks: whether that is known."""
    match condition:
        case Test(name, "is", tuple(values)) if _is_every({*values}, facts.get(name)):
            return Test(name, "known")
        case Not(part):
            return Not(asking_whether_known(part, facts))
        case All(parts):
            return All(tuple(asking_whether_known(part, facts) for part in parts))
        case AtLeast(number, parts):
            return AtLeast(number, tuple(asking_whether_known(part, facts) for part in parts))
        case Any(parts):
            named = [name for name in dict.fromkeys(map(_fact_of, parts)) if name]
            known = {name for name in named if _names_every(name, parts, facts.get(name))}
            rest = (part for part in parts if _fact_of(part) not in known)
            asked = (Test(name, "known") for name in named if name in known)
            return Any((*asked, *(asking_whether_known(part, facts) for part in rest)))
    return condition


def _fact_of(part: Condition) -> str:
    """The fact of which a part names values that it has, or has not."""
    inner = part.part if isinstance(part, Not) else part
    return inner.fact if isinstance(inner, Test) and inner.operator == "is" else ""


def _names_every(name: str, parts: tuple[Condition, ...], fact: Fact | None) -> bool:
    """Whether some of the parts together name every value of a fact: these, and all but these."""
    held: set[object] = set()
    for part in parts:
        inner = part.part if isinstance(part, Not) else part
        if _fact_of(part) != name or not isinstance(inner, Test) or not isinstance(inner.operand, tuple):
            continue
        if isinstance(part, Not):
            if {*inner.operand} <= held:
                return True
        else:
            held |= {*inner.operand}
    return _is_every(held, fact)


def _is_every(values: set[object], fact: Fact | None) -> bool:
    every: tuple[Value, ...] = ()
    if fact is not None:
        every = (True, False) if fact.type.kind == "boolean" else fact.type.values
    return bool(every) and {*every} <= values
