"""S30 and S130 to S140 of docs/semantics.md: which run is current, and what history counts."""

from datetime import date, timedelta

import pytest

from ..recorded import TODAY, file

REFERRALS = "01-05 referral, ref: r", "04-01 referral_closed, ref: r", "06-01 referral, ref: s"
STARTS = "help_started, study_started"
TWO = "02-01 help_started, ref: a", "03-01 help_ended, ref: a", "06-05 help_started, ref: b"


def test_s30_what_is_around_a_run_and_beside_it(recorded):
    case = file(*REFERRALS, *TWO, "02-10 study_started", "02-20 study_ended", "06-10 study_started")
    assert recorded.at_each(case, "help", "help.started", "referral.came", "study.started") == [
        ("02-01", "01-05", "02-10"),
        ("06-05", "06-01", "06-10"),
    ]
    assert recorded.at_each(case, "study", "study.ended", "help.started") == [
        ("02-20", "02-01"),
        ("unknown", "06-05"),
    ]
    # Where nobody knows to which referral one belongs, it may be beside either.
    vague = file(*REFERRALS, *TWO, "? study_started")
    assert recorded.at_each(vague, "help", "study.started") == ["unknown", "unknown"]
    # Without any beside it, nothing is known of one, though there is one in another referral.
    alone = file(*REFERRALS, *TWO, "06-10 study_started", covers=STARTS)
    assert recorded.at_each(alone, "help", "study.started") == ["absent", "06-10"]


def test_s30_what_is_stated_about_a_run_is_about_the_current_one(recorded):
    case = file(*REFERRALS, *TWO, more="help: {wanted: true}\nt: {a: true}")
    assert recorded.at_each(case, "help", "help.wanted", "t.a") == [("unknown", True), (True, True)]
    assert recorded.at_each(case, "referral", "help.wanted") == ["unknown", True]
    assert recorded.fact(case, "help.wanted") is True
    # Nobody knows which referral it belongs to, and so whether an earlier one has any.
    either = file(*REFERRALS, "? help_started", "? help_ended", more="help: {wanted: true}")
    assert recorded.at_each(either, "referral", "help.wanted") == ["unknown", True]
    assert recorded.fact(either, "help.wanted") is True


def test_s130_the_latest_referral_and_what_belongs_to_it(recorded):
    early, late = ("02-01 study_started", "02-20 study_ended"), ("06-05 study_started",)
    started = "study.started"
    assert recorded.fact(file(*REFERRALS, *early, covers=STARTS), started) == "absent"
    assert recorded.fact(file(*REFERRALS, *early), started) == "unknown"
    assert recorded.fact(file(*REFERRALS, *early, *late), started) == "06-05"
    assert recorded.fact(file(*early), started) == "02-01"
    # The latest, though it is closed and an earlier one is not.
    closed = "01-05 referral, ref: r", "06-01 referral, ref: s", "07-01 referral_closed, ref: s"
    assert recorded.facts(file(*closed, *early, covers=STARTS), "referral.came", started) == [
        "06-01",
        "absent",
    ]


def test_s130_an_open_plan_is_current_whatever_it_belongs_to(recorded):
    plan, study = "02-01 help_started", "02-01 study_started"
    assert recorded.facts(file(*REFERRALS, plan, study, covers=STARTS), "help.started", "study.started") == [
        "02-01",
        "absent",
    ]
    over = file(*REFERRALS, plan, "03-01 help_ended", covers=STARTS)
    assert recorded.fact(over, "help.started") == "absent"


def test_s130_of_several_the_latest_that_is_open_else_the_latest(recorded):
    three = "06-05 help_started, ref: a", "06-10 help_started, ref: b", "06-15 help_started, ref: c"
    assert recorded.fact(file(*three), "help.started") == "06-15"
    assert recorded.fact(file(*three, "07-01 help_ended, ref: c"), "help.started") == "06-10"
    ended = [f"07-0{day} help_ended, ref: {ref}" for day, ref in enumerate("cba", start=1)]
    assert recorded.fact(file(*three, *ended), "help.started") == "06-15"
    # One carried over goes before one of this referral that has ended.
    carried = "02-01 help_started, ref: x", "06-05 help_started, ref: a", "06-10 help_ended, ref: a"
    assert recorded.fact(file(*REFERRALS, *carried), "help.started") == "02-01"


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        # One of several may be open.
        (["? study_started", "01-05 study_started", "02-05 study_ended"], "unknown"),
        (["01-05 study_started", "02-05 study_started", "? study_ended"], "unknown"),
        (["? study_started"], "undated"),
        # One of several has no day.
        (["? study_ended, ref: a", "03-05 study_started, ref: b", "03-06 study_ended, ref: b"], "unknown"),
        (["? study_ended, ref: a", "03-05 study_started, ref: b"], "03-05"),
        # One may belong to either referral.
        ([*REFERRALS, "? study_started"], "unknown"),
        ([*REFERRALS, "? study_started", "06-05 study_started, ref: b"], "unknown"),
        # Nobody knows which referral is the latest.
        (["? referral_closed, ref: r", "06-01 referral, ref: s", "06-05 study_started"], "unknown"),
        (["? referral_closed, ref: r", "06-05 study_started"], "06-05"),
    ],
)
def test_s131_where_it_cannot_be_told(recorded, entries, expected):
    session = "06-06 session"
    started, seen = recorded.facts(file(*entries, session), "study.started", "study.session")
    assert started == expected
    assert seen == ("unknown" if expected == "unknown" else session[:5])


