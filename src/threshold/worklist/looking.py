"""A contact decided by looking only at what its row turns out to rest on.

The conditions are those of the engine's policy and the meaning is that of `semantics`; only here nothing is
worked out before somebody asks for it. What is asked next hangs on nothing but the answers so far: whoever
gives the same answers to the same questions gets the same row.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Literal, TypeVar, cast

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
Answer = object
_Key = TypeVar("_Key")
_Found = TypeVar("_Found")
_DATES = ("date", "datetime")
_REQUEST = "request.direction"
_PROTECTION = (CONCERN, IN_PLACE, HIGHEST)
_WORKED_OUT = (*_PROTECTION, DIRECTION, TO)
_MANY_MAY_HOLD = ("most_serious", "all")  # of such definitions rows of different values do not clash


@dataclass(frozen=True, slots=True)
class Part:
    """Something that is worked out on the way, and asked for as a whole: what of it, of which fact.

    What it comes to hangs on fewer questions than the row does, and often is the same for different answers.
    """

    what: Literal["conflicts", "protection", "disagreements", "clashes", "clash", "derived", "state"]
    fact: str = ""


Question = str | Test | tuple[Test, bool] | Part


class Unfit(Exception):
    """Too much hangs on a contact's own dates for others to be like it."""


def answer(question: str | Test | tuple[Test, bool], facts: Facts) -> Answer:
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


def _as_it_is(found: object) -> Answer:
    return found


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
        self.doubtful = {
            name
            for rule in self.conflicts
            for name in rule.doubtful
            if not policy.vocabulary.facts[name].protection
        }
        self.kinds = {name: fact.type.kind for name, fact in policy.vocabulary.facts.items()}


