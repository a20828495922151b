"""`threshold policy test`: every example passes, and a difference can be read."""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from threshold.cli.main import main

CASES = Path(__file__).parents[2] / "cases"
EXAMPLE = CASES / "national" / "no-step-down-with-a-concern.yaml"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `threshold policy test` with arguments; its status, and what it printed."""

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["threshold", "policy", "test", *map(str, arguments)])
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
    status, out, err = run(CASES)
    assert status == 0, out
    assert err == ""
    passed = int(out.split()[0])
    assert out == f"{passed} passed, 0 failed\n"
    # Every file with an expectation was put to the test.
    expecting = [path for path in CASES.rglob("*.yaml") if "\nexpect:" in path.read_text()]
    assert passed >= len(expecting) > 200


def test_a_difference_can_be_read(run: Run, wrong: Path):
    status, out, _ = run(wrong, EXAMPLE)
    assert status == 1
    first, *differences, count = out.splitlines()
    assert str(wrong) in first
    assert differences == ["    status: expected permitted, got blocked"]
    assert count == "1 passed, 1 failed"


def test_junit_is_xml_with_a_failure_for_each_that_fails(run: Run, wrong: Path):
    status, out, _ = run("--format", "junit", wrong, EXAMPLE)
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
    status, out, _ = run("--format", "json", wrong, EXAMPLE)
    assert status == 1
    failed, passed = json.loads(out)
    assert (failed["passed"], passed["passed"]) == (False, True)
    assert failed["differences"] == ["status: expected permitted, got blocked"]


def test_another_policy_is_tried_on_the_same_examples(run: Run):
    status, out, _ = run("--policy", "national", CASES / "step-up-step-down" / "step-down.yaml")
    assert status == 1
    assert "no such rule" in out


def test_a_trial_changes_what_comes_out(run: Run):
    example = CASES / "national" / "conference-on-day-16.yaml"
    assert run(example)[0] == 0
    status, out, _ = run("--set", "national.conference_within=30 working days", example)
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
    status, out, _ = run(path)
    assert status == 1
    assert told in out


def test_a_case_that_cannot_be_read_fails_and_the_others_are_tested(run: Run, tmp_path: Path):
    shutil.copy(EXAMPLE, tmp_path / "good.yaml")
    (tmp_path / "bad.yaml").write_text("case: X-1\nname: Ann\n")
    status, out, _ = run(tmp_path)
    assert status == 1
    assert "1 passed, 1 failed" in out
    assert "bad.yaml" in out
    assert "Ann" not in out


def test_a_case_without_an_expectation_is_passed_over(run: Run, tmp_path: Path):
    path = tmp_path / "plain.yaml"
    path.write_text(EXAMPLE.read_text().partition("expect:")[0])
    assert run(path)[:2] == (0, "0 passed, 0 failed\n")


def test_an_unknown_format_is_refused(run: Run):
    status, out, err = run("--format", "xml", EXAMPLE)
    assert (status, out) == (2, "")
    assert "text, json, junit" in err
