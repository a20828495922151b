"""A decision as Markdown holds what the text does, and what somebody typed freely can do no harm in it."""

import re
from dataclasses import replace

import pytest

from threshold.casefiles import Case, read_cases
from threshold.engine import Engine, evaluators
from threshold.policy import load_policy
from threshold.reports.markdown import as_markdown
from threshold.reports.sections import sections
from threshold.reports.text import as_text

from .conftest import CASES, PACKS, decisions
from .making import decided, row

ENGINE = Engine(load_policy("continuum-of-need"), using=evaluators()[:1])
JUDGED = CASES / "continuum-of-need" / "level-judged-by-a-professional.yaml"


def judged(reason: str) -> Case:
    (case,) = read_cases([str(JUDGED)], ENGINE.policy.vocabulary)
    assert isinstance(case, Case)
    overrides = {name: replace(each, reason=reason) for name, each in case.overrides.items()}
    return replace(case, overrides=overrides)


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        ("a * b _c_ `d`", r"a \* b \_c\_ \`d\`"),
        ("<script>alert(1)</script>", r"\<script\>alert(1)\</script\>"),
        ("| a | b |", r"\| a \| b \|"),
        ("[click](https://example.org)", r"[click]\(https://example.org)"),
        ("one\n\n# two\n- three", "one # two - three"),
        ("back\\slash", r"back\\slash"),
    ],
)
def test_what_was_typed_stays_text(reason: str, shown: str) -> None:
    lines = [
        line for line in as_markdown(ENGINE.decide(judged(reason))).splitlines() if "Judged to be" in line
    ]
    assert lines == [f"- Judged to be 4 by the qualified Social Worker: {shown}"]


def test_a_long_reason_with_breaks_keeps_the_screen_in_shape() -> None:
    text = as_text(ENGINE.decide(judged("word " * 60 + "\n\n\nend")))
    assert max(map(len, text.splitlines())) <= 100
    assert "" not in text.splitlines()


@pytest.mark.parametrize("pack", PACKS)
def test_markdown_holds_the_same_and_stays_in_its_shape(pack: str) -> None:
    for decision in decisions(pack)[::3]:
        lines = as_markdown(decision).splitlines()
        assert lines[0].startswith("## ")
        titles = [line.removeprefix("### ") for line in lines if line.startswith("### ")]
        assert titles == [section.title for section in sections(decision)]
        said = sum(len(section.lines) for section in sections(decision))
        assert sum(line.startswith("- ") for line in lines) == said
        for section in sections(decision):
            if section.table:
                rows = [line for line in lines if line.startswith("|")]
                bars = {len(re.findall(r"(?<!\\)\|", row)) for row in rows}
                assert bars == {len(section.table.headings) + 1}


def test_a_decision_in_full() -> None:
    made = decided(
        headline="Step up: *now*", deadlines=(row(days=1, title="A | B"),), because=("it is <so>",)
    )
    assert as_markdown(made) == (
        "## Step up: \\*now\\*\n\n"
        "C-1, as at 14 August 2026, policy p. Status: **permitted**\n\n"
        "### Why\n\n"
        "- it is \\<so\\>\n\n"
        "### By when\n\n"
        "| What   | Limit   | From        | Due         | State      | Source   |\n"
        "|--------|---------|-------------|-------------|------------|----------|\n"
        "| A \\| B | 5 days  | 12 Aug 2026 | 17 Aug 2026 | 1 day left | [T-1]    |\n\n"
        "*Advice only: a person decides.*\n"
    )


def test_everything_is_shown_where_it_is_asked_for() -> None:
    assert "### Policy" not in as_markdown(decided())
    assert "### Policy\n\n- Small, version 1.0, digest 0123456789ab" in as_markdown(
        decided(), everything=True
    )