class Looking:
    """One contact that is looked at. `asked` are the questions so far, in their order, each with its answer.

    `facts` are those that were read of it; of those that are not `varying` it is the same for everybody.
    """

    def __init__(self, rules: Rules, facts: Facts, records: Records, varying: frozenset[str]) -> None:
        self._rules, self._read, self._records, self._varying = rules, facts, records, varying
        self.asked: dict[Question, Answer] = {}
        self.parts: dict[Part, tuple[dict[Question, Answer], Answer]] = {}
        self._asking = self.asked
        self._found: dict[Part, object] = {}
        self._as_read = Facts(facts.as_at, _Lazily(self._base, self._rules.kinds), facts.breaks)
        self._facts = Facts(facts.as_at, _Lazily(self._state, self._rules.kinds), facts.breaks)
        self._signals: _Lazily[Test, Truth] = _Lazily(lambda test: self._signal(test, self._facts), ())
        self._truths = _Lazily(lambda key: truth(rules.conditions[key], self._signals), rules.conditions)
        self._derived = _Lazily(self._derive, (HIGHEST, *rules.definitions))

    def findings(self) -> Findings:
        """What there is to be found, worked out when it is looked at. Raises Unfit, as looking does."""
        if not self._rules.lazily:
            raise Unfit
        conflicts, protection = self._conflicts(), self._protection()
        disagree = self._part(Part("disagreements"), lambda: tuple(disagreements(self._truths)))
        return _LookedAt(
            policy=self._rules.policy,
            facts=self._facts,
            signals=self._signals,
            truths=self._truths,
            derived=self._derived,
            contradictions=(*conflicts, *disagree, *self._part(Part("clashes"), self._clashes)),
            proposal=self._proposal,
            protection=protection,
            records=self._records,
        )

    def has_date(self, fact: str) -> bool:
        """Whether a fact that was read has a date, whichever it is."""
        return isinstance(self._facts.state(fact), date)

    def _part(
        self, part: Part, find: Callable[[], _Found], told: Callable[[_Found], Answer] = lambda found: found
    ) -> _Found:
        """What is worked out on the way: once, but it counts as asked for by whoever asks for it."""
        if part not in self._found:
            around, self._asking = self._asking, {}
            found = find()
            self.parts[part] = self._asking, told(found)
            self._found[part], self._asking = found, around
        self._asking[part] = self.parts[part][1]
        return cast(_Found, self._found[part])

    def _conflicts(self) -> tuple[Contradiction, ...]:
        rules = self._rules.conflicts
        return self._part(
            Part("conflicts"),
            lambda: tuple(
                Contradiction(rule.head.id, rule.doubtful, rule.why)
                for rule in rules
                if self._certain(rule.when, self._as_read)
            ),
        )

    def _protection(self) -> Protection:
        policy = self._rules.policy

        def find() -> Protection:
            return protection(self._truths, policy.protection, self._conflicts(), policy.vocabulary)

        return self._part(Part("protection"), find)

    @property
    def _proposal(self) -> Proposal:
        return Proposal(True, self._base(_REQUEST), self._base("request.to"))

    def _clashes(self) -> tuple[Contradiction, ...]:
        """What definitions contradict, in the order in which facts are worked out."""
        names = [
            name for name, rules in self._rules.definitions.items() if rules[0].hit not in _MANY_MAY_HOLD
        ]
        return tuple(
            Contradiction(self._rules.definitions[name][0].head.id, (name,), clash)
            for name in names
            if (clash := self._part(Part("clash", name), partial(self._clash, name), str))
        )

    def _clash(self, name: str) -> str:
        rows = [row for rule in self._rules.definitions[name] for row in rule.rows]
        fired = {row.value for row in rows if self._certain(row.when, self._facts)}
        return self._derived[name].clash if len(fired) > 1 else ""

    def _is_doubted(self, name: str) -> bool:
        if name not in self._rules.doubtful:
            return False
        return any(name in each.facts for each in self._conflicts())

    def _state(self, name: str) -> State:
        if name in self._rules.definitions:
            return self._part(Part("state", name), lambda: self._derived[name].state)
        if name in _PROTECTION:
            found = self._protection()
            if name == HIGHEST:
                return found.highest
            truth = found.concern if name == CONCERN else found.in_place
            return UNKNOWN if truth is None else truth
        if name in (DIRECTION, TO):
            return self._proposal.asked if name == DIRECTION else self._proposal.asked_to
        return UNKNOWN if self._is_doubted(name) else self._base(name)

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
        """Whether a fact is another by now than it was read."""
        if facts is not self._facts:
            return False
        return name in self._rules.definitions or name in _WORKED_OUT or self._is_doubted(name)

    def _derive(self, name: str) -> Derived:
        if name == HIGHEST:
            found = self._protection()
            return Derived(HIGHEST, found.highest, (), (), found.at_least)
        fact, rules = self._rules.policy.vocabulary.facts[name], self._rules.definitions[name]
        return self._part(Part("derived", name), lambda: derive(fact, rules, self._truths), _told)

    def _ask(self, question: str | Test | tuple[Test, bool]) -> Answer:
        if question not in self._asking:
            self._asking[question] = answer(question, self._read)
        return self._asking[question]


def _told(found: Derived) -> Answer:
    """What was derived, as far as anything can be told from it."""
    rows = [tuple(row.key for _, row in rows) for rows in (found.fired, found.open_rows)]
    # A yes and a 1 are equal in Python.
    return type(found.state), found.state, *rows, found.floor, found.not_ruled_out, found.clash


class _Lazily(Mapping[_Key, _Found]):
    """A mapping whose values are worked out when they are looked at, and anew each time: looking counts."""

    def __init__(self, find: Callable[[_Key], _Found], keys: Iterable[_Key]) -> None:
        self._find, self._keys = find, keys

    def __getitem__(self, key: _Key) -> _Found:
        return self._find(key)  # raises KeyError where there is nothing to find

    def __iter__(self) -> Iterator[_Key]:
        return iter(self._keys)

    def __len__(self) -> int:
        return sum(1 for _ in self._keys)
