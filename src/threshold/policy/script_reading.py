"""From a pack's `consultation.yaml` to its script, at the values in force."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from threshold.conditions import ALWAYS, NEVER, Any, Condition, Context, facts_of, parse_condition
from threshold.policy.model import ADVICE, STANDINGS
from threshold.policy.placed import Origin
from threshold.policy.placeholders import filled
from threshold.policy.script import Choice, LogWords, NextStep, Outcome, Script, ScriptQuestion, Words
from threshold.policy.script_file import LogEntry, OutcomeEntry, QuestionEntry, ScriptEntry, WordsEntry
from threshold.policy.standing import standing_of
from threshold.reading import BadInput, Node, Problem, did_you_mean
from threshold.reading.tree import child_of, item_of, items_of
from threshold.vocabulary import Fact, Value, parse_text

Written = TypeVar("Written")


@dataclass(frozen=True, slots=True)
class WrittenScript:
    """A script as its file says it."""

    entry: ScriptEntry
    root: Node
    file: str

    def problem(self, message: str, outcome: str) -> Problem:
        """What was found, at the line of an outcome; at that of the questions where it is of none."""
        place = child_of(self.root, "questions")
        for entry, node in zip(self.entry.outcomes, items_of(child_of(self.root, "outcomes")), strict=True):
            place = node if entry.id == outcome else place
        return Problem(message, self.file, place.line, place.column, outcome or "questions")


@dataclass(frozen=True)
class ScriptReader:
    """Resolves a script; conditions may read what it asks for and nothing else."""

    written: WrittenScript
    context: Context
    origin: Origin

    def read(self) -> Script:
        """The script. Raises BadInput with everything that is wrong with it."""
        entry, problems = self.written.entry, list[Problem]()
        questions, outcomes = [], []
        for number, (question, scopes) in enumerate(self._asked):
            try:
                questions.append(self._question(question, scopes, self._facts[:number]))
            except BadInput as error:
                problems += error.problems
        for number, outcome in enumerate(entry.outcomes):
            try:
                before = entry.outcomes[:number]
                outcomes.append(self._outcome(outcome, self._item("outcomes", number), before))
            except BadInput as error:
                problems += error.problems
        if not any(question.stops for question, _ in self._asked):
            problems.append(self._problem("questions", "no answer stops the call; danger must (`stops:`)"))
        try:
            log = self._log(entry.log, child_of(self.written.root, "log"))
        except BadInput as error:
            problems += error.problems
        if problems:
            raise BadInput(*problems)
        used = tuple(sorted(self.context.used))
        return Script(entry.title, self.origin.pack, tuple(questions), tuple(outcomes), log, used)

    def _item(self, key: str, number: int) -> Node:
        return item_of(child_of(self.written.root, key), number)

    def _problem(self, key: str, message: str) -> Problem:
        return self.context.bad(child_of(self.written.root, key), message, key).problems[0]

    @cached_property
    def _asked(self) -> list[tuple[QuestionEntry, tuple[Node, ...]]]:
        """Every question in order, after the nodes of those that it stands within; its own is the last."""
        return list(_flat(self.written.entry.questions, child_of(self.written.root, "questions"), ()))

    @cached_property
    def _facts(self) -> list[str]:
        return [question.fact for question, _ in self._asked]

    def _question(self, entry: QuestionEntry, nodes: tuple[Node, ...], earlier: list[str]) -> ScriptQuestion:
        context, node = self.context, nodes[-1]
        place = child_of(node, "fact")
        fact = context.fact(entry.fact, place)
        if fact.name in earlier:
            raise context.bad(place, "is asked for twice", fact.name)
        if not can_be_asked(fact):
            message = (
                "is nothing that one answer states: a script asks for facts with yes and no or one of a "
                "closed list, and whether something is open"
            )
            raise context.bad(place, message, fact.name)
        choices = self._choices(entry, fact, child_of(node, "answers"))
        offered = [choice.value for choice in choices]
        stops = [self._value(text, fact, child_of(node, "stops")) for text in entry.stops]
        if stray := [value for value in stops if value not in offered]:
            raise context.bad(child_of(node, "stops"), f"{stray[0]} is not among the answers", fact.name)
        return ScriptQuestion(
            fact=fact.name,
            asks=filled(entry.asks, child_of(node, "asks"), context),
            means=filled(entry.means, child_of(node, "means"), context),
            choices=choices,
            stops=tuple(stops),
            unless=self._left_out(nodes, earlier),
        )

    def _left_out(self, nodes: tuple[Node, ...], earlier: list[str]) -> Condition:
        found = [self._condition(node, "unless", NEVER, earlier) for node in nodes]
        parts = [part for part in found if part != NEVER]
        return Any(tuple(parts)) if len(parts) > 1 else parts[0] if parts else NEVER

    def _choices(self, entry: QuestionEntry, fact: Fact, node: Node) -> tuple[Choice, ...]:
        if not entry.answers:
            if fact.type.kind == "boolean":
                return (Choice(True, "yes"), Choice(False, "no"))
            return tuple(Choice(value, str(value).replace("_", " ")) for value in fact.type.values)
        found: list[Choice] = []
        for text, words in entry.answers.items():
            place = child_of(node, text)
            value = self._value(text, fact, place)
            if value in [choice.value for choice in found]:
                raise self.context.bad(place, "is offered twice", fact.name)
            found.append(Choice(value, filled(words, place, self.context)))
        return tuple(found)

    def _value(self, text: str, fact: Fact, node: Node) -> Value:
        try:
            return parse_text(text, fact.type)
        except ValueError as error:
            raise self.context.bad(node, str(error), fact.name) from None

    def _outcome(self, entry: OutcomeEntry, node: Node, before: Sequence[OutcomeEntry]) -> Outcome:
        context = self.context
        if any(other.id == entry.id for other in before):
            raise context.bad(child_of(node, "id"), "two outcomes have this id", entry.id)
        self._check_cited(entry, node, entry.id)
        advice = context.vocabulary.fact(ADVICE)
        then = [
            NextStep(
                do=filled(step.do, child_of(place, "do"), context),
                by=filled(step.by, child_of(place, "by"), context),
                to=filled(step.to, child_of(place, "to"), context),
                when=self._condition(place, "when", ALWAYS),
            )
            for step, place in self._each(entry.then, child_of(node, "then"))
        ]
        return Outcome(
            id=entry.id,
            advice=str(self._value(entry.advice, advice, child_of(node, "advice"))),
            title=filled(entry.title, child_of(node, "title"), context),
            because=filled(entry.because, child_of(node, "because"), context),
            carries=tuple(entry.carries),
            say=tuple(self._words(entry.say, child_of(node, "say"))),
            then=tuple(then),
            share=tuple(self._words(entry.share, child_of(node, "share"))),
            when=self._condition(node, "when", ALWAYS),
            tensions=tuple(entry.tensions),
        )

    def _log(self, entry: LogEntry, node: Node) -> LogWords:
        self._check_cited(entry, node, "log")
        text = filled(entry.words, child_of(node, "words"), self.context)
        return LogWords(text, tuple(entry.carries), tuple(entry.tensions))

    def _check_cited(self, entry: OutcomeEntry | LogEntry, node: Node, field: str) -> None:
        """Raises BadInput where a clause or a tension is not listed."""
        for key, named, known in (
            ("carries", entry.carries, self.origin.clauses),
            ("tensions", entry.tensions, self.origin.tensions),
        ):
            if strange := [name for name in named if name not in known]:
                message = f'"{strange[0]}" is not listed{did_you_mean(strange[0], known)}'
                raise self.context.bad(child_of(node, key), message, field)
        standing = standing_of(entry.carries, self.origin.clauses)
        if standing not in ("", "in_force"):
            message = f"rests on a clause that is {STANDINGS[standing]}, by which nobody is advised"
            raise self.context.bad(child_of(node, "carries"), message, field)

    def _words(self, entries: Sequence[WordsEntry], node: Node) -> Iterator[Words]:
        for entry, place in self._each(entries, node):
            text = filled(entry.words, child_of(place, "words"), self.context)
            yield Words(text, self._condition(place, "when", ALWAYS))

    def _each(self, entries: Sequence[Written], node: Node) -> Iterator[tuple[Written, Node]]:
        for number, entry in enumerate(entries):
            yield entry, item_of(node, number)

    def _condition(
        self, node: Node, key: str, otherwise: Condition, asked: Sequence[str] | None = None
    ) -> Condition:
        """The condition under a key; it reads only what is `asked`, by default in the whole script."""
        place = child_of(node, key)
        if place is node:
            return otherwise
        found = parse_condition(place, self.context)
        known = self._facts if asked is None else asked
        if strange := [name for name in facts_of(found) if name not in known]:
            message = f"{strange[0]} is not asked for {'before' if asked is not None else 'in this script'}"
            raise self.context.bad(place, message, key)
        return found


def _flat(
    entries: Sequence[QuestionEntry], node: Node, within: tuple[Node, ...]
) -> Iterator[tuple[QuestionEntry, tuple[Node, ...]]]:
    for number, entry in enumerate(entries):
        place = item_of(node, number)
        if entry.questions:
            yield from _flat(entry.questions, child_of(place, "questions"), (*within, place))
        else:
            yield entry, (*within, place)


def can_be_asked(fact: Fact) -> bool:
    """Whether one answer out of a few settles a fact."""
    if fact.reading is not None:
        return fact.reading.take == "open"
    return fact.given and fact.type.kind in ("boolean", "choice")
