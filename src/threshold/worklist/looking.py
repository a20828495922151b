"""A contact decided by looking only at what its row turns out to rest on.

The conditions are those of the engine's policy and the meaning is that of `semantics`; only here nothing is
worked out before somebody asks for it. What is asked next hangs on nothing but the answers so far: whoever
gives the same answers to the same questions gets the same row.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import TypeVar

from threshold.conditions import Any, Condition, Facts, Not, Test, Truth, operand_facts, signal, truth
from threshold.policy import Definition, Policy
from threshold.policy.inference_plan import DIRECTION, TO, Contradict, conditions, plan
from threshold.policy.protection import CONCERN, HIGHEST, IN_PLACE
from threshold.semantics.contradictions import Contradiction
from threshold.semantics.definitions import Derived, derive
from threshold.semantics.direction import Proposal
from threshold.semantics.findings import Findings
from threshold.semantics.protection import Protection, disagreements, protection
from threshold.semantics.records import Records
from threshold.vocabulary import UNKNOWN, State

# What is asked: a fact's value, of a date only whether there is one; how a test comes out; or whether it is
# sure to come out so (or not so).
Question = str | Test | tuple[Test, bool]
Answer = State | Truth
_Key = TypeVar("_Key")
_Found = TypeVar("_Found")
_DATES = ("date", "datetime")
_REQUEST = "request.direction"
_WORKED_OUT = (CONCERN, IN_PLACE, HIGHEST, DIRECTION, TO)


class Unfit(Exception):
    """Too much hangs on a contact's own dates for others to be like it."""


def answer(question: Question, facts: Facts) -> Answer:
    """What a contact's facts, as they were read, answer to a question."""
    if isinstance(question, str):
        state = facts.state(question)
        return True if isinstance(state, date) else state
    if isinstance(question, Test):
        return signal(question, facts)
    test, wanted = question
    return signal(test, facts) is wanted


class _LookedAt(Findings):
    """Findings of which what is looked at for the words' sake is asked as all else is."""

    def now(self, condition: Condition) -> Truth:
        return truth(condition, self.signals)


