"""S59 to S70, S176 and S177 of docs/semantics.md: by when, whether it was met, and by how much not."""

from datetime import date

import pytest

from threshold.policy import load_policy
from threshold.reading import BadInput


def rule(within: str, *more: str, starts: str = "t.day", met_by: str = "fact: visit.first") -> str:
    lines = [
        "id: L",
        "title: The visit",
        "carries: [T-1]",
        f"starts: {{fact: {starts}}}",
        f"within: {within}",
        f"met_by: {{{met_by}}}",
        "late: Done late",
        "overdue: Not done",
        *more,
    ]
    return "deadlines:\n  - " + "\n    ".join(lines) + "\n"


def case(start: str, *visits: str, as_at: str = "2026-08-14", covers: str = "", more: str = "") -> str:
    entries = ", ".join(f"{{on: {day}, event: visit}}" for day in visits)
    day = f"t: {{day: {start}}}\n" if start else ""
    return f"as_at: {as_at}\n{day}timeline: [{entries}]\ncovers: {{{covers}}}\n{more}"


def due(small, within: str, start: str) -> str | None:
    return small.tiny(rule(within)).row(case(start, as_at="2026-12-31")).due


@pytest.mark.parametrize("within", ["7 days", "1 weeks"])
def test_s59_days_and_weeks(small, within):
    small.tiny(rule(within))
    on_day_7, on_day_8 = (small.row(case("2026-08-01", f"2026-08-0{day}")) for day in (8, 9))
    assert (on_day_7.due, on_day_7.state) == ("2026-08-08", "met")
    assert (on_day_8.state, on_day_8.days) == ("late", 1)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-04-30", "2026-05-01"),
        # The Monday is a bank holiday.
        ("2026-05-01", "2026-05-05"),
        ("2026-05-02", "2026-05-05"),
        ("2026-05-04", "2026-05-05"),
        ("2026-12-24", "2026-12-29"),
    ],
)
def test_s60_working_day_1(small, start, expected):
    assert due(small, "1 working days", start) == expected


def test_s60_a_saturday_after_working_day_15_is_beyond_it(small):
    small.tiny(rule("15 working days"))
    friday, saturday = (small.row(case("2026-07-03", f"2026-07-{day}")) for day in (24, 25))
    assert (friday.due, friday.state, saturday.state) == ("2026-07-24", "met", "late")
    beyond = "{t.day: {more_than_ago: 15 working days}}"
    assert small.truth("as_at: 2026-07-24\nt: {day: 2026-07-03}", beyond) is False
    assert small.truth("as_at: 2026-07-25\nt: {day: 2026-07-03}", beyond) is True


@pytest.mark.parametrize(
    ("within", "start", "expected"),
    [
        ("1 months", "2026-01-31", "2026-02-28"),
        ("1 months", "2024-01-31", "2024-02-29"),
        ("3 months", "2025-11-30", "2026-02-28"),
        ("1 months", "2026-02-28", "2026-03-28"),
        ("1 years", "2024-02-29", "2025-02-28"),
    ],
)
def test_s61_months_and_years(small, within, start, expected):
    assert due(small, within, start) == expected


@pytest.mark.parametrize(
    ("within", "start", "expected"),
    [
        ("24 hours", "2026-08-12T10:00", "2026-08-13T10:00"),
        ("4 working hours", "2026-08-12T10:00", "2026-08-12T14:00"),
        ("4 working hours", "2026-08-12T16:00", "2026-08-13T12:00"),
        ("8 working hours", "2026-08-12T08:00", "2026-08-12T17:00"),
        ("8 working hours", "2026-08-14T18:00", "2026-08-17T17:00"),
        ("2 hours", "2026-08-12", None),
    ],
)
def test_s62_hours(small, within, start, expected):
    small.tiny(rule(within, starts="t.moment", met_by="fact: t.reply"))
    row = small.row(f"t: {{moment: {start}}}")
    assert row.due == expected
    assert (row.state == "cannot_tell") is (expected is None or expected < "2026-08-14")


