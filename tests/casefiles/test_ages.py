"""How old a child is, held against an oracle that counts the birthdays of every possible day of birth."""

from datetime import date, timedelta
from random import Random

import pytest

from threshold.casefiles import ages
from threshold.vocabulary import ABSENT, UNKNOWN, State

AGE, UNBORN, MONTH = ages.AGES
DAY = timedelta(days=1)


def birthdays(born: date, on: date) -> int:
    """Birthdays counted one by one; who was born on 29 February has one on 1 March in other years."""
    count = 0
    for year in range(born.year + 1, on.year + 1):
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        again = (
            date(year, 3, 1) if (born.month, born.day) == (2, 29) and not leap else born.replace(year=year)
        )
        count += again <= on
    return count


def told(born: date, on: date) -> State:
    return ABSENT if born > on else birthdays(born, on)


def agreed(days: list[date], on: date) -> dict[str, State]:
    """What is known where any of these days may be that of the birth."""
    found = {told(born, on) for born in days}
    unborn = {born > on for born in days}
    return {
        AGE: found.pop() if len(found) == 1 else UNKNOWN,
        UNBORN: unborn.pop() if len(unborn) == 1 else UNKNOWN,
    }


def days_of(month: str) -> list[date]:
    day = date.fromisoformat(f"{month}-01")
    days = (day + number * DAY for number in range(31))
    return [each for each in days if (each.year, each.month) == (day.year, day.month)]


@pytest.mark.parametrize("seed", range(400))
def test_an_age_is_known_where_every_day_of_the_month_of_birth_agrees(seed: int) -> None:
    random = Random(seed)
    month = f"{random.randint(2004, 2024)}-{random.randint(1, 12):02}"
    near = random.random() < 0.5
    on = date.fromisoformat(f"{month}-01") + timedelta(
        random.randint(-40, 40) if near else random.randint(0, 9000)
    )
    if near and random.random() < 0.7:
        on = date(min(on.year + random.randint(0, 24), 2028), on.month, min(on.day, 28))
    given = {MONTH: month}
    if ages.at_odds(given, on):
        assert (
            on < date.fromisoformat(f"{month}-01") - timedelta(290) or birthdays(days_of(month)[-1], on) > 25
        )
        return
    possible = [born for born in days_of(month) if birthdays(born, on) <= 25]
    assert ages.known(given, on, on) == agreed(possible, on)


@pytest.mark.parametrize("seed", range(120))
def test_an_age_of_another_day_tells_what_every_birth_that_it_allows_agrees_on(seed: int) -> None:
    random = Random(seed)
    month = f"{random.randint(2014, 2024)}-{random.randint(1, 12):02}"
    born = random.choice(days_of(month))
    of = born + timedelta(random.randint(0, 2600))
    on = of + timedelta(random.choice((-400, -20, -1, 0, 0, 1, 12, 25, 200, 366)))
    given = {AGE: birthdays(born, of)} | ({MONTH: month} if random.random() < 0.6 else {})
    start = of - timedelta(27 * 366)
    every = days_of(month) if MONTH in given else [start + number * DAY for number in range(28 * 366)]
    possible = [each for each in every if each <= of and birthdays(each, of) == given[AGE]]
    assert ages.known(given, of, on) == agreed(possible, on)


@pytest.mark.parametrize(
    ("given", "on", "age", "unborn"),
    [
        ({MONTH: "2019-04"}, "2026-03-31", 6, False),
        ({MONTH: "2019-04"}, "2026-04-01", UNKNOWN, False),
        ({MONTH: "2019-04"}, "2026-04-29", UNKNOWN, False),
        ({MONTH: "2019-04"}, "2026-04-30", 7, False),
        ({MONTH: "2020-02"}, "2027-02-28", UNKNOWN, False),
        ({MONTH: "2020-02"}, "2027-03-01", 7, False),
        ({MONTH: "2026-04"}, "2026-03-31", ABSENT, True),
        ({MONTH: "2026-04"}, "2026-04-15", UNKNOWN, UNKNOWN),
        ({MONTH: "2026-04"}, "2026-04-30", 0, False),
        ({MONTH: "2019-04", AGE: 7}, "2026-04-15", 7, False),
        ({MONTH: "2026-04", UNBORN: True}, "2026-04-15", ABSENT, True),
        ({MONTH: "2026-04", UNBORN: False}, "2026-04-15", 0, False),
        ({AGE: 0}, "2026-04-15", 0, False),
        ({UNBORN: True}, "2026-04-15", ABSENT, True),
        ({UNBORN: False}, "2026-04-15", UNKNOWN, False),
        ({UNBORN: True, AGE: 3}, "2026-04-15", UNKNOWN, UNKNOWN),
    ],
)
def test_what_is_known_on_a_day(given: dict[str, object], on: str, age: State, unborn: State) -> None:
    day = date.fromisoformat(on)
    assert ages.known(given, day, day) == {AGE: age, UNBORN: unborn}  # type: ignore[arg-type]


def test_where_nothing_is_said_nothing_is_told() -> None:
    day = date(2026, 4, 15)
    assert ages.known({"t.a": True}, day, day) == {}
    assert not ages.stated({"t.a": True})
    assert not ages.at_odds({"t.a": True}, day)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({AGE: 3, MONTH: "2019-04"}, "of the age and the month of birth cannot all be so"),
        ({AGE: 3, UNBORN: True}, "of the age and whether the child is born cannot all be so"),
        ({MONTH: "2027-03"}, "of the month of birth"),
        ({MONTH: "2000-01"}, "of the month of birth"),
        ({MONTH: "2019-04", UNBORN: True}, "of the month of birth and whether the child is born"),
    ],
)
def test_what_cannot_all_be_so_is_told_without_repeating_it(given: dict[str, object], says: str) -> None:
    assert ages.at_odds(given, date(2026, 4, 15))  # type: ignore[arg-type]
    assert says in ages.why_not(given)  # type: ignore[arg-type]
    assert not any(str(value) in ages.why_not(given) for value in given.values())  # type: ignore[arg-type]


def test_a_child_may_be_born_in_ten_months_and_may_be_25() -> None:
    assert not ages.at_odds({MONTH: "2027-02"}, date(2026, 4, 15))
    assert not ages.at_odds({MONTH: "2000-05"}, date(2026, 4, 15))


def test_a_case_of_another_day_keeps_what_is_known_then() -> None:
    first, later = date(2026, 4, 15), date(2026, 6, 1)
    assert ages.as_of({AGE: 7, "t.a": True}, first, first) == {AGE: 7, "t.a": True}
    assert ages.as_of({AGE: 7, "t.a": True}, first, later) == {UNBORN: False, "t.a": True}
    assert ages.as_of({AGE: 7, MONTH: "2019-04"}, first, later) == {AGE: 7, MONTH: "2019-04"}
    assert ages.as_of({UNBORN: True}, later, first) == {UNBORN: True}
    assert ages.as_of({UNBORN: True}, first, later) == {}
    assert ages.as_of({AGE: 3, UNBORN: True}, first, later) == {AGE: 3, UNBORN: True}


def test_what_stands_at_the_head_of_a_case_file() -> None:
    assert ages.written_at_the_head(AGE, 7) == ("age", 7)
    assert ages.written_at_the_head(UNBORN, True) == ("age", "unborn")
    assert ages.written_at_the_head(UNBORN, False) is None
    assert ages.written_at_the_head(MONTH, "2019-04") == ("born_month", "2019-04")
    assert ages.written_at_the_head("t.a", True) is None
