"""`--inspect`: what is recognised in a file is printed, and a first column map drafted, or added to."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from threshold.output.gate import say, tell


class Inspected(Protocol):
    """What was found in a file, and the column map that it would be read by."""

    @property
    def column_map(self) -> str | None:
        """A first map, or the one that was given with what is new; None where the file needs none."""

    @property
    def kept(self) -> bool:
        """Whether it is the map that was given."""

    def text(self) -> str:
        """For a person to read."""

    def json(self) -> str:
        """For other programs to read."""


def inspected(look: Callable[[Path | None], Inspected], map_: Path | None, as_json: bool) -> None:
    """Print what is recognised; write a first column map to `map_`, or add what is new to the one there.

    `look` is given the map, where there is one already. Raises BadInput as `look` does, or where somebody
    else changed the map in the meantime.
    """
    from threshold.reading import read_text

    before = read_text(map_, str(map_)) if map_ is not None and map_.exists() else None
    found = look(map_ if before is not None else None)
    say(found.json() if as_json else found.text(), end="")
    if found.column_map is None:
        return
    if map_ is None or (before is not None and not found.kept):
        if not as_json:
            say(f"\nA column map to edit (--map FILE writes it):\n\n{found.column_map}", end="")
        return
    if before == found.column_map:
        tell(f"{map_} says all of this already, and was left as it is")
        return
    _save_map(map_, before, found.column_map)
    if before is None:
        tell(f"wrote {map_}, a first column map to edit")
    else:
        tell(f"added what is new to {map_}; all that it said is kept")


def _save_map(map_: Path, before: str | None, text: str) -> None:
    """Write a column map in the place of the one that was read, if that is still the one there."""
    from threshold.output.files import ChangedMeanwhile, write_as_it_is
    from threshold.reading import BadInput, Problem, read_text

    place = map_.resolve()

    def unchanged(path: Path) -> bool:
        there = read_text(path, str(map_)) if path.exists() else None
        return there == before and map_.resolve() == place

    try:
        write_as_it_is(map_, text, make_folder=True, synced=True, unchanged=unchanged)
    except ChangedMeanwhile:
        message = "was changed by somebody else in the meantime, and stays as they left it; run this again"
        raise BadInput(Problem(message, str(map_))) from None
