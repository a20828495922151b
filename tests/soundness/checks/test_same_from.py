"""Values of one day, and values out of their order, are found."""

from pathlib import Path

from ..making import DEADLINE, LIMIT, found

FIRST = "{from: 2020-01-01, is: 3 days, because: T-1}"


def values(*written: str) -> str:
    return LIMIT.replace(FIRST, ", ".join(written))


def at(day: str, length: str = "4 days") -> str:
    return f"{{from: {day}, is: {length}, because: T-1}}"


def test_two_values_of_one_day(small):
    (problem,) = found(small, DEADLINE, values(FIRST, at("2020-01-01")))
    assert "two values begin on 1 January 2020, and the last of them is taken" in problem.message
    assert problem.field == "tiny.limit"


def test_values_out_of_order(small):
    (problem,) = found(small, DEADLINE, values(at("2021-01-01"), FIRST))
    assert "put the oldest first" in problem.message
    assert found(small, DEADLINE, values(FIRST, at("2021-01-01"), at("2022-01-01", "5 days"))) == []


def fails(small) -> Path:
    """A policy in which this is found."""
    return small.tiny(DEADLINE, values(FIRST, at("2020-01-01"))).write()


def passes(small) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return small.tiny(DEADLINE, values(FIRST, at("2020-01-02"))).write()
