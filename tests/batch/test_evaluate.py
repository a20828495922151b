"""What comes out of a batch, by hand: units, clocks, counts; and what is refused."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

pl = pytest.importorskip("polars")

from threshold.batch import Batch, CannotCompile, Difference, Results, Tables, replay  # noqa: E402
from threshold.conditions import Lookup  # noqa: E402
from threshold.conditions import Test as Leaf  # noqa: E402
from threshold.dates import Duration  # noqa: E402
from threshold.policy import Policy, load_policy  # noqa: E402
from threshold.reading import BadInput  # noqa: E402

AS_AT = date(2026, 8, 14)
POLICY = load_policy("default").at(AS_AT)
EVENTS = [
    # Two assessments, the first late by two working days, the second under way.
    ("A", "referral", date(2026, 1, 5)),
    ("A", "assessment_started", date(2026, 1, 6)),
    ("A", "assessment_completed", date(2026, 3, 11)),
    ("A", "referral", date(2026, 7, 20)),
    ("A", "assessment_started", date(2026, 7, 21)),
    # A plan with reviews: in time, late, and the next overdue.
    ("B", "cin_plan_started", date(2026, 5, 1)),
    ("B", "cin_review", date(2026, 5, 29)),
    ("B", "cin_review", date(2026, 7, 1)),
]
COVERED = ("referral", "assessment_started", "assessment_completed", "cin_plan_started", "cin_review")


def tables(facts: dict[str, list[Any]] | None = None, events: list[Any] = EVENTS) -> Tables:
    schema = {"child": pl.String, "event": pl.String, "on": pl.Date}
    stated = pl.DataFrame(facts or {"child": ["C"]}, schema_overrides={"child": pl.String})
    covers = dict.fromkeys(COVERED, AS_AT)
    return Tables(pl.DataFrame(events, schema, orient="row"), stated, covers, AS_AT)


@pytest.fixture(scope="module")
def results() -> Results:
    return Batch(POLICY, AS_AT).evaluate(tables())


def rows(results: Results, rule: str) -> list[tuple[Any, ...]]:
    table = results.table(rules=[rule])
    return table.select("child", "instance", "interval", "state", "due", "met_on", "days", "unit").rows()


def test_every_run_of_an_anchor_is_a_row_and_so_is_a_child_without_one(results: Results):
    units = results.units["assessment"].select("child", "instance", "opened", "closed").rows()
    assert units == [
        ("A", 1, date(2026, 1, 6), date(2026, 3, 11)),
        ("A", 2, date(2026, 7, 21), None),
        ("B", None, None, None),
        ("C", None, None, None),
    ]
    assert results.units[""]["child"].to_list() == ["A", "B", "C"]


def test_each_assessment_has_a_clock_of_its_own(results: Results):
    assert rows(results, "WT-assessment") == [
        ("A", 1, None, "late", date(2026, 3, 9), date(2026, 3, 11), 2, "working days"),
        ("A", 2, None, "pending", date(2026, 9, 22), None, 26, "working days"),
    ]


def test_each_interval_of_a_repeating_deadline_is_a_row(results: Results):
    assert rows(results, "RBC-2.9a") == [
        ("B", 1, 1, "met", date(2026, 5, 29), date(2026, 5, 29), None, "days"),
        ("B", 1, 2, "late", date(2026, 6, 26), date(2026, 7, 1), 5, "days"),
        ("B", 1, 3, "overdue", date(2026, 7, 29), None, 16, "days"),
    ]


def test_counts_and_the_share_that_was_kept(results: Results):
    counts = results.counts().rows_by_key("rule", named=True, unique=True)
    reviews = counts["RBC-2.9a"]
    assert (reviews["met"], reviews["late"], reviews["overdue"]) == (1, 1, 1)
    assert reviews["share"] == pytest.approx(1 / 3)
    assert reviews["not_applicable"] == 2  # A and C have no plan
    assert counts["WT-assessment-reason"]["kind"] == "requirement"
    assert sum(counts["WT-assessment-reason"][state] for state in ("undetermined", "not_applicable")) == 4
    assert counts["WT-assessment-reason"]["share"] is None


def test_the_table_may_be_asked_for_some_states_and_children(results: Results):
    late = results.table(states=["late", "overdue"])
    assert set(late["state"].cast(pl.String)) == {"late", "overdue"}
    assert set(results.table(children=["B"])["child"]) == {"B"}
    assert results.table(rules=[]).height == 0
    checks = sum(table.height * table.width for table in results.checks.values())
    assert results.table().height == checks + sum(rows.height for rows in results.deadlines.values())


def test_another_date_than_the_policys_is_refused():
    other = replace(tables(), as_at=date(2026, 8, 15))
    with pytest.raises(BadInput, match="as_at"):
        Batch(POLICY, AS_AT).evaluate(other)


def test_hours_count_from_a_time_of_day():
    limits = (("red", Duration(4, "hours")), ("amber", Duration(8, "working hours")), ("green", None))
    policy = with_limits(limits)
    facts = {
        "child": ["A", "B", "C", "D", "E"],
        "contact.brag": ["red", "amber", "green", "red", "blue"],
        "contact.received": [datetime(2026, 8, 13, 15)] * 5,
        "contact.received__whole_day": [False, False, False, True, False],
        "contact.responded": [datetime(2026, 8, 13, 21, 30), datetime(2026, 8, 14, 14), None, None, None],
    }
    results = Batch(policy, AS_AT).evaluate(tables(facts, []))
    table = results.table(rules=["BAR-4.2"]).select("child", "state", "due_at", "days", "unit").sort("child")
    assert table.rows() == [
        ("A", "late", datetime(2026, 8, 13, 19), 2, "hours"),
        ("B", "met", datetime(2026, 8, 14, 15), None, "days"),
        ("C", "no_limit", None, 1, "days"),
        ("D", "cannot_tell", None, None, "days"),
        ("E", "cannot_tell", None, None, "days"),
    ]
    assert replay(tables(facts, []), results) == 5


def with_limits(limits: Any) -> Policy:
    """The policy with a table of response times, which no pack of it sets by itself."""
    packs = []
    for pack in POLICY.packs:
        deadlines = tuple(
            replace(rule, within=Lookup("contact.brag", limits)) if rule.head.id == "BAR-4.2" else rule
            for rule in pack.deadlines
        )
        packs.append(replace(pack, deadlines=deadlines))
    return replace(POLICY, packs=tuple(packs))


def test_nobody_at_all():
    empty = Tables(
        tables().events.clear(), pl.DataFrame({"child": []}, schema={"child": pl.String}), {}, AS_AT
    )
    results = Batch(POLICY, AS_AT).evaluate(empty)
    assert results.table().height == 0
    assert results.counts()["share"].null_count() == results.counts().height
    assert replay(empty, results) == 0


def test_a_rule_that_no_column_can_take_is_named():
    pack = POLICY.packs[0]
    rule = replace(pack.requirements[0], applies=Leaf("safety.scale", "only", (1,)))
    rule = replace(rule, satisfied=Leaf("request.made", "is", Lookup("contact.brag", ())))
    policy = replace(POLICY, packs=(replace(pack, requirements=(rule,)), *POLICY.packs[1:]))
    with pytest.raises(CannotCompile, match=rule.head.id) as refused:
        Batch(policy, AS_AT).evaluate(tables())
    assert refused.value.rule == rule.head.id


@pytest.mark.parametrize(
    ("rule", "column", "value"), [("WT-assessment", "days", 3), ("RBC-2.9a", "state", "met")]
)
def test_a_difference_is_found_and_named(results: Results, rule: str, column: str, value: object):
    changed = results.deadlines[rule].with_columns(
        pl.lit(value).cast(results.deadlines[rule].schema[column]).alias(column)
    )
    wrong = replace(results, deadlines={**results.deadlines, rule: changed})
    with pytest.raises(Difference, match=rule) as found:
        replay(tables(), wrong)
    assert found.value.rule == rule
    assert found.value.case in ("A", "B")


def test_a_different_status_is_found(results: Results):
    rule = "WT-assessment-reason"
    checks = results.checks["assessment"]
    met = checks.with_columns(pl.lit("met").cast(checks.schema[rule]).alias(rule))
    with pytest.raises(Difference, match=rule):
        replay(tables(), replace(results, checks={**results.checks, "assessment": met}))


def test_a_missing_row_is_found(results: Results):
    fewer = {**results.deadlines, "RBC-2.9a": results.deadlines["RBC-2.9a"].head(2)}
    with pytest.raises(Difference, match=r"RBC-2\.9a"):
        replay(tables(), replace(results, deadlines=fewer))


def test_equal_results_come_through(results: Results):
    assert replay(tables(), results) == 3
    assert replay(tables(), results, sample=2) == 2


@pytest.mark.parametrize(
    ("facts", "events", "says"),
    [
        ({"child": ["C"], "care.looked_afer": [True]}, EVENTS, "care.looked_after"),
        ({"child": ["C"], "assessment.started": [AS_AT]}, EVENTS, "not a stated fact"),
        ({"child": ["C"], "contact.brag": ["purple"]}, EVENTS, "values that do not suit"),
        ({"child": ["C", "C"]}, EVENTS, "more than once"),
        ({"child": [None]}, EVENTS, "empty cells"),
        ({"child": ["C"]}, [("A", "refferal", AS_AT)], "values that do not suit"),
        ({"child": ["C"]}, [("A", "referral", None)], "empty cells"),
        ({"child": ["C"]}, [("A", "referral", date(1965, 1, 1))], "outside the years"),
    ],
)
def test_what_does_not_fit_is_told_without_a_value(facts: Any, events: Any, says: str):
    with pytest.raises(BadInput, match=says) as refused:
        Batch(POLICY, AS_AT).evaluate(tables(facts, events))
    assert "purple" not in str(refused.value)
    assert "refferal" not in str(refused.value)
