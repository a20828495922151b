"""What is not known and worth asking, and what the sources leave open."""

from collections.abc import Iterable, Iterator, Sequence

from threshold.conditions import compare
from threshold.decisions.consultation import turns_on
from threshold.decisions.explanation import says
from threshold.decisions.model import MissingFact, Note
from threshold.decisions.wording import cite, question
from threshold.output.words import spoken
from threshold.policy import Head
from threshold.policy.inference_plan import when_key
from threshold.policy.model import LEVEL
from threshold.policy.protection import ASKED_FIRST, IN_PLACE
from threshold.policy.standing_in import StandingIn, passing_for
from threshold.semantics.closed_lists import Direction
from threshold.semantics.deadlines import Clock
from threshold.semantics.findings import Findings
from threshold.semantics.moves import leaves_protection, way_of
from threshold.semantics.routes import Way, leading_routes
from threshold.semantics.screening import screen_to_ask
from threshold.semantics.status import Checked, Conclusion
from threshold.vocabulary import UNKNOWN, Vocabulary, called


def missing_facts(came: Conclusion, findings: Findings) -> Iterator[MissingFact]:
    """Facts worth asking for: protection first, then what the grounds and the deciding checks lack.

    Of a request that the policy has no rule on only danger is asked about; where a concern has decided,
    nothing.
    """
    wanted, case, vocabulary = lacking(came, findings), findings.case, findings.policy.vocabulary
    screens = {name: screen_to_ask(name, case, vocabulary) for name in wanted}
    told = {*wanted}
    for name in _danger_first(wanted, vocabulary):
        screen = screens[name]
        if screen and screen not in told:
            told.add(screen)
            behind = (rules for each, rules in wanted.items() if screens[each] == screen)
            rules = tuple(dict.fromkeys(rule for each in behind for rule in each))
            yield MissingFact(screen, question(screen, findings), rules)
        yield MissingFact(name, question(name, findings), wanted[name])


def _danger_first(names: Iterable[str], vocabulary: Vocabulary) -> Iterator[str]:
    """The facts in their order, but of signs those in whose domain there are signs of danger first."""
    names, facts = [*names], vocabulary.facts
    signs = [name for name in names if facts[name].screened_by]
    ordered = iter(sorted(signs, key=lambda name: not facts[facts[name].screened_by].protection))
    yield from (next(ordered) if facts[name].screened_by else name for name in names)


def lacking(came: Conclusion, findings: Findings) -> dict[str, tuple[str, ...]]:
    """The facts that are missing, in the order in which they are told, each with the rules it settles."""
    if findings.proposal.requested and not came.answered:
        return dict.fromkeys(_about_danger(findings), (findings.policy.safety.head.id,))
    settles: dict[str, dict[str, None]] = {}
    for fact, rule in (*_of_the_answer(came, findings), *turns_on(findings)):
        settles.setdefault(fact, {})[rule] = None
    for missing in findings.proposal.missing:
        for fact in findings.behind(missing):
            settles.setdefault(fact, {})[LEVEL] = None
    for fact in _of_route(came.route, came.direction, findings):
        settles.setdefault(fact, {})["route"] = None
    facts = findings.policy.vocabulary.facts
    # A derived one is in doubt because of a contradiction, which no answer settles.
    return {name: tuple(rules) for name, rules in settles.items() if not facts[name].derived}


def wanting(came: Conclusion, findings: Findings) -> tuple[str, ...]:
    """The facts for want of which the answer to a request is open, in the order in which they are told."""
    if not came.answered:
        return ()
    facts = findings.policy.vocabulary.facts
    found = dict.fromkeys(fact for fact, _ in _of_the_answer(came, findings))
    return tuple(name for name in found if not facts[name].derived)


def _of_the_answer(came: Conclusion, findings: Findings) -> Iterator[tuple[str, str]]:
    """What keeps the answer open, and by which rule: protection first."""
    yield from ((fact, findings.policy.safety.head.id) for fact in _of_protection(findings))
    yield from _of_rules(came, findings)


def _of_protection(findings: Findings) -> Iterator[str]:
    """What is to be asked about danger, and about protection in place where it bears on the request."""
    yield from _about_danger(findings)
    protection = findings.protection
    bears = findings.proposal.requested and leaves_protection(findings) is not False
    if protection.in_place is None and bears:
        yield from findings.behind(IN_PLACE)


