"""One conversation about one case: the questions that matter, the most decisive first, each answer saved."""

import textwrap
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from threshold.casefiles import Case, Entry
from threshold.casefiles.write import CaseFile
from threshold.conditions import Moment
from threshold.dates import day_of
from threshold.decisions import Decision
from threshold.engine import Engine
from threshold.interview.typed import NO, choices, hint, recorded, typed
from threshold.policy import rules_of
from threshold.questions.search import Question, questions
from threshold.reading import BadInput, Problem
from threshold.vocabulary import Event, Fact, Value, ValueType, parse_date, shown

_INTRODUCTION = (
    "Enter skips a question, ? explains it, q stops. Every answer is saved at once.\n"
    "Never type a name or anything else that tells who the child is.\n"
)
WIDTH = 98
_Read = TypeVar("_Read")
_MOVES = ("step_up", "step_down", "step_across")


class Interview:
    """Asks about the case in a file, which need not exist yet.

    `say` shows text as it is; `hear` gives the next line and raises EOFError when there is none.
    Raises BadInput when the file cannot be filled in.
    """

    def __init__(
        self,
        engine: Engine,
        path: Path,
        as_at: Moment | None,
        say: Callable[[str], None],
        hear: Callable[[], str],
    ) -> None:
        self.engine, self.as_at = engine, as_at
        self.say, self.hear = say, hear
        self.vocabulary = engine.policy.vocabulary
        self.skipped: set[str] = set()
        self._found: list[Question] | None = None
        self.file = CaseFile(path)
        self.begun = bool(self.file.content)
        if not self.begun:
            self.file.head("case", path.stem)
            self.file.head("as_at", _iso(as_at or date.today()))
        self.case = self._readable()

    def run(self) -> Decision | None:
        """Ask until nothing more matters or the person stops. None where nothing was said to decide on."""
        self.say(_INTRODUCTION)
        try:
            if not self.begun:
                self._begin()
            while found := self._left():
                self._put(found[0], len(found))
            skipped = " but what was skipped" if self.skipped else ""
            self.say(f"\nNothing more needs to be asked{skipped}.\n")
        except (_Stopped, EOFError, KeyboardInterrupt):
            where = (
                f"What was answered is saved in {self.file.path}." if self.begun else "Nothing was written."
            )
            self.say(f"\nStopped. {where}\n")
        return self.engine.decide(self.case, self.as_at) if self.begun else None

    def _readable(self) -> Case:
        """The case as it stands. What is wrong with a file that was made up here is wrong with its name."""
        try:
            return self.file.case(self.vocabulary)
        except BadInput as error:
            if self.begun:
                raise
            message = (
                f"the name of the file becomes the reference of the case, which {error.problems[0].message}"
            )
            raise BadInput(Problem(message, str(self.file.path))) from None

    def _left(self) -> list[Question]:
        """What is worth asking and was not skipped; as long as nothing new is known, that stays the same."""
        if self._found is None:
            self._found = questions(self.engine, self.case, self.as_at)
        return [question for question in self._found if question.name not in self.skipped]

    def _begin(self) -> None:
        """What is asked for: the one thing that a new case starts with."""
        facts = self.vocabulary.facts
        direction = self._fact(facts["request.direction"], ())
        wanted = {"workflow": ("request.step", "request.action")}.get(str(direction), ())
        for name in ("request.to",) if direction in _MOVES else wanted:
            self._fact(facts[name], ())
        if not self.begun:
            self._keep(self.file.copy())

    def _put(self, question: Question, left: int) -> None:
        self.say(f"\n({left} {'question' if left == 1 else 'questions'} that matter)\n")
        if question.event:
            answered = self._event(self.vocabulary.events[question.event], question.settles)
        else:
            answered = self._fact(self.vocabulary.facts[question.fact], question.settles) is not None
        if not answered:
            self.skipped.add(question.name)

    def _fact(self, fact: Fact, settles: tuple[str, ...]) -> Value | None:
        """Ask for a stated fact and keep the answer; None where it was skipped."""

        def kept(text: str) -> Value:
            value = typed(text, fact.type)
            if isinstance(value, date) and not fact.ahead and day_of(value) > self._today():
                raise ValueError(f"lies after {shown(self._today())}, the date of this decision")
            changed = self.file.copy()
            changed.state(fact.name, value)
            self._keep(changed)
            return value

        means = [f"{fact.means}."] if fact.means else []
        explained = [*means, *self._choices(fact.type), *self._why(settles)]
        return self._ask(f"{fact.asks} {hint(fact.type)}", explained, kept)

    def _event(self, event: Event, settles: tuple[str, ...]) -> bool:
        """Ask for a dated event and keep the answer; False where it was skipped."""
        no = "there was no other" if recorded(self.case, event.name) else "it has not happened"
        explained = [
            "With a date, an entry is made in the timeline; a later date than today's is a plan.",
            f"With no, the file says that it holds all there was of this up to {shown(self._today())}. "
            "Press Enter where that is not certain.",
            *self._why(settles),
        ]

        def kept(text: str) -> bool:
            changed = self.file.copy()
            if text.casefold() in NO:
                changed.cover(event.name, self._today())
            else:
                entry = self._entry(parse_date(text), event)
                if entry is None:
                    return False
                changed.enter(entry)
                if entry.status == "planned":
                    self.skipped.add(event.name)
            self._keep(changed)
            return True

        return bool(self._ask(f"{event.asks} (a date such as 2026-08-14, or no if {no})", explained, kept))

    def _entry(self, on: date, event: Event) -> Entry | None:
        """The entry with what else it carries; None where something that it needs was skipped."""
        carries: dict[str, Value] = {}
        for key, kind in event.own_carries.items():
            prompt = f"  {key.replace('_', ' ')}? {hint(kind)}"
            value = self._ask(prompt, self._choices(kind), partial(typed, kind=kind))
            if value is not None:
                carries[key] = value
            elif key in event.needs:
                return None
        return Entry(on, event.name, "planned" if on > self._today() else "held", carries)

    def _ask(self, prompt: str, explained: list[str], read: Callable[[str], _Read]) -> _Read | None:
        """What was answered, None when skipped; asks again until it can be understood."""
        while True:
            self.say(f"{prompt} ")
            text = self.hear().strip()
            if not text:
                return None
            if text.casefold() in ("q", "quit"):
                raise _Stopped
            if text == "?":
                self._explain(explained)
                continue
            try:
                return read(text)
            except ValueError as error:
                self.say(f"  It {error}.\n")

    def _explain(self, paragraphs: list[str]) -> None:
        for paragraph in paragraphs or ["Nothing more is said about this."]:
            lines = textwrap.wrap(paragraph, WIDTH, initial_indent="  ", subsequent_indent="  ")
            self.say("\n".join(lines) + "\n")

    def _choices(self, kind: ValueType) -> list[str]:
        found = choices(kind, self.vocabulary)
        return [f"Known are: {', '.join(found)}."] if found else []

    def _why(self, settles: tuple[str, ...]) -> list[str]:
        """The rules that the answer bears on, with their titles."""
        policy = self.engine.policy.at(self.as_at or self.case.as_at or date.today(), self.engine.trial)
        titles = {rule.head.id: rule.head.title for pack in policy.packs for rule in rules_of(pack)}
        told = [f"{titles[rule]} [{rule}]" for rule in settles if titles.get(rule)]
        return [f"It bears on: {'; '.join(told)}."] if told else []

    def _keep(self, changed: CaseFile) -> None:
        """Save the file as changed. Raises ValueError, and changes nothing, where that could not be read."""
        try:
            self.case = changed.case(self.vocabulary)
        except BadInput as error:
            raise ValueError(error.problems[0].message) from None
        changed.save()
        self.file, self.begun, self._found = changed, True, None

    def _today(self) -> date:
        return day_of(self.as_at or self.case.as_at or date.today())


class _Stopped(Exception):
    """The person answering has had enough."""


def _iso(moment: Moment) -> str:
    return moment.isoformat(timespec="minutes") if isinstance(moment, datetime) else moment.isoformat()
