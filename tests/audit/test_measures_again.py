"""How long things took is worked out again; what comes to something else is named."""

from dataclasses import replace
from typing import Any

import pytest

from threshold.audit.measures_again import check_measures
from threshold.audit.model import Measure
from threshold.audit.period import read_period
from threshold.audit.recount import Again
from threshold.audit.run import Run, run
from threshold.demo import AS_AT, write_demo
from threshold.exports import read_export
from threshold.policy import load_policy
from threshold.reading import BadInput


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Run:
    path = tmp_path_factory.mktemp("measured") / "events.csv"
    write_demo(path, 150, seed=3, dirt=0.2)
    files = load_policy("national")
    return run(read_export(path, files.vocabulary, AS_AT), files, sample=0)


def changed(done: Run, **figures: Any) -> tuple[Measure, ...]:
    first, *others = done.audit.measures
    return (replace(first, **figures), *others)


@pytest.mark.parametrize("period", [None, "2025-10-01..2026-01-31"])
@pytest.mark.parametrize("by", ["done", "started"])
def test_what_comes_to_the_same_is_let_pass(measured: Run, period: str | None, by: Any) -> None:
    files = load_policy("national")
    of = None if period is None else read_period(period, by)
    assert run(measured.export, files, sample=0, period=of).audit.measures


@pytest.mark.parametrize("figure", ["spread", "months", "by_team", "no_end", "backward"])
def test_what_comes_to_something_else_is_named(measured: Run, figure: str) -> None:
    first = measured.audit.measures[0]
    assert first.spread is not None
    other = {
        "spread": replace(first.spread, median=first.spread.median + 1),
        "months": first.months[1:],
        "by_team": first.by_team[:-1],
        "no_end": 999,
        "backward": 999,
    }[figure]
    audit = replace(measured.audit, measures=changed(measured, **{figure: other}))
    with pytest.raises(BadInput, match=f"{first.measure}: internal error"):
        check_measures(audit, Again(measured.export, measured.results, None))


def test_a_measure_that_is_left_out_is_named(measured: Run) -> None:
    audit = replace(measured.audit, measures=measured.audit.measures[1:])
    with pytest.raises(BadInput, match="whether anything was measured"):
        check_measures(audit, Again(measured.export, measured.results, None))
