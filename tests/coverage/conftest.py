"""A small pack with a list of clauses and examples of its own."""

from pathlib import Path

import pytest

from ..mutation.conftest import RULES, write
from ..semantics.conftest import Small, nothing_remembered, rules, small

__all__ = ["nothing_remembered", "rules", "small", "written"]

CLAUSES = """\
core:
  T-1: one place
  T-2: another
further:
  T-3: {place: a third, in_part: half of it}
  W-1: the form
  T-5: nobody has looked
staff:
  T-4: {place: a fourth, left_out: It is about a rota}
"""
EXAMPLES = {
    "met.yaml": "t: {a: true, b: true, n: 5}\nexpect: {policy: p.yaml, checks: {R: met}}",
    "due.yaml": "t: {day: 2026-08-14}\nexpect: {policy: p.yaml, deadlines: {L: {state: pending}}}",
}


@pytest.fixture
def written(small: Small) -> Path:
    """The folder with the policy, its pack `tiny` and, in `cases`, the examples.

    T-2 is cited by a deadline that no example would miss if it had no limit, and W-1 by a row.
    """
    cited = RULES.replace("id: R\n    carries: [T-1]", "id: R\n    carries: [T-1, T-3]")
    cited = cited.replace("id: W\n    carries: [T-1]", "id: W\n    carries: [T-2]")
    folder = write(small, cited, EXAMPLES)
    head = folder / "tiny" / "pack.yaml"
    head.write_text(
        "".join(line for line in head.read_text().splitlines(True) if "clauses: {T-1" not in line)
    )
    (folder / "tiny" / "clauses.yaml").write_text(CLAUSES)
    return folder