class Rules:
    """A policy's rules, as they are looked up by whoever looks at one contact after the other."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.stages = plan(policy)
        first, *later = self.stages
        assert isinstance(first, Contradict)
        self.conflicts = first.rules
        # A conflict between derived facts puts in doubt what was relied on before.
        self.lazily = not any(isinstance(stage, Contradict) and stage.rules for stage in later)
        self.conditions = {key: each for stage in later for key, each in conditions(stage).items()}
        self.definitions: dict[str, list[Definition]] = {}
        for stratum in (*policy.strata, *policy.late_strata):
            for rule in stratum:
                self.definitions.setdefault(rule.fact, []).append(rule)
        self.kinds = {name: fact.type.kind for name, fact in policy.vocabulary.facts.items()}


class Looking:
    """One contact that is looked at. `asked` are the questions so far, in their order, each with its answer.

    `facts` are those that were read of it; of those that are not `varying` it is the same for everybody.
    """

    def __init__(self, rules: Rules, facts: Facts, records: Records, varying: frozenset[str]) -> None:
        self._rules, self._read, self._records, self._varying = rules, facts, records, varying
        self.asked: dict[Question, Answer] = {}
        self._doubted: frozenset[str] = frozenset()
        self._contradictions: list[Contradiction] = []
        self._as_read = Facts(facts.as_at, _Lazily(self._base, self._rules.kinds), facts.breaks)
        self._facts = Facts(facts.as_at, _Lazily(self._state, self._rules.kinds), facts.breaks)
        self._signals: _Lazily[Test, Truth] = _Lazily(lambda test: self._signal(test, self._facts), ())
        self._truths = _Lazily(lambda key: truth(rules.conditions[key], self._signals), rules.conditions)
        self._derived = _Lazily(self._derive, (HIGHEST, *rules.definitions))

    def findings(self) -> Findings:
        """What there is to be found; it is worked out when it is looked at."""
        self._contradict()
        return _LookedAt(
            policy=self._rules.policy,
            facts=self._facts,
            signals=self._signals,
            truths=self._truths,
            derived=self._derived,
            contradictions=tuple(self._contradictions),
            proposal=self._proposal,
            protection=self._protection,
            records=self._records,
        )

    def has_date(self, fact: str) -> bool:
        """Whether a fact that was read has a date, whichever it is."""
        return isinstance(self._facts.state(fact), date)

    def _contradict(self) -> None:
        """What contradicts itself, in the order in which the stages of inference come upon it."""
        vocabulary = self._rules.policy.vocabulary
        for rule in self._rules.conflicts:
            if self._certain(rule.when, self._as_read):
                self._contradictions.append(Contradiction(rule.head.id, rule.doubtful, rule.why))
        named = {name for each in self._contradictions for name in each.facts}
        self._doubted = frozenset(name for name in named if not vocabulary.facts[name].protection)
        self._protection: Protection = protection(
            self._truths, self._rules.policy.protection, self._contradictions, vocabulary
        )
        self._contradictions += disagreements(self._truths)
        self._proposal = Proposal(True, self._base(_REQUEST), self._base("request.to"))
        for name, rules in self._rules.definitions.items():
            if rules[0].hit in ("most_serious", "all"):
                continue
            fired = {row.value for rule in rules for row in rule.rows if self._certain(row.when, self._facts)}
            if len(fired) > 1:
                self._contradictions.append(
                    Contradiction(rules[0].head.id, (name,), self._derived[name].clash)
                )

    def _state(self, name: str) -> State:
        found = self._worked_out(name)
        if found is not None:
            return found
        return UNKNOWN if name in self._doubted else self._base(name)

    def _worked_out(self, name: str) -> State | None:
        if name in self._rules.definitions:
            return self._derived[name].state
        found = self._protection if name in _WORKED_OUT else None
        if found is None:
            return None
        return {
            CONCERN: UNKNOWN if found.concern is None else found.concern,
            IN_PLACE: UNKNOWN if found.in_place is None else found.in_place,
            HIGHEST: found.highest,
            DIRECTION: self._proposal.asked,
            TO: self._proposal.asked_to,
        }[name]

    def _base(self, name: str) -> State:
        if name in self._varying:
            self._ask(name)
        return self._read.state(name)

    def _signal(self, test: Test, facts: Facts) -> Truth:
        if self._is_own(test, facts):
            self._ask(test)
            return signal(test, self._read)
        return signal(test, facts)

    def _certain(self, condition: Condition, facts: Facts, wanted: bool = True) -> bool:
        """Whether a condition is surely so (or surely not): nothing more is looked at than that takes."""
        if isinstance(condition, Test):
            if self._is_own(condition, facts):
                return self._ask((condition, wanted)) is True
            return signal(condition, facts) is wanted
        if isinstance(condition, Not):
            return self._certain(condition.part, facts, not wanted)
        some = isinstance(condition, Any) is wanted
        return (any if some else all)(self._certain(part, facts, wanted) for part in condition.parts)

    def _is_own(self, test: Test, facts: Facts) -> bool:
        """Whether a test is of what was read of this very contact. Raises Unfit where of that and of more."""
        names = (test.fact, *operand_facts(test.operand))
        if not any(name in self._varying for name in names):
            return False
        if not any(self._is_changed(name, facts) for name in names):
            return True
        if any(self._rules.kinds[name] in _DATES and not self._is_changed(name, facts) for name in names):
            raise Unfit
        return False

    def _is_changed(self, name: str, facts: Facts) -> bool:
        return facts is self._facts and (name in self._doubted or self._is_worked_out(name))

    def _is_worked_out(self, name: str) -> bool:
        return name in self._rules.definitions or name in _WORKED_OUT

    def _derive(self, name: str) -> Derived:
        if name == HIGHEST:
            found = self._protection
            return Derived(HIGHEST, found.highest, (), (), found.at_least)
        vocabulary = self._rules.policy.vocabulary
        return derive(vocabulary.facts[name], self._rules.definitions[name], self._truths)

    def _ask(self, question: Question) -> Answer:
        if question not in self.asked:
            self.asked[question] = answer(question, self._read)
        return self.asked[question]


class _Lazily(Mapping[_Key, _Found]):
    """A mapping whose values are worked out when they are looked at, each once."""

    def __init__(self, find: Callable[[_Key], _Found], keys: Iterable[_Key]) -> None:
        self._find, self._keys = find, keys
        self._found: dict[_Key, _Found] = {}

    def __getitem__(self, key: _Key) -> _Found:
        if key not in self._found:
            self._found[key] = self._find(key)  # raises KeyError where there is nothing to find
        return self._found[key]

    def __iter__(self) -> Iterator[_Key]:
        return iter(self._keys)

    def __len__(self) -> int:
        return sum(1 for _ in self._keys)
