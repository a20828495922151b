"""Bank holidays by rule are those of the list, in every year."""

import pytest

from threshold.dates import FIRST_YEAR, LAST_YEAR
from threshold.dates.second_calendar import holidays_by_rule
from threshold.dates.working_days import bank_holidays


@pytest.mark.parametrize("year", range(FIRST_YEAR, LAST_YEAR + 1))
def test_the_rules_give_what_the_list_has(year: int) -> None:
    assert holidays_by_rule(year) == [day for day in bank_holidays() if day.year == year]
