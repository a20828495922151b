"""A call told in a file: what was answered and written down, put to the script as if somebody typed it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from threshold.consultation import Line
from threshold.consultation.advice import NoOutcome
from threshold.consultation.call import Call, Notes, entry_of
from threshold.decisions import ADVICE_IN_WORDS
from threshold.interview.asked import answer
from threshold.interview.asking import Passed
from threshold.interview.choices import chosen
from threshold.interview.dates import understood
from threshold.policy.model import ADVICE
from threshold.policy.script import Choice, ScriptQuestion
from threshold.reading import (
    BadInput,
    Mapping,
    Node,
    Problem,
    did_you_mean,
    locate,
    parse_yaml,
    read_text,
)
from threshold.reading.validate import validate
from threshold.register.calls.checking import problems
from threshold.register.calls.model import Caller
from threshold.register.calls.record import tidied
from threshold.vocabulary import Value

STDIN = "-"


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CallerEntry(_Entry):
    """The professional who called."""

    name: str = ""
    agency: str = ""
    role: str = ""
    telephone: str = ""


class PreparedEntry(_Entry):
    """The file: the answers by fact, and what is written down."""

    answers: dict[str, str]
    caller: CallerEntry = CallerEntry()
    why: str = ""
    summary: str = ""
    advice_given: str = ""
    differs_because: str = ""
    follow_up: str = ""
    follow_up_about: str = ""
    adviser: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A call with all its answers; `not_asked` are facts that the file answers and the script passed over."""

    call: Call
    file: str
    not_asked: tuple[str, ...]


def read_prepared(path: str, line: Line, call: Call, adviser: str = "") -> Prepared:
    """The call that a file tells of; `adviser` is who advised where the file does not say.

    Raises BadInput with everything that is wrong, each with its line: a question that the script asks and
    the file does not answer too.
    """
    name = "standard input" if path == STDIN else path
    documents = parse_yaml(read_text(None if path == STDIN else Path(path), name), name)
    if len(documents) != 1:
        raise BadInput(Problem("must tell of one call", name))
    root = documents[0]
    reading = _Reading(validate(PreparedEntry, root, name), root, name, line)
    told, not_asked = reading.answered(call)
    told = told.noted(reading.notes(adviser))
    wrong = list(reading.wrong_with(told))
    if wrong:
        raise BadInput(*wrong)
    return Prepared(told, name, not_asked)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a file says, with the place of everything."""

    entry: PreparedEntry
    root: Node
    file: str
    line: Line

    def answered(self, call: Call) -> tuple[Call, tuple[str, ...]]:
        """The call once the script was gone through, and the answers that it did not ask for."""
        values = self._values()
        talk, missing = call.conversation, list[Problem]()
        while (question := talk.next) is not None:
            if question.fact not in values:
                missing.append(self._missing(question))
                break
            talk = talk.answered(question.fact, values[question.fact])
        if missing:
            raise BadInput(*missing)
        asked = talk.answers
        return call.at(talk), tuple(fact for fact in values if fact not in asked)

    def _values(self) -> dict[str, Value | None]:
        script = self.line.script
        known = [question.fact for question in script.questions]
        found: dict[str, Value | None] = {}
        wrong = []
        for fact, text in self.entry.answers.items():
            if fact not in known:
                hint = did_you_mean(fact, known)
                wrong.append(
                    self._problem(("answers", fact), f"the script does not ask for this{hint}", key=True)
                )
                continue
            try:
                found[fact] = self._value(script.question(fact), text)
            except ValueError as error:
                wrong.append(self._problem(("answers", fact), f"{error}; {_such_as(script.question(fact))}"))
        if wrong:
            raise BadInput(*wrong)
        return found

    def _value(self, question: ScriptQuestion, text: str) -> Value | None:
        if text.isdigit():
            raise ValueError("is the number of an answer, which may change; write its words")
        kind = self.line.engine.policy.vocabulary.facts[question.fact].type
        try:
            value = answer(text.strip(), question, kind)
        except ValueError:  # which names answers by their numbers
            raise ValueError("is none of the answers") from None
        return None if isinstance(value, Passed) else value

    def _missing(self, question: ScriptQuestion) -> Problem:
        message = f'"{question.asks}" is asked, and {question.fact} is not answered; {_such_as(question)}'
        return self._problem(("answers",), message)

    def notes(self, adviser: str) -> Notes:
        """What is written down."""
        entry = self.entry
        return Notes(
            caller=Caller(**entry.caller.model_dump()),
            why=entry.why,
            summary=entry.summary,
            advice_given=self._advice(entry.advice_given),
            differs_because=entry.differs_because,
            follow_up=self._day(entry.follow_up),
            follow_up_about=entry.follow_up_about,
            adviser=entry.adviser or adviser,
        )

    def _advice(self, text: str) -> str:
        if not text:
            return ""
        offered = tuple(Choice(value, words) for value, words in ADVICE_IN_WORDS.items())
        try:
            kind = self.line.engine.policy.vocabulary.facts[ADVICE].type
            return str(chosen(text, kind, "", offered))
        except ValueError:
            message = f"is none of the answers: {', '.join(ADVICE_IN_WORDS)}"
            raise BadInput(self._problem(("advice_given",), message)) from None

    def _day(self, text: str) -> str:
        if not text:
            return ""
        try:
            return understood(text, self.line.day, ahead=True).isoformat()
        except ValueError as error:
            raise BadInput(self._problem(("follow_up",), str(error))) from None

    def wrong_with(self, call: Call) -> Iterator[Problem]:
        """What keeps the call from being logged, at its place in the file."""
        try:
            told = entry_of(self.line, call, datetime.now(UTC))
        except NoOutcome:
            message = "the script has no outcome for these answers, which `threshold policy check` names"
            yield self._problem(("answers",), message)
            return
        for each in problems(tidied(told)):
            place = self._problem(tuple(each.field.split(".")), each.message)
            missing = each.field == "adviser" and not told.adviser
            yield replace(place, message="is missing; name who advised, such as TM-07") if missing else place

    def _problem(self, steps: tuple[str, ...], message: str, *, key: bool = False) -> Problem:
        node = locate(self.root, steps)
        holder = locate(self.root, steps[:-1])
        if key and isinstance(holder, Mapping):
            node = holder.keys.get(steps[-1], node)
        field = ".".join(steps[:-1] if key else steps)
        return Problem(message, self.file, node.line, node.column, field)


def _such_as(question: ScriptQuestion) -> str:
    """What can be written as its answer."""
    values = [
        "yes" if each.value is True else "no" if each.value is False else str(each.value)
        for each in question.choices
    ]
    return f"write {', '.join(values)} or unknown"
