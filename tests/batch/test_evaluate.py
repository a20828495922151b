"""From tables to results: what is a unit, which rule is put to which, and children by number and portion."""

from dataclasses import replace
from datetime import date

import pytest

pl = pytest.importorskip("polars")

from threshold.batch.evaluate import Batch, source_of  # noqa: E402
from threshold.batch.replay import replay  # noqa: E402
from threshold.batch.results import Results  # noqa: E402
from threshold.batch.signals import CannotCompile  # noqa: E402
from threshold.batch.tables import Tables  # noqa: E402
from threshold.conditions import Lookup  # noqa: E402
from threshold.conditions import Test as Leaf  # noqa: E402
from threshold.reading import BadInput  # noqa: E402

from .by_hand import AS_AT, EVENTS, POLICY, in_order, statuses, tables, together  # noqa: E402

R = """
requirements:
  - {id: R, carries: [T-1], bears_on: [compliance]%s, note: [{must: {%s}, else: no}]}
"""
SPELLS = """
timeline:
  - {on: 2026-01-05, event: spell_started}
  - {on: 2026-02-10, event: visit}
  - {on: 2026-03-01, event: spell_ended}
  - {on: 2026-05-01, event: spell_started}
"""


def test_every_run_of_an_anchor_is_a_row_and_so_is_a_child_without_one(results: Results):
    units = results.units["assessment"].select("child", "instance", "opened", "closed").rows()
    assert units == [
        ("A", 1, date(2026, 1, 6), date(2026, 3, 11)),
        ("A", 2, date(2026, 7, 21), None),
        ("B", None, None, None),
        ("C", None, None, None),
    ]
    assert results.units[""]["child"].to_list() == ["A", "B", "C"]


def test_a_rule_about_each_run_sees_the_facts_of_that_run(small):
    small.tiny(R % (", each: spell", "spell.visit: {recorded: true}"))
    results = together(small, [SPELLS, ""], dict.fromkeys(("visit", "spell_started"), AS_AT))
    table = results.table(rules=["R"])
    assert in_order(table, "instance", "state") == [(1, "met"), (2, "not_met"), (None, "not_met")]


def test_a_rule_about_the_child_sees_the_present_run(small):
    small.tiny(R % ("", "spell.visit: {recorded: true}"))
    results = together(small, [SPELLS, ""], dict.fromkeys(("visit", "spell_started"), AS_AT))
    assert in_order(results.table(rules=["R"]), "instance", "state") == [(None, "not_met"), (None, "not_met")]


@pytest.mark.parametrize(
    ("rule", "anchor"),
    [
        ("R", "spell"),  # its `each`
        ("PLAIN", ""),
        ("FROM-START", "spell"),
        ("FROM-VISIT", "spell"),  # during a spell
        ("FROM-DAY", ""),
        ("EACH", "spell"),
    ],
)
def test_what_a_rule_is_put_to(small, rule: str, anchor: str):
    deadline = (
        "{id: %s, carries: [T-1], starts: {fact: %s}, within: 7 days, met_by: {fact: visit.first}, "
        "late: Late, overdue: Late%s}"
    )
    small.tiny(
        R % (", each: spell", "t.a: true") + "  - {id: PLAIN, carries: [T-1], bears_on: [compliance], "
        "note: [{must: {spell.open: true}, else: no}]}\n"
        + "deadlines:\n  - "
        + "\n  - ".join(
            deadline % words
            for words in (
                ("FROM-START", "spell.started", ""),
                ("FROM-VISIT", "spell.visit", ""),
                ("FROM-DAY", "t.day", ""),
                ("EACH", "t.day", ", each: spell"),
            )
        )
    )
    policy = small.engine().policy.at(AS_AT)
    assert Batch(policy, AS_AT).anchors[rule] == anchor


def test_what_is_in_doubt_is_unknown_unless_it_is_about_protection(small):
    small.tiny(
        R % ("", "spell.open: true") + "  - {id: STANDS, carries: [T-1], bears_on: [compliance], "
        "note: [{must: {danger.in_spell: true}, else: no}]}\n"
    )
    ahead = "timeline: [{on: 2026-05-01, event: spell_started}, {on: 2026-08-15, event: spell_ended}]"
    results = together(small, [ahead, ahead.replace("2026-08-15", "2026-08-14")])
    assert statuses(results) == ["conflict", "not_met"]
    assert statuses(results, "STANDS") == ["met", "not_met"]


