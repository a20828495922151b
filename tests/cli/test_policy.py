"""`threshold policy`: every example passes, a difference can be read, and rules are shown and checked."""

import json
import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from threshold.cli import policy as command
from threshold.cli.main import main
from threshold.policy import load_policy, policy_names, rules_directory, rules_of

CASES = Path(__file__).parents[2] / "cases"
EXAMPLE = CASES / "national" / "no-step-down-with-a-concern.yaml"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `threshold policy` with arguments; its status, and what it printed."""

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["threshold", "policy", *map(str, arguments)])
        return (main(), *capsys.readouterr())

    return run


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """An example that expects what does not come out."""
    text = EXAMPLE.read_text()
    assert "status: blocked" in text
    path = tmp_path / "wrong.yaml"
    path.write_text(text.replace("status: blocked", "status: permitted"))
    return path


def test_every_example_passes(run: Run):
    status, out, err = run("test", CASES)
    assert status == 0, out
    assert err == ""
    passed = int(out.split()[0])
    assert out == f"{passed} passed, 0 failed\n"
    # Every file with an expectation was put to the test.
    expecting = [path for path in CASES.rglob("*.yaml") if "\nexpect:" in path.read_text()]
    assert passed >= len(expecting) > 200


def test_a_difference_can_be_read(run: Run, wrong: Path):
    status, out, _ = run("test", wrong, EXAMPLE)
    assert status == 1
    first, *differences, count = out.splitlines()
    assert str(wrong) in first
    assert differences == ["    status: expected permitted, got blocked"]
    assert count == "1 passed, 1 failed"


def test_junit_is_xml_with_a_failure_for_each_that_fails(run: Run, wrong: Path):
    status, out, _ = run("test", "--format", "junit", wrong, EXAMPLE)
    assert status == 1
    suite = ElementTree.fromstring(out)
    assert (suite.tag, suite.get("tests"), suite.get("failures")) == ("testsuite", "2", "1")
    failing, passing = suite.findall("testcase")
    failure = failing.find("failure")
    assert failing.get("classname") == str(wrong)
    assert failure is not None
    assert failure.text == "status: expected permitted, got blocked"
    assert passing.find("failure") is None


def test_json_tells_every_result(run: Run, wrong: Path):
    status, out, _ = run("test", "--format", "json", wrong, EXAMPLE)
    assert status == 1
    failed, passed = json.loads(out)
    assert (failed["passed"], passed["passed"]) == (False, True)
    assert failed["differences"] == ["status: expected permitted, got blocked"]


def test_another_policy_is_tried_on_the_same_examples(run: Run):
    status, out, _ = run("test", "--policy", "national", CASES / "step-up-step-down" / "step-down.yaml")
    assert status == 1
    assert "no such rule" in out


def test_a_trial_changes_what_comes_out(run: Run):
    example = CASES / "national" / "conference-on-day-16.yaml"
    assert run("test", example)[0] == 0
    status, out, _ = run("test", "--set", "national.conference_within=30 working days", example)
    assert status == 1
    assert "deadline WT-conference" in out


@pytest.mark.parametrize(
    ("expect", "told"),
    [
        ("statuss: blocked", 'expect.statuss: this key is not known here; did you mean "status"?'),
        ("checks: {NO-SUCH: met}", "check NO-SUCH: expected met, got no such rule"),
        ("deadlines: {NO-SUCH: {state: met}}", "deadline NO-SUCH: expected one"),
        ("policy: natoinal", 'did you mean "national"'),
        ("missing: [t.a]", "missing: expected t.a, got"),
    ],
)
def test_an_expectation_that_cannot_be_met_is_a_failure(run: Run, tmp_path: Path, expect: str, told: str):
    path = tmp_path / "odd.yaml"
    head = EXAMPLE.read_text().partition("expect:")[0]
    policy = "" if expect.startswith("policy") else "  policy: national\n"
    path.write_text(f"{head}expect:\n{policy}  {expect}\n")
    status, out, _ = run("test", path)
    assert status == 1
    assert told in out


def test_a_case_that_cannot_be_read_fails_and_the_others_are_tested(run: Run, tmp_path: Path):
    shutil.copy(EXAMPLE, tmp_path / "good.yaml")
    (tmp_path / "bad.yaml").write_text("case: X-1\nname: Ann\n")
    status, out, _ = run("test", tmp_path)
    assert status == 1
    assert "1 passed, 1 failed" in out
    assert "bad.yaml" in out
    assert "Ann" not in out


def test_a_case_without_an_expectation_is_passed_over(run: Run, tmp_path: Path):
    path = tmp_path / "plain.yaml"
    path.write_text(EXAMPLE.read_text().partition("expect:")[0])
    assert run("test", path)[:2] == (0, "0 passed, 0 failed\n")


def test_an_unknown_format_is_refused(run: Run):
    status, out, err = run("test", "--format", "xml", EXAMPLE)
    assert (status, out) == (2, "")
    assert "text, json, junit" in err


# Reading and checking


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A copy of the rules, to be changed."""
    return Path(shutil.copytree(rules_directory(), tmp_path / "rules"))


@pytest.mark.parametrize("name", policy_names())
def test_show_tells_every_pack_clause_and_parameter(run: Run, name: str) -> None:
    status, out, err = run("show", name, "--as-at", "2026-11-22")
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
    _, out, _ = run("show")
    assert "\npolicy default, " in out


def test_show_a_policy_that_is_not_there(run: Run) -> None:
    status, out, err = run("show", "rochdale")
    assert (status, out) == (2, "")
    assert "there is no policy of that name" in err


def test_check_finds_what_comes_along_sound(run: Run) -> None:
    status, out, err = run("check")
    assert (status, err) == (0, "")
    found = [line.partition(":")[0] for line in out.splitlines() if not line.startswith(" ")]
    assert found == policy_names()


def test_check_tells_every_problem_and_goes_on(run: Run, rules: Path) -> None:
    path = rules / "step-up-step-down" / "rules" / "after-child-protection.yaml"
    path.write_text(path.read_text().replace("child_protection.history", "child_protection.histry"))
    broken, sound = (str(rules / "policies" / f"{name}.yaml") for name in ("step-up-step-down", "national"))
    status, out, err = run("check", broken, sound)
    assert status == 2
    assert f"threshold: {path}, line " in err
    assert 'did you mean "child_protection.history"' in err
    assert out.startswith(f"{sound}: sound; ")


def test_without_a_command_the_help(run: Run) -> None:
    status, out, err = run()
    assert (status, err) == (0, "")
    commands = [each.name for each in command.app.registered_commands]
    assert commands == ["test", "check", "show", "schema"]
    for name in commands:
        assert f"\n  {name} " in out


def test_check_takes_one_policy_and_counts_what_is_in_it(run: Run) -> None:
    _, out, _ = run("check", "national")
    policy = load_policy("national").at(date.today())
    rules = sum(len(rules_of(pack)) for pack in policy.packs)
    clauses = sum(len(pack.clauses) for pack in policy.packs)
    assert out.splitlines()[0] == (
        f"national: sound; {len(policy.packs)} packs, {rules} rules, {clauses} clauses"
    )
