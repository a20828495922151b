"""The runs that starts and ends make: linked by a reference, else paired by date, whatever has no day."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from threshold.casefiles import Case, Entry
from threshold.semantics.records import Records
from threshold.semantics.records.runs import Run, by_date
from threshold.semantics.timeline import read_facts

from .timelines import TODAY, VOCABULARY, on, records, runs, written

S, E = "caf_started", "caf_closed"


@pytest.mark.parametrize(
    ("timeline", "expected"),
    [
        ("", []),
        # By date: an end closes the run that is open, a start while one is open begins another.
        (f"5 {S}", ["5.. open"]),
        (f"5 {S}; 9 {E}", ["5..9"]),
        (f"9 {E}; 5 {S}", ["5..9"]),
        (f"5 {S}; 9 {S}; 12 {E}", ["5.. superseded", "9..12"]),
        (f"9 {E}", ["?..9"]),
        (f"5 {S}; 9 {E}; 12 {E}", ["5..9", "?..12"]),
        (f"5 {S}; 9 {E}; 9 {S}", ["5..9", "9.. open"]),
        (f"9 {E}; 9 {S}", ["9..9"]),
        (f"9 {S}; 9 {E}; 9 {S}; 9 {E}", ["9..9", "9..9"]),
        # With a reference, only an end of the same name ends it, and another start ends nothing.
        (f"5 {S} ref: a; 9 {E}", ["5.. open", "?..9"]),
        (f"5 {S} ref: a; 9 {S} ref: b; 12 {E} ref: a", ["5..12", "9.. open"]),
        (f"5 {S} ref: a; 9 {S} ref: b", ["5.. open", "9.. open"]),
        (f"5 {S}; 9 {S} ref: b", ["5.. open", "9.. open"]),
        (f"9 {E} ref: a", ["?..9"]),
        (f"? {S} ref: a; 9 {E} ref: a", ["?..9"]),
        (f"5 {S} ref: a; ? {E} ref: a", ["5..?"]),
        # Without a reference and without a day: one of each belong together ...
        (f"? {S}", ["?.. open"]),
        (f"? {E}", ["?..?"]),
        (f"? {S}; 9 {E}", ["?..9"]),
        (f"5 {S}; ? {E}", ["5..?"]),
        (f"? {S}; ? {E}", ["?..?"]),
        # ... of more nobody knows which ended.
        (f"? {S}; 9 {S}", ["?.. may be open", "9.. may be open"]),
        (f"5 {S}; 9 {S}; ? {E}", ["5.. may be open", "9.. may be open"]),
        (f"5 {S}; 9 {E}; ? {E}", ["5..9"]),
        (f"5 {S}; 9 {E}; 12 {S}; ? {E}", ["5..9", "12.. may be open"]),
        (f"? {S}; 5 {S}; 9 {E}", ["?.. may be open", "5..9"]),
        (f"? {E}; ? {E}", ["?..?", "?..?"]),
        (f"9 {E}; ? {E}", ["?..?", "?..9"]),
        # What is linked has nothing to do with what is not.
        (f"5 {S} ref: a; ? {S}; ? {E}", ["?..?", "5.. open"]),
        # Planned, cancelled or later than today is no entry of a run.
        (f"5 {S}; 9 {E} status: planned", ["5.. open"]),
        (f"5 {S} ref: a; 9 {E} ref: a, status: cancelled", ["5.. open"]),
        (f"5 {S}; 101 {E}", ["5.. open"]),
        (f"5 {S}; 100 {E}", ["5..100"]),
        (f"5 {S}; ? {E} status: planned", ["5.. open"]),
    ],
)
def test_starts_and_ends_make_these_runs(timeline: str, expected: list[str]):
    assert runs(timeline, "caf") == expected


@pytest.mark.parametrize(
    ("timeline", "goes_on", "left_open"),
    [
        (f"5 {S}; 9 {E}", False, False),
        (f"5 {S}; 9 {S}; 12 {E}", False, True),
        (f"5 {S} ref: a; 9 {E} ref: a; 12 {S} ref: b", True, True),
        (f"5 {S} ref: a; 9 {S} ref: b; 12 {E} ref: b", True, True),
        (f"? {S}", True, True),
        (f"5 {S}; ? {E}", False, False),
        # Several began and none ended: one of them goes on, though nobody knows which.
        (f"? {S}; 9 {S}", True, True),
        (f"? {S}; 9 {S}; 12 {E}", None, True),
        (f"? {S}; 9 {S}; 12 {E}; ? {E}", None, None),
        (f"5 {S}; 9 {E}; ? {E}", False, False),
        (f"? {S}; 9 {S}; 12 {E}; ? {E}; 30 {S} ref: a", True, True),
        (f"? {S}; 9 {S}; 12 {E}; ? {E}; 30 {S} ref: a; 40 {E} ref: a", None, None),
        # Known by a meeting alone: whether it goes on nobody knows.
        ("30 caf_finalised", None, None),
    ],
)
def test_whether_any_goes_on_and_whether_any_has_no_end_of_its_own(timeline: str, goes_on, left_open):
    found = records(timeline)
    assert (found.goes_on("caf"), found.left_open("caf")) == (goes_on, left_open)


@pytest.mark.parametrize(
    ("run", "days"),
    [
        (Run(on(2), on(4), True, False), [2, 3, 4]),
        (Run(on(2), None, False, True), [2, 3, 4, 5]),
        (Run(None, on(4), True, False), [0, 1, 2, 3, 4]),
        (Run(on(2), None, False, False, superseded=on(4)), [2, 3]),
        # Ended nobody knows when: its first day alone is certain.
        (Run(on(2), None, True, False), [2]),
        (Run(None, None, True, False), [0, 1, 2, 3, 4, 5]),
        (Run(None, None, False, True), [0, 1, 2, 3, 4, 5]),
    ],
)
def test_which_days_a_run_holds(run: Run, days: list[int]):
    assert [number for number in range(6) if run.holds(on(number))] == days


@pytest.mark.parametrize(
    ("timeline", "expected"),
    [
        # Runs without any day first; of one day what is linked last, in the order of the file.
        (f"9 {S} ref: b; 9 {S} ref: a; 9 {S}; ? {S} ref: c", [("", "c"), (9, ""), (9, "b"), (9, "a")]),
        # One without a start stands where it ended.
        (f"9 {E} ref: b; 12 {S} ref: a; 5 {S} ref: c", [(5, "c"), ("", "b"), (12, "a")]),
        (f"9 {E} ref: b; 9 {S} ref: a", [("", "b"), (9, "a")]),
        (f"9 {S} ref: a; 9 {E} ref: b", [(9, "a"), ("", "b")]),
    ],
)
def test_the_order_of_runs(timeline: str, expected: list[tuple[object, str]]):
    found = records(timeline).runs("caf")
    assert [((run.opened - on(0)).days if run.opened else "", run.ref) for run in found] == expected


MARKS = st.lists(st.tuples(st.integers(0, 12), st.sampled_from([S, E])), max_size=8)


def entries(marks: list[tuple[int, str]]) -> list[Entry]:
    return [Entry(on(day), event) for day, event in marks]


def made(timeline: list[Entry]) -> tuple[Run, ...]:
    return Records(Case("C-1", {}, tuple(timeline)), VOCABULARY, on(TODAY)).runs("caf")


@given(MARKS, st.randoms())
def test_the_order_of_the_file_changes_no_run(marks, random):
    written_so = entries(marks)
    otherwise = written_so[:]
    random.shuffle(otherwise)
    assert made(written_so) == made(otherwise)


@given(MARKS)
def test_pairing_by_date_uses_each_start_and_each_end_once(marks):
    found = by_date(*([e for e in entries(marks) if e.event == event] for event in (S, E)))
    for event, days in ((S, [run.opened for run in found]), (E, [run.closed for run in found])):
        assert sorted(day for day in days if day) == sorted(on(day) for day, kind in marks if kind == event)
    assert all(run.opened is None or run.closed is None or run.opened <= run.closed for run in found)


@given(MARKS)
def test_a_reference_that_says_what_the_dates_said_changes_no_run_and_no_fact(marks):
    """All but that one without an end no longer counts as over because another began."""
    plain = entries(marks)
    found = made(plain)
    assume(not any(run.superseded for run in found))
    linked = []
    for number, run in enumerate(found):
        ref = f"r{number}"
        linked += [Entry(run.opened, S, ref=ref)] if run.opened else []
        linked += [Entry(run.closed, E, ref=ref)] if run.closed else []
    assert [written(replace(run, ref="")) for run in made(linked)] == [written(run) for run in found]
    facts, others = (
        dict(read_facts(Case("C-1", {}, tuple(each)), VOCABULARY, on(TODAY))[0].states)
        for each in (plain, linked)
    )
    assert facts == others
