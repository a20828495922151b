"""Flips are grouped by what brings them, single changes first."""

from threshold.trying.groups import changed_flows, groups
from threshold.trying.model import Flip, Flow, Tried
from threshold.versions import Change

A, B = (Change("rule", "p", name, "differs", name, "", "", None, True) for name in "ab")


def flip(of: str, *because: Change, together: bool = False, aspect: str = "status") -> Flip:
    return Flip(of, aspect, "", "permitted", "blocked", because, together)  # type: ignore[arg-type]


def test_by_cause_the_most_first_and_those_without_a_cause_last() -> None:
    flips = (flip("1"), flip("2", A, B, together=True), flip("3", B), flip("4", A), flip("5", A))
    found = groups(Tried("cases", "it", 5, 5, flips))
    assert [each.because for each in found] == [(A,), (B,), (A, B), ()]
    assert found[0].of == ("4", "5")


def test_who_flips_in_two_ways_is_named_once() -> None:
    (found,) = groups(Tried("cases", "it", 1, 1, (flip("1", A), flip("1", A, aspect="to"))))
    assert (found.of, len(found.ways)) == (("1",), 2)


def test_who_stays_is_no_flow_that_changed() -> None:
    flows = (Flow("status", "", "a", "a", 9), Flow("status", "", "a", "b", 1))
    assert list(changed_flows(Tried("cases", "it", 10, 1, flows=flows), "status")) == [flows[1]]
