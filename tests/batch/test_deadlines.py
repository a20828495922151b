"""Deadlines by column: when each is due and how it stands, on the days around every boundary."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

pl = pytest.importorskip("polars")

from threshold.batch.deadlines import SCHEMA, check_deadline  # noqa: E402
from threshold.batch.evaluate import Batch  # noqa: E402
from threshold.batch.replay import replay  # noqa: E402
from threshold.batch.results import Results  # noqa: E402
from threshold.batch.signals import CannotCompile  # noqa: E402
from threshold.casefiles import Case  # noqa: E402
from threshold.conditions import ALWAYS, Lookup  # noqa: E402
from threshold.dates import Duration  # noqa: E402
from threshold.policy import Deadline, Head, Policy  # noqa: E402
from threshold.vocabulary import Fact, Reading, ValueType, Vocabulary  # noqa: E402

from .by_hand import AS_AT, POLICY, in_order, tables, together  # noqa: E402
from .clocks import COVERED, DAY, LIMITS, case, repeated, rule, told  # noqa: E402
from .making import tables_of  # noqa: E402


def test_met_on_the_last_day_and_late_from_the_next(small):
    small.tiny(rule())
    results = together(small, [case("08-01", day) for day in ("08-01", "08-08", "08-09", "08-14")])
    assert told(results, "state", "days", "due", "met_on") == [
        ("met", None, date(2026, 8, 8), date(2026, 8, 1)),
        ("met", None, date(2026, 8, 8), date(2026, 8, 8)),
        ("late", 1, date(2026, 8, 8), date(2026, 8, 9)),
        ("late", 6, date(2026, 8, 8), date(2026, 8, 14)),
    ]


def test_pending_until_the_last_day_and_overdue_from_the_next(small):
    small.tiny(rule())
    cases = [case(day) for day in ("08-14", "08-07", "08-06", "08-01")]
    assert told(together(small, cases, COVERED), "state", "days") == [
        ("pending", 7),
        ("pending", 0),
        ("overdue", 1),
        ("overdue", 6),
    ]


def test_what_is_not_recorded_is_overdue_only_where_the_due_day_is_covered(small):
    """Up to the very day on which it was due is enough; a day less is not."""
    small.tiny(rule())
    cases = [case("08-01"), case("08-02"), case("08-03"), case("08-07")]
    due = date(2026, 8, 9)
    states = {
        short: told(together(small, cases, {"visit": due - short * DAY}), "state", "days")
        for short in range(3)
    }
    late = [("overdue", 6), ("overdue", 5), ("overdue", 4)]
    unknown, pending = ("cannot_tell", None), ("pending", 0)
    assert states == {
        0: [*late[:2], unknown, pending],
        1: [*late[:1], unknown, unknown, pending],
        2: [unknown, unknown, unknown, pending],
    }


def test_of_a_child_with_a_gap_nothing_is_overdue(small):
    for text in (rule(), repeated(within="7 days")):
        small.tiny(text)
        results = together(small, [case("08-01")] * 2, COVERED, gaps=[("C-1", "visit")])
        assert told(results, "state", "days", "unit") == [
            ("overdue", 6, "days"),
            ("cannot_tell", None, "days"),
        ]


def test_what_meets_a_deadline_may_be_the_end_of_an_episode(small):
    """Then the ends have to be covered, and not the starts."""
    small.tiny(rule(starts="spell.started", met_by="fact: spell.ended"))
    begun = "timeline: [{on: 2026-08-01, event: spell_started}]"
    due = date(2026, 8, 8)
    for covers, state in (
        ({"spell_ended": due}, "overdue"),
        ({"spell_ended": due - DAY}, "cannot_tell"),
        ({"spell_started": AS_AT}, "cannot_tell"),
    ):
        assert told(together(small, [begun], covers), "state") == [state]


def test_every_kind_of_event_that_could_have_met_it_has_to_be_covered(small):
    small.tiny(rule())
    policy = small.engine().policy.at(AS_AT)
    either = Fact("visit.either", ValueType("date"), reading=Reading("first", ("visit", "seen")))
    facts = {**policy.vocabulary.facts, either.name: either}
    vocabulary = replace(policy.vocabulary, facts=facts)
    packs = [
        replace(pack, deadlines=tuple(replace(each, met_by=either.name) for each in pack.deadlines))
        for pack in policy.packs
    ]
    policy = replace(policy, vocabulary=vocabulary, packs=tuple(packs))
    due = date(2026, 8, 8)
    for visits, seen, state in (
        (due, due, "overdue"),
        (due - DAY, AS_AT, "cannot_tell"),
        (AS_AT, due - DAY, "cannot_tell"),
        (AS_AT, None, "cannot_tell"),
    ):
        covers = {event: upto for event, upto in (("visit", visits), ("seen", seen)) if upto}
        given = tables_of([Case("C-0", {"t.day": date(2026, 8, 1)})], vocabulary, AS_AT, covers)
        results = Batch(policy, AS_AT).evaluate(given)
        assert results.deadlines["L"]["state"].to_list() == [state], covers
        assert replay(given, results) == 1


def test_an_unknown_start_cannot_be_told_and_an_absent_one_has_no_clock(small):
    small.tiny(rule(starts="seen.first"))
    cases = [case(), "timeline: [{on: 2026-08-10, event: seen}]"]
    for covers, wanted in (
        ({}, [("C-0", "cannot_tell", None, None), ("C-1", "pending", date(2026, 8, 10), date(2026, 8, 17))]),
        ({"seen": AS_AT}, [("C-1", "pending", date(2026, 8, 10), date(2026, 8, 17))]),
    ):
        assert told(together(small, cases, covers), "child", "state", "start", "due") == wanted


def test_where_it_is_not_known_whether_it_applies_the_day_is_told_and_no_verdict(small):
    visits = {"met": "08-05", "late": "08-10", "overdue": ""}
    for text in (rule("7 days", "applies: {t.a: true}"), repeated("applies: {t.a: true}", within="7 days")):
        small.tiny(text)
        for state, visit in visits.items():
            cases = [case("08-01", *filter(None, [visit]), more=each) for each in ("a: true", "a: false", "")]
            first = pl.col("interval").is_null() | (pl.col("interval") == 1)
            table = together(small, cases, COVERED).table(rules=["L"]).filter(first)
            due = date(2026, 8, 8)
            assert in_order(table, "child", "state", "due") == [
                ("C-0", state, due),
                ("C-2", "cannot_tell", due),
            ]
            assert in_order(table, "days")[1] is None


def test_or_sooner_only_ever_brings_the_day_forward(small):
    small.tiny(rule("7 days", "or_sooner: {fact: t.ahead}"))
    targets = ("07", "08", "09")
    cases = [case("08-01", more=f"ahead: 2026-08-{day}") for day in targets] + [case("08-01")]
    due = told(together(small, cases, COVERED), "due", "state", "days")
    assert due == [
        (date(2026, 8, 7), "overdue", 7),
        *[(date(2026, 8, 8), "overdue", 6)] * 3,
    ]


def test_a_table_as_limit(small):
    """A cell that holds none sets no limit; a row that the table lacks, or nobody names, cannot be told."""
    small.tiny(rule("{table: $limits, row: {fact: t.colour}, column: within}"), LIMITS)
    colours = ("colour: red", "colour: amber", "colour: green", "")
    cases = [case("08-10", *visits, more=colour) for colour in colours for visits in ((), ("08-13",))]
    assert told(together(small, cases, COVERED), "state", "start", "due", "days") == [
        ("overdue", date(2026, 8, 10), date(2026, 8, 12), 2),
        ("late", date(2026, 8, 10), date(2026, 8, 12), 1),
        ("no_limit", date(2026, 8, 10), None, 4),
        ("no_limit", date(2026, 8, 10), None, 3),
        *[("cannot_tell", date(2026, 8, 10), None, None)] * 4,
    ]


def test_a_table_as_limit_of_a_deadline_that_repeats(small):
    small.tiny(repeated(within="{table: $limits, row: {fact: t.colour}, column: within}"), LIMITS)
    cases = [case("08-10", "08-12", more=f"colour: {each}") for each in ("red", "amber", "green")]
    assert told(together(small, cases, COVERED), "child", "interval", "state", "days") == [
        ("C-0", 1, "met", None),
        ("C-0", 2, "pending", 0),
        ("C-1", 1, "no_limit", 2),
        ("C-2", None, "cannot_tell", None),
    ]


def test_each_interval_of_a_repeating_deadline_is_a_row(results: Results):
    table = results.table(rules=["RBC-2.9a"])
    assert table.select("child", "instance", "interval", "state", "due", "met_on", "days", "unit").rows() == [
        ("B", 1, 1, "met", date(2026, 5, 29), date(2026, 5, 29), None, "days"),
        ("B", 1, 2, "late", date(2026, 6, 26), date(2026, 7, 1), 5, "days"),
        ("B", 1, 3, "overdue", date(2026, 7, 29), None, 16, "days"),
    ]


def test_each_assessment_has_a_clock_of_its_own(results: Results):
    table = results.table(rules=["WT-assessment"])
    assert table.select("child", "instance", "interval", "state", "due", "met_on", "days", "unit").rows() == [
        ("A", 1, None, "late", date(2026, 3, 9), date(2026, 3, 11), 2, "working days"),
        ("A", 2, None, "pending", date(2026, 9, 22), None, 26, "working days"),
    ]


def test_an_interval_is_late_only_where_its_own_end_is_covered(small):
    """One in between may not be in the file. What was in time stays met, covered or not."""
    small.tiny(repeated())
    # Due on 29 May and met; due on 26 June and held a week later; due on 31 July.
    cases = [case("05-01", "05-29", "07-03")]
    met = (1, "met", None, "days")
    for upto, late, last in (
        (AS_AT, ("late", 7, "days"), ("overdue", 14, "days")),
        (date(2026, 7, 31), ("late", 7, "days"), ("overdue", 14, "days")),
        (date(2026, 7, 30), ("late", 7, "days"), ("cannot_tell", None, "days")),
        (date(2026, 7, 3), ("late", 7, "days"), ("cannot_tell", None, "days")),
        (date(2026, 7, 2), ("cannot_tell", None, "days"), ("cannot_tell", None, "days")),
    ):
        found = told(together(small, cases, {"visit": upto}), "interval", "state", "days", "unit")
        assert found == [met, (2, *late), (3, *last)], upto


def test_the_present_interval_is_pending_until_the_day_it_is_due(small):
    small.tiny(repeated(within="7 days"))
    cases = [case("07-01", "07-08", last) for last in ("08-06", "08-07", "08-08")]
    last = pl.col("interval") == 3
    table = together(small, cases, COVERED).table(rules=["L"]).filter(last)
    assert in_order(table, "state", "days") == [("overdue", 1), ("pending", 0), ("pending", 1)]


def test_an_entry_on_the_day_of_the_start_opens_the_first_interval_and_meets_none(small):
    small.tiny(repeated(within="7 days"))
    cases = [case("08-01", "08-01"), case("08-01", "08-02")]
    assert told(together(small, cases, COVERED), "child", "interval", "start", "state") == [
        ("C-0", 1, date(2026, 8, 1), "overdue"),
        ("C-1", 1, date(2026, 8, 1), "met"),
        ("C-1", 2, date(2026, 8, 2), "overdue"),
    ]


def test_without_a_known_start_only_what_counts_from_one_held_on_can_be_told(small):
    small.tiny(repeated(within="7 days"))
    cases = [case(), case("", "08-10"), case("", "08-01", "08-08")]
    assert told(together(small, cases, COVERED), "child", "interval", "start", "state", "met_on") == [
        ("C-0", None, None, "cannot_tell", None),
        ("C-1", None, None, "cannot_tell", date(2026, 8, 10)),
        ("C-1", 1, date(2026, 8, 10), "pending", None),
        ("C-2", None, None, "cannot_tell", date(2026, 8, 1)),
        ("C-2", 1, date(2026, 8, 1), "met", date(2026, 8, 8)),
        ("C-2", 2, date(2026, 8, 8), "pending", None),
    ]


def test_working_days_are_counted_in_working_days(small):
    for text in (rule("5 working days"), repeated(within="5 working days")):
        small.tiny(text)
        # From a Friday: due the next Friday, the 31st.
        cases = [case("07-24", "08-03"), case("07-24")]
        table = together(small, cases, COVERED).table(rules=["L"])
        first = table.filter(pl.col("interval").is_null() | (pl.col("interval") == 1))
        assert in_order(first, "state", "days", "unit") == [
            ("late", 1, "working days"),
            ("overdue", 10, "working days"),
        ]


def test_hours_count_from_a_time_of_day():
    limits = (("red", Duration(4, "hours")), ("amber", Duration(8, "working hours")), ("green", None))
    policy = with_limits(limits)
    facts = {
        "child": ["A", "B", "C", "D", "E"],
        "contact.brag": ["red", "amber", "green", "red", "blue"],
        "contact.received": [datetime(2026, 8, 13, 15)] * 5,
        "contact.received__whole_day": [False, False, False, True, False],
    }
    answered = {
        "child": ["A", "B"],
        "event": ["contact_response"] * 2,
        "on": [date(2026, 8, 13), date(2026, 8, 14)],
        "at": [datetime(2026, 8, 13, 21, 30), datetime(2026, 8, 14, 14)],
    }
    given = replace(tables(facts, []), events=pl.DataFrame(answered))
    results = Batch(policy, AS_AT).evaluate(given)
    table = results.table(rules=["BAR-4.2"]).select("child", "state", "due_at", "days", "unit").sort("child")
    assert table.rows() == [
        ("A", "late", datetime(2026, 8, 13, 19), 2, "hours"),
        ("B", "met", datetime(2026, 8, 14, 15), None, "days"),
        ("C", "no_limit", None, 1, "days"),
        ("D", "cannot_tell", None, None, "days"),
        ("E", "cannot_tell", None, None, "days"),
    ]
    assert replay(given, results) == 5


def with_limits(limits: Any) -> Policy:
    """The policy with a table of response times, which no pack of it sets by itself."""
    packs = []
    for pack in POLICY.packs:
        deadlines = tuple(
            replace(rule, within=Lookup("contact.brag", limits)) if rule.head.id == "BAR-4.2" else rule
            for rule in pack.deadlines
        )
        packs.append(replace(pack, deadlines=deadlines))
    return replace(POLICY, packs=tuple(packs))


def test_working_hours_are_those_of_the_office_that_a_deadline_names(small):
    """From a Friday at 16:00: due on the Saturday at 11:00, and late by what it is open from then on."""
    small.tiny(rule("4 working hours", "hours: mash", starts="meeting.held", met_by="fact: meeting.written"))
    small.policy = (
        'hours: {mash: {opens: "08:00", closes: "17:00", days: [thursday, friday, saturday], '
        "bank_holidays: open}}"
    )
    replies = ("2026-08-08T11:00", "2026-08-08T11:01", "2026-08-13T09:30", "2026-08-08", "2026-08-10", "")
    entries = [f", {{on: {reply}, event: outcome_written}}" if reply else "" for reply in replies]
    cases = [f"timeline: [{{on: 2026-08-07T16:00, event: meeting}}{each}]" for each in entries]
    cases.append("timeline: [{on: 2026-08-07, event: meeting}]")
    results = together(small, cases, {"outcome_written": AS_AT})
    due = datetime(2026, 8, 8, 11)
    assert told(results, "state", "due_at", "days", "unit") == [
        ("met", due, None, "days"),
        ("late", due, 0, "working hours"),
        ("late", due, 7, "working hours"),
        ("met", due, None, "days"),
        ("late", due, 2, "days"),
        ("overdue", due, 6, "days"),
        ("cannot_tell", None, None, "days"),
    ]


@pytest.mark.parametrize(("reply", "state"), [("10:00", "met"), ("10:01", "late")])
def test_hours_are_met_up_to_the_minute(small, reply: str, state: str):
    small.tiny(rule("24 hours", starts="t.moment", met_by="fact: t.reply"))
    timed = f"t: {{moment: 2026-08-12T10:00, reply: 2026-08-13T{reply}}}"
    by_day = "t: {moment: 2026-08-12T10:00, reply: 2026-08-%s}"
    results = together(small, [timed, by_day % "13", by_day % "14"])
    assert told(results, "state", "days", "unit") == [
        (state, None if state == "met" else 0, "days" if state == "met" else "hours"),
        ("met", None, "days"),
        # Beside a day alone it is days that are late.
        ("late", 1, "days"),
    ]


def test_a_clock_that_nobody_has_leaves_a_table_of_the_same_columns(small):
    small.tiny(rule("7 days", "applies: {t.a: true}"))
    results = together(small, [case("08-01", more="a: false")])
    assert results.deadlines["L"].schema == SCHEMA
    assert results.deadlines["L"].height == 0


HEAD = Head("L", "L", "tiny", ("T-1",))
MOMENT, DATE = Fact("x.moment", ValueType("datetime")), Fact("x.date", ValueType("date"))
KNOWN = Vocabulary(
    {
        "x.moment": MOMENT,
        "x.date": DATE,
        "x.other": Fact("x.other", ValueType("date")),
        "x.list": Fact("x.list", ValueType("list", ("a",), "choice")),
        "x.number": Fact("x.number", ValueType("number", least=0, most=3)),
    },
    {},
    {},
    (),
)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"within": Duration(2, "hours"), "starts": "x.date"}, "hours are counted from a time of day"),
        ({"within": Duration(2, "hours"), "repeats": True}, "not counted in hours"),
        ({"or_sooner": "x.moment"}, "x.moment has a time of day"),
        ({"within": Lookup("x.list", ())}, "a table has no rows for a list"),
        ({"within": Lookup("x.number", (("1", Duration(2, "hours")),)), "starts": "x.date"}, "hours are"),
    ],
)
def test_a_form_that_no_column_can_take_is_named(more: dict[str, Any], says: str):
    whole = {"starts": "x.moment", "within": Duration(2, "days")} | more
    with pytest.raises(CannotCompile, match=says) as refused:
        check_deadline(Deadline(HEAD, ALWAYS, **whole), KNOWN)
    assert refused.value.rule == "L"


@pytest.mark.parametrize(
    "more",
    [
        {"within": Duration(2, "hours")},
        {"within": None, "repeats": True},
        {"or_sooner": "x.other", "ends_with": "x"},
        {"within": Lookup("x.number", (("1", Duration(2, "hours")), ("2", None)))},
    ],
)
def test_every_other_form_is_taken(more: dict[str, Any]):
    whole = {"starts": "x.moment", "within": Duration(2, "days")} | more
    check_deadline(Deadline(HEAD, ALWAYS, **whole), KNOWN)
