"""S68 and S141 to S149 of docs/semantics.md: clocks that are about a run, end with it, or pause."""

from collections.abc import Sequence

import pytest

from threshold.decisions.model import DeadlineRow
from threshold.reading import BadInput

from ..recorded import file

REFERRALS = "01-05 referral, ref: r", "04-01 referral_closed, ref: r", "06-01 referral, ref: s"


def rule(
    within: str = "30 days", starts: str = "help.started", met_by: str = "event: review", more: str = ""
) -> str:
    return (
        f"deadlines:\n  - {{id: L, carries: [T-1], starts: {{fact: {starts}}}, within: {within}, "
        f"met_by: {{{met_by}}}, late: Late, overdue: Not done{', ' + more if more else ''}}}\n"
    )


def told(rows: Sequence[DeadlineRow]) -> list[tuple[object, ...]]:
    """Each row as (interval, due, state, days)."""
    return [(row.interval, row.due and row.due[5:], row.state, row.days) for row in rows]


def state(recorded, *entries: str, covers: str = "") -> tuple[str, int | None]:
    row = recorded.row(file(*entries, covers=covers))
    return row.state, row.days


COVERED = "review, help_started, help_ended"


def test_s141_only_what_belongs_to_the_run_meets_its_clock(recorded):
    recorded.tiny(rule())
    two = "02-01 help_started, ref: a", "03-01 help_ended, ref: a", "06-05 help_started, ref: b"
    own = file(*REFERRALS, *two, "06-10 review")
    assert recorded.row(own).met_on == "2026-06-10"
    other = file(*REFERRALS, *two, "06-10 review, of: a", covers=COVERED)
    assert (recorded.row(other).state, recorded.row(other).met_on) == ("overdue", None)


def test_s141_a_new_referral_starts_new_clocks(recorded):
    recorded.tiny(rule(starts="referral.came", met_by="event: joint"))
    assert state(recorded, *REFERRALS, "01-10 joint", covers="joint") == ("overdue", 44)
    assert state(recorded, *REFERRALS, "06-03 joint, of: r", covers="joint") == ("overdue", 44)
    assert state(recorded, *REFERRALS, "06-03 joint", covers="joint") == ("met", None)


def test_s141_what_belongs_to_no_such_run_meets_it_from_the_start_on(recorded):
    recorded.tiny(rule(met_by="event: call"))
    assert state(recorded, "06-05 help_started", "06-05 call") == ("met", None)
    assert state(recorded, "06-05 help_started", "06-04 call", covers="call, help_ended") == ("overdue", 40)


def test_s141_a_clock_that_a_reading_during_a_run_starts(recorded):
    recorded.tiny(rule(starts="study.first_session", met_by="event: joint"))
    two = "06-05 study_started, ref: a", "06-20 study_ended, ref: a", "06-25 study_started, ref: b"
    sessions = "06-26 session", "06-28 joint, of: a"
    assert state(recorded, *two, *sessions, covers="joint") == ("overdue", 19)
    assert state(recorded, *two, *sessions, "06-29 joint", covers="joint") == ("met", None)


@pytest.mark.parametrize("started", ["06-05", "08-01"])
def test_s142_a_record_without_its_day(recorded, started):
    recorded.tiny(rule())
    begun = f"{started} help_started"
    assert state(recorded, begun, "? review", covers=COVERED) == ("cannot_tell", None)
    assert state(recorded, begun, f"{started} review", "? review", covers=COVERED) == ("met", None)
    # One that may belong to it.
    several = "01-05 help_started, ref: x", "01-10 help_ended, ref: x", f"{started} help_started, ref: y"
    assert state(recorded, *several, "? review", covers=COVERED) == ("cannot_tell", None)
    assert state(recorded, *several, "? review, of: x", covers=COVERED)[0] != "cannot_tell"


@pytest.mark.parametrize(
    ("entries", "without"),
    [
        (["07-20 review"], "late"),
        (["05-20 review"], "early"),
        (["06-20 help_ended"], "ended"),
        (["07-20 help_ended"], "missed"),
        (["07-05 review"], "met"),
    ],
)
def test_s142_whatever_else_it_would_be(recorded, entries, without):
    recorded.tiny(rule(more="ends_with: help"))
    begun = "06-05 help_started", *entries
    assert state(recorded, *begun, covers=COVERED)[0] == without
    with_one = state(recorded, *begun, "? review", covers=COVERED)[0]
    assert with_one == ("met" if without == "met" else "cannot_tell")


