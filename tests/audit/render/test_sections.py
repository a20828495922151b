"""What the renderings for people share: the headline, the tables, and the text about what is left out."""

from dataclasses import replace
from typing import Any

import pytest

from threshold.audit.compare import compare
from threshold.audit.edition import for_board
from threshold.audit.model import (
    Audit,
    Bucket,
    Change,
    Children,
    Comparison,
    Counts,
    Covered,
    Finding,
    Lateness,
    Measure,
    MeasurePart,
    Month,
    Moved,
    Paired,
    Part,
    PeriodStamp,
    Rows,
    RuleSummary,
    Spread,
    Unseen,
    Unused,
    Wanted,
    Worst,
)
from threshold.audit.render import sections
from threshold.audit.suppress import suppress
from threshold.audit.tally import counts
from threshold.semantics.closed_lists import AUDIT_STATES

from ..conftest import AS_AT, audit_of, summary

MISSED = {"met": 6, "late": 1, "overdue": 2, "not_met": 1}
WORST = Worst("C-1", 2, 3, "late", "2026-02-02", "2026-03-02", "2026-03-05", 3, "days", "North", "W1")


def told(audit: Audit) -> list[str]:
    return [rule for rule, *_ in sections.compliance(audit).rows]


def test_the_headline_says_how_many_were_missed_and_how_many_of_them_still_are() -> None:
    audit = audit_of(summary("A", MISSED), summary("B", {"met": 1990, "not_met": 1}))
    assert sections.headline(audit) == (
        "5 of 2,001 judged by 2 rules were not met, and 2 of them are overdue now."
    )


def test_the_headline_counts_once_what_one_document_counts_beside_another() -> None:
    beside = summary("B", {"met": 5, "overdue": 5, "cannot_tell": 7}, beside="A")
    audit = audit_of(summary("A", {"met": 9, "late": 1, "cannot_tell": 2}), beside)
    assert sections.headline(audit) == (
        "1 of 10 judged by 1 rule was not met, and 0 of them are overdue now; of 2 more it cannot be told."
    )
    # The tables have both.
    assert told(audit) == ["A", "B"]


def test_what_is_beside_another_alone_is_nothing_to_look_at_first() -> None:
    assert sections.headline(audit_of(summary("B", MISSED, beside="A"))).startswith("Nothing in this export")


@pytest.mark.parametrize(
    ("outcomes", "end"),
    [
        ({}, "."),
        ({"pending": 4, "no_limit": 5, "not_applicable": 6}, "."),
        ({"cannot_tell": 1}, "; of 1 more it cannot be told."),
        ({"conflict": 2}, "; of 2 more it cannot be told."),
        ({"cannot_tell": 1000, "conflict": 234}, "; of 1,234 more it cannot be told."),
    ],
)
def test_the_headline_says_of_how_many_it_cannot_be_told(outcomes: dict[str, int], end: str) -> None:
    met = audit_of(summary("A", {"met": 3, **outcomes}))
    assert sections.headline(met) == f"Everything that could be judged was met: 3 by 1 rule{end}"
    missed = audit_of(summary("A", {"late": 1, **outcomes}))
    assert sections.headline(missed) == (
        f"1 of 1 judged by 1 rule was not met, and 0 of them are overdue now{end}"
    )


def test_the_headline_leaves_out_requests_and_what_nothing_was_judged_of() -> None:
    asked, open_ = summary("A", MISSED, on_request=True), summary("B", {"cannot_tell": 9})
    assert sections.headline(audit_of(asked, open_)).startswith("Nothing in this export can be judged")
    audit = audit_of(asked, open_, summary("C", {"met": 1}))
    assert sections.headline(audit) == "Everything that could be judged was met: 1 by 1 rule."