def test_s131_an_open_plan_is_told_all_the_same(recorded):
    either = file(*REFERRALS, "? help_started")
    assert recorded.facts(either, "help.started", "help.open") == ["undated", True]
    unknown = file("? referral_closed, ref: r", "06-01 referral, ref: s", "06-05 help_started")
    assert recorded.facts(unknown, "referral.came", "help.started") == ["unknown", "06-05"]


def test_s131_one_that_may_be_open_in_another_referral(recorded):
    may = *REFERRALS, "02-01 help_started", "02-10 help_started", "? help_ended"
    ended = "06-05 help_started, ref: b", "06-10 help_ended, ref: b"
    assert recorded.facts(file(*may, *ended), "help.started", "help.open") == ["unknown", "unknown"]
    assert recorded.facts(file(*may, ended[0]), "help.started", "help.open") == ["06-05", True]


def test_s132_the_whole_file(recorded):
    earlier = file(*REFERRALS, "02-01 guard_started", "03-01 guard_ended", covers="guard_started")
    assert recorded.facts(earlier, "guard.ended", "guard.ended_ever") == ["absent", "03-01"]
    later = "06-05 guard_started, ref: b", "07-01 guard_ended, ref: b"
    never_ended = file(*REFERRALS, "02-01 guard_started, ref: a", *later)
    assert recorded.facts(never_ended, "guard.open", "guard.left_open") == [True, True]
    assert recorded.at_each(never_ended, "guard", "guard.open") == [True, False]
    # One is open, whichever is current, and whether or not that can be told.
    either = file("02-01 guard_started, ref: a", "? guard_started", "03-01 guard_started", "? guard_ended")
    assert recorded.facts(either, "guard.started", "guard.open") == ["unknown", True]
    referrals = file("01-05 referral, ref: r", "06-01 referral, ref: s", "07-01 referral_closed, ref: s")
    assert recorded.facts(referrals, "referral.came", "referral.open") == ["06-01", True]
    # What does not carry over is looked at in its current run alone.
    study = file(
        *REFERRALS, "02-01 study_started, ref: a", "06-05 study_started, ref: b", "07-01 study_ended, ref: b"
    )
    assert recorded.fact(study, "study.open") is False
    assert recorded.fact(file(*REFERRALS, "02-01 study_started", covers=STARTS), "study.open") is False
    # Superseded, it is over, and was left without an end.
    superseded = file("02-01 guard_started", "03-01 guard_started", "04-01 guard_ended")
    assert recorded.facts(superseded, "guard.open", "guard.left_open") == [False, True]
    assert recorded.facts(file(covers="guard_started"), "guard.open", "guard.left_open") == [False, False]
    assert recorded.facts(file(), "guard.open", "guard.left_open") == ["unknown", "unknown"]


@pytest.mark.parametrize(
    ("entries", "is_open", "left_open"),
    [
        (["? guard_started", "02-01 guard_started"], True, True),
        (["? guard_started", "02-01 guard_started", "03-01 guard_ended"], "unknown", True),
        (
            ["02-01 guard_started", "03-01 guard_started", "? guard_ended", "? guard_ended"],
            "unknown",
            "unknown",
        ),
        (["? guard_started", "03-01 guard_ended"], False, False),
        (["? guard_ended", "? guard_ended"], False, False),
        (["03-01 guard_started, ref: a", "? guard_ended", "? guard_ended"], True, True),
    ],
)
def test_s133_open_where_days_are_not_known(recorded, entries, is_open, left_open):
    assert recorded.facts(file(*entries), "guard.open", "guard.left_open") == [is_open, left_open]