def test_s142_met_by_a_fact_that_it_leaves_open(recorded):
    recorded.tiny(rule(met_by="fact: help.review"))
    several = "01-05 help_started, ref: x", "01-10 help_ended, ref: x", "06-05 help_started, ref: y"
    assert state(recorded, *several, covers=COVERED) == ("overdue", 40)
    assert state(recorded, *several, "? review", covers=COVERED) == ("cannot_tell", None)
    assert state(recorded, "06-05 help_started", "? review", covers=COVERED) == ("cannot_tell", None)


def test_s142_never_overdue_beside_a_record_that_may_belong_to_it(recorded):
    begun, ended = "06-05 help_started", "07-20 help_ended"
    recorded.tiny(rule(more="ends_with: help"))
    assert state(recorded, begun, ended, "? review", covers=COVERED) == ("cannot_tell", None)
    recorded.tiny(rule(more="repeats: from_last"))
    rows = recorded.rows(file(begun, "07-01 review", "? review", covers=COVERED))
    assert told(rows) == [(1, "07-05", "met", None), (2, "07-31", "cannot_tell", None)]


def test_s143_early(recorded):
    recorded.tiny(rule())
    entries = "05-20 review", "06-04 review", "06-05 help_started"
    case = file(*entries, covers=COVERED)
    row = recorded.row(case)
    assert (row.state, row.met_on, row.starts.date, row.days) == ("early", "2026-06-04", "2026-06-05", None)
    assert state(recorded, *entries, "06-05 review") == ("met", None)
    assert state(recorded, *entries, "07-06 review") == ("late", 1)


def test_s143_early_by_a_fact(recorded):
    recorded.tiny(rule(starts="t.day", met_by="fact: calls.first"))
    for day, expected in (("05-31", "early"), ("06-01", "met")):
        assert recorded.row(file(f"{day} call", more="t: {day: 2026-06-01}")).state == expected


def test_s143_early_beside_a_clock_that_repeats(recorded):
    recorded.tiny(rule(more="repeats: from_last"))
    rows = recorded.rows(
        file("05-01 review", "06-04 review", "06-05 help_started", "07-01 review", covers=COVERED)
    )
    assert told(rows) == [
        (None, None, "early", None),
        (None, None, "early", None),
        (1, "07-05", "met", None),
        (2, "07-31", "overdue", 14),
    ]
    assert [row.met_on for row in rows[:2]] == ["2026-05-01", "2026-06-04"]


def test_s143_early_is_told_among_the_contradictions_and_changes_no_status(recorded):
    recorded.tiny(rule())
    request = (
        "request: {direction: step_down}\nsupport: {in_place: middle}\nchild_protection: {concern: false}"
    )
    decision = recorded.decide(file("06-04 review", "06-05 help_started", covers="visit", more=request))
    assert decision.status == "permitted"
    (conflict,) = decision.conflicts
    assert (conflict.id, conflict.facts) == ("early-event", ("help.started",))
    assert "on 4 June 2026, before its clock started on 5 June 2026" in conflict.why


# The help began on 1 May: its first review is due on 31 May.
BEGUN = "05-01 help_started"


@pytest.mark.parametrize(
    ("entries", "covers", "expected"),
    [
        (["05-31 review"], "", ("met", None)),
        (["06-01 review"], "", ("late", 1)),
        (["05-20 help_ended", "05-31 review"], "", ("met", None)),
        (["05-20 help_ended", "06-02 review"], "", ("ended", None)),
        (["06-02 help_ended", "06-02 review"], "", ("late", 2)),
        # Not due by then, or due and not done: final, from the due date to the end.
        (["05-31 help_ended"], "", ("ended", None)),
        (["06-01 help_ended"], "review", ("missed", 1)),
        (["06-10 help_ended"], "review: 05-31", ("missed", 10)),
        (["06-10 help_ended"], "review: 05-30", ("cannot_tell", None)),
        (["? help_ended"], COVERED, ("cannot_tell", None)),
        # It has not ended, as far as the file shows.
        ([], "review: 05-31, help_ended: 05-31", ("overdue", 75)),
        ([], "review: 05-30, help_ended: 05-31", ("cannot_tell", None)),
        ([], "review: 05-31, help_ended: 05-30", ("cannot_tell", None)),
        (["06-10 help_started, ref: b", "07-01 help_ended, ref: b"], COVERED, ("overdue", 75)),
    ],
)
def test_s144_ends_with_its_run(recorded, entries, covers, expected):
    recorded.tiny(rule(more="ends_with: help"))
    assert state(recorded, BEGUN, *entries, covers=covers) == expected