def test_what_no_table_shows_is_told_in_three_numbers_each_rule_in_one_of_them() -> None:
    def made(name: str, *outcomes: dict[str, int], **how: Any) -> list[RuleSummary]:
        return [summary(f"{name}-{number}", each, **how) for number, each in enumerate(outcomes)]

    nothing = {"not_applicable": 8}
    open_ = made("OPEN", {"cannot_tell": 2}, {"pending": 1})
    nobody = made("NOBODY", nothing, nothing, {})
    # On requests alone: whatever came out, they are neither of the others.
    asked = made("ASKED", {}, nothing, {"cannot_tell": 1}, {"met": 1}, {"not_met": 1}, on_request=True)
    audit = audit_of(*open_, *nobody, *asked, summary("JUDGED", {"met": 1}))
    assert sections.left_out(audit) == (
        "2 rules could not be judged by what the export holds, 3 rules applied to nobody, "
        "and 5 rules bear on requests alone, of which an export holds none."
    )
    assert [rule.rule for rule in sections.untold(audit)] == ["OPEN-0", "OPEN-1"]
    assert told(audit) == ["JUDGED"]


def test_nothing_is_left_out_where_every_rule_was_judged() -> None:
    assert sections.left_out(audit_of(summary("A", {"met": 1}))).startswith("0 rules could not be judged")
    one = sections.left_out(audit_of(summary("A", {"conflict": 1})))
    assert one.startswith("1 rule could not be judged by what the export holds, 0 rules applied to nobody")


def test_what_could_not_be_judged_is_told_with_how_often() -> None:
    outcomes = {"cannot_tell": 1000, "conflict": 2, "pending": 3, "no_limit": 4}
    table = sections.not_judged(audit_of(summary("A", outcomes), summary("B", MISSED)))
    assert table.headings[3:] == ("n", "Cannot tell", "Conflict", "Still open", "No number set")
    assert [row[0:1] + row[3:] for row in table.rows] == [("A", "1,009", "1,000", "2", "3", "4")]


def test_each_outcome_stands_under_its_heading() -> None:
    numbers = dict(zip(AUDIT_STATES, range(11, 24), strict=True))
    table = sections.compliance(audit_of(summary("A", numbers)))
    (row,) = table.rows
    found = dict(zip(table.headings, row, strict=True))
    shown = [state for state in AUDIT_STATES if state != "not_applicable"]
    assert {state: found[sections.HEADINGS[state]] for state in shown} == {
        state: str(numbers[state]) for state in shown
    }
    assert (found["n"], found["Share met"]) == (str(sum(range(11, 23))), "16.9%")
    assert all(place in table.numbers for place in range(3, len(row)))


@pytest.mark.parametrize(
    ("outcomes", "share", "least"),
    [
        ({"met": 1, "late": 1}, "50.0%", ""),
        ({"met": 1, "late": 1, "cannot_tell": 2}, "50.0%", "25.0%"),
        ({"met": 1, "late": 1, "conflict": 2}, "50.0%", "25.0%"),
        ({"late": 1, "cannot_tell": 2}, "0.0%", ""),
        ({"cannot_tell": 2}, "-", ""),
        ({}, "-", ""),
    ],
)
def test_the_share_at_least_is_told_where_it_is_another(
    outcomes: dict[str, int], share: str, least: str
) -> None:
    found = counts(outcomes)
    assert (sections.share(found), sections.least(found)) == (share, least)


def test_a_rule_beside_another_is_named_with_it() -> None:
    assert sections.name(summary("A", {})) == "Something is done"
    assert sections.name(summary("A", {}, beside="B")) == "Something is done (beside B)"
    assert sections.cited(summary("A", {})) == "A paper [P-1]"


def test_the_facts_are_what_was_put_to_what() -> None:
    audit = audit_of(policy=replace(audit_of().policy, trial=("p.days=3", "p.weeks=4")))
    facts = dict(sections.facts(audit))
    assert facts["Export"] == "events.csv, read as events; the date is --as-at"
    assert facts["Rows"] == "10 read = 9 reported + 1 refused"
    assert facts["Policy"] == "Small (p, version 1, with p.days=3, p.weeks=4)"
    assert dict(sections.facts(audit_of(children=1234)))["Children"] == "1,234"
    assert dict(sections.facts(audit_of()))["Policy"] == "Small (p, version 1)"
    assert sections.title(audit) == (
        "Children's services: an export of which nothing could be judged, as at 14 August 2026"
    )


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (0, "no child was decided again one by one (--sample 0, or so many entries for each)"),
        (1, "1 child decided again one by one, with the same result on every rule"),
        (2000, "2,000 children decided again one by one, with the same result on every rule"),
    ],
)
def test_how_many_were_decided_again_is_told(number: int, told: str) -> None:
    assert sections.replayed(audit_of(replayed=number)) == told


