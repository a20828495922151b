"""Only where everything that is pinned was looked up and found clean is the check passed."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
CHECK = ROOT / "requirements" / "vulnerabilities.py"
PINNED = {
    pair
    for name in ("build.txt", "dev.txt", "run.txt", "supply.txt")
    for pair in re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / "requirements" / name).read_text("utf-8"), re.M)
}
# Answers as pip-audit does, of each package what the test has put into a file.
ANSWERS = """#!{python}
import json, sys
from pathlib import Path
lines = Path(sys.argv[sys.argv.index("--requirement") + 1]).read_text().split()
pairs = [line.split("==") for line in lines]
assert len(pairs) == len(dict(pairs))  # it takes no package twice
known = json.loads(Path({answers!r}).read_text())
told = [dict(known.get(" ".join(pair), {{"version": pair[1], "vulns": []}}), name=pair[0]) for pair in pairs]
print(json.dumps({{"dependencies": [each for each in told if not each.get("silent")]}}))
sys.exit(1 if any(each.get("vulns") for each in told) else 0)
"""

Checked = Callable[..., tuple[int, str]]


@pytest.fixture
def checked(tmp_path: Path) -> Checked:
    """The check, answered with what is said of some packages; of all others that they are clean."""

    def run(known: dict[str, Any]) -> tuple[int, str]:
        answers, tool = tmp_path / "answers.json", tmp_path / "tool"
        answers.write_text(json.dumps(known), encoding="utf-8")
        tool.write_text(ANSWERS.format(python=sys.executable, answers=str(answers)), encoding="utf-8")
        tool.chmod(0o700)
        return check(tool)

    return run


def check(tool: Path) -> tuple[int, str]:
    command = [sys.executable, str(CHECK), "--tool", str(tool)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_all_clean(checked: Checked) -> None:
    assert checked({}) == (0, f"{len(PINNED)} pinned: {len(PINNED)} clean, 0 vulnerable, 0 not looked up\n")


def test_one_that_is_vulnerable(checked: Checked) -> None:
    name, version = max(PINNED)
    vulnerable = {"version": version, "vulns": [{"id": "X-1", "fix_versions": ["9.9"]}, {"id": "X-2"}]}
    status, told = checked({f"{name} {version}": vulnerable})
    assert status == 1
    assert f"vulnerable: {name} {version}: X-1, mended in 9.9\n" in told
    assert f"vulnerable: {name} {version}: X-2, mended in no version yet\n" in told
    assert f"{len(PINNED) - 1} clean, 1 vulnerable, 0 not looked up" in told


@pytest.mark.parametrize(
    "answer",
    [{"skip_reason": "not found"}, {"silent": True}, {"version": "0", "vulns": []}],
    ids=["skipped", "left out", "another version"],
)
def test_one_that_could_not_be_looked_up(checked: Checked, answer: dict[str, Any]) -> None:
    name, version = min(PINNED)
    status, told = checked({f"{name} {version}": answer})
    assert status == 1
    assert f"not looked up: {name} {version}: not found where it was looked up\n" in told
    assert f"{len(PINNED) - 1} clean, 0 vulnerable, 1 not looked up" in told


@pytest.mark.parametrize(
    "what", ["#!/bin/sh\nexit 1\n", "#!/bin/sh\necho '{}'\n", "#!/bin/sh\necho '[]'\n", ""]
)
def test_where_there_is_no_answer_nothing_is_clean(tmp_path: Path, what: str) -> None:
    tool = tmp_path / "tool"
    tool.write_text(what, encoding="utf-8")
    tool.chmod(0o700 if what else 0o600)
    status, told = check(tool)
    assert (status, f"0 clean, 0 vulnerable, {len(PINNED)} not looked up" in told) == (1, True)
    assert ("is there a network?" in told) == bool(what)