def test_s144_while_it_is_not_due(recorded):
    recorded.tiny(rule(within="105 days", more="ends_with: help"))
    assert state(recorded, BEGUN) == ("pending", 0)
    assert state(recorded, BEGUN, "? help_ended") == ("ended", None)
    assert state(recorded, BEGUN, "08-14 help_ended") == ("ended", None)


def test_s144_what_was_done_after_the_end(recorded):
    recorded.tiny(rule(within="7 days", more="ends_with: help"))
    ended = "05-08 help_ended"
    assert state(recorded, BEGUN, ended, "05-08 review") == ("met", None)
    assert state(recorded, BEGUN, ended, "05-09 review") == ("ended", None)
    assert state(recorded, BEGUN, "05-09 help_ended", "05-09 review") == ("late", 1)


def test_s144_a_clock_that_would_start_after_the_end(recorded):
    after = file(BEGUN, "05-10 help_ended", "05-20 review", covers="call, help_ended")
    recorded.tiny(rule(starts="help.review", met_by="event: call", more="ends_with: help"))
    assert recorded.row(after).state == "ended"
    repeated(recorded, "ends_with: help", starts="help.review", met_by="event: call")
    assert recorded.rows(after) == ()


def test_s144_ends_with_what_is_around_its_run(recorded):
    recorded.tiny(rule("7 days", "study.started", "event: session", "ends_with: referral"))
    begun = "01-05 referral, ref: r", "02-02 study_started, of: r"
    for closed, covers, expected in (
        ("02-09", "session", ("ended", None)),
        ("02-12", "session", ("missed", 3)),
        ("02-12", "", ("cannot_tell", None)),
        ("?", "session", ("cannot_tell", None)),
    ):
        assert state(recorded, *begun, f"{closed} referral_closed, ref: r", covers=covers) == expected
    late = begun[0], "01-20 referral_closed, ref: r", "02-02 study_started, of: r"
    assert state(recorded, *late, covers="session") == ("overdue", 186)
    # While no end is recorded it runs on, whether or not ends are covered.
    assert state(recorded, *begun, covers="session") == ("overdue", 186)


def test_s144_the_end_around_its_run_may_be_one_without_a_reference(recorded):
    recorded.tiny(rule("7 days", "study.started", "event: session", "ends_with: referral"))
    begun = "01-05 referral, ref: r", "01-05 study_started, of: r"
    assert state(recorded, *begun, covers="session") == ("overdue", 214)
    # Its end is on record, if that is its own (S151).
    assert state(recorded, *begun, "01-05 referral_closed", covers="session") == ("cannot_tell", None)


def test_s144_of_another_run_it_is_a_mistake(recorded):
    with pytest.raises(BadInput, match="ends with the episode that it is about"):
        recorded.tiny(rule(more="ends_with: guard")).decide(file(BEGUN))


def repeated(recorded, *more: str, starts: str = "help.started", met_by: str = "event: review") -> None:
    recorded.tiny(rule("4 weeks", starts, met_by, ", ".join(("repeats: from_last", *more))))


@pytest.mark.parametrize(
    ("ended", "expected"),
    [
        ("06-26", [(1, "05-29", "met", None), (2, "06-26", "ended", None)]),
        ("06-27", [(1, "05-29", "met", None), (2, "06-26", "missed", 1)]),
        ("05-29", [(1, "05-29", "met", None), (2, "06-26", "ended", None)]),
        ("05-28", [(1, "05-29", "ended", None)]),
    ],
)
def test_s68_ends_with_its_run(recorded, ended, expected):
    repeated(recorded, "ends_with: help")
    # What is held after the end meets nothing any more.
    case = file(BEGUN, "05-29 review", f"{ended} help_ended", "07-20 review", covers=COVERED)
    assert told(recorded.rows(case)) == expected


