"""Who is evaluated, children or their runs; and what is recorded of them, up to when."""

import pytest

pl = pytest.importorskip("polars")

from threshold.batch.timeline.source import Source, Units  # noqa: E402
from threshold.casefiles import Entry  # noqa: E402

from .recorded import ago, on, source  # noqa: E402

# Of four children: two runs, the later one told first; none, but something else; one; nothing at all.
CHILDREN: tuple[tuple[Entry, ...], ...] = (
    (on(9, "began"), on(30, "began"), on(20, "ended")),
    (on(3, "visit"),),
    (on(5, "began"),),
    (),
)


@pytest.fixture
def recorded() -> Source:
    return source(*CHILDREN, began=0, visit=4, gaps=[("C-2", "visit")])


def told(units: Units) -> list[tuple[str, int | None]]:
    """Each unit's child, and the place of its run."""
    assert units.place is not None
    return list(zip(units.child.to_list(), units.place.to_list(), strict=True))


def test_without_an_anchor_every_child_is_a_unit(recorded: Source):
    units = recorded.units("")
    assert recorded.children == 4
    assert units.child.to_list() == recorded.everybody.to_list() == [0, 1, 2, 3]
    assert units.anchor == ""
    assert units.place is None


def test_of_an_anchor_every_run_is_a_unit_and_every_child_without_any():
    spells = source(*CHILDREN).units("spell")
    assert spells.anchor == "spell"
    assert told(spells) == [(0, 0), (0, 1), (1, None), (2, 2), (3, None)]
    assert told(source(*CHILDREN).units("plan")) == [(0, None), (1, None), (2, None), (3, None)]


def test_where_every_child_has_a_run_only_runs_are_units():
    assert told(source(CHILDREN[0], CHILDREN[2]).units("spell")) == [(0, 0), (0, 1), (1, 2)]


def test_runs_of_units_stand_in_order_of_their_starts(recorded: Source):
    opened = recorded.records.runs("spell")["opened"][recorded.units("spell").place]
    assert opened.to_list() == [ago(30), ago(9), None, ago(5), None]


@pytest.mark.parametrize(
    ("numbers", "found"),
    [([], [False] * 4), ([2], [False, False, True, False]), ([3, 0, 3], [True, False, False, True])],
)
def test_who_is_among_some_children(recorded: Source, numbers: list[int], found: list[bool]):
    assert recorded.among(pl.Series(numbers, dtype=pl.UInt32)).to_list() == found


@pytest.mark.parametrize(
    ("event", "upto", "covered"),
    [
        ("began", None, [True] * 4),
        ("ended", None, [False] * 4),
        ("visit", 4, [True, True, False, True]),  # of the third, an entry could not be read
        ("visit", 3, [False] * 4),
    ],
)
def test_up_to_when_events_of_each_child_are_recorded(
    recorded: Source, event: str, upto: int | None, covered: list[bool]
):
    day = None if upto is None else pl.Series([ago(upto)] * 4)
    found = recorded.covered((event,), recorded.everybody, day)
    assert (found.to_list() if isinstance(found, pl.Series) else [found] * 4) == covered
