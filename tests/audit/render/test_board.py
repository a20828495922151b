"""The page for a board says what to look at, in words, and is short however much there is."""

import re
from dataclasses import replace
from typing import Any

from threshold.audit.compare import compare
from threshold.audit.edition import for_board
from threshold.audit.model import (
    Audit,
    Covered,
    Finding,
    Measure,
    Month,
    Part,
    RuleSummary,
    Spread,
    Wanted,
)
from threshold.audit.render import board
from threshold.audit.render.html import as_html
from threshold.audit.render.markdown import as_markdown
from threshold.audit.suppress import suppress
from threshold.audit.tally import counts

from ..conftest import audit_of, summary
from .conftest import Page

LONG = "What has to be done is done by those who have to do it, in the manner that the document asks for"


def months(number: int, **outcomes: int) -> tuple[Month, ...]:
    """So many months up to July 2026."""
    last = 2026 * 12 + 6
    names = [f"{place // 12}-{place % 12 + 1:02}" for place in range(last - number + 1, last + 1)]
    return tuple(Month(name, counts(outcomes)) for name in names)


def crowded() -> Audit:
    """More of everything than fits on six sheets, with titles that take their room."""
    teams = tuple(Part(f"Team of the locality number {n}", counts({"met": 50})) for n in range(30))
    wants = tuple(Wanted("event", f"some_event_{n}", "Was it?", False) for n in range(20))
    rules = [
        summary(
            f"DOC-{n}.{n}a-rule",
            {"met": 400 + n, "late": 100, "overdue": 7, "cannot_tell": 300 + n},
            title=LONG,
            months=months(40, met=30, late=10, cannot_tell=5),
            by_team=teams,
        )
        for n in range(40)
    ]
    open_ = [summary(f"OPEN-{n}", {"cannot_tell": 9}, wants=(wants[n],), title=LONG) for n in range(20)]
    spread = Spread(900, 12, 300, 700, 0.777778)
    names = ("a", "b", "c", "d")
    lengths = [Measure(m, LONG, LONG, "referral", "days", 9, spread, 5, 6, 7, (), ()) for m in names]
    found = [Finding(f"kind-{n}", f"{LONG} {n}", "sheet", "column", 9, (1, 2)) for n in range(30)]
    audit = audit_of(
        *rules,
        *open_,
        measures=tuple(lengths),
        quality=tuple(found),
        covers=tuple(Covered(f"some_event_{n}", "2026-08-14", 8) for n in range(30)),
        source=replace(audit_of().source, proxies=(LONG,) * 8, unused=(LONG,) * 8),
    )
    return for_board(compare(audit, audit))


def hidden_here_and_there() -> Audit:
    """Two deadlines, without small numbers: of months, teams and all of the second some are hidden."""
    few, some = Month("2026-04", counts({"met": 9, "late": 3})), months(3, met=20, late=10)
    teams = tuple(
        Part(name, counts({"met": 30, "late": late})) for name, late in (("A", 3), ("B", 30), ("C", 22))
    )
    about: dict[str, Any] = {"months": (few, *some), "by_team": teams, "each": "referral"}
    first = summary("R-1", {"met": 90, "late": 40, "overdue": 15, "cannot_tell": 3, "pending": 30}, **about)
    second = summary("R-2", {"met": 500, "overdue": 2, "late": 1}, each="assessment")
    third = summary("R-3", {"met": 700, "late": 70, "overdue": 2}, each="plan")
    return for_board(suppress(audit_of(first, second, third, children=900), 5))


def test_months_and_teams_that_are_hidden_are_no_dash_which_would_say_that_there_was_nothing() -> None:
    audit = hidden_here_and_there()
    time, teams = board.over_time(audit), board.by_team(audit)
    assert [row[1] for row in time.rows].count("hidden") == 1
    assert [row[1] == "hidden" for row in teams.rows] == [row[0] != "B" for row in teams.rows]
    assert len(teams.rows) == 3
    assert "-" not in {cell for table in (time, teams) for row in table.rows for cell in row}
    assert "without those of which the numbers are hidden" in as_html(audit)


