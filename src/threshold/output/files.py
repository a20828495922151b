"""Files written whole or not at all, and readable by their owner alone unless somebody else could before."""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from threshold.output.asides import aside_file, locked
from threshold.output.escaping import lines
from threshold.output.exchange import exchanged
from threshold.output.rights import PRIVATE, Rights, made_folder, planted, read_only, rights_of
from threshold.reading import BadInput, Problem


class ChangedMeanwhile(Exception):
    """What was to be replaced is no longer what it was when it was read; nothing was written over it."""


@contextmanager
def atomic_file(
    path: Path,
    *,
    synced: bool = False,
    replace: bool = True,
    new: bool = False,
    unchanged: Callable[[Path], bool] | None = None,
) -> Iterator[Path]:
    """A file beside `path` to write to, put in its place at the end; nothing is left if anything goes wrong.

    What is replaced hands on who may read and write it.
    `synced`: it is on the disk before it has its name. Without `replace`, what has the name by then keeps
    it; if it has to be `new`, that is an error. `unchanged` is asked last of all of what is replaced; and,
    where the system lets two files change places, once more when it is out of the way, to be put back then.
    Raises OSError where it cannot be written, FileExistsError or ChangedMeanwhile where it may not be.
    """
    if not path.name:  # a folder: `.`, `/` or nothing at all
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    replace = replace and not new
    with aside_file(path, PRIVATE) as aside:
        yield aside
        # Some libraries make the file anew; whoever made it, only these may read it.
        (rights_of(path) if replace else Rights()).give(aside)
        if synced:
            _sync(aside)
        if replace:
            _replace(aside, path, unchanged)
        else:
            with suppress(*(() if new else (FileExistsError,))):
                _link(aside, path)


@contextmanager
def written_aside(
    path: Path,
    *,
    synced: bool = False,
    make_folder: bool = False,
    new: bool = False,
    unchanged: Callable[[Path], bool] | None = None,
) -> Iterator[Path]:
    """As `atomic_file` does it, in a folder that is made first if `make_folder`. A link stays a link.

    Raises BadInput where it cannot be written.
    """
    place = place_of(path)
    try:
        if make_folder:
            made_folder(place.parent)
        with atomic_file(place, synced=synced, new=new, unchanged=unchanged) as aside:
            yield aside
    except OSError as error:
        raise cannot_be_written(path, error) from None


@contextmanager
def new_file(path: Path, *, synced: bool = False) -> Iterator[Path]:
    """As `written_aside` does it, but never over another file. Raises BadInput where there is one."""
    if os.path.lexists(path):
        raise BadInput(Problem("there is a file of this name already; name another", str(path)))
    with written_aside(path, synced=synced, new=True) as aside:
        yield aside


def write_text(path: Path, text: str, *, synced: bool = False, make_folder: bool = False) -> None:
    """Write a report as `written_aside` does: nothing that cannot be seen, or that a terminal obeys."""
    write_as_it_is(path, lines(text), synced=synced, make_folder=make_folder)


def write_as_it_is(
    path: Path,
    text: str,
    *,
    synced: bool = False,
    make_folder: bool = False,
    unchanged: Callable[[Path], bool] | None = None,
) -> None:
    """Write a text that is somebody's own, to the last sign, as `written_aside` does."""
    with written_aside(path, synced=synced, make_folder=make_folder, unchanged=unchanged) as aside:
        aside.write_text(text, encoding="utf-8", newline="")


def place_of(path: Path) -> Path:
    """Where a file is written: what a link names. Raises BadInput where nothing may be written there."""
    if planted(path):
        message = "is a link that somebody else put there; remove it, or name another file"
        raise BadInput(Problem(message, str(path)))
    try:
        place = path.resolve(strict=False) if path.is_symlink() else path
        ordinary, other = place.is_file(), place.exists() and not place.is_dir()
    except RuntimeError:
        raise BadInput(Problem("is a link that goes round in a circle", str(path))) from None
    except OSError as error:
        raise cannot_be_written(path, error) from None
    if other and not ordinary:
        # A device or a pipe would be replaced by a file.
        raise BadInput(Problem("is no ordinary file; name another", str(path)))
    if ordinary and read_only(place):
        raise BadInput(Problem("cannot be written (it is read-only)", str(path)))
    return place


def cannot_be_written(path: Path, error: OSError) -> BadInput:
    """What to say where the disk or a folder does not let a file be written."""
    missing = error.errno in (errno.ENOENT, errno.ENOTDIR)
    reason = "its folder does not exist" if missing else error.strerror or "the disk reported an error"
    return BadInput(Problem(f"cannot be written ({reason})", str(path)))


def _replace(made: Path, path: Path, unchanged: Callable[[Path], bool] | None) -> None:
    if unchanged is None:
        os.replace(made, path)
        return
    with locked(path.parent):  # so that of two of these programs the second sees what the first has done
        there = os.path.lexists(path)
        if not unchanged(path):
            raise ChangedMeanwhile
        if not there:
            with _as_changed():
                _link(made, path)
            return
        with _as_changed():
            out_of_the_way = exchanged(made, path)
        if not out_of_the_way:
            os.replace(made, path)
        elif not unchanged(made):
            exchanged(made, path)
            raise ChangedMeanwhile


@contextmanager
def _as_changed() -> Iterator[None]:
    """Where it came to be, or was taken away, since it was looked at."""
    try:
        yield
    except (FileExistsError, FileNotFoundError):
        raise ChangedMeanwhile from None


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
        place = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE)
        try:
            with os.fdopen(place, "wb") as file:
                file.write(made.read_bytes())
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            path.unlink(missing_ok=True)  # a part of it is no file to be left
            raise
