"""A pack is looked at in every policy and on every day on which it stands otherwise."""

from datetime import date

from threshold.policy import load_policy
from threshold.soundness.examination import Examination
from threshold.soundness.standing import standings

from .making import LIMIT


def test_each_pack_on_each_day(small):
    later = LIMIT.replace("values: [", "values: [{from: 2026-04-01, is: 5 days, because: T-1}, ")
    examination = Examination(load_policy(str(small.tiny("", later).write())))
    found = {(each.pack.name, each.day) for each in standings(examination)}
    assert {name for name, _ in found} == {"safe", "tiny"}
    assert ("tiny", date(2026, 4, 1)) in found
    assert all(each.examined.held.entry.pack == each.pack.name for each in standings(examination))
