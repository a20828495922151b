"""Work in as many processes as there are cores, none of which outlives the command that began it."""

import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TypeVar

from threshold.offspring import end_with

_Work = TypeVar("_Work")
_Done = TypeVar("_Done")
_AT_A_TIME = 4  # pieces of work: so many are handed to a process
_AHEAD = 2 * (os.cpu_count() or 1)  # pieces


class Processes:
    """The processes of a pool, each of which keeps what it has read from one piece of work to the next."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    def each(self, do: Callable[[_Work], _Done], work: Sequence[_Work]) -> list[_Done]:
        """What comes of each piece of work, in its order."""
        return list(self._pool.map(do, work, chunksize=_AT_A_TIME))

    def ahead(self, do: Callable[[_Work], _Done], work: Iterable[_Work]) -> Iterator[_Done]:
        """What comes of each piece of work, in its order, while only a few are done ahead of who asks."""
        waiting: deque[Future[_Done]] = deque()
        for piece in work:
            waiting.append(self._pool.submit(do, piece))
            if len(waiting) > _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


@contextmanager
def processes() -> Iterator[Processes]:
    """As many processes as there are cores, for as long as they are used."""
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn"), _begin, (os.getpid(),)) as pool:
        yield Processes(pool)


def _begin(parent: int) -> None:
    """Ctrl-C is for the command to answer; and where that is gone, nobody waits for an answer any more."""
    gc.set_threshold(100_000, 50, 100)  # as the command itself
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with(parent)
