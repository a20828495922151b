"""Ways of completing a case, and what comes out of each, fast enough to try out thousands.

What no answer can change is settled once: its conditions become constants before any completion is tried.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from threshold.casefiles import Case
from threshold.conditions import Facts, Moment, Test, operand_facts, reasons, signal, tests
from threshold.engine import CompiledPolicy
from threshold.engine.decide import inferred
from threshold.engine.evaluators import PYTHON
from threshold.policy import Policy
from threshold.policy.inference_plan import conditions_of, when_key
from threshold.policy.model import LEVEL
from threshold.questions.answers import Answer, Askable, answered
from threshold.questions.partial import (
    bearing_on,
    changeable,
    choosing,
    partially_evaluated,
    read_by,
    vocabulary_read,
    without_unread,
)
from threshold.semantics.contradictions import Contradiction
from threshold.semantics.direction import SUPPORT
from threshold.semantics.findings import Findings
from threshold.semantics.records import Records
from threshold.semantics.routes import named
from threshold.semantics.status import conclude
from threshold.semantics.timeline import Reader, read_facts
from threshold.vocabulary import Vocabulary

Ending = tuple[str, str, tuple[str, ...]]
Completion = tuple[int, ...]
OPEN = -1  # instead of an answer's position: this is left unanswered
_PROPOSED = ("proposed.direction", "proposed.to")
_READ_BY_VALUE = {LEVEL, SUPPORT, "request.to", "request.step", "request.action"}


class Completions:
    """A case completed by one answer to each thing that can be asked: a completion is their positions."""

    def __init__(self, policy: Policy, case: Case, moment: Moment, asked: Sequence[Askable]) -> None:
        self.case, self.moment = case, moment
        self._records = Records(case, policy.vocabulary, moment)
        reader = Reader(self._records, moment)
        facts, contradictions = reader.facts(), reader.contradictions
        bearing = bearing_on(policy, case)
        known = CompiledPolicy(bearing, (PYTHON,)).infer(facts, contradictions, case.overrides)
        self._known = {each.id for each in known.contradictions}
        residual = partially_evaluated(bearing, known.signals, {*_PROPOSED, *changeable(bearing, asked)})
        read = read_by(residual, known.proposal.requested)
        self._policy = without_unread(residual, read)
        self._vocabulary = vocabulary_read(policy.vocabulary, read, case)
        self._compiled = CompiledPolicy(self._policy, (PYTHON,))
        telling = [each for each in asked if read & changeable(bearing, [each])]
        self.asked = [each for each in self._with_distinct_answers(telling) if len(each.answers) > 1]
        # Facts that are stated, and that nothing on the timeline can gainsay, need no reading again.
        self._stated = [self._is_plain(each, policy.vocabulary) for each in self.asked]
        self._read: dict[Completion, tuple[Facts, tuple[Contradiction, ...]]] = {}
        self._tried: dict[Completion, _Tried] = {}

    def silent(self) -> Iterator[tuple[str, str]]:
        """Facts whose being unknown tells a rule something, and the rule: no decision misses them."""
        for key, condition in conditions_of(self._policy).items():
            for test in tests(condition):
                reading = self._policy.vocabulary.facts[test.fact].reading
                in_the_diary = reading is not None and reading.status == "planned"
                if test.operator == "known" and not in_the_diary:
                    rule = key.partition(":")[0].partition("#")[0]
                    yield test.fact, self._policy.safety.head.id if rule == "protection" else rule

    def touches(self, asked: Askable, facts: set[str]) -> bool:
        """Whether an answer can change one of these facts."""
        return bool(facts & changeable(self._policy, [asked]))

    @property
    def seen(self) -> Iterator[tuple[Completion, Ending]]:
        """What came out of every whole completion tried so far that may be so."""
        for completion, tried in self._tried.items():
            if tried.outcome is not None and OPEN not in completion:
                yield completion, tried.outcome

    def outcome(self, completion: Completion) -> Ending | None:
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
            found = inferred(self._compiled, facts, contradictions, self._records)
            new = {each.id for each in found.contradictions} - self._known
            possible = not new or found.protection.acted_on
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
        return Facts(facts.as_at, states, facts.breaks), contradictions

    @staticmethod
    def _is_plain(asked: Askable, vocabulary: Vocabulary) -> bool:
        fact = vocabulary.facts.get(asked.fact)
        return fact is not None and fact.settling is None and not fact.type.is_date

    def _with_distinct_answers(self, asked: Sequence[Askable]) -> Iterator[Askable]:
        """Each with only such values as some rule tells apart."""
        leaves = {leaf for condition in conditions_of(self._policy).values() for leaf in tests(condition)}
        by_value = {*_READ_BY_VALUE, *_operands(leaves), *choosing(self._policy)}
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

    outcome: Ending | None
    hinges: tuple[object, ...]
    obstacles: Mapping[str, int]


def _tried(findings: Findings, possible: bool) -> _Tried:
    came = conclude(findings)
    checks = [check for check in came.checks if check.decides]
    ends: Ending = (came.status, came.direction, ())
    way: tuple[object, ...] = ()
    # What is refused or open goes no way at all.
    if came.status not in ("blocked", "undetermined", "conflict"):
        steps = [(f"{s.id}>{named(s.to, findings.facts)}", sure) for _, s, sure in came.route.steps]
        ends = (came.status, came.direction, tuple(name for name, sure in steps if sure))
        # A route whose beginning is not known yet has no steps, but may get some.
        begins = (findings.truths[when_key(route)] for route in findings.policy.routes)
        way = (*steps, *begins)
    # What is blocked, or goes ahead because of danger, stays so whatever else the checks come to.
    firm = findings.protection.acted_on or came.status == "blocked"
    hinges = (
        ends,
        findings.protection,
        findings.proposed,
        way,
        () if firm else tuple(check.status for check in checks),
        () if firm else tuple(each.status for each in came.grounds if each.decides),
    )
    obstacles: dict[str, int] = {}
    for check in checks:
        if check.status in ("not_met", "undetermined"):
            lacking = reasons(check.rule.satisfied, findings.signals, findings.facts)
            obstacles[check.rule.head.id] = len(lacking.used) + len(lacking.missing)
    for answer in came.answers:
        if answer.holds is not True:
            obstacles[answer.pack.name] = len(answer.missing) or 1
    return _Tried(ends if possible else None, hinges, obstacles)


def _elsewhere(leaf: Test) -> bool:
    return any(True for _ in operand_facts(leaf.operand))


def _operands(leaves: set[Test]) -> Iterator[str]:
    for leaf in leaves:
        yield from operand_facts(leaf.operand)
