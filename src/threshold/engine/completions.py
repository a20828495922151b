"""Ways of completing a case, and what comes out of each, fast enough to try out thousands.

What no answer can change is settled once: its conditions become constants before any completion is tried.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from threshold.casefiles import Case, Contradiction, read_facts
from threshold.conditions import (
    ALWAYS,
    NEVER,
    All,
    Any,
    Condition,
    Facts,
    Moment,
    Not,
    Signals,
    Test,
    facts_of,
    operand_facts,
    reasons,
    signal,
    tests,
)
from threshold.decisions import Findings, outcome
from threshold.decisions.direction import LEVEL, SUPPORT
from threshold.decisions.routes import named
from threshold.decisions.status import DOWNWARD, bears, directions_meant
from threshold.engine.answers import Answer, Askable, answered
from threshold.engine.decide import concluded
from threshold.engine.evaluators import PYTHON
from threshold.engine.infer import Program, conditions_of
from threshold.policy import OUTCOME, Definition, Pack, Policy, Requirement, Route
from threshold.vocabulary import Value, Vocabulary

Outcome = tuple[str, str, tuple[str, ...]]
Completion = tuple[int, ...]
OPEN = -1  # instead of an answer's position: this is left unanswered
_PROPOSED = ("proposed.direction", "proposed.to")
_READ_BY_VALUE = {LEVEL, SUPPORT, "request.to", "request.step", "request.action"}


class Completions:
    """A case completed by one answer to each thing that can be asked: a completion is their positions."""

    def __init__(self, policy: Policy, case: Case, moment: Moment, asked: Sequence[Askable]) -> None:
        self.case, self.moment = case, moment
        facts, contradictions = read_facts(case, policy.vocabulary, moment)
        bearing = _bearing(policy, case)
        found = Program(bearing, (PYTHON,)).run(facts, contradictions, case.overrides)
        self._known = {each.id for each in found.contradictions}
        settled = _settled(bearing, found.signals, {*_PROPOSED, *_changeable(bearing, asked)})
        read = _read(settled, found.proposal is not None and found.proposal.requested)
        self._policy = _reading(settled, read)
        self._vocabulary = _vocabulary(policy.vocabulary, read, case)
        self._program = Program(self._policy, (PYTHON,))
        telling = [each for each in asked if read & _changeable(bearing, [each])]
        self.asked = [each for each in self._told_apart(telling) if len(each.answers) > 1]
        # Facts that are stated, and that nothing on the timeline can gainsay, need no reading again.
        self._stated = [self._is_plain(each, policy.vocabulary) for each in self.asked]
        self._read: dict[Completion, tuple[Facts, tuple[Contradiction, ...]]] = {}
        self._tried: dict[Completion, _Tried] = {}

    def silent(self) -> Iterator[tuple[str, str]]:
        """Facts whose being unknown tells a rule something, and the rule: no decision misses them."""
        for key, condition in conditions_of(self._policy).items():
            for test in tests(condition):
                if test.operator == "known":
                    yield test.fact, key.partition(":")[0].partition("#")[0]

    def touches(self, asked: Askable, facts: set[str]) -> bool:
        """Whether an answer can change one of these facts."""
        return bool(facts & _changeable(self._policy, [asked]))

    @property
    def seen(self) -> Iterator[tuple[Completion, Outcome]]:
        """What came out of every whole completion tried so far that may be so."""
        for completion, tried in self._tried.items():
            if tried.outcome is not None and OPEN not in completion:
                yield completion, tried.outcome

    def outcome(self, completion: Completion) -> Outcome | None:
        """Status, direction and route; None where the answers contradict each other, so that no case is so.

        A contradiction about danger stands: the child comes first, and somebody has to be asked.
        """
        return self._try(completion).outcome

    def obstacles(self, completion: Completion) -> Mapping[str, int]:
        """The checks that stand in the way of what is asked for, and how many facts each of them lacks."""
        return self._try(completion).obstacles

    def unsettled(self, completion: Completion, positions: Sequence[int]) -> bool:
        """Whether anything that the outcome hangs on becomes open once these are left unanswered.

        Where nothing does, no answers to them, in any combination, can change the outcome.
        """
        opened = list(completion)
        for position in positions:
            opened[position] = OPEN
        return self._try(tuple(opened)).hinges != self._try(completion).hinges

    def _try(self, completion: Completion) -> "_Tried":
        if completion not in self._tried:
            facts, contradictions = self._facts(completion)
            found = concluded(self._program, self.case, facts, contradictions)
            new = {each.id for each in found.contradictions} - self._known
            possible = not new or bool(found.proposal.safety)
            self._tried[completion] = _tried(found, possible)
        return self._tried[completion]

    def completed(self, completion: Completion) -> Case:
        """The case with these answers added."""
        case = self.case
        for asked, index in zip(self.asked, completion, strict=True):
            if index != OPEN:
                case = answered(case, asked, asked.answers[index], self.moment)
        return case

    def _facts(self, completion: Completion) -> tuple[Facts, tuple[Contradiction, ...]]:
        read = tuple(OPEN if plain else i for i, plain in zip(completion, self._stated, strict=True))
        if read not in self._read:
            case = self.completed(read)
            self._read[read] = read_facts(case, self._vocabulary, self.moment)
        facts, contradictions = self._read[read]
        states = dict(facts.states)
        for asked, index, plain in zip(self.asked, completion, self._stated, strict=True):
            value = asked.answers[index].value if plain and index != OPEN else None
            if value is not None:
                states[asked.fact] = value
        return Facts(facts.as_at, states), contradictions

    @staticmethod
    def _is_plain(asked: Askable, vocabulary: Vocabulary) -> bool:
        fact = vocabulary.facts.get(asked.fact)
        return fact is not None and fact.settling is None and not fact.type.is_date

    def _told_apart(self, asked: Sequence[Askable]) -> Iterator[Askable]:
        """Each with only such values as some rule tells apart."""
        leaves = {leaf for condition in conditions_of(self._policy).values() for leaf in tests(condition)}
        by_value = {*_READ_BY_VALUE, *_operands(leaves), *_choosing(self._policy)}
        for each in asked:
            if not each.fact or each.fact in by_value:
                yield each
                continue
            own = [leaf for leaf in leaves if leaf.fact == each.fact and not _elsewhere(leaf)]
            others = any(leaf.fact == each.fact and _elsewhere(leaf) for leaf in leaves)
            told: dict[tuple[object, ...], Answer] = {}
            for answer in each.answers:
                if answer.value is not None:
                    facts = Facts(self.moment, {each.fact: answer.value})
                    key: tuple[object, ...] = tuple(signal(leaf, facts) for leaf in own)
                    told.setdefault((*key, answer.value) if others else key, answer)
            yield replace(each, answers=tuple(told.values()))


@dataclass(frozen=True, slots=True)
class _Tried:
    """What came of one completion: the outcome, what it hangs on, and the checks that stand in the way."""

    outcome: Outcome | None
    hinges: tuple[object, ...]
    obstacles: Mapping[str, int]


def _tried(found: Findings, possible: bool) -> _Tried:
    came = outcome(found)
    checks = [check for check in came.checks if check.decides]
    ends: Outcome = (came.status, came.direction, ())
    way: tuple[object, ...] = ()
    # What is refused or open goes no way at all.
    if came.status not in ("blocked", "undetermined", "conflict"):
        steps = [(f"{s.id}>{named(s.sent_to, found.facts)}", sure) for _, s, sure in came.route.steps]
        ends = (came.status, came.direction, tuple(name for name, sure in steps if sure))
        # A route whose beginning is not known yet has no steps, but may get some.
        begins = (found.truths[f"{route.head.id}:when"] for route in found.policy.routes)
        way = (*steps, *begins)
    # What is blocked, or goes ahead because of danger, stays so whatever else the checks come to.
    firm = found.proposal.safety or came.status == "blocked"
    hinges = (
        ends,
        found.proposal.safety,
        found.proposed,
        way,
        () if firm else tuple(check.status for check in checks),
    )
    obstacles: dict[str, int] = {}
    for check in checks:
        if check.status in ("not_met", "undetermined"):
            lacking = reasons(check.rule.satisfied, found.signals, found.facts)
            obstacles[check.rule.head.id] = len(lacking.used) + len(lacking.missing)
    return _Tried(ends if possible else None, hinges, obstacles)


def _elsewhere(leaf: Test) -> bool:
    return any(True for _ in operand_facts(leaf.operand))


def _operands(leaves: set[Test]) -> Iterator[str]:
    for leaf in leaves:
        yield from operand_facts(leaf.operand)


def _choosing(policy: Policy) -> Iterator[str]:
    """Facts whose value chooses somebody on the way."""
    for route in policy.routes:
        for step in route.steps:
            yield from (who.fact for who in (step.added_by, step.sent_to) if who.fact)


def _bearing(policy: Policy, case: Case) -> Policy:
    """Only the rules that an outcome can rest on, given what is asked for.

    Where nothing is asked, checks count on ways down alone, and the way is that of whatever is indicated.
    """
    asked: Value = case.given.get("request.direction", "none")
    counted: tuple[Value, ...] = (asked,)
    travelled = directions_meant(asked)
    if asked == "none":
        counted = DOWNWARD
        indicated = {direction for _, direction in policy.vocabulary.facts[OUTCOME].directions}
        indicated |= {"step_up", "step_down", "continue", "safeguarding_now"}
        travelled = {meant for each in indicated for meant in directions_meant(each)}

    def own(pack: Pack) -> Pack:
        rules = [rule for rule in pack.requirements if any(bears(rule, pack, each) for each in counted)]
        routes = [
            route for route in pack.routes if not route.head.bears_on or travelled & set(route.head.bears_on)
        ]
        return replace(pack, deadlines=(), requirements=tuple(rules), routes=tuple(routes))

    return replace(policy, packs=tuple(own(pack) for pack in policy.packs))


def _changeable(policy: Policy, asked: Sequence[Askable]) -> set[str]:
    """The facts that an answer can change, directly or through the timeline and the definitions."""
    vocabulary = policy.vocabulary
    events = {each.event for each in asked if each.event}
    episodes = {name for name, each in vocabulary.episodes.items() if events & {each.opens, each.closes}}
    rests: list[tuple[set[str], set[str]]] = []  # (what changes, if any of these does)
    found = {each.fact for each in asked if each.fact}
    for fact in vocabulary.facts.values():
        if fact.settling and events & set(dict(fact.settling.says)):
            found.add(fact.name)
        if fact.reading is None:
            continue
        if events & set(fact.reading.events) or fact.reading.during in episodes:
            found.add(fact.name)
        rests.append(({fact.name}, {fact.reading.since, fact.reading.by}))
    for pack in policy.packs:
        for definition in pack.definitions:
            rests += [({definition.fact}, set(facts_of(row.when))) for row in definition.rows]
        rests += [(set(rule.doubtful), set(facts_of(rule.when))) for rule in pack.conflicts]
    while more := {name for names, on in rests if on & found for name in names} - found:
        found |= more
    return found


def _read(policy: Policy, requested: bool) -> set[str]:
    """The facts that an outcome can rest on, directly or through the timeline and the definitions."""
    conditions = [part for rule in policy.requirements for part in (rule.applies, rule.satisfied)]
    conditions += [policy.safety.when, policy.safety.forbids_when or NEVER]
    for route in policy.routes:
        conditions += [route.when, *(step.when for step in route.steps)]
    found = {name for condition in conditions for name in facts_of(condition)}
    found |= {*_choosing(policy), "request.step", "request.action"}
    if not requested:
        found |= {OUTCOME, LEVEL, SUPPORT}
    elif "proposed.to" in found:
        found.add("request.to")
    rests: list[tuple[set[str], set[str]]] = []  # (any of these, what it rests on)
    for pack in policy.packs:
        for definition in pack.definitions:
            rests += [({definition.fact}, set(facts_of(row.when))) for row in definition.rows]
        rests += [(set(rule.doubtful), set(facts_of(rule.when))) for rule in pack.conflicts]
    while more := {name for names, on in rests if names & found for name in on} - found:
        found |= more
    return found


def _vocabulary(whole: Vocabulary, read: set[str], case: Case) -> Vocabulary:
    """The facts that are read, with those that bound them, and those that the case states."""
    found, waiting = set(case.given), list(read)
    while waiting:
        fact = whole.facts[waiting.pop()]
        found.add(fact.name)
        if fact.reading is not None:
            waiting += [name for name in (fact.reading.since, fact.reading.by) if name and name not in found]
    return replace(whole, facts={name: fact for name, fact in whole.facts.items() if name in found})


def _reading(policy: Policy, read: set[str]) -> Policy:
    """The policy without definitions and contradictions that nothing in it reads."""

    def kept(stratum: tuple[Definition, ...]) -> tuple[Definition, ...]:
        return tuple(rule for rule in stratum if rule.fact in read)

    def pack(each: Pack) -> Pack:
        conflicts = tuple(rule for rule in each.conflicts if read & set(rule.doubtful))
        return replace(each, definitions=kept(each.definitions), conflicts=conflicts)

    return replace(
        policy,
        packs=tuple(map(pack, policy.packs)),
        strata=tuple(filter(None, map(kept, policy.strata))),
        late_strata=tuple(filter(None, map(kept, policy.late_strata))),
    )


def _settled(policy: Policy, signals: Signals, changeable: set[str]) -> Policy:
    """The policy with a constant in the place of every test that no answer can change.

    Contradictions stay as written: when they are looked at depends on what they read.
    """

    def reads(test: Test) -> set[str]:
        return {test.fact, *operand_facts(test.operand)}

    def silent(test: Test, holds: bool) -> bool:
        """Whether it holds only as long as nobody says anything: that is for a question to find out."""
        return test.operator == "known" and not holds and not policy.vocabulary.facts[test.fact].derived

    def fold(condition: Condition) -> Condition:
        match condition:
            case Test():
                holds = signals.get(condition)
                if holds is None or reads(condition) & changeable or silent(condition, holds):
                    return condition
                return ALWAYS if holds else NEVER
            case Not(part):
                inner = fold(part)
                return NEVER if inner == ALWAYS else ALWAYS if inner == NEVER else Not(inner)
            case All(parts):
                folded = [each for each in map(fold, parts) if each != ALWAYS]
                return NEVER if NEVER in folded else All(tuple(folded))
            case Any(parts):
                folded = [each for each in map(fold, parts) if each != NEVER]
                return ALWAYS if ALWAYS in folded else Any(tuple(folded))

    def rows(definition: Definition) -> Definition:
        folded = (replace(row, when=fold(row.when)) for row in definition.rows)
        return replace(definition, rows=tuple(row for row in folded if row.when != NEVER))

    def rules(pack: Pack) -> Iterator[Requirement]:
        for number, rule in enumerate(pack.requirements):
            applies, satisfied = fold(rule.applies), fold(rule.satisfied)
            # What certainly stands in nobody's way can go; that there is a rule at all tells as well.
            if number == 0 or (applies != NEVER and satisfied != ALWAYS):
                yield replace(rule, applies=applies, satisfied=satisfied)

    def may_hold(condition: Condition) -> bool:
        match condition:
            case Test():
                return bool(reads(condition) & changeable) or condition.operator == "known"
            case All(parts):
                return all(map(may_hold, parts))
            case Any(parts):
                return any(map(may_hold, parts))
            case Not(part):
                return any(map(may_hold, tests(part)))

    def routes(pack: Pack) -> Iterator[Route]:
        for route in pack.routes:
            steps = (replace(step, when=fold(step.when)) for step in route.steps)
            kept = tuple(step for step in steps if may_hold(step.when))
            if may_hold(when := fold(route.when)):
                yield replace(route, when=when, steps=kept)

    def pack(each: Pack) -> Pack:
        return replace(
            each,
            definitions=tuple(map(rows, each.definitions)),
            requirements=tuple(rules(each)),
            routes=tuple(routes(each)),
        )

    safety = policy.safety
    return replace(
        policy,
        packs=tuple(map(pack, policy.packs)),
        strata=tuple(tuple(map(rows, stratum)) for stratum in policy.strata),
        late_strata=tuple(tuple(map(rows, stratum)) for stratum in policy.late_strata),
        safety=replace(
            safety, when=fold(safety.when), forbids_when=safety.forbids_when and fold(safety.forbids_when)
        ),
    )