def test_nobody_is_decided_again_where_there_is_nobody_and_a_board_reads_no_option() -> None:
    nobody = audit_of(replayed=0, children=0)
    assert sections.replayed(nobody) == "there was no child to be decided again one by one"
    board = audit_of(replayed=0, edition="board")
    assert sections.replayed(board) == "no child was decided again one by one"


@pytest.mark.parametrize(
    ("count", "rows", "shown"),
    [(2, (3, 4), "3, 4"), (12, (3, 4), "3, 4, ..."), (5, (), ""), (1, (7,), "7")],
)
def test_the_first_rows_of_a_finding_are_told_and_that_there_are_more(
    count: int, rows: tuple[int, ...], shown: str
) -> None:
    finding = Finding("unreadable-date", "a date that cannot be read", "events", None, count, rows)
    assert sections.quality(audit_of(quality=(finding,))).rows == (
        (str(count), "a date that cannot be read", "events", "", shown),
    )


def test_what_stands_for_something_else_and_what_is_complete_is_said() -> None:
    covers = (
        Covered("cp_review", "2026-08-14", 8),
        Covered("core_group", "2026-07-01", 8),
        Covered("referral", "2026-08-14", 7),
    )
    source = replace(
        audit_of().source, proxies=("the contact is the referral",), unused=("the sheet List 9",)
    )
    proxy, unused, complete = sections.caveats(audit_of(covers=covers, source=source))
    assert proxy == "Bear in mind: the contact is the referral."
    assert unused == "Not read: the sheet List 9."
    assert complete.startswith(
        "Taken to be complete: child protection review, core group up to 1 July 2026, referral (for 7 of 8 "
        "children). Of"
    )
    (nothing,) = sections.caveats(audit_of())
    assert nothing.startswith("Nothing is taken to be complete")


def test_for_how_many_an_event_is_complete_may_be_hidden() -> None:
    made = audit_of(covers=tuple(Covered(f"event_{n}", AS_AT, children) for n, children in ((1, 8), (2, 7))))
    hidden = suppress(made, 5)
    (team,), (board,) = sections.caveats(hidden), sections.caveats(for_board(hidden))
    assert team.startswith("Taken to be complete: event 1, event 2 (not for every child). Of")
    assert board.startswith("Taken to be complete: event 1, event 2 (not each of them for every child). Of")


def test_the_worst_are_told_rule_by_rule_but_not_beside_another() -> None:
    three = tuple(replace(WORST, child=child) for child in ("A", "B", "C"))
    audit = audit_of(
        summary("R", MISSED, worst=three),
        summary("BESIDE", MISSED, worst=three, beside="R"),
        summary("ASKED", MISSED, worst=three, on_request=True),
        summary("S", MISSED, worst=three[:1]),
    )
    found = [(rule, child) for rule, child, *_ in sections.worst(audit, 2).rows]
    assert found == [("R", "A"), ("R", "B"), ("S", "A")]
    assert len(sections.worst_of(audit.rules[1]).rows) == 3


@pytest.mark.parametrize(
    ("changed", "row"),
    [
        (
            {},
            ("C-1", "number 2, interval 3", "2 March 2026", "5 March 2026", "3 days", "late", "North", "W1"),
        ),
        (
            {"outcome": "overdue", "met_on": None, "days": 1200, "unit": "working days"},
            (
                "C-1",
                "number 2, interval 3",
                "2 March 2026",
                "not done",
                "1,200 working days",
                "overdue",
                "North",
                "W1",
            ),
        ),
        (
            {"instance": None, "interval": None, "days": None, "due": None, "team": None, "worker": None},
            ("C-1", "", "", "5 March 2026", "", "late", "", ""),
        ),
        (
            {"days": 0},
            ("C-1", "number 2, interval 3", "2 March 2026", "5 March 2026", "0 days", "late", "North", "W1"),
        ),
    ],
)
def test_one_of_the_worst_is_told_in_a_row(changed: dict[str, Any], row: tuple[str, ...]) -> None:
    assert sections.worst_row(replace(WORST, **changed)) == row


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ((None, None), ""),
        ((2, None), "number 2"),
        ((None, 3), "interval 3"),
        ((2, 3), "number 2, interval 3"),
    ],
)
def test_which_run_and_which_interval(numbers: tuple[int | None, int | None], shown: str) -> None:
    assert sections.which(*numbers) == shown


