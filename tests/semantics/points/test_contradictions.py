"""S32 to S37 of docs/semantics.md: facts that cannot all be so."""

import pytest

from ..recorded import file


def watch(**satisfied: str) -> str:
    """Requirements that show what is known, one for each name."""
    rules = (
        f"  - {{id: {name}, carries: [T-1], bears_on: [compliance], "
        f"note: [{{must: {{{condition}}}, else: no}}]}}\n"
        for name, condition in satisfied.items()
    )
    return "requirements:\n" + "".join(rules)


WATCH = watch(
    R="t.a: true",
    DANGER="child_protection.concern: true",
    LATEST="visit.latest: {recorded: true}",
    SHARE="consent.to_share: {known: true}",
)


def found(small, case: str) -> list[str]:
    return [conflict.id for conflict in small.decide(case).conflicts]


def test_s32_later_than_the_decision(small):
    small.tiny(WATCH)
    late = "timeline: [{on: 2026-05-01, event: visit}, {on: 2026-08-15, event: visit%s}]"
    assert found(small, late % "") == ["future-event"]
    assert small.check(late % "", "LATEST").status == "undetermined"
    assert found(small, late % ", status: planned") == []
    assert small.check(late % ", status: planned", "LATEST").status == "met"
    assert found(small, "t: {day: 2026-08-15, ahead: 2026-09-01}") == ["future-event"]
    assert found(small, "t: {day: 2026-08-14, ahead: 2026-09-01}") == []
    assert found(small, "timeline: [{on: unknown, event: visit}]") == []


@pytest.mark.parametrize(
    ("stated", "events", "expected"),
    [
        ("given", ["given"], []),
        ("withdrawn", ["given", "withdrawn"], []),
        ("given", ["given", "withdrawn"], ["consent-disagrees"]),
        ("not_asked", ["given"], ["consent-disagrees"]),
        ("given", ["withdrawn", "given"], ["consent-order"]),
        ("given", [], []),
    ],
)
def test_s33_consent_against_itself(small, stated, events, expected):
    entries = ", ".join(
        f"{{on: 2026-0{month}-01, event: consent_{event}, for: sharing}}"
        for month, event in enumerate(events, start=1)
    )
    case = f"consent: {{to_share: {stated}}}\ntimeline: [{entries}]"
    decision = small.tiny(WATCH).decide(case)
    assert [conflict.id for conflict in decision.conflicts] == expected
    (check,) = [check for check in decision.checks if check.rule == "SHARE"]
    assert (check.status == "not_met") is bool(expected)


@pytest.mark.parametrize(
    ("stated", "events", "expected"),
    [
        ("given", ["unknown, event: consent_withdrawn"], ["consent-disagrees"]),
        ("given", ["unknown, event: consent_given"], []),
        ("given", ["unknown, event: consent_given", "2026-01-01, event: consent_withdrawn"], []),
        ("given", ["unknown, event: consent_withdrawn", "2026-01-01, event: consent_given"], []),
    ],
)
def test_s33_where_a_day_is_not_known(small, stated, events, expected):
    entries = ", ".join(f"{{on: {each}, for: sharing}}" for each in events)
    assert found(small, f"consent: {{to_share: {stated}}}\ntimeline: [{entries}]") == expected


def test_s34_an_end_without_its_start(small):
    ended = "timeline: [{on: 2026-05-01, event: spell_ended}]\ncovers: {%s}"
    assert found(small, ended % "spell_started: 2026-08-14") == ["episode-order"]
    assert found(small, ended % "spell_started: 2026-08-13") == []
    undated = "{on: unknown, event: spell_started}, {on: 2026-05-01, event: spell_ended}"
    assert found(small, f"timeline: [{undated}]\ncovers: {{spell_started: 2026-08-14}}") == []


def test_s34_an_entry_of_its_own_without_a_start(recorded):
    seen = "01-05 referral", "02-01 session"
    assert recorded.conflicts(file(*seen, covers="study_started")) == ["episode-order"]
    assert recorded.conflicts(file(*seen, covers="study_started: 08-13")) == []
    assert recorded.conflicts(file(*seen, "? study_started, ref: x", covers="study_started")) == []


