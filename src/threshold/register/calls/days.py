"""Days and times as they are in England, where a call is of the day on which it was answered."""

from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from threshold.reading import BadInput, Problem

PLACE = "Europe/London"


def local(moment: datetime) -> datetime:
    """A moment on England's clock. Raises BadInput where this computer does not know how that goes."""
    return moment.astimezone(_clock())


def day_of(moment: datetime) -> date:
    """The day that it is in England."""
    return local(moment).date()


def moment_of(written: str) -> datetime:
    """The moment of a time as entries have it."""
    return datetime.fromisoformat(written).astimezone(UTC)


@cache
def _clock() -> ZoneInfo:
    try:
        return ZoneInfo(PLACE)
    except ZoneInfoNotFoundError:
        message = (
            "this computer does not know what the time is in England, so that no call can be put to its "
            "day; `pip install tzdata` tells it"
        )
        raise BadInput(Problem(message)) from None
