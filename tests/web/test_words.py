"""Days and times on England's clock."""

from datetime import date

from threshold.web.words import day_in_words, moment_in_words, time_in_words


def test_summer_is_an_hour_ahead() -> None:
    assert time_in_words("2026-07-01T08:40:00Z") == "09:40"
    assert time_in_words("2026-12-01T08:40:00Z") == "08:40"


def test_another_day_is_named() -> None:
    late = "2026-07-01T23:30:00Z"
    assert time_in_words(late, date(2026, 7, 2)) == "00:30"
    assert time_in_words(late, date(2026, 7, 1)) == "Thursday 2 July 2026 at 00:30"
    assert moment_in_words(late) == "Thursday 2 July 2026 at 00:30"
    assert day_in_words("2026-07-02") == "Thursday 2 July 2026"
