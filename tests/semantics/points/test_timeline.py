"""S19 to S31 of docs/semantics.md: how facts are read off the timeline."""

from dataclasses import replace
from datetime import date

import pytest

from threshold.semantics.timeline import read_facts, runs
from threshold.vocabulary import UNKNOWN


def timeline(*entries: str, covers: str = "") -> str:
    return f"timeline: [{', '.join(f'{{{entry}}}' for entry in entries)}]\ncovers: {{{covers}}}"


def on(day: str, event: str, more: str = "") -> str:
    return f"on: 2026-{day}, event: {event}{', ' + more if more else ''}"


ALL = "visit: 2026-08-14, seen: 2026-08-14, spell_started: 2026-08-14, spell_ended: 2026-08-14"


def test_s19_the_decisions_date(small):
    engine = small.engine()
    case = small.case("as_at: 2026-02-01", engine)
    undated = replace(case, as_at=None)
    assert engine.decide(case, date(2026, 1, 1)).as_at == "2026-01-01"
    assert engine.decide(case).as_at == "2026-02-01"
    assert engine.decide(undated).as_at == date.today().isoformat()
    visits = timeline(on("08-14", "visit"), on("08-15", "visit", "status: planned"))
    assert small.truth(visits, "{visit.latest: 2026-08-14}") is True


def test_s20_held_planned_cancelled(small):
    planned, cancelled = on("05-02", "visit", "status: planned"), "status: cancelled"
    tests = ("{visit.latest: {known: true}}", "{visit.planned: {known: true}}")
    assert small.truths(timeline(planned), *tests) == [False, True]
    assert small.truths(timeline(on("05-02", "visit", cancelled)), *tests) == [False, False]
    both = timeline(planned, on("05-01", "visit"))
    assert small.truths(both, "{visit.planned: 2026-05-01}") == [True]


@pytest.mark.parametrize(
    ("covers", "absent"),
    [("visit: 2026-08-14", True), ("visit: 2026-08-13", None), ("", None), ("seen: 2026-08-14", None)],
)
def test_s21_covers(small, covers, absent):
    assert small.truth(timeline(covers=covers), "{visit.latest: {recorded: false}}") is absent


def test_s21_covers_need_not_go_beyond_the_span_that_is_read(small):
    span = on("01-01", "spell_started"), on("02-01", "spell_ended")
    test = "{spell.visit: {recorded: false}}"
    assert small.truth(timeline(*span, covers="visit: 2026-02-01"), test) is True
    assert small.truth(timeline(*span, covers="visit: 2026-01-31"), test) is None


def test_s22_first_latest_ever_count(small):
    visits = on("02-01", "visit"), on("01-01", "visit"), on("03-01", "visit")
    tests = (
        "{visit.first: 2026-01-01}",
        "{visit.latest: 2026-03-01}",
        "{visit.ever: true}",
        "{visit.count: 3}",
    )
    assert small.truths(timeline(*visits), *tests) == [True, True, True, None]
    assert small.truths(timeline(*visits, covers="visit: 2026-08-14"), *tests) == [True] * 4
    ever = "{visit.ever: false}"
    assert small.truth(timeline(covers="visit: 2026-08-14"), ever) is None
    assert small.truth(timeline(covers="visit: 2026-08-14, seen: 2026-08-14"), ever) is True


def spells(small, *entries: str) -> list[tuple[str, str]]:
    """The runs of the episode, each as the month and day of its start and end; empty where it has none."""
    engine = small.engine()
    case = small.case(timeline(*entries), engine)
    found = runs(case, engine.policy.vocabulary, "spell", date(2026, 8, 14))
    return [(str(run.opened or "")[5:], str(run.closed or "")[5:]) for run in found]


def starts(*days: str) -> list[str]:
    return [on(day, "spell_started") for day in days]


def ends(*days: str) -> list[str]:
    return [on(day, "spell_ended") for day in days]


@pytest.mark.parametrize(
    ("started", "ended", "expected"),
    [
        (["01-01"], ["02-01"], [("01-01", "02-01")]),
        (["01-01", "03-01"], ["02-01"], [("01-01", "02-01"), ("03-01", "")]),
        (["01-01", "02-01"], ["03-01"], [("01-01", ""), ("02-01", "03-01")]),
        ([], ["02-01"], [("", "02-01")]),
        (["03-01"], ["02-01"], [("", "02-01"), ("03-01", "")]),
    ],
)
def test_s23_runs_of_an_episode(small, started, ended, expected):
    assert spells(small, *ends(*ended), *starts(*started)) == expected


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([*starts("01-01", "02-01"), *ends("02-01")], [("01-01", "02-01"), ("02-01", "")]),
        ([*ends("02-01"), *starts("02-01")], [("02-01", "02-01")]),
        (
            [*starts("01-01", "02-01"), *ends("02-01", "02-01")],
            [("01-01", "02-01"), ("02-01", "02-01")],
        ),
        ([*starts("02-01"), *ends("02-01", "02-01")], [("02-01", "02-01"), ("", "02-01")]),
    ],
)
def test_s24_the_same_day(small, entries, expected):
    assert spells(small, *entries) == expected


