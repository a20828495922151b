"""Which rules can come out otherwise: every one that does is among them, and hardly another."""

from dataclasses import replace
from datetime import date

import pytest

pl = pytest.importorskip("polars")

from threshold.batch import Batch  # noqa: E402
from threshold.demo import AS_AT, write_demo  # noqa: E402
from threshold.exports import Export, read_export  # noqa: E402
from threshold.policy import Policy, load_policy  # noqa: E402
from threshold.trying.affected import affected, affects_request  # noqa: E402

DAY = date(2026, 8, 14)


def default(*trial: str) -> Policy:
    return load_policy("default").at(DAY, trial)


def test_a_limit_touches_the_deadline_that_counts_it() -> None:
    found = affected(default(), default("step-up-step-down.cin_meeting_within=7 working days"))
    assert (found.rules, found.everywhere) == (("RBC-2.8b",), False)


def test_what_is_worked_out_otherwise_touches_all_that_hangs_on_it() -> None:
    found = affected(default(), default("step-up-step-down.cin_minimum_after_cp=2 months"))
    assert {"RBC-5.1", "RBC-5.1-court", "RBC-5.3"} <= {*found.rules}
    assert "WT-assessment" not in found.rules


def test_a_fact_that_is_read_otherwise_touches_the_clock_that_it_starts() -> None:
    policy, name = default(), "assessment.completed"
    fact = policy.vocabulary.facts[name]
    assert fact.reading is not None
    first = replace(fact, reading=replace(fact.reading, status="held or planned"))
    vocabulary = replace(policy.vocabulary, facts={**policy.vocabulary.facts, name: first})
    found = affected(policy, replace(policy, vocabulary=vocabulary))
    assert "RBC-2.8b" in found.rules
    assert "WT-referral-decision" not in found.rules
    asked = replace(fact, asks="Quite another question?")
    vocabulary = replace(policy.vocabulary, facts={**policy.vocabulary.facts, name: asked})
    assert affected(policy, replace(policy, vocabulary=vocabulary)).rules == ()


def test_the_same_policy_touches_nothing() -> None:
    assert affected(default(), default()).rules == ()
    assert affects_request(default(), default(), "step_down") == frozenset()


def test_a_rule_that_came_is_touched() -> None:
    national, with_2026 = (load_policy(name).at(DAY) for name in ("national", "national-2026"))
    rules = {rule.head.id for each in (with_2026,) for rule in (*each.requirements, *each.deadlines)}
    rules -= {rule.head.id for rule in (*national.requirements, *national.deadlines)}
    assert rules <= {*affected(national, with_2026).rules}
    assert rules <= {*affected(with_2026, national).rules}


def test_a_request_hangs_on_its_own_rules() -> None:
    changed = default("step-up-step-down.cin_minimum_after_cp=2 months")
    assert "RBC-5.1" in affects_request(default(), changed, "step_down")
    assert affects_request(default(), changed, "step_up") == frozenset()


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Export:
    path = tmp_path_factory.mktemp("demo") / "events.csv"
    write_demo(path, 150, seed=7)
    return read_export(path, load_policy("default").vocabulary, AS_AT)


@pytest.mark.parametrize(
    "trial",
    [
        "step-up-step-down.cin_minimum_after_cp=2 months",
        "step-up-step-down.review_every=6 weeks",
        "national.involvement_ends_after=30",
        "national.assessment_clock=assessment.started",
        "step-up-step-down.conference_clock=child_protection.strategy_discussion",
        "national.social_worker_roles=[Social Worker]",
    ],
)
def test_no_other_rule_comes_out_otherwise(export: Export, trial: str) -> None:
    files = load_policy("default")
    old, new = files.at(AS_AT), files.at(AS_AT, (trial,))
    before, after = (Batch(each, AS_AT).evaluate(export.tables).table() for each in (old, new))
    gone = before.join(after, on=before.columns, how="anti", nulls_equal=True)
    come = after.join(before, on=before.columns, how="anti", nulls_equal=True)
    assert {*gone["rule"], *come["rule"]} <= {*affected(old, new).rules}
