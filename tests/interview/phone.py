"""One call with prepared answers: what was shown, kept and logged of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

from threshold.consultation import Conversation, open_line
from threshold.consultation.call import Call, begin
from threshold.interview.asking import Asker
from threshold.interview.call import COMMANDS, IN_WORDS, CallInterview
from threshold.interview.prompts import Screen
from threshold.policy import load_policy
from threshold.reading import BadInput
from threshold.register.calls.checking import problems
from threshold.register.calls.model import CallEntry
from threshold.register.calls.sound import call_problem

DAY = date(2026, 11, 30)
LINE = open_line(load_policy("caf-team"), DAY)
BEGAN = datetime(2026, 11, 30, 9, 40, tzinfo=UTC)
CALLER = "consultation.caller"
USUAL = {CALLER: "professional", "caf.appropriate": True, "consent.to_support": "given"}


def typed(last: str = "", **given: object) -> list[str]:
    """What is typed, question by question, up to the one for `last`; by the last part of a fact's name.

    Left out, an answer is no, or the one that leads to a CAF; None: nobody knows.
    """
    talk, numbers = LINE.begin(), list[str]()
    while (question := talk.next) is not None:
        value = given.get(question.fact.rpartition(".")[2], USUAL.get(question.fact, False))
        values = [each.value for each in question.choices]
        numbers.append(str((values.index(value) if value in values else len(values)) + 1))  # type: ignore[arg-type]
        if question.fact == last:
            break
        talk = talk.answered(question.fact, value)  # type: ignore[arg-type]
    return numbers


CALM = typed(CALLER)
START_CAF = typed()
PROFESSIONAL, FAMILY = CALM[-1], typed(CALLER, caller="family")[-1]
OUTCOME = ""  # Enter, once it was seen


def who(caller: str, talk: Conversation | None = None) -> list[str]:
    """What is typed where it is asked only after the outcome who calls: danger, if not another."""
    before = talk or LINE.begin().endangered()
    after = before.answered(CALLER, caller)
    old, new = LINE.advised(before), LINE.advised(after)
    same = (old.outcome, old.say, old.then, old.share) == (new.outcome, new.say, new.then, new.share)
    return [typed(CALLER, caller=caller)[-1], *([] if same else [OUTCOME])]


UNTOLD = [""] * 6  # who calls, all of it left out: an agency and a role are wanted
SKIPPED = [""] * 11  # of what is written down of a professional, all but the adviser; three are wanted
WRITTEN = [*SKIPPED, "TM-07"]
SAVE = ""
SCREEN = Screen(80, 24)


class Phone:
    """One call, run at once. `said` is all that was shown, `kept` the call after each step, `logged` what is.

    What may not be logged is refused as the register refuses it. `mended` is what stood on each line that
    could be edited, and `refused` what the arrow up would have brought back.
    """

    def __init__(
        self,
        *answers: str | BaseException,
        call: Call | None = None,
        screen: Screen = SCREEN,
        somebody: bool = True,
        edits: bool = False,
    ) -> None:
        self.said, self.prompts = "", list[str]()
        self._shown, self._answers = 0, iter(answers)
        self.kept, self.logged = list[Call](), list[CallEntry]()
        self.mended, self.refused = list[str](), list[str]()
        self._columns = screen.width
        asker = Asker(
            self._say,
            self._hear,
            lambda: screen,
            mend=self._mend if edits else None,
            commands=IN_WORDS if screen.plain else COMMANDS,
            danger=True,
        )
        began = call or begin(LINE, BEGAN)
        self.interview = CallInterview(LINE, began, asker, self.kept.append, self._log, somebody=somebody)
        self.whole: bool | None = None
        self.stopped = False
        try:
            self.whole = self.interview.run()
        except KeyboardInterrupt:
            self.stopped = True

    def _say(self, text: str) -> None:
        assert all(len(line) <= self._columns for line in text.splitlines())
        assert "\x1b" not in text
        self.said += text

    def _hear(self, prompt: str) -> str:
        self.said += prompt
        self.prompts.append(self.said[self._shown :])
        self._shown = len(self.said)
        answer = next(self._answers, None)
        if answer is None:
            raise EOFError
        if isinstance(answer, BaseException):
            raise answer
        self.said += "\n"
        return f"{answer}\n"

    def _mend(self, prompt: str, given: str, refused: str) -> str:
        self.mended.append(given)
        self.refused.append(refused)
        return self._hear(prompt)

    def _log(self, entry: CallEntry) -> bool:
        wrong = list(problems(entry))
        if wrong:
            raise BadInput(*wrong)
        assert not call_problem(replace(entry, policy_files="0", program="1", register="1"))
        self.logged.append(entry)
        return True

    @property
    def entry(self) -> CallEntry:
        """What was logged, a single time."""
        assert len(self.logged) == 1, self.said
        return self.logged[0]

    @property
    def words(self) -> str:
        """All that was shown, on one line."""
        return " ".join(self.said.split())

    @property
    def questions(self) -> Iterator[str]:
        """What was asked of the script, in order."""
        asks = [question.asks for question in LINE.script.questions]
        for prompt in self.prompts:
            flat = " ".join(prompt.split())
            yield from (each for each in asks if f"Question {self._number(flat)} {each}" in flat)

    @staticmethod
    def _number(flat: str) -> str:
        return flat.partition("Question ")[2].partition(" ")[0]


def by(**given: object) -> Conversation:
    """A conversation with answers, by the last part of the facts' names."""
    talk = LINE.begin()
    for question in LINE.script.questions:
        name = question.fact.rpartition(".")[2]
        if name in given:
            talk = talk.answered(question.fact, given[name])  # type: ignore[arg-type]
    return talk
