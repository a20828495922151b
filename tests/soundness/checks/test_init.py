"""Every check is among those that are run, and says what it is."""

import re
from pathlib import Path

import pytest

from threshold.soundness import checks
from threshold.soundness.checks import CHECKS

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
