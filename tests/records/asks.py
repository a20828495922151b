"""One reading, in plain words, and what it may give."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from .world import Missing

State = object  # a value, or a Missing


@dataclass(frozen=True)
class Ask:
    """One reading. `since` and `by` are what those facts hold, None where the reading names none.

    else_first  where nothing is there by that day, the first after it counts
    """

    take: str
    events: tuple[str, ...] = ()
    episode: str = ""
    during: str = ""
    since: date | Missing | None = None
    by: date | Missing | None = None
    where: Mapping[str, object] = field(default_factory=dict)
    status: str = "held"
    give: str = ""
    anywhere: bool = False
    among: tuple[str, ...] = ()
    after: str = ""
    certain: bool = False
    else_first: bool = False
