"""A small pack with examples of its own, all in one temporary folder."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from ..semantics.conftest import Small, nothing_remembered, rules, small

__all__ = ["nothing_remembered", "rules", "small", "written"]

RULES = """\
requirements:
  - id: R
    carries: [T-1]
    bears_on: [step_up, step_down]
    applies: {t.b: true}
    block:
      - must: {t.n: {at_least: 5}, t.a: true}
        else: Too few
deadlines:
  - id: L
    carries: [T-1]
    starts: {fact: t.day}
    within: 3 days
    met_by: {event: seen}
    late: Done late
    overdue: Not done
routes:
  - id: W
    carries: [T-1]
    steps: [{W-1: Write, by: Worker, to: Manager}]
"""
# Each expects one thing; together they notice some changes and leave others unnoticed.
EXAMPLES = {
    "met.yaml": "t: {a: true, b: true, n: 5}\nexpect: {policy: p.yaml, checks: {R: met}}",
    "few.yaml": "t: {a: true, b: true, n: 4}\nexpect: {policy: p.yaml, checks: {R: not_met}}",
    "due.yaml": "t: {day: 2026-08-14}\nexpect: {policy: p.yaml, deadlines: {L: {due: 2026-08-17}}}",
}


@pytest.fixture
def written(small: Small) -> Path:
    """The folder with the policy, its pack `tiny` and, in `cases`, the examples."""
    return write(small, RULES, EXAMPLES)


def write(small: Small, rules: str, examples: Mapping[str, str], parameters: str = "") -> Path:
    """The folder with a pack `tiny` of these rules and, in `cases`, these examples."""
    folder = small.tiny(rules, parameters).write().parent
    (folder / "cases").mkdir()
    for name, case in examples.items():
        (folder / "cases" / name).write_text(example(name[:-5], case, folder))
    return folder


def example(name: str, case: str, folder: Path) -> str:
    """An example decided under the policy in this folder."""
    return f"case: {name}-1\nas_at: 2026-08-14\n{case}\n".replace("p.yaml", str(folder / "p.yaml"))