def test_s134_from_when_a_clock_counts(recorded):
    counts = "study.counts_from"
    first = "06-05 study_started", "06-10 study_ended"
    assert recorded.fact(file(*REFERRALS, *first), counts) == "06-01"
    second = file(*REFERRALS, *first, "07-05 study_started")
    assert recorded.at_each(second, "study", counts) == ["06-01", "07-05"]
    # The first of each referral, from that referral; one that has not begun, from the current one.
    both = file(*REFERRALS, "02-05 study_started", "02-10 study_ended", *first)
    assert recorded.at_each(both, "study", counts) == ["01-05", "06-01"]
    assert recorded.fact(file(*REFERRALS), counts) == "06-01"
    assert recorded.fact(file("? referral", *first), counts) == "undated"
    several = file("01-05 referral", "? study_ended, ref: a", "06-05 study_started, ref: b")
    assert recorded.fact(several, counts) == "unknown"
    assert recorded.fact(file(*first), counts) == "unknown"
    assert recorded.fact(file(*first, covers="referral"), counts) == "unknown"


def test_s134_without_any_referral(recorded):
    first, counts = "06-05 study_started", "study.counts_from"
    assert recorded.fact(file(first), counts) == "unknown"
    # What began shows that there was a referral, though the file says that it has them all.
    assert recorded.fact(file(first, covers="referral, study_started"), counts) == "unknown"
    assert recorded.fact(file(covers="referral, study_started"), counts) == "absent"


def test_s27_the_latest_before_it_or_else_the_first_after(recorded):
    def call(*days: str, covers: str = "call") -> object:
        calls = [f"{day} call" for day in days]
        return recorded.fact(file("05-05 help_started", *calls, covers=covers), "calls.for_help")

    assert call("04-01", "05-05", "06-01") == "05-05"
    assert call("06-01", "07-01") == "06-01"
    assert call("?", "06-01") == "undated"
    assert call() == "absent"
    assert call(covers="") == "unknown"


def test_s134_a_parameter_says_from_what(recorded):
    parameters = """
    clock:
      type: fact
      one_of: [study.counts_from, study.started]
      means: From when it counts
      values: [{from: 2020-01-01, is: study.counts_from, because: T-1}]
    """
    rule = """
    deadlines:
      - {id: L, carries: [T-1], starts: {fact: $clock}, within: 10 days, met_by: {event: session},
         late: Late, overdue: Not done}
    """
    second = file(*REFERRALS, "06-05 study_started", "06-10 study_ended", "08-01 study_started")
    recorded.tiny(rule, parameters)
    assert recorded.row(second).due == "2026-08-11"
    assert recorded.row(file(*REFERRALS, "06-05 study_started")).due == "2026-06-11"
    recorded.trial = ("tiny.clock=study.started",)
    assert recorded.row(file(*REFERRALS, "06-05 study_started")).due == "2026-06-15"


GUARD = "01-01 guard_started", "02-01 guard_ended"


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([], 194),
        (["03-01 help_started", "05-01 help_ended"], 105),
        (["03-01 help_started"], 28),
        # Without an end, what does not carry over fills its start alone; without a start, its end.
        (["06-01 study_started"], 120),
        (["04-01 study_started"], 135),
        (["? study_started", "06-01 study_ended"], 120),
        # Superseded, it reached up to the next.
        (["03-01 help_started", "05-01 help_started", "05-10 help_ended"], 96),
        # What went on beside another fills no gap of its own.
        (["02-10 help_started", "06-10 help_ended", "03-01 study_started", "04-01 study_ended"], 65),
        # What was over before, or ended with it.
        (["01-05 help_started", "01-10 help_ended"], 194),
        # Known by its own entries alone, the first of them.
        (["06-01 session", "07-01 session"], 120),
        # Nobody knows when: it fills nothing.
        (["? study_started"], 194),
    ],
)
def test_s135_the_longest_gap(recorded, entries, expected):
    assert recorded.fact(file(*GUARD, *entries), "guard.gap") == expected


