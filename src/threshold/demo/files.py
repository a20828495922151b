"""Made-up exports are written whole or not at all, and never over another file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from threshold.reading import BadInput, Problem
from threshold.writing import written_aside


@contextmanager
def aside(path: Path) -> Iterator[Path]:
    """A file to write to, which becomes `path` when all went well.

    Raises BadInput where something stands at `path` already, or where it cannot be written.
    """
    if path.exists():
        raise BadInput(Problem("there is a file of this name already; name another", str(path)))
    with written_aside(path) as made:
        yield made
