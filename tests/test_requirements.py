"""What `make` installs is pinned to the byte, goes with pyproject.toml, and names no place it came from."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
TOOLS = [Requirement(line) for line in EXTRAS["dev"]]
PLAIN = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
RUNTIME = [*PLAIN, *(Requirement(line) for extra in EXTRAS if extra != "dev" for line in EXTRAS[extra])]
SYSTEM = [Requirement(line) for line in PROJECT["build-system"]["requires"]]
ENTRY = re.compile(
    r"^([a-z0-9][a-z0-9-]*)==(\S+)( ; [^\\\n]+)?((?: \\\n    --hash=sha256:[0-9a-f]{64})+)$", re.M
)
FILES = ("build.txt", "dev.txt", "oldest.txt", "run.txt", "supply.txt")


def listed(name: str) -> list[Requirement]:
    """What a list written by hand asks for."""
    lines = (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if not line.startswith("#")]


def text(name: str) -> str:
    return (ROOT / "requirements" / name).read_text(encoding="utf-8")


def pinned(name: str) -> dict[str, set[str]]:
    """Each package of a file with its version; two, where Pythons differ."""
    found: dict[str, set[str]] = {}
    for package, version, _, _ in ENTRY.findall(text(name)):
        found.setdefault(package, set()).add(version)
    return found


@pytest.mark.parametrize("name", FILES)
def test_all_is_an_exact_version_with_hashes(name: str) -> None:
    rest = ENTRY.sub("", text(name))
    assert [line for line in rest.splitlines() if not re.match(r"$| *#", line)] == []


@pytest.mark.parametrize("name", [*FILES, "build.in", "supply.in"])
def test_no_host_and_no_place_is_named(name: str) -> None:
    assert not re.search(r"://|index|find-links|file:|[ =]/|\.(?:org|com|net|io)\b", text(name))


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("build.txt", listed("build.in")),
        ("run.txt", PLAIN),
        ("dev.txt", [*RUNTIME, *TOOLS]),
        ("oldest.txt", [*RUNTIME, *TOOLS]),
        ("supply.txt", listed("supply.in")),
    ],
)
def test_all_that_is_asked_for_is_there_and_suits(name: str, wanted: list[Requirement]) -> None:
    versions = pinned(name)
    for requirement in wanted:
        found = versions.get(canonicalize_name(requirement.name), set())
        assert found, f"{requirement.name} is missing; make renew"
        assert all(version in requirement.specifier for version in found), f"{requirement}; make renew"


@pytest.mark.parametrize("requirement", [*RUNTIME, *TOOLS, *SYSTEM], ids=str)
def test_no_version_that_nobody_has_seen_is_allowed(requirement: Requirement) -> None:
    """Up to which one it may be is said of each: the next major one changes what nobody expects."""
    operators = {each.operator for each in requirement.specifier}
    assert operators >= {">=", "<"} or operators == {"=="}


def test_the_oldest_are_the_lower_bounds() -> None:
    oldest = pinned("oldest.txt")
    for requirement in RUNTIME:
        [bound] = [each for each in requirement.specifier if each.operator in (">=", "==")]
        # A bound may be a version that was never released as such: polars 1.43 is 1.43.2.
        [version] = oldest[canonicalize_name(requirement.name)]
        assert f"{version}.".startswith(f"{bound.version}."), f"{requirement}; make renew"


def test_the_tools_are_the_same_with_the_oldest() -> None:
    dev, oldest = pinned("dev.txt"), pinned("oldest.txt")
    for tool in (canonicalize_name(requirement.name) for requirement in TOOLS):
        assert oldest[tool] == dev[tool]


def test_the_rules_are_read_beforehand_with_what_reads_them_later() -> None:
    hook = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["hooks"]["custom"]
    assert set(hook["dependencies"]) <= set(PROJECT["project"]["dependencies"])


@pytest.mark.parametrize("name", ["build.txt", "run.txt", "supply.txt"])
def test_the_same_version_stands_everywhere(name: str) -> None:
    dev = pinned("dev.txt")
    assert {
        package: dev[package]
        for package, version in pinned(name).items()
        if dev.get(package, version) != version
    } == {}
