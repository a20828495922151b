"""The rules that the build reads beforehand: there the first time, and never out of date."""

import os
import shutil
import subprocess
import sys
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import SimpleNamespace

import pytest

from threshold.policy import Policy, PolicyFiles, policy_names, rules_directory
from threshold.shapes import Shape

ROOT = Path(__file__).parents[2]
CASE = ROOT / "cases" / "step-up-step-down" / "after-cp-two-months-thirty-days.yaml"
TODAY = date.today()

READ_ALL = "from threshold.policy.ready import read_all; read_all()"
# Whether pydantic had to come in tells whether the rules had to be read.
READS = """\
import sys
from datetime import date
from threshold.policy import load_policy
load_policy(sys.argv[1]).at(date.today())
print("read" if "pydantic" in sys.modules else "ready")
"""


def python(home: Path, *arguments: str | Path, cache: Path | str = "off") -> str:
    """What Python prints, with the program in this folder and nowhere else."""
    environment = {**os.environ, "PYTHONPATH": str(home), "THRESHOLD_CACHE": str(cache)}
    command = [sys.executable, *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def decided(home: Path) -> str:
    return python(home, "-m", "threshold", "decide", CASE, "--format", "json")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program as it is once installed, its rules in the package and read beforehand."""
    home = tmp_path_factory.mktemp("built")
    package = home / "threshold"
    skipped = shutil.ignore_patterns("__pycache__", "ready")
    shutil.copytree(ROOT / "src" / "threshold", package, ignore=skipped)
    shutil.copytree(rules_directory(), package / "rules")
    python(home, "-c", READ_ALL, cache=package / "ready")
    return home


@pytest.fixture
def own(built: Path, tmp_path: Path) -> Path:
    """The same, to be changed."""
    return shutil.copytree(built, tmp_path / "own")


def test_the_first_run_reads_no_rules(built: Path, tmp_path: Path) -> None:
    assert python(built, "-c", READS, "default") == "ready\n"
    assert python(built, "-c", READS, "default", cache=tmp_path / "cache") == "ready\n"
    assert not (tmp_path / "cache").exists()


def test_without_them_it_would(own: Path) -> None:
    shutil.rmtree(own / "threshold" / "ready")
    assert python(own, "-c", READS, "default") == "read\n"


def test_every_policy_is_ready(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def policies() -> dict[str, Policy]:
        return {name: PolicyFiles(name).at(TODAY) for name in policy_names()}

    def no_reading(*_: object) -> None:
        raise AssertionError("the rules were read")

    monkeypatch.setenv("THRESHOLD_CACHE", "off")
    monkeypatch.setattr("threshold.cache.READY", built / "nowhere")
    anew = policies()
    monkeypatch.setattr("threshold.cache.READY", built / "threshold" / "ready")
    monkeypatch.setattr("threshold.policy.written.WrittenPolicy", no_reading)
    assert policies() == anew


@pytest.mark.parametrize("name", policy_names())
def test_a_policy_kept_is_the_policy(name: str) -> None:
    """Also what no comparison looks at: the order of what is listed, the parameters that a test names."""
    shape, policy = Shape(Policy), PolicyFiles(name).written.resolved(TODAY, ())
    kept = shape.read(shape.written(policy))
    assert kept == policy
    assert repr(kept) == repr(policy)


def test_the_same_bytes_as_from_rules_read_anew(built: Path, own: Path) -> None:
    shutil.rmtree(own / "threshold" / "ready")
    assert decided(built) == decided(own)


def test_an_edited_rule_takes_effect_at_once(own: Path) -> None:
    path = own / "threshold" / "rules" / "step-up-step-down" / "parameters.yaml"
    compared = '"against": "%s months"'
    assert compared % 3 in decided(own)
    changed = path.read_text().replace("is: 3 months", "is: 4 months")
    assert changed != path.read_text()
    path.write_text(changed)
    assert compared % 4 in decided(own)


@pytest.mark.parametrize("changed", ["conditions/parse.py", "policy/rules.py", "dates/bank-holidays.txt"])
def test_a_change_to_what_reads_them_has_them_read_anew(own: Path, changed: str) -> None:
    path = own / "threshold" / changed
    path.write_text(path.read_text().replace("2049: 01-01", "2049: 01-04") + "\n")
    assert python(own, "-c", READS, "default") == "read\n"


def test_all_that_reads_them_counts_as_what_reads_them(built: Path) -> None:
    code = "import sys, threshold.policy.written, threshold.versions.versions; print(*sys.modules)"
    modules = [name.split(".") for name in python(built, "-c", code).split() if name.startswith("threshold.")]
    found = {f"{name}.py" if name in ("cache", "shapes") else name for _, name, *_ in modules}
    makers = "from threshold import cache; print(*cache._MAKERS)"
    assert found == set(python(built, "-c", makers).split())


def built_in(root: Path) -> None:
    """What the build does before a wheel is made of a checkout."""
    pytest.importorskip("hatchling")
    spec = spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    told: list[str] = []
    hook = SimpleNamespace(root=str(root), app=SimpleNamespace(display_warning=told.append))
    module.ReadyRules.initialize(hook, "standard", {})


def test_a_build_makes_everything_anew(own: Path, tmp_path: Path) -> None:
    (tmp_path / "src").symlink_to(own)
    ready = own / "threshold" / "ready"
    before = {path.name for path in ready.iterdir()}
    (ready / "left-over.json").write_bytes(b"")
    built_in(tmp_path)
    assert {path.name for path in ready.iterdir()} == before
    assert not ready.with_name("ready.new").exists()


def test_a_build_that_cannot_read_the_rules_leaves_those_that_were_read(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "src").symlink_to(own)
    ready = own / "threshold" / "ready"
    before = {path.name for path in ready.iterdir()}
    monkeypatch.setattr(sys, "executable", shutil.which("false") or "false")
    built_in(tmp_path)
    assert {path.name for path in ready.iterdir()} == before
    assert not ready.with_name("ready.new").exists()
