"""What is to be done, by whom: urgent things first, each once."""

from collections.abc import Iterator, Sequence

from threshold.decisions.explanation import says, speaker, to_find_out
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
        part = speaker(check, findings)
        do = part.do if part is not None else None
        yield from _line(do, rule.head, urgent, findings)
        if do is None and (urgent or (check.decides and rule.effect == "condition")):
            yield _plain(says(check, findings), check, urgent, findings)
    elif check.status == "undetermined" and check.decides and confirmable:
        yield _plain(to_find_out(check, findings), check, urgent, findings)


def _plain(text: str, check: Checked, urgent: bool, findings: Findings) -> ActionLine:
    """Something to do of which the rule does not say who does it."""
    head = check.rule.head
    return ActionLine(text, "", None, urgent, head.id, citation(head, findings))


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