def test_s135_from_the_end_of_the_latest_run_in_the_whole_file(recorded):
    again = "04-01 guard_started", "05-01 guard_ended"
    assert recorded.fact(file(*GUARD, *again), "guard.gap") == 105
    assert recorded.fact(file(*REFERRALS, *GUARD, "02-01 help_started"), "guard.gap") == 0
    assert recorded.fact(file(*GUARD, "04-01 guard_started"), "guard.gap") == 0
    assert recorded.fact(file(covers="guard_started"), "guard.gap") == "absent"
    assert recorded.fact(file(), "guard.gap") == "unknown"
    assert recorded.fact(file("01-01 guard_started", "? guard_ended"), "guard.gap") == "unknown"
    may = "01-01 guard_started", "02-01 guard_started", "? guard_ended", "? guard_ended"
    assert recorded.fact(file(*may), "guard.gap") == "unknown"
    assert recorded.fact(file(*may, "03-01 help_started"), "help.served_from") == "unknown"


def test_s136_a_gap_for_certain(recorded):
    certain = "guard.gap_certain"
    assert recorded.fact(file(*GUARD), certain) == "unknown"
    for kind in ("help_started", "study_started"):
        assert recorded.fact(file(*GUARD, covers=kind), certain) == 194
        assert recorded.fact(file(*GUARD, covers=f"{kind}: 08-13"), certain) == "unknown"
        assert recorded.fact(file(*GUARD, "? study_started, ref: x", covers=kind), certain) == "unknown"
    assert recorded.fact(file("01-01 guard_started"), certain) == 0


# Of the time on help, since the guard ended on 1 February: its first day, and the days that do not count.
@pytest.mark.parametrize(
    ("entries", "begun", "breaks"),
    [
        (["02-10 help_started"], "02-10", 0),
        # What was served before does not count.
        (["2025-12-20 help_started"], "02-01", 0),
        (["01-05 help_started", "01-31 help_ended", "02-10 help_started"], "02-10", 0),
        # A break has the days strictly between.
        (["02-10 help_started", "03-10 help_ended", "03-20 help_started"], "02-10", 9),
        (["02-10 help_started", "03-10 help_ended", "03-12 help_started"], "02-10", 1),
        (["02-10 help_started", "03-10 help_ended", "03-11 help_started"], "02-10", 0),
        (["02-10 help_started", "03-10 help_ended", "03-10 help_started"], "02-10", 0),
        (["02-10 help_started", "03-10 help_started"], "02-10", 0),
        (
            ["02-10 help_started, ref: a", "03-10 help_started, ref: b", "04-10 help_ended, ref: b"],
            "02-10",
            0,
        ),
        # Over since 1 August, or since nobody knows when.
        (["02-10 help_started", "08-01 help_ended"], "02-10", 13),
        (["08-04 help_started, ref: a", "? help_ended, ref: a"], "08-04", 10),
        # Nobody knows when it began.
        (["03-05 help_ended, ref: a", "03-20 help_started"], "03-20", 0),
        # Over every referral.
        ([*REFERRALS, "02-10 help_started", "03-10 help_ended", "06-10 help_started"], "02-10", 91),
    ],
)
def test_s137_the_time_served(recorded, entries, begun, breaks):
    case = file(*GUARD, *entries)
    assert recorded.fact(case, "help.served_from") == begun
    served = (TODAY - timedelta(breaks) - date(2026, int(begun[:2]), int(begun[3:]))).days
    tests = [f"{{help.served_from: {{at_least_ago: {days} days}}}}" for days in (served, served + 1)]
    tests.append(f"{{help.served_from: {{more_than_ago: {served} days}}}}")
    assert recorded.truths(case, *tests) == [True, False, False]


def test_s137_where_nothing_was_served(recorded):
    served, plan = "help.served_from", "03-01 help_started"
    assert recorded.fact(file(*GUARD), served) == "unknown"
    assert recorded.fact(file(*GUARD, covers="help_started"), served) == "absent"
    assert recorded.fact(file(plan), served) == "unknown"
    assert recorded.fact(file(plan, covers="guard_started"), served) == "absent"
    assert recorded.fact(file(*GUARD, "? help_started", covers="help_started"), served) == "undated"
    assert recorded.fact(file("01-01 guard_started", plan), served) == "unknown"
    assert recorded.fact(file("01-01 guard_started", "? guard_ended", plan), served) == "unknown"


INVOLVEMENT = """
definitions:
  - id: D
    carries: [T-1]
    fact: made.answer
    hit: exactly_one
    rows:
      - {when: {guard.open: true}, is: red}
      - {when: {guard.gap: {at_most: $ends_after}}, is: red}
      - {when: {guard.gap_certain: {above: $ends_after}}, is: green}
"""
ENDS_AFTER = """
ends_after:
  type: number
  at_least: 1
  at_most: 999
  means: When it ends
  values: [{from: 2020-01-01, is: 90, because: T-1}]
"""


