"""Which run is current: the latest that is open and belongs to what is around, or else the latest."""

import pytest

pl = pytest.importorskip("polars")

from threshold.batch.timeline.current import Looked, current_of, last_of  # noqa: E402
from threshold.casefiles import Entry  # noqa: E402

from .recorded import ago, link, nobody_knows, on, source  # noqa: E402

FIRST, SECOND = link(on(90, "came"), ref="first"), link(on(20, "came"), ref="second")
STAYS = (FIRST, SECOND)


def found(episode: str, *entries: Entry) -> object:
    """The start of one child's current run (None: on a day that nobody knows); "none"; or "cannot tell"."""
    of = source(entries)
    kind, rows = of.vocabulary.episodes[episode], of.records.runs(episode)
    around = last_of(of.records.runs(kind.within), 1) if kind.within else None
    has_around = of.records.has_runs(kind.within) if kind.within else None
    looked = current_of(rows, 1, around, has_around, kind.carries_over)
    if looked.whether()[0]:
        assert looked.row[0] is None
        return "cannot tell"
    return "none" if looked.row[0] is None else rows["opened"][looked.row[0]]


def ended(days: int, start: str, end: str, ref: str) -> tuple[Entry, Entry]:
    """A run that began so many days ago and ended a day later."""
    return link(on(days, start), ref=ref), link(on(days - 1, end), ref=ref)


@pytest.mark.parametrize(
    ("entries", "current"),
    [
        ((), "none"),
        (ended(40, "began", "ended", "a"), ago(40)),
        ((*ended(40, "began", "ended", "a"), *ended(30, "began", "ended", "b")), ago(30)),
        # An earlier one that is open is looked at rather than a later one that has ended.
        ((link(on(40, "began"), ref="a"), *ended(30, "began", "ended", "b")), ago(40)),
        ((link(on(40, "began"), ref="a"), link(on(30, "began"), ref="b")), ago(30)),
        # It may be open: the end without a day is of either of two.
        ((on(40, "began"), on(30, "began"), nobody_knows("ended")), "cannot tell"),
        # One of several has no day at all.
        ((link(nobody_knows("began"), ref="a"), link(on(30, "began"), ref="b")), "cannot tell"),
        ((link(nobody_knows("began"), ref="a"), *ended(30, "began", "ended", "b")), None),
        ((nobody_knows("began"),), None),
    ],
)
def test_of_several_the_latest_that_is_open_else_the_latest(entries: tuple[Entry, ...], current: object):
    assert found("spell", *entries) == current


@pytest.mark.parametrize(
    ("episode", "start", "current"),
    [("talk", "talked", "none"), ("care", "cared", ago(80))],
)
def test_what_is_open_from_an_earlier_stay_is_current_only_if_it_carries_over(
    episode: str, start: str, current: object
):
    before = link(on(80, start), ref="a", of="first")
    assert found(episode, *STAYS, before) == current
    assert found(episode, FIRST, before) == ago(80)
    assert found(episode, *STAYS, before, link(on(10, start), ref="b", of="second")) == ago(10)
    assert found(episode, link(on(80, start), ref="a")) == ago(80)  # without any stay


def test_what_has_ended_in_an_earlier_stay_is_not_current():
    over = (link(on(80, "cared"), ref="a", of="first"), link(on(70, "let_go"), ref="a", of="first"))
    assert found("care", *STAYS, *over) == "none"


def test_where_nobody_knows_which_stay_is_the_latest_nobody_knows_what_is_current():
    unknown = link(nobody_knows("came"), ref="third")
    assert found("talk", *STAYS, unknown, link(on(10, "talked"), of="second")) == "cannot tell"


def test_each_child_has_a_last_run_of_its_own():
    rows = source((on(9, "began"), on(4, "began")), (on(5, "visit"),), (on(7, "began"),)).records.runs(
        "spell"
    )
    assert last_of(rows, 3).row.to_list() == [1, None, 2]
    assert last_of(rows, 3).unsure is None


def test_units_take_what_is_looked_at_from_their_child():
    looked = Looked(pl.Series([4, None], dtype=pl.UInt32), pl.Series([False, True]))
    units = pl.Series([1, 0, 0], dtype=pl.UInt32)
    assert looked.at(units).row.to_list() == [None, 4, 4]
    assert looked.whether(units).to_list() == looked.at(units).whether().to_list() == [True, False, False]
    assert Looked(looked.row).whether().to_list() == [False, False]