def test_s62_hours_need_a_time(small):
    ago = "{t.moment: {at_least_ago: 2 hours}}"
    assert small.truth("t: {moment: 2026-08-12T10:00}", ago) is True
    assert small.truth("t: {moment: 2026-08-12}", ago) is None
    with pytest.raises(BadInput, match="only a date"):
        small.truth("", "{t.day: {at_least_ago: 2 hours}}")


def test_s62_hours_count_on_the_clock(small):
    small.tiny(rule("24 hours", starts="t.moment", met_by="fact: t.reply"))
    reply = "t: {moment: 2026-08-12T10:00, reply: 2026-08-13T%s}"
    assert [small.row(reply % at).state for at in ("10:00", "10:01")] == ["met", "late"]


MASH = (
    'hours: {mash: {opens: "08:30", closes: "17:00", days: [monday, tuesday, wednesday, thursday, friday]}}'
)
OFFICE = 'hours: {office: {opens: "10:00", closes: "14:00", days: [saturday], bank_holidays: open}}'


@pytest.mark.parametrize(
    ("policy", "more", "due", "hours"),
    [
        ("", (), "2026-08-17T12:00", "09:00 to 17:00, Monday to Friday"),
        (MASH, (), "2026-08-17T12:00", "09:00 to 17:00, Monday to Friday"),
        (MASH, ("hours: office",), "2026-08-17T12:00", "09:00 to 17:00, Monday to Friday"),
        (MASH, ("hours: mash",), "2026-08-17T11:30", "mash: 08:30 to 17:00, Monday to Friday"),
        (OFFICE, (), "2026-08-15T13:00", "10:00 to 14:00, Saturday, bank holidays too"),
    ],
)
def test_s176_whose_hours(small, policy, more, due, hours):
    """From 16:00 on a Friday; the last office is open on Saturdays alone."""
    small.tiny(
        rule(
            "3 working hours" if policy == OFFICE else "4 working hours",
            *more,
            starts="t.moment",
            met_by="fact: t.reply",
        )
    )
    small.policy = policy
    row = small.row("as_at: 2026-08-14\nt: {moment: 2026-08-14T16:00}")
    assert (row.due, row.state, row.limit.hours) == (due, "pending", hours)


def test_s176_each_cell_of_a_table_in_working_hours_is_counted_so(small):
    table = """
    rag:
      type: table
      key: t.colour
      columns: {within: duration}
      means: How soon
      values:
        - {from: 2020-01-01, because: T-1, is: {red: {within: 4 hours}, amber: {within: 8 working hours}}}
    """
    within = "{table: $rag, row: {fact: t.colour}, column: within}"
    small.tiny(rule(within, "hours: mash", starts="t.moment", met_by="fact: t.reply"), table)
    small.policy = MASH
    rows = [small.row(f"t: {{moment: 2026-08-14T16:00, colour: {colour}}}") for colour in ("red", "amber")]
    assert [row.due for row in rows] == ["2026-08-14T20:00", "2026-08-17T15:30"]
    assert [row.limit.hours for row in rows] == [None, "mash: 08:30 to 17:00, Monday to Friday"]


def test_s176_a_test_counts_in_the_hours_of_the_office(small):
    """Between Friday 16:00 and Monday 11:00 lie three hours from nine to five, and one on the Saturday."""
    wait = "wait: {type: duration, means: W, values: [{from: 2020-01-01, is: 3 working hours, because: T-1}]}"
    small.tiny("", wait)
    tests = [f"{{t.moment: {{at_least_ago: {each}}}}}" for each in ("3 working hours", "$wait")]
    case = "as_at: 2026-08-17T11:00\nt: {moment: 2026-08-14T16:00}"
    assert small.truths(case, *tests) == [True, True]
    small.policy = OFFICE.replace('"14:00"', '"11:00"')
    assert small.truths(case, *tests) == [False, False]


