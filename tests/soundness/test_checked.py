"""A policy checked: what needs a case to prove it is told only with one."""

from dataclasses import replace
from pathlib import Path

import pytest

from threshold.conditions import All, Not
from threshold.conditions import Test as Leaf
from threshold.policy import PolicyFiles, load_policy
from threshold.reading import Problem
from threshold.soundness import Finding, Shown
from threshold.soundness.checked import checked
from threshold.soundness.finding import HOLDS

from ..policy.making import TODAY
from .making import LEVELS, RULE

A = Leaf("t.a", "is", (True,))


@pytest.fixture
def files(small) -> PolicyFiles:
    return load_policy(str(small.tiny(RULE).write()))


def claim(files: PolicyFiles, *conditions) -> Finding:
    shown = Shown(files.at(TODAY), TODAY, tuple((each, HOLDS) for each in conditions))
    return Finding("claimed", Problem("can happen", "f", 1, 1, "R"), "Somebody is told so", shown, True)


def test_what_can_happen_is_a_finding_where_a_case_shows_it(files):
    found = checked("p", files, [claim(files, A)])
    assert [each.code for each in found.findings] == ["claimed"]
    assert found.unexamined == ()
    assert found.cases[0].given == {"t.a": True}


def test_what_no_case_shows_counts_as_not_looked_at(files):
    for finding in (claim(files, A, Not(A)), replace(claim(files, A), shown=None)):
        found = checked("p", files, [finding])
        assert found.findings == ()
        assert [(each.code, each.what) for each in found.unexamined] == [("claimed", "R")]
        assert "no case was found" in found.unexamined[0].why


def test_a_finding_that_needs_no_proof_is_told_without_a_case(files):
    finding = replace(claim(files, All((A, Not(A)))), needs_witness=False)
    found = checked("p", files, [finding], ["looked at"])
    assert found.findings == (finding,)
    assert found.case(0) is None
    assert found.remarks[0] == "looked at"


def test_cases_are_written_for_what_can_be_shown(small, tmp_path: Path):
    found = checked("p", load_policy(str(small.tiny(LEVELS).write())))
    (path,) = found.write_cases(tmp_path / "shown")
    text = path.read_text()
    assert text.startswith("# level-without-protection, D: works out the level of need")
    assert "policy: " in text
    # A second time another name is taken: nothing is written over.
    (again,) = found.write_cases(tmp_path / "shown")
    assert again != path
