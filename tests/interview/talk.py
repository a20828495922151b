"""One interview with prepared answers, and what every step of it has to keep to."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from threshold.casefiles import Case, read_cases
from threshold.casefiles.write import CaseFile
from threshold.conditions import Moment
from threshold.engine import Engine, evaluators
from threshold.interview.conversation import Interview
from threshold.interview.prompts import Screen
from threshold.policy import load_policy
from threshold.policy.protection import QUESTIONS
from threshold.vocabulary import Value

ENGINE = Engine(load_policy("step-up-step-down"), using=evaluators()[:1])
AS_AT = date(2026, 8, 14)
SCREEN = Screen(80, 24)
CALM = "child_protection: {concern: false, immediate_danger: false, harm_suspected: false}\n"
OF_TODAY = f"case: C-1\nas_at: {AS_AT}\n"


class Talk:
    """One interview, run at once. `said` is all that was shown, `prompts` what stood before each answer.

    `answers` are given in turn; `answers_to` those to questions that hold a text, all others being skipped.
    """

    def __init__(
        self,
        path: Path,
        *answers: str,
        answers_to: dict[str, list[str]] | None = None,
        engine: Engine = ENGINE,
        as_at: Moment | None = AS_AT,
        today: date = AS_AT,
        somebody: bool = True,
        screen: Screen = SCREEN,
    ) -> None:
        self.said, self.prompts = "", list[str]()
        self._shown = 0
        self._vocabulary = engine.policy.vocabulary
        self._answers_to = {key: iter(each) for key, each in (answers_to or {}).items()}
        self._answers: Iterator[str] = iter(answers)
        self._columns = screen.width
        self.path = path
        self.interview = Interview(
            engine,
            path,
            as_at,
            self._say,
            self._hear,
            screen=lambda: screen,
            somebody=somebody,
            today=today,
        )
        self.decision = self.interview.run()
        if self.decision is not None:
            self.interview.closing(self.decision)

    def _say(self, text: str) -> None:
        # Nothing is wider than the screen but a word that is, such as the path of the file.
        assert all(len(line) <= self._columns or " " not in line.strip() for line in text.splitlines())
        assert "\x1b" not in text
        self.said += text

    def _hear(self, prompt: str) -> str:
        self.said += prompt
        self.prompts.append(" ".join(self.said[self._shown :].split()))
        self._shown = len(self.said)
        answer = next(self._answers, "" if self._answers_to else None)
        for key, answers in self._answers_to.items():
            if key in self.prompts[-1]:
                answer = next(answers, "q")
        if answer is None:
            raise EOFError
        # What has been answered so far is already in the file, and can be read.
        path = self.interview.path if hasattr(self, "interview") else self.path
        if os.path.lexists(path):
            assert isinstance(next(read_cases([str(path)], self._vocabulary)), Case)
        self.said += "\n"
        return f"{answer}\n"

    @property
    def words(self) -> str:
        """All that was shown, on one line."""
        return " ".join(self.said.split())

    @property
    def about_danger(self) -> list[Value]:
        """What the file says to the three questions about danger, as far as it does."""
        return [self.case.given[name] for name in QUESTIONS if name in self.case.given]

    @property
    def case(self) -> Case:
        """The case as the file holds it."""
        return CaseFile(self.path).case(self._vocabulary)