def test_s176_how_late_is_told_in_the_same_hours(small):
    small.tiny(rule("4 working hours", "hours: mash", starts="t.moment", met_by="fact: t.reply"))
    small.policy = MASH
    row = small.row("as_at: 2026-08-18\nt: {moment: 2026-08-14T16:00, reply: 2026-08-18T09:10}")
    assert (row.state, row.due, row.days, row.unit) == ("late", "2026-08-17T11:30", 6, "working hours")
    row = small.row("as_at: 2026-08-14T16:20\nt: {moment: 2026-08-14T13:00}")
    assert (row.state, row.days, row.unit) == ("pending", 0, "working hours")


def test_s176_hours_are_part_of_what_a_decision_rests_on(small):
    small.tiny(rule("4 working hours", starts="t.moment", met_by="fact: t.reply"))
    digests = set()
    for policy in ("", MASH, MASH.replace("08:30", "08:00")):
        small.policy = policy
        digests.add(small.decide("").policy.digest)
    assert len(digests) == 3


MEETING = rule("48 hours", starts="meeting.held", met_by="fact: meeting.written")


@pytest.mark.parametrize(
    ("written", "as_at", "state", "days"),
    [
        ("2026-08-13T15:00", "2026-08-14", "met", None),
        ("2026-08-13T15:01", "2026-08-14", "late", 0),
        ("2026-08-14T18:00", "2026-08-14T19:00", "late", 27),
        ("", "2026-08-13T14:30", "pending", 0),
        ("", "2026-08-14T15:00", "overdue", 24),
    ],
)
def test_s177_within_48_hours_of_the_meeting(small, written, as_at, state, days):
    """Both are read off the timeline, with the time of day that an entry of such a kind may have."""
    entries = ["{on: 2026-08-11T15:00, event: meeting}"]
    entries += [f"{{on: {written}, event: outcome_written}}"] if written else []
    case = f"as_at: {as_at}\ncovers: {{outcome_written: 2026-08-14}}\ntimeline: [{', '.join(entries)}]"
    row = small.tiny(MEETING).row(case)
    assert (row.due, row.state, row.days) == ("2026-08-13T15:00", state, days)


@pytest.mark.parametrize(
    ("on", "written", "state"),
    [("2026-08-11", "2026-08-13T16:00", "cannot_tell"), ("2026-08-11T15:00", "2026-08-13", "met")],
)
def test_s177_where_an_entry_gives_no_time(small, on, written, state):
    """From a day alone no hour counts; what was done on the day on which it was due was in time."""
    timeline = f"timeline: [{{on: {on}, event: meeting}}, {{on: {written}, event: outcome_written}}]"
    assert small.tiny(MEETING).row(timeline).state == state


@pytest.mark.parametrize(
    ("starts", "met_by", "line", "why"),
    [
        ("t.day", "fact: t.reply", 5, "count from a time of day, and t.day is only a date"),
        ("visit.first", "fact: t.reply", 5, "visit.first is read off visit, which is not `timed: true`"),
        ("visit.good_at", "fact: t.reply", 5, "visit.good_at is read off visit, which is not `timed: true`"),
        ("spell.started", "fact: t.reply", 5, "spell.started is only a date"),
        ("meeting.held_on", "fact: t.reply", 5, "meeting.held_on takes only the day of what it is read off"),
        ("t.moment", "fact: visit.first", 7, "count up to a time of day, and visit.first is read off visit"),
        ("t.moment", "event: meeting", 7, "met at a time of day: name the fact that gives it"),
    ],
)
@pytest.mark.parametrize("within", ["48 hours", "4 working hours"])
def test_s177_hours_need_a_time_of_day(small, within, starts, met_by, line, why):
    small.tiny(rule(within, starts=starts, met_by=met_by))
    with pytest.raises(BadInput) as caught:
        load_policy(str(small.write())).at(date(2026, 8, 14))
    (problem,) = caught.value.problems
    assert why in problem.message
    assert "`give: at`" in problem.message
    assert (problem.field, problem.line) == ("L", line)


