"""Days and times as they are in England, where a call is of the day on which it was answered."""

from datetime import UTC, date, datetime

from threshold.dates.england import local

__all__ = ["day_of", "local", "moment_of"]


def day_of(moment: datetime) -> date:
    """The day that it is in England."""
    return local(moment).date()


def moment_of(written: str) -> datetime:
    """The moment of a time as entries have it."""
    return datetime.fromisoformat(written).astimezone(UTC)
