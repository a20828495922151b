"""Lines that somebody types: edited with the arrow keys at a terminal, read as they come from a pipe."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

LONGEST_LINE = 64 * 1024  # bytes; what is beyond them is passed over
UNREADABLE = "\N{REPLACEMENT CHARACTER}"


class Keyboard:
    """Gives the next line typed. `say` shows a prompt where the terminal does not.

    `remembers`: the arrow up brings back lines that were typed before.
    """

    def __init__(self, say: Callable[[str], None], *, remembers: bool = True) -> None:
        self._say = say
        self._editing = _is_terminal(sys.stdin) and _with_line_editing(remembers)

    def mend(self, prompt: str, given: str, refused: str = "") -> str:
        """The next line, as `hear` gives it. Where lines can be edited, it begins with what is given.

        The arrow up brings back what was refused, for this line and no other.
        """
        if not self.edits:
            return self.hear(prompt)
        import readline

        if refused.isprintable() and refused:
            readline.add_history(refused)
        readline.set_startup_hook(lambda: readline.insert_text(given))
        try:
            return self.hear(prompt)
        finally:
            readline.set_startup_hook(None)
            readline.clear_history()

    @property
    def edits(self) -> bool:
        """Whether a line that is typed now can be edited."""
        return self._editing and _is_terminal(sys.stdout)

    def hear(self, prompt: str) -> str:
        """The next line, without its end. Raises EOFError after the last; what is no text is unreadable."""
        if self.edits:
            try:
                return input(prompt)
            except UnicodeDecodeError:
                return UNREADABLE
        self._say(prompt)
        line = _line()
        if not _is_terminal(sys.stdin):
            self._say("\n")  # nobody pressed Enter here
        return line


@contextmanager
def prompts_beside_output() -> Iterator[None]:
    """While it lasts, a line can be edited though the output goes elsewhere, which stays free of prompts.

    Line editing shows its prompt on standard output: for so long that is the terminal, where messages go.
    """
    beside = _is_terminal(sys.stdin) and _is_terminal(sys.stderr) and not _is_terminal(sys.stdout)
    if not beside:
        yield
        return
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)


def _with_line_editing(remembers: bool) -> bool:
    """Whether lines can be edited. Nothing typed for another case, and no file name, is ever offered."""
    try:
        import readline
    except ImportError:
        return False
    readline.clear_history()
    readline.set_auto_history(remembers)
    readline.set_completer(lambda text, state: None)
    return True


def _line() -> str:
    data = sys.stdin.buffer.readline(LONGEST_LINE)
    if not data:
        raise EOFError
    more = data
    while len(more) == LONGEST_LINE and not more.endswith(b"\n"):
        more = sys.stdin.buffer.readline(LONGEST_LINE)
    return data.decode("utf-8", errors="replace")


def _is_terminal(stream: object) -> bool:
    with suppress(AttributeError, ValueError, OSError):
        return bool(stream.isatty())  # type: ignore[attr-defined]
    return False
