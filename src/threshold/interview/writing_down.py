"""One field of the log of a call asked for, and what was typed looked at before it is kept."""

from dataclasses import replace
from datetime import UTC, date, datetime

from threshold.consultation import Line
from threshold.consultation.call import Call, Notes, entry_of
from threshold.consultation.floor import seriousness
from threshold.decisions import ADVICE_IN_WORDS
from threshold.interview.asking import Asker, Back, Passed
from threshold.interview.choices import chosen
from threshold.interview.dates import in_words, understood
from threshold.interview.noting import Field, held, with_text
from threshold.interview.prompts import Prompt
from threshold.output.words import sentence
from threshold.policy.model import ADVICE
from threshold.policy.script import Choice
from threshold.register.calls.checking import problems
from threshold.register.calls.record import tidied
from threshold.register.reasons import LONGEST_REASON

_NO = ("n", "no", "none", "nothing")
_REASON = "differs_because"
_SHORT = ("follow_up", "adviser")  # sooner typed anew than mended


class WritingDown:
    """Asks for one field after another. What may not be kept as it is typed is held here, to be mended.

    `challenged` is what was typed and not kept, by field: nobody else gets to see it.
    """

    def __init__(self, asker: Asker, line: Line, today: date) -> None:
        self.asker, self.line, self.today = asker, line, today
        self.challenged: dict[str, str] = {}

    def put(self, field: Field, call: Call) -> Notes:
        """The notes with what was answered; as they were where nothing was. Raises as `Asker.ask` does."""
        if field.name == "advice_given":
            return self._otherwise(field, call)
        so_far = held(call.notes, field.name)
        needed = "The log needs it." if field.name == "adviser" and not so_far else ""
        said = self._text(field.name, Prompt(field.asks, field.can, needed=needed), call, field.means)
        typed_anew = field.name in _SHORT or not self.asker.mends
        if said is Passed.SKIPPED and so_far and typed_anew:
            return call.notes
        return with_text(call.notes, field.name, "" if isinstance(said, Passed) else said)

    def _text(self, name: str, prompt: Prompt, call: Call, means: str) -> str | Passed:
        """What is to be kept; what was challenged stays on the line until it is mended, or taken away."""
        so_far = getattr(call.notes, name) if name == _REASON else held(call.notes, name)  # type: ignore[arg-type]
        typed_anew = name in _SHORT or not self.asker.mends
        stands = ("Enter leaves it as it is, u takes it out.",) if so_far and typed_anew else ()
        prompt = Prompt(
            prompt.asks, prompt.can, notes=stands, explained=(means,) * bool(means), needed=prompt.needed
        )

        def read(text: str) -> str | Passed:
            if name == "follow_up":
                if text.casefold() in _NO:
                    return Passed.UNKNOWN
                day = understood(text, self.today, ahead=True)
                text = day.isoformat()
            self.challenged[name] = text
            if wrong := self._wrong(call, name, text):
                raise ValueError(wrong)
            if name == "follow_up":
                self.asker.tell(f"{in_words(day)}.", "  ")
            return text

        given = None if name in _SHORT else self.challenged.get(name) or so_far
        said = self.asker.ask(prompt, read, given=given, longest=LONGEST_REASON)
        self.challenged.pop(name, None)
        return said

    def _wrong(self, call: Call, name: str, text: str) -> str:
        """What keeps a text from being kept in a field; nothing where it may be."""
        notes = _with(call.notes, name, text)
        entry = tidied(entry_of(self.line, call.noted(notes), datetime.now(UTC)))
        return "; and it ".join(each.message for each in problems(entry) if each.field == name)

    def _otherwise(self, field: Field, call: Call) -> Notes:
        """Which other advice was given, and why: both or neither."""
        kind = self.line.engine.policy.vocabulary.facts[ADVICE].type
        order = seriousness(self.line.engine.policy.vocabulary)
        advised = self.line.advised(call.conversation).advice
        offered = tuple(Choice(each, ADVICE_IN_WORDS.get(each, each.replace("_", " "))) for each in order)
        recommended = next(each.words for each in offered if each.value == advised)
        prompt = Prompt(
            field.asks,
            field.can,
            f"Recommended: {recommended}",
            tuple(each.words for each in offered),
            explained=(field.means,),
        )

        def read(text: str) -> str | Passed:
            if text.casefold() in _NO:
                return Passed.SKIPPED
            return str(chosen(text, kind, "", offered))

        while True:
            given = self.asker.ask(prompt, read)
            if isinstance(given, Passed) or given == advised:
                return with_text(call.notes, "advice_given", "")
            words = next(each.words for each in offered if each.value == given)
            less = order.index(given) > order.index(advised)
            told = "That is less than is recommended; the log will say so." if less else ""
            self.asker.tell(f"{sentence(words)}. {told}", "  ")
            notes = with_text(call.notes, "advice_given", given)
            try:
                because = self._text(_REASON, _WHY, call.noted(notes), "")
            except Back:
                continue
            if not isinstance(because, Passed):
                return _with(notes, _REASON, because)
            self.asker.tell(_WHY.needed, "  ")


_WHY = Prompt(
    "Why was it advised otherwise?",
    "Type a sentence. Nothing that tells who the child is.",
    needed="A reason is needed; b takes the other advice back.",
)


def _with(notes: Notes, name: str, text: str) -> Notes:
    return replace(notes, differs_because=text) if name == _REASON else with_text(notes, name, text)  # type: ignore[arg-type]
