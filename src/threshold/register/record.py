"""Recording: the case evaluated, a person's decision checked against it, and both stored as one entry."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

from threshold import __version__
from threshold.casefiles import Case
from threshold.casefiles.data import as_data
from threshold.conditions import Moment
from threshold.decisions import Decision
from threshold.engine import Engine
from threshold.output.words import listed, spoken
from threshold.reading import BadInput, Problem
from threshold.register.authority import authority, decided_at, deciders
from threshold.register.chain import Content, new_salt, text_digest
from threshold.register.contents import plain_object
from threshold.register.entries import DECISIONS, Decided, Entry, Summary, form_for
from threshold.register.outcomes import agreeing, danger, in_words
from threshold.register.policies import policy_text
from threshold.register.reasons import problems, reasons_called_for, tidy
from threshold.register.repeated import repeated
from threshold.register.signing import Signer
from threshold.register.store import Check, Clock, Register, utc_now
from threshold.reports import as_json
from threshold.semantics.timeline import read_facts

# As people type them, or as the list of contacts says what to do.
_ALSO = {
    "start_a_caf": "start_caf",
    "nfa": "no_further_action",
    **dict.fromkeys(("refer", "refer_now"), "safeguarding_now"),
    **dict.fromkeys(("hold", "do_not_pass_on", "ask_first", "find_out", "put_right"), "continue"),
}
SAY_OVERRIDE = "; say --override, and why with --reason"


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

    @classmethod
    def as_recommended(cls, engine: Engine, case: Case, as_at: Moment | None, by: str) -> "Recording":
        """The case with the decision that is recommended for it. Raises BadInput where none is."""
        undecided = cls(engine, case, as_at, "", by)
        if not undecided.agreeing:
            raise BadInput(Problem(undecided._not_agreed(), field="--agree"))
        found = replace(undecided, decision=undecided.agreeing[0])
        if not found.filled_in:
            # Then it is decided as it was just now: that takes most of the time.
            vars(found).update(
                {name: vars(undecided)[name] for name in ("recommended", "recommendation", "_plain")}
            )
        return found

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

    @cached_property
    def recommendation(self) -> str:
        """What the policy recommends, as it is stored."""
        return as_json(self.recommended)

    @cached_property
    def case_file(self) -> str:
        """The case, as it is stored."""
        return _one_line(as_data(replace(self.case, expect=None), self.engine.policy.vocabulary))

    @cached_property
    def agreeing(self) -> tuple[str, ...]:
        """The decisions that agree with what was recommended."""
        return agreeing(self._plain)

    @property
    def follows(self) -> bool:
        """Whether the decision is what was recommended."""
        return self.decision in self.agreeing

    def called_for(self, agrees: bool) -> tuple[str, ...]:
        """Why the decision needs a reason; nothing where it needs none."""
        vocabulary = self.engine.policy.vocabulary
        facts, _ = read_facts(self.case, vocabulary, self.moment)
        decided = Decided(self.decision, self.by, "", agrees)
        against = danger(self._plain)
        return tuple(reasons_called_for(self.recommended, self.case, facts, decided, vocabulary, against))

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
        ready = self.ready(reference, agrees, reason, policy_text(self.engine.policy))
        return ready.store(register, clock, clock_checked, signer)

    def ready(self, reference: str, agrees: bool, reason: str, policy: str) -> "Ready":
        """All that is stored, checked and written out; `policy` is the text of the policy's files.

        Raises BadInput, with everything that is wrong, where it may not be stored.
        """
        decided = Decided(self.decision, self.by, reference, agrees, tidy(reason))
        called_for = self.called_for(agrees)
        if found := self._problems(decided, called_for):
            raise BadInput(*found)
        beside = repeated(plain_object(self.case_file), self._plain)
        came, doubts = authority(self.engine, self.case, self.moment, decided)
        summary = Summary(
            **asdict(beside),
            decided=decided,
            called_for=called_for,
            filled_in=self.filled_in,
            authority=came,
            doubts=doubts,
            policy_files=text_digest(policy),
            evaluators=self.engine.evaluated_by,
            program=__version__,
            schema=form_for(self.decision),
        )
        return Ready(summary, self.case_file, self.recommendation, policy)

    @cached_property
    def _plain(self) -> Mapping[str, Any]:
        return plain_object(self.recommendation)

    def _problems(self, decided: Decided, called_for: tuple[str, ...]) -> list[Problem]:
        found = list(problems(decided))
        if decided.agrees and not self.follows:
            found.append(Problem(self._not_agreed(), field="--agree"))
        if called_for and not decided.reason:
            found.append(Problem(f"is needed, because {'; '.join(called_for)}", field="--reason"))
        return found

    def _not_agreed(self) -> str:
        if not self.agreeing:
            return f"nothing was recommended that could be agreed with{SAY_OVERRIDE}"
        direction = self.recommended.recommendation.direction
        ways = [spoken(each) if each == direction else in_words(each) for each in self.agreeing]
        return f"the recommendation is to {listed(ways)}, not this{SAY_OVERRIDE}"


@dataclass(frozen=True, slots=True)
class Ready:
    """A decision with all that is stored of it; nothing of it hangs on the register but which it is."""

    summary: Summary
    case_file: str
    recommendation: str
    policy: str

    def store(
        self,
        register: Register,
        clock: Clock = utc_now,
        clock_checked: bool = False,
        signer: Signer | None = None,
        check: Check | None = None,
    ) -> Entry:
        """Store it, and return the entry once it is on the disk.

        `check` is asked while nobody else can add anything. Raises BadInput as `Register.append` does, and
        what `check` raises; then nothing is stored.
        """
        summary = replace(self.summary, clock_checked=clock_checked, register=register.identity)
        content = Content(summary.as_json(), self.case_file, self.recommendation, new_salt())
        return Entry(register.append(content, self.policy, clock, clock_checked, signer, check), summary)


def check_decision(text: str) -> str:
    """One of DECISIONS, as people type it. Raises BadInput where it is none."""
    from threshold.reading import did_you_mean

    decision = text.strip().replace(" ", "_").replace("-", "_").casefold()
    decision = _ALSO.get(decision, decision)
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
