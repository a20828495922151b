"""The least that a caller may be advised, by what the rules say of the same facts."""

from collections.abc import Iterator

from threshold.casefiles import Case
from threshold.conditions import signal
from threshold.dates import day_of
from threshold.engine import CompiledPolicy, evaluators
from threshold.engine.decide import findings_of
from threshold.policy import Policy
from threshold.policy.inference_plan import Stage
from threshold.policy.model import ADVICE
from threshold.policy.protection import CONCERN
from threshold.policy.traced import traced
from threshold.semantics.findings import Findings
from threshold.vocabulary import Missing, Vocabulary

ASK_FIRST = "ask_first"


def seriousness(vocabulary: Vocabulary) -> tuple[str, ...]:
    """What may be advised, most serious first."""
    return tuple(str(value) for value in vocabulary.facts[ADVICE].order)


def stages_of_advice(policy: Policy) -> tuple[Stage, ...]:
    """What of a policy's plan the advice and the concern hang on: no request is made in a call."""
    return traced(policy, (), read=(ADVICE, CONCERN)).stages


class Floor:
    """What the rules of a policy, as it stands on a day, advise at the least."""

    def __init__(self, policy: Policy) -> None:
        self._compiled = CompiledPolicy(policy, evaluators(), signal, stages_of_advice(policy))
        self._order = seriousness(policy.vocabulary)

    def of(self, case: Case) -> str:
        """The least serious advice that the rules allow of a case with a date.

        What they advise, or what of it certainly holds while more serious advice is not ruled out; then, and
        while a protection concern is not ruled out, never less than to find that out first; with a concern,
        or where what is said about danger contradicts itself, the most serious there is. Raises Disagreement
        where the evaluators differ.
        """
        assert case.as_at is not None
        found = findings_of(self._compiled, case, day_of(case.as_at))
        least = [self._order[-1], *self._by_the_rules(found)]
        if found.protection.acted_on:
            least.append(self._order[0])
        elif found.protection.concern is not False:
            least.append(ASK_FIRST)
        return min(least, key=self._order.index)

    def _by_the_rules(self, found: Findings) -> Iterator[str]:
        """What the rules advise, and that to find out more comes first where that is not settled."""
        derived = found.derived.get(ADVICE)
        if derived is None:
            return
        settled = derived.floor if isinstance(derived.state, Missing) else derived.state
        if settled is not None:
            yield str(settled)
        if derived.not_ruled_out or derived.clash:
            yield ASK_FIRST
