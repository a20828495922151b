"""A whole audit run: evaluated, decided again one by one, counted."""

from dataclasses import replace

import pytest

from threshold.audit.run import Run, run
from threshold.batch import Difference
from threshold.policy import load_policy

from .conftest import rule


def test_a_sample_was_decided_again(done: Run) -> None:
    assert done.audit.replayed == 3


class Told:
    """What an audit says of how far it has come: each stage with its total, and the steps made in it."""

    def __init__(self) -> None:
        self.stages: list[tuple[str, int | None]] = []
        self.steps: list[int] = []

    def stage(self, name: str, total: int | None, unit: str = "") -> None:
        self.stages.append((name, total))
        self.steps.append(0)

    def advance(self, steps: int) -> None:
        self.steps[-1] += steps


@pytest.mark.parametrize(("sample", "replayed"), [(0, 0), (2, 2), (200, 8)])
def test_each_stage_is_gone_through_to_its_end(done: Run, sample: int, replayed: int) -> None:
    """The sample is of no more children than there are."""
    told = Told()
    audit = run(done.export, load_policy("national"), sample=sample, progress=told).audit
    assert audit.replayed == replayed
    assert told.stages == [
        ("evaluating", 8),
        ("deciding a sample one by one", replayed),
        ("counting", len(audit.rules)),
    ]
    assert told.steps == [total for _, total in told.stages]


def test_a_value_on_trial_changes_the_figures_and_is_named(done: Run) -> None:
    trial = ("national.referral_decision_within=3 working days",)
    audit = run(done.export, load_policy("national"), trial, sample=0).audit
    assert audit.policy.trial == trial
    assert done.audit.policy.trial == ()
    assert (rule(done.audit).counts.late, rule(audit).counts.late) == (1, 0)


def test_a_difference_stops_an_audit(done: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sample is decided by the results that are counted."""
    seen = []

    def differ(tables: object, results: object, sample: int, **_: object) -> int:
        seen.append((tables, sample))
        raise Difference("R", "C-1")

    monkeypatch.setattr("threshold.audit.run.replay", differ)
    with pytest.raises(Difference):
        run(done.export, load_policy("national"), sample=5)
    assert seen == [(done.export.tables, 5)]


def test_an_audit_beside_another_is_still_of_the_same_export(done: Run) -> None:
    other = replace(done.audit, children=0)
    changed = done.with_audit(other)
    assert changed.audit is other
    assert changed.export is done.export
    assert changed.results is done.results
