"""What of a policy bears on one kind of request: the same for every case, so that it is worked out once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from threshold.conditions import facts_of
from threshold.engine import CompiledPolicy
from threshold.engine.evaluators import PYTHON
from threshold.policy import Policy
from threshold.policy.inference_plan import conditions_of
from threshold.policy.protection import QUESTIONS, STATED
from threshold.questions.answers import compared_with
from threshold.questions.partial import Rests, bearing_on, read_by
from threshold.semantics.events_to_ask import events_behind
from threshold.vocabulary import Value

_KEPT = 32


@dataclass(frozen=True)
class Bearing:
    """The rules that an outcome can rest on, given the direction asked for (`none` where nothing is).

    `whole` is the policy that they come from; `called` says whether somebody calls the consultation line.
    """

    whole: Policy
    asked: Value
    called: bool = False

    @cached_property
    def policy(self) -> Policy:
        """The policy with these rules alone."""
        return bearing_on(self.whole, self.asked)

    @cached_property
    def compiled(self) -> CompiledPolicy:
        """That policy, ready to infer with."""
        return CompiledPolicy(self.policy, (PYTHON,))

    @cached_property
    def read(self) -> frozenset[str]:
        """Every fact that an outcome can rest on."""
        return frozenset(read_by(self.policy, self.asked != "none", self.called))

    @cached_property
    def rests(self) -> Rests:
        """Which facts rest on which."""
        return Rests(self.policy)

    @cached_property
    def compared(self) -> Mapping[str, Sequence[Value]]:
        """The values that rules compare each fact with."""
        return compared_with(conditions_of(self.policy))

    @cached_property
    def contradictable(self) -> frozenset[str]:
        """The facts that something may contradict."""
        found = {STATED, *QUESTIONS}
        for pack in self.policy.packs:
            found |= {name for rule in pack.conflicts for name in facts_of(rule.when)}
            found |= {rule.fact for rule in pack.definitions if rule.hit == "exactly_one"}
        return frozenset(found)

    @cached_property
    def events_behind(self) -> Mapping[str, tuple[str, ...]]:
        """The kinds of event behind each fact that is read off the timeline."""
        vocabulary = self.whole.vocabulary
        return {
            name: tuple(dict.fromkeys(events_behind(vocabulary, fact.reading)))
            for name, fact in vocabulary.facts.items()
            if fact.reading is not None
        }


class Bearings:
    """What has been worked out so far, for the policies and directions met last."""

    def __init__(self) -> None:
        # A policy is kept with what is found of it, so that its identity stays its own.
        self._kept: dict[tuple[int, Value, bool], Bearing] = {}

    def of(self, policy: Policy, asked: Value, called: bool = False) -> Bearing:
        """What bears on a request of this direction under a policy, and on a call."""
        key = id(policy), asked, called
        if key not in self._kept:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            self._kept[key] = Bearing(policy, asked, called)
        return self._kept[key]


BEARINGS = Bearings()
