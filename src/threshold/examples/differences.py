"""How a decision differs from what an example case expects of it, each difference in one line."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from threshold.decisions import Decision
from threshold.decisions.wording import as_text
from threshold.engine import Decided
from threshold.examples.expect import NONE, Expectation
from threshold.policy import rules_of
from threshold.reading import did_you_mean
from threshold.reports import as_text as printed_text
from threshold.vocabulary import UNKNOWN

NARROW = 80  # a terminal as it opens
_WIDE = 10_000  # no cell of a table breaks


@dataclass(frozen=True, slots=True)
class Names:
    """What may be named of a decision, so that what is misspelt is told apart from what did not come out.

    `worked_out` holds the facts that the rules may derive, with their values here (or `unknown`, or `none`).
    """

    rules: Collection[str]
    steps: Collection[str]
    facts: Collection[str]
    worked_out: Mapping[str, str]


def names_of(decided: Decided) -> Names:
    """The names that a policy has, and the values of the facts that it worked out."""
    policy, vocabulary = decided.policy, decided.policy.vocabulary
    rules = [rule.head.id for pack in policy.packs for rule in rules_of(pack)]
    steps = [step.id for route in policy.routes for step in route.steps]
    values = {name: decided.facts.state(name) for name, fact in vocabulary.facts.items() if fact.derived}
    worked_out = {
        name: UNKNOWN.value if state is UNKNOWN else as_text(state) or NONE for name, state in values.items()
    }
    return Names(rules, steps, tuple(vocabulary.facts), worked_out)


def differences(expected: Expectation, decision: Decision, names: Names) -> Iterator[str]:
    """Each difference in one line: what was expected, and what came out."""
    came = _overall(decision)
    for key, value in came.items():
        wanted = _shown(getattr(expected, key))
        if wanted is not None and wanted not in (value, _level_by_name(key, wanted, decision)):
            yield f"{key}: expected {wanted}, got {value}"
    yield from _checks(expected, decision, names)
    yield from _spoken(expected, decision, names)
    yield from _deadlines(expected, decision, names)
    yield from _ways(expected, decision, names)
    yield from _facts(expected, names)
    documents = {document.name: document.state for document in decision.documents}
    for name, state in expected.documents.items():
        if documents.get(name) != state:
            yield f"document {name}: expected {state}, got {documents.get(name, 'not asked for')}"
    if expected.conflicts is not None:
        ids = sorted({conflict.id for conflict in decision.conflicts})
        if sorted(set(expected.conflicts)) != ids:
            yield f"conflicts: expected {_list(expected.conflicts)}, got {_list(ids)}"
    yield from _contained(expected, decision, names)
    yield from _printed(expected, decision)


def _overall(decision: Decision) -> dict[str, Any]:
    recommendation = decision.recommendation
    level, brag = recommendation.level_of_need, recommendation.brag
    return {
        "status": decision.status,
        "answered": _shown(decision.answered) or NONE,
        "direction": recommendation.direction,
        "to": recommendation.to,
        "level": str(level.level) if level is not None and level.level is not None else None,
        "at_least": str(level.at_least) if level is not None and level.at_least else None,
        "brag": brag.colour if brag is not None else None,
        "outcome": recommendation.outcome or NONE,
        # An answer has to wait for all that has to wait, so for the latest.
        "earliest": max((check.until for check in decision.checks if check.until), default=NONE),
    }


def _level_by_name(key: str, wanted: str, decision: Decision) -> str | None:
    """The name of the level that came out, if it is the one wanted: levels may have names."""
    level = decision.recommendation.level_of_need
    came = {"level": level.level, "at_least": level.at_least} if level is not None else {}
    named = level is not None and came.get(key) is not None and level.name.casefold() == wanted.casefold()
    return wanted if named else None


def _shown(value: str | bool | None) -> str | None:
    return str(value).lower() if isinstance(value, bool) else value


def _checks(expected: Expectation, decision: Decision, names: Names) -> Iterator[str]:
    found = {check.rule: check.status for check in decision.checks}
    for rule, status in expected.checks.items():
        if rule in found:
            if found[rule] != status:
                yield f"check {rule}: expected {status}, got {found[rule]}"
        elif rule in names.rules:
            yield f"check {rule}: expected {status}, but that rule is no requirement"
        else:
            yield f"check {rule}: expected {status}, got no such rule{did_you_mean(rule, found)}"


def _spoken(expected: Expectation, decision: Decision, names: Names) -> Iterator[str]:
    """How strong requirements are, what they say, and who does what they ask for."""
    checks = {check.rule: check for check in decision.checks}
    actions = {action.rule: action for action in decision.actions}
    for rule, strength in expected.strengths.items():
        if rule not in checks:
            yield f"strength {rule}: no such requirement{did_you_mean(rule, checks)}"
        elif checks[rule].effect != strength:
            yield f"strength {rule}: expected {strength}, got {checks[rule].effect}"
    for rule, words in expected.says.items():
        if rule not in checks:
            yield f"says {rule}: no such requirement{did_you_mean(rule, checks)}"
        elif words not in checks[rule].says:
            yield f"says {rule}: expected “{words}”, got “{checks[rule].says}”"
    for rule, wanted in expected.who.items():
        action = actions.get(rule)
        if action is None:
            none = "nobody has anything to do" if rule in names.rules else "no such rule"
            yield f"who {rule}: {none}{'' if rule in names.rules else did_you_mean(rule, names.rules)}"
            continue
        for key, want, came in (("by", wanted.by, action.by), ("to", wanted.to, action.to)):
            if want is not None and want != (came or NONE):
                yield f"who {rule} {key}: expected {want}, got {came or NONE}"


def _deadlines(expected: Expectation, decision: Decision, names: Names) -> Iterator[str]:
    current = {row.rule: row for row in decision.deadlines}
    for rule, wanted in expected.deadlines.items():
        row = current.get(rule)
        if row is None:
            known = rule in names.rules
            none = f"no such rule{did_you_mean(rule, names.rules)}"
            yield f"deadline {rule}: {'expected one, but its clock is not running' if known else none}"
            continue
        came = {
            "due": row.due,
            "state": row.state,
            "days": None if row.days is None else str(row.days),
        }
        for key, value in came.items():
            want = getattr(wanted, key)
            if want is not None and want != value:
                yield f"deadline {rule} {key}: expected {want}, got {value}"


def _ways(expected: Expectation, decision: Decision, names: Names) -> Iterator[str]:
    """The steps that may be taken, those that are withheld, and who sends what to whom."""
    steps = {step.id: step for step in decision.route}
    known = (*names.rules, *names.steps)
    yield from _whole("route", expected.route, [step.id for step in decision.route], names.steps, "step")
    yield from _whole("withheld", expected.withheld, decision.withheld, known, "rule or step")
    for name, wanted in expected.steps.items():
        step = steps.get(name)
        if step is None:
            missing = f"expected on the route, which is {_list(list(steps))}"
            none = f"no such step{did_you_mean(name, names.steps)}"
            yield f"step {name}: {missing if name in names.steps else none}"
            continue
        for key, want, came in (("by", wanted.by, step.added_by), ("to", wanted.to, step.sent_to)):
            if want is not None and want != (came or NONE):
                yield f"step {name} {key}: expected {want}, got {came or NONE}"


def _whole(
    key: str, wanted: Sequence[str] | None, came: Sequence[str], known: Collection[str], kind: str
) -> Iterator[str]:
    if wanted is None:
        return
    yield from _strangers(key, [name for name in wanted if name not in came], known, kind)
    if list(wanted) != list(came):
        yield f"{key}: expected {_list(wanted)}, got {_list(came)}"


def _strangers(key: str, named: Sequence[str], known: Collection[str], kind: str) -> Iterator[str]:
    """The names that are names of nothing."""
    for name in named:
        if name not in known:
            yield f"{key}: {name}: no such {kind}{did_you_mean(name, known)}"


def _facts(expected: Expectation, names: Names) -> Iterator[str]:
    for name, wanted in expected.facts.items():
        came = names.worked_out.get(name)
        if came is None and name in names.facts:
            yield f"fact {name}: is told or read off the timeline, not worked out by the rules"
        elif came is None:
            yield f"fact {name}: no such fact is worked out{did_you_mean(name, names.worked_out)}"
        elif wanted != came:
            yield f"fact {name}: expected {wanted}, got {came}"


def _contained(expected: Expectation, decision: Decision, names: Names) -> Iterator[str]:
    missing = {missing.fact for missing in decision.missing}
    found = {
        "actions": {action.rule for action in decision.actions},
        "urgent": {action.rule for action in decision.actions if action.urgent},
        "missing": missing,
        "notes": {note.tension for note in decision.notes},
    }
    rules = (*names.rules, *names.steps)
    for key, present in found.items():
        absent = [wanted for wanted in getattr(expected, key) if wanted not in present]
        known = {"missing": names.facts, "notes": absent}.get(key, rules)
        yield from _strangers(key, absent, known, "fact" if key == "missing" else "rule or step")
        for wanted in absent:
            if wanted in known:
                yield f"{key}: expected {wanted}, got {_list(sorted(present - {''}))}"
    # A fact that is misspelt is never asked for: that must not pass for an answer.
    yield from _strangers("not_missing", expected.not_missing, names.facts, "fact")
    for fact in expected.not_missing:
        if fact in missing:
            yield f"missing: {fact} is asked for, and should not be"


def _printed(expected: Expectation, decision: Decision) -> Iterator[str]:
    if not expected.printed and not expected.not_printed:
        return
    # Wide as well, for what a narrow table breaks across the lines of a cell.
    screens = [" ".join(printed_text(decision, width=width).split()) for width in (NARROW, _WIDE)]
    for text in expected.printed:
        if not any(text in screen for screen in screens):
            yield f"printed: “{text}” is not there"
    for text in expected.not_printed:
        if any(text in screen for screen in screens):
            yield f"not_printed: “{text}” is there, and should not be"


def _list(names: Sequence[str]) -> str:
    return ", ".join(names) or NONE