def test_s68_an_end_that_is_not_covered(recorded):
    repeated(recorded, "ends_with: help")
    case = file(BEGUN, "05-29 review", covers="review, help_ended: 06-25")
    assert told(recorded.rows(case))[1] == (2, "06-26", "cannot_tell", None)
    case = file(BEGUN, "05-29 review", covers="review, help_ended: 06-26")
    assert told(recorded.rows(case))[1] == (2, "06-26", "overdue", 49)


# A guard from 1 March to 1 May: a clock of four weeks that began on 1 February, a review falling on some day.
PAUSE = "03-01 guard_started", "05-01 guard_ended"


@pytest.mark.parametrize(
    ("review", "expected"),
    [
        ("01-31", [(2, "02-28", "missed", 1)]),
        # Due on the day on which the pause begins, or later: nothing is left of it.
        ("02-01", []),
        ("02-20", []),
        ("03-01", []),
    ],
)
def test_s145_a_pause_cuts_the_time(recorded, review, expected):
    repeated(recorded, "pauses_while: guard")
    case = file("01-10 help_started", f"{review} review", *PAUSE, covers=COVERED)
    rows = told(recorded.rows(case))
    assert rows[1:-1] == expected
    assert rows[-1] == (2 + len(expected), "05-29", "overdue", 77)


def test_s145_while_it_goes_on(recorded):
    repeated(recorded, "pauses_while: guard")
    paused = file("01-10 help_started", "02-20 review", PAUSE[0], covers=COVERED)
    assert told(recorded.rows(paused))[1:] == [(2, None, "paused", None)]
    undated = file("01-10 help_started", "02-20 review", PAUSE[0], "? guard_ended", covers=COVERED)
    assert told(recorded.rows(undated))[1:] == [(2, None, "paused", None)]
    missed = file("01-10 help_started", "01-20 review", PAUSE[0], covers=COVERED)
    assert told(recorded.rows(missed))[1:] == [(2, "02-17", "missed", 12), (3, None, "paused", None)]
    # Where the file may lack a review, nobody can tell.
    short = file("01-10 help_started", "01-20 review", *PAUSE, covers="review: 02-16")
    assert told(recorded.rows(short))[1] == (2, "02-17", "cannot_tell", None)
    # It is over: there is nothing left to begin anew.
    for ended in ("04-10", "?"):
        over = file("01-10 help_started", "02-20 review", PAUSE[0], f"{ended} help_ended", covers=COVERED)
        repeated(recorded, "pauses_while: guard", "ends_with: help")
        assert told(recorded.rows(over))[1:] == []


@pytest.mark.parametrize(
    ("review", "intervals"),
    [
        # On a day of the pause it meets nothing, and moves nothing.
        ("03-02", [("05-29", "overdue")]),
        ("04-30", [("05-29", "overdue")]),
        # On the day on which the clock begins anew it meets none, as on the day of any start.
        ("05-01", [("05-29", "overdue")]),
        ("05-02", [("05-29", "met"), ("05-30", "overdue")]),
    ],
)
def test_s145_on_the_days_of_a_pause(recorded, review, intervals):
    repeated(recorded, "pauses_while: guard")
    case = file("01-10 help_started", "02-07 review", *PAUSE, f"{review} review", covers=COVERED)
    assert [(row.due[5:], row.state) for row in recorded.rows(case)][1:] == intervals


@pytest.mark.parametrize(
    ("start", "due"), [("02-28", "03-28"), ("03-01", "05-29"), ("04-30", "05-29"), ("05-01", "05-29")]
)
def test_s145_a_clock_that_would_start_inside_one(recorded, start, due):
    repeated(recorded, "pauses_while: guard", starts="t.day", met_by="event: call")
    rows = recorded.rows(file(*PAUSE, "03-01 call", covers="call", more=f"t: {{day: 2026-{start}}}"))
    assert next(row.due[5:] for row in rows if row.due) == due


