"""Who may decide: the policy's rules about it, put to the role of the person who did."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from threshold.casefiles import Case
from threshold.conditions import Condition, Moment, Test, tests
from threshold.decisions import Decision
from threshold.engine import Engine
from threshold.output.words import spoken
from threshold.policy import Policy, Requirement
from threshold.policy.model import CALLER
from threshold.register.entries import Authority, Decided, Doubt
from threshold.register.outcomes import NO_FURTHER_ACTION, PASS_ON, PASSED_ON
from threshold.vocabulary import Fact

_REQUEST = "request.direction"


def deciders(engine: Engine, decision: str) -> list[Fact]:
    """The facts that name who decides on a direction."""
    return [fact for fact in engine.policy.vocabulary.facts.values() if decision in fact.decides]


def authority(
    engine: Engine, case: Case, moment: Moment, decided: Decided
) -> tuple[Authority, tuple[Doubt, ...]]:
    """Whether the policy lets this role decide so, and what speaks against it."""
    facts = {fact.name for fact in deciders(engine, decided.decision)}
    if not facts:
        return "no_rule", ()
    asked = _asked(engine, case, decided, facts)
    decision = engine.decide(asked, moment)
    policy = engine.policy_for(case, moment)
    outcomes = dict(_outcomes(policy, decision, facts, decided.by))
    against = [rule for rule, outcome in outcomes.items() if outcome == "mismatch"]
    open_ = [rule for rule, outcome in outcomes.items() if outcome == "cannot_tell"]
    stated = [name for name in facts if case.given.get(name, decided.by) != decided.by]
    rules = [rule for rule in _rules(policy, facts) if rule.head.id in (*against, *open_)]
    doubts = (
        *(_doubt(rule, decision, facts) for rule in rules),
        *(Doubt("", f"The case file names somebody else ({spoken(name)})", ()) for name in stated),
    )
    if against or stated:
        return "mismatch", doubts
    if open_:
        return "cannot_tell", doubts
    return ("in_order", ()) if outcomes else ("no_rule", ())


def _asked(engine: Engine, case: Case, decided: Decided, facts: set[str]) -> Case:
    """The case as if what was decided had been asked for, with this role as the one who decides."""
    given = dict(case.given) | dict.fromkeys(sorted(facts), decided.by)
    directions = engine.policy.vocabulary.facts[_REQUEST].type.values
    ways = _ways(decided.decision, case)
    if ways[0] in directions and given.get(_REQUEST) not in ways:
        given[_REQUEST] = ways[0]
        # Where it was to go belonged to another question.
        given.pop("request.to", None)
        if decided.decision == NO_FURTHER_ACTION:
            given["closure.of"] = "contact"
    return replace(case, given=given)


def _ways(decision: str, case: Case) -> tuple[str, ...]:
    """What would have to be asked for to come to a decision: of what becomes of a contact, the way it takes.

    Where a call comes to nothing more, there is no contact that could be closed.
    """
    if decision == PASS_ON:
        return PASSED_ON
    return ("close",) if decision == NO_FURTHER_ACTION and CALLER not in case.given else (decision,)


def _outcomes(
    policy: Policy, decision: Decision, facts: set[str], role: str
) -> Iterator[tuple[str, Authority]]:
    """How each rule that asks who decides comes out, by its id."""
    checks = {check.rule: check for check in decision.checks}
    for rule in _rules(policy, facts):
        check = checks.get(rule.head.id)
        if check is None or not check.relevant or check.status == "not_applicable":
            continue
        if check.status == "met" or any(_names(test, role) for test in _asking(rule, facts)):
            yield rule.head.id, "in_order"
        else:
            yield rule.head.id, "mismatch" if check.status == "not_met" else "cannot_tell"


def _rules(policy: Policy, facts: set[str]) -> Iterator[Requirement]:
    for pack in policy.packs:
        yield from (rule for rule in pack.requirements if any(_asking(rule, facts)))


def _asking(rule: Requirement, facts: set[str]) -> Iterator[Test]:
    condition: Condition = rule.satisfied
    return (test for test in tests(condition) if test.fact in facts)


def _names(test: Test, role: str) -> bool:
    return isinstance(test.operand, tuple) and role in test.operand


def _doubt(rule: Requirement, decision: Decision, facts: set[str]) -> Doubt:
    """What the part that asks who decides says, whichever part speaks; else what is said of the rule."""
    (check,) = (check for check in decision.checks if check.rule == rule.head.id)
    asking = (part for part in rule.parts if any(test.fact in facts for test in tests(part.must)))
    part = next(asking, None)
    return Doubt(rule.head.id, part.says if part is not None else check.says, check.source.clauses)


def decided_at(case: Case, as_at: Moment | None) -> Moment:
    """The moment that a case is decided at: the one asked for, else the case's own, else today."""
    return as_at or case.as_at or date.today()
