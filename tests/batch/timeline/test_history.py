"""What went on after an episode had ended: the longest gap, and the time served on another."""

from functools import partial

import pytest

pl = pytest.importorskip("polars")

from threshold.batch.timeline.column import Column  # noqa: E402
from threshold.batch.timeline.history import longest_gap, served  # noqa: E402
from threshold.casefiles import Entry  # noqa: E402
from threshold.vocabulary import ABSENT, UNDATED, UNKNOWN, Reading  # noqa: E402

from .recorded import ago, link, nobody_knows, on, source  # noqa: E402

GAP = partial(Reading, "longest_gap", ("began", "ended"), episode="spell", among=("plan", "care"))
SERVED = Reading("served", ("planned", "dropped"), episode="plan", after="spell")
ENDED = (on(60, "began"), on(50, "ended"))
PLAN, CARE = (on(45, "planned"), on(30, "dropped")), on(20, "cared")


def state(column: Column) -> object:
    if column.value[0] is not None:
        return column.value[0]
    absent, undated = (mask is not None and mask[0] for mask in (column.absent, column.undated))
    return ABSENT if absent else UNDATED if undated else UNKNOWN


def gap(*entries: Entry, certain: bool = False, **covers: int) -> object:
    found = source(entries, **covers)
    return state(longest_gap(found, GAP(certain=certain), found.everybody))


def time_served(*entries: Entry, **covers: int) -> tuple[object, int | None]:
    """Since when, and how many days of it were breaks."""
    found = source(entries, **covers)
    column = served(found, SERVED, found.everybody)
    assert column.breaks is not None
    return state(column), column.breaks[0]


@pytest.mark.parametrize(
    ("entries", "days"),
    [
        (ENDED, 50),
        ((*ENDED, *PLAN), 30),  # from then until today
        ((*ENDED, *PLAN, CARE), 10),  # what carries over fills the days until today
        ((*ENDED, on(45, "planned")), 45),  # what does not fills the day of its start alone
        ((*ENDED, on(30, "dropped")), 30),  # of half a run, its end
        ((*ENDED, on(55, "cared")), 0),  # it had begun before
        ((*ENDED, on(58, "planned"), on(52, "dropped")), 50),  # it was over before
        ((*ENDED, *PLAN, on(40, "began")), 0),  # another is open
        ((*ENDED, on(8, "began"), on(5, "ended")), 5),  # counted from the latest end
        ((on(60, "began"), nobody_knows("ended")), UNKNOWN),
    ],
)
def test_the_longest_gap_since_the_latest_end(entries: tuple[Entry, ...], days: object):
    assert gap(*entries) == days


def test_without_any_run_there_is_a_gap_only_in_what_is_not_covered():
    assert gap(*PLAN) is UNKNOWN
    assert gap(*PLAN, began=1) is UNKNOWN
    assert gap(*PLAN, began=0) is ABSENT


@pytest.mark.parametrize(
    ("more", "covers", "days"),
    [
        ((), {}, UNKNOWN),
        ((), {"planned": 1}, UNKNOWN),
        ((), {"planned": 0}, 30),
        ((), {"cared": 0}, 30),
        ((link(nobody_knows("cared"), ref="a"),), {"planned": 0}, UNKNOWN),
    ],
)
def test_a_gap_is_certain_where_one_kind_is_covered_and_every_run_has_a_day(
    more: tuple[Entry, ...], covers: dict[str, int], days: object
):
    assert gap(*ENDED, *PLAN, *more, certain=True, **covers) == days


@pytest.mark.parametrize(
    ("entries", "since", "breaks"),
    [
        ((*ENDED, on(45, "planned")), ago(45), 0),
        ((*ENDED, on(50, "planned")), ago(50), 0),  # on the very day
        ((*ENDED, *PLAN), ago(45), 30),  # it ended, and nothing was served since
        ((*ENDED, *PLAN, on(20, "planned")), ago(45), 9),  # the days strictly between
        ((*ENDED, *PLAN, on(29, "planned")), ago(45), 0),
        ((*ENDED, on(55, "planned"), on(40, "dropped")), ago(50), 40),  # before, it does not count
        ((*ENDED, on(55, "planned"), on(50, "dropped")), ago(50), 50),
        ((*ENDED, on(55, "planned"), on(52, "dropped")), UNKNOWN, None),
        ((*ENDED, on(40, "dropped")), UNDATED, None),  # nobody knows its start
        ((on(60, "began"), on(45, "planned")), UNKNOWN, None),  # it has not ended
        ((on(60, "began"), nobody_knows("ended"), on(45, "planned")), UNKNOWN, None),
    ],
)
def test_time_is_served_from_the_first_day_on_or_after_the_end(
    entries: tuple[Entry, ...], since: object, breaks: int | None
):
    assert time_served(*entries) == (since, breaks)


def test_no_time_was_served_where_starts_are_covered():
    assert time_served(*ENDED, planned=0) == (ABSENT, None)
    assert time_served(*ENDED, planned=1) == (UNKNOWN, None)
    assert time_served(on(45, "planned"), began=0) == (ABSENT, None)
