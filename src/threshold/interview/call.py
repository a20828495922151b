"""A call to the consultation line in the terminal: questions, outcome, what is written down, saved.

One question at a time, and nothing is redrawn. Danger can be said at every prompt. The call is kept after
each answer, and whatever ends it, the log says that it was broken off.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

from threshold.consultation import Advised, Conversation, Line
from threshold.consultation.advice import NoOutcome
from threshold.consultation.call import Call, entry_of
from threshold.decisions import ADVICE_IN_WORDS
from threshold.interview.answered import which_answer
from threshold.interview.answers import place_of
from threshold.interview.asked import answer, in_words, prompt_of
from threshold.interview.asking import Asker, Back, Change, Danger, Passed, Stopped
from threshold.interview.dates import in_words as day_in_words
from threshold.interview.noting import (
    Field,
    below_danger,
    broken_off,
    fields,
    fitting,
    held,
    with_text,
)
from threshold.interview.outcome import is_urgent, now, outcome_lines, pages
from threshold.interview.prompts import Prompt
from threshold.interview.writing_down import WritingDown
from threshold.policy.script import ScriptQuestion
from threshold.reading import BadInput, Problem
from threshold.register.calls.days import local
from threshold.register.calls.model import WHO_CALLS, CallEntry
from threshold.vocabulary import Value

COMMANDS = "! danger now, b back, c change an answer, u not known, ? help, q stop."
IN_WORDS = (
    "Type help to have it explained, back to go back, change to change an answer, unknown where nobody "
    "knows, danger if a child is in danger now, stop to break the call off."
)
_NO_NAMES = "Nothing that tells who the child is, is asked for or kept."
_MORE = Prompt("There is more of it.", "Enter shows it.")
_READ = Prompt(
    "Enter goes on to what is logged, once the caller has heard it.",
    "Press Enter, or type b to go back, c to change.",
)
_RIGHT = Prompt(
    "Is it right? Enter saves it.",
    "c changes something, b goes back, q stops: then it is logged as broken off.",
)
_SO_FAR = "So far: {}. Enter leaves it as it is."


class CallInterview:
    """Takes one call, from where it stands to the log.

    `keep` keeps the call as far as it has come, and `store` puts it into the log, or says that it was there
    already; both raise BadInput where that cannot be. `somebody`: whether a person sees it screen by screen.
    """

    def __init__(
        self,
        line: Line,
        call: Call,
        asker: Asker,
        keep: Callable[[Call], None],
        store: Callable[[CallEntry], bool],
        *,
        somebody: bool = True,
    ) -> None:
        self.line, self.call, self.asker, self.somebody = line, call, asker, somebody
        self._keep_draft, self._store = keep, store
        self._writing = WritingDown(asker, line, line.day)
        self._earlier = list(_states_before(call.conversation))
        self._given_before = {each.name for each in fields(call) if held(call.notes, each.name)}
        self._written: list[Field] = []
        self._shown: Advised | None = None  # the outcome that was seen last
        self._again = False  # whether it is to be seen again
        self._kept = True
        self._logged = False

    def run(self) -> bool:
        """Take the call; whether it came to its end, and not to an end of the input.

        Raises KeyboardInterrupt once the log says that it was broken off, and BadInput where it cannot be
        logged: it is kept then, and can be gone on with.
        """
        try:
            self._begin()
            return self._taken()
        except KeyboardInterrupt:  # which may come while something else breaks it off
            if not self._logged:
                self._break_off()
            raise

    def _taken(self) -> bool:
        try:
            while not self._step():
                pass
        except Stopped:
            self._break_off()
        except EOFError:
            self._break_off()
            return self.somebody
        return True

    def closing(self) -> None:
        """What stands last on the screen: the reference, and what to do now where a child is in danger."""
        if self.call.conversation.next is None and is_urgent(advised := self._advised()):
            self.asker.tell(now(advised))
        self.asker.tell(f"Your reference for this call: {self.call.reference}")

    def _begin(self) -> None:
        began = local(self.call.started)
        self.asker.tell(f"Call {self.call.reference}, begun on {day_in_words(began.replace(tzinfo=None))}.")
        self.asker.tell(f"{_NO_NAMES} At every prompt:")
        self.asker.tell(self._commands, "  ")
        self._keep(self.call)

    @property
    def _commands(self) -> str:
        return IN_WORDS if self.asker.screen().plain else COMMANDS

    def _step(self) -> bool:
        """One prompt; whether the call is logged after it."""
        try:
            question = self.call.conversation.next
            if question is not None:
                self._put(question)
            elif (advised := self._advised()) != self._shown or self._again:
                self._show(advised)
            elif (who := self.call.conversation.left_open(WHO_CALLS)) is not None:
                self._ask_who(who)
            elif (field := self._next_field()) is not None:
                self._write_down(field)
            else:
                return self._check()
        except Danger:
            self._endangered()
        except Change:
            self._change()
        return False

    def _advised(self) -> Advised:
        try:
            return self.line.advised(self.call.conversation)
        except NoOutcome:
            message = (
                "the script has no outcome for these answers, which `threshold policy check` names; if you "
                "fear for the child, refer to the MASH. The call is kept: `threshold consult --resume "
                f"{self.call.reference}` goes on with it"
            )
            raise BadInput(Problem(message)) from None

    def _put(self, question: ScriptQuestion) -> None:
        talk = self.call.conversation
        try:
            self._go_on(self._answered_now(question, prompt_of(question, f"Question {talk.number}")))
        except Back:
            self._go_back()

    def _answered_now(self, question: ScriptQuestion, prompt: Prompt) -> Conversation:
        """The conversation with the answer that is typed to a question; told back in words."""
        kind = self.line.engine.policy.vocabulary.facts[question.fact].type
        said = self.asker.ask(prompt, lambda text: answer(text, question, kind))
        if said is Passed.SKIPPED:
            return self.call.conversation
        value = None if isinstance(said, Passed) else said
        self.asker.tell(f"{in_words(question, value)}.", "  ")
        return self.call.conversation.answered(question.fact, value)

    def _ask_who(self, question: ScriptQuestion) -> None:
        """Ask who calls, where the questions stopped before that; what to say may be another then."""
        before = self._advised()
        try:
            self._go_on(self._answered_now(question, prompt_of(question, "Before it is logged")))
        except Back:
            self._again = True
            return
        after = self._advised()
        if _orders(after) == _orders(before):
            self._shown = after
        else:
            self.asker.tell("\nBecause of who is calling, what to say or do is now:")

    def _go_on(self, conversation: Conversation) -> None:
        self._earlier.append(self.call.conversation)
        self._keep(self.call.at(conversation))

    def _go_back(self) -> None:
        """As it was before the last answer."""
        self._again = True
        if not self._earlier:
            self.asker.tell("This is the first question; there is nothing to go back to.", "  ")
            return
        self._keep(self.call.at(self._earlier.pop()))

    def _endangered(self) -> None:
        """Whatever is asked at the moment stops: what to do now is shown, and the call goes on from there."""
        self.asker.tell("\nDanger comes first: the questions stop here.")
        self._again = True
        if (danger := self.call.conversation.endangered()) != self.call.conversation:
            self._go_on(danger)

    def _show(self, advised: Advised) -> None:
        """The whole outcome, as much at a time as can be seen."""
        screen = self.asker.screen()
        lines = outcome_lines(advised, screen)
        below = max(len(prompt.shown(screen).splitlines()) for prompt in (_READ, _MORE)) + 1
        parts = pages(lines, screen.lines - below) if self.somebody else [lines]
        self.asker.tell_as_it_is("\n")
        try:
            for number, part in enumerate(parts, 1):
                self.asker.tell_as_it_is("".join(f"{line}\n" for line in part))
                self._wait(_READ if number == len(parts) else _MORE, _nothing)
        except Back:
            self._go_back()
            return
        if self._shown is not None and self._shown.advice != advised.advice:
            self._ask_anew_for_other_advice()
        self._shown, self._again = advised, False

    def _wait(self, prompt: Prompt, read: Callable[[str], None]) -> None:
        """Until Enter is pressed, or what means the same; that somebody does not know is no such thing."""
        while self.asker.ask(prompt, read) is Passed.UNKNOWN:
            self.asker.tell(prompt.can, "  ")

    def _ask_anew_for_other_advice(self) -> None:
        """What was advised otherwise than was recommended is not taken over to another recommendation."""
        self._written = [each for each in self._written if each.name != "advice_given"]
        self._given_before.discard("advice_given")
        if self.call.notes.advice_given:
            self.asker.tell("Whether it was advised otherwise is asked again.", "  ")
            self._keep(self.call.noted(with_text(self.call.notes, "advice_given", "")))

    def _next_field(self) -> Field | None:
        """What is to be written down next; nothing where all has been asked for."""
        done = {each.name for each in self._written} | self._given_before
        return next((each for each in fields(self.call) if each.name not in done), None)

    def _write_down(self, field: Field) -> None:
        try:
            notes = self._writing.put(field, self.call)
        except Back:
            self._unwrite()
            return
        self._written.append(field)
        self._keep(self.call.noted(notes))
        self._ask_for_day()

    def _ask_for_day(self) -> None:
        """Where less was advised than for a child in danger, a day to look at it again is asked for next."""
        if below_danger(self.line, self.call) and not self.call.notes.follow_up:
            self._written = [each for each in self._written if not each.name.startswith("follow_up")]

    def _unwrite(self) -> None:
        """Ask for the field before this one again; before the first stands who calls, or the outcome."""
        before = self._earlier[-1] if self._earlier else None
        if self._written:
            self._written.pop()
        elif before is not None and before.next is None and before.left_open(WHO_CALLS) is not None:
            self._keep(self.call.at(self._earlier.pop()))
            self._shown = self._advised()
        else:
            self._again = True

    def _check(self) -> bool:
        """Show what will be logged, and log it; whether that is done."""
        self.asker.tell(f"\nThis will be logged of call {self.call.reference}:")
        for words in self._summary():
            self.asker.tell(words, "  ")
        try:
            self._wait(_RIGHT, _yes)
        except Back:
            self._unwrite()
            return False
        try:
            self._log(entry_of(self.line, self.call, datetime.now(UTC)))
        except BadInput as error:
            if not self._asked_again(error.problems):
                raise
            return False
        return True

    def _summary(self) -> Iterator[str]:
        """What was advised, and what was written down; and what was not."""
        yield f"Recommended: {ADVICE_IN_WORDS[self._advised().advice]}"
        left = []
        for field in fields(self.call):
            if said := self._said(field):
                yield f"{field.label}: {said}"
            elif field.name != "advice_given":
                left.append(field.label)
        if left:
            yield f"Left out: {', '.join(left)}"

    def _said(self, field: Field) -> str:
        """What a field holds, as it is read."""
        notes, text = self.call.notes, held(self.call.notes, field.name)
        if text and field.name == "advice_given":
            return f"{ADVICE_IN_WORDS[text]}, because: {notes.differs_because}"
        return day_in_words(date.fromisoformat(text)) if text and field.name == "follow_up" else text

    def _asked_again(self, problems: Iterable[Problem]) -> bool:
        """Whether what is wrong lies in something that was written down: it is told, and asked for again."""
        wrong = {problem.field.replace("differs_because", "advice_given"): problem for problem in problems}
        again = [each for each in fields(self.call) if each.name in wrong]
        for field in again:
            self.asker.tell(f"{field.label}: it {wrong[field.name].message}.", "  ")
            if field.name != "advice_given":  # which is chosen, and nothing that could be mended
                self._writing.challenged[field.name] = held(self.call.notes, field.name)
            self._keep(self.call.noted(with_text(self.call.notes, field.name, "")))
        self._written = [each for each in self._written if each not in again]
        self._given_before -= {each.name for each in again}
        return bool(again)

    def _log(self, entry: CallEntry) -> bool:
        fresh = self._store(entry)
        self._logged = True
        return fresh

    def _break_off(self) -> None:
        """Log that the call was broken off. What was not fit to be kept is left out, and that is said."""
        entry, labels = broken_off(self.line, self.call, datetime.now(UTC))
        challenged = (each.label for each in fields(self.call) if each.name in self._writing.challenged)
        left = list(dict.fromkeys((*labels, *challenged)))
        if not self._log(entry):
            return
        self.asker.tell(f"\nCall {self.call.reference} was broken off, and the log says so.")
        if left:
            self.asker.tell(f"What could not be kept as it was typed is left out: {', '.join(left)}.")

    def _change(self) -> None:
        """List what was answered and written down, and ask for one of these anew."""
        answers, notes = self._answered(), self._noted()
        said = [(question.asks, in_words(question, value)) for question, value in answers]
        said += [(f"{each.label}:", self._said(each)) for each in notes]
        if not said:
            self.asker.tell("Nothing has been answered yet.", "  ")
            return
        try:
            place = self.asker.ask(which_answer(said, self.asker.screen()), _picked(len(said)))
            if isinstance(place, Passed):
                return
            if place < len(answers):
                self._change_answer(answers[place][0])
            else:
                self._write_down_anew(notes[place - len(answers)])
        except Danger:
            self._endangered()
        except (Back, Change):
            return

    def _answered(self) -> list[tuple[ScriptQuestion, Value | None]]:
        talk = self.call.conversation
        return [(talk.script.question(fact), value) for fact, value in talk.answers.items()]

    def _noted(self) -> list[Field]:
        return [
            each for each in fields(self.call) if each in self._written or each.name in self._given_before
        ]

    def _change_answer(self, question: ScriptQuestion) -> None:
        talk = self.call.conversation
        so_far = _SO_FAR.format(in_words(question, talk.answers[question.fact]).casefold())
        changed = self._answered_now(question, prompt_of(question, "Changing an answer", (so_far,)))
        if changed is talk:
            self.asker.tell("It stays as it was.", "  ")
            return
        self._again = True
        self._go_on(changed)

    def _write_down_anew(self, field: Field) -> None:
        self._keep(self.call.noted(self._writing.put(field, self.call)))
        self._ask_for_day()

    def _keep(self, call: Call) -> None:
        """Keep the call as it is from here on; where that fails, the call goes on, and that is said once."""
        self.call = fitting(call)
        if self.call != call:
            self.asker.tell("The name and number of a caller who is no professional are not kept.", "  ")
        try:
            self._keep_draft(self.call)
        except BadInput as error:
            if self._kept:
                self.asker.tell(f"The call cannot be kept before its end: {error.problems[0].message}.", "  ")
            self._kept = False


def _states_before(conversation: Conversation) -> Iterator[Conversation]:
    """The conversation before each of its answers, the first one first."""
    answers = list(conversation.answers.items())
    for number in range(len(answers)):
        yield replace(conversation, given=dict(answers[:number]))


def _orders(advised: Advised) -> tuple[object, ...]:
    """What of an outcome is read out or done."""
    return advised.outcome, advised.say, advised.then, advised.share


def _nothing(text: str) -> None:
    raise ValueError("answers no question")


def _yes(text: str) -> None:
    if text.casefold() not in ("y", "yes", "ok", "s", "save"):
        raise ValueError("is none of the answers")


def _picked(many: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        place = place_of(text, many)
        if place is None:
            raise ValueError(f"is no number from 1 to {many}")
        return place

    return read
