"""Recording: the case evaluated, a person's decision checked against it, and both stored as one entry."""

import json
from dataclasses import asdict, dataclass, replace
from functools import cached_property

from threshold import __version__
from threshold.casefiles import Case
from threshold.casefiles.data import as_data
from threshold.conditions import Moment
from threshold.decisions import Decision
from threshold.engine import Engine
from threshold.output.words import spoken
from threshold.reading import BadInput, Problem
from threshold.register.authority import authority, decided_at, deciders
from threshold.register.chain import Content, new_salt, text_digest
from threshold.register.contents import plain_object
from threshold.register.entries import DECISIONS, Decided, Entry, Summary
from threshold.register.policies import policy_text
from threshold.register.reasons import problems, reasons_called_for, tidy
from threshold.register.repeated import Repeated, repeated
from threshold.register.signing import Signer
from threshold.register.store import Clock, Register, utc_now
from threshold.reports import as_json
from threshold.semantics.timeline import read_facts


@dataclass(frozen=True)
class Recording:
    """A case about to be recorded, with the decision and role that a person gave.

    Where the case leaves open who decided, the role answers: that person has just done so.
    """

    engine: Engine
    case: Case
    as_at: Moment | None
    decision: str
    by: str

    @cached_property
    def moment(self) -> Moment:
        """The moment that the case is decided at."""
        return decided_at(self.case, self.as_at)

    @cached_property
    def filled_in(self) -> dict[str, str]:
        """The facts that the person's role answers."""
        facts = deciders(self.engine, self.decision)
        return {fact.name: self.by for fact in facts if fact.name not in self.case.given}

    @cached_property
    def recommended(self) -> Decision:
        """What the policy recommends. Raises BadInput or Disagreement where it cannot."""
        given = {**self.case.given, **self.filled_in}
        return self.engine.decide(replace(self.case, given=given), self.moment)

    @property
    def follows(self) -> bool:
        """Whether the decision is what was recommended."""
        return self.decision == self.recommended.recommendation.direction

    def called_for(self, agrees: bool) -> tuple[str, ...]:
        """Why the decision needs a reason; nothing where it needs none."""
        vocabulary = self.engine.policy.vocabulary
        facts, _ = read_facts(self.case, vocabulary, self.moment)
        decided = Decided(self.decision, self.by, "", agrees)
        return tuple(reasons_called_for(self.recommended, self.case, facts, decided, vocabulary))

    def store(
        self,
        register: Register,
        reference: str,
        agrees: bool,
        reason: str,
        clock: Clock = utc_now,
        clock_checked: bool = False,
        signer: Signer | None = None,
    ) -> Entry:
        """Store it, and return the entry once it is on the disk.

        Raises BadInput, with everything that is wrong, where it may not be stored.
        """
        decided = Decided(self.decision, self.by, reference, agrees, tidy(reason))
        self._check(decided)
        policy = policy_text(self.engine.policy)
        case_file = _one_line(as_data(replace(self.case, expect=None), self.engine.policy.vocabulary))
        recommendation = as_json(self.recommended)
        beside = repeated(plain_object(case_file), plain_object(recommendation))
        summary = self._summary(beside, decided, policy, clock_checked, register.identity)
        content = Content(summary.as_json(), case_file, recommendation, new_salt())
        return Entry(register.append(content, policy, clock, clock_checked, signer), summary)

    def _check(self, decided: Decided) -> None:
        found = list(problems(decided))
        if decided.agrees and not self.follows:
            found.append(Problem(self._not_agreed(), field="--agree"))
        why = self.called_for(decided.agrees)
        if why and not decided.reason:
            found.append(Problem(f"is needed, because {'; '.join(why)}", field="--reason"))
        if found:
            raise BadInput(*found)

    def _not_agreed(self) -> str:
        direction = self.recommended.recommendation.direction
        if direction == "undetermined":
            return "nothing was recommended that could be agreed with; say --override, and why with --reason"
        return (
            f"the recommendation is to {spoken(direction)}, not this; say --override, and why with --reason"
        )

    def _summary(
        self, beside: Repeated, decided: Decided, policy: str, clock_checked: bool, register: str
    ) -> Summary:
        came, doubts = authority(self.engine, self.case, self.moment, decided)
        return Summary(
            **asdict(beside),
            decided=decided,
            called_for=self.called_for(decided.agrees),
            filled_in=self.filled_in,
            authority=came,
            doubts=doubts,
            policy_files=text_digest(policy),
            evaluators=tuple(evaluator.name for evaluator in self.engine.using),
            program=__version__,
            clock_checked=clock_checked,
            register=register,
        )


def check_decision(text: str) -> str:
    """One of DECISIONS, as people type it. Raises BadInput where it is none."""
    from threshold.reading import did_you_mean

    decision = text.strip().replace(" ", "_").replace("-", "_").casefold()
    if decision not in DECISIONS:
        message = f"must be one of {', '.join(DECISIONS)}{did_you_mean(decision, DECISIONS)}"
        raise BadInput(Problem(message, field="--decision"))
    return decision


def check_role(engine: Engine, text: str) -> str:
    """A role by the vocabulary's name for it. Raises BadInput where it is none."""
    from threshold.vocabulary import parse_text

    try:
        return str(parse_text(text.strip(), engine.policy.vocabulary.role_type))
    except ValueError as error:
        raise BadInput(Problem(str(error), field="--by")) from None


def _one_line(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
