"""S19 to S31 of docs/semantics.md: how facts are read off the timeline."""

from dataclasses import replace
from datetime import date

import pytest

from threshold.semantics.records import Records
from threshold.semantics.timeline import read_facts
from threshold.vocabulary import UNKNOWN

from ..recorded import file


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
    undated_visit = timeline("on: unknown, event: visit")
    assert small.truth(undated_visit, "{visit.ever: true}") is True


def test_s20_held_planned_cancelled(small):
    planned, cancelled = on("05-02", "visit", "status: planned"), "status: cancelled"
    tests = ("{visit.latest: {known: true}}", "{visit.planned: {known: true}}")
    assert small.truths(timeline(planned), *tests) == [False, True]
    assert small.truths(timeline(on("05-02", "visit", cancelled)), *tests) == [False, False]
    both = timeline(planned, on("05-01", "visit"))
    assert small.truths(both, "{visit.planned: 2026-05-01}") == [True]


def test_s20_planned_while_none_of_what_is_read_has_been_held(recorded):
    referrals = "01-05 referral", "02-05 referral_closed", "06-01 referral"
    studies = "01-10 study_started", "02-01 study_ended", "06-05 study_started"
    planned = "08-20 session, status: planned"
    earlier = file(*referrals, *studies, "01-20 session", planned)
    assert recorded.facts(earlier, "study.next", "study.session") == ["08-20", "unknown"]
    held = file(*referrals, *studies, "06-20 session", planned)
    assert recorded.fact(held, "study.next") == "06-20"
    undated = file(*referrals, *studies, "? session, status: planned, of: request")
    assert recorded.facts(undated, "study.next", "study.session") == ["undated", "unknown"]


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
    # Of a span that ended nobody knows when, up to the decision's date.
    ended = on("01-01", "spell_started"), "on: unknown, event: spell_ended"
    assert small.truth(timeline(*ended, covers="visit: 2026-08-13"), test) is None
    assert small.truth(timeline(*ended, covers="visit: 2026-08-14"), test) is True


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
    found = Records(case, engine.policy.vocabulary, date(2026, 8, 14)).runs("spell")
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


def test_s25_without_any_run(small):
    tests = ("{spell.open: false}", "{spell.started: {recorded: false}}", "{spell.ended: {recorded: false}}")
    for covers, told in (
        ("", [None, None, None]),
        ("spell_started: 2026-08-14", [True, True, True]),
        ("spell_ended: 2026-08-14", [None, None, True]),
    ):
        assert small.truths(timeline(covers=covers), *tests) == told


def test_s25_an_end_without_its_day_may_be_its_own(small):
    ended = "{spell.ended: {recorded: false}}"
    two = starts("01-01", "03-01")
    loose = timeline(*two, "on: unknown, event: spell_ended", covers=ALL)
    assert small.truth(timeline(*two, covers=ALL), ended) is True
    assert small.truth(loose, ended) is None


def test_s26_during(small):
    spells = (*starts("01-01", "05-02"), *ends("03-01", "06-01"))
    for day, inside in (("04-01", False), ("04-02", True), ("05-02", True), ("06-01", True), ("08-14", True)):
        case = timeline(*spells, on(day, "visit"), covers=ALL)
        assert small.truth(case, "{spell.visit: {recorded: true}}") is inside, day


def test_s26_without_a_current_run(recorded):
    session = "02-01 session"
    seen = ("study.session", "study.first_session", "study.sessions")
    assert recorded.facts(file(), *seen) == ["unknown"] * 3
    assert recorded.facts(file(covers="study_started"), *seen) == ["absent"] * 3
    # A joint meeting shows no study: it belongs to none, and to the current referral or an earlier one.
    joint = "study.joint"
    assert recorded.fact(file("01-05 referral", "02-01 joint"), joint) == "02-01"
    assert recorded.fact(file("02-01 joint"), joint) == "02-01"
    earlier = "01-05 referral", "02-10 referral_closed", "05-01 referral", "02-01 joint"
    assert recorded.fact(file(*earlier), joint) == "unknown"
    assert recorded.fact(file(*earlier, covers="study_started"), joint) == "absent"
    # Nor does the run of an earlier referral take what belongs to this one.
    other = file("01-05 referral", "02-10 referral_closed", session, "05-01 referral", covers="session")
    assert recorded.fact(other, "study.session") == "unknown"