def test_what_to_look_at_says_where_that_is_hidden() -> None:
    lines = board.look_at(hidden_here_and_there())
    assert lines[-1] == "1 more rule may belong here: how many were not met is hidden."
    assert any("R-3" in line and "how many of these are overdue now is hidden" in line for line in lines)


def test_a_share_of_which_it_is_hidden_how_many_cannot_be_told_is_no_whole_one() -> None:
    rows = {row[0]: row for row in board.by_rule(hidden_here_and_there()).rows}
    (first,) = (row for name, row in rows.items() if "R-1" in name)
    assert first[-2:] == ("62.1% of 145", "hidden")


def looked(*rules: RuleSummary, **changed: Any) -> list[str]:
    return board.look_at(audit_of(*rules, **changed))


def test_the_page_is_short_however_much_there_is() -> None:
    page = as_html(crowded())
    tables = [part.partition("</table>")[0] for part in page.split("<table>")[1:]]
    rows = [len(re.findall("<tr>", part)) - 1 for part in tables]
    assert rows == [4, 14, 12, 10, 10, 8, 8]  # lengths, rules, months, teams, changes, data, what lacks
    assert page.count('class="trend"') == 4
    assert page.count('class="point"') == 4 * 12
    assert "26 rules that judged fewer" in page
    assert "more remarks, which the edition for teams has" in page


def test_the_page_has_a_table_beside_every_chart_and_needs_nothing_but_itself() -> None:
    page = Page(as_html(crowded()))
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"script", "link", "img", "iframe", "object", "form"}
    drawn = [each for tag, each in page.tags if tag == "svg" and "aria-hidden" not in each]
    assert len(drawn) == 5
    assert all(each.get("role") == "img" and each.get("aria-label") for each in drawn)
    ids = [str(each) for each in page.having("id")]
    assert len(ids) == len(set(ids))
    assert {str(link)[1:] for link in page.having("href")} <= set(ids)


def test_what_was_missed_most_often_comes_first() -> None:
    lines = looked(
        summary("A", {"met": 90, "late": 10}),
        summary("B", {"met": 10, "late": 20, "overdue": 1}),
        summary("C", {"met": 5}),
    )
    assert lines == [
        "Something is done (B): 21 of 31 judged were not met, 32.3% were; 1 of these is overdue now.",
        "Something is done (A): 10 of 100 judged were not met, 90.0% were.",
    ]


def test_what_nobody_did_is_sooner_a_slip_than_the_truth() -> None:
    (line,) = looked(summary("A", {"not_met": 270, "overdue": 10}))
    assert line == (
        "Something is done (A): not one of 280 judged was done, in time or late. Before that is told of "
        "anybody, see that the export records it as it is said to."
    )


def test_what_says_little_because_it_cannot_be_told_is_something_to_look_at() -> None:
    unsure = summary("A", {"met": 97, "late": 10, "cannot_tell": 623})
    (_, line) = looked(unsure)
    assert line == (
        "Something is done (A): 623 of 730 cannot be told, so that between 13.3% and 98.6% may have been "
        "met; the 90.7% in the table is of the other 107 alone."
    )
    assert looked(summary("A", {"met": 100, "cannot_tell": 1})) == []


def test_what_part_cannot_be_told_is_not_told_where_how_many_were_judged_is_hidden() -> None:
    rule = summary("A", {"met": 97, "late": 10, "cannot_tell": 623})
    hidden = replace(rule, counts=replace(rule.counts, met=None, judged=None, share=None, least=None))
    assert not [line for line in looked(hidden) if "cannot be told" in line]


