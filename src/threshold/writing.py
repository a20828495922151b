"""Files written whole or not at all, and readable by their owner alone."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from threshold.reading import BadInput, Problem


@contextmanager
def written_aside(path: Path) -> Iterator[Path]:
    """A file beside `path` to write to, put in its place at the end; nothing is left if anything goes wrong.

    Raises BadInput where it cannot be written.
    """
    # It has its name before it is made, so that a Ctrl-C in between leaves nothing either.
    aside = path.with_name(f".threshold-{token_hex(8)}{path.suffix}")
    try:
        os.close(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield aside
        # Some libraries make the file anew; whoever made it, only its owner reads it.
        aside.chmod(0o600)
        os.replace(aside, path)
    except OSError as error:
        raise cannot_be_written(path, error) from None
    finally:
        with suppress(OSError):
            aside.unlink()


def cannot_be_written(path: Path, error: OSError) -> BadInput:
    """What to say where the disk or a folder does not let a file be written."""
    reason = error.strerror or "the disk reported an error"
    return BadInput(Problem(f"cannot be written ({reason})", str(path)))
