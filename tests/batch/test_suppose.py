"""A request put to every open child: who is asked, who may from when, and who is alike."""

from dataclasses import replace
from datetime import date

import pytest

pl = pytest.importorskip("polars")

from threshold.batch import Tables  # noqa: E402
from threshold.batch.request_status import Request  # noqa: E402
from threshold.batch.suppose import Supposing  # noqa: E402
from threshold.batch.suppose_replay import Alone  # noqa: E402
from threshold.policy import load_policy  # noqa: E402

from .asked import asked, column, tables_together  # noqa: E402
from .by_hand import AS_AT  # noqa: E402
from .making import tables_of  # noqa: E402
from .test_request_status import case  # noqa: E402
from .test_waiting import AGO, rule  # noqa: E402


def test_only_who_is_open_is_asked(small):
    closed = case().replace("support: {in_place: middle}\n", "")
    found = asked(small.tiny(rule(AGO)), [case(t="day: 2026-06-01"), closed])
    assert found.everybody.select("child", "state").rows() == [("C-0", "open"), ("C-1", "not_recorded")]
    assert column(found, "child") == ["C-0"]


def test_a_date_is_told_only_if_the_request_may_go_ahead_on_it(small):
    # Two months later something that is said today is too long ago.
    lasts = "    condition: [{must: {t.ahead: {within_last: 1 month}}, else: Too long ago}]\n"
    beside = "  - id: S\n    title: Fresh\n    carries: [T-1]\n    bears_on: [step_down]\n" + lasts
    small.tiny(rule(AGO) + beside)
    found = asked(small, [case(t=f"day: {day}, ahead: 2026-08-10") for day in ("2026-05-15", "2026-07-15")])
    assert column(found, "earliest") == [date(2026, 8, 15), date(2026, 10, 15)]
    # A condition is open to be met; what blocks is not.
    small.tiny(rule(AGO) + beside.replace("condition:", "block:"))
    found = asked(small, [case(t=f"day: {day}, ahead: 2026-08-10") for day in ("2026-05-15", "2026-07-15")])
    assert column(found, "earliest") == [date(2026, 8, 15), None]
    assert column(found, "held_until") == [date(2026, 8, 15), date(2026, 10, 15)]


def test_values_that_come_into_force_meanwhile_count(small):
    parameter = "wait:\n  type: duration\n  means: How long\n  values:\n"
    for later, expected in (("3 months", date(2026, 9, 1)), ("6 months", None)):
        values = (("2020-01-01", "3 months"), ("2026-08-20", later))
        dated = "".join(f"    - {{from: {day}, is: {value}, because: T-1}}\n" for day, value in values)
        small.tiny(rule("{t.day: {at_least_ago: $wait}}"), parameter + dated)
        assert column(asked(small, [case(t="day: 2026-06-01")]), "earliest") == [expected]


def test_what_is_covered_now_is_covered_then():
    """A plan that ended: nothing is recorded since, and the record is whole on the later day too."""
    files = load_policy("step-up-step-down")
    events = [
        ("A", "cp_plan_started", "2025-06-02"),
        ("A", "cp_plan_ended", "2026-05-15"),
        ("A", "cin_plan_started", "2026-05-15"),
    ]
    rows = pl.DataFrame(
        [(c, e, date.fromisoformat(d)) for c, e, d in events], ["child", "event", "on"], orient="row"
    )
    tables = Tables(
        rows,
        pl.DataFrame({"child": ["A"]}),
        dict.fromkeys(("cp_plan_started", "cp_plan_ended"), AS_AT),
        AS_AT,
    )
    request = Request("step_down", "early_help")
    supposed = Supposing(files, request).suppose(tables)
    (obstacle,) = supposed.obstacles.select("rule", "part", "until").rows()
    assert obstacle == ("RBC-5.1", 3, date(2026, 8, 15))
    assert column(supposed, "held_until") == [date(2026, 8, 15)]
    assert column(supposed, "earliest") == [None]  # nobody has said anything else
    assert Alone(files, tables, supposed, ()).replay(1) == 1


