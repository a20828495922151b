"""What an example case expects of a decision, and how a decision differs from it."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict

from threshold.decisions import Decision


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ExpectedDeadline(_Entry):
    """Of a repeating deadline, the current interval is meant."""

    due: str | None = None
    state: str | None = None
    days: str | None = None


class Expectation(_Entry):
    """The `expect:` of an example case; only what it names is compared."""

    policy: str | None = None
    status: str | None = None
    direction: str | None = None
    to: str | None = None
    level: str | None = None
    at_least: str | None = None
    brag: str | None = None
    outcome: str | None = None
    checks: dict[str, str] = {}
    deadlines: dict[str, ExpectedDeadline] = {}
    route: list[str] | None = None
    documents: dict[str, str] = {}
    actions: list[str] = []
    urgent: list[str] = []
    missing: list[str] = []
    not_missing: list[str] = []
    conflicts: list[str] | None = None
    notes: list[str] = []


def differences(expected: Expectation, decision: Decision) -> Iterator[str]:
    """Each difference in one line: what was expected, and what came out."""
    came = _overall(decision)
    for key in ("status", "direction", "to", "level", "at_least", "brag", "outcome"):
        wanted = getattr(expected, key)
        if wanted is not None and wanted != came[key]:
            yield f"{key}: expected {wanted}, got {came[key]}"
    yield from _checks(expected, decision)
    yield from _deadlines(expected, decision)
    if expected.route is not None:
        steps = [step.id for step in decision.route]
        if steps != expected.route:
            yield f"route: expected {_list(expected.route)}, got {_list(steps)}"
    documents = {document.name: document.state for document in decision.documents}
    for name, state in expected.documents.items():
        if documents.get(name) != state:
            yield f"document {name}: expected {state}, got {documents.get(name, 'not asked for')}"
    if expected.conflicts is not None:
        ids = sorted({conflict.id for conflict in decision.conflicts})
        if sorted(set(expected.conflicts)) != ids:
            yield f"conflicts: expected {_list(expected.conflicts)}, got {_list(ids)}"
    yield from _contained(expected, decision)


def _overall(decision: Decision) -> dict[str, Any]:
    recommendation = decision.recommendation
    level, brag = recommendation.level_of_need, recommendation.brag
    return {
        "status": decision.status,
        "direction": recommendation.direction,
        "to": recommendation.to,
        "level": str(level.level) if level is not None and level.level is not None else None,
        "at_least": str(level.at_least) if level is not None and level.at_least else None,
        "brag": brag.colour if brag is not None else None,
        "outcome": recommendation.outcome,
    }


def _checks(expected: Expectation, decision: Decision) -> Iterator[str]:
    found = {check.rule: check.status for check in decision.checks}
    for rule, status in expected.checks.items():
        if found.get(rule) != status:
            yield f"check {rule}: expected {status}, got {found.get(rule, 'no such rule')}"


def _deadlines(expected: Expectation, decision: Decision) -> Iterator[str]:
    current = {row.rule: row for row in decision.deadlines}
    for rule, wanted in expected.deadlines.items():
        row = current.get(rule)
        if row is None:
            yield f"deadline {rule}: expected one, but its clock is not running"
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


def _contained(expected: Expectation, decision: Decision) -> Iterator[str]:
    missing = {missing.fact for missing in decision.missing}
    found = {
        "actions": {action.rule for action in decision.actions},
        "urgent": {action.rule for action in decision.actions if action.urgent},
        "missing": missing,
        "notes": {note.tension for note in decision.notes},
    }
    for key, present in found.items():
        for wanted in getattr(expected, key):
            if wanted not in present:
                yield f"{key}: expected {wanted}, got {_list(sorted(present - {''}))}"
    for fact in expected.not_missing:
        if fact in missing:
            yield f"missing: {fact} is asked for, and should not be"


def _list(names: list[str]) -> str:
    return ", ".join(names) or "none"