def test_s25_the_current_run(small):
    tests = (
        "{spell.open: true}",
        "{spell.started: 2026-03-01}",
        "{spell.ended: {recorded: false}}",
        "{spell.ended: 2026-02-01}",
    )
    first = (*starts("01-01"), *ends("02-01"))
    assert small.truths(timeline(*first), *tests) == [False, False, False, True]
    second = (*first, *starts("03-01"))
    assert small.truths(timeline(*second), *tests) == [True, True, None, None]
    assert small.truths(timeline(*second, covers=ALL), *tests) == [True, True, True, False]
    assert small.truths(timeline(covers=ALL), *tests) == [False, False, True, False]
    assert small.truths(timeline(), *tests) == [None, None, None, None]


def test_s25_a_run_without_an_end_is_over_when_the_next_one_starts(small):
    entries = (*starts("01-01", "03-01"), *ends("04-01"))
    tests = ("{spell.open: false}", "{spell.started: 2026-03-01}", "{spell.ended: 2026-04-01}")
    assert small.truths(timeline(*entries), *tests) == [True, True, True]


def test_s26_during(small):
    spell = (*starts("02-01"), *ends("04-01"))
    for day, inside in (("01-31", None), ("02-01", True), ("04-01", True), ("04-02", None)):
        case = timeline(*spell, on(day, "visit"))
        assert small.truth(case, "{spell.visit: {recorded: true}}") is inside, day
    test = "{spell.visit: {recorded: true}}"
    assert small.truth(timeline(on("02-01", "visit"), covers="visit: 2026-08-14"), test) is None
    assert small.truth(timeline(on("02-01", "visit"), covers=ALL), test) is False
    # The first spell, left without an end, reaches up to the next start, which is the second's.
    left_open = (*starts("02-01", "04-01"), *ends("05-01"))
    for day, inside in (("03-31", False), ("04-01", True)):
        case = timeline(*left_open, on(day, "visit"), covers=ALL)
        assert small.truth(case, test) is inside, day


def test_s27_since_and_by(small):
    visits = on("02-01", "visit"), on("04-01", "visit")
    since, by = "{visit.since_seen: %s}", "{visit.before_seen: %s}"
    seen = timeline(*visits, on("04-01", "seen"))
    assert small.truths(seen, since % "2026-04-01", by % "2026-04-01") == [True, True]
    earlier = timeline(*visits, on("03-01", "seen"))
    assert small.truths(earlier, since % "2026-04-01", by % "2026-02-01") == [True, True]
    never = timeline(*visits, covers=ALL)
    known = "{recorded: true}"
    assert small.truths(never, since % known, by % "2026-04-01") == [False, True]
    assert small.truths(timeline(*visits), since % known, by % "2026-04-01") == [None, True]


def test_s28_where(small):
    good, poor = on("03-01", "visit", "outcome: good"), on("02-01", "visit", "outcome: poor")
    silent = on("01-01", "visit")
    test = "{visit.good: {recorded: true}}"
    assert small.truth(timeline(good, poor, silent), "{visit.good: 2026-03-01}") is True
    assert small.truth(timeline(poor, covers=ALL), test) is False
    assert small.truth(timeline(poor, silent, covers=ALL), test) is None
    counted = "{visit.good_count: 1}"
    assert small.truth(timeline(good, poor, covers=ALL), counted) is True
    assert small.truth(timeline(good, silent, covers=ALL), counted) is None


def test_s29_give(small):
    told = on("03-01", "visit", "attended: [SW]")
    test = "{visit.attended: {includes: Social Worker}}"
    assert small.truth(timeline(told, on("02-01", "visit")), test) is True
    assert small.truth(timeline(told, on("04-01", "visit"), covers=ALL), test) is None


def test_s30_one_instance_of_an_anchor(small):
    rule = """
    requirements:
      - id: R
        carries: [T-1]
        each: spell
        bears_on: [compliance]
        note: [{must: {spell.visit: {recorded: true}}, else: no}]
    """
    entries = (*starts("01-01", "03-01"), *ends("02-01"), on("03-15", "visit"))
    text = timeline(*entries, covers=ALL)
    assert small.tiny(rule).check(text).status == "met"
    engine = small.engine()
    case, vocabulary = small.case(text, engine), engine.policy.vocabulary
    facts = [read_facts(case, vocabulary, date(2026, 8, 14), ("spell", n))[0] for n in (0, 1)]
    assert [each.state("spell.started") for each in facts] == [date(2026, 1, 1), date(2026, 3, 1)]
    assert [each.state("spell.visit") for each in facts][1] == date(2026, 3, 15)
    assert facts[0].state("spell.visit") not in (UNKNOWN, date(2026, 3, 15))


def test_s31_consent(small):
    given = on("01-01", "consent_given", "for: sharing")
    withdrawn = on("01-01", "consent_withdrawn", "for: sharing")
    other = on("02-01", "consent_withdrawn", "for: support")
    test = "{consent.to_share: %s}"
    assert small.truth("consent: {to_share: refused}", test % "refused") is True
    assert small.truth(timeline(given, other), test % "given") is True
    assert small.decide(timeline(given, withdrawn)).conflicts == ()
    assert small.truth(timeline(given, withdrawn), test % "withdrawn") is True
    assert small.truth(timeline(given, on("02-01", "visit")), test % "given") is True
