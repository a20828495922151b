"""Names that look like another, and names that do not."""

import pytest

from threshold.soundness.likeness import looks_like, slips


@pytest.mark.parametrize(
    ("one", "two", "number"),
    [
        ("worker", "worker", 0),
        ("wroker", "worker", 1),
        ("workr", "worker", 1),
        ("workers", "worker", 1),
        ("wrk", "worker", 3),
    ],
)
def test_slips_are_counted(one: str, two: str, number: int):
    assert slips(one, two, 2) == number == slips(two, one, 2)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Social Wroker", "Social Worker"),
        ("Scoial Wroker", "Social Worker"),
        ("SENCo", ""),
        ("SENKO", "SENCO"),
        ("GPs", ""),
        ("Social Workers", ""),
        ("Social Worker", ""),
        ("Teacher", ""),
    ],
)
def test_what_a_name_was_meant_to_be(name: str, meant: str):
    assert looks_like(name, ["Social Worker", "SENCO", "GP", "Teaching Team"]) == meant