def test_months_and_parts_say_what_their_headings_say() -> None:
    found = counts({"met": 4, "late": 1, "overdue": 2, "missed": 1, "pending": 5, "ended": 7})
    months = sections.months(summary("A", {}, months=(Month("2026-03", found), Month("2026-04", counts({})))))
    assert months.headings == ("Due in", "Share met", "Met", "Late, overdue or missed", "Still open")
    assert months.rows == (("2026-03", "50.0%", "4", "4", "5"), ("2026-04", "-", "0", "0", "0"))
    parts = sections.parts((Part("North", found),), "Team")
    assert parts.headings == ("Team", "Share met", "Judged", "Late, overdue, missed or not met")
    assert parts.rows == (("North", "50.0%", "8", "4"),)


def test_spans_tell_what_was_done_late_from_what_is_overdue() -> None:
    late = Lateness("working days", 7, 2.5, 9, (Bucket(0, 5, 1, 3), Bucket(6, None, 1, 0, 2)))
    table = sections.spans(late)
    assert table.headings == ("Working days", "Done late", "Overdue still", "Missed")
    assert table.rows == (("up to 5", "1", "3", "0"), ("over 5", "1", "0", "2"))


@pytest.mark.parametrize(
    ("earlier", "now", "points", "told"),
    [
        (Counts(), Counts(), 2.0, "+2.0 points"),
        (Counts(), Counts(), -12.25, "-12.2 points"),
        (Counts(), Counts(), 0.0, "+0.0 points"),
        (None, Counts(), None, "new"),
        (Counts(), None, None, "gone"),
        (Counts(), Counts(), None, "cannot be compared"),
    ],
)
def test_a_change_is_told_with_its_sign_or_why_there_is_none(
    earlier: Counts | None, now: Counts | None, points: float | None, told: str
) -> None:
    assert sections.points(Change("R", "Something", earlier, now, points)) == told


def test_changes_say_then_and_now() -> None:
    then = audit_of(summary("A", {"met": 3, "late": 1}), summary("GONE", {"met": 1}))
    now = audit_of(summary("A", {"met": 1, "late": 1}), summary("B", {"late": 1}))
    assert sections.changes(compare(now, then)).rows == (
        ("A", "Something is done", "75.0% (3 of 4)", "50.0% (1 of 2)", "-25.0 points"),
        ("B", "Something is done", "", "0.0% (0 of 1)", "new"),
        ("GONE", "Something is done", "100.0% (1 of 1)", "", "gone"),
    )
    assert sections.changes(now).rows == ()
    assert sections.changes(replace(now, compared=Comparison("2026-07-14", "x", (), ()))).rows == ()


def test_a_day_is_told_as_people_write_it() -> None:
    assert sections.day("2026-08-04") == "4 August 2026"
    assert sections.day(None) == ""


LACKS_REVIEW = Wanted("event", "cin_review", "When was it?", recorded=False)
LACKS_CONSENT = Wanted("fact", "consent.to_share", "What is it?", recorded=True)


def test_what_was_found_for_nobody_is_told_before_all_else() -> None:
    unseen = (Unseen("cin_review", ("A", "B")), Unseen("core_group", ("B",)))
    audit = audit_of(summary("A", {"cannot_tell": 3}), summary("C", {"met": 1}), unseen=unseen)
    local = replace(audit, source=replace(audit.source, format="local events"))
    nothing = "no Child in Need review or core group was found for anybody"
    first = f"Check the map: {nothing}, so 2 rules cannot be told by it."
    assert sections.headline(local) == f"{first} Everything that could be judged was met: 1 by 1 rule."
    assert sections.headline(replace(local, source=audit.source)).startswith(f"Check the export: {nothing}")
    assert "nobody counts as having missed it" in sections.caveats(local)[-1]


