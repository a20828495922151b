"""What belongs to what, which run is current, and how one run may be looked at by itself."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from threshold.casefiles import Case, Entry
from threshold.semantics.records import UNSURE, Records
from threshold.semantics.timeline import read_facts

from .timelines import TODAY, VOCABULARY, case, fact, number, on, records, runs, written

TWO = "10 referral ref: r1; 30 referral_closed ref: r1; 50 referral ref: r2"


def belongs(timeline: str, episode: str, covers: str = "") -> object:
    """Which run of an episode the first entry belongs to, in short; `none` and `unsure` by their names."""
    of = case(timeline, covers)
    found = Records(of, VOCABULARY, on(TODAY))
    run = found.place(episode, of.timeline[0]).run
    if run is None or run is UNSURE:
        return "none" if run is None else "unsure"
    assert isinstance(run, int)
    return written(found.runs(episode)[run])


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        # `of` goes before the day; `request` is what is current.
        ("20 ehm_transfer of: r2", "50.. open"),
        ("60 ehm_transfer of: r1", "10..30"),
        ("20 ehm_transfer of: request", "50.. open"),
        ("? ehm_transfer of: r1", "10..30"),
        # By day: what held it, else the nearer one.
        ("20 ehm_transfer", "10..30"),
        ("39 ehm_transfer", "10..30"),
        ("41 ehm_transfer", "50.. open"),
        ("60 ehm_transfer", "50.. open"),
        # What leads to a referral belongs to the one whose start is nearest.
        ("29 consent_given for: step_up", "10..30"),
        ("31 consent_given for: step_up", "50.. open"),
        ("30 consent_given for: step_up", "50.. open"),
        ("31 consent_given for: step_up, of: r1", "10..30"),
        # What belongs to a CAF belongs to the referral of that CAF.
        ("20 ehm_transfer of: c", "50.. open"),
        # Without a day, it may belong to either.
        ("? ehm_transfer", "unsure"),
    ],
)
def test_to_which_referral_an_entry_belongs(entry: str, expected: object):
    assert belongs(f"{entry}; 60 caf_started ref: c; {TWO}", "referral") == expected


def test_with_one_run_alone_what_has_no_day_belongs_to_it():
    assert belongs("? ehm_transfer; 10 referral", "referral") == "10.. open"
    assert belongs("? ehm_transfer; ? referral_closed", "referral") == "?..?"
    assert belongs("90 ehm_transfer; ? referral_closed", "referral") == "?..?"
    assert belongs("31 consent_given for: sharing; ? referral", "referral") == "?.. open"
    assert belongs("? ehm_transfer", "referral") == "none"


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        # Both assessments lie in the first referral but for the last, in the second.
        ("14 assessment_review", "12..16"),
        ("17 assessment_review", "12..16"),
        ("19 assessment_review", "20..24"),
        # A new referral has come since the one before ended: the next one is meant, however far.
        ("51 assessment_review", "70.. open"),
        ("49 assessment_review", "70.. open"),
        ("40 assessment_review", "20..24"),
        # Of a referral: among the assessments of that referral alone.
        ("51 assessment_review of: r1", "20..24"),
        ("14 assessment_review of: r2", "70.. open"),
        ("14 assessment_review of: a3", "70.. open"),
        ("14 assessment_review of: request", "70.. open"),
        ("? assessment_review of: r2", "70.. open"),
        ("? assessment_review of: r1", "unsure"),
    ],
)
def test_to_which_assessment_an_entry_belongs(entry: str, expected: object):
    assessments = (
        "12 assessment_started; 16 assessment_completed; 20 assessment_started; 24 assessment_completed;"
        "70 assessment_started ref: a3"
    )
    assert belongs(f"{entry}; {TWO}; {assessments}", "assessment") == expected


def test_one_that_was_superseded_counts_as_over_on_the_day_before():
    """Where another took over that belongs to another referral: of its own, the nearer end is meant."""
    began = "40 assessment_started of: r1; 60 assessment_started of: r2; 70 assessment_completed"
    after = "90 assessment_started of: r1"
    assert belongs(f"74 assessment_review of: r1; {TWO}; {began}; {after}", "assessment") == "40.. superseded"
    assert belongs(f"75 assessment_review of: r1; {TWO}; {began}; {after}", "assessment") == "90.. open"


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        ("20 caf_started", "10..30"),
        ("60 caf_started", "50.. open"),
        ("35 caf_started", "10..30"),
        ("45 caf_started", "50.. open"),
        # By its start; without one by its end; without a day it may belong to either.
        ("20 caf_started; 60 caf_closed", "10..30"),
        ("60 caf_closed", "50.. open"),
        ("? caf_started", "unsure"),
        ("? caf_started; 20 caf_closed", "10..30"),
        # What it says itself goes first; of its two entries, the start's word.
        ("20 caf_started of: r2", "50.. open"),
        ("20 caf_started; 60 caf_closed of: r2", "50.. open"),
        ("20 caf_started of: request", "50.. open"),
        ("20 caf_started of: r2; 60 caf_closed", "50.. open"),
        ("20 caf_started ref: c, of: r2", "50.. open"),
        ("20 caf_started ref: c; 60 caf_closed ref: c, of: r2", "50.. open"),
        ("60 caf_closed ref: c, of: r1; ? caf_started ref: c", "10..30"),
        ("? caf_started of: r1", "10..30"),
    ],
)
def test_to_which_referral_a_caf_belongs(run: str, expected: object):
    found = records(f"{run}; {TWO}")
    outer = found.outer("caf", 0)
    told = "unsure" if outer is UNSURE else written(found.runs("referral")[outer])  # type: ignore[index]
    assert told == expected


def test_without_a_referral_a_run_belongs_to_none():
    assert records("20 caf_started").outer("caf", 0) is None


@pytest.mark.parametrize(
    ("timeline", "covers", "expected"),
    [
        # A core group tells of a child protection plan, though neither its start nor its end is recorded.
        ("20 core_group", "", ["?.. may be open"]),
        ("20 core_group; 25 core_group", "", ["?.. may be open"]),
        ("? core_group", "", ["?.. may be open"]),
        ("20 core_group; 10 cp_plan_started", "", ["10.. open"]),
        # It tells of one for each referral that has no other.
        (f"20 core_group; 60 core_group; {TWO}", "", ["?.. may be open", "?.. may be open"]),
        (f"60 core_group; 12 cp_plan_started; 16 cp_plan_ended; {TWO}", "", ["12..16", "?.. may be open"]),
        (f"? core_group; {TWO}", "", []),
        (f"20 core_group of: r2; {TWO}", "", ["?.. may be open"]),
        (f"20 core_group of: request; {TWO}", "", ["?.. may be open"]),
        # Even where every start is said to be in the file: that is a contradiction.
        ("20 core_group", "cp_plan_started", ["?.. may be open"]),
        # A conference belongs to a referral first: it tells of no plan.
        ("20 cp_conference", "", []),
    ],
)
def test_a_run_is_known_by_an_entry_of_its_own(timeline: str, covers: str, expected: list[str]):
    assert runs(timeline, "child_protection", covers) == expected


@pytest.mark.parametrize(
    ("of", "expected"), [("r2", "50.. open"), ("r1", "10..30"), ("request", "50.. open")]
)
def test_such_a_run_belongs_to_what_its_entry_names(of: str, expected: str):
    found = records(f"20 core_group of: {of}; {TWO}")
    outer = found.outer("child_protection", 0)
    assert written(found.runs("referral")[outer]) == expected  # type: ignore[index]


def test_such_a_run_stands_at_the_earliest_of_its_entries():
    for timeline in ("60 core_group; 20 core_group", "? core_group; 60 core_group; 20 core_group"):
        (run,) = records(timeline).runs("child_protection")
        assert run.seen == on(20)
    # Whether it went on past the next referral nobody knows, and nobody takes it for current.
    assert current(f"20 core_group; {TWO}", "child_protection") == "none"


def test_nothing_tells_of_a_referral_but_its_own_start_or_end():
    assert runs("20 ehm_transfer; 30 referral_decision", "referral") == []


def test_what_belongs_to_no_plan_joins_the_one_that_is_known_by_its_core_group():
    assert belongs("5 cp_conference; 20 core_group", "child_protection") == "?.. may be open"
    assert belongs("5 cp_conference", "child_protection") == "none"


def current(timeline: str, episode: str, anywhere: bool = False) -> str:
    found = records(timeline)
    run = found.current(episode, anywhere)
    if run is None or run is UNSURE:
        return "none" if run is None else "cannot be told"
    return written(found.runs(episode)[run])  # type: ignore[index]


@pytest.mark.parametrize(
    ("timeline", "expected"),
    [
        ("", "none"),
        ("12 assessment_started; 16 assessment_completed", "12..16"),
        # The latest of the current referral; the latest that goes on, where one does.
        (f"20 assessment_started; 22 assessment_completed; {TWO}", "none"),
        (f"20 assessment_started; 60 assessment_started; 62 assessment_completed; {TWO}", "60..62"),
        (f"60 assessment_started ref: a; 70 assessment_started; 75 assessment_completed; {TWO}", "60.. open"),
        # An assessment that has not ended does not go over into the next referral.
        (f"20 assessment_started; {TWO}", "none"),
        # Nobody knows which, where one without a day may be the latest, or may go on.
        (f"? assessment_started; {TWO}", "cannot be told"),
        (f"? assessment_started of: r2; {TWO}", "?.. open"),
        (f"? assessment_completed of: r2; 60 assessment_started ref: a, of: r2; {TWO}", "60.. open"),
        (f"? assessment_started; 60 assessment_started; {TWO}", "cannot be told"),
        ("? assessment_started; 60 assessment_started", "cannot be told"),
        ("20 assessment_started; 60 assessment_started; ? assessment_completed", "cannot be told"),
        ("? assessment_completed ref: a; 60 assessment_started; 61 assessment_completed", "cannot be told"),
    ],
)
def test_the_current_assessment(timeline: str, expected: str):
    assert current(timeline, "assessment") == expected


@pytest.mark.parametrize(
    ("timeline", "expected"),
    [
        # A CAF that goes on is current whatever it belongs to; one that has ended is not.
        (f"20 caf_started; {TWO}", "20.. open"),
        (f"20 caf_started; 25 caf_closed; {TWO}", "none"),
        (f"20 caf_started ref: a; 60 caf_started ref: b; 70 caf_closed ref: b; {TWO}", "20.. open"),
        (f"20 caf_started ref: a; 60 caf_started ref: b; {TWO}", "60.. open"),
        ("? referral; 50 referral; 20 caf_started", "20.. open"),
        ("? referral; 50 referral; 20 caf_started; 25 caf_closed", "cannot be told"),
        # One of an earlier referral that may go on.
        (f"14 caf_started; 18 caf_closed; 20 caf_started; ? caf_closed; {TWO}", "cannot be told"),
    ],
)
def test_the_current_caf(timeline: str, expected: str):
    assert current(timeline, "caf") == expected


def test_with_anywhere_every_run_of_the_file_is_looked_at():
    of = f"20 cp_plan_started; 25 cp_plan_ended; {TWO}"
    assert current(of, "child_protection") == "none"
    assert current(of, "child_protection", anywhere=True) == "20..25"
    assert fact("child_protection.plan_ended", of) == 25


@pytest.mark.parametrize(
    ("timeline", "expected"),
    [
        (TWO, "50.. open"),
        ("10 referral ref: a; 30 referral ref: b; 40 referral_closed ref: b", "30..40"),
        ("10 referral", "10.. open"),
        ("? referral; 50 referral", "cannot be told"),
        ("? referral", "?.. open"),
    ],
)
def test_the_current_referral_is_the_latest_whether_or_not_it_goes_on(timeline: str, expected: str):
    assert current(timeline, "referral") == expected


def test_whether_an_entry_belongs_to_what_is_current():
    def told(entry: str, episode: str, more: str = TWO) -> bool | None:
        of = case(f"{entry}; {more}")
        return Records(of, VOCABULARY, on(TODAY)).is_current(of.timeline[0], episode)

    assert told("60 ehm_transfer", "referral") is True
    assert told("20 ehm_transfer", "referral") is False
    assert told("? ehm_transfer", "referral") is None
    # What belongs to a CAF is current if that CAF is, whenever the CAF began.
    caf = f"20 caf_started ref: c; {TWO}"
    assert told("20 ehm_transfer of: c", "referral", caf) is True
    assert told("60 ehm_transfer of: c", "referral", f"{caf}; 25 caf_closed ref: c") is False
    # Which CAF is current may not be known.
    closed = "20 caf_started ref: c; 25 caf_closed ref: c; ? caf_closed ref: d"
    assert told("20 ehm_transfer of: c", "referral", closed) is None
    # What belongs to no assessment belongs to what its referral makes current.
    assert told("? cin_meeting", "assessment") is None
    assert told("60 cin_meeting", "assessment") is True
    assert told("20 cin_meeting", "assessment") is False
    assert told("20 cin_meeting", "assessment", "") is True


TWO_PLANS = "12 assessment_started; 16 assessment_completed; 60 assessment_started; 70 assessment_review"


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (0, {"assessment.started": 12, "assessment.completed": 16, "referral.received": 10}),
        (1, {"assessment.started": 60, "assessment.completed": "unknown", "referral.received": 50}),
    ],
)
def test_one_run_is_looked_at_with_the_referral_that_it_belongs_to(place: int, expected: dict[str, object]):
    told = {name: fact(name, f"{TWO_PLANS}; {TWO}", instance=("assessment", place)) for name in expected}
    assert told == expected


def test_other_episodes_are_looked_at_where_they_are_current():
    of = f"{TWO_PLANS}; {TWO}; 40 caf_started"
    assert {fact("caf.started", of, instance=("assessment", place)) for place in (0, 1)} == {40}
    whole = records(of, instance=("assessment", 0))
    assert whole.current("assessment") == 0
    assert whole.without_instance().current("assessment") == 1
    assert whole.instance == ("assessment", 0)


def test_what_is_stated_of_an_assessment_is_that_of_the_current_one():
    stated = replace(case(f"{TWO_PLANS}; {TWO}"), given={"child_in_need.assessed": True})

    def assessed(place: int) -> object:
        states = read_facts(stated, VOCABULARY, on(TODAY), ("assessment", place))[0]
        return states.state("child_in_need.assessed")

    assert (str(assessed(0)), assessed(1)) == ("Missing.UNKNOWN", True)


def test_held_entries_come_by_day_and_those_without_one_first():
    of = records(
        "60 ehm_transfer; ? ehm_transfer; 20 ehm_transfer; 30 ehm_transfer status: planned; 101 ehm_transfer"
    )
    assert [number(each.on) for each in of.held(("ehm_transfer",))] == ["?", "20", "60"]


def test_what_is_covered_up_to_a_day():
    of = records("", "ehm_transfer")
    assert of.covered("ehm_transfer")
    assert not of.covered("lcs_closed")
    short = Records(replace(of.case, covers={"ehm_transfer": on(50)}), VOCABULARY, on(TODAY))
    assert not short.covered("ehm_transfer")
    assert short.covered("ehm_transfer", on(50))
    assert not short.covered("ehm_transfer", on(51))
    late = Records(of.case, VOCABULARY, on(TODAY))
    assert late.covered("ehm_transfer", on(TODAY + 9)), "nothing after today is asked for"


EVENTS = ("referral", "referral_closed", "assessment_started", "assessment_completed", "caf_started")
EVENTS += (
    "caf_closed",
    "assessment_review",
    "ehm_transfer",
    "cp_plan_started",
    "core_group",
    "cp_conference",
)
TIMELINES = st.lists(st.tuples(st.one_of(st.none(), st.integers(0, 40)), st.sampled_from(EVENTS)), max_size=9)


def states(timeline: list[Entry]) -> dict[str, object]:
    return dict(read_facts(Case("C-1", {}, tuple(timeline)), VOCABULARY, on(TODAY))[0].states)


@given(TIMELINES, st.randoms())
def test_the_order_of_the_file_changes_no_fact(timeline, random):
    entries = [Entry(None if day is None else on(day), event) for day, event in timeline]
    mixed = entries[:]
    random.shuffle(mixed)
    assert states(entries) == states(mixed)


@given(TIMELINES)
def test_every_entry_has_one_place_in_each_episode_that_its_kind_belongs_to(timeline):
    of = Case("C-1", {}, tuple(Entry(None if day is None else on(day), event) for day, event in timeline))
    found = Records(of, VOCABULARY, on(TODAY))
    for entry in of.timeline:
        for episode in VOCABULARY.events[entry.event].belongs_to:
            place = found.place(episode, entry)
            if isinstance(place.run, int):
                assert found.runs(episode)[place.run]
            elif place.run is None and entry.on is not None:
                assert not [
                    run for run in found.runs(episode) if run.recorded and run.day <= entry.on <= run.day
                ]


@given(TIMELINES)
def test_references_where_there_is_one_run_of_each_change_no_fact(timeline):
    """Removing every reference of such a case changes nothing either."""
    seen: set[str] = set()
    entries: list[Entry] = []
    for day, event in timeline:
        if event in seen:
            continue
        seen.add(event)
        entries.append(Entry(None if day is None else on(day), event))
    thing = {each.opens: name for name, each in VOCABULARY.episodes.items()}
    thing |= {each.closes: name for name, each in VOCABULARY.episodes.items()}
    days = {(thing.get(each.event), each.event): each.on for each in entries}
    for name, each in VOCABULARY.episodes.items():
        start, end = days.get((name, each.opens)), days.get((name, each.closes))
        # By date these were two runs, and a reference would make one of them.
        assume(start is None or end is None or start <= end)
    linked = [replace(each, ref=thing[each.event]) if each.event in thing else each for each in entries]
    assert states(linked) == states(entries)
