"""Files written whole or not at all, and readable by their owner alone."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from threshold.reading import BadInput, Problem


@contextmanager
def written_aside(path: Path) -> Iterator[Path]:
    """A file beside `path` to write to, put in its place at the end; nothing is left if anything goes wrong.

    Raises BadInput where it cannot be written.
    """
    aside: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".threshold-", suffix=path.suffix)
        os.close(handle)
        aside = Path(name)
        yield aside
        # Some libraries make the file anew; whoever made it, only its owner reads it.
        aside.chmod(0o600)
        os.replace(aside, path)
    except OSError as error:
        reason = error.strerror or "the disk reported an error"
        raise BadInput(Problem(f"cannot be written ({reason})", str(path))) from None
    finally:
        if aside is not None:
            aside.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a text as `written_aside` does."""
    with written_aside(path) as aside:
        aside.write_text(text, encoding="utf-8", newline="")
