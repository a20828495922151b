"""A policy without the rules of other requests, and the cases for which it says all that a row tells."""

from datetime import date, datetime

import pytest

from threshold.casefiles import Case, Entry
from threshold.policy import load_policy
from threshold.vocabulary import Value
from threshold.worklist.trimmed import may_be, trimmed

AT = datetime(2026, 11, 28, 9)
TRIAGE: dict[str, Value] = {"request.direction": "triage"}


def test_what_says_what_is_so_stays_and_other_requests_go() -> None:
    whole = load_policy("default").at(AT)
    found = trimmed(whole)
    assert found.conflicts == whole.conflicts
    assert found.strata == whole.strata
    assert found.protection == whole.protection
    assert 0 < len(found.grounds) < len(whole.grounds)
    assert 0 < len(found.requirements) < len(whole.requirements)
    assert all("triage" in rule.asked.direction for rule in found.grounds)
    assert {"BAR-4.2"} <= {rule.head.id for rule in found.deadlines}


@pytest.mark.parametrize(
    ("case", "holds"),
    [
        (Case("A", TRIAGE), True),
        (Case("A", {"request.direction": "step_up"}), False),
        (Case("A", {**TRIAGE, "request.step": "contact"}), False),
        (Case("A", {**TRIAGE, "contact.received": datetime(1987, 11, 27, 9)}), False),
        (Case("A", TRIAGE, (Entry(date(2049, 1, 5), "referral", "planned"),)), False),
    ],
)
def test_a_case_is_decided_so_where_it_asks_for_triage_within_the_calendar(case: Case, holds: bool) -> None:
    assert may_be(case, AT) is holds


def test_the_moment_lies_within_the_calendar_too() -> None:
    assert not may_be(Case("A", TRIAGE), date(2050, 1, 5))
