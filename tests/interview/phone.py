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
CALM = ["n", "n", "n", "1"]
START_CAF = [*CALM, "n", "n", "n", "y", "1", "n"]
OUTCOME = ""  # Enter, once it was seen
SKIPPED = [""] * 8  # of what is written down, all but the adviser
WRITTEN = [*SKIPPED, "TM-07"]
SAVE = ""
SCREEN = Screen(80, 24)


class Phone:
    """One call, run at once. `said` is all that was shown, `kept` the call after each step, `logged` what is.

    What may not be logged is refused as the register refuses it. `mended` is what was given back to be
    mended; None where lines cannot be edited.
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
        self.mended = list[str]()
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

    def _mend(self, prompt: str, given: str) -> str:
        self.mended.append(given)
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
