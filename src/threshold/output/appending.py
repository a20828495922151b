"""A file that is only ever appended to: by one program at a time, and on the disk before it is said."""

import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from threshold.output.rights import PRIVATE

WAIT = 20.0  # seconds to wait for another program that is writing
_PAUSE = 0.01
_LOCKED_AT = 2**31 - 2  # on Windows a lock is on bytes, and keeps others from reading them


@contextmanager
def appending(path: Path, wait: float = WAIT) -> Iterator[Callable[[bytes], None]]:
    """Append to a file, made where there is none, readable by its owner alone; nobody else does meanwhile.

    Works where the file system lets the file be appended to and nothing else. Raises OSError where it cannot
    be written or locked, and FileExistsError where the place is no ordinary file's.
    """
    if path.exists() and not stat.S_ISREG(path.stat().st_mode):
        raise FileExistsError(0, "it is no ordinary file")
    new = not path.exists()
    place = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), PRIVATE)
    try:
        _lock(place, wait)
        yield lambda data: _write(place, data)
        os.fsync(place)
        if new:
            synced_folder(path.parent)
    finally:
        _unlock(place)
        os.close(place)


def _write(place: int, data: bytes) -> None:
    while data:
        data = data[os.write(place, data) :]


def synced_folder(folder: Path) -> None:
    """See that the name of a new file in a folder is on the disk too; not every system can."""
    with suppress(OSError):
        place = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(place)
        finally:
            os.close(place)


def _lock(place: int, wait: float) -> None:
    until = time.monotonic() + wait
    while True:
        try:
            return _lock_now(place)
        except (BlockingIOError, PermissionError):
            if time.monotonic() >= until:
                raise TimeoutError(0, "another program is writing to it") from None
            time.sleep(_PAUSE)


if sys.platform == "win32":
    import msvcrt

    def _lock_now(place: int) -> None:
        os.lseek(place, _LOCKED_AT, os.SEEK_SET)
        msvcrt.locking(place, msvcrt.LK_NBLCK, 1)

    def _unlock(place: int) -> None:
        with suppress(OSError):
            os.lseek(place, _LOCKED_AT, os.SEEK_SET)
            msvcrt.locking(place, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock_now(place: int) -> None:
        fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(place: int) -> None:
        with suppress(OSError):
            fcntl.flock(place, fcntl.LOCK_UN)