def test_s26_during_a_referral_that_is_not_in_the_file(recorded):
    assert recorded.fact(file("02-01 joint"), "referral.joint") == "02-01"
    assert recorded.fact(file(covers="joint"), "referral.joint") == "absent"
    assert recorded.fact(file(covers="referral"), "referral.joint") == "unknown"


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
    undated = timeline(*visits, "on: unknown, event: seen", covers=ALL)
    assert small.truths(undated, since % known, by % "2026-04-01") == [None, True]
    # A visit without a day may lie on either side.
    either = timeline("on: unknown, event: visit", on("03-01", "seen"), covers=ALL)
    assert small.truths(either, since % known, by % known) == [None, None]


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


def test_s28_may_be(small):
    def by(day: str, role: str) -> str:
        return on(day, "visit", f"by: {role}")

    own, other = by("03-01", "Senior Social Worker"), by("02-01", "Team Manager")
    silent = on("04-01", "visit")
    told, none = "{visit.by_senior: {recorded: true}}", "{visit.by_senior: {recorded: false}}"
    assert small.truth(timeline(own, other), "{visit.by_senior: 2026-03-01}") is True
    assert small.truth(timeline(silent, other), "{visit.by_senior: 2026-04-01}") is True
    # Who counts as a senior, and what a senior counts as, may be the one.
    assert small.truth(timeline(by("03-02", "Principal Social Worker")), told) is True
    assert small.truth(timeline(by("03-03", "Social Worker")), told) is True
    # One that names somebody else is a no, whatever is covered; without any, nobody knows.
    assert small.truth(timeline(other), none) is True
    assert small.truth(timeline(), told) is None
    assert small.truth(timeline(other, "on: unknown, event: visit"), told) is True


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


def test_s31_consent_belongs_to_a_referral(recorded):
    referrals = "01-05 referral, ref: r", "02-05 referral_closed, ref: r", "05-01 referral, ref: s"
    state = "referral.consent"
    assert recorded.fact(file(*referrals, "01-10 yes_said"), state) == "unknown"
    assert recorded.fact(file(*referrals, "04-25 yes_said"), state) == "given"
    assert recorded.fact(file(*referrals, "01-10 yes_said, of: s"), state) == "given"
    assert recorded.fact(file(*referrals, "04-25 yes_said", "05-10 no_said, of: r"), state) == "given"
    stated = "referral: {consent: refused}"
    assert recorded.fact(file(*referrals, "01-10 yes_said", more=stated), state) == "refused"


def test_s31_consent_of_which_the_day_is_not_known(recorded):
    one, two = ("01-05 referral",), ("01-05 referral", "05-01 referral")
    state = "referral.consent"
    assert recorded.fact(file(*one, "? yes_said"), state) == "given"
    assert recorded.fact(file(*one, "? yes_said", "02-01 yes_said"), state) == "given"
    assert recorded.fact(file(*one, "? no_said", "02-01 yes_said"), state) == "unknown"
    # It may have been said for either referral.
    assert recorded.fact(file(*two, "? no_said", "05-10 yes_said"), state) == "unknown"
    assert recorded.fact(file(*two, "? yes_said", "05-10 yes_said"), state) == "given"
    assert recorded.fact(file(*two, "? yes_said"), state) == "unknown"
    for stated, expected in (("given", "given"), ("refused", "unknown")):
        text = file(*two, "? yes_said", more=f"referral: {{consent: {stated}}}")
        assert recorded.fact(text, state) == expected
