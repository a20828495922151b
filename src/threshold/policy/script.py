"""The script of a consultation line: what is asked in which order, and what a caller is advised."""

from dataclasses import dataclass

from threshold.conditions import ALWAYS, NEVER, Condition
from threshold.vocabulary import Value

LONGEST_WAY = 10  # questions of one call


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question, in the words in which it is offered."""

    value: Value
    words: str


@dataclass(frozen=True, slots=True)
class ScriptQuestion:
    """One question of a call.

    fact     what the answer is stored as: a fact that a case states, or that tells whether an episode is open
    asks     the question, in words to be read out
    means    what is meant by it, for whoever asks
    choices  the answers offered, in their order; that nobody knows can always be said
    stops    the answers after which nothing more is asked
    unless   where this holds of the answers so far, the question is left out
    """

    fact: str
    asks: str
    means: str
    choices: tuple[Choice, ...]
    stops: tuple[Value, ...] = ()
    unless: Condition = NEVER


@dataclass(frozen=True, slots=True)
class Words:
    """Something to be said, and of which answers."""

    text: str
    when: Condition = ALWAYS


@dataclass(frozen=True, slots=True)
class NextStep:
    """What somebody does after the call, and of which answers."""

    do: str
    by: str
    to: str = ""
    when: Condition = ALWAYS


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a call comes to: the first whose `when` holds of the answers.

    advice   a value of `consultation.advice`
    title    what is advised, in a few words
    because  its ground, in words
    carries  the clauses that it rests on
    say      what is read out to the caller
    then     what is done next, by whom
    share    what may be told of a family, and of what not
    """

    id: str
    advice: str
    title: str
    because: str
    carries: tuple[str, ...]
    say: tuple[Words, ...]
    then: tuple[NextStep, ...]
    share: tuple[Words, ...]
    when: Condition = ALWAYS
    tensions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LogWords:
    """What is said to whoever logs a call, and the clauses that it rests on."""

    text: str
    carries: tuple[str, ...]
    tensions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Script:
    """The questions of a call in the order in which they are put, and the outcomes in theirs.

    log  what is said where the call is logged
    """

    title: str
    pack: str
    questions: tuple[ScriptQuestion, ...]
    outcomes: tuple[Outcome, ...]
    log: LogWords
    parameters: tuple[str, ...] = ()  # those that it relies on

    def question(self, fact: str) -> ScriptQuestion:
        """The question that asks for a fact. Raises KeyError where none does."""
        for question in self.questions:
            if question.fact == fact:
                return question
        raise KeyError(fact)

    @property
    def danger(self) -> ScriptQuestion:
        """The question whose yes says that a child is in danger now: the first one that stops a call."""
        return next(question for question in self.questions if question.stops)