@pytest.mark.parametrize(
    ("plan", "covers", "expected"),
    [
        # 2 May is 90 days after 1 February, 3 May 91.
        ("05-02 help_started", "", "red"),
        ("05-03 help_started", "", "unknown"),
        ("05-03 help_started", "help_started", "green"),
        ("05-03 help_started", "study_started", "green"),
        ("05-02 help_started", "help_started", "red"),
        # 16 May is 90 days before the decision.
        ("05-02 help_started, ref: a}, {on: 2026-05-16, event: help_ended, ref: a", "help_started", "red"),
        ("05-02 help_started, ref: a}, {on: 2026-05-15, event: help_ended, ref: a", "help_started", "green"),
        ("", "", "unknown"),
        ("", "help_started", "green"),
    ],
)
def test_s138_an_involvement(recorded, plan, covers, expected):
    recorded.tiny(INVOLVEMENT, ENDS_AFTER)
    assert recorded.fact(file(*GUARD, *filter(None, [plan]), covers=covers), "made.answer") == expected
    assert recorded.fact(file("01-01 guard_started"), "made.answer") == "red"


@pytest.mark.parametrize(
    ("started", "inside"),
    [("2025-12-31", False), ("01-01", True), ("01-31", True), ("02-01", False), ("02-02", False)],
)
def test_s139_a_plan_inside_a_plan(recorded, started, inside):
    case = file(*GUARD, f"{started} help_started", "06-01 review", "06-02 call")
    assert recorded.conflicts(case) == (["plan-inside-plan"] if inside else [])
    told = recorded.facts(case, "help.started", "help.served_from", "calls.since_help")
    assert (told == ["unknown"] * 3) is inside
    assert recorded.facts(case, "help.open", "help.review") == [True, "06-01"]


def test_s139_only_the_current_one_and_one_that_goes_on(recorded):
    assert recorded.conflicts(file("01-01 guard_started", "03-01 help_started")) == ["plan-inside-plan"]
    later = file(*GUARD, "01-10 help_started", "01-20 help_ended", "03-01 help_started")
    assert recorded.conflicts(later) == []


def test_s139_of_the_run_that_is_looked_at(recorded):
    """One that began inside spoils no other, and is one whether or not it is current."""
    before = "01-01 help_started", "01-20 help_ended"
    inside = "02-01 guard_started", "03-01 help_started", "03-10 help_ended", "04-01 guard_ended"
    each = recorded.at_each(file(*before, *inside), "help", "help.started", "help.ended")
    assert each == [("01-01", "01-20"), ("unknown", "03-10")]
    later = file(*inside, "07-01 help_started")
    assert recorded.at_each(later, "help", "help.started") == ["unknown", "07-01"]


WAIT = """
requirements:
  - id: R
    carries: [T-1]
    bears_on: [step_down]
    block: [{must: {help.served_from: {at_least_ago: 3 months}}, else: Too soon}]
"""


def asked(*entries: str, as_at: date = TODAY) -> str:
    kinds = "guard_started", "guard_ended", "help_started", "help_ended", "visit"
    covers = ", ".join(f"{kind}: {as_at}" for kind in kinds)
    protection = "child_protection: {concern: false}\nsupport: {in_place: middle}\n"
    text = file(*entries, more=f"request: {{direction: step_down}}\n{protection}")
    return f"as_at: {as_at}\n" + text.replace("covers: {}", f"covers: {{{covers}}}")


@pytest.mark.parametrize(
    ("entries", "earliest"),
    [
        (["07-01 help_started"], date(2026, 10, 1)),
        (["07-01 help_started", "07-10 help_ended", "07-20 help_started"], date(2026, 10, 10)),
    ],
)
def test_s140_the_earliest_date(recorded, entries, earliest):
    recorded.tiny(WAIT)
    decided = recorded.decide(asked(*GUARD, *entries))
    (check,) = [check for check in decided.checks if check.rule == "R"]
    assert (decided.status, check.until) == ("blocked", earliest.isoformat())
    assert recorded.decide(asked(*GUARD, *entries, as_at=earliest)).status == "permitted"
    day_before = date.fromordinal(earliest.toordinal() - 1)
    assert recorded.decide(asked(*GUARD, *entries, as_at=day_before)).status == "blocked"


def test_s140_time_that_is_not_being_served_brings_it_no_nearer(recorded):
    recorded.tiny(WAIT)
    decided = recorded.decide(asked(*GUARD, "07-01 help_started", "08-01 help_ended"))
    (check,) = [check for check in decided.checks if check.rule == "R"]
    assert (decided.status, check.until) == ("blocked", None)
