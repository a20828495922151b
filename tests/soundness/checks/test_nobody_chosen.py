"""Somebody who is nobody for some value is found."""

from pathlib import Path

from ..making import ROUTE, found


def test_somebody_who_is_nobody_for_some_value(small):
    chosen = ROUTE.replace("says: Words", "to: {fact: t.colour, red: Team Red, green: Team Green}")
    (problem,) = found(small, chosen)
    assert (problem.message, problem.field) == ("does not say who it is where t.colour is amber", "R")
    assert found(small, chosen.replace("red:", "amber: Team Amber, red:")) == []


def fails(small) -> Path:
    """A policy in which this is found."""
    return small.tiny(ROUTE.replace("says: Words", "to: {fact: t.colour, red: R, green: G}")).write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny(ROUTE).write()