def test_portions_change_nothing_but_who_counts_as_alike(small):
    small.tiny(rule(AGO))
    engine = small.engine()
    cases = [case(t=f"day: 2026-0{5 + place % 3}-1{place}") for place in range(7)]
    tables = tables_together(small, engine, cases)
    once, twice = (
        Supposing(engine.policy, Request("step_down")).suppose(tables, portion=n) for n in (100, 2)
    )
    assert once.asked.drop("alike").equals(twice.asked.drop("alike"))
    assert once.obstacles.sort("child").equals(twice.obstacles.sort("child"))
    assert once.everybody.equals(twice.everybody)
    # The dates apart, the same is known of those who wait, and of those who do not.
    assert once.asked["alike"].n_unique() == once.asked["status"].n_unique()
    assert len({(row[0], row[1] // 2) for row in enumerate(twice.asked["alike"])}) == 7


def test_nobody_at_all():
    files = load_policy("national")
    empty = Tables(
        pl.DataFrame(schema={"child": pl.String, "event": pl.String, "on": pl.Date}),
        pl.DataFrame(schema={"child": pl.String}),
        {},
        AS_AT,
    )
    told: list[int] = []
    supposed = Supposing(files, Request("step_down")).suppose(empty, told.append)
    assert (supposed.asked.height, supposed.everybody.height, supposed.obstacles.height) == (0, 0, 0)
    assert sum(told) == 0
    assert Alone(files, empty, supposed, ()).replay(200) == 0


def test_a_request_up_for_a_concern_that_may_have_ended_is_told_apart():
    files = load_policy("national")
    rows = pl.DataFrame({"child": ["A"], "event": ["section_47_started"], "on": [date(2026, 3, 2)]})
    tables = Tables(rows, pl.DataFrame({"child": ["A"]}), {}, AS_AT)
    up = Supposing(files, Request("step_up", "child_in_need"))
    for covers, sure in (({}, False), ({"section_47_ended": AS_AT}, True)):
        found = up.suppose(replace(tables, covers=covers))
        assert found.asked.select("status", "sure").rows() == [("permitted", sure)]


def test_a_count_that_leaves_the_calendar_sets_no_date(small):
    """As for a child among many elsewhere: what hangs on the count is left open, and is asked again alike."""
    small.tiny(rule("{t.day: {at_least_ago: 45 working days}}"))
    engine, as_at = small.engine(), date(2050, 12, 30)
    days = ("2050-12-20", "2050-10-03", "2050-11-01")
    read = [small.case(f"as_at: 2050-12-30\n{case(t=f'day: {day}')}", engine) for day in days]
    named = [replace(each, reference=f"C-{place}") for place, each in enumerate(read)]
    tables = tables_of(named, engine.policy.at(as_at).vocabulary, as_at, {})
    supposed = Supposing(engine.policy, Request("step_down")).suppose(tables)
    assert column(supposed, "status") == ["undetermined", "permitted", "undetermined"]
    assert column(supposed, "earliest") == [None] * 3
    assert Alone(engine.policy, tables, supposed, ()).replay(3) == 3


def test_an_earliest_date_may_lie_beyond_the_calendar_where_it_is_counted_in_months(small):
    small.tiny(rule(AGO))
    engine, as_at = small.engine(), date(2050, 12, 30)
    read = small.case(f"as_at: 2050-12-30\n{case(t='day: 2050-12-01')}", engine)
    tables = tables_of([read], engine.policy.at(as_at).vocabulary, as_at, {})
    supposed = Supposing(engine.policy, Request("step_down")).suppose(tables)
    assert column(supposed, "earliest") == [date(2051, 3, 1)]
    assert Alone(engine.policy, tables, supposed, ()).replay(1) == 1
