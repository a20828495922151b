"""What the answer to a case rests on: the rules that hold it back first, then those that carry it."""

from dataclasses import dataclass
from typing import Any

from threshold.casefiles import Case
from threshold.conditions import Moment
from threshold.conditions.words import Words
from threshold.engine import Engine, Read
from threshold.policy import OUTCOME, Policy
from threshold.policy.model import ADVICE, LEVEL
from threshold.policy.protection import CONCERN, IN_PLACE
from threshold.semantics.findings import Findings
from threshold.semantics.moves import way_of
from threshold.semantics.status import Conclusion, conclude, under_concern
from threshold.vocabulary import as_label
from threshold.why.asked import asked
from threshold.why.model import SCHEMA, Why
from threshold.why.origins import Origins, contradiction_told
from threshold.why.rules import told
from threshold.why.stages import Stages
from threshold.why.tree import Trees

_STRENGTH = {"block": 0, "condition": 1, "warn": 2, "note": 3}


def why(engine: Engine, case: Case, moment: Moment, word: str = "") -> Why:
    """Why a case comes out as it does, or how the rule, clause or fact that a word names came out.

    Raises BadInput where the word names nothing, and as the engine does.
    """
    policy = engine.policy_for(case, moment)
    read = Read.of(case, policy.vocabulary, moment)
    decided = engine.decided(case, moment, lambda rule, relevant: False, read)
    trees = trees_of(decided.findings, read)
    rests = Rests()
    if word:
        named = asked(word, trees)
        rests = Rests(tuple(filter(None, (named.fact,))), named.rules)
    else:
        rests = rests_on(conclude(decided.findings), decided.findings)
    decision, contradictions = decided.decision, decided.findings.contradictions
    return Why(
        schema=SCHEMA,
        case=decision.case,
        as_at=decision.as_at,
        policy=decision.policy.name,
        status=decision.status,
        answer=decision.recommendation.headline,
        asked=word,
        facts=tuple(trees.fact(name) for name in rests.facts),
        rules=tuple(told(rule, trees) for rule in rests.rules),
        contradictions=()
        if word
        else tuple(contradiction_told(each, trees.origins) for each in contradictions),
        still_open=rests.still_open,
        in_order=rests.in_order,
    )


def trees_of(findings: Findings, read: Read) -> Trees:
    """What makes trees of the conditions of one case."""
    words = words_of(findings.policy)
    return Trees(Stages(findings, read.facts), words, Origins(findings, words))


def words_of(policy: Policy) -> Words:
    """Conditions of a policy in words, with the names of its workflow steps as they are printed."""
    labels: dict[str, str] = {}
    for route in policy.routes:
        for printed in (route.table_step, *(step.action for step in route.steps)):
            labels.setdefault(as_label(printed), printed)
    return Words(policy.vocabulary, labels)


@dataclass(frozen=True, slots=True)
class Rests:
    """The facts and rules that an answer rests on, in the order in which they are told."""

    facts: tuple[str, ...] = ()
    rules: tuple[Any, ...] = ()
    still_open: tuple[str, ...] = ()
    in_order: tuple[str, ...] = ()


def rests_on(came: Conclusion, findings: Findings) -> Rests:
    """What the answer rests on: danger, what holds it back, what carries it; the rest by name alone."""
    grounds = [each for each in came.grounds if each.bears_on(came.answers)]
    bearing = [check for check in came.checks if check.decides]
    lapses = {check.rule.head.id for check in bearing if under_concern(check, findings) == "lapses"}
    bearing.sort(key=lambda check: _STRENGTH[check.rule.effect])
    refusing: list[Any] = [check.rule for check in bearing if check.fails("block")]
    refusing += [each.ground for each in grounds if each.status == "not_met"]
    unmet = [check.rule for check in bearing if check.fails("condition")]
    open_: list[Any] = [each.ground for each in grounds if each.status == "undetermined"]
    open_ += [check.rule for check in bearing if check.status == "undetermined"]
    carrying = [each.ground for each in grounds if each.status == "met"]
    rules: list[Any] = [*refusing, *unmet] if came.status == "blocked" else [*unmet, *open_]
    if came.status not in ("blocked", "undetermined", "conflict"):
        rules += carrying
    if not findings.proposal.requested:
        rules = [*_worked_out(findings), *(rules if came.direction == "continue" else ())]
    rules = [rule for rule in rules if rule.head.id not in lapses]
    told = {rule.head.id for rule in rules}
    met: list[Any] = [
        *carrying,
        *(check.rule for check in bearing if check.status == "met"),
    ]
    return Rests(
        _danger(came, findings),
        tuple(rules),
        tuple(rule.head.id for rule in open_ if rule.head.id not in told),
        tuple(rule.head.id for rule in met if rule.head.id not in told),
    )


def _danger(came: Conclusion, findings: Findings) -> tuple[str, ...]:
    """The facts of protection that bear on the answer."""
    protection, way = findings.protection, way_of(findings)
    leaving = way in ("down", "divert")
    concern = (
        protection.concern is True or protection.contradictory or (leaving and protection.concern is None)
    )
    in_place = leaving and protection.in_place is not False and came.status in ("blocked", "undetermined")
    facts = ((CONCERN, concern), (IN_PLACE, in_place))
    return tuple(name for name, bears in facts if bears)


def _worked_out(findings: Findings) -> list[Any]:
    """The definitions of what is recommended where nothing is asked for: of those rows that hold."""
    found: dict[str, Any] = {}
    for name in (OUTCOME, LEVEL, ADVICE):
        derived = findings.derived.get(name)
        for rule, _ in (*derived.fired, *derived.open_rows) if derived is not None else ():
            found.setdefault(rule.head.id, rule)
        if derived is not None and found and name == OUTCOME and derived.fired:
            break
    return list(found.values())
