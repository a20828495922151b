"""What the time is in England: an hour ahead of UTC in summer, on whatever computer."""

from datetime import UTC, datetime

import pytest

from threshold.dates import england
from threshold.dates.england import local, now
from threshold.reading import BadInput


def test_the_clock_is_englands() -> None:
    assert local(datetime(2026, 6, 30, 23, tzinfo=UTC)).isoformat() == "2026-07-01T00:00:00+01:00"
    assert local(datetime(2026, 12, 1, 9, tzinfo=UTC)).isoformat() == "2026-12-01T09:00:00+00:00"


def test_now_is_to_the_minute_and_has_no_zone() -> None:
    found = now()
    assert (found.tzinfo, found.second, found.microsecond) == (None, 0, 0)
    assert abs((local(datetime.now(UTC)).replace(tzinfo=None) - found).total_seconds()) < 120


def test_a_computer_without_time_zones_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    england._clock.cache_clear()
    monkeypatch.setattr(england, "PLACE", "Europe/Nowhere")
    with pytest.raises(BadInput, match="pip install tzdata"):
        local(datetime(2026, 4, 1, tzinfo=UTC))
    england._clock.cache_clear()
