"""The table of rules: the same figures, and nothing that a spreadsheet would run."""

import csv
from io import StringIO

import pytest

from threshold.audit.model import Audit
from threshold.audit.render.csv import as_csv
from threshold.output.escaping import formula

from ..conftest import RULE


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
