"""What was made for somebody to begin with."""

from dataclasses import dataclass
from pathlib import Path

from threshold.starters.names import Name


@dataclass(frozen=True, slots=True)
class Begun:
    """What was made: the folder, the name, how many files and examples, and the levels from the least up."""

    folder: Path
    name: Name
    files: int
    examples: int
    signs: int = 0
    levels: tuple[str, ...] = ()
    left_behind: tuple[str, ...] = ()
