"""Files that options name to be written: never over what is read, or kept, nor over each other."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from threshold.cli.options import register_path

if TYPE_CHECKING:
    from threshold.policy import PolicyFiles

STANDARD = "-"
READ = "what is to be read"

_MAPS = "*columns.yaml"
# Pages, pictures and calendars: nothing that is read from a folder ends in these.
_NEVER_READ = (".html", ".htm", ".svg", ".ics", ".md")
_BESIDE_REGISTER = ("", "-wal", "-shm", "-journal")

Read = Mapping[str, Iterable[str | Path]]
_Marks = frozenset[object]


def check_outputs(
    outputs: Mapping[str, Path | None],
    read: Read,
    policy: "PolicyFiles | None" = None,
    register: Path | None = None,
) -> None:
    """Raises BadInput where a file to be written, given by its option, is `-`, read, kept or another of them.

    `read` is what the command reads, by what to call it; `-` is standard input, and of a folder whatever may
    be read in it. Files are known by what they are and not by their names: a link to one is that file.
    Always kept are the policy, the register (left out: that of the environment), its mirror and the own key.
    """
    from threshold.output.files import place_of
    from threshold.reading import BadInput, Problem

    wanted = {option: path for option, path in outputs.items() if path is not None}
    if not wanted:
        return
    taken: dict[str, _Marks] = {}
    for option, path in wanted.items():
        if str(path) == STANDARD:
            raise BadInput(Problem("names the file to write, and - is no name for one", field=option))
        place_of(path)
        marks = _marks(path)
        if other := next((each for each, theirs in taken.items() if marks & theirs), None):
            message = f"is the file of {other} too, and one would be lost; name another"
            raise BadInput(Problem(message, str(path), field=option))
        taken[option] = marks
    for what, files in (*read.items(), *_kept(policy, register)):
        for file in files:
            for option, marks in taken.items():
                if _is(wanted[option], marks, file):
                    message = f"is {what}, and would be lost; name another file"
                    raise BadInput(Problem(message, str(wanted[option]), field=option))


def with_maps(paths: Iterable[str | Path], given: Path | None) -> dict[str, list[str | Path]]:
    """What is read of these files and folders, and the column maps that were given or lie beside them."""
    files = list(paths)
    beside: list[str | Path] = [] if given is None else [given]
    for path in map(Path, files):
        with suppress(OSError, ValueError):
            folder = path if path.is_dir() else path.parent
            beside += sorted(folder.glob(_MAPS))
    return {"the column map": beside, READ: files}


def _kept(policy: "PolicyFiles | None", register: Path | None) -> Iterator[tuple[str, Iterable[str | Path]]]:
    from threshold.cli.signing import own_key

    if policy is not None:
        yield "the policy itself", policy.paths()
    named = os.environ.get
    own = register_path(register or (Path(told) if (told := named("THRESHOLD_REGISTER")) else None))
    yield "the register", [own.with_name(own.name + end) for end in _BESIDE_REGISTER if own.name]
    yield "the register's mirror", filter(None, [named("THRESHOLD_MIRROR")])
    yield "your key", filter(None, [named("THRESHOLD_KEY"), own_key()])


def _is(output: Path, marks: _Marks, read: str | Path) -> bool:
    """Whether a file to be written is one that is read, or that may be read in this folder."""
    if str(read) == STANDARD:
        return bool(marks & _marks(0))
    folder = Path(read)
    with suppress(OSError, ValueError):
        if folder.is_dir() and output.exists() and output.suffix.lower() not in _NEVER_READ:
            return bool(marks & _marks(folder)) or any(marks & _marks(file) for file in folder.rglob("*"))
    return bool(marks & _marks(read))


def _marks(file: str | Path | int) -> _Marks:
    """What a file is known by: its place, links followed, and what the disk calls it where it is there."""
    found: set[object] = set()
    with suppress(OSError, ValueError):
        if not isinstance(file, int):
            found.add(os.path.normcase(os.path.realpath(file)))
        told = os.stat(file)
        found.add((told.st_dev, told.st_ino))
    return frozenset(found)
