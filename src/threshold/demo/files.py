"""Writing a file aside and putting it in place when it is whole; its owner alone can read it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from threshold.reading import BadInput, Problem


@contextmanager
def aside(path: Path) -> Iterator[Path]:
    """A file to write to, which becomes `path` when all went well.

    Raises BadInput where something stands at `path` already, or where it cannot be written.
    """
    if path.exists():
        raise BadInput(Problem("there is a file of this name already; name another", str(path)))
    # It has its name before it is made, so that a Ctrl-C in between leaves nothing either.
    made = path.with_name(f".threshold-{token_hex(8)}{path.suffix}")
    try:
        os.close(os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield made
        os.replace(made, path)
    except OSError as error:
        raise _cannot(path, error) from None
    finally:
        with suppress(OSError):
            made.unlink()


def _cannot(path: Path, error: OSError) -> BadInput:
    return BadInput(
        Problem(f"cannot be written ({error.strerror or 'the disk reported an error'})", str(path))
    )
