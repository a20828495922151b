"""One case to one decision: the facts read, inferred over by every evaluator at hand, and assembled."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from threshold.casefiles import Case
from threshold.conditions import Facts, Moment, Test, Truth, signal
from threshold.dates import OutsideCalendar, day_of
from threshold.decisions import UNDER, Decision, Note, decision
from threshold.engine.compiled import CompiledPolicy
from threshold.engine.evaluators import Evaluator, evaluated_once, evaluators
from threshold.output.words import listed, spoken
from threshold.policy import DatedPolicy, Policy
from threshold.reading import BadInput, Problem
from threshold.semantics.contradictions import Contradiction
from threshold.semantics.findings import Findings
from threshold.semantics.records import Records
from threshold.semantics.status import Conclusion, conclude, earliest
from threshold.semantics.timeline import Reader
from threshold.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision, and what was found in the case: told, read and worked out."""

    decision: Decision
    findings: Findings

    @property
    def policy(self) -> Policy:
        """The policy as it stood."""
        return self.findings.policy

    @property
    def facts(self) -> Facts:
        """All that was known by then."""
        return self.findings.facts


@dataclass(frozen=True, slots=True)
class Concluded:
    """What a request comes to, what that rests on, and the day from which it may go ahead by time alone."""

    came: Conclusion
    findings: Findings
    earliest: Moment | None


@dataclass(frozen=True, slots=True)
class Read:
    """What is read off a case's records at a moment, before any rule is looked at."""

    facts: Facts
    contradictions: tuple[Contradiction, ...]
    records: Records

    @classmethod
    def of(cls, case: Case, vocabulary: Vocabulary, moment: Moment) -> "Read":
        """What can be read off a case."""
        reader = Reader(Records(case, vocabulary, moment), moment)
        return cls(reader.facts(), reader.contradictions, reader.records)


@dataclass
class Engine:
    """Decides cases under one policy. Compiled policies are kept, one for each set of values in force.

    `test` tells whether a test holds of facts, in its own way where a caller has one.
    """

    policy: DatedPolicy
    trial: tuple[str, ...] = ()
    using: tuple[Evaluator, ...] = ()
    test: Callable[[Test, Facts], Truth] = signal

    def __post_init__(self) -> None:
        self.using = self.using or evaluators()
        self._compiled: dict[int, CompiledPolicy] = {}
        self._led: dict[tuple[int, str], tuple[Policy, Policy]] = {}

    @property
    def evaluated_by(self) -> tuple[str, ...]:
        """The names of the evaluators, and of one that is not asked about some rules, of these."""
        first, *others = (evaluator.name for evaluator in self.using)
        once = evaluated_once()
        told = f" (not asked about {listed([*once], 'and')})" if once else ""
        return (first, *(f"{name}{told}" for name in others))

    def decide(self, case: Case, as_at: Moment | None = None) -> Decision:
        """The decision on a case, as at a moment: the one given, else the case's own, else today.

        Raises BadInput where the policy has no value in force then or a date leaves the holiday
        calendar, and Disagreement where the evaluators differ.
        """
        return self.decided(case, as_at).decision

    def decided(
        self,
        case: Case,
        as_at: Moment | None = None,
        explained: Callable[[str, bool], bool] = lambda rule, relevant: True,
        read: Read | None = None,
    ) -> Decided:
        """As `decide`, with what the decision rests on beside it: for whoever looks at facts worked out.

        Of rules that need not be `explained` (their id, and whether they are relevant) it says how they came
        out, and not why: that takes time.
        `read` is what was read off the case before, at the same moment and with the same vocabulary.
        """
        moment = as_at or case.as_at or date.today()
        policy = self.policy_for(case, moment)
        try:
            read = read or Read.of(case, policy.vocabulary, moment)
            compared = [
                _comparison(other, self._decided(other, read, case, moment).decision)
                for other in policy.compared
            ]
            return self._decided(policy, read, case, moment, tuple(compared), explained)
        except OutsideCalendar as error:
            raise _beyond(case, error) from None

    def findings(self, case: Case, as_at: Moment | None = None, read: Read | None = None) -> Findings:
        """What the policy finds in a case, before it is put into a decision; raises as `decide` does.

        `read` is what was read off the case before, as for `decided`.
        """
        moment = as_at or case.as_at or date.today()
        policy = self.policy_for(case, moment)
        try:
            return _found_in(read or Read.of(case, policy.vocabulary, moment), self.compiled(policy))
        except OutsideCalendar as error:
            raise _beyond(case, error) from None

    def concluded(self, case: Case, as_at: Moment | None = None) -> Concluded:
        """What a request comes to, and the earliest date, before it is put into words; raises as `decide`."""
        moment = as_at or case.as_at or date.today()
        findings = self.findings(case, moment)
        came = conclude(findings)
        try:
            day = earliest(came, findings)
        except OutsideCalendar as error:
            raise _beyond(case, error) from None
        only_time = day is not None and self._goes_ahead(findings.policy.name, case, moment, day)
        return Concluded(came, findings, day if only_time else None)

    def policy_for(self, case: Case, moment: Moment) -> Policy:
        """The policy as it stands then, led by the document alone that the case's request names, if it does.

        Raises BadInput where the policy has no such document, or no value in force then.
        """
        policy = self.policy.at(moment, self.trial)
        under = case.given.get(UNDER)
        if under is None:
            return policy
        # The same object each time, as `compiled` needs it; the policy it was made from is kept beside it.
        made_from, led = self._led.get((id(policy), str(under)), (None, policy))
        if made_from is not policy:
            led = _led_by(policy, str(under), case)
            self._led[id(policy), str(under)] = policy, led
        return led

    def compiled(self, policy: Policy) -> CompiledPolicy:
        """The policy compiled for the evaluators at hand."""
        # A policy is the same object for the same values in force, so identity is enough.
        compiled = self._compiled.get(id(policy))
        if compiled is None or compiled.policy is not policy:
            compiled = self._compiled[id(policy)] = CompiledPolicy(policy, self.using, self.test)
        return compiled

    def _decided(
        self,
        policy: Policy,
        read: Read,
        case: Case,
        moment: Moment,
        notes: tuple[Note, ...] = (),
        explained: Callable[[str, bool], bool] = lambda rule, relevant: True,
    ) -> Decided:
        findings = _found_in(read, self.compiled(policy))
        goes_ahead = partial(self._goes_ahead, policy.name, case, moment)
        return Decided(decision(findings, self.trial, notes, goes_ahead, explained), findings)

    def _goes_ahead(self, policy: str, case: Case, moment: Moment, day: Moment) -> bool:
        """Whether a request may go ahead on a later day under the rules of that day.

        What is known today is taken to be so still, and nothing to have happened since; but a child grows
        older.
        """
        today, later = day_of(moment), day_of(day)
        covers = {event: later if upto >= today else upto for event, upto in case.covers.items()}
        then = self.policy_for(case, day)
        held = next((each for each in (then, *then.compared) if each.name == policy), None)
        if held is None:
            return False
        try:
            as_it_was = replace(case, covers=covers, as_at=case.as_at or moment)
            findings = findings_of(self.compiled(held), as_it_was, day)
        except OutsideCalendar:
            return False
        return conclude(findings).status in ("permitted", "conditional")


