"""The rules that a change touches, and no others."""

from datetime import date

from threshold.trying.touched import named, touched
from threshold.versions import Versions

DAY = date(2026, 3, 10)


def test_a_value_touches_the_rules_that_read_it(longer: Versions) -> None:
    old, new = longer.old.at(DAY), longer.new.at(DAY)
    found = touched(old, new, new)
    assert [[rule.head.id for rule in side] for side in (found.before, found.after)] == [["R1"], ["R1"]]
    assert touched(old, old, old).before == ()


def test_by_its_name_alone(longer: Versions) -> None:
    (change,) = longer.changes
    assert [rule.head.id for rule in named(longer.old.at(DAY), change, longer.new.at(DAY)).before] == ["R1"]
