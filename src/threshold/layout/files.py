"""Files of rules in the one layout: found, compared, and written anew where they differ."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from threshold.layout.text import laid_out
from threshold.output.files import ChangedMeanwhile, write_as_it_is
from threshold.reading import BadInput, Problem, read_bytes
from threshold.reading.files import as_written

SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Outdated:
    """A file with another layout: the first line that differs, and the text as it should be.

    `was` is what it held when it was read.
    """

    path: Path
    line: int
    text: str
    was: bytes


def yaml_files(paths: Iterable[Path]) -> list[Path]:
    """The files given, each once; of a folder every .yaml file below it by name, but for what is hidden.

    Raises BadInput where a folder holds none, or a file has another kind of name.
    """
    return list(dict.fromkeys(file for path in paths for file in _files(path)))


def outdated(path: Path) -> Outdated | None:
    """What a file should be, or None where it is so already. Raises BadInput where it cannot be read."""
    if path.exists() and not path.is_file():
        raise BadInput(Problem("this is not an ordinary file", str(path)))
    was = read_bytes(path, str(path))
    text = as_written(was, str(path))
    made = laid_out(text, str(path))
    # Compared as bytes: a mark of the byte order is no part of the text.
    if was == made.encode():
        return None
    pairs = zip_longest(text.splitlines(keepends=True), made.splitlines(keepends=True))
    line = next((number for number, (old, new) in enumerate(pairs, 1) if old != new), 1)
    return Outdated(path, line, made, was)


def renew(file: Outdated) -> None:
    """Write a file anew, whole or not at all and with the permissions it had; a link stays one.

    Raises BadInput where it cannot be written, or was changed since it was read.
    """
    place = file.path.resolve()
    try:
        write_as_it_is(
            file.path,
            file.text,
            synced=True,
            unchanged=lambda there: file.path.resolve() == place and _content(there) == file.was,
        )
    except ChangedMeanwhile:
        raise _changed(file.path) from None


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _changed(path: Path) -> BadInput:
    message = "was changed by somebody else in the meantime, and stays as they left it; run this again"
    return BadInput(Problem(message, str(path)))


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        if path.suffix not in SUFFIXES and path.exists():
            raise BadInput(Problem(f"needs a name that ends in {' or '.join(SUFFIXES)}", str(path)))
        return [path]
    found = sorted(_below(path))
    if not found:
        raise BadInput(Problem("this folder holds no .yaml files", str(path)))
    return found


def _below(folder: Path) -> Iterator[Path]:
    def shut(error: OSError) -> None:
        message = "you have no permission to look into this folder"
        raise BadInput(Problem(message, str(error.filename)))

    for place, folders, names in os.walk(folder, onerror=shut):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            file = Path(place, name)
            if not name.startswith(".") and file.suffix == ".yaml":
                yield file
