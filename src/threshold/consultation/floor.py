"""The least that a caller may be advised, by what the rules say of the same facts."""

from threshold.casefiles import Case
from threshold.conditions import signal
from threshold.dates import day_of
from threshold.engine import CompiledPolicy, evaluators
from threshold.engine.decide import findings_of
from threshold.policy import Policy
from threshold.policy.inference_plan import Stage
from threshold.policy.protection import CONCERN
from threshold.policy.script_reading import ADVICE
from threshold.policy.traced import traced
from threshold.vocabulary import Vocabulary

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

        What they advise, where they do; with a protection concern, or where what is said about danger
        contradicts itself, never less than the most serious, and while a concern is not ruled out never less
        than to find that out first. Raises Disagreement where the evaluators
        differ.
        """
        assert case.as_at is not None
        found = findings_of(self._compiled, case, day_of(case.as_at))
        said = found.facts.state(ADVICE)
        least = [str(said) if said in self._order else self._order[-1]]
        if found.protection.acted_on:
            least.append(self._order[0])
        elif found.protection.concern is not False:
            least.append(ASK_FIRST)
        return min(least, key=self._order.index)
