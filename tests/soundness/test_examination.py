"""A policy under examination: the policies of every date, and each of its packs."""

from threshold.policy import load_policy
from threshold.soundness import Examination

from .making import DEADLINE, LIMIT


def test_the_policies_of_every_date(small):
    limit = LIMIT.replace("because: T-1}]", "because: T-1}, {from: 2024-01-01, is: 5 days, because: T-1}]")
    examination = Examination(load_policy(str(small.tiny(DEADLINE, limit).write())))
    assert [str(day) for day in examination.days][-2:] == ["2020-01-01", "2024-01-01"]
    assert len(examination.policies) == len(examination.days)
    assert [*examination.on] == [*examination.days]
    assert "t.a" in examination.facts
    assert {pack.held.entry.pack for pack in examination.packs} == {*examination.written.packs}


def test_one_pack_alone(small):
    files = load_policy(str(small.tiny(DEADLINE, LIMIT).write()))
    alone = Examination(files, (files.written.packs["tiny"],))
    assert [pack.held.entry.pack for pack in alone.packs] == ["tiny"]


def test_a_day_on_which_a_policy_stands(small):
    limit = LIMIT.replace("because: T-1}]", "because: T-1}, {from: 2024-01-01, is: 5 days, because: T-1}]")
    files = load_policy(str(small.tiny(DEADLINE, limit).write()))
    examination = Examination(files)
    for policy in examination.policies:
        assert files.at(examination.day_of(policy)) is policy
