"""The days and times of a row, which are ISO text, as days and as people say them."""

from datetime import date, datetime

from threshold.vocabulary import shown


def moment(text: str) -> date | datetime | None:
    """The day, or the day and time, that a row holds as text; None where it holds none."""
    if not text:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def when(text: str) -> str:
    """The same in words: `8 June 2026 at 17:30`; empty where there is none."""
    found = moment(text)
    return shown(found) if found is not None else ""
