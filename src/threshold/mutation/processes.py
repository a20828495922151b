"""Work in as many processes as there are cores, none of which outlives the command that began it."""

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TypeVar

from threshold.offspring import end_with

_Work = TypeVar("_Work")
_Done = TypeVar("_Done")
_AT_A_TIME = 4  # pieces of work: so many are handed to a process


class Processes:
    """The processes of a pool, each of which keeps what it has read from one piece of work to the next."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    def each(self, do: Callable[[_Work], _Done], work: Sequence[_Work]) -> list[_Done]:
        """What comes of each piece of work, in its order."""
        return list(self._pool.map(do, work, chunksize=_AT_A_TIME))


@contextmanager
def processes() -> Iterator[Processes]:
    """As many processes as there are cores, for as long as they are used."""
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn"), _begin, (os.getpid(),)) as pool:
        yield Processes(pool)


def _begin(parent: int) -> None:
    """Ctrl-C is for the command to answer; and where that is gone, nobody waits for an answer any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with(parent)
