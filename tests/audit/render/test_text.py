"""The text: what to look at first, then data quality, then figures."""

from dataclasses import replace

import pytest

from threshold.audit.compare import compare
from threshold.audit.convention import COUNTING
from threshold.audit.model import Audit, Bucket, Finding, Lateness, Measure, Spread, Wanted, Worst
from threshold.audit.render.text import MOST_FINDINGS, as_text
from threshold.audit.render.text_page import FEW, NARROWEST, WIDTH
from threshold.audit.suppress import suppress

from ..conftest import RULE, audit_of, summary
from .conftest import SHARE


def test_text_says_what_to_look_at_then_data_quality_then_figures(audit: Audit) -> None:
    text = as_text(audit)
    # The decisions on six referrals; nobody has an assessment begun for an earlier one.
    assert text.startswith("4 of 6 judged by 1 rule were not met, and 3 of them are overdue now.\n")
    assert "13 read = 11 reported + 2 refused\n" in text
    assert "Children: 8\n" in text
    assert text.index("Data quality") < text.index("By rule") < text.index("The worst")
    counted = "within 1 working day, from when the referral was received"
    assert f"{SHARE} Decision on the referral ({RULE}): {counted}" in " ".join(text.split())
    assert "          n 7 = 2 met + 1 late + 3 overdue + 1 still open\n" in text
    for line in COUNTING:
        assert " ".join(line.split()) in " ".join(text.split())


MISSED = {"met": 6, "late": 3, "overdue": 1}
LATE = Lateness("working days", 4, 4.5, 1200, (Bucket(0, 5, 1, 2), Bucket(6, None, 0, 1)))
WORST = Worst("C-1", None, None, "late", None, "2026-03-02", "2026-03-05", 3, "days", None, "W1")


def finding(number: int) -> Finding:
    return Finding("unreadable-date", f"meaning {number}", "events", "on", 1, (number,))


def test_a_rule_that_counts_beside_another_has_its_figures_but_not_its_lateness() -> None:
    first, second = (
        summary(name, MISSED, lateness=(LATE,), worst=(WORST,), beside=beside)
        for name, beside in (("FIRST", ""), ("SECOND", "FIRST"))
    )
    text = as_text(audit_of(first, second))
    late = "  Something is done (FIRST), in working days: 4, median 4.5, most 1,200; up to 5: 3, over 5: 1\n"
    assert late in text
    assert "(SECOND), in" not in text
    assert "Something is done (beside FIRST) (SECOND): within 5 working days" in text


def test_parts_with_nothing_in_them_are_left_out() -> None:
    text = as_text(audit_of(summary("R", {"cannot_tell": 1})))
    for heading in ("By rule", "How late", "The worst", "Since"):
        assert heading not in text
    assert "Nothing was found wrong with the data." in text
    assert "1 rule could not be judged" in text


@pytest.mark.parametrize(("findings", "more"), [(MOST_FINDINGS, ""), (MOST_FINDINGS + 2, "and 2 more kinds")])
def test_the_most_frequent_findings_are_told_and_how_many_more_there_are(findings: int, more: str) -> None:
    text = as_text(audit_of(quality=tuple(finding(number) for number in range(findings))))
    assert f"meaning {MOST_FINDINGS - 1} " in text
    assert f"meaning {MOST_FINDINGS} " not in text
    assert (f"  {more}, which every other format has\n" in text) if more else ("more kinds" not in text)


def test_few_of_the_worst_are_told_in_words_rule_by_rule() -> None:
    worst = tuple(replace(WORST, child=f"C-{number}") for number in range(FEW + 1))
    text = as_text(audit_of(summary("R", MISSED, worst=worst)))
    assert f"The worst, {FEW} of each rule\n  Something is done (R)\n" in text
    assert "    C-0: due 2 March 2026, done 5 March 2026, late by at least 3 days (W1)\n" in text
    assert f"C-{FEW - 1}" in text
    assert f"C-{FEW}" not in text


def test_what_was_not_done_is_told_so_with_the_team_where_there_is_one() -> None:
    known = replace(WORST, start="2026-02-02", outcome="overdue", met_on=None, team="North")
    text = as_text(audit_of(summary("R", MISSED, worst=(replace(known, instance=1, interval=2),))))
    assert (
        "    C-1, number 1, interval 2: due 2 March 2026, not done, overdue by 3 days (North, W1)\n" in text
    )
    bare = replace(known, days=None, due=None, team=None, worker=None)
    assert "    C-1: not done, overdue\n" in as_text(audit_of(summary("R", MISSED, worst=(bare,))))


