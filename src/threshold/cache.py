"""Remembering what is slow to work out: parsed rules. Never anything of a case, and never anything to run.

What comes of the rules that the program brings is made when it is built (hatch_build.py), and lies beside
this file: it is ready the first time. What comes of any others lies in the user's own cache folder, like
Python's compiled files; THRESHOLD_CACHE names another folder, or `off`. Both are keyed by the content of what
they came from, the program included, so that neither is ever out of date.

A file is data. It says of what it is, and a digest tells whether it is whole: one that was cut short, came to
harm, lies under another's name or is of another version of the program is passed over and made anew. What it
holds becomes rules only by the types that rules are declared with (threshold/shapes.py). A digest is no
signature: whoever can write to the folder could write other rules there, as they could into the program. So
it is used only where it is the user's own and closed to others.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from stat import S_ISREG
from time import time
from typing import TypeVar

from threshold.shapes import Shape, Unfit

Made = TypeVar("Made")
_PROGRAM = Path(__file__).parent
# What works it out.
_MAKERS = (
    "cache.py",
    "shapes.py",
    "reading",
    "dates",
    "output",
    "vocabulary",
    "conditions",
    "policy",
    "versions",
)
READY = _PROGRAM / "ready"
_KEPT = 24  # of each kind
_LARGEST = 50_000_000  # bytes: all documents together come to less than a million
_LONGEST = 300  # bytes of a first line
_BEGAN = time()  # before any rule is read
_TICK = 2.0  # seconds: some file systems tell time no finer
_OTHERS = 0o022  # permission for others to write


def remembered(
    kind: str, key: str, shape: Shape[Made], make: Callable[[], Made], files: Iterable[Path] = ()
) -> Made:
    """What `make` returns: as it came with the program, or from an earlier run with the same key, or anew.

    `shape` says what it may be. `files` are those that the key is of. Where one was changed since this run
    began, what is made may be of what stood there before, and is not kept for others. A cache that cannot be
    read or written is passed over: it saves time and decides nothing.
    """
    name = _Name(kind, key[:40])
    with suppress(OSError, Unfit):
        return _read(READY, name, shape)
    folder = _folder()
    if folder is None:
        return make()
    with suppress(OSError, Unfit):
        return _read(folder, name, shape)
    made = make()
    if not any(map(_changed, files)):
        _keep(folder, name, shape, made)
    return made


@dataclass(frozen=True, slots=True)
class _Name:
    """What a file is of: it says so itself, so that one under another's name is known."""

    kind: str
    key: str

    @property
    def file(self) -> str:
        return f"{self.kind}-{self.key}.json"

    def head(self, body: bytes) -> bytes:
        """The line before what is kept. It tells what came to harm from what is whole."""
        told = f"threshold {self.kind} {self.key}".encode()
        return b"%b %b\n" % (told, hashlib.sha256(told + body).hexdigest().encode())


def _changed(path: Path) -> bool:
    """Whether a file may have been changed since this run began, by a clock that is coarse."""
    try:
        return path.stat().st_mtime > _BEGAN - _TICK
    except OSError:
        return True


def fingerprint(parts: Iterable[bytes]) -> str:
    """A key for what is made from these bytes by this program, the same wherever either lies."""
    digest = hashlib.sha256(_program())
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


@cache
def _program() -> bytes:
    """Tells this program from any other version of it, one that somebody is working on included."""
    digest = hashlib.sha256()
    for path in _modules():
        content = path.read_bytes()
        digest.update(f"{path.relative_to(_PROGRAM).as_posix()} {len(content)}\n".encode() + content)
    return digest.digest()


def _modules() -> Iterator[Path]:
    for name in _MAKERS:
        path = _PROGRAM / name
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


def _read(folder: Path, name: _Name, shape: Shape[Made]) -> Made:
    """What a file holds. Raises OSError or Unfit where it is not there, or not as this program leaves one."""
    # Never a link, and a pipe is not waited for.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with open(os.open(folder / name.file, flags | getattr(os, "O_BINARY", 0)), "rb") as file:
        found = os.fstat(file.fileno())
        if not S_ISREG(found.st_mode) or found.st_size > _LARGEST:
            raise Unfit("no ordinary file of such a size")
        head, body = file.readline(_LONGEST), file.read(_LARGEST)
    if head != name.head(body):
        raise Unfit("another thing, or not whole")
    return shape.read(body)


def _folder() -> Path | None:
    """The cache folder, or None where there is to be none or others could write to it."""
    named = os.environ.get("THRESHOLD_CACHE", "")
    if named.strip().casefold() == "off":
        return None
    try:
        folder = Path(named) if named else _default_folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.stat()
    except (OSError, RuntimeError):  # no such place, or no home to have it in
        return None
    # What is read back are rules, so nobody else may have had a hand in it.
    if hasattr(os, "getuid") and (found.st_uid != os.getuid() or found.st_mode & _OTHERS):
        return None
    return folder


def _default_folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("threshold", appauthor=False)


def _keep(folder: Path, name: _Name, shape: Shape[Made], made: Made) -> None:
    """Write aside and put in place, then let go of the oldest of this kind."""
    from threshold.output.files import atomic_file

    try:
        body = shape.written(made)
        with atomic_file(folder / name.file) as aside:
            aside.write_bytes(name.head(body) + body)
        kept = sorted(folder.glob(f"{name.kind}-*.json"), key=lambda each: each.stat().st_mtime)
        # No longer read: what programs before this one kept.
        for old in (*kept[:-_KEPT], *folder.glob(f"{name.kind}-*.pickle")):
            old.unlink(missing_ok=True)
    except (OSError, Unfit):
        return
