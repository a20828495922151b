"""Work in as many processes as there are cores, none of which outlives the command that began it."""

import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from threading import Thread
from time import sleep
from typing import TypeVar

_Work = TypeVar("_Work")
_Done = TypeVar("_Done")
_AT_A_TIME = 4  # pieces of work: so many are handed to a process


def in_processes(do: Callable[[_Work], _Done], work: Sequence[_Work]) -> list[_Done]:
    """What comes of each piece of work, in its order."""
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn"), _begin, (os.getpid(),)) as pool:
        return list(pool.map(do, work, chunksize=_AT_A_TIME))


def _begin(parent: int) -> None:
    """Ctrl-C is for the command to answer; and where that is gone, nobody waits for an answer any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        sleep(0.5)
    os._exit(1)
