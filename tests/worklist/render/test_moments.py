from datetime import date, datetime

from threshold.worklist.render.moments import moment, when


def test_a_day_stays_a_day_and_a_time_a_time() -> None:
    assert moment("2026-11-30") == date(2026, 11, 30)
    assert not isinstance(moment("2026-11-30"), datetime)
    assert moment("2026-11-30T09:05") == datetime(2026, 11, 30, 9, 5)
    assert moment("") is None


def test_people_read_them_in_words() -> None:
    assert when("2026-11-30") == "30 November 2026"
    assert when("2026-11-03T09:05") == "3 November 2026 at 09:05"
    assert when("") == ""
