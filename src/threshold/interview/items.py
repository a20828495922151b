"""A fact or a kind of event as a question, and the case file as it would be with the answer in it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from threshold.casefiles import Case, Entry, ages
from threshold.casefiles.write import CaseFile
from threshold.dates import day_of
from threshold.engine import Engine
from threshold.interview.asking import Asker, Back, Passed
from threshold.interview.choices import choices, numbered
from threshold.interview.dates import in_words, moment_understood, understood
from threshold.interview.prompts import Prompt
from threshold.interview.typed import can_be_typed, people, typed
from threshold.output.words import listed
from threshold.policy import rules_of
from threshold.reading import BadInput
from threshold.semantics.screening import asked_of
from threshold.vocabulary import Event, Fact, Value, ValueType, shown

_UNBORN = (ages.NOT_BORN, "not born", "not born yet")
NO, YES = ("n", "no", "none", "never"), ("y", "yes")


@dataclass(frozen=True, slots=True)
class About:
    """What is said with a question: what stands above it, notes, and the rules that it bears on.

    `facts` are all that one answer settles, where it names those that are so.
    """

    heading: str = ""
    notes: tuple[str, ...] = ()
    settles: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """The file with the answer in it, not saved yet; `settled`: the same is not to be asked again."""

    file: CaseFile
    case: Case
    settled: bool = False


class Items:
    """Puts one question about a case at a time, as of one day."""

    def __init__(self, engine: Engine, asker: Asker, today: date) -> None:
        self.engine, self.asker, self.today = engine, asker, today
        self.vocabulary = engine.policy.vocabulary

    def put(self, name: str, file: CaseFile, about: About) -> Answered | Passed:
        """Ask for a fact, several or an event that `file` does not hold. Raises what `Asker.ask` raises."""
        if about.facts:
            return self._several([self.vocabulary.facts[each] for each in about.facts], file, about)
        if name in self.vocabulary.facts:
            return self._fact(self.vocabulary.facts[name], file, about)
        return self._event(self.vocabulary.events[name], file, about)

    def _fact(self, fact: Fact, file: CaseFile, about: About) -> Answered | Passed:
        kind = fact.type

        def read(text: str) -> Answered:
            if fact.name == ages.AGE and text.casefold() in _UNBORN:
                unborn = file.copy()
                unborn.state(ages.UNBORN, True)
                answered = self._checked(unborn)
                self.asker.tell("Not born yet.", "  ")
                return answered
            value = typed(text, kind, asks=fact.asks, today=self.today, ahead=fact.ahead)
            if isinstance(value, date) and not fact.ahead and day_of(value) > self.today:
                raise ValueError(f"lies after {shown(self.today)}, the date of this decision")
            changed = file.copy()
            changed.state(fact.name, value)
            answered = self._checked(changed)
            self._echo(value, kind)
            return answered

        means = [f"{fact.means}."] if fact.means else []
        prompt = self._prompt(fact.asks, kind, about, means)
        if fact.name == ages.AGE:
            prompt = replace(prompt, can=f"{prompt.can} Type unborn where the child is not born yet.")
        return self.asker.ask(prompt, read)

    def _several(self, facts: Sequence[Fact], file: CaseFile, about: About) -> Answered | Passed:
        """Which of these facts are so; every other is not."""

        def read(text: str) -> Answered:
            there = numbered(text, len(facts))
            changed = file.copy()
            for place, fact in enumerate(facts):
                changed.state(fact.name, place in there)
            answered = self._checked(changed)
            self.asker.tell(_told_there(there, len(facts)), "  ")
            return answered

        can = (
            f"Type the number of each that is there, from 1 to {len(facts)}, with commas between them; "
            "0 or none if none is. Those that are not named are not there."
        )
        options = tuple(fact.asks for fact in facts)
        explained = (can, *self._why(about.settles))
        return self.asker.ask(
            Prompt(asked_of(facts), can, about.heading, options, (*about.notes, can), explained), read
        )

    def _event(self, event: Event, file: CaseFile, about: About) -> Answered | Passed:
        case = file.case(self.vocabulary)
        undated = [
            place
            for place, entry in enumerate(case.timeline)
            if entry.event == event.name and entry.on is None and entry.status == "held"
        ]
        prompt = self._event_prompt(event, case, about)
        while True:
            on = self.asker.ask(prompt, partial(self._when, event))
            if isinstance(on, Passed):
                return on
            changed = file.copy()
            if on is False:
                changed.cover(event.name, self.today)
                return self._checked(changed)
            if undated and on is True:
                self.asker.tell("That is in the file already, without a day.", "  ")
                return Passed.UNKNOWN
            try:
                entry = self._entry(None if on is True else on, event, bool(undated))
            except Back:
                continue
            if entry is None:
                return Passed.SKIPPED
            if undated and entry.status == "held":
                changed.put_day(undated[0], entry)
            else:
                changed.enter(entry)
            try:
                return Answered(*_pair(self._checked(changed)), entry.on is None or entry.status == "planned")
            except ValueError as error:
                self.asker.tell(f"It {error}.", "  ")

    def _when(self, event: Event, text: str) -> date | bool:
        """The day, or whether it happened at all: on a day that nobody knows, or never."""
        if text.casefold() in (*NO, *YES):
            no = text.casefold() in NO
            self.asker.tell("It has not happened." if no else "It has, on a day nobody knows.", "  ")
            return not no
        on = moment_understood(text, self.today) if event.timed else understood(text, self.today, either=True)
        planned = ", which is still to come: a plan" if day_of(on) > self.today else ""
        self.asker.tell(f"{in_words(on)}{planned}.", "  ")
        return on

    def _event_prompt(self, event: Event, case: Case, about: About) -> Prompt:
        held = any(entry.event == event.name and entry.status == "held" for entry in case.timeline)
        no = "there was no other" if held else "it has not happened"
        explained = (
            "With a date, an entry is made in the timeline; a later date than today's is a plan.",
            f"With no, the file says that it holds all there was of this up to {shown(self.today)}. "
            "Press Enter where that is not certain.",
            *self._why(about.settles),
        )
        can = (
            f"Type the date, such as 11 May 2026; no if {no}; yes if it has happened and nobody knows the "
            "day; or u."
        )
        return Prompt(event.asks, can, about.heading, notes=about.notes, explained=explained)

    def _entry(self, on: date | None, event: Event, known: bool) -> Entry | None:
        """The entry with what else it carries; None where something that it needs was passed over.

        An entry that is in the file already (`known`) has what it carries.
        """
        carries: dict[str, Value] = {"at": on} if isinstance(on, datetime) else {}
        for key, kind in event.own_carries.items() if not known else ():
            value = self._carried(f"{event.title}: {key.replace('_', ' ')}?", kind)
            if not isinstance(value, Passed):
                carries[key] = value
            elif key in event.needs:
                self.asker.tell("An entry cannot be made without that, so none was made.", "  ")
                return None
        day = None if on is None else day_of(on)
        planned = day is not None and day > self.today
        return Entry(day, event.name, "planned" if planned else "held", carries)

    def _carried(self, asks: str, kind: ValueType) -> Value | Passed:
        def read(text: str) -> Value:
            value = typed(text, kind, asks=asks, today=self.today)
            self._echo(value, kind)
            return value

        return self.asker.ask(self._prompt(asks.capitalize(), kind, About(), []), read)

    def _prompt(self, asks: str, kind: ValueType, about: About, means: Sequence[str]) -> Prompt:
        known = people(kind)
        who = [f"Who can be: {', '.join(known)}; or any role, such as Social Worker."] if known else []
        return Prompt(
            asks=asks,
            can=can_be_typed(kind),
            heading=about.heading,
            options=tuple(choice.words for choice in choices(kind)),
            notes=about.notes,
            explained=(*means, *who, *self._why(about.settles)),
        )

    def _why(self, settles: Sequence[str]) -> list[str]:
        """The rules that the answer bears on, with their titles."""
        policy = self.engine.policy.at(self.today, self.engine.trial)
        heads = {rule.head.id: rule.head for pack in policy.packs for rule in rules_of(pack)}
        found = [heads[rule] for rule in settles if rule in heads and heads[rule].title]
        told = [f"{head.title} [{', '.join(head.carries)}]" for head in found]
        return [f"It bears on: {'; '.join(told)}."] if told else []

    def _echo(self, value: Value, kind: ValueType) -> None:
        """What was understood, so that a slip is noticed; what was typed freely is not repeated."""
        if isinstance(value, date):
            self.asker.tell(f"{in_words(value)}.", "  ")
        elif kind.kind not in ("text", "label") and kind.of != "text":
            told = shown(value)
            self.asker.tell(f"{told[:1].upper()}{told[1:]}.", "  ")

    def _checked(self, changed: CaseFile) -> Answered:
        """The file, as it could be saved. Raises ValueError where it could not be read again."""
        try:
            return Answered(changed, changed.case(self.vocabulary))
        except BadInput as error:
            raise ValueError(error.problems[0].message) from None


def _told_there(there: Sequence[int], many: int) -> str:
    """What was understood of a list, so that a slip is noticed."""
    if not there:
        return "None of these is there."
    numbers = listed([str(place + 1) for place in there], "and")
    are = "is" if len(there) == 1 else "are"
    return f"{numbers} {are} there{'' if len(there) == many else '; no other is'}."


def _pair(answered: Answered) -> tuple[CaseFile, Case]:
    return answered.file, answered.case
