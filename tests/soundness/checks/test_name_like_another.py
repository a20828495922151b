"""Names of a pack's own that nothing reads, beside another that is nearly the same, are found."""

from pathlib import Path
from tempfile import mkdtemp

import pytest

from ...policy.own import Own
from ..making import RULE, problems

WORDS = """prefix: ours
events:
  ours_seen: {asks: "When was the family seen?"}
facts:
  ours:
    seen: {type: date, timeline: {latest: ours_seen}}
    agreed: {type: choice, values: {written: [], spoken: []}, asks: "How?"}
"""
RULES = RULE.replace("T-1", "O-1").replace(
    "{t.a: true}", "{ours.agreed: [written, spoken], ours.seen: {recorded: true}}"
)


def told(folder: Path, words: str) -> list[str]:
    own = Own(folder / "own")
    own.pack(vocabulary=words, rules=RULES)
    return [each.message for each in problems(own.files()) if "keep one of them" in each.message]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (
            "    agreed:",
            "    agred: {type: boolean, asks: Agreed?}\n    agreed:",
            "ours.agred, which nothing reads",
        ),
        (
            "  ours_seen:",
            "  ours_seeen: {asks: Seen?}\n  ours_seen:",
            "the event ours_seeen, which nothing reads",
        ),
        ("spoken: []}", "spoken: [], writen: []}", "the choice writen of ours.agreed, which nothing reads"),
    ],
)
def test_a_name_that_nothing_reads(tmp_path: Path, old: str, new: str, what: str):
    (message,) = told(tmp_path, WORDS.replace(old, new))
    assert message.startswith(f"declares {what}, beside ")


@pytest.mark.parametrize(
    "new", ["    wholly_other: {type: boolean, asks: Agreed?}\n    agreed:", "    agreed:"]
)
def test_other_names(tmp_path: Path, new: str):
    assert told(tmp_path, WORDS.replace("    agreed:", new)) == []


def beside(words: str) -> Path:
    own = Own(Path(mkdtemp()) / "own")
    own.pack(vocabulary=words, rules=RULES)
    return own.files().path


def fails(_) -> Path:
    """A policy in which this is found."""
    return beside(WORDS.replace("    agreed:", "    agred: {type: boolean, asks: Agreed?}\n    agreed:"))


def passes(_) -> Path:
    """One that differs in nothing else, and in which it is not."""
    return beside(WORDS)