def test_an_export_of_nobody_has_no_map_to_check() -> None:
    audit = audit_of(unseen=(Unseen("cin_review", ()),), children=0)
    assert sections.headline(audit).startswith("Nothing in this export")


def test_what_decides_most_by_itself_comes_first_of_what_lacks() -> None:
    open_ = {"cannot_tell": 3}
    audit = audit_of(
        summary("A", open_, wants=(LACKS_CONSENT, LACKS_REVIEW)),
        summary("B", open_, wants=(LACKS_CONSENT,)),
        summary("C", open_, wants=(LACKS_CONSENT, LACKS_REVIEW, Wanted("link", "assessment", "", True))),
        summary("D", open_ | {"met": 1}, wants=(LACKS_REVIEW,)),
    )
    rows = sections.lacking(audit).rows
    assert rows == (
        ("column consent to share, filled in for everybody", "consent.to_share", "1", "3 rules", "A, B, C"),
        ("event Child in Need review", "cin_review", "0", "2 rules", "A, C"),
        ("a reference that says what belongs to which assessment", "assessment", "0", "1 rule", "C"),
    )
    assert sections.spoken_want(replace(LACKS_REVIEW, recorded=True)) == "every Child in Need review"


SPREAD = Spread(n=1200, median=12.5, most=90, within=1000, share=0.833333)
MEASURE = Measure(
    measure="conference",
    title="Discussion to conference",
    counted="from one to the other",
    each="enquiry",
    unit="working days",
    limit=15,
    spread=SPREAD,
    no_end=3,
    no_start=2,
    backward=1,
    months=(MeasurePart("2026-03", SPREAD),),
    by_team=(),
    not_needed=4,
)


def test_measures_are_told_side_by_side() -> None:
    (row,) = sections.measures(audit_of(measures=(MEASURE,))).rows
    figures = ("1,200", "1,000", "200", "83.3%", "12.5", "90")
    apart = ("4", "3", "2", "1")
    assert row == ("Discussion to conference", MEASURE.counted, "15 working days", *figures, *apart)
    (part,) = sections.measure_parts(MEASURE.months, "Done in").rows
    assert part == ("2026-03", *figures)


def test_the_headline_of_a_period_says_what_is_in_no_figure_of_it() -> None:
    done = PeriodStamp("2025-04-01", "2026-03-31", "done", 7)
    audit = audit_of(summary("A", MISSED), summary("B", {"not_met": 9}, whenever=True), period=done)
    assert sections.headline(audit) == (
        "4 of 10 judged by 1 rule were not met. That is by what was done from 1 April 2025 to 31 March 2026; "
        "what was not done is no part of it: on 31 March 2026, 7 were overdue or had been missed since 1 "
        "April 2025."
    )
    one = replace(audit, period=replace(done, not_done=1))
    assert ": on 31 March 2026, 1 was overdue or had been missed since " in sections.headline(one)
    hidden = replace(audit, period=replace(done, not_done=None))
    assert "how many were overdue or had been missed since 1 April 2025 is hidden." in sections.headline(
        hidden
    )
    assert sections.month_of(audit) == "Done in"
    started = replace(audit, period=replace(done, by="started"))
    assert sections.headline(started).endswith(
        "4 of 10 judged by 1 rule were not met, and 2 of them are overdue now."
    )
    assert sections.month_of(started) == "Started in"
    assert "by what was started from 1 April 2025" in sections.title(started)
    nothing = replace(audit, rules=())
    assert sections.headline(nothing).startswith("Nothing in this export, by what was done from 1 April 2025")


def test_a_finding_is_told_with_the_rules_of_the_census_that_say_the_same() -> None:
    found = Finding("overlap", "Begins too soon", "Section47", None, 1, (), also=(8820, 8890))
    assert sections.meaning(found) == "Begins too soon (census rules 8820 and 8890)"
    assert sections.meaning(replace(found, also=(8890,))) == "Begins too soon (census rule 8890)"
    assert sections.meaning(replace(found, also=())) == "Begins too soon"


