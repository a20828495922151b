"""What is told of a policy beside what is decided by it: only where something is not released."""

from datetime import date

import pytest

from threshold.cli.standing import of_policy, tell_unreleased
from threshold.versions.standing import Standing

DAY = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("found", "told"),
    [(None, 0), (Standing("3", DAY, 0), 0), (Standing("3", DAY, 2), 1), (Standing("3", DAY, None), 1)],
)
def test_it_is_told_where_something_is_not_released(found, told, capsys: pytest.CaptureFixture[str]) -> None:
    tell_unreleased(found)
    assert capsys.readouterr().err.count("since version 3 of 1 September 2026") == told


def test_data_says_what_was_released_or_nothing() -> None:
    assert of_policy(None) == {}
    assert of_policy(Standing("3", DAY, 2)) == {
        "released": {"version": "3", "date": "2026-09-01"},
        "unreleased": 2,
    }
