"""Remembering between runs what is slow to work out: parsed rules. Never anything of a case.

What is kept lies in the user's own cache folder, like Python's compiled files, and is made anew whenever
what it came from, the program or Python changes. THRESHOLD_CACHE names another folder, or `off`.
"""

import hashlib
import os
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import TypeVar

Made = TypeVar("Made")
_KEPT = 24  # of each kind
_OTHERS = 0o022  # permission for others to write


def remembered(kind: str, key: str, make: Callable[[], Made]) -> Made:
    """What `make` returns, from an earlier run with the same key where there was one.

    A cache that cannot be read or written is passed over: it saves time and decides nothing.
    """
    folder = _folder()
    if folder is None:
        return make()
    path = folder / f"{kind}-{key[:40]}.pickle"
    try:
        return pickle.loads(path.read_bytes())  # type: ignore[no-any-return]
    except Exception:
        made = make()
        _keep(path, kind, made)
        return made


def fingerprint(parts: Iterable[bytes]) -> str:
    """A key for what is made from these bytes by this program under this Python."""
    digest = hashlib.sha256(f"{sys.version} {_program()}".encode())
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


@cache
def _program() -> str:
    """Tells this program from any other version of it, one that somebody is working on included."""
    folder = Path(__file__).parent
    found = sorted((str(path), path.stat()) for path in folder.rglob("*.py"))
    return repr([(name, stat.st_size, stat.st_mtime_ns) for name, stat in found])


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
    try:
        handle, name = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                pickle.dump(made, file, protocol=pickle.HIGHEST_PROTOCOL)
            os.replace(name, path)
        finally:
            Path(name).unlink(missing_ok=True)
        kept = sorted(path.parent.glob(f"{kind}-*.pickle"), key=lambda each: each.stat().st_mtime)
        for old in kept[:-_KEPT]:
            old.unlink(missing_ok=True)
    except (OSError, pickle.PicklingError):
        return
