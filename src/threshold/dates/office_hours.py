"""Whose working hours: when an office opens and closes, and on which days."""

from dataclasses import dataclass

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MIDNIGHT = 24 * 60
_MONDAY_TO_FRIDAY = (0, 1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The hours of one office; where nobody says otherwise, 09:00 to 17:00 from Monday to Friday.

    name           what a policy calls them
    opens, closes  minutes after midnight, of the same day; an office may close at midnight
    days           the days of the week on which it is open, Monday being 0, in order
    bank_holidays  whether it is open on the bank holidays of England that fall on those days

    Raises ValueError, in plain words, where it would never be open.
    """

    name: str = "office"
    opens: int = 9 * 60
    closes: int = 17 * 60
    days: tuple[int, ...] = _MONDAY_TO_FRIDAY
    bank_holidays: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.opens < self.closes <= MIDNIGHT:
            raise ValueError("closes before it opens; hours lie within one day, and 24:00 is its end")
        if not self.days or list(self.days) != sorted({*self.days} & {*range(7)}):
            raise ValueError("needs the days of the week on which it is open, each once")

    @property
    def minutes(self) -> int:
        """How many minutes it is open on a day."""
        return self.closes - self.opens

    def __str__(self) -> str:
        holidays = ", bank holidays too" if self.bank_holidays else ""
        whose = "" if self.name == OFFICE.name else f"{self.name.replace('_', ' ')}: "
        return f"{whose}{_clock(self.opens)} to {_clock(self.closes)}, {_week(self.days)}{holidays}"


OFFICE = OfficeHours()


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _week(days: tuple[int, ...]) -> str:
    """The days in words; of three and more that follow each other, the first and the last."""
    if len(days) == len(WEEKDAYS):
        return "every day"
    names = [WEEKDAYS[day].capitalize() for day in days]
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{names[0]} to {names[-1]}"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
