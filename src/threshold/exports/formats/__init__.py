"""The kinds of export that are known: how each is recognised, and its reader, which is loaded only then."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from threshold.exports.formats.recognition import (
    ANNEX_A,
    CENSUS,
    LOCAL_EVENTS,
    SSD,
    is_annex_a,
    is_census,
    is_local_events,
    is_ssd,
)
from threshold.exports.request import Inspection, Request

if TYPE_CHECKING:
    from threshold.exports.gathering import Export


class Reader(Protocol):
    """What reads one kind of export. Both raise BadInput where nothing can be read."""

    def read(self, path: Path, request: Request) -> "Export":
        """The export's events, facts and findings."""

    def inspect(self, path: Path, request: Request) -> Inspection:
        """What is recognised and what is not."""


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of export. `reader` loads the libraries that only it needs."""

    title: str
    recognises: Callable[[Path], bool]
    reader: Callable[[], Reader]


def _annex_a() -> Reader:
    from threshold.exports.formats import annex_a

    return annex_a


def _census() -> Reader:
    from threshold.exports.formats import census

    return census


def _ssd() -> Reader:
    from threshold.exports.formats import ssd

    return ssd


def _local_events() -> Reader:
    from threshold.exports.formats import local_events

    return local_events


# In the order in which they are tried.
FORMATS: Mapping[str, Format] = {
    "annex-a": Format(ANNEX_A, is_annex_a, _annex_a),
    "census": Format(CENSUS, is_census, _census),
    "ssd": Format(SSD, is_ssd, _ssd),
    "events": Format(LOCAL_EVENTS, is_local_events, _local_events),
}
