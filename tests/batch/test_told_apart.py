"""What cases are told apart by: nothing that no decision can tell, and all that it can."""

from datetime import date

import pytest

pl = pytest.importorskip("polars")

from threshold.batch.alike import put  # noqa: E402
from threshold.batch.request_status import Request  # noqa: E402
from threshold.batch.stated import tables_of  # noqa: E402
from threshold.batch.told_apart import facts_looked_at, told_by_hours  # noqa: E402
from threshold.casefiles import Case  # noqa: E402
from threshold.policy import load_policy  # noqa: E402
from threshold.vocabulary import Value  # noqa: E402
from threshold.worklist.trimmed import trimmed  # noqa: E402

AT = date(2026, 8, 14)
POLICY = trimmed(load_policy("caf-team").at(AT))
QUIET: dict[str, Value] = {
    f"child_protection.{name}": False for name in ("concern", "harm_suspected", "immediate_danger")
}


def kinds(*stated: dict[str, Value]) -> list[int]:
    cases = [Case("A", {"request.direction": "triage", **each}) for each in stated]
    return put(POLICY, Request("triage"), tables_of(cases, POLICY.vocabulary, AT)).kind


def test_what_no_rule_reads_tells_nothing_apart():
    assert "contact.brag_changed" not in {*facts_looked_at(POLICY)}
    assert kinds(QUIET, {**QUIET, "contact.brag_changed": True}) == [0, 0]


def test_an_unknown_fact_is_told_where_it_is_asked_for():
    answered = {**QUIET, "contact.brag": "green", "contact.needs_early_help": True}
    unanswered = {**QUIET, "contact.brag": "green"}
    assert kinds(answered, unanswered, answered) == [0, 1, 0]


def test_which_question_about_danger_is_open_is_told():
    asked = [{name: value for name, value in QUIET.items() if name != left} for left in QUIET]
    assert kinds(*asked, QUIET) == [0, 1, 2, 3]


def test_only_facts_with_a_time_of_day_are_told_by_hours():
    facts = POLICY.vocabulary.facts
    assert all(facts[name].type.kind == "datetime" for name in told_by_hours(POLICY))
    assert "contact.received" not in told_by_hours(POLICY)
