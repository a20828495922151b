"""Everything that was given is put to both policies, and what changed is told first."""

from datetime import date

from tests.trying.conftest import Made, Written

from threshold.trying.asked import asked
from threshold.trying.given import given
from threshold.trying.run import How, run


def test_without_anything_to_try_it_says_what_changed(policy: Made) -> None:
    trial = run(asked(str(policy("new", wait="6 months").path), str(policy("old").path)), given([]), How())
    assert [change.id for change in trial.changes if change.decides] == ["wait"]
    assert (trial.tried, trial.flipped) == ((), 0)


def test_on_another_day_less_time_is_left(policy: Made, case: Written) -> None:
    pair = asked(str(policy("new", wait="6 months").path), str(policy("old").path))
    which = given([str(case())])
    assert run(pair, which, How()).flipped == 1
    later = run(pair, which, How(as_at=date(2026, 6, 1)))
    assert later.flipped == 0
    assert [change.id for change in later.flips_nobody] == ["wait"]
