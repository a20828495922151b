"""What is not known and worth asking, and what the sources leave open."""

from collections.abc import Iterator, Sequence

from threshold.conditions import compare
from threshold.decisions.deadlines import Clock
from threshold.decisions.direction import LEVEL
from threshold.decisions.findings import Findings, cite
from threshold.decisions.model import Direction, MissingFact, Note
from threshold.decisions.routes import Way
from threshold.decisions.status import Checked
from threshold.policy import Head
from threshold.vocabulary import UNKNOWN, shown


def missing_facts(
    checks: Sequence[Checked], route: Way, direction: Direction, found: Findings
) -> Iterator[MissingFact]:
    """Facts worth asking for: protection first, then what the deciding checks lack."""
    settles: dict[str, list[str]] = {}
    safety = found.policy.safety
    if found.proposal.safety is None:
        for fact in found.unknown(safety.when):
            settles.setdefault(fact, []).append(safety.head.id)
    for check in checks:
        if check.decides:
            for fact in check.missing:
                settles.setdefault(fact, []).append(check.rule.head.id)
    for lacking in found.proposal.missing:
        for fact in found.behind(lacking):
            settles.setdefault(fact, []).append(LEVEL)
    for fact in _of_route(route, direction, found):
        settles.setdefault(fact, []).append("route")
    for name, rules in settles.items():
        if found.policy.vocabulary.facts[name].derived:
            continue  # in doubt because of a contradiction, which no answer settles
        yield MissingFact(name, found.question(name), tuple(dict.fromkeys(rules)))


def _of_route(route: Way, direction: Direction, found: Findings) -> Iterator[str]:
    """What would settle who a step goes to, whether it applies, or which of the routes is taken."""
    for fact in route.missing:
        yield from found.behind(fact)
    for _, step, certain in route.steps:
        if certain is None:
            yield from found.unknown(step.when)
    for rule in found.policy.routes:
        if direction in rule.head.bears_on and found.truths[f"{rule.head.id}:when"] is None:
            yield from found.unknown(rule.when)


def notes(
    heads: Sequence[Head],
    running: Sequence[Clock],
    checks: Sequence[Checked],
    route: Way,
    found: Findings,
) -> Iterator[Note]:
    """Warnings of the policy itself, dates that come apart, judgements, and the tensions of these rules."""
    for warning in found.policy.warnings:
        yield Note("", warning)
    yield from _beside_statute(running)
    if route.uncovered:
        yield Note("", route.uncovered)
    for check in checks:
        if check.rule.effect == "note" and check.status == "not_met" and check.relevant:
            yield Note("", cite(check.rule.says, check.rule.head))
    yield from _judgements(found)
    for tension in dict.fromkeys(tension for head in heads for tension in head.tensions):
        yield Note(tension, found.policy.tensions.get(tension, ""))


def _judgements(found: Findings) -> Iterator[Note]:
    """Where a person judged a fact otherwise than the rules derive it."""
    for name, override in found.case.overrides.items():
        derived = found.derived.get(name)
        if derived is None:
            label = name.replace(".", " ").replace("_", " ")
            yield Note("", f"The file judges the {label}, which no rule of this policy works out")
        elif derived.state not in (override.value, UNKNOWN):
            label = name.replace(".", " ").replace("_", " ")
            judged = f"{override.by} judged the {label} to be {shown(override.value)}"
            yield Note("", f"{judged}; the facts indicate {shown(derived.state)}")


def _beside_statute(running: Sequence[Clock]) -> Iterator[Note]:
    """Where a local limit and the statutory one beside it come apart."""
    by_rule = {clock.rule.head.id: clock for clock in running}
    for clock in running:
        other = by_rule.get(clock.rule.beside)
        if other is None or clock.due is None or other.due is None:
            continue
        title = clock.rule.head.title
        if compare(clock.due, other.due) > 0:
            text = f"{title}: the local date is later than the statutory one; keep the statutory"
            yield Note("", cite(text, other.rule.head))
        if clock.state in ("late", "overdue") and other.state in ("met", "pending"):
            yield Note("", f"{title}: only the local limit is missed, not the statutory one")
