"""The key from which references are made: a file of its owner, which goes into no output."""

import os
import re
from pathlib import Path
from secrets import token_hex

from threshold.output.files import new_file
from threshold.reading import BadInput, Problem

_HEAD = "threshold key for references, version 1"
_BYTES = 32
_LONGEST = 1_000


def make_key(path: Path) -> bytes:
    """Write a new key, readable by its owner alone, and return it. Raises BadInput where there is a file."""
    text = token_hex(_BYTES)
    with new_file(path) as aside:
        aside.write_text(f"{_HEAD}\n{text}\n", encoding="ascii")
    return bytes.fromhex(text)


def others_may_read(path: Path) -> bool:
    """Whether somebody else than the owner of a key may read it, where the system has such rights."""
    return os.name == "posix" and bool(path.stat().st_mode & 0o077)


def read_key(path: Path) -> bytes:
    """The key in a file. Raises BadInput where there is none."""
    if not path.exists():
        message = "there is no key yet; --make-key makes one, to be kept and used again each time"
        raise BadInput(Problem(message, str(path), field="--key"))
    try:
        with path.open("rb") as file:
            text = file.read(_LONGEST).decode("ascii", "replace") if path.is_file() else ""
    except OSError:
        raise BadInput(Problem("the key cannot be read", str(path), field="--key")) from None
    found = re.fullmatch(rf"{_HEAD}\s+([0-9a-f]{{{2 * _BYTES}}})\s*", text)
    if found is None:
        message = "this is no key that --make-key made, or not the whole of it"
        raise BadInput(Problem(message, str(path), field="--key"))
    return bytes.fromhex(found[1])
