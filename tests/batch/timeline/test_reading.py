"""A fact read off the entries that are taken: within which days, and what is known where there is none."""

import pytest

pl = pytest.importorskip("polars")

from threshold.batch.timeline.column import Column  # noqa: E402
from threshold.batch.timeline.entries import EARLIEST, LATEST, UNDATED_DAY  # noqa: E402
from threshold.batch.timeline.reading import Read, bounds_of, no_bounds  # noqa: E402
from threshold.casefiles import Entry  # noqa: E402
from threshold.vocabulary import ABSENT, UNDATED, UNKNOWN, Reading  # noqa: E402

from .recorded import TODAY, VOCABULARY, ago, nobody_knows, on, source  # noqa: E402

NOW = (TODAY.toordinal()) - 719163  # days from 1970
GOOD, POOR, OPEN = on(9, "visit", outcome="good"), on(5, "visit", outcome="poor"), on(3, "visit")
SOMEDAY = nobody_knows("visit", outcome="good")


def read(
    name: str,
    *entries: Entry,
    complete: bool = False,
    answers: tuple[str, ...] = (),
    lacking: bool = False,
    since: int | None = None,
) -> object:
    """A fact of one child off all of its entries, or off those since a day."""
    found, fact = source(entries), VOCABULARY.facts[name]
    assert fact.reading is not None
    taken = found.taking.whenever(fact.reading.events, fact.reading.status, found.everybody)
    bounds, nowhere = no_bounds(1), pl.Series([True]) if lacking else None
    if since is not None:
        day = Column(pl.Series([ago(since)]))
        bounds, *_ = bounds_of(Reading("first", ("visit",), since="seen.first"), 1, lambda _: day)
    by_kind = {"visit": answers}
    column = Read(fact, fact.reading, taken, bounds, by_kind, complete, nowhere, []).column()
    if column.value[0] is not None:
        return column.value[0]
    absent, undated = (mask is not None and mask[0] for mask in (column.absent, column.undated))
    return ABSENT if absent else UNDATED if undated else UNKNOWN


@pytest.mark.parametrize(
    ("name", "entries", "told"),
    [
        ("visit.first", (POOR, GOOD, OPEN), ago(9)),
        ("visit.latest", (OPEN, GOOD, POOR), ago(3)),
        ("visit.outcome", (GOOD, POOR), "poor"),
        ("visit.outcome", (GOOD, OPEN), UNKNOWN),  # the latest leaves it open
        ("good.first", (POOR, GOOD), ago(9)),
        # Of one without a day nobody knows whether it was the first; what all of them carry is known.
        ("visit.first", (SOMEDAY,), UNDATED),
        ("visit.first", (SOMEDAY, POOR), UNDATED),
        ("visit.outcome", (SOMEDAY, GOOD), "good"),
        ("visit.outcome", (SOMEDAY, POOR), UNKNOWN),
        ("visit.first", (), UNKNOWN),
    ],
)
def test_the_first_or_the_latest_entry_tells_its_day_or_what_it_carries(
    name: str, entries: tuple[Entry, ...], told: object
):
    assert read(name, *entries) == told


@pytest.mark.parametrize(
    ("name", "entries", "told"),
    [
        ("visit.first", (), ABSENT),
        ("visit.count", (GOOD, OPEN, SOMEDAY), 3),
        ("visit.count", (), 0),
        ("good.first", (POOR,), ABSENT),
        # One that does not say may be what is asked for.
        ("good.first", (POOR, OPEN), UNKNOWN),
        ("good.count", (GOOD, POOR), 1),
        ("good.count", (GOOD, OPEN), UNKNOWN),
    ],
)
def test_where_all_is_recorded_there_was_none_and_they_are_counted(
    name: str, entries: tuple[Entry, ...], told: object
):
    assert read(name, *entries, complete=True) == told
    unknown = told is ABSENT or name.endswith("count")
    assert read(name, *entries) == (UNKNOWN if unknown else told)
    if unknown:
        assert read(name, *entries, complete=True, lacking=True) is UNKNOWN  # there is nowhere to look


def test_an_answer_that_says_no_is_enough():
    assert read("good.first", POOR) is UNKNOWN
    assert read("good.first", POOR, answers=("outcome",)) is ABSENT
    assert read("good.first", POOR, OPEN, answers=("outcome",)) is UNKNOWN
    assert read("good.first", POOR, GOOD, answers=("outcome",)) == ago(9)


def test_since_a_day_that_day_counts_and_what_has_no_day_may_lie_before():
    assert read("visit.first", GOOD, POOR, since=9) == ago(9)
    assert read("visit.first", GOOD, POOR, since=8) == ago(5)
    assert read("visit.first", GOOD, since=8, complete=True) is ABSENT
    assert read("visit.first", GOOD, SOMEDAY, since=8, complete=True) is UNKNOWN
    assert read("visit.count", POOR, SOMEDAY, since=8, complete=True) is UNKNOWN


def test_bounds_are_days_both_included_and_what_they_count_from_may_never_have_been():
    days = {
        "seen.first": Column(pl.Series([ago(4), None]), pl.Series([False, True])),
        "told.day": Column(pl.Series([None, ago(2)])),
    }
    since, by = (
        Reading("first", ("visit",), **{key: name}) for key, name in zip(("since", "by"), days, strict=True)
    )
    bounds, lacking, never, last = bounds_of(since, 2, days.__getitem__)
    assert bounds.low.to_list() == [NOW - 4, LATEST]
    assert bounds.high.to_list() == [LATEST, LATEST]
    assert lacking is not None
    assert never is not None
    assert (lacking.to_list(), never.to_list(), last) == ([False, True], [False, True], None)
    bounds, lacking, never, last = bounds_of(by, 2, days.__getitem__)
    assert bounds.low.to_list() == [UNDATED_DAY, EARLIEST]
    assert bounds.high.to_list() == [LATEST, NOW - 2]
    assert last is not None
    assert (lacking, never, last.to_list()) == (None, None, [None, ago(2)])
