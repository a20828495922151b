"""Which entries a unit takes: those of the run that it looks at; and those that only may be of it."""

import pytest

pl = pytest.importorskip("polars")

from threshold.batch.timeline.entries import LATEST, UNDATED_DAY, keys  # noqa: E402
from threshold.batch.timeline.facts import Facts  # noqa: E402
from threshold.batch.timeline.taking import Taken  # noqa: E402
from threshold.casefiles import Entry  # noqa: E402

from .recorded import GOOD, TODAY, link, nobody_knows, on, source  # noqa: E402

RUNS = (link(on(40, "began"), ref="a"), link(on(30, "ended"), ref="a"), link(on(20, "began"), ref="b"))
STAYS = (link(on(90, "came"), ref="first"), on(20, "came"))


def during(episode: str, event: str, *entries: Entry, anchor: str = "") -> Taken:
    found = source(entries)
    facts = Facts(found, found.units(anchor), Facts(found, found.units("")) if anchor else None)
    return found.taking.during(episode, (event,), "held", facts.view(episode))


def days(taken: Taken) -> list[list[int | None]]:
    """How many days ago the entries of each unit were that are surely its own (None: nobody knows)."""
    low, high, all_ = keys(taken.own, UNDATED_DAY), keys(taken.own, LATEST), taken.all()
    spans = zip(*all_.spans(low, high), strict=True)
    return [
        [None if day is None else (TODAY - day).days for day in all_.days[start : start + size]]
        for start, size in spans
    ]


def may(taken: Taken) -> list[bool]:
    """Of which units there is anything that only may be their own."""
    return [False] * taken.own.len() if taken.unsure is None else taken.may_have_any().to_list()


@pytest.mark.parametrize(
    ("visit", "current", "earlier"),
    [
        (on(40, "visit"), False, True),
        (on(20, "visit"), True, False),
        (on(26, "visit"), False, True),  # to the nearer one; as near, to the one before
        (on(25, "visit"), False, True),
        (on(24, "visit"), True, False),
        (link(on(35, "visit"), of="b"), True, False),  # whatever its day: it says so
        (link(on(5, "visit"), of="a"), False, True),
        (link(nobody_knows("visit"), of="b"), True, False),
        (link(nobody_knows("visit"), of="request"), True, False),
    ],
)
def test_a_visit_is_taken_by_the_run_that_it_belongs_to(visit: Entry, current: bool, earlier: bool):
    ago = None if visit.on is None else (TODAY - visit.on).days
    taken = during("spell", "visit", *RUNS, visit)
    assert days(taken) == [[ago] if current else []]
    by_run = during("spell", "visit", *RUNS, visit, anchor="spell")
    assert days(by_run) == [[ago] if earlier else [], [ago] if current else []]
    assert [*may(taken), *may(by_run)] == [False] * 3


def test_of_one_without_a_day_or_link_nobody_knows_whose_it_is():
    visit = nobody_knows("visit")
    by_run = during("spell", "visit", *RUNS, visit, on(35, "visit"), anchor="spell")
    assert days(by_run) == [[35], []]
    assert may(by_run) == [True, True]
    # Of the only run there is, it is.
    alone = during("spell", "visit", RUNS[2], visit)
    assert (days(alone), may(alone)) == ([[None]], [False])


def test_without_any_run_what_belongs_to_none_is_taken_but_not_that_of_an_earlier_stay():
    of = [link(on(15, "call"), of=name) for name in ("first", "")]
    assert days(during("talk", "call", of[1])) == [[15]]
    earlier, now = (during("talk", "call", *STAYS, call) for call in (of[0], on(15, "call")))
    assert (days(earlier), may(earlier)) == ([[]], [False])
    # One of the stay that is current shows a run of its own.
    assert (days(now), may(now)) == ([[15]], [False])


@pytest.mark.parametrize(
    ("visits", "doubtful"),
    [
        ((on(5, "visit", outcome="good"),), False),
        ((on(5, "visit", outcome="poor"),), False),
        ((on(5, "visit"),), True),  # it does not say
        ((nobody_knows("visit", outcome="good"),), True),
        ((nobody_knows("visit", outcome="poor"),), False),
    ],
)
def test_what_leaves_open_whether_it_is_wanted_is_doubtful(visits: tuple[Entry, ...], doubtful: bool):
    assert during("spell", "visit", RUNS[2], *visits).doubtful(GOOD).to_list() == [doubtful]


def test_entries_are_told_apart_by_what_they_say():
    carried = ({"outcome": "good"}, {"outcome": "poor"}, {})
    visits = [on(day, "visit", **each) for day, each in zip((9, 8, 7), carried, strict=True)]
    taken = during("spell", "visit", RUNS[2], *visits)
    told = (taken.matching(GOOD), taken.saying_no(GOOD, {"visit": ("outcome",)}), taken.open(GOOD))
    assert [[(TODAY - day).days for day in each.days] for each in told] == [[9], [8], [7]]
    assert [(TODAY - day).days for day in taken.fitting(GOOD).days] == [9, 7]
    assert taken.saying({"seen"}, ()).rows.height == 0
