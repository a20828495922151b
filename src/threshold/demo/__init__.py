"""Made-up exports for trying, training and measuring: no child in them is real."""

from datetime import date
from pathlib import Path
from types import ModuleType

from threshold.demo import annex_a, census, events, ssd
from threshold.demo.dirt import KINDS, Dirt, mixed, not_in, read_dirt
from threshold.demo.journeys import Journeys, make_journeys
from threshold.reading import BadInput, Problem

__all__ = ["AS_AT", "FORMATS", "KINDS", "Dirt", "Journeys", "make_journeys", "read_dirt", "write_demo"]

FORMATS: dict[str, ModuleType] = {"events": events, "annex-a": annex_a, "census": census, "ssd": ssd}
AS_AT = date(2026, 3, 31)  # fixed, so that the same command makes the same file on any day


def write_demo(
    path: Path,
    children: int,
    seed: int = 0,
    dirt: Dirt | float = 0.0,
    format_: str = "events",
    as_at: date = AS_AT,
) -> list[Path]:
    """Write an export of so many made-up children; the files written, byte for byte the same each time.

    `dirt` is the share of rows with something wrong in them, or which kinds of it are wanted. Raises BadInput
    where it cannot be written.
    """
    asked = dirt if isinstance(dirt, Dirt) else mixed(dirt)
    if kinds := not_in(asked, format_, path):
        message = f"this kind of file cannot have {', '.join(kinds)}"
        raise BadInput(Problem(message, field="--dirt"))
    files: list[Path] = FORMATS[format_].write(make_journeys(children, seed, as_at), path, asked, seed)
    return files
