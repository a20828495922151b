"""Every figure is added up again; one that is another is named."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from threshold.audit.model import Audit, RuleSummary
from threshold.audit.recount import Again, check_figures, check_table, same
from threshold.audit.run import Run
from threshold.reading import BadInput

from .conftest import RULE, rule


def changed(done: Run, **figures: Any) -> Audit:
    rules = (replace(each, **figures) if each.rule == RULE else each for each in done.audit.rules)
    return replace(done.audit, rules=tuple(rules))


def test_figures_that_add_up_are_let_pass(done: Run) -> None:
    check_figures(done.audit, Again(done.export, done.results, None))


_CHANGES: dict[str, Callable[[RuleSummary], dict[str, Any]]] = {
    "met": lambda told: {"counts": replace(told.counts, met=9)},
    "late": lambda told: {"counts": replace(told.counts, late=9)},
    "share": lambda told: {"counts": replace(told.counts, share=0.9)},
    "children without any": lambda told: {"without": 9},
    "its months": lambda told: {"months": told.months[1:]},
    "what came of it by team": lambda told: {"by_team": told.by_team[1:]},
    "what came of it by worker": lambda told: {"by_worker": (*told.by_worker, told.by_worker[0])},
    "by how much it is late": lambda told: {"lateness": (replace(told.lateness[0], median=99.0),)},
    "in which units it is late": lambda told: {"lateness": ()},
    "the worst": lambda told: {"worst": (*told.worst[1:], told.worst[0])},
}


@pytest.mark.parametrize("figure", _CHANGES)
def test_a_figure_that_is_another_is_named(done: Run, figure: str) -> None:
    audit = changed(done, **_CHANGES[figure](rule(done.audit)))
    with pytest.raises(BadInput, match=f"{RULE}: internal error: {figure} does not add up again"):
        check_figures(audit, Again(done.export, done.results, None))


@pytest.mark.parametrize(
    ("figure", "changes"),
    [
        ("rows read", {"read": 99}),
        ("rows used and not used", {"reported": 1}),
        ("reasons for rows not used", {"unused": ()}),
    ],
)
def test_rows_are_added_up_too(done: Run, figure: str, changes: dict[str, Any]) -> None:
    audit = replace(done.audit, rows=replace(done.audit.rows, **changes))
    with pytest.raises(BadInput, match=figure):
        check_figures(audit, Again(done.export, done.results, None))


def test_a_table_of_results_has_the_rows_of_the_figures() -> None:
    from .conftest import summary

    told = summary("R", {"met": 2, "late": 1, "not_applicable": 4})
    table = pl.DataFrame({"state": ["met", "late", "met"]})
    check_table(told, table)
    with pytest.raises(BadInput, match=r"met .*: 2 by one count, 1 by another"):
        check_table(told, table[1:])


def test_what_differs_is_told_in_numbers_where_there_are_any() -> None:
    same("R", "met", 1, 1)
    with pytest.raises(BadInput, match=r"R: .* met .*: 1 by one count, 2 by another, so nothing"):
        same("R", "met", 1, 2)
