"""What is to be done, by whom: urgent things first, each once."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from threshold.decisions.explanation import speaker, to_find_out
from threshold.decisions.model import ActionLine
from threshold.decisions.wording import citation
from threshold.policy import Action, Head
from threshold.policy.model import OUTCOME
from threshold.semantics.closed_lists import Direction
from threshold.semantics.deadlines import Clock
from threshold.semantics.direction import directions_meant
from threshold.semantics.findings import Findings
from threshold.semantics.moves import way_of
from threshold.semantics.routes import named
from threshold.semantics.status import Checked, Conclusion, gives_way, refused, relevant, under_concern


def actions(came: Conclusion, running: Sequence[Clock], findings: Findings) -> list[ActionLine]:
    """The actions that follow from a concern, from outcomes, from checks and from missed dates.

    What is refused or open is never ordered; what stands in its way is, unless the child is to be protected
    now (S175). Where no ground is left, as where somebody else adds it, no answer would help, and nobody is
    told to find one out.
    """
    lines: list[ActionLine] = []
    no_ground = came.status == "blocked" and any(answer.holds is False for answer in came.answers)
    if came.direction == "safeguarding_now":
        lines += _line(findings.policy.safety.do, findings.policy.safety.head, findings)
    lines += _of_definitions(came.direction, findings)
    for check in came.checks:
        if not (no_ground and check.status == "undetermined"):
            lines += _of_check(check, came, findings)
    for clock in running:
        head = clock.rule.head
        missed = clock.state == "overdue" and relevant(head, findings.pack(head), findings.proposed)
        if missed and not (refused(came.status) and findings.proposed in head.bears_on):
            lines += _line(clock.rule.do, head, findings)
    return sorted(_each_once(lines), key=lambda line: (not line.urgent, line.afterwards))


def _each_once(lines: Sequence[ActionLine]) -> list[ActionLine]:
    """The same thing to do once, with every place that asks for it; urgent if any of them says so."""
    once: dict[tuple[str, str], ActionLine] = {}
    for line in lines:
        first = once.setdefault((line.do, line.by), line)
        if line is not first:
            also = first.also if line.source in (first.source, *first.also) else (*first.also, line.source)
            urgent = first.urgent or line.urgent
            afterwards = first.afterwards and line.afterwards
            once[line.do, line.by] = replace(first, also=also, urgent=urgent, afterwards=afterwards)
    return list(once.values())


def _of_definitions(direction: Direction, findings: Findings) -> Iterator[ActionLine]:
    """What follows from what was worked out; of an outcome, only where its direction is recommended."""
    directions = dict(findings.policy.vocabulary.facts[OUTCOME].directions)
    for derived in findings.derived.values():
        for rule, row in derived.fired:
            told = relevant(rule.head, findings.pack(rule.head), findings.proposed)
            if rule.fact == OUTCOME:
                told = told and directions[row.value] in directions_meant(direction) | {direction}
            if told:
                yield from _line(row.do, rule.head, findings)


def _of_check(check: Checked, came: Conclusion, findings: Findings) -> Iterator[ActionLine]:
    """What a check asks for; where the child is to be protected now, what waits for nothing.

    What would make way for a request that is refused then helps nobody: it may be to ask the family, or to
    end what is to be referred.
    """
    gives = gives_way(check, came, findings)
    becomes = under_concern(check, findings)
    if becomes != "lapses":
        told = _asked_for(check, becomes, findings)
        yield from (line for line in told if not gives or line.urgent)


def _asked_for(check: Checked, becomes: str, findings: Findings) -> Iterator[ActionLine]:
    rule = check.rule
    urgent, afterwards = becomes == "urgent", becomes == "afterwards"
    confirmable = rule.effect == "condition" and way_of(findings) != "down"
    if check.status == "not_met" and check.relevant:
        # A part with nothing to do is one where nothing helps: a family that has declined has decided.
        part = speaker(check, findings)
        do = part.do if part is not None else None
        yield from _line(do, rule.head, findings, urgent=urgent, afterwards=afterwards)
    elif check.status == "undetermined" and check.decides and urgent:
        # What a rule calls urgent is done at once, whether or not it was done before: nobody is asked first.
        part = speaker(check, findings)
        yield from _line(part.do if part is not None else None, rule.head, findings, urgent=True)
    elif check.status == "undetermined" and check.decides and confirmable and not afterwards:
        text, source = to_find_out(check, findings), citation(rule.head, findings)
        yield ActionLine(text, "", None, False, False, rule.head.id, source)


def _line(
    action: Action | None, head: Head, findings: Findings, urgent: bool = False, afterwards: bool = False
) -> Iterator[ActionLine]:
    if action is not None:
        yield ActionLine(
            do=action.do,
            by=named(action.by, findings.facts),
            to=named(action.to, findings.facts) if action.to else None,
            urgent=(urgent or action.urgent) and not afterwards,
            afterwards=afterwards,
            rule=head.id,
            source=citation(head, findings),
        )