def test_a_rule_of_which_a_number_is_hidden_has_no_bar_and_that_is_told() -> None:
    audit = audit_of(summary("A", {"met": 99}), summary("B", {"met": 99, "late": 2}))
    assert board.without_bar(audit) == ""
    hidden = for_board(suppress(audit, 5))
    assert board.without_bar(hidden) == "1 rule has no bar, because a number of it is hidden."
    assert "1 rule has no bar" in as_html(hidden)


def test_what_counts_the_same_work_once_more_is_told_and_not_shown() -> None:
    audit = audit_of(summary("A", {"met": 5}), summary("B", {"met": 5}, beside="A"))
    assert [rule.rule for rule in board.rules(audit)] == ["A"]
    assert board.not_shown(audit).endswith("1 rule of another document that counts the same work.")
    assert board.not_shown(audit_of(summary("A", {"met": 5}))) == ""


def test_a_month_that_is_not_over_would_look_better_than_it_is() -> None:
    """What is late in it has not been missed yet."""
    rule = summary("A", {"met": 5}, months=months(3, met=9))
    assert [each.month for each in board.whole_months(audit_of(as_at="2026-07-30"), rule)] == [
        "2026-05",
        "2026-06",
    ]
    assert len(board.whole_months(audit_of(as_at="2026-07-31"), rule)) == 3
    assert len(board.whole_months(audit_of(as_at="2026-08-14"), rule)) == 3


def test_months_of_one_or_two_are_no_trend() -> None:
    few, many = (summary(str(n), {"met": 9}, months=months(6, met=n)) for n in (4, 5))
    assert board.timed(audit_of(few, many)) == [many]
    assert board.over_time(audit_of(few, many)).rows[-1] == ("July 2026", "100% of 5")


def test_a_team_of_whom_much_cannot_be_told_says_so() -> None:
    parts = (Part("North", counts({"met": 24, "cannot_tell": 60})), Part("South", counts({"late": 9})))
    table = board.by_team(audit_of(summary("A", {"met": 24}, by_team=parts)))
    assert table.rows == (("North", "100% of 24, 60 not told"), ("South", "0% of 9"))


def test_columns_that_say_nothing_are_left_out() -> None:
    spread = Spread(9, 3, 9, 9, 1.0)
    measure = Measure("m", "M", "c", "referral", "days", 9, spread, 0, 2, 0, (), ())
    nobody = replace(measure, spread=Spread(0, 0, 0, 0, None))
    table = board.measures(audit_of(measures=(measure, nobody)))
    assert len(table.rows) == 1
    assert "No start told" in table.headings
    assert not {"None needed", "No end on record", "Ends before it begins"} & {*table.headings}
    same_day = replace(measure, spread=Spread(9, 0, 0, 9, 1.0))
    assert {"Median", "Longest"} < {*board.measures(audit_of(measures=(same_day,))).headings}


def test_a_team_with_no_end_of_a_name_has_a_row_of_its_own() -> None:
    parts = tuple(Part(name * 5000, counts({"met": 9})) for name in "AB")
    rows = board.by_team(audit_of(summary("R", {"met": 18}, by_team=parts))).rows
    assert [name[:2] for name, _ in rows] == ["AA", "BB"]
    assert max(len(name) for name, _ in rows) == board.MOST_LETTERS


def test_findings_are_told_by_kind() -> None:
    found = [Finding("k", "Wrong", place, "column", 2, (1,)) for place in ("one", "two")]
    assert board.quality(audit_of(quality=tuple(found))).rows == (("4", "Wrong"),)


def test_the_paper_for_a_meeting_has_the_same_tables_and_no_rule_of_its_own() -> None:
    paper = as_markdown(crowded())
    assert "## What to look at first" in paper
    assert "| July 2026 |" in paper
    assert "### " not in paper


def test_a_page_of_nothing_is_a_page() -> None:
    page = as_html(for_board(audit_of()))
    assert "an export of which nothing could be judged" in page
    assert "<svg role" not in page
    assert "Nothing was found wrong with the data." in page
    assert as_markdown(for_board(audit_of())).startswith("# Children's services")