REVIEWED = ["01-05 referral", "01-20 help_started", "02-01 review", "02-10 help_ended", "06-01 referral"]


def test_s34_of_one_run_and_not_of_another(recorded):
    """A review of nothing that began (a new referral had come) leaves alone the help that was before it."""
    case = file(*REVIEWED, "06-10 review", covers="help_started, help_ended")
    assert recorded.conflicts(case) == ["episode-order"]
    each = recorded.at_each(case, "help", "help.started", "help.ended", "help.review")
    assert each == [("01-20", "02-10", "02-01"), ("unknown", "unknown", "unknown")]
    # What is read of all of them is in doubt of each.
    assert recorded.at_each(case, "help", "help.served_from") == ["unknown", "unknown"]
    # A decision reads the current one.
    of_the_second = *REVIEWED[:-1], "06-01 referral, ref: r", "06-10 review, of: r"
    later = file(*of_the_second, "07-01 referral", "07-02 help_started", covers="help_started")
    assert recorded.conflicts(later) == ["episode-order"]
    assert recorded.fact(later, "help.started") == "07-02"
    assert recorded.fact(later, "help.left_open") == "unknown"


def test_s34_an_end_may_be_that_of_another(recorded):
    orphan = "02-01 study_ended"
    begun = "01-05 referral", "01-10 study_started", "01-20 study_ended"
    case = file(*begun, orphan, "03-01 study_started", covers="study_started, study_ended")
    assert recorded.at_each(case, "study", "study.started") == ["unknown", "unknown", "03-01"]
    # From when each counts, the first of the referral or its own start, hangs on which there were.
    assert recorded.at_each(case, "study", "study.counts_from") == ["unknown"] * 3
    linked = [f"{entry}, ref: {ref}" for entry, ref in zip(begun[1:], "aa", strict=True)]
    case = file(begun[0], *linked, f"{orphan}, ref: b", covers="study_started, study_ended")
    assert recorded.at_each(case, "study", "study.started") == ["01-10", "unknown"]


def conflict(when: str, doubtful: str = "") -> str:
    more = f", doubtful: [{doubtful}]" if doubtful else ""
    return WATCH + f"conflicts: [{{id: C, carries: [T-1], when: {when}, why: both{more}}}]"


def test_s35_conflict_rules(small):
    small.tiny(conflict("{t.a: true, t.b: true}"))
    assert found(small, "t: {a: true, b: true}") == ["C"]
    assert small.check("t: {a: true, b: true}").status == "undetermined"
    assert found(small, "t: {a: true}") == []
    assert small.check("t: {a: true}").status == "met"
    small.tiny(conflict("{t.a: true, t.b: true}", "t.b"))
    assert small.check("t: {a: true, b: true}").status == "met"


def test_s36_protection_stands(small):
    small.tiny(conflict("{t.a: true, child_protection.concern: true}"))
    case = "t: {a: true}\nchild_protection: {concern: true}"
    assert found(small, case) == ["C"]
    assert small.check(case).status == "undetermined"
    assert small.check(case, "DANGER").status == "met"
    small.tiny(watch(PLAIN="spell.open: true", STANDS="danger.in_spell: true"))
    ended_later = """
    timeline: [{on: 2026-05-01, event: spell_started}, {on: 2026-09-01, event: spell_ended}]
    """
    assert found(small, ended_later) == ["future-event"]
    assert small.check(ended_later, "PLAIN").status == "undetermined"
    assert small.check(ended_later, "STANDS").status == "met"


def test_s37_conflicts_with_derived_facts(small):
    small.tiny(
        watch(R="t.a: true", ANSWER="made.answer: red")
        + """
conflicts:
  - {id: C, carries: [T-1], when: {made.answer: red}, why: no, doubtful: [t.a]}
definitions:
  - {id: D, carries: [T-1], fact: made.answer, hit: exactly_one, rows: [{when: {t.a: true}, is: red}]}
"""
    )
    case = "t: {a: true}"
    assert found(small, case) == ["C"]
    assert small.check(case).status == "undetermined"
    assert small.check(case, "ANSWER").status == "met"
