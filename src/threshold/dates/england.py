"""What the time is in England, whatever this computer's own clock shows."""

from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from threshold.reading import BadInput, Problem

PLACE = "Europe/London"


def local(moment: datetime) -> datetime:
    """A moment on England's clock. Raises BadInput where this computer does not know how that goes."""
    return moment.astimezone(_clock())


def now() -> datetime:
    """The time in England, to the minute, as everything here counts it: without a zone."""
    return local(datetime.now(UTC)).replace(tzinfo=None, second=0, microsecond=0)


@cache
def _clock() -> ZoneInfo:
    try:
        return ZoneInfo(PLACE)
    except ZoneInfoNotFoundError:
        message = "this computer does not know what the time is in England; `pip install tzdata` tells it"
        raise BadInput(Problem(message)) from None
