"""Remembering what is slow to work out: parsed rules. Never anything of a case.

What comes of the rules that the program brings is made when it is built (hatch_build.py), and lies beside
this file: it is ready the first time. What comes of any others lies in the user's own cache folder, like
Python's compiled files; THRESHOLD_CACHE names another folder, or `off`. Both are keyed by the content of what
they came from, the program included, so that neither is ever out of date.
"""

import hashlib
import os
import pickle
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from time import time
from typing import Any, TypeVar

Made = TypeVar("Made")
_PROGRAM = Path(__file__).parent
# What works it out.
_MAKERS = ("cache.py", "reading", "dates", "output", "vocabulary", "conditions", "policy")
READY = _PROGRAM / "ready"
_KEPT = 24  # of each kind
_BEGAN = time()  # before any rule is read
_TICK = 2.0  # seconds: some file systems tell time no finer
_OTHERS = 0o022  # permission for others to write


def remembered(kind: str, key: str, make: Callable[[], Made], files: Iterable[Path] = ()) -> Made:
    """What `make` returns: as it came with the program, or from an earlier run with the same key, or anew.

    `files` are those that the key is of. Where one was changed since this run began, what is made may be of
    what stood there before, and is not kept for others. A cache that cannot be read or written is passed
    over: it saves time and decides nothing.
    """
    name = f"{kind}-{key[:40]}.pickle"
    made: Made
    try:
        made = _read(READY / name)
    except Exception:
        folder = _folder()
        if folder is None:
            return make()
        try:
            made = _read(folder / name)
        except Exception:
            made = make()
            if not any(map(_changed, files)):
                _keep(folder / name, kind, made)
    return made


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
        yield from sorted(path.glob("*.py")) if path.is_dir() else [path]


def _read(path: Path) -> Any:
    return pickle.loads(path.read_bytes())


def _folder() -> Path | None:
    """The cache folder, or None where there is to be none or others could write to it."""
    named = os.environ.get("THRESHOLD_CACHE", "")
    if named == "off":
        return None
    try:
        folder = Path(named) if named else _default_folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.stat()
    except (OSError, RuntimeError):  # no such place, or no home to have it in
        return None
    # What is read back is trusted as code is, so nobody else may have had a hand in it.
    if hasattr(os, "getuid") and (found.st_uid != os.getuid() or found.st_mode & _OTHERS):
        return None
    return folder


def _default_folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("threshold", appauthor=False)


def _keep(path: Path, kind: str, made: object) -> None:
    """Write aside and put in place, then let go of the oldest of this kind."""
    from threshold.output.files import atomic_file

    try:
        with atomic_file(path) as aside:
            aside.write_bytes(pickle.dumps(made, protocol=pickle.HIGHEST_PROTOCOL))
        kept = sorted(path.parent.glob(f"{kind}-*.pickle"), key=lambda each: each.stat().st_mtime)
        for old in kept[:-_KEPT]:
            old.unlink(missing_ok=True)
    except (OSError, pickle.PicklingError):
        return
