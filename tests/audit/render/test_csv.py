"""The table of rules: the same figures, and nothing that a spreadsheet would run."""

import csv
from io import StringIO

import pytest

from threshold.audit.model import Audit, Lateness
from threshold.audit.render.csv import HEADINGS, as_csv
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
