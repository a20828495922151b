"""An audit's files: written whole or not at all, in folders that are made for them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from threshold import writing


@contextmanager
def written_aside(path: Path) -> Iterator[Path]:
    """As `threshold.writing` does it, with the folder made where there is none yet.

    Raises BadInput where it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise writing.cannot_be_written(path, error) from None
    with writing.written_aside(path) as aside:
        yield aside


def write_text(path: Path, text: str) -> None:
    """Write a text as `written_aside` does."""
    with written_aside(path) as aside:
        aside.write_text(text, encoding="utf-8", newline="")
