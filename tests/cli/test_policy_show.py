"""`threshold policy show` and `check`, and `threshold --version`."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import threshold
from threshold.cli.main import main
from threshold.engine import evaluators
from threshold.policy import load_policy, policy_names, rules_directory

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["threshold", *arguments])
        return (main(), *capsys.readouterr())

    return run


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A copy of the rules, to be changed."""
    return Path(shutil.copytree(rules_directory(), tmp_path / "rules"))


@pytest.mark.parametrize("name", policy_names())
def test_show_tells_every_pack_clause_and_parameter(run: Run, name: str) -> None:
    status, out, err = run("policy", "show", name, "--as-at", "2026-11-22")
    assert (status, err) == (0, "")
    assert max(map(len, out.splitlines())) <= 100
    policy = load_policy(name).at(date(2026, 11, 22))
    assert f"policy {name}, version {policy.version}, digest {policy.digest[:12]}\n" in out
    told = " ".join(out.split())
    for pack in policy.packs:
        assert f"{pack.name} ({pack.role}" in told
        for clause in pack.clauses:
            assert f" {clause}: " in told
        for value in pack.parameters.values():
            assert f" {value.name} = " in told


def test_show_takes_the_default_policy_and_today(run: Run) -> None:
    _, out, _ = run("policy", "show")
    assert "\npolicy default, " in out


def test_show_a_policy_that_is_not_there(run: Run) -> None:
    status, out, err = run("policy", "show", "rochdale")
    assert (status, out) == (2, "")
    assert "there is no policy of that name" in err


def test_check_finds_what_comes_along_sound(run: Run) -> None:
    status, out, err = run("policy", "check")
    assert (status, err) == (0, "")
    found = [line.partition(":")[0] for line in out.splitlines() if not line.startswith(" ")]
    assert found == policy_names()


def test_check_tells_every_problem_and_goes_on(run: Run, rules: Path) -> None:
    path = rules / "step-up-step-down" / "rules" / "after-child-protection.yaml"
    path.write_text(path.read_text().replace("child_protection.history", "child_protection.histry"))
    broken, sound = (str(rules / "policies" / f"{name}.yaml") for name in ("step-up-step-down", "national"))
    status, out, err = run("policy", "check", broken, sound)
    assert status == 2
    assert f"threshold: {path}, line " in err
    assert 'did you mean "child_protection.history"' in err
    assert out.startswith(f"{sound}: sound; ")


def test_version_names_the_evaluators(run: Run) -> None:
    status, out, err = run("--version")
    assert (status, err) == (0, "")
    assert out.startswith("threshold ")
    for evaluator in evaluators():
        assert evaluator.name in out


MISSING = 'sys.modules["durable_rules_engine"] = None'


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (MISSING, "it is not installed; the extra threshold[durable] brings it, and needs a C compiler"),
        (f"{MISSING}; sys.version_info = (3, 14)", "it has not been shown to work with Python 3.14 or newer"),
        ("sys.path.insert(0, sys.argv.pop())", "it is installed, but does not load in this Python"),
    ],
)
def test_version_says_when_the_second_evaluator_is_missing_and_why(
    tmp_path: Path, given: str, told: str
) -> None:
    (tmp_path / "durable_rules_engine.py").write_text("raise ImportError('undefined symbol')\n")
    script = f"import sys; from threshold.cli.main import main; {given}; sys.exit(main())"
    command = [sys.executable, "-c", script, "--version", *([tmp_path] if "argv" in given else [])]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"threshold {threshold.__version__} (evaluators: python)",
        f"The second evaluator, durable-rules, is missing: {told}.",
    ]


def test_without_a_command_the_help(run: Run) -> None:
    status, out, _ = run()
    assert status == 0
    for command in ("decide", "ask", "policy"):
        assert f"\n  {command} " in out
