"""Results told as long tables and as counts."""

from dataclasses import replace

import pytest

pl = pytest.importorskip("polars")

from threshold.batch.results import STATES, Results  # noqa: E402

STATE_OF_A, STATE_OF_B = "WT-assessment", "RBC-2.9a"


def test_counts_and_the_share_that_was_kept(results: Results):
    counts = results.counts().rows_by_key("rule", named=True, unique=True)
    reviews = counts["RBC-2.9a"]
    assert (reviews["met"], reviews["late"], reviews["overdue"]) == (1, 1, 1)
    assert reviews["share"] == pytest.approx(1 / 3)
    assert reviews["not_applicable"] == 2  # A and C have no plan
    assert counts["WT-assessment-reason"]["kind"] == "requirement"
    assert sum(counts["WT-assessment-reason"][state] for state in ("undetermined", "not_applicable")) == 4
    assert counts["WT-assessment-reason"]["share"] is None


def test_what_is_open_or_may_yet_be_done_is_no_part_of_the_share(results: Results):
    rule, clocks = STATE_OF_B, results.deadlines[STATE_OF_B]
    for told, share in (
        (["met", "pending", "cannot_tell"], 1.0),
        (["late", "no_limit", "cannot_tell"], 0.0),
        (["met", "met", "overdue"], 2 / 3),
        (["met", "met", "missed"], 2 / 3),
        (["early", "met", "ended"], 1.0),
        (["paused", "early", "ended"], None),
        (["pending", "no_limit", "cannot_tell"], None),
    ):
        states = pl.Series("state", told, dtype=clocks.schema["state"])
        changed = replace(results, deadlines={**results.deadlines, rule: clocks.with_columns(states)})
        row = changed.counts().row(by_predicate=pl.col("rule") == rule, named=True)
        assert row["share"] == (share if share is None else pytest.approx(share))
        assert sum(row[state] for state in STATES) == 3 + 2  # and two units without a clock


def test_the_share_of_a_requirement_is_of_what_was_met_or_not(results: Results):
    rule, checks = "WT-assessment-reason", results.checks["assessment"]
    told = pl.Series(rule, ["met", "not_met", "conflict", "undetermined"], dtype=checks.schema[rule])
    changed = replace(results, checks={**results.checks, "assessment": checks.with_columns(told)})
    row = changed.counts().row(by_predicate=pl.col("rule") == rule, named=True)
    assert (row["share"], row["conflict"], row["undetermined"], row["not_applicable"]) == (0.5, 1, 1, 0)


def test_the_table_may_be_asked_for_some_states_and_children(results: Results):
    late = results.table(states=["late", "overdue"])
    assert set(late["state"].cast(pl.String)) == {"late", "overdue"}
    assert set(results.table(children=["B"])["child"]) == {"B"}
    assert results.table(rules=[]).height == 0
    checks = sum(table.height * table.width for table in results.checks.values())
    assert results.table().height == checks + sum(rows.height for rows in results.deadlines.values())


def test_of_some_children_are_told_their_own_units_and_clocks(results: Results):
    whole = results.table()
    for children in (["A"], ["B", "C"], ["C", "A"], []):
        wanted = whole.filter(pl.col("child").is_in(children))
        assert results.table(children=children).equals(wanted, null_equal=True)
    runs = results.table(rules=["WT-assessment"], children=["A"])
    assert runs.select("child", "instance").rows() == [("A", 1), ("A", 2)]


def test_each_rule_is_a_table_of_the_same_columns(results: Results):
    parts = list(results.tables(rules=[STATE_OF_A, STATE_OF_B, "WT-assessment-reason"], states=["late"]))
    assert {part["rule"].item() for part in parts if part.height} == {STATE_OF_A, STATE_OF_B}
    (schema,) = {tuple(part.schema.items()) for part in [*parts, results.table(rules=[])]}
    assert [name for name, _ in schema] == [
        *("child", "rule", "anchor", "instance", "opened", "interval", "state"),
        *("start", "due", "due_at", "met_on", "days", "unit", "stopped_on"),
    ]


def test_every_child_is_among_the_units_of_each_anchor_in_one_order(results: Results) -> None:
    everybody = results.units[""]["child"]
    for anchor, units in results.units.items():
        assert everybody[results.children(anchor)].to_list() == units["child"].to_list()
