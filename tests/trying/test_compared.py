"""One rule under two policies: what counts as coming out otherwise, and what as history or as nothing."""

from dataclasses import replace

import pytest

pl = pytest.importorskip("polars")

from threshold.batch import Batch, Results  # noqa: E402
from threshold.exports import Export  # noqa: E402
from threshold.policy import load_policy  # noqa: E402
from threshold.trying.compared import Compared, compared  # noqa: E402

from .telling import read, write  # noqa: E402

POLICY = "step-up-step-down"
RULE = "RBC-2.8b"


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Export:
    return read(write(tmp_path_factory.mktemp("telling")))


def results(export: Export, *trial: str, policy: str = POLICY, only: tuple[str, ...] = (RULE,)) -> Results:
    tables = export.tables
    return Batch(load_policy(policy).at(tables.as_at, trial), tables.as_at, only=only).evaluate(tables)


def told(found: Compared) -> dict[str, tuple[str, str]]:
    return {row[0]: row[1:] for row in found.flips.select("child", "before", "after").iter_rows()}


def test_the_same_flips_nobody(export: Export) -> None:
    found = compared(RULE, results(export), results(export))
    assert not told(found)
    assert all(flow.before == flow.after for flow in found.flows)
    assert found.open.to_list() == ["UNTOLD"]
    assert "NOT-SERVED" not in found.judged.to_list()


def test_another_due_date_of_what_was_done_is_history(export: Export) -> None:
    found = compared(RULE, results(export), results(export, f"{POLICY}.cin_meeting_within=7 working days"))
    assert {"DAY-7", "DAY-10"}.isdisjoint(told(found))
    assert told(found)["THIS-WEEK"] == ("pending, due 2026-08-19", "pending, due 2026-08-21")


def test_a_rule_that_is_gone_and_judged_somebody_flips_them(export: Export) -> None:
    before, after = results(export), results(export, only=())
    found = compared(RULE, before, after)
    assert told(found)["DAY-7"] == ("met", "none")
    assert {"UNTOLD", "NOT-SERVED"}.isdisjoint(told(found))  # of whom it said nothing
    assert told(compared(RULE, after, before))["NEVER"] == ("none", "overdue")


def test_runs_of_another_kind_are_set_beside_each_other_by_child(export: Export) -> None:
    clock = "conference_clock=child_protection.strategy_discussion"
    rule = ("RBC-2.8c",)
    before, after = results(export, only=rule), results(export, f"{POLICY}.{clock}", only=rule)
    assert before.anchors != after.anchors
    assert not told(compared("RBC-2.8c", before, after))  # nobody needed a conference


def test_that_no_clock_runs_and_that_there_is_none_is_the_same(export: Export) -> None:
    before = results(export)
    clocks = before.deadlines[RULE].with_columns(pl.lit(1, pl.UInt32).alias("interval"))
    repeats, applies_to_nobody = (
        replace(before, deadlines={RULE: each}) for each in (clocks, clocks.clear())
    )
    found = compared(RULE, repeats, applies_to_nobody).flips.filter(pl.col("child") == "DAY-7")
    assert found.select("before", "after").rows() == [("met", "none")]
