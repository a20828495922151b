"""Facts by column: what the timeline shows, and what is known not to have happened."""

from functools import partial

import pytest

pl = pytest.importorskip("polars")

from threshold.batch.timeline.column import Column  # noqa: E402
from threshold.batch.timeline.facts import stated  # noqa: E402
from threshold.casefiles import Entry  # noqa: E402
from threshold.vocabulary import ABSENT, UNDATED, UNKNOWN  # noqa: E402

from .recorded import VOCABULARY, ago, on, source, state, states  # noqa: E402


@pytest.mark.parametrize(
    "name", ["visit.first", "visit.latest", "visit.planned", "visit.ahead", "good.first"]
)
def test_no_entry_is_absence_only_where_the_cover_reaches_today(name: str):
    assert [state(name, visit=days) for days in (-1, 0, 1)] == [ABSENT, ABSENT, UNKNOWN]
    assert state(name) is UNKNOWN


@pytest.mark.parametrize(
    ("name", "bounded"),
    [
        ("spell.visit", (on(30, "began"), on(10, "ended"))),
        ("until.seen", (on(10, "seen"),)),
        ("spell.until_seen", (on(30, "began"), on(10, "seen"))),
        # The bound comes before the run's end, and after it too; without one, the run's end is the bound.
        ("spell.until_seen", (on(30, "began"), on(10, "seen"), on(5, "ended"))),
        ("spell.until_seen", (on(30, "began"), on(20, "ended"), on(10, "seen"))),
        ("spell.until_seen", (on(30, "began"), on(10, "ended"))),
    ],
)
def test_of_a_span_that_is_over_it_is_enough_to_cover_its_last_day(name: str, bounded: tuple[Entry, ...]):
    """Up to that very day, and no day less."""
    assert [state(name, *bounded, visit=days) for days in (9, 10, 11)] == [ABSENT, ABSENT, UNKNOWN]


@pytest.mark.parametrize(
    ("name", "bounded"),
    [
        ("spell.visit", (on(30, "began"),)),
        ("until.seen", ()),
        ("since.seen", (on(10, "seen"),)),
        ("visit.first", (on(30, "began"), on(10, "ended"))),
    ],
)
def test_of_a_span_without_an_end_the_cover_has_to_reach_today(name: str, bounded: tuple[Entry, ...]):
    assert [state(name, *bounded, visit=days) for days in (0, 1)] == [ABSENT, UNKNOWN]


def test_a_count_is_known_only_of_what_is_covered():
    two = (on(30, "began"), on(25, "visit"), on(12, "visit"), on(10, "ended"))
    assert [state("spell.visits", *two, visit=days) for days in (9, 10, 11)] == [2, 2, UNKNOWN]
    assert [state("visit.count", *two, visit=days) for days in (0, 1)] == [2, UNKNOWN]
    assert [state("visit.count", visit=days) for days in (0, 1)] == [0, UNKNOWN]


def test_every_kind_of_event_that_is_read_has_to_be_covered():
    assert state("either.first", visit=0, seen=0) is ABSENT
    for covers in ({"visit": 0}, {"seen": 0}, {"visit": 0, "seen": 1}, {"visit": 1, "seen": 0}):
        assert state("either.first", **covers) is UNKNOWN
    assert state("either.first", on(5, "seen"), on(7, "visit")) == ago(7)


def test_ever_is_false_where_starts_are_covered_for_what_never_began_cannot_have_ended():
    assert state("visit.ever", on(5, "visit")) is True
    assert state("visit.ever", on(5, "ended")) is True
    assert state("visit.ever", visit=0, ended=0) is False
    assert state("visit.ever", visit=0, began=0) is False
    for covers in (
        {"visit": 0},
        {"ended": 0, "began": 0},
        {"visit": 1, "began": 0},
        {"visit": 0, "began": 1},
    ):
        assert state("visit.ever", **covers) is UNKNOWN


def test_an_entry_that_does_not_say_keeps_the_fact_from_being_absent_and_a_count_from_being_known():
    silent, poor, good = on(9, "visit"), on(8, "visit", outcome="poor"), on(7, "visit", outcome="good")
    assert state("good.first", poor, visit=0) is ABSENT
    assert state("good.first", silent, poor, visit=0) is UNKNOWN
    assert state("good.first", silent, good, visit=0) == ago(7)
    assert state("good.count", poor, good, visit=0) == 1
    assert state("good.count", silent, good, visit=0) is UNKNOWN


def test_what_an_entry_carries_stands_in_place_of_its_day():
    assert state("visit.outcome", on(8, "visit", outcome="good"), on(7, "visit", outcome="poor")) == "poor"
    assert state("visit.outcome", on(8, "visit", outcome="good"), on(7, "visit"), visit=0) is UNKNOWN
    assert state("visit.outcome", visit=0) is ABSENT


def test_since_and_by_take_in_the_day_itself():
    seen = on(10, "seen")
    assert [state("since.seen", seen, on(day, "visit"), visit=0) for day in (11, 10, 9)] == [
        ABSENT,
        ago(10),
        ago(9),
    ]
    assert [state("until.seen", seen, on(day, "visit"), visit=0) for day in (11, 10, 9)] == [
        ago(11),
        ago(10),
        ABSENT,
    ]


