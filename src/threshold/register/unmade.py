"""A register that is still to be made: in memory until its first entry, then whole in its file."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from threshold.output.asides import locked
from threshold.reading import BadInput, Problem
from threshold.register.database import in_no_file, in_plain_words, put_in_place

Opening = Callable[[], AbstractContextManager[sqlite3.Connection]]
_NO_NAMES = ("-", ":memory:")  # what other programs take for standard input, and for no file at all


@dataclass(frozen=True, slots=True)
class Unmade:
    """A register in memory, and what becomes of it."""

    path: Path
    connection: sqlite3.Connection
    opening: Opening
    until_made: ExitStack
    until_closed: ExitStack

    def made(self) -> sqlite3.Connection:
        """Put it in its place with all that is in it by now, and open it there.

        Raises BadInput where somebody else made one meanwhile, OSError or the database's own errors where
        it cannot be written; then nothing is there, and nothing more can be done with this one.
        """
        with self.until_made:
            try:
                put_in_place(self.connection, self.path)
            except FileExistsError:
                message = (
                    "somebody else began a register here at the same time; nothing was recorded, try again"
                )
                raise BadInput(Problem(message, str(self.path))) from None
        return self.until_closed.enter_context(self.opening())


@contextmanager
def unmade(path: Path, opening: Opening) -> Iterator[Unmade | None]:
    """A register that is to be made, or None where there is something of this name.

    Until it is made, or given up, others wait who would make one in the same folder. Raises BadInput where
    it may not have this name.
    """
    with ExitStack() as until_closed, ExitStack() as until_made:
        with in_plain_words(path):
            if not os.path.lexists(path):
                until_made.enter_context(locked(_nearest(path)))
            if os.path.lexists(path):
                until_made.close()
                yield None
                return
        _check_name(path)
        connection = until_made.enter_context(in_no_file(path))
        yield Unmade(path, connection, opening, until_made, until_closed)


def _nearest(path: Path) -> Path:
    """The folder that a file is to be in, or that which is there of those above it."""
    return next(folder for folder in path.absolute().parents if folder.is_dir())


def _check_name(path: Path) -> None:
    if str(path) in _NO_NAMES or str(path).startswith("file:"):
        raise BadInput(Problem("no register is made of this name; name an ordinary file", str(path)))
