"""The packs of both policies, read with the inputs of either."""

from threshold.versions.change import Key
from threshold.versions.reading import Reading
from threshold.versions.sides import SideOf, pairs

from .conftest import PARAMETERS, RULES, Made

WAIT = Key("parameter", "town", "wait")


def test_either_side_is_read_with_what_is_taken_and_each_once(policy: Made) -> None:
    old = SideOf(policy(), ())
    new = SideOf(
        policy(
            "new",
            parameters=PARAMETERS.replace("3 months", "2 months"),
            rules=RULES.replace("At", "In all at"),
        ),
        (),
    )
    reading, day = Reading(old, new), old.files.change_dates[-1]
    reading.pairs, reading.differing = pairs(old, new, [day]), frozenset([WAIT])
    town = reading.pairs[1]
    titles = {
        (side, bool(taken)): reading.pack(side, town, day, taken).requirements[0].head.title
        for side in ("old", "new")
        for taken in ((), (WAIT,))
    }
    assert titles == {
        ("old", False): "At least 3 months",
        ("old", True): "At least 2 months",
        ("new", False): "In all at least 3 months",
        ("new", True): "In all at least 2 months",
    }
    assert reading.pack("old", town, day, [WAIT]) is reading.pack("old", town, day, [WAIT])
    assert reading.pack("old", town, day, ()) is old.packs(day)["town"]
