"""Due dates and lengths of time, by pandas and the bank holidays of an independent library.

Day 0 is the day of the start. A limit in working days begins with the next working day, wherever the start
falls; months end on the same day of the month, or on its last.
"""

from dataclasses import dataclass
from datetime import date

import holidays
import numpy as np
import pandas as pd

YEARS = range(2000, 2041)
BANK_HOLIDAYS = sorted(holidays.country_holidays("GB", subdiv="ENG", years=YEARS))
WORKING_DAYS = np.busdaycalendar(holidays=np.array(BANK_HOLIDAYS, dtype="datetime64[D]"))


@dataclass(frozen=True)
class Limit:
    """How long something may take: a number of `working days`, `days` or `months`."""

    number: int
    unit: str

    def due(self, start: date) -> date:
        if self.unit == "working days":
            # Rolled back first, a start on a weekend or holiday counts from the working day before it, so
            # that the next working day is the first.
            day = np.datetime64(start)
            last = np.busday_offset(day, self.number, roll="backward", busdaycal=WORKING_DAYS)
            return pd.Timestamp(last).date()
        months = self.number if self.unit == "months" else 0
        rest = 0 if self.unit == "months" else self.number
        return (pd.Timestamp(start) + pd.DateOffset(months=months, days=rest)).date()

    def between(self, earlier: date, later: date) -> int:
        """The days after the one date, up to the other: working days where the limit is in such."""
        if self.unit == "working days":
            day = np.timedelta64(1, "D")
            first, last = np.datetime64(earlier) + day, np.datetime64(later) + day
            return int(np.busday_count(first, last, busdaycal=WORKING_DAYS))
        return (later - earlier).days
