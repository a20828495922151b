"""The shape of a pack's `consultation.yaml`: the script of its consultation line."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from threshold.policy.files import Entry, Identifier


def _in_a_list(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


def _words_alone(value: Any) -> Any:
    return {"words": value} if isinstance(value, str) else value


class WordsEntry(Entry):
    """Something to be said; with `when`, only of such answers."""

    words: str
    when: Any = None


class NextEntry(Entry):
    """What somebody does after the call."""

    do: str
    by: str
    to: str = ""
    when: Any = None


SeveralWords = Annotated[
    list[Annotated[WordsEntry, BeforeValidator(_words_alone)]], BeforeValidator(_in_a_list)
]


class QuestionEntry(Entry):
    """One question of the call; or `questions` that are left out together."""

    fact: str = ""
    asks: str = ""
    means: str = ""
    answers: dict[str, str] = {}
    stops: Annotated[list[str], BeforeValidator(_in_a_list)] = []
    unless: Any = None
    questions: list["QuestionEntry"] = []

    @model_validator(mode="after")
    def _one_or_several(self) -> "QuestionEntry":
        said = {"fact": self.fact, "asks": self.asks}
        if self.questions:
            if self.unless is None or any((*said.values(), self.means, self.answers, self.stops)):
                raise ValueError("questions that stand together have `unless:` and `questions:`, and no more")
        elif missing := next((key for key, value in said.items() if not value), ""):
            raise ValueError(f'"{missing}" is missing')
        return self


class OutcomeEntry(Entry):
    """What a call may come to."""

    id: Identifier
    advice: str
    title: str
    when: Any = None
    because: str
    carries: list[str] = Field(min_length=1)
    tensions: list[str] = []
    say: SeveralWords = Field(min_length=1)
    then: list[NextEntry] = []
    share: SeveralWords = Field(min_length=1)


class LogEntry(Entry):
    """What is said to whoever logs the call."""

    words: str
    carries: list[str] = Field(min_length=1)
    tensions: list[str] = []


class ScriptEntry(Entry):
    """The whole script."""

    title: str
    log: LogEntry
    questions: list[QuestionEntry] = Field(min_length=1)
    outcomes: list[OutcomeEntry] = Field(min_length=1)
