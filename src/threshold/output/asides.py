"""Files and folders of the program's own while it writes: locked, named so that they are known, and cleared.

A program that is killed outright leaves what it had been writing. The next one that writes to the same folder
takes that away: only what has such a name, belongs to the same user, is locked by nobody and was made by a
program of this machine that runs no more. Where that cannot be told, it stays for a day.
"""

import hashlib
import os
import re
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from secrets import token_hex
from time import sleep, time

if sys.platform != "win32":
    import fcntl

# Whose machine and which program made it; of a version before, neither.
_NAMES = re.compile(
    r"\.threshold-(?:(?P<machine>[0-9a-f]{8})-(?P<program>[0-9]{1,10})-)?[0-9a-f]{16}(?:\.\w+)?", re.ASCII
)
_A_DAY = 24 * 60 * 60  # seconds
_TRIES, _PAUSE = 200, 0.01  # seconds


@contextmanager
def aside_file(path: Path, mode: int) -> Iterator[Path]:
    """An empty file beside `path`, with the same suffix; gone in the end unless it was given another name.

    Raises OSError where it cannot be made.
    """
    clear(path.parent)
    # It has its name before it is made, so that a Ctrl-C in between leaves nothing either.
    aside = path.with_name(f"{_name()}{path.suffix}")
    opened = -1
    try:
        opened = os.open(aside, os.O_CREAT | os.O_EXCL | os.O_RDWR, mode)
        _lock(opened)
        if sys.platform == "win32":  # which lets nobody take the place of an open file
            os.close(opened)
            opened = -1
        yield aside
    finally:
        with suppress(OSError):
            aside.unlink()
        if opened >= 0:
            os.close(opened)


@contextmanager
def aside_folder(place: Path | None = None) -> Iterator[Path]:
    """A new folder for this program alone, in a place or else where the system keeps such; gone in the end.

    Raises OSError where it cannot be made.
    """
    import shutil
    import tempfile

    place = Path(tempfile.gettempdir()) if place is None else place
    clear(place)
    aside = place / _name()
    opened = -1
    try:
        aside.mkdir(mode=0o700)
        if sys.platform != "win32":
            opened = os.open(aside, os.O_RDONLY)
            _lock(opened)
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)
        if opened >= 0:
            os.close(opened)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """For a moment, nobody else who asks so does the same in this folder.

    Where the system has no such locks, or somebody does not let go, it goes on without.
    """
    opened = -1
    if sys.platform != "win32":
        with suppress(OSError):
            opened = os.open(folder, os.O_RDONLY)
            for _ in range(_TRIES):
                try:
                    fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    sleep(_PAUSE)
    try:
        yield
    finally:
        if opened >= 0:
            os.close(opened)


@contextmanager
def claimed(path: Path) -> Iterator[None]:
    """While it lasts, other programs see that this one claims a file, which is made for that and goes then.

    Where it cannot be made, or the system has no such locks, it goes on without.
    """
    opened = -1
    with suppress(OSError):
        opened = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        _lock(opened)
    try:
        yield
    finally:
        if opened >= 0:
            with suppress(OSError):
                path.unlink()
            os.close(opened)


def is_claimed(path: Path) -> bool:
    """Whether a program that still runs claims this file, as far as can be told."""
    try:
        return _locked_by_somebody(path)
    except OSError:  # it is not there
        return False


@cache
def clear(folder: Path) -> None:
    """Take away what programs that run no more have left in a folder. Once for each run is enough."""
    with suppress(OSError), os.scandir(folder) as found:
        for entry in found:
            name = _NAMES.fullmatch(entry.name)
            if name is not None:
                with suppress(OSError):
                    _clear(Path(entry.path), name)


def _clear(path: Path, name: re.Match[str]) -> None:
    found = path.lstat()
    folder = stat.S_ISDIR(found.st_mode)
    if not (folder or stat.S_ISREG(found.st_mode)):
        return
    if hasattr(os, "getuid") and found.st_uid != os.getuid():
        return
    gone = name["machine"] == _machine() and not _runs(int(name["program"]))
    if not gone and time() - found.st_mtime < _A_DAY:
        return
    if _locked_by_somebody(path):
        return
    if folder:
        import shutil

        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink()


def _name() -> str:
    return f".threshold-{_machine()}-{os.getpid()}-{token_hex(8)}"


@cache
def _machine() -> str:
    """Tells this machine from others that may use the same folder."""
    from platform import node

    known = node().encode()
    with suppress(OSError):
        known += Path("/etc/machine-id").read_bytes()
    return hashlib.sha256(known).hexdigest()[:8]


def _runs(program: int) -> bool:
    """Whether a program of this number runs, as far as can be told; another may have got its number."""
    if sys.platform == "win32":  # where to ask would be to end it
        return True
    try:
        os.kill(program, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _lock(opened: int) -> None:
    """Keep others from taking it for abandoned. The system lets go of it when the program ends, however."""
    if sys.platform != "win32":
        with suppress(OSError):  # a file system without locks
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _locked_by_somebody(path: Path) -> bool:
    if sys.platform == "win32":
        return False
    opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # locked, or no telling
        return True
    finally:
        os.close(opened)
    return False
