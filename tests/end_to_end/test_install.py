"""Wheel and source distribution, installed without a compiler, work from any directory."""

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
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A source distribution, and a wheel made from it, so that both are known to be whole."""
    out = tmp_path_factory.mktemp("dist")
    build = (sys.executable, "-m", "hatchling", "build", "-d", out, "-t")
    _succeeded(_run(*build, "sdist", cwd=ROOT))
    [archive] = out.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        tar.extractall(out, filter="data")
    _succeeded(_run(*build, "wheel", cwd=out / archive.name.removesuffix(".tar.gz")))
    return out


@pytest.fixture(scope="session")
def wheel(dist: Path) -> Path:
    [built] = dist.glob("*.whl")
    return built


@pytest.fixture(scope="session", params=["*.whl", "*.tar.gz"], ids=["wheel", "sdist"])
def installed(dist: Path, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
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

    def install(*what: str | Path) -> None:
        _succeeded(run("python", "-m", "pip", "install", "--only-binary=:all:", *what))

    [archive] = dist.glob(request.param)
    install("--require-hashes", "-r", ROOT / "requirements" / "run.txt")
    if archive.suffix == ".gz":
        install("--require-hashes", "-r", ROOT / "requirements" / "build.txt")
    install("--no-deps", "--no-build-isolation", "--no-binary=threshold", archive)
    return run


def test_every_file_of_the_rules_is_inside_the_wheel(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    rules = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("rules/**/*") if path.is_file()}
    assert {"rules/template/README.md", "rules/template/our-town/indicators.csv"} <= rules
    assert {f"threshold/{name}" for name in rules} <= inside


def test_every_template_and_style_is_inside_the_wheel(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    beside = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src").rglob("*.[jc]*")}
    shown = {name for name in beside if name.endswith((".j2", ".css"))}
    assert {"threshold/web/templates/style.css", "threshold/web/templates/question.html.j2"} <= shown
    assert shown <= inside


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert tops == {"threshold", f"threshold-{threshold.__version__}.dist-info"}


def test_what_is_installed_is_all_that_is_asked_for(installed: Run) -> None:
    _succeeded(installed("python", "-m", "pip", "check"))


def test_it_is_used_from_where_it_was_installed(installed: Run) -> None:
    found = _succeeded(installed("python", "-c", "import threshold; print(threshold.__file__)")).stdout
    assert "site-packages" in found
    assert not Path(found).is_relative_to(ROOT)


def test_a_plain_install_is_without_durable_rules(installed: Run) -> None:
    assert installed("python", "-c", "import durable").returncode == 1


def test_version(installed: Run) -> None:
    first, second = _succeeded(installed("threshold", "--version")).stdout.splitlines()
    assert first == f"threshold {threshold.__version__} (evaluators: python)"
    assert "durable-rules, is missing: it is not installed" in second


def test_help(installed: Run) -> None:
    assert "decide" in _succeeded(installed("threshold", "--help")).stdout


def test_a_case_is_decided_with_the_rules_that_came_along(installed: Run, tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(CASE, encoding="utf-8")
    decided = _succeeded(installed("threshold", "decide", case))
    assert "C-0412" in decided.stdout
