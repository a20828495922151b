"""The one gate for what commands print: results on standard output, messages and questions on standard error.

Nothing that a terminal would obey passes, whoever wrote it: a file name, a header of an export, a policy.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO

from threshold.output.escaping import escaped, lines


class NotPrinted(Exception):
    """Standard output does not take what is printed; carries why."""


def say(text: str = "", end: str = "\n", *, painted: bool = False) -> None:
    """Print a result, in whole lines. `painted`: it holds colours of ours.

    Raises NotPrinted where it cannot be printed, BrokenPipeError where nobody reads it any more.
    """
    with _printing():
        _unguarded(sys.stdout).write(lines(f"{text}{end}", painted))
        sys.stdout.flush()


def say_line(text: str) -> None:
    """Print a result that is one line, whatever a file or a key in it is called. Raises as `say` does."""
    say(escaped(text))


def tell(message: str) -> None:
    """Print a message of the program, in one line, on standard error."""
    _beside(f"threshold: {escaped(message)}\n")


def prompt(text: str) -> None:
    """Print a question, or what else belongs to a conversation, on standard error; no line is ended."""
    _beside(lines(text))


def guard() -> None:
    """Put the gate before both streams: for warnings, logs, tracebacks, and the help that typer prints.

    A standard input that is closed is an empty one. Raises NotPrinted where there is no standard output.
    """
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115 (for as long as the program runs)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 (for as long as the program runs)
    if sys.stdout is None:
        raise NotPrinted("it is closed")
    if not isinstance(sys.stdout, _Guarded):
        sys.stdout = _GuardedOutput(sys.stdout)
    if not isinstance(sys.stderr, _Guarded):
        sys.stderr = _Guarded(sys.stderr)


def give_up_stdout() -> None:
    """Nothing more is printed, and what waits to be is forgotten: there is nobody, or no room, to take it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def unguarded_stderr() -> TextIO:
    """Standard error for what draws with escape sequences, and puts nothing there that it was given."""
    stream: TextIO = _unguarded(sys.stderr)
    return stream


def _beside(text: str) -> None:
    """To standard error. Where that takes nothing, there is nowhere to say so; the exit status stays."""
    with suppress(OSError, ValueError):
        _unguarded(sys.stderr).write(text)
        sys.stderr.flush()


@contextmanager
def _printing() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:  # ValueError: it was closed meanwhile
        raise NotPrinted(getattr(error, "strerror", None) or "it is closed") from None


class _Guarded:
    """A stream that lets through only what may be printed, whichever library writes to it."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        self.stream.write(lines(text))
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


class _GuardedOutput(_Guarded):
    """Standard output; where it fails, it says so as `say` does."""

    def write(self, text: str) -> int:
        with _printing():
            return super().write(text)

    def flush(self) -> None:
        with _printing():
            self.stream.flush()


def _unguarded(stream: Any) -> Any:
    return stream.stream if isinstance(stream, _Guarded) else stream
