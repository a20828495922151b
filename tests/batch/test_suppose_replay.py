"""A sample asked again one by one: what is compared, that a difference is found, and what is wanting."""

from dataclasses import replace
from datetime import date

import pytest

pl = pytest.importorskip("polars")

from threshold.batch import Difference  # noqa: E402
from threshold.batch.request_status import Request  # noqa: E402
from threshold.batch.suppose import Supposed, Supposing  # noqa: E402
from threshold.batch.suppose_replay import Alone  # noqa: E402

from .asked import DOWN, tables_together  # noqa: E402
from .test_request_status import RULES, case  # noqa: E402
from .test_waiting import AGO, rule  # noqa: E402

CASES = [
    *(case("true", "true", t=f"day: {day}") for day in ("2026-06-01", "2026-05-01")),
    *(case("", "true"), case("true", "true", concern="")),
]


def alone(
    small, text: str, cases: list[str] = CASES, request: Request = DOWN
) -> tuple[Alone, Supposed, object]:
    engine = small.tiny(text).engine()
    tables = tables_together(small, engine, cases)
    supposed = Supposing(engine.policy, request).suppose(tables)
    return Alone(engine.policy, tables, supposed, ()), supposed, (engine.policy, tables)


def test_equal_answers_come_through(small):
    one_by_one, supposed, _ = alone(small, rule(AGO))
    told: list[int] = []
    assert one_by_one.replay(200, decided_one=told.append) == supposed.asked.height == 4
    assert told == [1] * 4
    assert one_by_one.replay(2) == 2


@pytest.mark.parametrize(
    ("column", "value", "named"),
    [
        ("status", "permitted", "status"),
        ("answered", False, "answered"),
        ("earliest", date(2026, 9, 2), "earliest"),
    ],
)
def test_a_difference_is_found_and_named(small, column, value, named):
    _, supposed, (files, tables) = alone(small, rule(AGO))
    first = pl.col("child") == "C-0"
    changed = pl.when(first).then(pl.lit(value)).otherwise(pl.col(column)).cast(supposed.asked.schema[column])
    wrong = replace(supposed, asked=supposed.asked.with_columns(changed.alias(column)))
    with pytest.raises(Difference, match=f"the {named} of the request") as found:
        Alone(files, tables, wrong, ()).replay(200)
    assert found.value.case == "C-0"


@pytest.mark.parametrize("change", ["until", "part", "rule", "missing"])
def test_another_obstacle_is_found(small, change):
    _, supposed, (files, tables) = alone(small, rule(AGO))
    other = {"until": pl.lit(date(2026, 9, 2)), "part": pl.lit(1, dtype=pl.Int32), "rule": pl.lit("S")}
    rows = supposed.obstacles
    rows = rows.clear() if change == "missing" else rows.with_columns(other[change].alias(change))
    with pytest.raises(Difference, match="the obstacles of the request"):
        Alone(files, tables, replace(supposed, obstacles=rows), ()).replay(200)


def test_what_would_have_to_be_known(small):
    one_by_one, _, _ = alone(small, RULES)
    wanted = one_by_one.wanting()
    # Of who may go ahead nothing is wanting.
    assert wanted.of_children().rows() == [("C-2", "t.a"), ("C-3", "child_protection.concern")]
    assert wanted.facts["events"].to_list() == [[], []]


def test_what_the_record_would_tell_is_named_by_its_events(small):
    one_by_one, _, _ = alone(small, rule("{visit.latest: {within_last: 1 month}}"), [case()])
    wanted = one_by_one.wanting()
    assert wanted.facts.select("fact", "events").rows() == [("visit.latest", ["visit"])]
    assert wanted.children["child"].to_list() == ["C-0"]


def test_of_all_alike_one_is_looked_at(small):
    one_by_one, _, _ = alone(small, RULES, [case("", "true")] * 5)
    told: list[int] = []
    assert one_by_one.wanting(told.append).of_children().height == 5
    assert told == [1]


def test_what_a_contradiction_alone_keeps_open_wants_for_nothing(small):
    answer = (
        "definitions: [{id: D, carries: [T-1], fact: made.answer, hit: exactly_one, "
        "rows: [{when: {t.b: true}, is: red}, {when: {t.c: true}, is: amber}]}]\n"
    )
    text = rule("{made.answer: red}") + answer
    one_by_one, supposed, _ = alone(small, text, [case(t="c: true"), case(t="c: false")])
    assert supposed.asked["status"].to_list() == ["conflict", "permitted"]
    assert one_by_one.wanting().of_children().rows() == [("C-0", "")]


def test_who_is_held_up_by_time_and_lacks_something_else_wants_for_that(small):
    beside = (
        "  - {id: S, title: T, carries: [T-1], bears_on: [step_down], "
        "block: [{must: {t.b: true}, else: no}]}\n"
    )
    one_by_one, supposed, _ = alone(
        small, rule(AGO) + beside, [case("", "", t="day: 2026-06-01"), case("", "false", t="day: 2026-06-01")]
    )
    assert supposed.asked["held_until"].to_list() == [date(2026, 9, 1), None]
    assert one_by_one.wanting().of_children().rows() == [("C-0", "t.b")]