def test_what_is_in_doubt_is_not_known_to_be_missing_either(small):
    small.tiny(R % ("", "visit.first: {recorded: true}"))
    cases = [f"timeline: [{{on: 2026-09-01, event: visit{status}}}]" for status in ("", ", status: planned")]
    assert statuses(together(small, cases, {"visit": AS_AT})) == ["conflict", "not_met"]


def test_a_day_alone_is_compared_by_the_day_whatever_time_stands_beside_it(small):
    small.tiny(R % ("", "t.moment: {before: 2026-08-13T09:00}"))
    cases = [f"t: {{moment: 2026-08-{moment}}}" for moment in ("12", "13", "13T08:59", "13T09:00")]
    assert statuses(together(small, cases)) == ["met", "not_met", "met", "not_met"]


@pytest.mark.parametrize("portion", [1, 2, 100])
def test_portions_change_nothing_and_each_is_told(portion: int):
    told: list[int] = []
    batch = Batch(POLICY, AS_AT)
    results = batch.evaluate(tables(), told.append, portion)
    assert sorted(told) == {1: [1, 1, 1], 2: [1, 2], 100: [3]}[portion]
    once = batch.evaluate(tables()).table()
    assert (
        results.table()
        .sort("child", "rule", "instance")
        .equals(once.sort("child", "rule", "instance"), null_equal=True)
    )


def test_a_gap_is_of_its_own_child_in_whichever_portion(small):
    small.tiny(R % ("", "visit.first: {recorded: true}"))
    results = together(small, ["", "", ""], {"visit": AS_AT}, gaps=[("C-1", "visit"), ("C-2", "seen")])
    assert statuses(results) == ["not_met", "undetermined", "not_met"]
    whole = source_of(
        replace(tables(), gaps=pl.DataFrame({"child": ["B"], "event": ["referral"]})), POLICY.vocabulary
    )
    assert whole.coverage.without_gaps(("referral",), whole.everybody).to_list() == [True, False, True]


def test_children_are_numbered_as_they_appear_and_those_without_events_come_last():
    scattered = [EVENTS[5], *EVENTS[:5], *EVENTS[6:]]
    for events in (EVENTS[5:] + EVENTS[:5], scattered):
        source = source_of(tables({"child": ["C", "A"]}, events), POLICY.vocabulary)
        assert source.stated["child"].to_list() == ["B", "A", "C"]
        reviews = source.timeline.held(("cin_review",)).rows
        assert reviews["child"].to_list() == [0, 0]
        assert source.timeline.held(("referral",)).rows["child"].to_list() == [1, 1]


def test_of_entries_on_one_day_the_later_row_counts_as_the_later(small):
    small.tiny(R % ("", "consent.to_share: given"))
    entry = "{on: 2026-05-01, event: consent_%s, for: sharing}"
    given, withdrawn = (entry % each for each in ("given", "withdrawn"))
    cases = [f"timeline: [{given}, {withdrawn}]", f"timeline: [{withdrawn}, {given}]"]
    # Withdrawn before it was given contradicts itself.
    assert statuses(together(small, cases)) == ["not_met", "conflict"]


def test_another_date_than_the_policys_is_refused():
    other = replace(tables(), as_at=date(2026, 8, 15))
    with pytest.raises(BadInput, match="as_at"):
        Batch(POLICY, AS_AT).evaluate(other)


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


def test_deadlines_alone_look_at_the_run_that_is_current_as_a_decision_does():
    events = [
        ("A", "referral", date(2025, 3, 3)),
        ("A", "referral_decision", date(2025, 3, 10)),
        ("A", "referral", date(2026, 3, 2)),
        ("A", "referral_decision", date(2026, 3, 3)),
        ("B", "referral", date(2026, 3, 2)),
    ]
    schema = {"child": pl.String, "event": pl.String, "on": pl.Date}
    given = Tables(
        pl.DataFrame(events, schema, orient="row"),
        pl.DataFrame({"child": ["A", "B"]}),
        {"referral_decision": AS_AT},
        AS_AT,
    )
    found = Batch(POLICY, AS_AT, current=True).evaluate(given)
    told = found.table(rules=["WT-referral-decision"]).select("child", pl.col("state").cast(pl.String), "due")
    assert told.rows() == [("A", "met", date(2026, 3, 3)), ("B", "overdue", date(2026, 3, 3))]
    assert set(found.anchors) == {rule.head.id for rule in POLICY.deadlines}
    assert replay(given, found, 2) == 2
    each = Batch(POLICY, AS_AT).evaluate(given).table(rules=["WT-referral-decision"])
    assert each.height == 3
