"""One field of the log of a call asked for, and what was typed looked at before it is kept."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from threshold.consultation import Line
from threshold.consultation.call import Call, Notes, entry_of
from threshold.consultation.floor import seriousness
from threshold.decisions import ADVICE_IN_WORDS
from threshold.interview.asking import Asker, Back, NotKept, Passed
from threshold.interview.choices import chosen
from threshold.interview.dates import in_words, understood
from threshold.interview.noting import Field, below_danger, held, wanted, with_text
from threshold.interview.prompts import Prompt
from threshold.output.words import listed, sentence
from threshold.policy.model import ADVICE
from threshold.policy.script import Choice
from threshold.privacy import identifying_text
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
        prompt = Prompt(
            field.asks, field.can, needed=self._needed(field, call), wanted=self._wanted(field, call)
        )
        said = self._text(field.name, prompt, call, field.means)
        typed_anew = field.name in _SHORT or not self.asker.mends
        if said is Passed.SKIPPED and so_far and typed_anew:
            return call.notes
        return with_text(call.notes, field.name, "" if isinstance(said, Passed) else said)

    def _needed(self, field: Field, call: Call) -> str:
        """What is said where a field is left empty that cannot be."""
        if held(call.notes, field.name):
            return ""
        if field.name == "follow_up" and below_danger(self.line, call):
            return "A day is needed: say by when it is looked at again."
        return "The log needs it." if field.name == "adviser" else ""

    def _wanted(self, field: Field, call: Call) -> str:
        """What is said once where a field is left empty that the log wants."""
        if held(call.notes, field.name) or not wanted(field.name, call):
            return ""
        what = "the name or the agency of a professional" if field.name == "caller.agency" else "this"
        clauses = ", ".join(self.line.script.log.carries)
        return f"The log wants {what} ({clauses}). Enter again leaves it out."

    def _text(self, name: str, prompt: Prompt, call: Call, means: str) -> str | Passed:
        """What is to be kept; what was challenged stays on the line until it is mended, or taken away."""
        so_far = getattr(call.notes, name) if name == _REASON else held(call.notes, name)  # type: ignore[arg-type]
        typed_anew = name in _SHORT or not self.asker.mends
        challenged = self.challenged.get(name, "") if self.asker.mends and name not in _SHORT else ""
        notes = ["Enter leaves it as it is, u takes it out."] if so_far and typed_anew else []
        notes += ["What was typed before is not kept. Arrow up brings it back."] if challenged else []
        prompt = replace(prompt, notes=tuple(notes), explained=(means,) * bool(means))

        def read(text: str) -> str | Passed:
            if name == "follow_up":
                if text.casefold() in _NO and not prompt.needed:
                    return Passed.UNKNOWN
                day = understood(text, self.today, ahead=True)
                text = day.isoformat()
            self.challenged[name] = text
            self._look_at(call, name, text)
            if name == "follow_up":
                self.asker.tell(f"{in_words(day)}.", "  ")
            return text

        given = None if name in _SHORT else so_far
        said = self.asker.ask(prompt, read, given=given, refused=challenged, longest=LONGEST_REASON)
        while said is Passed.UNKNOWN and prompt.needed:
            self.asker.tell(prompt.needed, "  ")
            said = self.asker.ask(prompt, read, given=given, longest=LONGEST_REASON)
        self.challenged.pop(name, None)
        return said

    def _look_at(self, call: Call, name: str, text: str) -> None:
        """Raises ValueError where something keeps a text from being kept in a field."""
        notes = _with(call.notes, name, text)
        entry = tidied(entry_of(self.line, call.noted(notes), datetime.now(UTC)))
        wrong = [each.message for each in problems(entry) if each.field == name]
        if kinds := _alike(text, wrong):
            them = "it" if len(kinds) == 1 else "them"
            raise NotKept(f"Looks like {listed(kinds, 'and')}: take {them} out.")
        if wrong:
            raise ValueError("; and it ".join(wrong))

    def _otherwise(self, field: Field, call: Call) -> Notes:
        """Which other advice was given, and why: both or neither."""
        kind = self.line.engine.policy.vocabulary.facts[ADVICE].type
        order = seriousness(self.line.engine.policy.vocabulary)
        advised = self.line.advised(call.conversation).advice
        words = {each: ADVICE_IN_WORDS.get(each, each.replace("_", " ")) for each in order}
        recommended = words[advised]
        offered = tuple(Choice(each, words[each]) for each in order if each != advised)
        prompt = Prompt(
            field.asks,
            field.can,
            f"Recommended: {recommended}",
            tuple(each.words for each in offered),
            explained=(field.means,),
        )

        def read(text: str) -> str | Passed:
            if text.casefold() in (*_NO, advised, recommended.casefold()):
                return Passed.SKIPPED
            return str(chosen(text, kind, "", offered))

        while True:
            given = self.asker.ask(prompt, read)
            if isinstance(given, Passed):
                return with_text(call.notes, "advice_given", "")
            told = f"{sentence(words[given])}. {_less(order, given, advised)}"
            self.asker.tell(told.strip(), "  ")
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


def _less(order: Sequence[str], given: str, advised: str) -> str:
    """What is said where less is advised than is recommended."""
    if order.index(given) < order.index(advised):
        return ""
    if advised == order[0]:
        return "This is less than what is advised for a child who may be in danger."
    return "That is less than is recommended; the log will say so."


def _alike(text: str, wrong: Sequence[str]) -> list[str]:
    """What a text seems to hold, where nothing else is wrong with it."""
    kinds = [kind for kind in identifying_text(text) if any(kind in each for each in wrong)]
    return kinds if all(any(kind in each for kind in kinds) for each in wrong) else []


def _with(notes: Notes, name: str, text: str) -> Notes:
    return replace(notes, differs_because=text) if name == _REASON else with_text(notes, name, text)  # type: ignore[arg-type]
