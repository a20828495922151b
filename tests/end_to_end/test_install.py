"""The wheel, installed as a newcomer would without a compiler, works from any directory."""

import os
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import threshold

ROOT = Path(__file__).parents[2]

CASE = """\
case: C-0412
as_at: 2026-08-14
request: {direction: step_down, to: early_help, made: 2026-08-12}
timeline:
  - {on: 2026-05-15, event: cin_plan_started}
"""

Run = Callable[..., subprocess.CompletedProcess[str]]

pytestmark = pytest.mark.slow


def _run(
    *command: str | Path, cwd: Path | None = None, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def _succeeded(done: subprocess.CompletedProcess[str]) -> subprocess.CompletedProcess[str]:
    assert done.returncode == 0, f"{done.args}\n{done.stdout}\n{done.stderr}"
    return done


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel made from the source distribution, so that both are known to be whole."""
    out = tmp_path_factory.mktemp("dist")
    build = (sys.executable, "-m", "hatchling", "build", "-d", out, "-t")
    _succeeded(_run(*build, "sdist", cwd=ROOT))
    [archive] = out.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        tar.extractall(out, filter="data")
    _succeeded(_run(*build, "wheel", cwd=out / archive.name.removesuffix(".tar.gz")))
    [built] = out.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs a program of a new virtual environment, far from the checkout and from any compiler."""
    if _run(sys.executable, "-m", "pip", "index", "versions", "--retries=0", "typer").returncode:
        pytest.skip("pip cannot reach an index")
    home = tmp_path_factory.mktemp("clean")
    (home / "elsewhere").mkdir()
    _succeeded(_run(sys.executable, "-m", "venv", home / "venv"))
    programs = home / "venv" / ("Scripts" if os.name == "nt" else "bin")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment |= {"PATH": str(programs), "CC": "no-compiler-here"}

    def run(program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return _run(programs / program, *arguments, cwd=home / "elsewhere", env=environment)

    _succeeded(run("python", "-m", "pip", "install", "--only-binary=:all:", wheel))
    return run


def test_every_file_of_the_rules_is_inside_the_wheel(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    rules = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("rules/**/*.yaml")}
    assert rules
    assert {f"threshold/{name}" for name in rules} <= inside


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert tops == {"threshold", f"threshold-{threshold.__version__}.dist-info"}


def test_a_plain_install_is_without_durable_rules(installed: Run) -> None:
    assert installed("python", "-c", "import durable").returncode == 1


def test_version(installed: Run) -> None:
    assert threshold.__version__ in _succeeded(installed("threshold", "--version")).stdout


def test_help(installed: Run) -> None:
    assert "decide" in _succeeded(installed("threshold", "--help")).stdout


def test_a_case_is_decided_with_the_rules_that_came_along(installed: Run, tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(CASE, encoding="utf-8")
    decided = _succeeded(installed("threshold", "decide", case))
    assert "C-0412" in decided.stdout
