"""What somebody typed freely can do no harm in Markdown."""

from dataclasses import replace
from pathlib import Path

import pytest

from threshold.casefiles import Case, read_cases
from threshold.engine import Engine, evaluators
from threshold.policy import load_policy
from threshold.reports import as_markdown, as_text

ENGINE = Engine(load_policy("continuum-of-need"), using=evaluators()[:1])
JUDGED = Path(__file__).parents[2] / "cases" / "continuum-of-need" / "level-judged-by-a-professional.yaml"


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