def test_without_the_day_since_which_nothing_is_read_but_without_the_day_by_which_everything():
    visit = on(5, "visit")
    assert state("since.seen", visit, visit=0) is UNKNOWN
    assert state("since.seen", visit, visit=0, seen=0) is ABSENT
    assert state("since.count", visit, visit=0, seen=0) is ABSENT
    assert state("until.seen", visit) == ago(5)
    assert state("spell.since_seen", visit, on(30, "began"), visit=0, seen=0) is ABSENT


def test_an_episode_is_open_opened_and_closed():
    names = ("spell.open", "spell.began", "spell.ended")

    def told(*entries: Entry, **covers: int) -> list[object]:
        return [state(name, *entries, **covers) for name in names]

    assert told() == [UNKNOWN, UNKNOWN, UNKNOWN]
    assert told(began=0) == [False, ABSENT, ABSENT]
    assert told(began=1) == [UNKNOWN, UNKNOWN, UNKNOWN]
    assert told(on(9, "began")) == [True, ago(9), UNKNOWN]
    assert told(on(9, "began"), ended=0) == [True, ago(9), ABSENT]
    assert told(on(9, "began"), ended=1) == [True, ago(9), UNKNOWN]
    assert told(on(9, "began"), on(4, "ended"), began=0) == [False, ago(9), ago(4)]
    assert told(on(4, "ended")) == [False, UNDATED, ago(4)]


def test_what_is_planned_counts_where_nothing_was_held():
    assert state("visit.planned", on(-5, "visit", "planned")) == ago(-5)
    assert state("visit.planned", on(-5, "visit", "planned"), on(3, "visit")) == ago(3)
    assert state("visit.latest", on(-5, "visit", "planned"), visit=0) is ABSENT


def test_of_what_is_planned_alone_nothing_that_was_held_counts():
    diary = (on(-5, "visit", "planned"), on(-9, "visit", "planned", outcome="good"), on(3, "visit"))
    assert state("visit.ahead", *diary) == ago(-9)
    assert state("visit.ahead", *diary[::2]) == ago(-5)
    # What was in the diary and has passed still stands there.
    assert state("visit.ahead", on(5, "visit", "planned"), on(3, "visit")) == ago(5)
    assert state("visit.ahead", on(3, "visit"), visit=0) is ABSENT
    assert state("visit.ahead", on(3, "visit"), visit=1) is UNKNOWN
    assert state("visit.ahead", on(-5, "visit", "cancelled"), visit=0) is ABSENT
    # One that does not say how it will come out may be good; held ones that do not say are no matter.
    assert state("good.ahead", *diary) == ago(-9)
    assert state("good.ahead", *diary[::2], visit=0) is UNKNOWN
    assert state("good.ahead", on(3, "visit"), visit=0) is ABSENT
    assert state("visit.latest", on(5, "visit", "cancelled"), visit=0) is ABSENT


def test_a_gap_leaves_open_what_is_covered_of_everybody_else():
    visited = (on(5, "visit"),)
    found = source((), visited, (), visited, visit=0, seen=0, gaps=[("C-0", "visit"), ("C-1", "visit")])
    assert states(found, "visit.first") == [UNKNOWN, ago(5), ABSENT, ago(5)]
    assert states(found, "visit.count") == [UNKNOWN, UNKNOWN, 0, 1]
    assert states(found, "either.first") == [UNKNOWN, ago(5), ABSENT, ago(5)]
    assert states(found, "seen.first") == [ABSENT] * 4


def test_a_gap_counts_in_a_span_that_is_over_as_well():
    run = (on(30, "began"), on(10, "ended"))
    found = source(run, run, visit=10, gaps=[("C-0", "visit")])
    assert states(found, "spell.visit") == [UNKNOWN, ABSENT]


def test_what_events_say_goes_before_what_is_stated_and_the_latest_of_them_before_the_others():
    gave, withdrew = (partial(on, event=event, **{"for": "sharing"}) for event in ("gave", "withdrew"))
    other = on(1, "withdrew", **{"for": "support"})
    found = source(
        (gave(9), withdrew(5)),
        (withdrew(9), gave(5)),
        (gave(5), withdrew(5)),
        (other,),
        (),
        (gave(5),),
        given=[{}, {}, {}, {"told.consent": "refused"}, {}, {"told.consent": "refused"}],
    )
    assert states(found, "told.consent") == ["withdrawn", "given", "withdrawn", "refused", UNKNOWN, "given"]
    assert states(source((), ()), "told.consent") == [UNKNOWN, UNKNOWN]


def test_a_stated_fact_is_known_of_whom_it_is_stated_and_a_default_of_everybody():
    given = [{"told.flag": True, "told.default": True}, {}]
    assert states(source((), (), given=given), "told.flag") == [True, UNKNOWN]
    assert states(source((), (), given=given), "told.default") == [True, False]
    nobody = source((), ())
    assert stated(nobody, VOCABULARY.facts["told.flag"]) is None
    assert states(nobody, "told.default") == [False, False]


def test_a_column_of_other_units_takes_each_value_from_its_place():
    column = Column(pl.Series([1, None]), pl.Series([False, True]))
    moved = column.at(pl.Series([1, 0, 1], dtype=pl.UInt32))
    assert moved.value.to_list() == [None, 1, None]
    assert moved.absent is not None
    assert moved.absent.to_list() == [True, False, True]
    assert Column(pl.Series([1])).at(pl.Series([0], dtype=pl.UInt32)).absent is None
