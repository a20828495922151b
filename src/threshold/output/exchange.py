"""Two files that change places in one step: what was replaced can still be looked at, and put back."""

import errno
import os
import sys
from functools import cache
from pathlib import Path
from typing import Any

_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux
_CANNOT = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM)


def exchanged(one: Path, other: Path) -> bool:
    """Let two files change places; False, with nothing done, where the system or the disk cannot.

    Raises OSError where one of them is not there, or they may not be renamed.
    """
    import ctypes  # slow to come in

    rename = _rename()
    if rename is None:
        return False
    if rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT:
        return False
    raise OSError(number, os.strerror(number))


@cache
def _rename() -> Any:
    """The call of the system's own library, where it has it."""
    if sys.platform != "linux":
        return None
    import ctypes

    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is not None:
        path = ctypes.c_char_p
        rename.argtypes = (ctypes.c_int, path, ctypes.c_int, path, ctypes.c_uint)
    return rename
