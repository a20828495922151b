"""Which deadlines are told, in which order, and what is told once."""

import random
from datetime import date

import pytest

from threshold.agenda.choosing import agenda, beside_of, chosen, merged
from threshold.agenda.model import Gathered, Unknown
from threshold.agenda.span import read_span
from threshold.policy import load_policy
from threshold.semantics.closed_lists import DEADLINE_STATES

from .making import item, late, untold

DAY = "2026-08-20"


@pytest.mark.parametrize(
    ("state", "due", "met_on", "stopped_on", "never_due", "kind"),
    [
        ("pending", DAY, None, None, False, "item"),
        ("overdue", DAY, None, None, False, "item"),
        ("met", DAY, DAY, None, False, "over"),
        ("late", DAY, DAY, None, False, "over"),
        ("early", None, DAY, None, False, "over"),
        ("ended", DAY, None, DAY, False, "over"),
        ("missed", DAY, None, DAY, False, "missed"),
        ("paused", None, None, DAY, False, "paused"),
        ("no_limit", None, None, None, True, "no_limit"),
        ("no_limit", None, DAY, None, True, "over"),
        ("no_limit", None, None, DAY, True, "over"),
        ("cannot_tell", DAY, None, None, False, "item"),
        ("cannot_tell", None, None, None, False, "unknown"),
        ("cannot_tell", None, None, None, True, "no_limit"),
        ("cannot_tell", DAY, DAY, None, False, "over"),
        ("cannot_tell", DAY, None, DAY, False, "over"),
    ],
)
def test_how_a_deadline_stands_says_what_it_is_told_as(state, due, met_on, stopped_on, never_due, kind):
    assert chosen(state, due, met_on, stopped_on, never_due) == kind


def test_every_state_is_told_as_something():
    assert all(chosen(state, None, None, None, False) for state in DEADLINE_STATES)


def test_what_is_overdue_longest_comes_first_and_ties_are_always_alike():
    wanted = [
        late("B", "2026-08-03"),
        late("A", "2026-08-11"),
        item("A", "2026-08-14T10:00"),
        item("A", "2026-08-14T12:00"),
        item("A", "2026-08-14"),
        item("A", "2026-08-20", rule="A-rule"),
        item("A", "2026-08-20", interval=2),
        item("A", "2026-08-20", interval=10),
        item("B", "2026-08-20"),
        untold("A", "2026-08-01"),
    ]
    for seed in range(20):
        shuffled = random.Random(seed).sample(wanted, len(wanted))
        assert merged(shuffled, {}) == wanted


def test_a_local_limit_that_comes_to_the_same_is_told_with_the_statutory_one():
    local = item(rule="LOC-1", clauses=("LOC-1",))
    [both] = merged([local, item()], {"LOC-1": "WT-assessment"})
    assert (both.rule, both.clauses) == ("WT-assessment", ("WT-assessment", "LOC-1"))
    other = item(rule="LOC-1", due="2026-08-19")
    assert len(merged([other, item()], {"LOC-1": "WT-assessment"})) == 2
    undone = late("C-1", item().due, rule="LOC-1")
    assert len(merged([undone, item()], {"LOC-1": "WT-assessment"})) == 2
    assert merged([local], {"LOC-1": "WT-assessment"}) == [local]


def test_what_stands_twice_is_told_once():
    assert merged([item(), item(), item(as_at="2026-08-13", days=5)], {}) == [
        min([item(), item(as_at="2026-08-13", days=5)], key=repr)
    ]


def test_what_is_due_later_is_counted_and_what_is_overdue_always_told():
    found = Gathered([item(due="2026-09-30"), item("D"), late(due="2020-01-01"), untold()])
    told = agenda(found, {}, read_span("14 days"))
    assert [each.reference for each in told.items] == ["C-2", "D"]
    assert [each.reference for each in told.untold] == ["C-3"]
    assert (told.left_out, told.within) == ({"beyond": 1}, "14 days")


def test_the_latest_date_is_that_of_the_agenda_and_several_are_told():
    assert agenda(Gathered(), {}).as_at == ""
    told = agenda(Gathered(moments={"2026-08-14", "2026-08-12"}), {})
    assert (told.as_at, told.several) == ("2026-08-14", True)


def test_what_nobody_can_tell_of_most_comes_first_each_child_once():
    one, two = Unknown("A", "A", "", (), ("1",)), Unknown("B", "B", "", (), ("2", "1", "2"))
    told = agenda(Gathered(unknown={"A": one, "B": two}), {})
    assert [(each.rule, each.references) for each in told.unknown] == [("B", ("1", "2")), ("A", ("1",))]


def test_local_rules_name_the_statutory_one_that_they_stand_beside():
    policy = load_policy("default").at(date(2026, 8, 14))
    assert beside_of(policy)["YOR-TIM-2"] == "WT-assessment"
