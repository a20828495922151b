"""What differs day by day becomes one change, with the days on which it is not the same."""

from datetime import date

from threshold.policy import load_policy
from threshold.versions.change import Key
from threshold.versions.found import Found

WORDS = load_policy("national").vocabulary
DAYS = (date(2020, 1, 1), date(2026, 4, 1), date(2027, 4, 1))
WAIT = Key("parameter", "town", "wait")


def found() -> Found:
    return Found(DAYS, WORDS, WORDS)


def test_values_are_told_from_day_to_day_where_they_change() -> None:
    held = found()
    held.add(WAIT, DAYS[1], 3, 4, True)
    held.add(WAIT, DAYS[2], 3, 5, True)
    (change,) = held.changes()
    assert (change.before, change.after, change.since) == ("3", "4; 5 from 1 April 2027", DAYS[1])
    assert (change.title, change.how, change.of) == ("wait", "differs", WAIT)


def test_what_decides_is_told_first_and_what_came_or_went_as_such() -> None:
    held = found()
    held.add(Key("tension", "", "T1"), DAYS[0], "a", "b", False)
    held.add(Key("parameter", "town", "new"), DAYS[0], None, 5, True)
    held.add(Key("parameter", "town", "old"), DAYS[0], 5, None, True)
    assert [(each.id, each.how) for each in held.changes()] == [
        ("new", "came"),
        ("old", "gone"),
        ("T1", "differs"),
    ]


def test_a_rule_that_is_announced_and_comes_is_told_once() -> None:
    held = found()
    held.add(Key("announced", "town", "R"), DAYS[0], None, "soon", False)
    assert len(held.changes()) == 1
    held.add(Key("rule", "town", "R"), DAYS[1], None, "rule", True)
    assert [each.kind for each in held.changes()] == ["rule"]
