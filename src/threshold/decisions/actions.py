"""What is to be done, by whom: urgent things first, each once."""

from collections.abc import Iterator, Sequence

from threshold.decisions.explanation import speaker, to_find_out
from threshold.decisions.model import ActionLine
from threshold.decisions.wording import citation
from threshold.policy import Action, Head
from threshold.semantics.closed_lists import Direction
from threshold.semantics.deadlines import Clock
from threshold.semantics.findings import Findings
from threshold.semantics.routes import named
from threshold.semantics.status import Checked, relevant, turned_urgent


def actions(
    checks: Sequence[Checked], running: Sequence[Clock], direction: Direction, findings: Findings
) -> list[ActionLine]:
    """The actions that follow from the safety rule, from outcomes, from checks and from missed dates."""
    lines: list[ActionLine] = []
    if direction == "safeguarding_now":
        lines += _line(findings.policy.safety.do, findings.policy.safety.head, True, findings)
    for derived in findings.derived.values():
        for rule, row in derived.fired:
            if relevant(rule.head, findings.pack(rule.head), findings.proposed):
                lines += _line(row.do, rule.head, False, findings)
    for check in checks:
        lines += _of_check(check, findings)
    for clock in running:
        missed = clock.state == "overdue"
        if missed and relevant(clock.rule.head, findings.pack(clock.rule.head), findings.proposed):
            lines += _line(clock.rule.do, clock.rule.head, False, findings)
    first_of_each: dict[tuple[str, str], ActionLine] = {}
    for line in lines:
        first_of_each.setdefault((line.do, line.by), line)
    return sorted(first_of_each.values(), key=lambda line: not line.urgent)


def _of_check(check: Checked, findings: Findings) -> Iterator[ActionLine]:
    urgent = turned_urgent(check, findings)
    rule = check.rule
    confirmable = urgent or (rule.effect == "condition" and findings.upward())
    if check.status == "not_met" and check.relevant:
        # A part with nothing to do is one where nothing helps: a family that has declined has decided.
        part = speaker(check, findings)
        yield from _line(part.do if part is not None else None, rule.head, urgent, findings)
    elif check.status == "undetermined" and check.decides and confirmable:
        text, source = to_find_out(check, findings), citation(rule.head, findings)
        yield ActionLine(text, "", None, urgent, rule.head.id, source)


def _line(action: Action | None, head: Head, urgent: bool, findings: Findings) -> Iterator[ActionLine]:
    if action is not None:
        yield ActionLine(
            do=action.do,
            by=named(action.by, findings.facts),
            to=named(action.to, findings.facts) if action.to else None,
            urgent=urgent or action.urgent,
            rule=head.id,
            source=citation(head, findings),
        )
