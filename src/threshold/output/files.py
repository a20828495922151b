"""Files written whole or not at all, and readable by their owner alone unless somebody else may, too."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from threshold.output.escaping import lines
from threshold.reading import BadInput, Problem

PRIVATE = 0o600


@contextmanager
def atomic_file(
    path: Path, *, synced: bool = False, replace: bool = True, mode: int = PRIVATE
) -> Iterator[Path]:
    """A file beside `path` to write to, put in its place at the end; nothing is left if anything goes wrong.

    `synced`: it is on the disk before it has its name. Without `replace`, what has the name by then keeps
    it. `mode`: who may read and write it. Raises OSError where it cannot be written.
    """
    if not path.name:  # a folder: `.`, `/` or nothing at all
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    # It has its name before it is made, so that a Ctrl-C in between leaves nothing either.
    aside = path.with_name(f".threshold-{token_hex(8)}{path.suffix}")
    try:
        os.close(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE))
        yield aside
        # Some libraries make the file anew; whoever made it, only these may read it.
        aside.chmod(mode)
        if synced:
            _sync(aside)
        if replace:
            os.replace(aside, path)
        else:
            with suppress(FileExistsError):
                _link(aside, path)
    finally:
        with suppress(OSError):
            aside.unlink()


@contextmanager
def written_aside(
    path: Path, *, synced: bool = False, make_folder: bool = False, mode: int = PRIVATE
) -> Iterator[Path]:
    """As `atomic_file` does it, in a folder that is made first if `make_folder`.

    Raises BadInput where it cannot be written.
    """
    if path.exists() and not (path.is_file() or path.is_dir()):
        # A device or a pipe would be replaced by a file.
        raise BadInput(Problem("is no ordinary file; name another", str(path)))
    try:
        if make_folder:
            path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_file(path, synced=synced, mode=mode) as aside:
            yield aside
    except OSError as error:
        raise cannot_be_written(path, error) from None


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """As `written_aside` does it, but never over another file. Raises BadInput where there is one."""
    if path.exists():
        raise BadInput(Problem("there is a file of this name already; name another", str(path)))
    with written_aside(path) as aside:
        yield aside


def write_text(path: Path, text: str, *, synced: bool = False, make_folder: bool = False) -> None:
    """Write a report as `written_aside` does: nothing that cannot be seen, or that a terminal obeys."""
    with written_aside(path, synced=synced, make_folder=make_folder) as aside:
        aside.write_text(lines(text), encoding="utf-8", newline="")


def write_as_it_is(path: Path, text: str, *, make_folder: bool = False, mode: int = PRIVATE) -> None:
    """Write a text that is somebody's own, to the last sign, as `written_aside` does."""
    with written_aside(path, make_folder=make_folder, mode=mode) as aside:
        aside.write_text(text, encoding="utf-8", newline="")


def cannot_be_written(path: Path, error: OSError) -> BadInput:
    """What to say where the disk or a folder does not let a file be written."""
    reason = error.strerror or "the disk reported an error"
    return BadInput(Problem(f"cannot be written ({reason})", str(path)))


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _link(made: Path, path: Path) -> None:
    """Give a file its name without ever taking the place of another. Raises FileExistsError."""
    try:
        os.link(made, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE), "wb") as file:
            file.write(made.read_bytes())
            file.flush()
            os.fsync(file.fileno())
