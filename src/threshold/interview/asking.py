"""One question put until it is answered or passed over; commands are understood at every one of them."""

from collections.abc import Callable
from enum import Enum
from typing import TypeVar

from threshold.interview.prompts import ANSWER, Prompt, Screen, wrapped
from threshold.interview.typed import LONGEST, cleaned

_STOP = ("q", "quit", "stop", "exit")
_BACK, _CHANGE = ("b", "back"), ("c", "change")
_EXPLAIN = ("?", "help")
_SKIP = ("", "skip", "pass")
_DANGER = ("danger", "999", "emergency")
UNKNOWN = (
    "u",
    "unknown",
    "don't know",
    "dont know",
    "do not know",
    "not sure",
    "unsure",
    "not known",
    "nobody knows",
    "no idea",
)
COMMANDS = "? explains, b goes back, c changes an answer, u: not known, Enter skips, q stops."
Read = TypeVar("Read")
_LEFT_OUT = "What was typed is not kept; Enter again leaves it out."
_END = Prompt("Is that all?", "Type b to go back or c to change an answer; Enter ends it.")


class Back(Exception):
    """The question before this one is wanted."""


class Change(Exception):
    """An answer given earlier is to be changed."""


class Stopped(Exception):
    """The person answering has had enough."""


class Danger(Exception):
    """Somebody says that a child is in danger now."""


class NotKept(ValueError):
    """What was typed may not be kept; says in whole sentences why, and what to do."""


class Passed(Enum):
    """Why a question has no answer."""

    SKIPPED = "skipped"
    UNKNOWN = "unknown"  # nobody knows it


class Asker:
    """Puts questions to whoever is there.

    `say` shows text as it is; `hear` shows a prompt, gives the line typed behind it, and raises EOFError
    when there is none; `screen` says how much can be seen. `mend` is like `hear` where a line can be edited:
    the line begins with the second text, and the arrow up brings back the third. `commands` is what `?` says
    of these; `danger`: whether `!` is one.
    """

    def __init__(
        self,
        say: Callable[[str], None],
        hear: Callable[[str], str],
        screen: Callable[[], Screen],
        *,
        mend: Callable[[str, str, str], str] | None = None,
        commands: str = COMMANDS,
        danger: bool = False,
    ) -> None:
        self._say, self._hear, self.screen = say, hear, screen
        self.mends = mend is not None
        self._mend = mend or (lambda prompt, _, __: hear(prompt))
        self._commands, self._danger = commands, danger

    def tell(self, text: str, indent: str = "") -> None:
        """Show a paragraph, in lines of the screen's width; a line is left free where it begins with one."""
        free = "\n" if text.startswith("\n") else ""
        self._say(free + wrapped(text.strip(), self.screen(), indent) + "\n")

    def tell_as_it_is(self, text: str) -> None:
        """Show lines that are wrapped already."""
        self._say(text)

    def ask(
        self,
        prompt: Prompt,
        read: Callable[[str], Read],
        *,
        given: str | None = None,
        refused: str = "",
        longest: int = LONGEST,
    ) -> Read | Passed:
        """What was answered, or why nothing was; asks again until it can be understood.

        `given`: a text is asked for, and the line begins with this one. The arrow up brings back what was
        `refused` last. Raises Back, Change, Stopped or Danger where that was typed, and EOFError at the end
        of the input.
        """
        self._say(prompt.shown(self.screen()))
        page, wanted = 0, prompt.wanted
        while True:
            typed = self._hear(ANSWER) if given is None else self._mend(ANSWER, given, refused)
            try:
                if self._danger and tells_of_danger(typed):
                    raise Danger
                text = cleaned(typed, longest)
                command = text.casefold().rstrip(".")
                if command in _SKIP:
                    if prompt.needed:
                        self.tell(prompt.needed, "  ")
                        continue
                    if wanted:
                        self.tell(wanted, "  ")
                        wanted = ""
                        continue
                    return Passed.SKIPPED
                if command in _EXPLAIN:
                    page = self._explain(prompt, page)
                    continue
                if command in UNKNOWN:
                    return Passed.UNKNOWN
                _obey(command)
                return read(text)
            except ValueError as error:
                why = str(error) if isinstance(error, NotKept) else f"It {error}. {prompt.can}"
                if given is not None:
                    given, refused, wanted = "", typed.strip(), _LEFT_OUT
                    why += f" {self.to_mend}"
                self.tell(why, "  ")

    @property
    def to_mend(self) -> str:
        """How what was refused is had again."""
        return "Arrow up brings it back." if self.mends else "Type it anew."

    def wait_at_the_end(self) -> None:
        """Let whoever is there look once more. Raises Back, Change, Stopped or EOFError as `ask` does."""
        self.ask(_END, _nothing_more)

    def _explain(self, prompt: Prompt, page: int) -> int:
        """What is meant; and the next answers, where there are more than can be seen at once."""
        screen = self.screen()
        pages = prompt.pages(screen)
        if page == 0:
            self._say(prompt.explanation(screen))
            self.tell(self._commands, "  ")
        if pages > 1:
            page = (page + 1) % pages
            self._say(prompt.page(screen, page) + "\n")
        return page


def tells_of_danger(typed: str) -> bool:
    """Whether a line says that a child is in danger: it begins with an exclamation mark, or is the word."""
    bare = typed.strip()
    return bare.startswith("!") or bare.casefold().rstrip("!.") in _DANGER


def _nothing_more(text: str) -> None:
    raise ValueError("answers no question")


def _obey(command: str) -> None:
    if command in _STOP:
        raise Stopped
    if command in _BACK:
        raise Back
    if command in _CHANGE:
        raise Change
