"""How far a call has come: what was answered, what is asked next, and what it comes to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from threshold.conditions import Condition, Facts, Truth, signal, tests, truth
from threshold.policy.script import Outcome, Script, ScriptQuestion
from threshold.vocabulary import Value

NOT_KNOWN = None  # what is answered where nobody knows


@dataclass(frozen=True, slots=True)
class Conversation:
    """A call as of a day, by the answers given so far: by fact, None where nobody knows.

    An answer that no longer belongs to the way through the script is kept, in case the way comes back to it,
    and counts for nothing meanwhile.
    """

    script: Script
    day: date
    given: Mapping[str, Value | None] = field(default_factory=dict)

    @property
    def answers(self) -> dict[str, Value | None]:
        """The answers that count, in the order of the script."""
        return {question.fact: self.given[question.fact] for question in self._way() if self._has(question)}

    @property
    def next(self) -> ScriptQuestion | None:
        """What is to be asked; None where nothing is: what stops a call may be said before it is asked."""
        if self.stopped:
            return None
        return next((question for question in self._way() if not self._has(question)), None)

    @property
    def number(self) -> int:
        """Which question that is, from 1."""
        return len(self.answers) + 1

    @property
    def stopped(self) -> bool:
        """Whether an answer ended the questions."""
        return any(self.given.get(q.fact) in q.stops for q in self._way() if self._has(q))

    @property
    def outcome(self) -> Outcome | None:
        """What it comes to so far: the first outcome that holds; None where none does."""
        facts = self.facts
        return next((each for each in self.script.outcomes if holds(each.when, facts)), None)

    @property
    def facts(self) -> Facts:
        """What is known by the answers that count."""
        known = {fact: value for fact, value in self.answers.items() if value is not None}
        return Facts(self.day, known)

    def answered(self, fact: str, value: Value | None) -> "Conversation":
        """The conversation with another answer. Raises KeyError where the script does not ask for it."""
        self.script.question(fact)
        return replace(self, given={**self.given, fact: value})

    def endangered(self) -> "Conversation":
        """The conversation once somebody has said that a child is in danger now."""
        return self.answered(self.script.danger.fact, self.script.danger.stops[0])

    def asked_before(self, fact: str | None) -> ScriptQuestion | None:
        """The question that was answered last before that for a fact, or last of all; None where none was."""
        answered = [question for question in self._way() if self._has(question)]
        for number, question in enumerate(answered):
            if question.fact == fact:
                return answered[number - 1] if number else None
        return answered[-1] if answered else None

    def left_open(self, fact: str) -> ScriptQuestion | None:
        """The question for a fact that nobody has answered yet; also where the call stopped before it."""
        return next((each for each in self._way() if each.fact == fact and not self._has(each)), None)

    def _has(self, question: ScriptQuestion) -> bool:
        return question.fact in self.given

    def _way(self) -> Iterator[ScriptQuestion]:
        """The questions that the answers before them do not leave out."""
        known: dict[str, Value] = {}
        for question in self.script.questions:
            if holds(question.unless, Facts(self.day, known)):
                continue
            yield question
            value = self.given.get(question.fact)
            if value is not None:
                known[question.fact] = value


def holds(condition: Condition, facts: Facts) -> Truth:
    """Whether a condition holds of the answers; None where it is not known."""
    return truth(condition, {test: signal(test, facts) for test in tests(condition)})