def _about_danger(findings: Findings) -> Iterator[str]:
    """The questions about danger that nobody has answered, while it is open whether there is a concern."""
    if findings.protection.concern is None:
        yield from (name for name in ASKED_FIRST if findings.facts.state(name) is UNKNOWN)
        for rule in findings.policy.protection:
            yield from findings.unknown(rule.worry)


def _of_rules(came: Conclusion, findings: Findings) -> Iterator[tuple[str, str]]:
    """What grounds and deciding checks lack, and which; nothing where a concern has decided."""
    if findings.proposal.requested and findings.protection.concern is True and way_of(findings) != "same":
        return
    # Where no way is asked for or indicated, no ground is wanted.
    wanted = findings.proposed is not UNKNOWN
    for answer in came.answers if wanted else ():
        for each in answer.grounds if answer.holds is None else ():
            yield from ((fact, each.ground.head.id) for fact in each.missing)
    for check in came.checks:
        if check.decides:
            yield from ((fact, check.rule.head.id) for fact in check.missing)


def _of_route(route: Way, direction: Direction, findings: Findings) -> Iterator[str]:
    """What would settle who a step goes to, whether it applies, or which of the routes is taken."""
    for fact in route.missing:
        yield from findings.behind(fact)
    for _, step, certain in route.steps:
        if certain is None:
            yield from findings.unknown(step.when)
    for rule in leading_routes(findings.policy, direction):
        if direction in rule.head.bears_on and findings.truths[when_key(rule)] is None:
            yield from findings.unknown(rule.when)


def notes(
    lines: Sequence[tuple[str, Head]],
    running: Sequence[Clock],
    checks: Sequence[Checked],
    findings: Findings,
) -> Iterator[Note]:
    """Warnings of the policy itself, dates that come apart, judgements, and the tensions of these lines.

    `lines` are those that have something to say, the nearest to the answer first, each by its id.
    """
    for warning in findings.policy.warnings:
        yield Note("", warning)
    yield from _beside_statute(running)
    for check in checks:
        if check.rule.effect == "note" and check.relevant and (words := says(check, findings)):
            yield Note("", cite(words, check.rule.head))
    yield from _standing_in(checks, findings)
    yield from _judgements(findings)
    yield from _tensions(lines, findings)


def _tensions(lines: Sequence[tuple[str, Head]], findings: Findings) -> Iterator[Note]:
    """How this policy reads what the sources leave open, each beside the first line that it touches."""
    told: set[tuple[str, str]] = set()
    for line, head in lines:
        for tension in head.tensions:
            text = findings.pack(head).tensions[tension]
            if (tension, text) not in told:
                told.add((tension, text))
                yield Note(tension, text, line)


def _standing_in(checks: Sequence[Checked], findings: Findings) -> Iterator[Note]:
    """Where a requirement of an overlay is met because a pack's role counts as the one asked for."""
    for check in checks:
        if check.pack.role == "overlay" and check.status == "met":
            for each in passing_for(findings.policy, check.rule):
                if _on_file(each, findings):
                    text = f"{each}; without that, who did it would not do for: {check.rule.head.title}"
                    yield Note("", cite(text, check.rule.head))


def _on_file(passing: StandingIn, findings: Findings) -> bool:
    """Whether a role that passes for another is what a fact holds, or an entry that it is read off says."""
    if not passing.carried:
        state = findings.facts.state(passing.fact)
        return passing.role in state if isinstance(state, tuple) else state == passing.role
    reading = findings.policy.vocabulary.facts[passing.fact].reading
    return reading is not None and any(
        entry.event in reading.events and entry.carries.get(passing.carried) == passing.role
        for entry in findings.case.timeline
    )


def _judgements(findings: Findings) -> Iterator[Note]:
    """Where a person judged a fact otherwise than the rules derive it."""
    for name, override in findings.case.overrides.items():
        derived = findings.derived.get(name)
        if derived is None:
            yield Note("", f"The file judges the {spoken(name)}, which no rule of this policy works out")
        elif derived.state not in (override.value, UNKNOWN):
            kind = findings.policy.vocabulary.facts[name].type
            judged = f"{override.by} judged the {spoken(name)} to be {called(override.value, kind)}"
            yield Note("", f"{judged}; the facts indicate {called(derived.state, kind)}")


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
        if clock.state in ("late", "overdue", "missed") and other.state in ("met", "pending"):
            yield Note("", f"{title}: only the local limit is missed, not the statutory one")
