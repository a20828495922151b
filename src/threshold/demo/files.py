"""Writing a file aside and putting it in place when it is whole; its owner alone can read it."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from threshold.reading import BadInput, Problem


@contextmanager
def aside(path: Path) -> Iterator[Path]:
    """A file to write to, which becomes `path` when all went well.

    Raises BadInput where something stands at `path` already, or where it cannot be written.
    """
    if path.exists():
        raise BadInput(Problem("there is a file of this name already; name another", str(path)))
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".threshold-", suffix=path.suffix)
    except OSError as error:
        raise _cannot(path, error) from None
    os.close(handle)
    try:
        yield Path(name)
        os.replace(name, path)
    except OSError as error:
        raise _cannot(path, error) from None
    finally:
        Path(name).unlink(missing_ok=True)


def _cannot(path: Path, error: OSError) -> BadInput:
    return BadInput(
        Problem(f"cannot be written ({error.strerror or 'the disk reported an error'})", str(path))
    )
