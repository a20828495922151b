"""Up to when events are recorded completely: all of those asked for, of each child, up to each day."""

import pytest

pl = pytest.importorskip("polars")

from threshold.batch.timeline.coverage import Coverage  # noqa: E402

from .recorded import TODAY, ago  # noqa: E402

COVERS = {"visit": ago(0), "seen": ago(10)}
EVERYBODY = pl.Series([0, 1, 2], dtype=pl.UInt32)


def coverage(**gaps: list[int]) -> Coverage:
    """What is covered of three children, apart from those of whom an entry could not be read."""
    return Coverage(COVERS, {event: pl.Series(of, dtype=pl.UInt32) for event, of in gaps.items()}, 3, TODAY)


def told(found: "pl.Series | bool") -> list[bool]:
    """Of each child, whether it is covered."""
    return [found] * 3 if isinstance(found, bool) else found.to_list()


@pytest.mark.parametrize(
    ("events", "upto", "complete"),
    [
        (("visit",), None, [True, True, True]),
        (("seen",), None, [False, False, False]),
        (("call",), None, [False, False, False]),
        (("visit", "call"), None, [False, False, False]),
        # The day up to which it is covered is covered itself; without a day it would have to be today.
        (("seen",), [10, 9, None], [True, False, False]),
        (("visit",), [10, -1, None], [True, True, True]),
        # Of several, the one that is covered for the shortest time.
        (("visit", "seen"), [11, 10, 9], [True, True, False]),
        (("call",), [10, 10, 10], [False, False, False]),
    ],
)
def test_all_events_are_covered_up_to_the_day(
    events: tuple[str, ...], upto: list[int | None] | None, complete: list[bool]
):
    days = None if upto is None else pl.Series([None if day is None else ago(day) for day in upto])
    assert told(coverage().covered(events, EVERYBODY, days)) == complete


@pytest.mark.parametrize(
    ("events", "whole"),
    [
        (("visit",), [True, False, True]),
        (("seen",), [False, True, True]),
        (("visit", "seen"), [False, False, True]),
        (("call",), [True, True, True]),
    ],
)
def test_of_a_child_with_an_entry_that_could_not_be_read_not_all_is_there(
    events: tuple[str, ...], whole: list[bool]
):
    of = coverage(visit=[1], seen=[0])
    assert told(of.without_gaps(events, EVERYBODY)) == whole
    early = pl.Series([ago(30)] * 3)
    covered = [each and "call" not in events for each in whole]
    assert told(of.covered(events, EVERYBODY, early)) == covered


def test_units_of_one_child_have_the_coverage_of_that_child():
    runs = pl.Series([1, 1, 0], dtype=pl.UInt32)
    assert told(coverage(visit=[1]).covered(("visit",), runs)) == [False, False, True]