def test_what_a_terminal_would_obey_is_not_printed() -> None:
    worst = (replace(WORST, child="C\x1b[2J"),)
    text = as_text(audit_of(summary("R", MISSED, worst=worst)))
    assert "C?[2J" in text
    assert "\x1b" not in text


def test_names_of_files_and_sheets_are_not_obeyed_either() -> None:
    source = replace(audit_of().source, name="a\x1b[31m.csv", unused=("the sheet \x1b]0;x\x07",))
    then = audit_of(summary("R", {"met": 1}), source=replace(source, name="then\x9b2J.csv"))
    text = as_text(compare(audit_of(summary("R", MISSED), source=source), then))
    assert "Export: a?[31m.csv, read as" in text
    assert "the sheet ?]0;x?." in text
    assert "(then?2J.csv)" in text
    assert all(line.isprintable() for line in text.splitlines())


@pytest.mark.parametrize("width", [NARROWEST, 80, WIDTH])
def test_no_line_is_wider_than_the_screen(audit: Audit, width: int) -> None:
    source = replace(audit_of().source, proxies=("this is " + "so " * 60 + "long",))
    long = audit_of(summary("R", MISSED, title="Something " * 30, worst=(WORST,)), source=source)
    for each in (audit, long, compare(long, long)):
        assert max(map(len, as_text(each, width).splitlines())) <= width


def test_changes_stand_with_what_makes_the_two_differ() -> None:
    then = audit_of(
        summary("R", {"met": 1}), as_at="2026-07-14", policy=replace(audit_of().policy, digest="")
    )
    text = as_text(compare(audit_of(summary("R", MISSED)), then))
    assert "Since 14 July 2026 (events.csv)\n  The policy is not the same" in text
    assert "-40.0 points" in text


def test_what_would_let_more_rules_be_judged_is_told_in_few_lines() -> None:
    lacks = [Wanted("fact", f"need.number_{number}", "Is it?", recorded=False) for number in range(10)]
    rules = [summary(f"R-{place}", {"cannot_tell": 1}, wants=(each,)) for place, each in enumerate(lacks)]
    text = as_text(audit_of(*rules, summary("S", {"cannot_tell": 1}, wants=(lacks[4],))))
    lines = text.split("What would let more rules be judged", 1)[1].splitlines()
    assert (
        lines[1] == "  column need number 4 (need.number_4): lacking in 2 rules, 2 of them by itself; R-4, S"
    )
    assert lines[9] == "  and 2 more, which the CSV and the JSON have rule by rule"


def test_nothing_lacks_where_everything_was_judged() -> None:
    assert "What would let more" not in as_text(audit_of(summary("A", {"met": 1})))


def test_small_findings_that_are_hidden_are_not_told_as_none() -> None:
    audit = audit_of(summary("R", {"met": 9}), quality=(finding(1), replace(finding(2), count=9)))
    assert "Nothing was found wrong" not in as_text(suppress(audit, 5))
    text = " ".join(as_text(suppress(replace(audit, quality=(finding(1),)), 5)).split())
    assert "Nothing was found wrong" not in text
    assert "Found too seldom to be told: 1 kind of finding about the data." in text
    assert "Nothing was found wrong" in as_text(suppress(replace(audit, quality=()), 5))


def test_how_long_it_took_is_told_in_one_line_each(audit: Audit) -> None:
    assert (
        "Referral to the decision on it: 2 of 3 (66.7%) within 1 working day; median 1, longest 3"
        in as_text(audit)
    )


def test_how_late_a_few_were_is_said_to_be_hidden() -> None:
    late = summary("R", MISSED, lateness=(LATE,))
    assert "How late" in as_text(audit_of(late))
    text = as_text(suppress(audit_of(late, summary("S", MISSED), summary("T", {"met": 60})), 5))
    assert "How late (late, overdue so far, and missed)\n  Hidden for 2 rules.\n" in text
    assert "How late" not in as_text(suppress(audit_of(summary("R", {"met": 6})), 5))
    assert "How late" not in as_text(audit_of(summary("R", MISSED)))


def test_of_a_few_and_many_that_are_not_measured_the_words_agree() -> None:
    some = Measure("m", "M", "a to b", "plan", "days", 9, Spread(30, 2, 9, 20, 0.666667), 1, 7, 1, (), (), 6)
    text = " ".join(as_text(audit_of(measures=(some,))).split())
    assert (
        "longest 9; 6 more needed none; 1 more has no end on record; 7 more have no start that can be told; "
        "1 more ends before it begins" in text
    )
    text = " ".join(as_text(suppress(audit_of(measures=(some,)), 5)).split())
    assert "longest 9; how many more are not measured is hidden What" not in text
    assert "longest 9; how many more are not measured is hidden" in text
