"""Numbers of different work are told from numbers of the same, by looking at which work each is of."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("polars")

from threshold.audit.apart import Apart, Of
from threshold.audit.period import Period
from threshold.audit.run import Run, run
from threshold.demo import write_demo
from threshold.exports import read_export
from threshold.policy import load_policy

from .conftest import RULE

MET = ("met",)
FAILED = ("late", "overdue", "missed", "not_met")
# What the sums are made of, and the rules here of one kind of work.
SUMS = {"met": MET, "failed": FAILED, "judged": MET + FAILED, "done": ("met", "late"), "late": ("late",)}
RULES = ("WT-core-group", "WT-first-review", "WT-next-review")


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Run:
    path = tmp_path_factory.mktemp("apart") / "events.csv"
    write_demo(path, 400)
    files = load_policy("national")
    return run(read_export(path, files.vocabulary, date(2026, 3, 31), None, None), files, sample=0)


def plans(run: Run, of: Of) -> set[tuple[str, int]]:
    """The child protection plans that a number is of."""
    table = run.results.table(rules=[of[0]], states=SUMS[of[1]])
    return set(table.select("child", "instance").iter_rows())


@pytest.mark.parametrize("least", [2, 3, 5])
def test_each_has_so_many_that_the_other_has_not(audited: Run, least: int) -> None:
    apart = Apart(audited, least)
    numbers = [(rule, name) for rule in RULES for name in SUMS]
    found = {
        (one, other): min(
            len(plans(audited, one) - plans(audited, other)), len(plans(audited, other) - plans(audited, one))
        )
        for one in numbers
        for other in numbers
    }
    assert {both: apart(*both) for both in found} == {both: number >= least for both, number in found.items()}
    assert {number >= least for number in found.values()} == {True, False}


def test_to_what_a_rule_does_not_apply_is_what_has_no_clock(audited: Run) -> None:
    of, without = ("WT-next-review", "n"), ("WT-next-review", "not_applicable")
    assert Apart(audited, 2)(of, without)
    assert not Apart(audited, 2)(without, without)


def test_of_other_work_or_of_a_period_nothing_is_known(audited: Run) -> None:
    one, other = ("WT-core-group", "met"), ("WT-first-review", "late")
    assert Apart(audited, 2)(one, other)
    assert not Apart(audited, 2)(one, (RULE, "met"))
    assert not Apart(audited, 2)(one, ("assessment-from-start", "n"))
    period = Period(date(2025, 4, 1), date(2026, 3, 31))
    assert not Apart(replace(audited, period=period), 2)(one, other)


def test_what_is_near_by_chance_is_told(
    threshold: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    """Thirty reviews were late, and thirty-one groups: hardly any are of the same plan."""
    write_demo(tmp_path / "events.csv", 2000, dirt=0.02)
    words = ("--map", str(tmp_path / "events.columns.yaml"), "--suppress", "5")
    _, out, _ = threshold(*words, path=tmp_path / "events.csv")
    assert "First core group (WT-core-group)" in out
    assert "hidden  First review conference" not in out