def findings_of(compiled: CompiledPolicy, case: Case, moment: Moment) -> Findings:
    """A case inferred over by a compiled policy, ready to be put into a decision."""
    return _found_in(Read.of(case, compiled.policy.vocabulary, moment), compiled)


def _found_in(read: Read, compiled: CompiledPolicy) -> Findings:
    return inferred(compiled, read.facts, read.contradictions, read.records)


def inferred(
    compiled: CompiledPolicy, facts: Facts, contradictions: Sequence[Contradiction], records: Records
) -> Findings:
    """What follows from the facts read off a case's records."""
    inference = compiled.infer(facts, contradictions, records.case.overrides)
    return Findings(
        policy=compiled.policy,
        facts=inference.facts,
        signals=inference.signals,
        truths=inference.truths,
        derived=inference.derived,
        contradictions=tuple(inference.contradictions),
        proposal=inference.proposal,
        protection=inference.protection,
        records=records,
    )


def _led_by(policy: Policy, under: str, case: Case) -> Policy:
    try:
        return policy.led_by(under)
    except KeyError:
        names = listed([pack.name for pack in policy.leading])
        message = f"the policy {policy.name} has no leading document of this name (it has {names})"
        raise BadInput(Problem(message, case.origin, field=UNDER)) from None


def _beyond(case: Case, error: OutsideCalendar) -> BadInput:
    return BadInput(Problem(str(error), case.origin, field=case.reference))


def _comparison(policy: Policy, decided: Decision) -> Note:
    """How a compared document would answer by itself."""
    lead = next(pack.name for pack in policy.packs if pack.role == "lead")
    direction = spoken(decided.recommendation.direction)
    reasons = "; ".join(decided.recommendation.because[:2])
    text = f"{lead} would answer: {decided.status}, {direction}"
    return Note("", f"{text} ({reasons})" if reasons else text)
