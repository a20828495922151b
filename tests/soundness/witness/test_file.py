"""A case as a file that says what it shows, and that the examples are run with."""

from pathlib import Path

from threshold.casefiles import Case
from threshold.conditions import Test as Leaf
from threshold.examples import run_examples
from threshold.policy import load_policy
from threshold.reading import Problem
from threshold.soundness import Finding, Shown
from threshold.soundness.finding import HOLDS
from threshold.soundness.witness import Finder
from threshold.soundness.witness.file import policy_named, write_case

from ...policy.making import TODAY
from ..making import RULE


def test_the_file_shows_the_finding_and_passes_as_it_is(small, tmp_path: Path):
    files = load_policy(str(small.tiny(RULE).write()))
    shown = Shown(files.at(TODAY), TODAY, ((Leaf("t.a", "is", (True,)), HOLDS),))
    finding = Finding("a-code", Problem("is wrong", "f", 1, 1, "R"), "Somebody is told so", shown)
    finder = Finder()
    case = finder.case(shown)
    assert case is not None
    judge = finder.judge(shown.policy, TODAY)
    path = write_case(tmp_path, finding, shown, case, files, judge)
    assert path is not None
    assert path.name == "a-code-1.yaml"
    assert path.read_text().startswith("# a-code, R: is wrong. Somebody is told so.")
    (result,) = run_examples([str(path)], None, ())
    assert (result.because, result.differences) == ((), ())
    # What does not show it is not written.
    assert write_case(tmp_path, finding, shown, Case("C", {}), files, judge) is None
    assert [each.name for each in tmp_path.iterdir()] == ["a-code-1.yaml"]


def test_a_policy_that_comes_along_is_named_and_another_by_its_path(small, tmp_path: Path):
    assert policy_named(load_policy("national"), tmp_path) == "national"
    assert policy_named(load_policy(str(small.write())), tmp_path).endswith("p.yaml")
