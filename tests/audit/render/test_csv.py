"""The table of rules: the same figures, and nothing that a spreadsheet would run."""

import csv
from dataclasses import replace
from io import StringIO

import pytest

from threshold.audit.model import Audit, Lateness, Measure, MeasurePart, PeriodStamp, Spread, Wanted
from threshold.audit.render.csv import HEADINGS, MEASURED, as_csv, measures_csv
from threshold.audit.suppress import suppress
from threshold.output.escaping import formula
from threshold.semantics.closed_lists import AUDIT_STATES

from ..conftest import RULE, audit_of, summary


def test_csv_has_every_rule_and_no_formula(audit: Audit) -> None:
    rows = list(csv.DictReader(StringIO(as_csv(audit))))
    assert [row["rule"] for row in rows] == [rule.rule for rule in audit.rules]
    row = next(row for row in rows if row["rule"] == RULE)
    assert (row["met"], row["late"], row["overdue"], row["late_unit"]) == ("2", "1", "3", "working days")
    assert "Day 0 is the start event" in row["counting"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\r=x"])
def test_what_a_spreadsheet_would_run_is_defused(text: str) -> None:
    assert formula(text) == f"'{text}"
    assert formula(f"a{text}") == f"a{text}"


def read(audit: Audit) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(as_csv(audit), newline="")))


def test_each_figure_stands_under_its_heading() -> None:
    numbers = dict(zip(AUDIT_STATES, range(11, 24), strict=True))
    late = (Lateness("days", 3, 2.5, 9, ()), Lateness("hours", 1, 4, 4, ()))
    made = summary("R", numbers, lateness=late, without=7, each="assessment", beside="S")
    (row,) = read(audit_of(made))
    assert tuple(row) == HEADINGS
    assert {state: row[state] for state in AUDIT_STATES} == {
        state: str(number) for state, number in numbers.items()
    }
    assert (row["n"], row["judged"]) == (str(made.counts.n), str(made.counts.judged))
    assert (float(row["share"]), float(row["least"])) == (made.counts.share, made.counts.least)
    assert (row["without"], row["each"], row["beside"], row["on_request"]) == ("7", "assessment", "S", "no")
    # The first unit of a rule stands for it.
    assert (row["late_unit"], row["late_median"], row["late_most"]) == ("days", "2.5", "9")


def test_what_could_not_be_judged_and_what_is_on_request_have_rows_too() -> None:
    open_, asked = summary("A", {"cannot_tell": 2}), summary("B", {}, on_request=True)
    first, second = read(audit_of(open_, asked))
    assert (first["share"], first["least"], first["cannot_tell"], first["late_unit"]) == ("", "", "2", "")
    assert (first["on_request"], second["on_request"]) == ("no", "yes")


def test_a_title_that_a_spreadsheet_would_run_is_defused() -> None:
    (row,) = read(audit_of(summary("R", {}, title="=1+1", counted="-1")))
    assert (row["title"], row["counted"]) == ("'=1+1", "'-1")


def test_what_a_rule_lacks_stands_in_one_cell() -> None:
    lacks = (Wanted("event", "cin_review", "When?", True), Wanted("fact", "need.complex", "Is it?", False))
    (row,) = read(audit_of(summary("R", {"cannot_tell": 1}, wants=lacks)))
    assert row["lacks"] == "event:cin_review fact:need.complex"


SPREAD = Spread(40, 12.5, 90, 30, 0.75)
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
    backward=None,
    months=(MeasurePart("2026-03", None),),
    by_team=(MeasurePart("=North", replace(SPREAD, within=None, share=None)),),
    not_needed=4,
)


def test_measures_have_a_row_in_all_and_for_each_month_and_team() -> None:
    period = PeriodStamp("2025-04-01", "2026-03-31", "done", 0)
    text = measures_csv(audit_of(measures=(MEASURE,), period=period))
    every, month, team = csv.DictReader(StringIO(text, newline=""))
    assert tuple(every) == MEASURED
    assert [every[name] for name in ("by", "n", "median", "longest", "within", "share")] == [
        *("all", "40", "12.5", "90", "30", "0.75")
    ]
    assert [every[name] for name in ("not_needed", "no_end", "no_start", "backward")] == [
        *("4", "3", "2", "hidden")
    ]
    assert [month[name] for name in ("by", "name", "n", "share", "no_end")] == [
        "month",
        "2026-03",
        "hidden",
        "hidden",
        "",
    ]
    assert [team[name] for name in ("by", "name", "n", "within")] == ["team", "'=North", "40", "hidden"]
    assert [team[name] for name in ("from", "to", "of_what_was")] == ["2025-04-01", "2026-03-31", "done"]


def test_what_is_hidden_of_how_late_and_of_shares_says_so() -> None:
    late = (Lateness("days", 3, 2.5, 9, ()),)
    outcomes = {"met": 40, "late": 3, "cannot_tell": 9}
    (row,) = read(suppress(audit_of(summary("R", outcomes, lateness=late), children=90), 5))
    names = ("late_unit", "late_median", "late_most", "share", "least", "met", "cannot_tell")
    assert [row[name] for name in names] == [*("hidden",) * 6, "9"]
    (row,) = read(suppress(audit_of(summary("R", {"met": 40}), children=90), 5))
    assert [row[name] for name in names] == ["", "", "", "1.0", "1.0", "40", "0"]


def test_a_team_that_a_terminal_would_obey_is_told_without_that() -> None:
    part = MeasurePart("=North\x1b[31m\r\n", Spread(10, 3.0, 9, 8, 0.8))
    made = Measure("m", "M", "a to b", "assessment", "days", 45, part.spread, 0, 0, 0, (), (part,))
    rows = [*csv.DictReader(StringIO(measures_csv(audit_of(measures=(made,)))))]
    assert [row["name"] for row in rows] == ["", "'=North?[31m  "]