def test_s177_what_nobody_answered_is_overdue_from_the_minute(small):
    """Where every such entry is recorded up to the day on which it was due (S64)."""
    contact = rule("2 hours", starts="t.moment", met_by="fact: meeting.written")
    case = "timeline: [{on: 2026-08-14T08:00, event: meeting}]\nt: {moment: 2026-08-14T09:30}\n"
    covered = "covers: {outcome_written: 2026-08-14, meeting: 2026-08-14}\n"
    small.tiny(contact)
    told = [
        (row.state, row.days, row.unit)
        for at, covers in (("11:30", covered), ("11:31", covered), ("13:31", covered), ("13:31", ""))
        for row in [small.row(f"as_at: 2026-08-14T{at}\n{case}{covers}")]
    ]
    assert told == [
        ("pending", 0, "hours"),
        ("overdue", 0, "hours"),
        ("overdue", 2, "hours"),
        ("cannot_tell", None, "days"),
    ]


def test_s63_where_it_falls(small):
    assert due(small, "1 days", "2026-08-07") == "2026-08-08"
    assert due(small, "1 months", "2026-11-25") == "2026-12-25"


COVERED = "visit: 2026-08-14"


@pytest.mark.parametrize(
    ("start", "visits", "covers", "state", "days"),
    [
        ("2026-08-01", ["2026-08-08"], "", "met", None),
        ("2026-08-01", ["2026-08-10"], "", "late", 2),
        ("2026-08-07", [], "", "pending", 0),
        ("2026-08-10", [], "", "pending", 3),
        ("2026-08-06", [], COVERED, "overdue", 1),
        ("2026-08-01", [], "visit: 2026-08-08", "overdue", 6),
        ("2026-08-01", [], "visit: 2026-08-07", "cannot_tell", None),
        ("2026-08-01", [], "", "cannot_tell", None),
        ("2026-08-01", ["2026-07-31"], "", "early", None),
        ("2026-08-10", ["unknown"], COVERED, "cannot_tell", None),
    ],
)
def test_s64_states(small, start, visits, covers, state, days):
    row = small.tiny(rule("7 days")).row(case(start, *visits, covers=covers))
    assert (row.state, row.days) == (state, days)


def test_s64_no_number_is_no_limit(small):
    small.tiny(rule("none"))
    for visits, days in (((), 13), (("2026-08-05",), 4)):
        row = small.row(case("2026-08-01", *visits))
        assert (row.state, row.due, row.days) == ("no_limit", None, days)


def test_s65_when_there_is_no_row(small):
    small.tiny(rule("7 days", "applies: {t.a: true}", starts="seen.first"))
    seen = "timeline: [{on: 2026-08-01, event: seen}]\nt: {%s}"
    assert [row.state for row in small.rows(seen % "a: true")] == ["cannot_tell"]
    assert small.rows(seen % "a: false") == ()
    assert small.rows("covers: {seen: 2026-08-14}\nt: {a: true}") == ()
    unknown_start = small.row("t: {a: true}")
    assert (unknown_start.due, unknown_start.state) == (None, "cannot_tell")
    may_apply = small.row("timeline: [{on: 2026-08-10, event: seen}]")
    assert (may_apply.due, may_apply.state) == ("2026-08-17", "cannot_tell")
    assert (may_apply.certain, unknown_start.certain) == (False, True)
    undated_start = small.row("timeline: [{on: unknown, event: seen}]\nt: {a: true}")
    assert (undated_start.due, undated_start.state, undated_start.certain) == (None, "cannot_tell", True)


@pytest.mark.parametrize(
    ("target", "expected"),
    [("2026-08-05", "2026-08-05"), ("2026-08-20", "2026-08-08"), ("", "2026-08-08")],
)
def test_s66_or_sooner(small, target, expected):
    small.tiny(rule("7 days", "or_sooner: {fact: t.ahead}"))
    told = f"t: {{day: 2026-08-01, ahead: {target}}}" if target else "t: {day: 2026-08-01}"
    assert small.row(told).due == expected


def repeated(small, *more: str, starts: str = "t.day") -> None:
    small.tiny(rule("4 weeks", "repeats: from_last", *more, starts=starts, met_by="event: visit"))


def told(rows) -> list[tuple[int, str, str]]:
    return [(row.interval, row.due[5:], row.state) for row in rows]


