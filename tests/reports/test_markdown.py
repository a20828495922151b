"""A decision as Markdown holds what the text does, and what somebody typed freely can do no harm in it."""

from dataclasses import replace

import pytest

from threshold.casefiles import Case, read_cases
from threshold.decisions.model import Consultation, MissingFact, Note
from threshold.engine import Engine, evaluators
from threshold.output.escaping import markdown_line
from threshold.policy import load_policy
from threshold.reports.markdown import as_markdown
from threshold.reports.sections import sections
from threshold.reports.text import as_text, on_a_screen

from .conftest import CASES, PACKS, decisions
from .making import check, decided, row

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
        ("[click](https://example.org)", r"[click]\(https\://example.org)"),
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
    assert max(map(len, text.splitlines())) <= 80
    assert "" not in text.splitlines()


@pytest.mark.parametrize("pack", PACKS)
def test_markdown_has_the_lines_of_the_text(pack: str) -> None:
    """What a screen of 80 by 24 leaves out, it leaves out as well, and says so."""
    for decision in decisions(pack):
        text, lines = as_text(decision), as_markdown(decision).splitlines()
        told = on_a_screen(decision)
        assert [line for line in lines if line.startswith("- ")] == [
            f"- {markdown_line(line.text)}" for section in told for line in section.lines
        ]
        shown = [section for section in told if section.lines]
        assert [line for line in lines if line.startswith("### ")] == [
            f"### {section.heading}" for section in shown
        ]
        for line in (line.text for section in told for line in section.lines):
            assert " ".join(line.split()) in " ".join(text.split()), decision.case
        assert lines[0] == f"## {markdown_line(decision.recommendation.headline)}"
        assert " ".join(text.split()).endswith(lines[-1].strip("*")), decision.case


@pytest.mark.parametrize("pack", PACKS)
def test_everything_has_the_lines_of_the_text_too(pack: str) -> None:
    for decision in decisions(pack)[::3]:
        lines = as_markdown(decision, everything=True).splitlines()
        told = [line.text for section in sections(decision, True) for line in section.lines]
        assert [line for line in lines if line.startswith("- ")] == [
            f"- {markdown_line(each)}" for each in told
        ]


def test_a_decision_in_full() -> None:
    made = decided(
        headline="Step up: *now*", deadlines=(row(days=1, title="A | B"),), because=("it is <so>",)
    )
    assert as_markdown(made) == (
        "## Step up: \\*now\\*\n\n"
        "C-1, as at 14 August 2026, policy p. Status: **permitted**\n\n"
        "### By when\n\n"
        "- A \\| B: due 17 Aug 2026, 1 day left [T-1]\n\n"
        "### Why\n\n"
        "- it is \\<so\\>\n\n"
        "*Advice only: a person decides.*\n"
    )


def test_what_there_is_no_room_for_is_counted() -> None:
    asks = tuple(MissingFact(f"t.{number}", f"Question {number}?", ("R",)) for number in range(40))
    open_ = Note("T01", "Nobody says when", "R")
    made = decided(status="blocked", checks=(check("R"),), missing=asks, notes=(open_,))
    lines = as_markdown(made).splitlines()
    assert "### Not known (and 24 more)" in lines
    assert lines.count("- Question 0? [T-1]") == 1
    assert len([line for line in lines if "Question" in line]) == 16
    assert lines[-1] == (
        "*Advice only: a person decides. Not shown: Left open by the sources (1). --all shows everything.*"
    )


def test_everything_is_shown_where_it_is_asked_for() -> None:
    assert "### Policy" not in as_markdown(decided())
    full = as_markdown(decided(deadlines=(row(days=1, title="A | B"),)), everything=True)
    assert "### Policy\n\n- Small, version 1.0, digest 0123456789ab" in full
    assert "### By when\n\n- A \\| B: due 17 Aug 2026, 1 day left; 5 days from 12 Aug 2026 [T-1]\n" in full


def test_the_status_is_urgent_where_a_child_is_to_be_protected() -> None:
    assert "Status: **urgent (permitted)**" in as_markdown(decided(direction="safeguarding_now"))


def test_the_advice_to_a_caller_is_a_paragraph_below_the_headline() -> None:
    made = decided(consultation=Consultation("start_caf", (), (), (), ("BAR-CL-4",)))
    headline, advice, *_ = as_markdown(made).split("\n\n")
    assert headline.startswith("## ")
    assert advice == markdown_line("Advice to the caller: start a CAF [BAR-CL-4]")
