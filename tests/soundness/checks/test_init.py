"""Every check is run, says what it is, and tells a policy that fails it from one that does not."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from threshold.policy import load_policy
from threshold.soundness import checks, findings
from threshold.soundness.checks import CHECKS
from threshold.soundness.witness import Finder
from threshold.soundness.witness.file import write_case

from ...semantics.conftest import Small, rules_folder

BESIDE = __name__.rpartition(".")[0]
NO_CASE = "No case can show it"
PARTS = ("What would happen:", "How to mend it:", "How far it looks:")


def test_every_module_is_run():
    modules = {path.stem for path in Path(checks.__file__ or "").parent.glob("*.py")} - {"__init__"}
    assert {check.CODE.replace("-", "_") for check in CHECKS} == modules
    assert len({*CHECKS}) == len(CHECKS)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.CODE)
def test_a_check_says_what_it_is(check):
    text = check.__doc__
    first, empty, *_ = text.splitlines()
    assert re.fullmatch(r"[A-Z].*\.", first)
    assert empty == ""
    assert [part for part in PARTS if text.count(f"\n{part} ") != 1] == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.CODE)
def test_a_check_finds_what_fails_it_and_not_what_passes(check, tmp_path: Path):
    """`fails` and `passes` of the check's own tests write a policy each."""
    rules_folder(tmp_path)
    tests = import_module(f"{BESIDE}.test_{check.CODE.replace('-', '_')}")
    found = {finding.code for finding in findings(load_policy(str(tests.fails(Small(tmp_path)))))}
    assert check.CODE in found
    sound = {finding.code for finding in findings(load_policy(str(tests.passes(Small(tmp_path)))))}
    assert check.CODE not in sound


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.CODE)
def test_a_case_shows_what_a_check_finds_or_it_says_that_none_can(check, tmp_path: Path):
    """The case is found, written, read and decided again: it shows what it has to."""
    rules_folder(tmp_path)
    tests = import_module(f"{BESIDE}.test_{check.CODE.replace('-', '_')}")
    files = load_policy(str(tests.fails(Small(tmp_path))))
    found = [finding for finding in findings(files) if finding.code == check.CODE]
    if NO_CASE in " ".join(check.__doc__.split()):
        assert [finding.shown for finding in found] == [None] * len(found)
        return
    finder = Finder()
    for finding in found:
        assert finding.shown is not None
        case = finder.case(finding.shown)
        assert case is not None
        judge = finder.judge(finding.shown.policy, finding.shown.day)
        path = write_case(tmp_path / "shown", finding, finding.shown, case, files, judge)
        assert path is not None
