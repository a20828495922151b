"""Days, and how long is left, as the rule of each counts."""

import pytest

from threshold.agenda.wording import counts, day, due_day, left, what, who
from threshold.decisions.model import Start

from .making import item, late, untold


def test_a_day_has_its_weekday_and_a_moment_its_time():
    assert day("2026-08-14") == "Fri 14 Aug 2026"
    assert day("2026-01-05T09:05") == "Mon 5 Jan 2026 09:05"


def test_a_year_that_goes_without_saying_is_not_said():
    assert due_day(item(due="2026-08-20"), "2026") == "Thu 20 Aug"
    assert due_day(item(due="2026-08-20T10:00"), "2026") == "Thu 20 Aug 10:00"
    assert due_day(item(due="2027-01-04"), "2026") == "Mon 4 Jan 2027"
    assert due_day(item(due="2026-08-20")) == "Thu 20 Aug 2026"


def test_what_began_nobody_knows_when_is_due_at_the_latest():
    vague = late(starts=Start("referral.received", None))
    assert due_day(vague, "2026") == "Tue 11 Aug at the latest"
    assert left(vague) == "OVERDUE by at least 3 working days"


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"days": 4}, "4 working days left"),
        ({"days": 1, "unit": "days"}, "1 day left"),
        ({"days": 0, "unit": "hours", "due": "2026-08-14T10:20"}, "less than an hour left"),
        ({"days": 0, "due": "2026-08-14"}, "today"),
        # Fridays have no working day left for what is due on a Sunday.
        ({"days": 0, "due": "2026-08-16"}, "before the next working day"),
        ({"state": "overdue", "days": 1}, "OVERDUE by 1 working day"),
        ({"state": "cannot_tell", "days": None}, "cannot tell"),
    ],
)
def test_what_is_left_is_said_as_the_rule_counts(parts: dict, said: str):
    assert left(item(**parts)) == said


def test_who_and_what():
    assert who(item(worker="W-7")) == "Lead practitioner (W-7)"
    assert who(item()) == "Lead practitioner"
    assert who(item(by="", worker="W-7")) == "W-7"
    assert what(item()) == what(item(interval=1)) == "Assessment completed"
    assert what(item(interval=2)) == "Assessment completed (2)"


def test_how_it_counts_is_said_as_far_as_it_is_known():
    assert counts(item()) == ", 45 working days from Wed 17 Jun 2026"
    assert counts(item(limit="")) == ", counted from Wed 17 Jun 2026"
    assert counts(untold(starts=Start("x", None))) == ", 45 working days"
    assert counts(untold(starts=Start("x", None), limit="")) == ""
