"""One question put until it is answered or passed over; commands are understood at every one of them."""

from collections.abc import Callable
from enum import Enum
from typing import TypeVar

from threshold.interview.prompts import ANSWER, Prompt, Screen, wrapped
from threshold.interview.typed import cleaned

_STOP = ("q", "quit", "stop", "exit")
_BACK, _CHANGE = ("b", "back"), ("c", "change")
_EXPLAIN = ("?", "help")
_UNKNOWN = (
    "u",
    "unknown",
    "don't know",
    "dont know",
    "do not know",
    "not sure",
    "unsure",
    "not known",
)
COMMANDS = "? explains, b goes back, c changes an answer, u: not known, Enter skips, q stops."
Read = TypeVar("Read")
_END = Prompt("Is that all?", "Type b to go back or c to change an answer; Enter ends it.")


class Back(Exception):
    """The question before this one is wanted."""


class Change(Exception):
    """An answer given earlier is to be changed."""


class Stopped(Exception):
    """The person answering has had enough."""


class Passed(Enum):
    """Why a question has no answer."""

    SKIPPED = "skipped"
    UNKNOWN = "unknown"  # nobody knows it


class Asker:
    """Puts questions to whoever is there.

    `say` shows text as it is; `hear` shows a prompt, gives the line typed behind it, and raises EOFError
    when there is none; `screen` says how much can be seen.
    """

    def __init__(
        self, say: Callable[[str], None], hear: Callable[[str], str], screen: Callable[[], Screen]
    ) -> None:
        self._say, self._hear, self.screen = say, hear, screen

    def tell(self, text: str, indent: str = "") -> None:
        """Show a paragraph, in lines of the screen's width; a line is left free where it begins with one."""
        free = "\n" if text.startswith("\n") else ""
        self._say(free + wrapped(text.strip(), self.screen(), indent) + "\n")

    def tell_as_it_is(self, text: str) -> None:
        """Show lines that are wrapped already."""
        self._say(text)

    def ask(self, prompt: Prompt, read: Callable[[str], Read]) -> Read | Passed:
        """What was answered, or why nothing was; asks again until it can be understood.

        Raises Back, Change or Stopped where that was typed, and EOFError at the end of the input.
        """
        self._say(prompt.shown(self.screen()))
        page = 0
        while True:
            try:
                text = cleaned(self._hear(ANSWER))
                command = text.casefold().rstrip(".")
                if not text:
                    return Passed.SKIPPED
                if command in _EXPLAIN:
                    page = self._explain(prompt, page)
                    continue
                if command in _UNKNOWN:
                    return Passed.UNKNOWN
                _obey(command)
                return read(text)
            except ValueError as error:
                self.tell(f"It {error}. {prompt.can}", "  ")

    def wait_at_the_end(self) -> None:
        """Let whoever is there look once more. Raises Back, Change, Stopped or EOFError as `ask` does."""
        self.ask(_END, _nothing_more)

    def _explain(self, prompt: Prompt, page: int) -> int:
        """What is meant; and the next answers, where there are more than can be seen at once."""
        screen = self.screen()
        pages = prompt.pages(screen)
        if page == 0:
            self._say(prompt.explanation(screen))
            self.tell(COMMANDS, "  ")
        if pages > 1:
            page = (page + 1) % pages
            self._say(prompt.page(screen, page) + "\n")
        return page


def _nothing_more(text: str) -> None:
    raise ValueError("answers no question")


def _obey(command: str) -> None:
    if command in _STOP:
        raise Stopped
    if command in _BACK:
        raise Back
    if command in _CHANGE:
        raise Change
