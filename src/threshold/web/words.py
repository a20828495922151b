"""Days and times of entries as people say them, on England's clock."""

from datetime import date

from threshold.interview.dates import in_words
from threshold.register.calls.days import local, moment_of


def day_in_words(written: str) -> str:
    """An ISO date."""
    return in_words(date.fromisoformat(written))


def time_in_words(written: str, today: date | None = None) -> str:
    """The time of day of a moment as entries have it; with its day, where that is not `today`."""
    moment = local(moment_of(written))
    if today is None or moment.date() == today:
        return f"{moment:%H:%M}"
    return moment_in_words(written)


def moment_in_words(written: str) -> str:
    """A moment as entries have it, with its day."""
    moment = local(moment_of(written))
    return f"{in_words(moment.date())} at {moment:%H:%M}"
