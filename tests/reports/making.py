"""Decisions put together by hand, so that a test says no more than it is about."""

from dataclasses import replace
from typing import Any

from threshold.decisions import Decision
from threshold.decisions.model import (
    SCHEMA,
    ActionLine,
    Check,
    Citation,
    DeadlineRow,
    Limit,
    PackStamp,
    PolicyStamp,
    Protection,
    Recommendation,
    RouteStep,
    Start,
)

SOURCE = Citation("tiny", "Tiny", ("T-1",))
KNOWN = Protection(False, False, False, True, ())
STAMP = PolicyStamp("p", "Small", "1.0", "0123456789abcdef", (PackStamp("tiny", "lead", "2020-01"),))


def decided(**parts: Any) -> Decision:
    """A decision that permits a step up and no more; parts of its recommendation are named as well."""
    advice = Recommendation("step_up", "low", "high", None, None, None, (), "Step up to high: yes")
    advised = {name: parts.pop(name) for name in tuple(parts) if hasattr(advice, name)}
    head = (SCHEMA, "C-1", None, "2026-08-14", STAMP, None, advice, None)
    nothing = Decision(*head, "permitted", True, (), KNOWN, *((),) * 10)
    return replace(nothing, recommendation=replace(advice, **advised), **parts)


def check(rule: str, status: str = "not_met", **parts: Any) -> Check:
    """A check that decides and blocks."""
    made = Check(
        rule=rule,
        title=f"Rule {rule}",
        status="met",
        effect="block",
        decides=True,
        relevant=True,
        under_concern="",
        part=1,
        says="" if status == "undetermined" else f"Do {rule}",
        question="",
        until=None,
        applies_from=None,
        facts_used={},
        compared=(),
        missing=(),
        departs=(),
        source=SOURCE,
    )
    return replace(made, status=status, **parts)


def row(rule: str = "L", state: str = "pending", days: int | None = 3, **parts: Any) -> DeadlineRow:
    """A deadline of five days that applies."""
    made = DeadlineRow(
        rule,
        f"Deadline {rule}",
        Start("t.day", "2026-08-12"),
        Limit(5, "days"),
        "2026-08-17",
        None,
        "pending",
        days,
        "days",
        None,
        None,
        None,
        None,
        "",
        True,
        True,
        (),
        "",
        (),
        SOURCE,
    )
    return replace(made, state=state, **parts)


def step(seq: int, **parts: Any) -> RouteStep:
    """A step of the way, for the worker to take."""
    made = RouteStep(
        seq, f"W-{seq}", "", "Write", "action", "Social Worker", "", "", "", True, True, None, (), SOURCE
    )
    return replace(made, **parts)


def action(rule: str, **parts: Any) -> ActionLine:
    """Something for anyone to do."""
    return replace(ActionLine(f"Do {rule}", "Anyone", None, False, False, rule, SOURCE), **parts)
