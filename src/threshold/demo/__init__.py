"""Made-up exports for trying, training and measuring: no child in them is real."""

from datetime import date
from pathlib import Path
from types import ModuleType

from threshold.demo import annex_a, census, events
from threshold.demo.journeys import Journeys, make_journeys

__all__ = ["AS_AT", "FORMATS", "Journeys", "make_journeys", "write_demo"]

FORMATS: dict[str, ModuleType] = {"events": events, "annex-a": annex_a, "census": census}
AS_AT = date(2026, 3, 31)  # fixed, so that the same command makes the same file on any day


def write_demo(
    path: Path, children: int, seed: int = 0, dirt: float = 0.0, format_: str = "events", as_at: date = AS_AT
) -> list[Path]:
    """Write an export of so many made-up children; the files written, byte for byte the same each time.

    `dirt` is the share of rows with something wrong in them. Raises BadInput where it cannot be written.
    """
    files: list[Path] = FORMATS[format_].write(make_journeys(children, seed, as_at), path, dirt, seed)
    return files
