"""The rows behind the figures, and which of them terms choose."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from threshold.audit.period import Period
from threshold.audit.rows import COLUMNS, Where, read_where, rows
from threshold.audit.run import Run
from threshold.reading import BadInput

from .conftest import FORMULA, MARKUP, PATH, RULE, rule


def chosen(done: Run, *terms: str) -> list[str]:
    return [child for table in rows(done, read_where(terms, done)) for child in table["child"]]


def test_terms_apply_together_and_commas_are_alternatives(done: Run) -> None:
    assert set(chosen(done, "status=overdue")) == {FORMULA, MARKUP, PATH}
    assert set(chosen(done, f"status=overdue,late rule={RULE}")) == {FORMULA, MARKUP, PATH, "LATE"}
    assert chosen(done, "status=overdue", "team=South", f"clause={RULE}") == [PATH]
    assert chosen(done, "status=overdue pack=mosaic-cin") == []


def test_a_value_may_have_spaces(done: Run) -> None:
    assert read_where(["team=North East status=late"], done).teams == {"North East"}


@pytest.mark.parametrize(
    ("term", "told"),
    [
        ("state=late", 'mean "status"'),
        ("late", "a term is such as"),
        ("status=overdu", 'mean "overdue"'),
        ("rule=X", "no such rule"),
    ],
)
def test_a_term_that_means_nothing(done: Run, term: str, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        read_where([term], done)


def told(done: Run, *terms: str) -> set[tuple[str, str]]:
    """Rule and child of every row that the terms choose."""
    tables = rows(done, read_where(terms, done))
    return {pair for table in tables for pair in table.select("rule", "child").rows()}


def test_no_terms_mean_every_row(done: Run) -> None:
    assert read_where([], done) == Where()
    assert told(done) >= told(done, "status=late") != set()


def test_there_is_a_table_for_each_rule_in_the_order_of_the_audit(done: Run) -> None:
    tables = list(rows(done))
    assert len(tables) == len(done.audit.rules)
    assert all(tuple(table.columns) == COLUMNS for table in tables)
    named = [table["rule"][0] for table in tables if table.height]
    assert named == [each.rule for each in done.audit.rules if each.rule in named]


def test_rows_say_pack_title_team_and_worker(done: Run) -> None:
    (table,) = rows(done, Where(rules=frozenset({RULE})))
    row = table.filter(pl.col("child") == "LATE").to_dicts()[0]
    assert (row["team"], row["worker"], row["pack"]) == ("North", "W2", "national")
    assert row["title"] == rule(done.audit).title
    assert (row["state"], row["days"], row["unit"]) == ("late", 2, "working days")


def test_a_requirement_that_is_left_open_cannot_be_told(done: Run) -> None:
    """Requirements and deadlines call it differently; an audit and a term do not."""
    open_ = told(done, "status=cannot_tell")
    assert {(each.rule, each.counts.cannot_tell) for each in done.audit.rules if each.counts.cannot_tell} == {
        (rule, len([pair for pair in open_ if pair[0] == rule])) for rule, _ in open_
    }
    states = {state for table in rows(done) for state in table["state"]}
    assert "cannot_tell" in states
    assert "undetermined" not in states


def test_a_child_without_the_episode_has_no_row(done: Run) -> None:
    assert rule(done.audit, "WT-assessment").without == 7
    assert told(done, "rule=WT-assessment") == {("WT-assessment", "NOBODY")}


def test_terms_on_rules_clauses_and_packs_narrow_each_other_down(done: Run) -> None:
    def chosen_rules(*terms: str) -> frozenset[str] | None:
        return read_where(terms, done).rules

    assert chosen_rules("status=late") is None
    assert chosen_rules(f"rule={RULE},WT-assessment") == {RULE, "WT-assessment"}
    assert chosen_rules(f"rule={RULE},WT-assessment", f"clause={RULE}") == {RULE}
    assert chosen_rules(f"rule={RULE}", "clause=WT-assessment") == frozenset()
    assert chosen_rules(f"rule={RULE}", "pack=mosaic-cin") == frozenset()
    assert chosen_rules("pack=national") == {each.rule for each in done.audit.rules}


def test_a_worker_is_chosen_as_a_team_is(done: Run) -> None:
    assert told(done, "worker=W2", f"rule={RULE}") == {(RULE, "LATE")}
    assert {child for _, child in told(done, "worker=W1, W2", f"rule={RULE}")} == {
        "IN-TIME",
        "EASTER",
        "LATE",
    }
    assert told(done, "worker=W2", "team=South") == set()
    assert told(done, "team=Nowhere") == set()


def test_of_a_period_only_its_rows_are_given(done: Run) -> None:
    period = Period(date(2026, 4, 1), date(2026, 4, 30), "done")
    found = pl.concat(rows(replace(done, period=period), Where(rules=frozenset({RULE}))))
    assert found["child"].to_list() == ["EASTER"]
    started = replace(done, period=replace(period, by="started"))
    assert pl.concat(rows(started, Where(rules=frozenset({RULE}))))["child"].to_list() == ["EASTER"]