def test_s145_a_pause_that_began_nobody_knows_when(recorded):
    repeated(recorded, "pauses_while: guard", starts="t.day", met_by="event: call")
    pause = "? guard_started, ref: g", "05-01 guard_ended, ref: g"
    rows = recorded.rows(file(*pause, covers="call", more="t: {day: 2026-04-01}"))
    assert told(rows) == [(1, "05-29", "overdue", 77)]


def test_s146_when_it_stopped(recorded):
    recorded.tiny(rule(more="ends_with: help"))
    for ended, expected in (("05-20", "ended"), ("06-10", "missed")):
        row = recorded.row(file(BEGUN, f"{ended} help_ended", covers=COVERED))
        assert (row.state, row.stopped_on) == (expected, f"2026-{ended}")
    assert recorded.row(file(BEGUN, "05-20 review", "06-10 help_ended")).stopped_on is None
    repeated(recorded, "pauses_while: guard")
    *_, row = recorded.rows(file("01-10 help_started", "02-20 review", PAUSE[0], covers=COVERED))
    assert (row.state, row.stopped_on) == ("paused", "2026-03-01")


def test_s146_a_start_without_its_day(recorded):
    recorded.tiny(rule())
    row = recorded.row(file("? help_started", covers=COVERED))
    assert (row.state, row.starts.date, row.due) == ("cannot_tell", None, None)


PARTS = """
requirements:
  - {id: ENDED, carries: [T-1], bears_on: [compliance], each: help,
     note: [{must: {help.ended: {recorded: true}}, else: no}]}
  - {id: DAY, carries: [T-1], bears_on: [compliance], each: help,
     note: [{must: {help.started: {before: 2026-06-01}}, else: no}]}
"""


def test_s147_a_run_in_part(recorded):
    recorded.tiny(rule(more="each: help") + PARTS)
    for entries, ended in (
        (["06-10 help_ended", "06-05 review"], "met"),
        (["? help_started", "06-10 help_ended"], "met"),
        (["05-01 referral", "06-05 review"], "undetermined"),
    ):
        decision = recorded.decide(file(*entries))
        assert [row.state for row in decision.deadlines] == ["cannot_tell"], entries
        checks = {check.rule: check.status for check in decision.checks}
        assert (checks["ENDED"], checks["DAY"]) == (ended, "undetermined")


def test_s147_a_clock_that_repeats_counts_from_what_is_known(recorded):
    repeated(recorded, "each: help")
    rows = recorded.rows(file("05-01 referral", "06-05 review", "07-01 review", covers="review"))
    assert told(rows) == [
        (None, None, "cannot_tell", None),
        (1, "07-03", "met", None),
        (2, "07-29", "overdue", 16),
    ]
    assert [row.met_on for row in rows] == ["2026-06-05", "2026-07-01", None]


@pytest.mark.parametrize(
    ("within", "entries", "count"),
    [
        ("30 days", ["08-01 help_started"], (13, 30, "2026-08-14")),
        ("2 weeks", ["08-01 help_started"], (13, 14, "2026-08-14")),
        # Two Mondays in between are bank holidays.
        ("5 working days", ["05-01 help_started"], (73, 5, "2026-08-14")),
        ("5 working days", ["05-01 help_started", "05-06 review"], (2, 5, "2026-05-06")),
        ("30 days", ["05-01 help_started", "05-06 review"], (5, 30, "2026-05-06")),
        ("3 days", ["05-01 help_started", "05-06 review"], (5, 3, "2026-05-06")),
        ("30 days", ["05-01 help_started", "05-11 help_ended"], (10, 30, "2026-05-11")),
        ("3 days", ["05-01 help_started", "05-11 help_ended"], (10, 3, "2026-05-11")),
        # Months are not counted in days, and what was early is no day of it.
        ("3 months", ["08-01 help_started"], None),
        ("30 days", ["07-31 review", "08-01 help_started"], None),
    ],
)
def test_s148_which_day_of_how_many(recorded, within, entries, count):
    recorded.tiny(rule(within, more="ends_with: help"))
    told = recorded.row(file(*entries, covers=COVERED)).count
    assert (told and (told.day, told.of, told.on)) == count