def test_what_is_hidden_is_said_in_words() -> None:
    audit = suppress(
        audit_of(
            summary("A", {"met": 95, "late": 3}, months=(Month("2026-03", counts({"met": 3})),)),
            summary("B", {"met": 40, "late": 20}),
            measures=(replace(MEASURE, spread=replace(SPREAD, within=1199)),),
        ),
        5,
    )
    assert sections.headline(audit) == (
        "Of 158 or more judged by 2 rules, at least 20 were not met; numbers under 5, and what would tell "
        "them, are hidden, and in no sum here."
    )
    first, second = sections.compliance(audit).rows
    assert (first[3], first[6], first[7], second[3]) == ("hidden", "hidden", "hidden", "66.7%")
    assert sections.months(audit.rules[0]).rows == (("2026-03", "hidden", "hidden", "hidden", "hidden"),)
    (row,) = sections.measures(audit).rows
    assert row[2:] == (
        "15 working days",
        "1,200",
        "hidden",
        "hidden",
        "hidden",
        "12.5",
        "90",
        "hidden",
        "hidden",
        "hidden",
        "hidden",
    )
    assert "2 numbers of rules, 1 of 2 months and teams" in dict(sections.facts(audit))["Left out"]


def test_rows_that_were_not_used_are_told_by_reason() -> None:
    told = (Unused("total-row", "Is a total, not a child", 1), Unused("no-child", "Has no reference", 2))
    rows = Rows(read=10, reported=7, refused=2, left_out=1, unused=told)
    facts = dict(sections.facts(audit_of(rows=rows)))
    assert facts["Rows"] == "10 read = 7 reported + 2 refused + 1 left out"
    assert facts["Rows not used"] == "Is a total, not a child (1); Has no reference (2)"


@pytest.mark.parametrize(
    ("unused", "told"),
    [
        ({"no-child": 1}, ["Nobody knows of whom 1 row is: it may be what a child is said to lack."]),
        (
            {"no-child": 1, "unreadable-reference": 1, "duplicate": 4},
            ["Nobody knows of whom 2 rows are: each may be what a child is said to lack."],
        ),
        ({"duplicate": 4}, []),
    ],
)
def test_rows_of_nobody_may_be_anybodys(unused: dict[str, int], told: list[str]) -> None:
    reasons = tuple(Unused(kind, "Why", rows) for kind, rows in unused.items())
    found = sections.caveats(audit_of(rows=Rows(10, 5, 5, 0, reasons)))
    assert [line for line in found if line.startswith("Nobody knows")] == told


def test_what_only_dates_bring_together_is_told() -> None:
    by_date, linked = Paired("child_in_need", 0, 12), Paired("assessment", 1402, 0)
    assert sections.caveats(audit_of(paired=(by_date, linked)))[0] == (
        "Starts and ends brought together by their dates alone: child in need 12. "
        "The export itself links the start and end of: assessment 1,402."
    )
    told = sections.caveats(audit_of(paired=(linked,)))
    assert not [line for line in told if line.startswith("Starts and ends")]


@pytest.mark.parametrize(
    ("outcomes", "told"),
    [
        ({"overdue": 9, "missed": 1}, True),
        ({"not_met": 10}, True),
        ({"overdue": 9}, False),
        ({"overdue": 30, "late": 1}, False),
        ({"overdue": 30, "met": 1}, False),
        ({"cannot_tell": 30}, False),
    ],
)
def test_what_not_one_of_many_has_done_asks_to_look_at_the_map(outcomes: dict[str, int], told: bool) -> None:
    lines = sections.caveats(audit_of(summary("R", outcomes)))
    assert any(line.startswith("Done by nobody") and "(R), none was" in line for line in lines) == told


@pytest.mark.parametrize(("then", "later"), [("2026-08-14", False), ("2026-08-15", True), ("", False)])
def test_an_earlier_audit_of_a_later_day_is_told(then: str, later: bool) -> None:
    since = Children("old.csv", then, Moved(0, 0, ()), Moved(0, 0, ()), ())
    told = sections.since(audit_of(as_at="2026-08-14", children_since=since))
    assert ("after the date of this audit" in told) is later
