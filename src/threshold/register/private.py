"""Writing a file that its owner alone can read, whole or not at all."""

import os
import tempfile
from pathlib import Path

from threshold.reading import BadInput, Problem


def write_private(path: Path, text: str) -> None:
    """Write aside, synchronise, then put in place. Raises BadInput where it cannot be written."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".threshold-")
    except OSError as error:
        raise _cannot(path, error) from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise _cannot(path, error) from None
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _cannot(path: Path, error: OSError) -> BadInput:
    return BadInput(
        Problem(f"cannot be written ({error.strerror or 'the disk reported an error'})", str(path))
    )