def test_s149_none_of_these_changes_a_status(recorded):
    request = (
        "request: {direction: step_down}\nsupport: {in_place: middle}\nchild_protection: {concern: false}"
    )
    found = set()
    for more in ("ends_with: help", "pauses_while: guard, repeats: from_last"):
        recorded.tiny(rule(more=more))
        for entries in (
            ["05-01 help_started", "05-20 help_ended"],
            ["05-01 help_started", "06-20 help_ended"],
            ["04-30 review", "05-01 help_started"],
            ["01-10 help_started", "03-01 guard_started, ref: g", "02-20 review"],
        ):
            decision = recorded.decide(file(*entries, covers=COVERED, more=request))
            found |= {row.state for row in decision.deadlines}
            assert decision.status == "permitted", entries
    assert {"ended", "missed", "early", "paused"} <= found


def test_s162_late_whenever_it_began(recorded):
    recorded.tiny(rule("30 days", "study.counts_from", "fact: study.ended"))
    begun, covers = "02-02 study_started", "study_ended"
    assert state(recorded, begun, "03-06 study_ended") == ("late", 2)
    assert state(recorded, begun, "03-04 study_ended") == ("cannot_tell", None)
    assert state(recorded, begun, covers=covers) == ("overdue", 163)
    assert state(recorded, begun) == ("cannot_tell", None)
    assert state(recorded, "07-20 study_started", covers=covers) == ("cannot_tell", None)
    row = recorded.row(file(begun, "03-06 study_ended"))
    assert (row.starts.date, row.due) == (None, "2026-03-04")
    # Where the referral is known, or its day, it counts from there.
    assert state(recorded, "01-30 referral", begun, "03-06 study_ended") == ("late", 5)
    assert state(recorded, "? referral", begun, "03-06 study_ended") == ("late", 2)


def test_s162_counted_from_what_is_looked_for_by_a_day(recorded):
    recorded.tiny(rule("30 days", "calls.for_help", "fact: help.ended"))
    begun, covers = "02-02 help_started", "call, help_ended"
    assert state(recorded, begun, "03-06 help_ended", covers=covers) == ("late", 2)
    assert state(recorded, begun, "03-04 help_ended", covers=covers) == ("cannot_tell", None)
    assert state(recorded, begun, covers=covers) == ("overdue", 163)
    assert state(recorded, "02-01 call", begun, "03-04 help_ended", covers=covers) == ("late", 1)
    assert recorded.rows(file(covers=covers + ", help_started")) == ()


def test_s162_not_where_it_may_have_been_done_before_that_day(recorded):
    begun, late = "02-02 study_started", "03-10 session"
    recorded.tiny(rule("30 days", "study.counts_from", "event: session"))
    assert state(recorded, begun, late) == ("late", 6)
    assert state(recorded, begun, "01-30 session", late)[0] == "cannot_tell"
    # Of what belongs to no such run, whatever came before may have met it.
    recorded.tiny(rule("30 days", "study.counts_from", "event: call"))
    assert state(recorded, begun, covers="call") == ("overdue", 163)
    assert state(recorded, begun, "01-30 call", covers="call") == ("cannot_tell", None)


def test_s162_not_where_what_it_counts_from_may_lie_after_that_day(recorded):
    recorded.tiny(rule("30 days", "calls.for_help", "fact: help.ended"))
    begun, covers = "02-02 help_started", "call, help_ended"
    assert state(recorded, begun, "? call", covers=covers) == ("cannot_tell", None)
    assert state(recorded, begun, "? call", "05-01 call", covers=covers) == ("cannot_tell", None)


def test_s162_not_where_the_start_is_in_doubt(recorded):
    recorded.tiny(rule("30 days", "help.counts_from", "fact: help.ended"))
    inside = "02-01 guard_started", "02-02 help_started", "03-06 help_ended"
    assert recorded.conflicts(file("01-30 referral", *inside)) == ["plan-inside-plan"]
    assert state(recorded, "01-30 referral", *inside) == ("cannot_tell", None)
    # Nor where it is not known besides from when it counts.
    assert recorded.conflicts(file(*inside)) == ["plan-inside-plan"]
    assert state(recorded, *inside) == ("cannot_tell", None)
    recorded.tiny(rule("30 days", "calls.for_help", "fact: help.ended"))
    assert state(recorded, *inside[1:]) == ("late", 2)
    assert state(recorded, *inside) == ("cannot_tell", None)
