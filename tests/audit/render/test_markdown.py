"""The paper for a meeting: the same figures, and no markup of the export."""

from dataclasses import replace
from itertools import pairwise

from threshold.audit.compare import compare
from threshold.audit.model import (
    Audit,
    Bucket,
    Finding,
    Lateness,
    Measure,
    MeasurePart,
    Month,
    Part,
    Spread,
    Worst,
)
from threshold.audit.render.html import as_html
from threshold.audit.render.markdown import MOST_WORST, as_markdown
from threshold.audit.suppress import suppress
from threshold.audit.tally import counts

from ..conftest import RULE, audit_of, summary
from .conftest import SHARE


def test_markdown_has_no_markup_of_the_export(audit: Audit) -> None:
    text = as_markdown(audit)
    assert "<script>" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert SHARE in text
    widths = {line.count(" | ") for line in text.splitlines() if line.startswith(f"| {RULE} | Decision")}
    assert len(widths) >= 1


MISSED = {"met": 6, "late": 3, "overdue": 1}
WORST = Worst("C|1", None, None, "late", None, "2026-03-02", "2026-03-05", 3, "days", "North", "W1")


def test_a_cell_stays_in_its_column() -> None:
    """A bar in a reference, a team or a column's name is no bar of the table."""
    made = summary("R", MISSED, worst=(WORST,), by_team=(Part("North|South", counts(MISSED)),))
    found = (Finding("unreadable-date", "a date", "events", "on|off", 1, (2,)),)
    lines = as_markdown(audit_of(made, quality=found)).splitlines()
    tables = [line for line in lines if line.startswith("|")]
    headings = [line for line, rule in pairwise(tables) if set(rule) <= set("|- :")]
    assert [line.split(" | ")[0] for line in headings] == ["| How many", "| Rule", "| Team", "| Rule"]
    for heading in headings:
        below = tables[tables.index(heading) + 2]
        assert below.replace("\\|", "").count("|") == heading.count("|")
    assert "C\\|1" in "".join(tables)


def test_numbers_are_set_to_the_right() -> None:
    lines = as_markdown(audit_of(summary("R", MISSED, by_team=(Part("North", counts(MISSED)),)))).splitlines()
    assert lines[lines.index("| Team | Share met | Judged | Late, overdue, missed or not met |") + 1] == (
        "| --- | --: | --: | --: |"
    )


def test_each_rule_that_was_judged_has_its_lateness_and_months() -> None:
    late = Lateness("days", 4, 4.5, 1200, (Bucket(0, 7, 1, 2), Bucket(8, None, 0, 1)))
    months = (Month("2026-03", counts(MISSED)),)
    audit = audit_of(
        summary("R", MISSED, lateness=(late,), months=months),
        summary("OPEN", {"cannot_tell": 1}, months=months),
        summary("ASKED", MISSED, months=months, on_request=True),
    )
    text = as_markdown(audit)
    assert "In days: median 4.5, most 1,200; up to 7: 3; over 7: 1." in text
    assert text.count("| 2026-03 | 60.0% | 6 | 4 | 0 |") == 1
    assert [line for line in text.splitlines() if line.startswith("### ")] == ["### R: Something is done"]


def test_some_of_the_worst_are_told() -> None:
    worst = tuple(replace(WORST, child=f"C-{number}") for number in range(MOST_WORST + 1))
    text = as_markdown(audit_of(summary("R", MISSED, worst=worst)))
    assert f"C-{MOST_WORST - 1}" in text
    assert f"C-{MOST_WORST}" not in text


def test_an_audit_of_nothing_is_told_in_few_words() -> None:
    text = as_markdown(audit_of())
    assert "Nothing was found wrong with the data." in text
    assert "0 rules could not be judged" in text
    assert "|" not in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_changes_stand_with_what_makes_the_two_differ() -> None:
    then = audit_of(
        summary("R", {"met": 1}), as_at="2026-08-15", source=replace(audit_of().source, name="*.csv")
    )
    text = as_markdown(compare(audit_of(summary("R", MISSED)), then))
    assert "## Since 15 August 2026 (\\*.csv)\n\n- The audit compared with is later than this one.\n" in text
    assert "| -40.0 points |" in text


def test_what_is_hidden_leaves_no_empty_table_and_is_said() -> None:
    spread = Spread(3, 2.0, 9, 2, 0.666667)
    length = Measure("m", "Length", "a to b", "plan", "days", 9, spread, 7, 0, 0, (), ())
    late = Lateness("days", 4, 4.5, 1200, (Bucket(0, 7, 1, 2), Bucket(8, None, 0, 1)))
    lengths = (length, replace(length, title="Other", months=(MeasurePart("2026-03", spread),)))
    audit = suppress(audit_of(summary("R", MISSED, lateness=(late,)), measures=lengths), 5)
    text = as_markdown(audit)
    assert "By how much it was not met is hidden." in text
    assert "| Length | a to b | 9 days | hidden |" in text
    assert [line for line in text.splitlines() if line.startswith("###")] == ["### R: Something is done"]
    page = as_html(audit)
    assert "By how much it was not met is hidden." in page
    assert "by month" not in page
    assert "### Other" in as_markdown(audit_of(measures=lengths))
