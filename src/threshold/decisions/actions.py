"""What is to be done, by whom: urgent things first, each once."""

from collections.abc import Iterator, Sequence

from threshold.decisions.deadlines import Clock
from threshold.decisions.findings import Findings
from threshold.decisions.lines import turned_urgent
from threshold.decisions.model import ActionLine, Direction
from threshold.decisions.routes import named
from threshold.decisions.status import Checked, relevant
from threshold.policy import Action, Head


def actions(
    checks: Sequence[Checked], running: Sequence[Clock], direction: Direction, found: Findings
) -> list[ActionLine]:
    """The actions that follow from the safety rule, from outcomes, from checks and from missed dates."""
    lines: list[ActionLine] = []
    if direction == "safeguarding_now":
        lines += _lines(found.policy.safety.do, found.policy.safety.head, True, found)
    for derived in found.derived.values():
        for rule, row in derived.fired:
            if relevant(rule.head, found.pack(rule.head), found.proposed):
                lines += _lines(row.do, rule.head, False, found)
    for check in checks:
        lines += _of_check(check, found)
    for clock in running:
        missed = clock.state in ("late", "overdue") and clock.met_on is None
        if missed and relevant(clock.rule.head, found.pack(clock.rule.head), found.proposed):
            lines += _lines(clock.rule.do, clock.rule.head, False, found)
    first_of_each: dict[tuple[str, str], ActionLine] = {}
    for line in lines:
        first_of_each.setdefault((line.do, line.by), line)
    return sorted(first_of_each.values(), key=lambda line: not line.urgent)


def _of_check(check: Checked, found: Findings) -> Iterator[ActionLine]:
    urgent = turned_urgent(check, found)
    rule = check.rule
    confirmable = urgent or (rule.effect == "condition" and found.upward())
    if check.status == "not_met" and check.relevant:
        yield from _lines(rule.do, rule.head, urgent, found)
        if not rule.do and (urgent or (check.decides and rule.effect == "condition")):
            yield ActionLine(rule.says, "", None, urgent, rule.head.id, found.cited(rule.head))
    elif check.status == "undetermined" and check.decides and confirmable:
        text = f"Confirm: {rule.head.title}"
        yield ActionLine(text, "", None, urgent, rule.head.id, found.cited(rule.head))


def _lines(wanted: Sequence[Action], head: Head, urgent: bool, found: Findings) -> Iterator[ActionLine]:
    for action in wanted:
        yield ActionLine(
            do=action.do,
            by=named(action.by, found.facts),
            to=named(action.to, found.facts) if action.to else None,
            urgent=urgent or action.urgent,
            rule=head.id,
            source=found.cited(head),
        )