def test_s67_repeating(small):
    repeated(small)
    visits = ("2026-05-29", "2026-07-03")
    assert told(small.rows(case("2026-05-01", *visits, covers=COVERED))) == [
        (1, "05-29", "met"),
        (2, "06-26", "late"),
        (3, "07-31", "overdue"),
    ]
    assert told(small.rows(case("2026-05-01", *visits))) == [
        (1, "05-29", "met"),
        (2, "06-26", "cannot_tell"),
        (3, "07-31", "cannot_tell"),
    ]
    assert told(small.rows(case("2026-08-01"))) == [(1, "08-29", "pending")]
    # The one without a day may lie in between, and in the last interval.
    assert told(small.rows(case("2026-05-01", *visits, "unknown", covers=COVERED))) == [
        (1, "05-29", "met"),
        (2, "06-26", "cannot_tell"),
        (3, "07-31", "cannot_tell"),
    ]


def test_s67_a_start_that_is_itself_such_an_event_meets_none(small):
    repeated(small, starts="visit.first")
    assert told(small.rows(case("", "2026-06-26", "2026-07-24"))) == [
        (1, "07-24", "met"),
        (2, "08-21", "pending"),
    ]


@pytest.mark.parametrize(
    ("ended", "expected"),
    [
        ("2026-07-30", [(1, "05-29", "met"), (2, "06-26", "missed")]),
        ("2026-06-26", [(1, "05-29", "met"), (2, "06-26", "ended")]),
        ("2026-06-01", [(1, "05-29", "met"), (2, "06-26", "ended")]),
    ],
)
def test_s68_ends(small, ended, expected):
    repeated(small, "ends_with: spell", starts="spell.started")
    text = case("", covers=COVERED).replace(
        "timeline: []",
        "timeline: [{on: 2026-05-01, event: spell_started}, {on: 2026-05-29, event: visit}, "
        f"{{on: {ended}, event: spell_ended}}]",
    )
    assert told(small.rows(text)) == expected


def test_s69_a_table_as_limit(small):
    parameters = """
    limits:
      type: table
      key: t.colour
      columns: {within: duration}
      means: How long for each colour
      values: [{from: 2020-01-01, is: {red: {within: 2 days}, amber: {within: none}}, because: T-1}]
    """
    within = "{table: $limits, row: {fact: t.colour}, column: within}"
    small.tiny(rule(within), parameters)
    states = {}
    for colour in ("red", "amber", "green", ""):
        told = f"t: {{day: 2026-08-13, colour: {colour}}}" if colour else "t: {day: 2026-08-13}"
        states[colour] = small.row(told).state
    assert states == {"red": "pending", "amber": "no_limit", "green": "cannot_tell", "": "cannot_tell"}


def beside(small, local: str, starts: str = "t.day") -> None:
    small.tiny(rule(local, "beside: STATUTE", starts=starts))
    statute = rule("10 days").replace("id: L", "id: STATUTE").replace("T-1", "S-1")
    small.pack("statute", statute)
    small.uses = "[{pack: safe, role: overlay}, {pack: statute, role: overlay}, {pack: tiny, role: lead}]"


def test_s70_beside_a_statutory_limit(small):
    beside(small, "5 days")
    notes = [note.text for note in small.decide(case("2026-08-01", "2026-08-08")).notes]
    assert notes == ["The visit: only the local limit is missed, not the statutory one"]


def test_s70_later_than_the_statutory_date(small):
    beside(small, "2 weeks")
    (warning,) = load_policy(str(small.write())).at(small.case("", small.engine()).as_at).warnings
    assert "looser than the statutory 10 days" in warning
    notes = [note.text for note in small.decide(case("2026-08-01")).notes]
    assert "The visit: the local date is later than the statutory one; keep the statutory [S-1]" in notes


def test_s70_looser_than_statute_is_said_at_once(small):
    beside(small, "11 days")
    policy = small.engine().policy.at(small.case("", small.engine()).as_at)
    assert len(policy.warnings) == 1
    assert "looser than the statutory 10 days" in policy.warnings[0]
